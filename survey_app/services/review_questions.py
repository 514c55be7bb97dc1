"""Reviewing questions: which questionnaires there are, what is wrong in one, and what the rules of easy read say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache

from sqlalchemy import select

from accessibility.places import Placed, place_all
from accessibility.review import review_questionnaire
from accessibility.wording_rules import RULES, Rule, rule_named
from questionnaires.definitions import shipped_definitions
from questionnaires.faces import EASY_READ, EASY_READ_FILE
from questionnaires.loader import parse_questionnaire, read_texts
from questionnaires.model import Questionnaire
from questionnaires.problems import Problem, QuestionnaireProblems
from survey_app.services.errors import NotFound
from survey_app.services.permissions import Person
from survey_app.services.publish import version_of
from survey_app.services.work import Work
from survey_app.storage.surveys import QuestionnaireVersion, Survey
from survey_app.storage.visits import Visit

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A questionnaire that this site has. `visits` are those of the reader in which it is asked, by title."""

    questionnaire: Questionnaire
    texts: Texts
    shipped: bool
    visits: tuple[str, ...] = ()
    newest: bool = True


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding at its place, with its rule."""

    placed: Placed
    rule: Rule

    @property
    def place(self) -> str:
        """Such as easy_read.yaml:12:8."""
        return f"{EASY_READ_FILE}:{self.placed.line}:{self.placed.column}"

    @property
    def message(self) -> str:
        """What to do."""
        return self.placed.finding.message


@dataclass(frozen=True, slots=True)
class Review:
    """What there is to say about a questionnaire; `questionnaire` is None while `problems` stop it."""

    questionnaire: Questionnaire | None
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def counts(self) -> tuple[tuple[Rule, int], ...]:
        """How many remarks there are by each rule that found something, in the order of the rules."""
        found = Counter(remark.rule.name for remark in self.remarks)
        return tuple((rule, found[rule.name]) for rule in RULES if found[rule.name])

    def by_rule(self, name: str) -> tuple[Remark, ...]:
        """The remarks by one rule; all of them for an empty name."""
        return tuple(remark for remark in self.remarks if name in ("", remark.rule.name))


def review(texts: Texts, symbols: Collection[str]) -> Review:
    """The review of a questionnaire's files by name: first all that is wrong, then what the rules say."""
    try:
        questionnaire = parse_questionnaire(texts)
    except QuestionnaireProblems as stopped:
        return Review(None, stopped.problems)
    return Review(questionnaire, remarks=_remarks(questionnaire, texts, symbols))


def _remarks(questionnaire: Questionnaire, texts: Texts, symbols: Collection[str]) -> tuple[Remark, ...]:
    if EASY_READ not in questionnaire.faces:
        return ()
    placed = place_all(review_questionnaire(questionnaire, symbols), texts[EASY_READ_FILE])
    return tuple(Remark(one, rule_named(one.finding.rule)) for one in placed)


def all_asked(work: Work, person: Person) -> tuple[Asked, ...]:
    """The questionnaires that come with the project and those asked in this person's visits, by id and version."""
    found = {asked.questionnaire.digest: asked for asked in _shipped()}
    for digest, visits in _asked_in_visits(work, person).items():
        if digest in found:
            found[digest] = Asked(found[digest].questionnaire, found[digest].texts, True, visits)
        else:
            texts = _published_texts(work, digest)
            found[digest] = Asked(version_of(work, digest), texts, False, visits)
    ordered = sorted(found.values(), key=lambda one: (one.questionnaire.id, -one.questionnaire.version))
    seen: set[str] = set()
    return tuple(replace(one, newest=_first(one.questionnaire.id, seen)) for one in ordered)


def _first(name: str, seen: set[str]) -> bool:
    new = name not in seen
    seen.add(name)
    return new


def find_asked(work: Work, person: Person, questionnaire_id: str, digest: str = "") -> Asked:
    """One of them by its id: the version with this digest, else the newest; raises NotFound."""
    named = (one for one in all_asked(work, person) if one.questionnaire.id == questionnaire_id)
    found = next((one for one in named if digest in ("", one.questionnaire.digest)), None)
    if found is None:
        raise NotFound(f"questionnaire {questionnaire_id}")
    return found


def count_levels(asked: Asked, symbols: Collection[str]) -> Mapping[str, int]:
    """How many findings there are of each level (must, should, hint), kept for as long as the process lives."""
    digest = asked.questionnaire.digest
    if digest not in _counted:
        _counted[digest] = Counter(one.level for one in review_questionnaire(asked.questionnaire, symbols))
    return _counted[digest]


_counted: dict[str, Mapping[str, int]] = {}


@cache
def _shipped() -> tuple[Asked, ...]:
    folders = shipped_definitions().values()
    read = ({name: data.decode() for name, data in read_texts(path).items()} for path in folders)
    return tuple(Asked(parse_questionnaire(texts), texts, shipped=True) for texts in read)


def _asked_in_visits(work: Work, person: Person) -> Mapping[str, tuple[str, ...]]:
    """The versions asked in the visits that this person has a part in (all, for an administrator), by digest."""
    statement = select(Survey.version_digest, Visit.title).join(Visit, Visit.id == Survey.visit_id)
    if not person.administrator:
        statement = statement.where(Visit.id.in_(person.roles))
    found: dict[str, dict[str, None]] = {}
    for digest, title in work.session.execute(statement.order_by(Visit.title)):
        found.setdefault(digest, {})[title] = None
    return {digest: tuple(titles) for digest, titles in found.items()}


def _published_texts(work: Work, digest: str) -> Texts:
    statement = select(QuestionnaireVersion.texts).where(QuestionnaireVersion.digest == digest)
    return work.session.execute(statement).scalar_one()
