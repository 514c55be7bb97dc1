"""The pictures: all there, small, of one hand, and replaced by a partnership's own by name."""

import re
from dataclasses import asdict
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

import accessibility
from accessibility.display_themes import CREAM
from accessibility.symbol_sheet import sheet
from accessibility.symbols import SymbolProblem, coloured, find, inline, load_symbols, sprite, use

FOLDER = Path(accessibility.__file__).parent
FILES = sorted((FOLDER / "symbols").glob("*.svg"))
OURS = load_symbols()
PALETTE = {"none", "var(--ink)", "var(--ink,#221c15)", "var(--accent)", "var(--tint)", "var(--paper)"}
OWN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7"/></svg>'


def test_every_file_is_named_and_every_name_has_its_file() -> None:
    told = yaml.safe_load((FOLDER / "symbols.yaml").read_text("utf-8"))
    named = [name for group in told["pictures"].values() for name in group]
    assert sorted(named) == [path.stem for path in FILES]
    assert set(told["other_names"]).isdisjoint(named)
    assert set(OURS) == {*named, *told["other_names"]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_drawing_is_small_and_of_one_hand(path: Path) -> None:
    content = path.read_bytes()
    assert len(content) <= 1500
    root = ElementTree.fromstring(content)
    assert root.get("viewBox") == "0 0 48 48"
    assert (root.get("stroke-width"), root.get("stroke-linecap"), root.get("stroke-linejoin")) == (
        "3",
        "round",
        "round",
    )
    paints = {value for part in root.iter() for name in ("fill", "stroke") if (value := part.get(name))}
    assert paints <= PALETTE
    assert not list(root.iter("{http://www.w3.org/2000/svg}text"))


def test_no_two_drawings_are_the_same() -> None:
    assert len({path.read_bytes() for path in FILES}) == len(FILES)


def test_descriptions_are_a_short_line_that_says_what_is_seen() -> None:
    for symbol in OURS.values():
        assert re.fullmatch(r"[A-Z][^\n<>]{3,70}[a-z]", symbol.description), symbol.name
        assert not symbol.description.lower().startswith(("picture", "image", "icon"))


def test_the_scale_faces_differ_by_more_than_colour() -> None:
    """Head, brows and mouth: no line of one face is a line of another."""
    faces = ("face_very_good", "face_good", "face_ok", "face_bad", "face_very_bad", "face_not_sure")
    heads, mouths = [], []
    for name in faces:
        parts = re.findall(r"<[^>]+>", OURS[name].drawing.body)
        heads.append(parts[0])
        mouths.append(parts[-1])
    assert len(set(mouths)) == len(faces)
    assert len(set(heads[1:])) == len(faces) - 1


def test_a_silent_picture_and_a_speaking_one() -> None:
    bus = OURS["bus"]
    assert 'aria-hidden="true"' in inline(bus)
    assert 'role="img" aria-label="The &quot;bus&quot; &lt;you&gt; take"' in inline(
        bus, 'The "bus" <you> take'
    )
    assert 'width="40" height="40"' in inline(bus, size=40)


def test_only_pictures_that_point_turn_round() -> None:
    assert 'class="picture turns"' in inline(OURS["arrow_on"])
    assert 'class="picture"' in inline(OURS["clock"])


def test_a_sprite_holds_each_picture_once_and_use_points_into_it() -> None:
    page = sprite(["bus", "home", "bus"], OURS) + use(OURS["bus"], "A bus")
    assert re.findall(r'<symbol id="picture-(\w+)"', page) == ["bus", "home"]
    assert 'href="#picture-bus"' in page
    ElementTree.fromstring(f"<page>{page}</page>")


def test_fixed_colours_leave_no_property_behind() -> None:
    for symbol in OURS.values():
        svg = coloured(symbol, CREAM.colours)
        assert "var(" not in svg
        assert set(re.findall(r"#\w+", svg)) <= set(asdict(CREAM.colours).values())
        ElementTree.fromstring(svg)


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(SymbolProblem, match=r"no picture called “buss”. Did you mean bus"):
        find("buss", OURS)
    with pytest.raises(SymbolProblem, match=r"Choose a name from symbols\.yaml"):
        sprite(["§" * 500], OURS)


def test_a_folder_of_ones_own_replaces_by_name_and_adds_new_names(tmp_path: Path) -> None:
    (tmp_path / "bus.svg").write_bytes(OWN)
    (tmp_path / "our_centre.svg").write_bytes(OWN)
    (tmp_path / "arrow_on.svg").write_bytes(OWN)
    (tmp_path / "symbols.yaml").write_text("our_centre: The blue door of the centre\n", "utf-8")
    mixed = load_symbols(tmp_path)
    assert mixed["bus"].drawing.view_box == "0 0 9 9"
    assert mixed["bus"].description == OURS["bus"].description
    assert mixed["our_centre"].description == "The blue door of the centre"
    assert mixed["arrow_on"].turns
    assert mixed["home"] == OURS["home"]
    assert load_symbols()["bus"].drawing.view_box == "0 0 48 48"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("bus.svg", b"<svg><script/></svg>", r"bus\.svg: This is not an SVG drawing"),
        ("a b.svg", OWN, "a b.svg: name a picture with letters"),
        ("symbols.yaml", b"a: [", r"symbols\.yaml cannot be read"),
        ("symbols.yaml", b"- a", r"symbols\.yaml should hold"),
        ("symbols.yaml", b"\xff", r"symbols\.yaml cannot be read"),
    ],
)
def test_a_folder_that_cannot_be_used_says_which_file(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SymbolProblem, match=says):
        load_symbols(tmp_path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SymbolProblem, match="is not a folder"):
        load_symbols(tmp_path / "nowhere")


def test_the_sheet_in_the_docs_is_the_one_that_would_be_written_now() -> None:
    written = (FOLDER.parent / "docs/pictures.html").read_text("utf-8")
    assert written == sheet(OURS), "Run: python -m accessibility.symbol_sheet docs/pictures.html"
