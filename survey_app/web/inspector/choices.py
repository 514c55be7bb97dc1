"""What the filters of the answers page offer, and how those in use are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from accessibility.languages import LANGUAGES
from accessibility.preferences import EASY_READ, EASY_READ_PICTURES, SIGNED, STANDARD
from analysis.codebook.loader import load_codebook
from analysis.people import NOT_SAID
from analysis.safeguarding.categories import CATEGORIES
from questionnaires.kinds import is_text
from questionnaires.model import AUDIENCES
from survey_app.services.figure_words import NOT_SAID_WORDS
from survey_app.services.find_answers import STANCES, Scope, Wanted
from survey_app.services.mark_words import label_of
from survey_app.services.read_answers import AnswersPage
from survey_app.services.safeguard import LEVELS
from survey_app.storage.findings import SAFEGUARDING, THEME
from survey_app.web.inspector.filters import PARTED, Asked
from survey_app.web.inspector.paragraphs import paragraph_title

MODES: Mapping[str, str] = {"online": "Online", "paper": "On paper"}
FACES: Mapping[str, str] = {
    STANDARD: "In standard words",
    EASY_READ: "In easy read",
    EASY_READ_PICTURES: "In easy read with pictures",
    SIGNED: "Signed",
}
TONGUES: Mapping[str, str] = {language.tag: language.english for language in LANGUAGES.values()}

# A list of (group, [(value, words), ...]); an empty group has no heading.
Choices = list[tuple[str, list[tuple[str, str]]]]
# Each filter in use: its name, its words, and the parameters without it.
InUse = tuple[str, str, dict[str, object]]
Pair = tuple[str, str]


def filter_choices(page: AnswersPage) -> Mapping[str, Choices]:
    """The choices of every filter, by the filter's name."""
    scope = page.scope
    return {
        "audience": [
            ("", [(name, AUDIENCES.get(name, name)) for name in dict.fromkeys(scope.surveys.values())])
        ],
        "question": list(question_choices(scope, page.wanted.audience, page.wanted.question)),
        "theme": list(theme_choices(scope.own_themes)),
        "stance": [("", list(STANCES.items()))],
        "category": [("", sorted(CATEGORIES.items(), key=lambda pair: pair[1]))],
        "level": [("", [(str(level), words) for level, words in LEVELS.items()])],
        "mode": [("", list(MODES.items()))],
        "language": [("", list(TONGUES.items()))],
        "face": [("", list(FACES.items()))],
    }


def about_choices(scope: Scope, audience: str) -> Iterator[tuple[str, str, Choices]]:
    """What people said about themselves: a question's id, its words, and its options as the address names them."""
    for name in scope.questions:
        question = scope.question(name, audience)
        if question and question.profile and (not audience or audience in scope.questions[name]):
            options = [(f"{name}{PARTED}{option.id}", option.text) for option in question.options]
            options.append((f"{name}{PARTED}{NOT_SAID}", NOT_SAID_WORDS))
            yield name, question.text, [("", options)]


def filters_in_use(asked: Asked, scope: Scope) -> Iterator[InUse]:
    """The filters that narrow what is shown, in words."""
    wanted = asked.wanted
    if wanted.audience:
        yield "Audience", AUDIENCES.get(wanted.audience, wanted.audience), asked.parameters(audience=None)
    if wanted.question:
        yield _question_in_use(asked, scope)
    if wanted.theme:
        yield "Theme", label_of(THEME, wanted.theme, scope.own_themes), asked.parameters(theme=None)
    if wanted.stance:
        yield "Stance", STANCES.get(wanted.stance, wanted.stance), asked.parameters(stance=None)
    if wanted.category:
        yield "Flag", label_of(SAFEGUARDING, wanted.category), asked.parameters(category=None)
    yield from _people_in_use(asked, scope)
    if wanted.level:
        yield "Level", LEVELS.get(wanted.level, "not a level"), asked.parameters(level=None)


def _people_in_use(asked: Asked, scope: Scope) -> Iterator[InUse]:
    wanted = asked.wanted
    for pair in wanted.about:
        yield *_pair_in_words(scope, wanted, pair), asked.parameters(about=_without(wanted.about, pair))
    for pair in wanted.but:
        question, option = _pair_in_words(scope, wanted, pair)
        yield f"{question} Not", option, asked.parameters(but=_without(wanted.but, pair))
    if wanted.mode:
        yield "Answered", MODES.get(wanted.mode, wanted.mode), asked.parameters(mode=None)
    if wanted.language:
        yield "Language", TONGUES.get(wanted.language, wanted.language), asked.parameters(language=None)
    if wanted.face:
        yield "Wording", FACES.get(wanted.face, wanted.face), asked.parameters(face=None)


def _pair_in_words(scope: Scope, wanted: Wanted, pair: Pair) -> Pair:
    question = scope.question(pair[0], wanted.audience)
    options = {option.id: option.text for option in question.options} if question else {}
    words = question.text if question else pair[0]
    return words, options.get(pair[1], NOT_SAID_WORDS if pair[1] == NOT_SAID else pair[1])


def _without(pairs: Iterable[Pair], left: Pair) -> list[str]:
    return [f"{question}{PARTED}{option}" for question, option in pairs if (question, option) != left]


def _question_in_use(asked: Asked, scope: Scope) -> InUse:
    wanted = asked.wanted
    question = scope.question(wanted.question, wanted.audience)
    words = question.text if question else wanted.question
    chosen = [option.text for option in question.options if option.id in wanted.values] if question else []
    if wanted.unanswered:
        words = f"{words} (not answered)"
    elif chosen:
        words = f"{words} {', '.join(chosen)}"
    return "Question", words, asked.parameters(question=None, value=None, unanswered=None)


def question_choices(scope: Scope, audience: str, chosen: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Questions in own words; a closed one only while it is in use, since its numbers stand on the results page."""
    named = {name: scope.question(name, audience) for name in scope.questions}
    pairs = {name: question.text for name, question in named.items() if question}
    texts = [name for name in pairs if any(is_text(asked) for asked in scope.questions[name].values())]
    yield "In their own words", [(name, pairs[name]) for name in texts]
    if chosen in pairs and chosen not in texts:
        yield "From the results", [(chosen, pairs[chosen])]


def theme_choices(own: Mapping[str, str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Every theme by paragraph; those made for the visit (`own`: id to words) come first."""
    if own:
        yield "Themes of this visit", list(own.items())
    ordered = sorted(load_codebook().themes.values(), key=lambda theme: (theme.paragraphs[0], theme.label))
    for paragraph, themes in groupby(ordered, key=lambda theme: theme.paragraphs[0]):
        yield paragraph_title(paragraph), [(theme.id, theme.label) for theme in themes]
