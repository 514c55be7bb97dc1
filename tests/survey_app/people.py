"""People with one role in a visit, as services know them."""

from survey_app.services.permissions import ADMINISTRATOR, ROLES, Person


def person(role: str, visit_id: str, email: str = "") -> Person:
    """Somebody with this role in this visit and nothing else."""
    if role == ADMINISTRATOR:
        return Person(role, email or "administrator@example.org", administrator=True)
    return Person(role, email or f"{role}@example.org", roles={visit_id: frozenset({role})})


EVERY_ROLE = tuple(ROLES)
