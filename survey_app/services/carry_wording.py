"""Carrying the words of a review out to files, and back in: nobody's change is written over by another's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import unified_diff

from questionnaires.wording_changes import Difference, differences
from questionnaires.wording_changes import said as said_of
from survey_app.services.change_wording import STEP, Why, changes_in, differences_of, hold, store, texts_of
from survey_app.services.errors import Refused
from survey_app.services.permissions import Person
from survey_app.services.review_rounds import find_round, groups_of
from survey_app.services.work import Work
from survey_app.storage.review_rounds import ReviewRound, WordingChange

HEADER_FILE, REASONS_FILE, PATCH_FILE = "round.txt", "changes.md", "changes.diff"
MOST_NAMED = 5
LINE = re.compile(r"[^\n]*\n|[^\n]+")
OURS = frozenset({HEADER_FILE, REASONS_FILE, PATCH_FILE})
DIGEST = re.compile(r"^wording: ([0-9a-f]{64})$", re.MULTILINE)
ROUND = re.compile(r"^round: ([0-9a-f]{32})$", re.MULTILINE)


def carried_out(work: Work, person: Person, round_id: str) -> dict[str, str]:
    """The files of a round's draft by name, with a patch, the reasons, and a header that says which words they are."""
    found = find_round(work, person, round_id)
    before, after = texts_of(work, found.base_digest), texts_of(work, found.draft_digest)
    groups = {group.id: group.name for group in groups_of(work, round_id)}
    reasons = _reasons(found, differences_of(work, found), changes_in(work, round_id), groups)
    return {**after, HEADER_FILE: _header(found), REASONS_FILE: reasons, PATCH_FILE: _patch(before, after)}


def brought_in(
    work: Work, person: Person, round_id: str, files: Mapping[str, str], why: str
) -> tuple[Difference, ...]:
    """Make files that were edited by hand the draft of a round; what is different. Raises NotFound or Refused.

    Refused when the round moved on since the files were carried out: then they are carried out again and edited anew.
    """
    found = hold(work, person, round_id)
    header = files.get(HEADER_FILE, "")
    digest, named = DIGEST.search(header), ROUND.search(header)
    if digest is None or named is None:
        raise Refused(
            f"{HEADER_FILE} does not say which words these were. Export the review again and edit that."
        )
    if named[1] != round_id:
        raise Refused(f"These files are of another review ({named[1]}).")
    texts = {name: text for name, text in files.items() if name not in OURS}
    before = texts_of(work, found.draft_digest)
    if digest[1] != found.draft_digest:
        raise Refused(_moved_on(work, found))
    missing = sorted(set(before) - set(texts))
    if missing:
        raise Refused(f"{', '.join(missing)} is missing from the folder. Put it back, then import again.")
    store(work, person, found, texts, Why(why))
    return differences(before, texts_of(work, found.draft_digest))


def _moved_on(work: Work, found: ReviewRound) -> str:
    """What others changed in this review, as far as it is known where the files began."""
    latest = changes_in(work, found.id)[-MOST_NAMED:]
    lines = [f"{one.made_by}: {one.question or one.place} in {one.file}" for one in latest]
    said = "; ".join(lines) or "its words are others now"
    return (
        f"Nothing was changed: the review moved on since these files were exported ({said}). "
        "Export it again to another folder and put your changes into that."
    )


def _header(found: ReviewRound) -> str:
    return (
        "Keep this file beside the others: it says which words they were when they were exported.\n"
        f"round: {found.id}\nwording: {found.draft_digest}\n"
    )


def _patch(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """A unified diff that `git apply` or `patch` takes, file by file."""
    lines: list[str] = []
    for file in sorted(set(before) | set(after)):
        old, new = before.get(file, ""), after.get(file, "")
        lines += unified_diff(LINE.findall(old), LINE.findall(new), f"a/{file}", f"b/{file}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _reasons(
    found: ReviewRound,
    different: Iterable[Difference],
    changes: Iterable[WordingChange],
    groups: Mapping[str, str],
) -> str:
    made = {(change.file, change.place): change for change in changes}
    lines = [f"# {found.title}", ""]
    for one in different:
        lines += [f"## {one.question or 'The first page'}: {one.what} ({one.file})", "", said_of(one), ""]
        change = made.get((one.file, STEP.join(one.place)))
        if change:
            lines += [f"Proposed by {groups.get(change.group_id or '', 'whoever leads the review')}.", ""]
            lines += [f"Why: {change.why}", ""] if change.why else []
    return "\n".join(lines)
