"""Two editions of a codebook compared, a wrong one refused with its place, and themes in other frameworks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.__main__ import main
from analysis.codebook.diff import compare
from analysis.codebook.editions import Edition, EditionProblems, parse_edition, read_edition, shipped
from analysis.codebook.loader import load_codebook
from analysis.codebook.mapping import in_framework, load_frameworks, why_outside

BUS = {"id": "bus", "label": "Bus", "paragraphs": ["54"], "definition": "The bus.", "names": ["bus", "coach"]}
PLAN = {
    "id": "plan",
    "label": "Plan",
    "paragraphs": ["52"],
    "definition": "The plan.",
    "praise": ["good plan"],
}
CLUB = {"id": "club", "label": "Club", "paragraphs": ["54"], "definition": "Clubs.", "names": ["club"]}


def book(*themes: dict[str, Any], version: str = "1", **more: Any) -> str:
    """A codebook as YAML, each theme written out even where two are one object."""
    whole = {"id": "sample", "version": version, "source": "A sample", "themes": list(themes)} | more
    return yaml.safe_dump(json.loads(json.dumps(whole)), sort_keys=False, allow_unicode=True)


def edition(*themes: dict[str, Any], **more: Any) -> Edition:
    return parse_edition(book(*themes, **more), "sample.yaml")


def test_an_edition_is_the_same_as_itself() -> None:
    same = compare(edition(BUS, PLAN), edition(BUS, PLAN))
    assert same.is_empty
    assert not same.stale_version
    assert (same.added, same.removed, same.renamed, same.changed) == ((), (), (), ())


def test_a_comment_changes_nothing_and_a_word_does() -> None:
    plain = parse_edition(book(BUS), "a.yaml")
    assert parse_edition("# why\n" + book(BUS), "b.yaml").digest == plain.digest
    assert edition(BUS | {"names": ["bus", "coaches"]}).digest != plain.digest


def test_themes_come_and_go() -> None:
    found = compare(edition(BUS, PLAN), edition(PLAN, CLUB))
    assert (found.added, found.removed) == (("club",), ("bus",))
    assert not found.split
    assert not found.renamed


def test_a_theme_that_replaces_one_is_that_theme_renamed() -> None:
    travel = BUS | {"id": "travel", "replaces": ["bus"], "names": ["bus", "taxi"]}
    found = compare(edition(BUS, PLAN), edition(travel, PLAN))
    assert [(one.before, one.after) for one in found.renamed] == [("bus", "travel")]
    assert (found.added, found.removed) == ((), ())
    (change,) = found.changed
    assert (change.theme, change.was) == ("travel", "bus")
    assert [(one.what, one.added, one.removed) for one in change.lists] == [("names", ("taxi",), ("coach",))]


def test_a_theme_that_two_replace_is_split() -> None:
    parts = [BUS | {"id": f"bus_{part}", "replaces": ["bus"]} for part in ("late", "rude")]
    found = compare(edition(BUS), edition(*parts))
    assert found.split == {"bus": ("bus_late", "bus_rude")}
    assert (found.added, found.removed, found.renamed) == ((), (), ())


@pytest.mark.parametrize("heir", ["both", "plan"])
def test_themes_that_one_replaces_are_merged(heir: str) -> None:
    whole = PLAN | {"id": heir, "replaces": ["bus"] if heir == "plan" else ["bus", "plan"]}
    found = compare(edition(BUS, PLAN), edition(whole))
    assert {theme: set(came) for theme, came in found.merged.items()} == {heir: {"bus", "plan"}}
    assert (found.added, found.removed, found.renamed) == ((), (), ())


def test_another_label_is_another_name() -> None:
    found = compare(edition(BUS), edition(BUS | {"label": "Buses"}))
    assert [(one.label_before, one.label_after) for one in found.renamed] == [("Bus", "Buses")]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("definition", "Buses and coaches."),
        ("names", ["bus"]),
        ("examples", ["The bus is late."]),
        ("counter_examples", ["A bus pass."]),
        ("paragraphs", ["52"]),
    ],
)
def test_every_part_of_a_theme_is_compared(key: str, value: object) -> None:
    (change,) = compare(edition(BUS), edition(BUS | {key: value})).changed
    assert [one.what for one in change.lists] == ([] if key == "definition" else [key])
    assert (change.definition is not None) == (key == "definition")


def test_other_words_under_the_same_version_are_told() -> None:
    assert compare(edition(BUS), edition(PLAN)).stale_version
    assert not compare(edition(BUS), edition(PLAN, version="2")).stale_version


ids = st.lists(st.sampled_from("abcdef"), unique=True, min_size=1)


@given(ids, ids)
@settings(max_examples=50, deadline=None)
def test_what_comes_one_way_goes_the_other(one: list[str], other: list[str]) -> None:
    first, second = (edition(*(BUS | {"id": name} for name in names)) for names in (one, other))
    there, back = compare(first, second), compare(second, first)
    assert (set(there.added), set(there.removed)) == (set(back.removed), set(back.added))
    assert set(there.added) == set(other) - set(one)


@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        (b"", 1, "empty"),
        (b"\xff", 1, "not UTF-8"),
        ("themes: [", 2, "not YAML"),
        ("- a list", 1, "a group of keys"),
        (book(BUS, PLAN, BUS), 20, 'theme id "bus" was already used on line 5'),
        (book(BUS | {"label": ""}), 6, '"label" is empty'),
        (book({**BUS, "lable": "Bus"}), 13, '"lable" is not a key here. Did you mean "label"?'),
        (book({key: BUS[key] for key in BUS if key != "names"}), 5, "no words to find it by"),
        (book({key: BUS[key] for key in BUS if key != "paragraphs"}), 5, '"paragraphs" is missing'),
        (book(BUS | {"replaces": ["bus"]}), 5, "replaces itself"),
        (book(BUS, PLAN | {"replaces": ["bus"]}), 13, "still in this codebook"),
        (book(BUS | {"id": "The bus"}), 5, "cannot be an id"),
        ("themes: &all [*all]", 1, "anchor"),
        ("themes: !!python/object:os.system {}", 1, "tag"),
    ],
)
def test_a_wrong_codebook_is_told_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | bytes, line: int, sentence: str
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main(["codebook", "check", str(path)]) == 2
    told = capsys.readouterr().err
    assert any(one.startswith(f"{path}:{line}:") and sentence in one for one in told.splitlines()), told


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=60, deadline=None)
def test_bytes_that_are_no_codebook_only_raise_problems(content: bytes) -> None:
    with pytest.raises(EditionProblems):
        parse_edition(content, "any.yaml")


def test_a_codebook_that_is_not_there_names_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codebook", "diff", "area-send-2042", "area-send-2024"]) == 2
    assert 'Did you mean "area-send-2024"?' in capsys.readouterr().err


def test_the_diff_in_words_and_as_json_with_its_exit_codes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(book(BUS, PLAN), "utf-8")
    new.write_text(book(PLAN | {"definition": "A plan."}, CLUB, version="2"), "utf-8")
    assert main(["codebook", "diff", str(old), str(old)]) == 0
    assert "Nothing changed." in capsys.readouterr().out
    assert main(["codebook", "diff", str(old), str(new)]) == 1
    said = capsys.readouterr().out
    assert 'added    club: "Club"' in said
    assert 'removed  bus: "Bus"' in said
    assert 'definition: "The plan." to "A plan."' in said
    assert main(["codebook", "diff", str(old), str(new), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["added"], told["removed"], told["new"]["version"]) == (["club"], ["bus"], "2")


@pytest.mark.parametrize("name", shipped())
def test_every_codebook_of_ours_passes_the_check(name: str) -> None:
    assert list(read_edition(name).themes) == list(load_codebook(name).themes)


@pytest.mark.parametrize("framework", load_frameworks().values(), ids=lambda framework: framework.id)
def test_every_theme_stands_in_a_framework_or_says_why_not(framework: Any) -> None:
    themes = set(load_codebook().themes)
    assert set(framework.places) | set(framework.outside) == themes
    assert not set(framework.places) & set(framework.outside)
    assert all(in_framework(theme, framework.id) or why_outside(theme, framework.id) for theme in themes)
    assert {part for places in framework.places.values() for part in places} == set(framework.parts)


@pytest.mark.parametrize(
    ("theme", "framework", "parts"),
    [
        ("ehcp_late", "local-area-2016", ("A",)),
        ("coproduction", "local-area-2016", ("B",)),
        ("short_breaks", "local-area-2016", ("C",)),
        ("ident_early", "thematic-local-offer-2026", ("needs",)),
        ("local_offer", "thematic-local-offer-2026", ("oversight", "experiences")),
        ("ehcp_quality", "thematic-local-offer-2026", ()),
        ("post19_25", "statement-of-action-2022", ("5",)),
        ("transport", "statement-of-action-2022", ()),
    ],
)
def test_themes_stand_where_the_documents_put_them(
    theme: str, framework: str, parts: tuple[str, ...]
) -> None:
    assert in_framework(theme, framework) == parts
    assert (why_outside(theme, framework) is None) == bool(parts)


def test_a_theme_that_no_mapping_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        in_framework("no_such_theme", "local-area-2016")
