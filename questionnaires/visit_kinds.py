"""When a kind of inspection or visit happens and which surveys it brings, read from one YAML file each.

The files in `visit_kinds/` are the only place where a number of working days or a closing time is
written down, each with the paragraph it comes from.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Literal

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from questionnaires.model import Audience

HERE = Path(__file__).with_name("visit_kinds")
LARGEST_FILE = 100_000  # bytes; the longest of ours is a tenth of this
NOTIFICATION, OPENS, CLOSES = "notification", "survey-opens", "survey-closes"
ANCHORS = frozenset({NOTIFICATION, OPENS, CLOSES})

Basis = Literal["notification", "notice_week", "chosen_dates", "chosen_working_days"]
_NO_OTHER_KEYS = ConfigDict(extra="forbid")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class VisitKindError(ValueError):
    """One or more files do not describe a kind of visit; each line of the message names file and place."""


@dataclass(frozen=True, kw_only=True)
class Framework:
    """The published guidance a kind follows: which edition, from when, by whom."""

    __pydantic_config__: ClassVar[ConfigDict] = _NO_OTHER_KEYS
    title: str
    edition: str
    published: date
    bodies: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SurveySpec:
    """One survey of a visit: who answers, and the folder under `definitions/` that holds its questions."""

    __pydantic_config__: ClassVar[ConfigDict] = _NO_OTHER_KEYS
    audience: Audience
    questionnaire: str
    title: str
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class WindowRule:
    """When surveys open and close, in England's clock time.

    `notification`: from the notification to `close_time` on the `working_days`-th working day after it.
    `notice_week`: from `open_time` on Monday to `close_time` on Friday of the week of the notice.
    `chosen_dates`: from `open_time` on one chosen day to `close_time` on another.
    `chosen_working_days`: like `notification`, with a number of working days that somebody chooses.
    `grace_minutes` is how long those who had begun may still send.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _NO_OTHER_KEYS
    basis: Basis
    close_time: time
    source: str
    words: str
    working_days: int | None = None
    open_time: time | None = None
    grace_minutes: int = 60

    def __post_init__(self) -> None:
        counted = self.basis == "notification"
        if counted and (self.working_days or 0) < 1:
            raise ValueError("basis notification needs working_days, 1 or more")
        if not counted and self.working_days is not None:
            raise ValueError(f"basis {self.basis} takes no working_days: leave it out")
        if self.basis in ("notice_week", "chosen_dates") and self.open_time is None:
            raise ValueError(f"basis {self.basis} needs open_time")
        if not 0 <= self.grace_minutes <= 24 * 60:
            raise ValueError("grace_minutes goes from 0 to 1440")


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """One date of the timetable, counted in working days or months from an anchor or an earlier milestone.

    With neither `working_days` nor `months` it waits for somebody to say when it happened.
    `deadline` means "by then"; `lasts_working_days` makes it a span that starts on the counted day, and
    milestones that come after a span count from its last day.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _NO_OTHER_KEYS
    id: str
    title: str
    who: str
    source: str
    after: str = NOTIFICATION
    working_days: int | None = None
    months: int | None = None
    at: time | None = None
    lasts_working_days: int = 1
    deadline: bool = False
    condition: str = ""
    note: str = ""

    @property
    def waits(self) -> bool:
        return self.working_days is None and self.months is None

    def __post_init__(self) -> None:
        if self.working_days is not None and self.months is not None:
            raise ValueError("give working_days or months, not both")
        if self.lasts_working_days < 1:
            raise ValueError("lasts_working_days is 1 or more")
        if self.at and (self.lasts_working_days > 1 or self.waits):
            raise ValueError("a time of day fits neither a span of days nor a milestone without a date")


@dataclass(frozen=True, kw_only=True)
class VisitKind:
    """A kind of inspection or visit. `attribution` says whether findings may name the area."""

    __pydantic_config__: ClassVar[ConfigDict] = _NO_OTHER_KEYS
    id: str
    title: str
    framework: Framework
    source: str
    surveys: tuple[SurveySpec, ...]
    window: WindowRule
    milestones: tuple[Milestone, ...]
    attribution: Literal["area", "national"]
    owner: Literal["inspectorate", "partnership"]
    notes: str = ""

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError(f"id {self.id!r} may have small letters, digits and single hyphens")
        known = set(ANCHORS)
        for milestone in self.milestones:
            if milestone.id in known:
                raise ValueError(f"milestone {milestone.id!r} is there twice, or is a name we keep")
            if milestone.after not in known:
                raise ValueError(f"milestone {milestone.id!r}: none above it is called {milestone.after!r}")
            known.add(milestone.id)


def load_visit_kinds(extra: Path | None = None) -> Mapping[str, VisitKind]:
    """Every kind by id, ours first, then those in the folder `extra`, which may replace one of ours.

    Raises VisitKindError with one `file:line:column: sentence` for each thing that is wrong.
    """
    return _load(extra.resolve() if extra else None)


@cache
def _load(extra: Path | None) -> Mapping[str, VisitKind]:
    kinds: dict[str, VisitKind] = {}
    problems: list[str] = []
    for path in _files(HERE, extra):
        try:
            kind = read_visit_kind(path)
            kinds[kind.id] = kind
        except VisitKindError as error:
            problems.append(str(error))
    if problems:
        raise VisitKindError("\n".join(problems))
    return MappingProxyType(kinds)


def _files(*folders: Path | None) -> Iterator[Path]:
    for folder in folders:
        if folder is None:
            continue
        if not folder.is_dir():
            raise VisitKindError(f"{folder}: there is no such folder of visit kinds.")
        yield from sorted(folder.glob("*.yaml"))


def read_visit_kind(path: Path) -> VisitKind:
    """Read one file. Raises VisitKindError naming the file, line and column of each problem."""
    root = _compose(path)
    try:
        kind = TypeAdapter(VisitKind).validate_python(_plain(root, path))
    except ValidationError as error:
        raise VisitKindError("\n".join(_sentences(error, root, path))) from None
    if kind.id != path.stem:
        raise VisitKindError(f"{path}:1:1: the id {kind.id!r} and the name of the file have to agree.")
    return kind


def _compose(path: Path) -> yaml.Node:
    raw = path.read_bytes()
    if len(raw) > LARGEST_FILE:
        raise VisitKindError(f"{path}:1:1: {len(raw)} bytes; {LARGEST_FILE} is the most we read.")
    try:
        # BaseLoader keeps every value as the author's own characters: 12:00 stays a time, not 720.
        node = yaml.compose(raw.decode("utf-8"), Loader=yaml.BaseLoader)
    except UnicodeDecodeError as error:
        raise VisitKindError(f"{path}:1:1: byte {error.start} is not UTF-8; save it as UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise VisitKindError(f"{path}:{_place(mark)}: {error.problem or error.context}.") from None
    except yaml.YAMLError as error:
        raise VisitKindError(f"{path}:1:1: {error}.") from None
    if node is None:
        raise VisitKindError(f"{path}:1:1: the file is empty.")
    return node


def _plain(node: yaml.Node, path: Path, seen: set[int] | None = None) -> Any:
    seen = set() if seen is None else seen
    if id(node) in seen:
        raise VisitKindError(f"{path}:{_place(node.start_mark)}: no aliases (&, *) please; write it out.")
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, path, seen) for item in node.value]
    result: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value in result:
            place = _place(key.start_mark)
            raise VisitKindError(f"{path}:{place}: this key is there twice, or is not a plain word.")
        result[key.value] = _plain(value, path, seen)
    return result


def _sentences(error: ValidationError, root: yaml.Node, path: Path) -> Iterator[str]:
    for problem in error.errors(include_url=False):
        where = ".".join(str(part) for part in problem["loc"]) or "the file"
        message = problem["msg"].removeprefix("Value error, ")
        yield f"{path}:{_place(_find(root, problem['loc']).start_mark)}: {where}: {message}."


def _find(node: yaml.Node, loc: tuple[int | str, ...]) -> yaml.Node:
    """The node a pydantic location points at, or the deepest one above it."""
    for part in loc:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == part), node)
    return node


def _place(mark: yaml.Mark | None) -> str:
    return f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
