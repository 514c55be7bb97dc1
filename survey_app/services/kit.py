"""The kit of a channel: ready words for whoever passes the survey on, as the local area has made them its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from accessibility.easy_read import faces_offered
from accessibility.preferences import EASY_READ
from survey_app.calendar.wording import say
from survey_app.kit.package import Folder
from survey_app.kit.pieces import LONGEST_SENTENCE, PIECES, Piece
from survey_app.kit.wording import (
    EASY,
    Filling,
    NotWhole,
    check,
    deadline_in,
    filled,
    is_draft,
    marked,
    sentences,
    spoken,
    words_of,
)
from survey_app.services.distribute import find_channel
from survey_app.services.errors import NotFound, Refused
from survey_app.services.languages import drafts_allowed
from survey_app.services.paper_prints import languages_printed
from survey_app.services.permissions import Person, require
from survey_app.services.publish import version_of
from survey_app.services.work import Work
from survey_app.storage.areas import Area
from survey_app.storage.channels import Channel
from survey_app.storage.journal import JournalEntry
from survey_app.storage.kit_edits import KitEdit
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

# Kept with the edits under a name that no piece has.
SENTENCES = "sentences"
SENTENCE_FIELDS: Mapping[str, str] = {
    "paper": "Where do people get it on paper?",
    "help": "Who helps people to answer?",
    "back": "How does a filled-in form come back?",
}


@dataclass(frozen=True, slots=True)
class PieceText:
    """A piece with its words filled in. `own` holds the words before that; `edition` is 0 for the kit's own words."""

    piece: Piece
    words: Mapping[str, str]
    own: Mapping[str, str]
    edition: int


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything for one channel in one language, one of `languages`; `draft` when no person has checked it."""

    code: str
    name: str
    audience: str
    language: str
    languages: tuple[str, ...]
    draft: bool
    deadline: str
    filling: Filling
    texts: tuple[PieceText, ...]

    def text(self, piece: str) -> PieceText:
        """One piece; raises NotFound."""
        for one in self.texts:
            if one.piece.id == piece:
                return one
        raise NotFound(piece)


def kit_for(work: Work, person: Person, visit_id: str, code: str, language: str, base: str) -> Kit:
    """The kit of a channel; `base` is the address of the site, "https://..." included. Raises NotFound."""
    channel, survey = find_channel(work, person, visit_id, code)
    return kit_of(work, channel, survey, language, base)


def kit_of(work: Work, channel: Channel, survey: Survey, language: str, base: str) -> Kit:
    """The same for whoever may see this channel; raises NotFound for a language that the survey does not speak."""
    visit = work.session.get_one(Visit, survey.visit_id)
    languages = languages_of(work, survey, visit)
    if language not in languages or visit.closes_at is None:
        raise NotFound(language)
    edits = _edits(work, survey.id, language)
    told, _ = own_sentences(work, survey, language)
    filling = Filling(
        link=f"{base.split('://', 1)[-1]}/s/{channel.code}",
        code=channel.code,
        deadline=deadline_in(language, visit.closes_at),
        minutes=version_of(work, survey.version_digest).minutes,
        paper=told["paper"],
        help=told["help"],
        area=work.session.get_one(Area, visit.area_id).name,
    )
    return Kit(
        code=channel.code,
        name=channel.name,
        audience=survey.audience,
        language=language,
        languages=languages,
        draft=is_draft(language),
        deadline=say(visit.closes_at),
        filling=filling,
        texts=tuple(_text(piece, survey.audience, language, edits, filling) for piece in PIECES.values()),
    )


def kit_folder(kit: Kit, base: str) -> Folder:
    """The kit as it is printed and packed; `base` is the address of the site, "https://..." included."""
    words = {text.piece.id: text.words for text in kit.texts}
    return Folder(kit.audience, kit.language, f"{base}/s/{kit.code}", kit.filling, words)


def languages_of(work: Work, survey: Survey, visit: Visit) -> tuple[str, ...]:
    """The languages of the kit in which this survey can be answered, and `easy` where it has easy words."""
    questionnaire = version_of(work, survey.version_digest)
    answered_in = set(languages_printed(questionnaire, drafts_allowed(visit.draft_languages)))
    if EASY_READ in faces_offered(questionnaire):
        answered_in.add(EASY)
    return tuple(code for code in spoken() if code in answered_in)


def edit_piece(
    work: Work, person: Person, visit_id: str, kit: Kit, piece_id: str, fields: Mapping[str, str], seen: int
) -> None:
    """Keep the area's own words of a piece; `seen` is the edition that was changed. Raises Refused, NotFound."""
    survey = _survey(work, person, visit_id, kit)
    piece = kit.text(piece_id).piece
    words = {name: _plain(fields.get(name, "")) for name in piece.fields}
    try:
        check(piece, words, kit.filling)
    except NotWhole as problem:
        raise Refused(str(problem)) from None
    _keep(work, person, survey, kit.language, piece_id, words, seen)


def edit_sentences(
    work: Work, person: Person, visit_id: str, kit: Kit, fields: Mapping[str, str], seen: int
) -> None:
    """Keep the area's own sentences about paper and help, for every piece of this language. Raises Refused."""
    survey = _survey(work, person, visit_id, kit)
    words = {name: " ".join(_plain(fields.get(name, "")).split()) for name in SENTENCE_FIELDS}
    if not all(words.values()) or any(len(text) > LONGEST_SENTENCE for text in words.values()):
        raise Refused(f"Write a sentence of up to {LONGEST_SENTENCE} letters in each box.")
    if any("{" in text or "}" in text for text in words.values()):
        raise Refused("These sentences hold no placeholders. Take out { and }.")
    _keep(work, person, survey, kit.language, SENTENCES, words, seen)


def own_sentences(work: Work, survey: Survey, language: str) -> tuple[Mapping[str, str], int]:
    """The area's sentences, or the kit's, and their edition."""
    edit = work.session.get(KitEdit, (survey.id, SENTENCES, language))
    own = edit.fields if edit else {}
    return {**sentences(language, survey.audience), **own}, edit.edition if edit else 0


def take_kits_words(work: Work, person: Person, visit_id: str, kit: Kit, piece_id: str) -> None:
    """Forget the area's own words of a piece."""
    survey = _survey(work, person, visit_id, kit)
    edit = work.session.get(KitEdit, (survey.id, piece_id, kit.language))
    if edit is not None:
        work.session.delete(edit)
        _note(work, person, visit_id, f"{piece_id}, {kit.language}: the kit's own words again")


def _survey(work: Work, person: Person, visit_id: str, kit: Kit) -> Survey:
    require(person, "edit_kit", visit_id)
    return find_channel(work, person, visit_id, kit.code)[1]


def _edits(work: Work, survey_id: str, language: str) -> dict[str, KitEdit]:
    statement = select(KitEdit).where(KitEdit.survey_id == survey_id, KitEdit.language == language)
    return {edit.piece: edit for edit in work.session.scalars(statement)}


def _text(
    piece: Piece, audience: str, language: str, edits: Mapping[str, KitEdit], filling: Filling
) -> PieceText:
    edit = edits.get(piece.id)
    if edit:
        return PieceText(piece, filled(edit.fields, filling), edit.fields, edit.edition)
    own = words_of(piece.id, audience, language)
    return PieceText(piece, filled(marked(piece, own, language), filling), own, 0)


def _keep(
    work: Work,
    person: Person,
    survey: Survey,
    language: str,
    piece_id: str,
    words: Mapping[str, str],
    seen: int,
) -> None:
    edit = work.session.get(KitEdit, (survey.id, piece_id, language), with_for_update=True)
    if (edit.edition if edit else 0) != seen:
        who = edit.edited_by if edit else "Somebody"
        raise Refused(
            f"{who} changed these words meanwhile. Yours are below: look at both, then keep yours if you still want to."
        )
    if edit is None:
        edit = KitEdit(survey_id=survey.id, piece=piece_id, language=language, edition=0)
        work.session.add(edit)
    edit.fields, edit.edition = dict(words), edit.edition + 1
    edit.edited_by, edit.edited_at = person.email, work.now
    _note(work, person, survey.visit_id, f"{piece_id}, {language}")


def _plain(text: str) -> str:
    """Line ends made plain, control characters removed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or c.isprintable()).strip()


def _note(work: Work, person: Person, visit_id: str, detail: str) -> None:
    work.session.add(
        JournalEntry(at=work.now, by=person.email, action="edit_kit", subject=visit_id, detail=detail)
    )
