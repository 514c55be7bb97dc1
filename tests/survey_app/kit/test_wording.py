"""Words of the kit on their way to people: the area's sentences for each reader, and unchecked words that say so."""

from pathlib import Path

import pytest
import yaml

from accessibility.languages import LANGUAGES
from questionnaires.model import AUDIENCES
from survey_app import kit
from survey_app.kit.pieces import PIECES
from survey_app.kit.wording import EASY, filled, marked, sentences, spoken, words_of
from tests.survey_app.kit.filled_kit import folder

SENTENCES = yaml.safe_load((Path(kit.__path__[0]) / "sentences.yaml").read_text(encoding="utf-8"))
DRAFTS = [code for code in spoken() if code not in ("en", EASY)]


@pytest.mark.parametrize("code", [*LANGUAGES, EASY])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_reader_is_told_where_paper_is_and_who_helps(code: str, audience: str) -> None:
    told = sentences(code, audience)
    assert set(told) == {"paper", "help", "back"}
    assert all(text.strip() for text in told.values())


@pytest.mark.parametrize("code", [code for code, said in SENTENCES.items() if "young" in said])
def test_young_people_are_spoken_to_as_the_other_words_speak_to_them(code: str) -> None:
    young, adult = sentences(code, "young_people"), sentences(code, "parents_carers")
    assert all(young[name] != adult[name] for name in young)


@pytest.mark.parametrize("code", DRAFTS)
@pytest.mark.parametrize("piece", [piece.id for piece in PIECES.values() if piece.mark])
def test_a_draft_says_so_and_checked_words_do_not(code: str, piece: str) -> None:
    drafted = LANGUAGES[code].drafted
    assert drafted in " ".join(folder(code, "young_people").words[piece].values())
    assert drafted not in " ".join(folder("en", "young_people").words[piece].values())


def test_marking_takes_no_word_away() -> None:
    piece = PIECES["letter"]
    before = words_of("letter", "parents_carers", "pl")
    after = marked(piece, before, "pl")
    assert after["body"].startswith(before["body"])
    assert {name: after[name] for name in after if name != "body"} == {
        name: before[name] for name in before if name != "body"
    }


def test_a_brace_that_stands_for_nothing_stays_as_it_was_typed() -> None:
    filling = folder("en", "young_people").filling
    assert filled({"body": "{link} {nobody} }{"}, filling) == {"body": f"{filling.link} {{nobody}} }}{{"}
