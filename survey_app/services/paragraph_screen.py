"""One paragraph of the framework: what every audience said that belongs to it, among whom the filters leave."""

from __future__ import annotations

from dataclasses import dataclass, field

from survey_app.services.counting import people_of
from survey_app.services.find_answers import Scope, Wanted
from survey_app.services.paragraph_counts import Counting, ParagraphCounts, counts_of, left_by
from survey_app.services.paragraph_excerpts import Excerpt, excerpts_of
from survey_app.services.paragraph_groups import About
from survey_app.services.permissions import Person, require
from survey_app.services.read_answers import scope_for
from survey_app.services.work import Work


@dataclass(frozen=True)
class Asked:
    """What somebody asks of the screen: `first` and `second` are groups to compare, no second is everybody else."""

    paragraph: str = ""
    wanted: Wanted = field(default_factory=Wanted)
    first: About | None = None
    second: About | None = None
    with_concerns: bool = False


@dataclass(frozen=True)
class ParagraphScreen:
    """The counts, a few answers for those who may read them, and how many were left out for a concern."""

    counts: ParagraphCounts
    scope: Scope
    excerpts: tuple[Excerpt, ...] = ()
    left_out: int = 0


def paragraph_screen(work: Work, person: Person, visit_id: str, asked: Asked) -> ParagraphScreen:
    """The screen; the first paragraph when none or an unknown one is asked for. Raises NotFound."""
    require(person, "read_results", visit_id)
    scope = scope_for(work, visit_id, person)
    people = people_of(work, visit_id)
    counting = Counting(asked.paragraph, asked.wanted, asked.first, asked.second)
    counts = counts_of(work, visit_id, people, counting)
    if not person.may("read_answers", visit_id):
        return ParagraphScreen(counts, scope)
    themes = [row.theme for row in counts.themes.rows]
    left = left_by(people, asked.wanted)
    excerpts, left_out = excerpts_of(work, scope, people, left, themes, with_concerns=asked.with_concerns)
    return ParagraphScreen(counts, scope, excerpts, left_out)
