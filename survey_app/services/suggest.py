"""Suggested lines of enquiry: what stands out in the answers of a visit, with reasons, and never a judgement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.compare import SMALLEST_GROUP, Group
from analysis.looked_at import GroupView, Heard, Told
from analysis.people import People
from analysis.standing_out import Standing, StandingOut, standing_out
from analysis.summaries import IN_A_SENTENCE, ItemSummary
from analysis.waves import WaveComparison
from questionnaires.model import Questionnaire
from survey_app.services.codes_that_count import stamp_of_codes
from survey_app.services.counting import people_of
from survey_app.services.distribute import surveys_of
from survey_app.services.enquiry_figures import Figure
from survey_app.services.enquiry_shares import NEGATIVE, POSITIVE, Share
from survey_app.services.find_answers import Wanted
from survey_app.services.inspect import results, stamp_of, visit_of_results
from survey_app.services.kept import Kept
from survey_app.services.permissions import Person, require
from survey_app.services.waves import different, other_waves
from survey_app.services.who_they_are import profile_questions, wordings_of
from survey_app.services.work import Work

_suggested: Kept[StandingOut] = Kept()


@dataclass(frozen=True)
class Suggestions:
    """What stands out, and the id of the earlier visit that it is beside ("" without one)."""

    standing: StandingOut
    earlier: str

    def figure_of(self, one: Standing) -> Figure:
        """The figure that says what a suggestion says, as a line of enquiry keeps it."""
        first, *rest = [_share_of(side.told, self.earlier) for side in one.sides]
        return Figure(first.kind, first.wanted, rest[0] if rest else None, self.standing.looks)


def suggestions(work: Work, person: Person, visit_id: str) -> Suggestions:
    """What stands out at this moment, the surest first; raises NotFound."""
    require(person, "read_results", visit_id)
    earlier = _wave_before(work, person, visit_id)
    waves = different(work, person, visit_id, earlier).items if earlier else ()
    surveys = surveys_of(work, visit_id)
    stamp = stamp_of(work, surveys) + stamp_of_codes(work, visit_id, [survey.id for survey in surveys])
    asked_before = tuple(
        (one.audience, f"{one.question} {one.waves} {item.wording} {item.positive}", item.views)
        for one in waves
        for item in one.items
    )
    found = _suggested.get(visit_id, stamp + asked_before, lambda: _look(work, person, visit_id, waves))
    return Suggestions(found, earlier)


def forget() -> None:
    """Look anew from now on in this process."""
    _suggested.forget()


def _wave_before(work: Work, person: Person, visit_id: str) -> str:
    """The id of the newest visit to the same area before this one; empty when there is none to read."""
    here = visit_of_results(work, person, visit_id)
    others = other_waves(work, person, visit_id)
    before = (
        one.visit for one in others if (str(one.visit.opens_at), one.visit.id) < (str(here.opens_at), here.id)
    )
    return next((visit.id for visit in before), "")


def _look(work: Work, person: Person, visit_id: str, waves: Sequence[WaveComparison]) -> StandingOut:
    found = results(work, person, visit_id)
    people = people_of(work, visit_id)
    compared = [one.comparison for one in found.compared]
    items = [item for one in compared for item in one.items]
    themes = [count for part in found.paragraphs for row in part.rows for count in row.counts.values()]
    groups = list(_groups(people, items, wordings_of(work, visit_id, people)))
    return standing_out(Heard(compared, themes, groups, waves))


def _groups(
    people: Mapping[str, People], items: Sequence[ItemSummary], wordings: Sequence[Questionnaire]
) -> Iterator[GroupView]:
    """Every option that says who somebody is, beside everybody else of the audience, for every rated item."""
    for (audience, name), question in profile_questions(wordings).items():
        them = people.get(audience)
        if them is None:
            continue
        for option in question.options:
            members = them.chose(name, option.id)
            if SMALLEST_GROUP <= int(members.sum()) <= len(them) - SMALLEST_GROUP:
                chosen = them.chosen(members)
                for item in items:
                    if item.audience == audience:
                        said = f"“{option.text}” to “{question.text}”"
                        yield _view(item, said, (name, option.id), chosen.get(item.question, {}))


def _view(item: ItemSummary, said: str, about: tuple[str, str], chosen: Mapping[str, int]) -> GroupView:
    scores = {option.option: option.score for option in item.options if option.score is not None}
    views = sum(chosen.get(option, 0) for option in scores)
    positive = sum(chosen.get(option, 0) for option, score in scores.items() if score > 0)
    who = IN_A_SENTENCE.get(item.audience, item.audience)
    here = Group(f"{who} who said {said}", positive, views)
    rest = Group(f"other {who}", item.positive - positive, item.views - views)
    return GroupView(item, about, here, rest)


def _share_of(told: Told, earlier: str) -> Share:
    wanted = Wanted(
        audience=told.audience,
        question=told.question,
        theme=told.theme,
        stance=told.stance,
        about=told.about,
        everyone=told.share in (POSITIVE, NEGATIVE),
    )
    return Share(told.share, wanted, told.others, earlier if told.earlier else "")
