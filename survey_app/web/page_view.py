"""A page of a questionnaire in one face, ready to be drawn: words and pictures joined once, then kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from flask import current_app
from markupsafe import Markup

from accessibility.easy_read import Reading, title, wording
from accessibility.symbols import Symbol, inline, load_symbols
from questionnaires.kinds import is_text, longest
from questionnaires.model import Page, Question, Questionnaire
from survey_app.web.fields.table import FIELDS
from survey_app.web.media import Media, Player, media
from survey_app.web.site import site

NO_PICTURE = Markup("")
EXTENSION = "page_views"


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option as it is drawn."""

    id: str
    text: str
    picture: Markup


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as it is drawn. `longest` is a text answer's limit in characters."""

    id: str
    template: str
    text: str
    hint: str
    picture: Markup
    options: tuple[OptionView, ...]
    longest: int
    own_words: bool
    recording: Player | None
    signed: Player | None
    sign_language: str


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as it is drawn, with every question it may show."""

    id: str
    section: str
    title: str
    questions: tuple[QuestionView, ...]


class PageViews:
    """Draws pages with one set of pictures and recordings. A page in a face is joined once, then remembered."""

    def __init__(self, symbols: Mapping[str, Symbol], media: Media) -> None:
        self._symbols = symbols
        self._media = media
        self._known = lru_cache(maxsize=4096)(self._draw)

    def page(self, questionnaire: Questionnaire, page: Page, reading: Reading) -> PageView:
        """The page as it reads for this reader."""
        return self._known(_ByDigest(questionnaire), page.id, reading)

    def picture(self, name: str, alt: str = "") -> Markup:
        """A picture by name; none when the set does not have it. Beside words it is silent."""
        symbol = self._symbols.get(name)
        return Markup(inline(symbol, alt or None)) if symbol else NO_PICTURE  # noqa: S704 - our own drawings

    def _draw(self, held: _ByDigest, page_id: str, reading: Reading) -> PageView:
        questionnaire = held.questionnaire
        page = questionnaire.page_by_id[page_id]
        section = questionnaire.section_of[page_id]
        return PageView(
            page.id,
            title(questionnaire, section.id, section.title, reading),
            title(questionnaire, page.id, page.title, reading),
            tuple(self._question(questionnaire, question, reading) for question in page.questions),
        )

    def _question(self, questionnaire: Questionnaire, question: Question, reading: Reading) -> QuestionView:
        words = wording(questionnaire, question, reading)
        return QuestionView(
            id=question.id,
            template=FIELDS[question.kind].template,
            text=words.text,
            hint=words.hint,
            picture=self.picture(words.picture, words.alt),
            options=tuple(
                OptionView(option.id, option.text, self.picture(option.picture, option.alt))
                for option in words.options
            ),
            longest=longest(question),
            own_words=is_text(question),
            recording=self._media.player(words.recording),
            signed=self._media.player(words.signed),
            sign_language=questionnaire.signed.sign_language if questionnaire.signed else "",
        )


def page_views() -> PageViews:
    """The app's page views, made once; a partnership's own pictures take the place of ours, by name."""
    views: PageViews | None = current_app.extensions.get(EXTENSION)
    if views is None:
        views = current_app.extensions[EXTENSION] = PageViews(load_symbols(site().settings.symbols), media())
    return views


class _ByDigest:
    """A questionnaire that is equal to another with the same digest, so that a cache can hold it cheaply."""

    __slots__ = ("questionnaire",)

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def __hash__(self) -> int:
        return hash(self.questionnaire.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and other.questionnaire.digest == self.questionnaire.digest
