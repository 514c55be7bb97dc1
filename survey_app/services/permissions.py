"""Who may do what. One table; everything that asks, asks here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.services.errors import NotFound
from survey_app.storage.staff import Membership, Staff

LANO = "lano"
INSPECTOR = "inspector"
LEAD_INSPECTOR = "lead_inspector"
SAFEGUARDING_LEAD = "safeguarding_lead"
PARTNERSHIP_LEAD = "partnership_lead"
PAPER_ENTRY = "paper_entry"
ADMINISTRATOR = "administrator"

ROLES: Mapping[str, str] = {
    LANO: "Local area nominated officer",
    INSPECTOR: "Inspector",
    LEAD_INSPECTOR: "Lead inspector",
    SAFEGUARDING_LEAD: "Safeguarding lead",
    PARTNERSHIP_LEAD: "Partnership lead",
    PAPER_ENTRY: "Paper entry",
    ADMINISTRATOR: "Administrator",
}

# People of a group who hold its link and no account; their roles are held in the group, not in a visit.
CO_PRODUCER = "co_producer"
FACILITATOR = "facilitator"
FEEDBACK_READER = "feedback_reader"
BY_LINK = frozenset({CO_PRODUCER, FACILITATOR, FEEDBACK_READER})

INSPECTION_TEAM = frozenset({INSPECTOR, LEAD_INSPECTOR})
TEAM = INSPECTION_TEAM | {SAFEGUARDING_LEAD}
# A visit that the partnership owns (an impact survey, say) is opened and closed by its own lead.
LOCAL_AREA = frozenset({LANO, PARTNERSHIP_LEAD})

# The local area never reads answers; an administrator runs the site and reads none either. Whoever types paper in
# reads what they type, and nothing else.
ALLOWED: Mapping[str, frozenset[str]] = {
    "see_visit": TEAM | LOCAL_AREA | {PAPER_ENTRY},
    "see_timetable": TEAM | LOCAL_AREA,
    "see_links": INSPECTION_TEAM | LOCAL_AREA,
    "make_channel": LOCAL_AREA,
    "see_reach": INSPECTION_TEAM | LOCAL_AREA,
    "edit_kit": LOCAL_AREA,
    "see_distribution": INSPECTION_TEAM | LOCAL_AREA,
    "log_distribution": LOCAL_AREA,
    "give_expected": LOCAL_AREA,
    "mark_done": INSPECTION_TEAM | LOCAL_AREA,
    "print_paper": INSPECTION_TEAM | LOCAL_AREA | {PAPER_ENTRY},
    "enter_paper": frozenset({PAPER_ENTRY}),
    "read_results": INSPECTION_TEAM,
    "read_answers": INSPECTION_TEAM,
    "export_answers": INSPECTION_TEAM,
    "change_window": frozenset({LEAD_INSPECTOR, PARTNERSHIP_LEAD}),
    "allow_drafts": frozenset({LEAD_INSPECTOR, PARTNERSHIP_LEAD}),
    "correct_questionnaire": frozenset({LEAD_INSPECTOR}),
    "read_concerns": frozenset({SAFEGUARDING_LEAD, LEAD_INSPECTOR}),
    "work_concerns": frozenset({SAFEGUARDING_LEAD, LEAD_INSPECTOR}),
    "report_concerns": frozenset({SAFEGUARDING_LEAD, LEAD_INSPECTOR}),
    "read_contact_requests": frozenset({SAFEGUARDING_LEAD}),
    "offer_contact": frozenset({SAFEGUARDING_LEAD}),
    "code_answers": INSPECTION_TEAM,
    "enquire": INSPECTION_TEAM,
    "redact_answers": INSPECTION_TEAM,
    "take_away": INSPECTION_TEAM,
    "settle_codes": frozenset({LEAD_INSPECTOR}),
    "draw_samples": frozenset({LEAD_INSPECTOR}),
    "read_unflagged": frozenset({LEAD_INSPECTOR}),
    "take_labels": frozenset({LEAD_INSPECTOR}),
    "review_questions": INSPECTION_TEAM | {PARTNERSHIP_LEAD, ADMINISTRATOR},
    "lead_reviews": frozenset({LEAD_INSPECTOR, PARTNERSHIP_LEAD, ADMINISTRATOR}),
    "react": frozenset({CO_PRODUCER, FACILITATOR}),
    "practise": frozenset({CO_PRODUCER, FACILITATOR}),
    "enter_sessions": frozenset({FACILITATOR}),
    "approve_wording": frozenset({FACILITATOR}),
    "check_working_together": LOCAL_AREA,
    "write_feedback": LOCAL_AREA,
    "publish_feedback": LOCAL_AREA,
    "offer_words": INSPECTION_TEAM,
    "read_before_publishing": frozenset({FEEDBACK_READER}),
    "write_plan": LOCAL_AREA,
    "publish_plan": LOCAL_AREA,
    "manage_staff": frozenset({ADMINISTRATOR}),
    "manage_visits": frozenset({ADMINISTRATOR}),
    "read_journal": frozenset({ADMINISTRATOR}),
}

# About no visit: whoever holds one of the roles in any visit may do it.
IN_NO_VISIT = frozenset({"review_questions"})


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in. `roles` maps a visit's id to the roles held there."""

    id: str
    email: str
    administrator: bool = False
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def may(self, action: str, visit_id: str = "") -> bool:
        """True when one of this person's roles in this visit (or administrator) allows the action."""
        held = self.roles.get(visit_id, frozenset())
        if action in IN_NO_VISIT:
            held = frozenset().union(*self.roles.values())
        if self.administrator:
            held = held | {ADMINISTRATOR}
        return not held.isdisjoint(ALLOWED[action])


def require(person: Person | None, action: str, visit_id: str = "") -> Person:
    """The person again; raises NotFound, because a refusal must look like absence."""
    if person is None or not person.may(action, visit_id):
        raise NotFound(action)
    return person


def person_of(session: Session, staff_id: str) -> Person | None:
    """The person as the database knows them now; None when they are gone or switched off."""
    staff = session.get(Staff, staff_id)
    if staff is None or not staff.active:
        return None
    roles: dict[str, set[str]] = {}
    statement = select(Membership.visit_id, Membership.role).where(Membership.staff_id == staff_id)
    for visit_id, role in session.execute(statement):
        roles.setdefault(visit_id, set()).add(role)
    held = {visit_id: frozenset(names) for visit_id, names in roles.items()}
    return Person(staff.id, staff.email, staff.administrator, held)
