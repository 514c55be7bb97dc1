"""The report that is rebuilt from an export says what the inspectors' page says, number for number."""

import json
import random
from pathlib import Path

from flask import Flask

from analysis.export_files import write_rows
from analysis.report import main as report
from survey_app.services.export import rows
from survey_app.services.inspect import results
from survey_app.web.site import Site
from tests.builders import BuiltVisit, lead_of
from tests.respondent import Respondent

WROTE = (
    "My teacher is kind and the school listens.",
    "We waited two years for speech therapy and nobody answers.",
    "The taxi is late every day. My step dad hits me.",
    "nothing",
)
AUDIENCES = ("young_people", "parents_carers", "practitioners")


def answer_somehow(app: Flask, code: str, chance: random.Random) -> None:
    """Somebody who skips some questions, chooses on the others and sometimes writes."""
    somebody = Respondent(app.test_client(), code)
    somebody.press()
    while not somebody.path.endswith("/check"):
        answers: dict[str, str | list[str]] = {}
        for name in somebody.names():
            options = somebody.options(name)
            if chance.random() < 0.8:
                answers[name] = chance.choice(options) if options else chance.choice(WROTE)
        somebody.press(answers)
    somebody.press()
    assert somebody.heading == "Thank you"


def test_items_themes_and_bases_are_the_same(
    app: Flask, site: Site, visit: BuiltVisit, tmp_path: Path
) -> None:
    chance = random.Random(7)
    for audience in AUDIENCES * 4:
        answer_somehow(app, visit.codes[audience], chance)
    lead = lead_of(visit.id)
    with site.reading() as work:
        found = results(work, lead, visit.id)
        write_rows(rows(work, lead, visit.id), tmp_path / "answers.csv")
    assert report([str(tmp_path / "answers.csv"), str(tmp_path / "report")]) == 0
    told = json.loads((tmp_path / "report" / "figures.json").read_text())

    def numbers(item: dict[str, object]) -> tuple[object, ...]:
        names = ("base", "positive", "middle", "negative", "unsure")
        return tuple(item[name] for name in names)

    reported = {(i["audience"], i["question"]): numbers(i) for i in told["items"]}
    shown = {
        (i.audience, i.question): (i.base, i.positive, i.middle, i.negative, i.unsure)
        for one in found.compared
        for i in one.comparison.items
    }
    assert len(shown) > 15
    assert {place: reported[place] for place in shown if shown[place][0]} == {
        p: n for p, n in shown.items() if n[0]
    }

    themes = {(t["theme"], t["audience"]): (t["praise"], t["criticism"], t["base"]) for t in told["themes"]}
    on_the_page = {
        (row.theme, audience): (count.praise, count.criticism, count.base)
        for part in found.paragraphs
        for row in part.rows
        for audience, count in row.counts.items()
    }
    assert on_the_page
    assert {place: n for place, n in themes.items() if n[0] or n[1]} == {
        place: n for place, n in on_the_page.items() if n[0] or n[1]
    }
