"""Groups of readers, such as people of 18 and over, and the wording that is for one of them.

Wording may differ between groups; what is asked, and what can be answered, never does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from questionnaires.answers import OneOption
from questionnaires.checks import Tailored, check_asks_who
from questionnaires.kinds import KINDS, is_text
from questionnaires.model import Question, Questionnaire, Readers, ReaderWording
from questionnaires.problems import Hint, Ours, Sentence
from questionnaires.records import JOINERS, SNAKE_ID, Record
from questionnaires.yaml_marks import Notes


def read_readers(record: Record, asked: Sequence[Question]) -> Readers | None:
    """The groups of readers, and the question whose answer says to which somebody belongs."""
    table = record.record("readers", optional=True)
    if table is None:
        return Readers("", {}) if "readers" in record else None
    name = table.words("question")
    question = _who_reads(name, table, asked) if name else None
    groups = table.record("groups")
    readers = Readers(question.id if question else "", dict(_groups(groups, question)) if groups else {})
    table.done()
    return readers


def _who_reads(name: str, table: Record, asked: Sequence[Question]) -> Question | None:
    by_id = {question.id: question for question in asked}
    question = by_id.get(name)
    if question is None:
        said = {"question": name, "hint": Hint(name, by_id)}
        table.notes.add(table.at("question"), Sentence.READERS_NO_QUESTION, **said)
    elif question.kind and not isinstance(KINDS[question.kind].answer, OneOption):
        table.notes.add(table.at("question"), Sentence.READERS_NOT_ONE, question=name)
        return None
    return question


def _groups(table: Record, question: Question | None) -> Iterator[tuple[str, frozenset[str]]]:
    """Each group with its options; an option belongs to one group only."""
    known = [option.id for option in question.options] if question else []
    taken: dict[str, str] = {}
    for group, mark in table.keys.items():
        if not SNAKE_ID.fullmatch(group):
            table.notes.add(mark, Sentence.BAD_ID, value=group, joiner=Ours(JOINERS[SNAKE_ID]))
        options = table.marked_words(group)
        for option, at in options:
            if question and known and option and option not in known:
                said = {"value": option, "question": question.id, "hint": Hint(option, known)}
                table.notes.add(at, Sentence.RULE_NO_OPTION, **said)
            elif taken.setdefault(option, group) != group:
                table.notes.add(at, Sentence.READERS_TWICE, value=option, group=taken[option])
        yield group, frozenset(option for option, _ in options)


def read_for_readers(
    record: Record, question: str, base: ReaderWording, tailored: list[Tailored]
) -> dict[str, ReaderWording]:
    """The wording of a question for groups of readers, where it differs; each is added to `tailored`."""
    table = record.record("for_readers", optional=True)
    wordings: dict[str, ReaderWording] = {}
    for group, mark in table.keys.items() if table else ():
        wording = table.record(group) if table else None
        if wording is not None:
            wordings[group] = _wording(wording, base)
            tailored.append(Tailored(question, group, wordings[group].text, mark))
    return wordings


def _wording(record: Record, base: ReaderWording) -> ReaderWording:
    wording = ReaderWording(record.words("text", optional=True), record.words("hint", optional=True))
    record.done()
    if wording.text in ("", base.text) and wording.hint in ("", base.hint):
        record.notes.add(record.mark, Sentence.SAME_WORDING)
    return wording


def check_tailored(tailored: Sequence[Tailored], questionnaire: Questionnaire, notes: Notes) -> None:
    """Wording is for a group that there is, comes when the group is known, and does not ask who somebody is."""
    page_of = {q.id: place for place, page in enumerate(questionnaire.pages) for q in page.questions}
    for wording in tailored:
        readers = questionnaire.readers
        if readers is None:
            notes.add(wording.at, Sentence.NO_READERS)
        elif readers.groups and wording.group not in readers.groups:
            said = {"group": wording.group, "hint": Hint(wording.group, readers.groups)}
            notes.add(wording.at, Sentence.NO_SUCH_GROUP, **said)
        elif page_of.get(wording.question, 0) <= page_of.get(readers.question, -1):
            notes.add(wording.at, Sentence.READERS_LATER, question=readers.question)
        question = questionnaire.questions.get(wording.question)
        if question and question.kind and is_text(question):
            check_asks_who(wording.text, wording.at, notes)
