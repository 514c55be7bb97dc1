"""The pages of those who save their answers and come back with seven words."""

from __future__ import annotations

from collections.abc import Iterator

from tests.accessibility_run.stops import Box, Stop, at_address
from tests.accessibility_run.visitor import Visitor


def coming_back_stops(box: Box) -> Iterator[Stop]:
    """From the words to the welcome, with everything that can be wrong on the way."""
    asked = f"/s/{box.code}/come-back"

    def put_away(visitor: Visitor) -> str:
        box.fill(visitor)
        box.open(visitor)
        visitor.press("button[name=later]")
        visitor.begun.clear()
        return " ".join(visitor.page.locator("ol.words li").all_inner_texts())

    def type_words(visitor: Visitor, words: str) -> None:
        visitor.go(asked)
        visitor.page.fill("#words", words)
        visitor.press()

    def words_shown(visitor: Visitor) -> None:
        put_away(visitor)

    def saved(visitor: Visitor) -> None:
        put_away(visitor)
        visitor.press()

    def misspelt(visitor: Visitor) -> None:
        type_words(visitor, "yelow 7 boots")

    def not_found(visitor: Visitor) -> None:
        words = put_away(visitor)
        type_words(visitor, " ".join(reversed(words.split())))

    def somebody_else(visitor: Visitor) -> None:
        words = put_away(visitor)
        box.fill(visitor, "These are the words of the next person.")
        type_words(visitor, words)
        visitor.begun.clear()

    def welcome(visitor: Visitor) -> None:
        visitor.forget()
        type_words(visitor, put_away(visitor))
        visitor.page.evaluate("document.querySelector('details').open = true")

    def deleted(visitor: Visitor) -> None:
        welcome(visitor)
        visitor.press("details button")

    def sent_already(visitor: Visitor) -> None:
        visitor.forget()
        words = put_away(visitor)
        type_words(visitor, words)
        visitor.go(f"/s/{box.code}/check")
        visitor.press()
        type_words(visitor, words)

    yield Stop("save and come back: the 7 words", "respondent.show_words", words_shown)
    yield Stop("save and come back: saved", "respondent.saved", saved)
    yield Stop("I have 7 words", "respondent.ask_words", at_address(asked))
    yield Stop("I have 7 words: misspelt", "respondent.use_words", misspelt)
    yield Stop("I have 7 words: nothing found", "respondent.use_words", not_found)
    yield Stop("I have 7 words: another person's answers", "respondent.use_words", somebody_else)
    yield Stop("I have 7 words: sent already", "respondent.use_words", sent_already)
    yield Stop("welcome back", "respondent.welcome", welcome)
    yield Stop("deleted", "respondent.deleted", deleted)
