"""What changed from one edition of a codebook to the next, so that counts of two waves can be compared fairly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analysis.codebook.editions import LISTS, Edition, Entry

COMPARED = tuple(name for name in LISTS if name != "replaces")
CALLED = {
    "names": "words that name it", "criticism": "words of criticism", "praise": "words of praise",
    "counter_examples": "counter-examples",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A definition in its old and its new words."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ListChange:
    """What came to one list of a theme (terms, examples, paragraphs) and what went."""

    what: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """What is different in a theme that stayed: under its new id, with what was its old one."""

    theme: str
    was: str
    definition: Rewritten | None
    lists: tuple[ListChange, ...]


@dataclass(frozen=True, slots=True)
class Renamed:
    """A theme with another id, another label, or both."""

    before: str
    after: str
    label_before: str
    label_after: str


@dataclass(frozen=True)
class Diff:
    """Every difference between two editions.

    added, removed  ids of themes that come from nowhere and go nowhere
    split, merged   an old theme in several new ones, and a new theme of several old ones, by `replaces`
    stale_version   the words differ and the version does not
    """

    old: Edition
    new: Edition
    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[Renamed, ...]
    split: Mapping[str, tuple[str, ...]]
    merged: Mapping[str, tuple[str, ...]]
    changed: tuple[ThemeChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no theme differs in anything."""
        return self.old.digest == self.new.digest

    @property
    def stale_version(self) -> bool:
        """Whether two different editions carry one version."""
        return not self.is_empty and (self.old.id, self.old.version) == (self.new.id, self.new.version)


def compare(old: Edition, new: Edition) -> Diff:
    """What changed from `old` to `new`; a theme follows another when it says so in `replaces`."""
    gone = [theme for theme in old.themes if theme not in new.themes]
    heirs = {theme: tuple(n.id for n in new.themes.values() if theme in n.replaces) for theme in gone}
    origins = {n.id: tuple(o for o in n.replaces if o in heirs) for n in new.themes.values()}
    fresh = {theme for theme in new.themes if theme not in old.themes}
    moved = {
        came[0]: theme for theme, came in heirs.items() if _one_to_one(came, origins) and came[0] in fresh
    }
    stayed = [
        (old.themes[moved.get(id, id)], new.themes[id]) for id in new.themes if id not in fresh - set(moved)
    ]
    return Diff(
        old=old,
        new=new,
        added=tuple(theme for theme in new.themes if theme in fresh and not origins[theme]),
        removed=tuple(theme for theme in gone if not heirs[theme]),
        renamed=tuple(_renamed(a, b) for a, b in stayed if (a.id, a.label) != (b.id, b.label)),
        split={theme: came for theme, came in heirs.items() if len(came) > 1},
        merged={
            id: _all_of(id, came, old) for id, came in origins.items() if len(_all_of(id, came, old)) > 1
        },
        changed=tuple(change for a, b in stayed if (change := _change(a, b))),
    )


def _one_to_one(came: tuple[str, ...], origins: Mapping[str, tuple[str, ...]]) -> bool:
    return len(came) == 1 and len(origins[came[0]]) == 1


def _all_of(theme: str, came: tuple[str, ...], old: Edition) -> tuple[str, ...]:
    """The old themes that a theme now holds: those that it replaces, and itself when it was there before."""
    return (theme, *came) if came and theme in old.themes else came


def _renamed(before: Entry, after: Entry) -> Renamed:
    return Renamed(before.id, after.id, before.label, after.label)


def _change(before: Entry, after: Entry) -> ThemeChange | None:
    definition = (
        None if before.definition == after.definition else Rewritten(before.definition, after.definition)
    )
    lists = tuple(
        ListChange(name, *_moves(before.lists[name], after.lists[name]))
        for name in COMPARED
        if before.lists[name] != after.lists[name]
    )
    return ThemeChange(after.id, before.id, definition, lists) if definition or lists else None


def _moves(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(one for one in after if one not in before), tuple(one for one in before if one not in after)


def as_text(diff: Diff) -> str:
    """The differences in words."""
    return "\n".join(_told(diff)) + "\n"


def _told(diff: Diff) -> Iterator[str]:
    old, new = diff.old, diff.new
    yield f"{old.id} version {old.version} ({old.digest}) to {new.id} version {new.version} ({new.digest})"
    if diff.is_empty:
        yield "Nothing changed."
    if diff.stale_version:
        yield f"The words changed and the version is still {new.version}: give this edition a new version."
    if set(old.companions) != set(new.companions):
        yield f"The words that name a theme only in company changed:{_moved(old.companions, new.companions)}"
    yield from (f'added    {theme}: "{new.themes[theme].label}"' for theme in diff.added)
    yield from (f'removed  {theme}: "{old.themes[theme].label}"' for theme in diff.removed)
    yield from (f"split    {theme} into {', '.join(came)}" for theme, came in diff.split.items())
    yield from (f"merged   {', '.join(came)} into {theme}" for theme, came in diff.merged.items())
    yield from map(_told_renamed, diff.renamed)
    for change in diff.changed:
        yield from _told_change(change)


def _told_renamed(one: Renamed) -> str:
    id = one.after if one.before == one.after else f"{one.before} to {one.after}"
    return f"renamed  {id}" + (
        "" if one.label_before == one.label_after else f': "{one.label_before}" to "{one.label_after}"'
    )


def _told_change(change: ThemeChange) -> Iterator[str]:
    yield f"changed  {change.theme}"
    if change.definition:
        yield f'  definition: "{change.definition.before}" to "{change.definition.after}"'
    for one in change.lists:
        moved = "".join(f"\n    + {word}" for word in one.added) + "".join(
            f"\n    - {w}" for w in one.removed
        )
        yield f"  {CALLED.get(one.what, one.what)}:{moved or ' in another order'}"


def _moved(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    added, removed = _moves(before, after)
    return "".join(f" +{word}" for word in added) + "".join(f" -{word}" for word in removed)


def as_plain(diff: Diff) -> dict[str, object]:
    """The differences as JSON can hold them."""
    return {
        "old": _named(diff.old),
        "new": _named(diff.new),
        "stale_version": diff.stale_version,
        "added": diff.added,
        "removed": diff.removed,
        "split": diff.split,
        "merged": diff.merged,
        "renamed": diff.renamed,
        "changed": diff.changed,
        "companions": _moves(diff.old.companions, diff.new.companions),
    }


def _named(edition: Edition) -> dict[str, str]:
    return {"id": edition.id, "version": edition.version, "digest": edition.digest}
