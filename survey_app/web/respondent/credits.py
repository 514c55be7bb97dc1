"""Who helped to choose the words of a survey: a line on its first page, and a page that says what each changed."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from accessibility.easy_read import wording
from questionnaires.model import Questionnaire
from survey_app.services.publish import version_of
from survey_app.web.access import RESPONDENT, open_to
from survey_app.web.respondent.drawing import draw
from survey_app.web.respondent.here import find_entry
from survey_app.web.respondent.reading import reading_of
from survey_app.web.site import site

SENTENCES: Mapping[str, LazyString] = {
    "youth_group": lazy_gettext("Young people helped to choose these words."),
    "forum": lazy_gettext("Parents and carers helped to choose these words."),
    "practitioners": lazy_gettext("People who give support helped to choose these words."),
    "leaders": lazy_gettext("Local leaders helped to choose these words."),
}


def credited_by(asked: Questionnaire) -> tuple[str, ...]:
    """A sentence for each kind of group that chose words, young people first."""
    found = {credit.kind for credit in asked.credits}
    return tuple(str(words) for kind, words in SENTENCES.items() if kind in found)


@open_to(RESPONDENT)
def who_chose(code: str) -> str:
    """Each group: when it said yes, how many took part where that may be said, and the questions that it changed."""
    with site().reading() as work:
        entry = find_entry(work, code)
        asked = version_of(work, entry.version_digest)
    reading = reading_of(asked)
    rows = [
        (
            credit,
            [
                wording(asked, asked.questions[name], reading).text
                for name in credit.changed
                if name in asked.questions
            ],
        )
        for credit in asked.credits
    ]
    return draw("who_chose.html", entry, rows=rows, sentences=SENTENCES)


ROUTES = (("/who-chose", "who_chose", who_chose, "GET"),)
