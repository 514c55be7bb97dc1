"""What the paragraphs of the handbook are about, in a few words of our own.

From "Area SEND inspections: framework and handbook", January 2024: the evaluation criteria in paragraphs 41 to 71, and
other paragraphs that a question of a survey answers to.
"""

from __future__ import annotations

TITLES = {
    "42": "Outcomes for each child",
    "43": "Outcomes",
    "44": "Experiences",
    "45": "Support through hard times",
    "50": "Needs are noticed early and assessed well",
    "51": "Children, young people and families take part in decisions",
    "52": "The right help at the right time",
    "53": "Ready for what comes next",
    "54": "Valued, seen and included",
    "55": "Leaders are ambitious",
    "56": "Leaders work with children, young people and families",
    "57": "Leaders know what children and young people need",
    "58": "Leaders arrange services that meet needs",
    "59": "Leaders check what works and improve it",
    "60": "Services can work well together",
    "61": "Alternative provision",
    "67": "Not attending a school",
    "68": "Attendance",
    "71": "Safeguarding",
}
# Nobody follows a line of enquiry about these, so no list offers them.
BESIDE = {
    "13": "Who is included",
    "48": "Whom the criteria are for",
    "88": "The surveys",
}


def paragraph_title(paragraph: str) -> str:
    """Words like "Paragraph 52: The right help at the right time"; the number alone where we have no words."""
    if not paragraph:
        return "Not in the handbook's criteria"
    title = TITLES.get(paragraph) or BESIDE.get(paragraph)
    return f"Paragraph {paragraph}: {title}" if title else f"Paragraph {paragraph}"
