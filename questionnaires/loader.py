"""From YAML to frozen objects: `questionnaire.yaml` with its easy read and its other languages."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from questionnaires.checks import Look, Names, check_asks_who, check_looks, check_number_of_texts
from questionnaires.co_production import read_co_produced
from questionnaires.faces import EASY_READ_FILE, LANGUAGE_NAME, read_face
from questionnaires.kinds import KINDS, SCALES, is_text, longest
from questionnaires.model import AUDIENCES, Option, Page, Question, Questionnaire, ReaderWording, Section
from questionnaires.problems import Ours, Problem, QuestionnaireProblems, Sentence
from questionnaires.readers import check_tailored, read_for_readers, read_readers
from questionnaires.recordings import SIGNED_FILE, read_recording, read_signed
from questionnaires.records import DASHED_ID, SNAKE_ID, Record, record_of
from questionnaires.rules import Answered, AnyOf, Every, Is, Not, Rule
from questionnaires.yaml_marks import LARGEST, At, Mark, Notes, read_tree

MAIN_FILE = "questionnaire.yaml"
FACES = ("standard", "easy_read", "easy_read_pictures")


def load_questionnaire(folder: Path) -> Questionnaire:
    """The questionnaire in a folder; raises QuestionnaireProblems with everything that is wrong in it."""
    return _whole(read_texts(folder), f"{folder}/", None)


def parse_questionnaire(texts: Mapping[str, str | bytes]) -> Questionnaire:
    """The questionnaire in these texts by file name; raises QuestionnaireProblems with all that is wrong."""
    return _whole(texts, "", None)


def read_texts(folder: Path) -> dict[str, bytes]:
    """The YAML files of a folder by name, in order; of a file that is too large, only the start."""
    files = sorted(path for path in folder.glob("*.y*ml") if path.is_file())
    return {path.name: _first_bytes(path) for path in files}


def digest_of(texts: Mapping[str, str | bytes]) -> str:
    """SHA-256 (hex) over the names and bytes of a questionnaire's files: it names this exact wording."""
    total = hashlib.sha256()
    for name in sorted(texts):
        data = _bytes(texts[name])
        total.update(f"{name}\0{len(data)}\0".encode() + data)
    return total.hexdigest()


def check_paths(paths: Sequence[Path], symbols: Collection[str] | None = None) -> list[Problem]:
    """Everything wrong in the questionnaires at or below these paths, in the order of files and lines."""
    found: list[Problem] = []
    for path in paths:
        folders = list(_folders(path))
        if not folders:
            found.append(Problem(str(path), 1, 1, Sentence.NOTHING_HERE.say()))
        for folder in folders:
            found += _read(read_texts(folder), f"{folder}/", symbols)[1]
    return found


def _folders(path: Path) -> Iterator[Path]:
    folder = path.parent if path.is_file() else path
    if (folder / MAIN_FILE).is_file():
        yield folder
    elif path.is_dir():
        yield from sorted(file.parent for file in path.rglob(MAIN_FILE))


def _whole(texts: Mapping[str, str | bytes], where: str, symbols: Collection[str] | None) -> Questionnaire:
    questionnaire, problems = _read(texts, where, symbols)
    if questionnaire is None or problems:
        raise QuestionnaireProblems(problems)
    return questionnaire


def _read(
    texts: Mapping[str, str | bytes], where: str, symbols: Collection[str] | None
) -> tuple[Questionnaire | None, list[Problem]]:
    main = Notes(f"{where}{MAIN_FILE}")
    record = _root(texts.get(MAIN_FILE), main)
    questionnaire = _questionnaire(record, main) if record else None
    if EASY_READ_FILE not in texts and MAIN_FILE in texts:
        main.add(At(), Sentence.NO_EASY_READ)
    known = questionnaire if questionnaire and questionnaire.questions else None
    others = {name: Notes(f"{where}{name}") for name in sorted(set(texts) - {MAIN_FILE})}
    roots = {name: _face_root(name, texts[name], notes) for name, notes in others.items()}
    signed_root = roots.pop(SIGNED_FILE, None)
    signed = read_signed(signed_root, known) if signed_root else None
    read = [read_face(root, Path(name).stem, known, symbols) for name, root in roots.items() if root]
    problems = [problem for notes in (main, *others.values()) for problem in sorted(notes.found)]
    if questionnaire is None:
        return None, problems
    faces = {face.name: face for face in read}
    return replace(questionnaire, faces=faces, signed=signed, digest=digest_of(texts)), problems


def _root(content: str | bytes | None, notes: Notes) -> Record | None:
    if content is None:
        notes.add(At(), Sentence.NOTHING_HERE)
        return None
    node = read_tree(content, notes)
    if isinstance(node, yaml.ScalarNode) and not node.value.strip():
        notes.add(At(), Sentence.EMPTY_FILE)
        return None
    return record_of(node, notes, Ours("This file")) if node else None


def _face_root(name: str, content: str | bytes, notes: Notes) -> Record | None:
    if name in (EASY_READ_FILE, SIGNED_FILE) or LANGUAGE_NAME.fullmatch(name):
        return _root(content, notes)
    notes.add(At(), Sentence.UNKNOWN_FILE, name=name)
    return None


def _questionnaire(record: Record, notes: Notes) -> Questionnaire:
    names = Names(notes)
    record.format()
    co_produced = read_co_produced(record)
    audience = record.one_of("audience", AUDIENCES, "an audience")
    questionnaire = Questionnaire(
        id=record.id(DASHED_ID),
        version=record.whole("version", 1, 9999),
        title=record.words("title"),
        audience=audience,
        minutes=record.whole("minutes", 1, 60),
        intro=record.list_of_words("intro"),
        note=record.words("note", optional=True),
        sources=record.list_of_words("sources"),
        co_produced_with=co_produced.words,
        credits=co_produced.credits,
        default_face=record.one_of("default_face", FACES, "a face", default="standard"),
        sections=record.list_of("sections", lambda section: _section(section, names)),
        readers=read_readers(record, names.questions),
    )
    reason = record.words("many_texts_because", optional=True)
    record.done()
    check_looks(names)
    check_tailored(names.tailored, questionnaire, notes)
    check_number_of_texts(names.texts, audience, reason, notes)
    return questionnaire


def _section(record: Record, names: Names) -> Section:
    section = Section(
        id=names.claim("section or page", record.id(DASHED_ID), record.at("id")),
        title=record.words("title"),
        pages=record.list_of("pages", lambda page: _page(page, names)),
    )
    record.done()
    return section


def _page(record: Record, names: Names) -> Page:
    page = Page(
        id=names.claim("section or page", record.id(DASHED_ID), record.at("id")),
        title=record.words("title", optional=True),
        show_if=_show_if(record, names),
        questions=record.list_of("questions", lambda question: _question(question, names)),
    )
    record.done()
    return page


def _question(record: Record, names: Names) -> Question:
    question = Question(
        id=names.claim("question", record.id(SNAKE_ID), record.at("id")),
        kind=record.one_of("kind", KINDS, "a kind of question"),
        text=record.words("text"),
        hint=record.words("hint", optional=True),
        stem=record.words("stem", optional=True),
        paragraphs=record.paragraphs("paragraphs"),
        theme=record.words("theme", optional=True),
        profile=record.flag("profile"),
        show_if=_show_if(record, names),
        recording=read_recording(record),
    )
    base = ReaderWording(question.text, question.hint)
    for_readers = read_for_readers(record, question.id, base, names.tailored)
    question = replace(question, for_readers=for_readers)
    if question.kind:
        question = _with_answers(question, record, names)
        record.done()
    names.questions.append(question)
    return question


def _with_answers(question: Question, record: Record, names: Names) -> Question:
    """The question with what its kind needs: options, a scale or a longest text."""
    kind = KINDS[question.kind]
    if kind.options == "author":
        question = replace(question, options=_options(record, names))
    elif kind.options == "scale":
        scale = record.one_of("scale", SCALES, "a scale")
        question = replace(question, scale=scale, options=SCALES.get(scale, ()))
    elif kind.options == "kind":
        question = replace(question, options=kind.fixed)
    if is_text(question):
        names.texts.append(record.at("id"))
        check_asks_who(question.text, record.at("text"), record.notes)
        max_length = record.whole("max_length", 1, longest(question), optional=True)
        question = replace(question, max_length=max_length)
    for key in ("options", "scale", "max_length"):
        record.not_for(kind.name, key)
    return question


def _options(record: Record, names: Names) -> tuple[Option, ...]:
    taken = Names(names.notes)
    options = record.list_of("options", lambda option: _option(option, taken))
    if len(options) == 1:
        record.notes.add(record.at("options"), Sentence.TOO_FEW_OPTIONS)
    return options


def _option(record: Record, taken: Names) -> Option:
    option = Option(
        id=taken.claim("option", record.id(SNAKE_ID), record.at("id")),
        text=record.words("text"),
        hint=record.words("hint", optional=True),
        exclusive=record.flag("exclusive"),
    )
    record.done()
    return option


def _show_if(record: Record, names: Names) -> Rule | None:
    rule = record.record("show_if", optional=True)
    return _rule(rule, names) if rule else None


def _rule(record: Record, names: Names) -> Rule:
    """The rule in a record. What is not a rule is noted and becomes one that always holds."""
    match sorted(record.keys):
        case ["is", "question"]:
            values = record.marked_words("is")
            return Is(_look(record, names, values), frozenset(value for value, _ in values))
        case ["answered", "question"]:
            return Answered(_look(record, names, ()), record.flag("answered", optional=False))
        case ["all"]:
            return Every(record.list_of("all", lambda part: _rule(part, names)))
        case ["any"]:
            return AnyOf(record.list_of("any", lambda part: _rule(part, names)))
        case ["not"]:
            part = record.record("not")
            return Not(_rule(part, names)) if part else Every(())
    record.notes.add(record.mark, Sentence.RULE_SHAPE)
    return Every(())


def _look(record: Record, names: Names, values: tuple[tuple[str, Mark], ...]) -> str:
    question = record.words("question")
    names.looks.append(Look(question, record.at("question"), values, before=len(names.questions)))
    return question


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
