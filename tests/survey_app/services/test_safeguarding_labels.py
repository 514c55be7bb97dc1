"""What a person found to be the machine's error becomes labelled lines: those words, and nothing else."""

import json

import pytest

from analysis.lines import parse_answer
from survey_app.services.errors import NotFound
from survey_app.services.labels import as_lines
from survey_app.services.permissions import INSPECTOR, LANO, LEAD_INSPECTOR, SAFEGUARDING_LEAD
from survey_app.services.safeguarding_labels import false_flags, note_false_flags
from survey_app.services.work_concerns import Ending
from survey_app.web.site import Site
from tests.builders import BuiltVisit, make_visit
from tests.survey_app.concerns import CALMED, decide, raise_at, read
from tests.survey_app.people import person

HURT = "my step dad hits me when mum is out"
CALM = "The art club is fun."
WRONG = Ending("machine_wrong", "About a play.")


def close(site: Site, visit: BuiltVisit, ending: Ending, **answers: str) -> str:
    """An answer that the rules flag, whose concern a person closed in this way; the concern's id."""
    concern = raise_at(site, visit, 2, **answers)
    lead = person(LEAD_INSPECTOR, visit.id)
    read(site, lead, concern)
    decide(site, visit, lead, concern, ending)
    return concern


def lines(site: Site, visit: BuiltVisit) -> list[dict[str, object]]:
    with site.reading() as work:
        found = list(as_lines(false_flags(work, person(LEAD_INSPECTOR, visit.id), visit.id)))
    for line in found:
        parse_answer(line)
    return [json.loads(line) for line in found]


def test_only_the_flagged_words_of_the_machines_errors_are_lines(site: Site, visit: BuiltVisit) -> None:
    wrong = close(site, visit, WRONG, would_change=HURT, going_well=CALM)
    close(site, visit, CALMED, would_change=f"{HURT} again")
    close(site, make_visit(site, area="Hill and Dale"), WRONG, would_change=f"{HURT} elsewhere")
    raise_at(site, visit, 2, would_change=f"{HURT} unread")
    (line,) = lines(site, visit)
    assert (line["text"], line["categories"], line["severity"]) == (HURT, [], "none")
    assert isinstance(line["flagged"], list)
    assert "physical_abuse" in line["flagged"]
    assert wrong not in json.dumps(line)


def test_an_answer_that_the_machine_did_not_judge_teaches_nothing(site: Site, visit: BuiltVisit) -> None:
    close(site, visit, WRONG, would_change="Моя школа хорошая, и я люблю рисовать по пятницам.")
    assert lines(site, visit) == []


def test_several_errors_have_names_of_their_own(site: Site, visit: BuiltVisit) -> None:
    for number in range(2):
        close(site, visit, WRONG, would_change=f"{HURT} {number}", going_well=HURT)
    assert len({line["id"] for line in lines(site, visit)}) == 4


@pytest.mark.parametrize("role", [LANO, INSPECTOR, SAFEGUARDING_LEAD])
def test_nobody_but_the_lead_takes_them(site: Site, visit: BuiltVisit, role: str) -> None:
    who = person(role, visit.id)
    with site.writing() as work:
        with pytest.raises(NotFound):
            note_false_flags(work, who, visit.id)
        with pytest.raises(NotFound):
            list(false_flags(work, who, visit.id))
