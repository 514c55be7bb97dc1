"""JSON Schemas that editors use to complete and check a questionnaire while it is written.

They describe the shape of one file. What needs the whole questionnaire, `send-voices check` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from questionnaires.answers import OwnWords
from questionnaires.credits import FEWEST, GROUPS, MOST
from questionnaires.kinds import KINDS, SCALES, QuestionKind
from questionnaires.loader import FACES
from questionnaires.model import AUDIENCES
from questionnaires.recordings import (
    CAPTIONS,
    FILE_NAME,
    FILM,
    REVIEWS,
    SIGN_LANGUAGE_CODE,
    SIGN_LANGUAGES,
    SOUND,
    STILL,
)
from questionnaires.records import DASHED_ID, FORMATS, PARAGRAPH, SNAKE_ID

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> Schema:
    """The schema of questionnaire.yaml."""
    keys = {
        "format": _format(),
        "id": _id(DASHED_ID.pattern, "Names this questionnaire; never changes."),
        "version": _whole(1, 9999, "Goes up by 1 with each correction."),
        "title": _words("What people see at the top."),
        "audience": _one_of(AUDIENCES, "Who is asked."),
        "minutes": _whole(1, 60, "How long it takes, in minutes."),
        "default_face": _one_of(FACES, "How people see it first."),
        "intro": _list_of_words("What people read before they begin, one paragraph each."),
        "note": _any_words("For whoever reads this file; respondents never see it."),
        "sources": _list_of_words("The documents the questions were written from."),
        "co_produced_with": _co_produced(),
        "many_texts_because": _any_words("Why more than 3 free-text boxes are needed."),
        "readers": _readers(),
        "sections": _list_of(_section(), "Named runs of pages."),
    }
    required = ("format", "id", "version", "title", "audience", "minutes", "sections")
    rule = {"rule": _rule()}
    return {"$schema": DRAFT, "title": "Questionnaire", **_record(keys, required), "$defs": rule}


def wording_schema() -> Schema:
    """The schema of easy_read.yaml and of a language such as pl.yaml."""
    option = _record({"text": _words(), **_picture()}, ("text",))
    question = {
        "text": _words(),
        "hint": _any_words(),
        **_picture(),
        "recording": _recording(),
        "for_readers": _for_readers(),
        "options": _table(option),
    }
    keys = {
        "format": _format(),
        "language": _words("The language of this file, the same as its name. Not in easy_read.yaml."),
        "review": _one_of(REVIEWS, "Whether a person who speaks the language has read it."),
        "title": _words("What people see at the top."),
        "intro": _list_of_words("What people read before they begin."),
        "titles": _table(_words(), "The titles of sections and pages, by id."),
        "questions": _table(_record(question, ("text",)), "How each question reads, by id."),
    }
    return {"$schema": DRAFT, "title": "Wording", **_record(keys, ("format", "title", "questions"))}


def signed_schema() -> Schema:
    """The schema of signed.yaml."""
    code = f"^({'|'.join(SIGN_LANGUAGES)}|{SIGN_LANGUAGE_CODE.pattern})$"
    keys = {
        "format": _format(),
        "sign_language": {"type": "string", "pattern": code, "description": "BSL, or a code of ISO 639-3."},
        "review": _one_of(REVIEWS, "Whether a person who signs has watched it."),
        "intro": _described(_film(), "What people watch before they begin."),
        "questions": _table(_film(), "The video of each question that is signed, by id."),
    }
    return {
        "$schema": DRAFT,
        "title": "Signed",
        **_record(keys, ("format", "sign_language", "review", "questions")),
    }


def _film() -> Schema:
    keys = {
        "file": _file(FILM, "The video, in the media folder."),
        "captions": _file(CAPTIONS, "Its captions."),
        "poster": _file(STILL, "The picture that stands there before it plays."),
    }
    return _record(keys, ("file", "captions"))


def _recording() -> Schema:
    keys = {
        "file": _file(SOUND, "The sound file, in the media folder."),
        "captions": _file(CAPTIONS, "Its captions, if there are any."),
    }
    return _described(_record(keys, ("file",)), "The question read aloud by a person.")


def _file(endings: tuple[str, ...], description: str) -> Schema:
    ending = f"(?=.*\\.({'|'.join(endings)})$)"
    return {"type": "string", "pattern": f"^{ending}{FILE_NAME.pattern}$", "description": description}


def _co_produced() -> Schema:
    number = "How many took part; left out below 10."
    keys = {
        "group": _words("The group, as answerers read of it."),
        "kind": _one_of(GROUPS, "What kind of group it is."),
        "date": {"type": "string", "description": "The day on which it said yes, such as 2026-12-01."},
        "took_part": _whole(FEWEST, MOST, number),
        "changed": _list_of(_id(SNAKE_ID.pattern, "A question."), "The questions that it changed."),
    }
    record = _record(keys, ("group", "kind", "date"))
    shapes = [_any_words(), _list_of({"anyOf": [_words(), record]})]
    return {"anyOf": shapes, "description": "The groups that wrote it with us."}


def _readers() -> Schema:
    options = {"anyOf": [_words(), _list_of_words()]}
    keys = {
        "question": _words("The question whose answer says who reads."),
        "groups": _table(options, "The options of each group, by its name."),
    }
    description = "Groups of readers who get wording of their own, such as by age."
    return _described(_record(keys, ("question", "groups")), description)


def _for_readers() -> Schema:
    wording = _record({"text": _any_words(), "hint": _any_words()}, ())
    return _table(wording, "How it reads for a group of readers, where that differs.")


def _section() -> Schema:
    keys = {
        "id": _id(DASHED_ID.pattern, "Names the section."),
        "title": _words("The heading of the section."),
        "pages": _list_of(_page(), "What is seen at once."),
    }
    return _record(keys, ("id", "title", "pages"))


def _page() -> Schema:
    keys = {
        "id": _id(DASHED_ID.pattern, "Names the page."),
        "title": _any_words("The heading of the page, when one helps."),
        "show_if": {"$ref": "#/$defs/rule"},
        "questions": _list_of(_question(), "One question, or a few that belong together."),
    }
    return _record(keys, ("id", "questions"))


def _question() -> Schema:
    paragraph = {"type": "string", "pattern": f"^{PARAGRAPH.pattern}$"}
    keys = {
        "id": _id(SNAKE_ID.pattern, "Names the question; never changes."),
        "kind": _one_of(KINDS, "How it is answered."),
        "text": _words("The question."),
        "hint": _any_words("A line under the question."),
        "stem": _any_words("Shared with the same question for other audiences."),
        "paragraphs": _list_of(paragraph, 'The paragraphs it answers, such as "000/52".'),
        "theme": _any_words("The theme it belongs to."),
        "options": _list_of(_option(), "What can be chosen.", least=2),
        "scale": _one_of(SCALES, "The steps of a scale."),
        "max_length": _whole(1, 5000, "The longest text, in characters."),
        "profile": {"type": "boolean", "description": "True when it asks about the person who answers."},
        "show_if": {"$ref": "#/$defs/rule"},
        "recording": _recording(),
        "for_readers": _for_readers(),
    }
    by_kind = [_by_kind(kind) for kind in KINDS.values()]
    return {**_record(keys, ("id", "kind", "text")), "allOf": by_kind}


def _by_kind(kind: QuestionKind) -> Schema:
    """Which of options, scale and max_length a question of this kind has."""
    needed = {"author": ["options"], "scale": ["scale"]}.get(kind.options, [])
    longest = kind.answer.longest if isinstance(kind.answer, OwnWords) else 0
    has: Schema = {"max_length": {"maximum": longest}} if longest else {"max_length": False}
    for key in ("options", "scale"):
        has[key] = key in needed
    this_kind = {"properties": {"kind": {"const": kind.name}}, "required": ["kind"]}
    return {"if": this_kind, "then": {"required": needed, "properties": has}}


def _option() -> Schema:
    keys = {
        "id": _id(SNAKE_ID.pattern, "Names the option; never changes."),
        "text": _words("The answer in words."),
        "hint": _any_words("A line under the answer."),
        "exclusive": {"type": "boolean", "description": "True when nothing else can be chosen with it."},
    }
    return _record(keys, ("id", "text"))


def _rule() -> Schema:
    rule: Schema = {"$ref": "#/$defs/rule"}
    value = {"anyOf": [_words(), _list_of_words()]}
    return {
        "description": "Shown when this holds for the answers so far.",
        "oneOf": [
            _record({"question": _words(), "is": value}, ("question", "is")),
            _record({"question": _words(), "answered": {"type": "boolean"}}, ("question", "answered")),
            _record({"all": _list_of(rule)}, ("all",)),
            _record({"any": _list_of(rule)}, ("any",)),
            _record({"not": rule}, ("not",)),
        ],
    }


def _record(keys: Mapping[str, Schema], required: tuple[str, ...]) -> Schema:
    return {
        "type": "object",
        "properties": dict(keys),
        "required": list(required),
        "additionalProperties": False,
    }


def _described(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description} if description else schema


def _table(values: Schema, description: str = "") -> Schema:
    return _described({"type": "object", "additionalProperties": values}, description)


def _list_of(items: Schema, description: str = "", least: int = 1) -> Schema:
    return _described({"type": "array", "items": items, "minItems": least}, description)


def _list_of_words(description: str = "") -> Schema:
    return _list_of(_words(), description)


def _words(description: str = "") -> Schema:
    return _described({"type": "string", "pattern": "\\S"}, description)


def _any_words(description: str = "") -> Schema:
    return _described({"type": "string"}, description)


def _picture() -> dict[str, Schema]:
    alt = _any_words("What the picture shows, when its own line does not fit.")
    return {"picture": _any_words("The name of a symbol."), "alt": alt}


def _id(pattern: str, description: str) -> Schema:
    return {"type": "string", "pattern": f"^{pattern}$", "description": description}


def _whole(low: int, high: int, description: str) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high, "description": description}


def _one_of(words: Mapping[str, Any] | tuple[str, ...], description: str) -> Schema:
    return {"enum": list(words), "description": description}


def _format() -> Schema:
    return {"enum": [int(number) for number in FORMATS], "description": "The number of this file format."}
