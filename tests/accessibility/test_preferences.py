"""A reader's choices survive the cookie, and nothing hostile in a cookie survives reading it."""

from hypothesis import given
from hypothesis import strategies as st

from accessibility.preferences import CHOICES, LONGEST_TOKEN, TEXT_SIZES, Preferences, from_token, stylesheet

LANGUAGES = ("en", "pl", "ur", "zh-Hant-TW")

chosen = st.builds(
    Preferences,
    theme=st.sampled_from(list(CHOICES["theme"])),
    text_size=st.sampled_from(TEXT_SIZES),
    spacing=st.sampled_from(list(CHOICES["spacing"])),
    font=st.sampled_from(list(CHOICES["font"])),
    face=st.sampled_from(["", *CHOICES["face"]]),
    language=st.sampled_from(LANGUAGES),
)


@given(chosen)
def test_choices_come_back_from_their_token(preferences: Preferences) -> None:
    token = preferences.to_token()
    assert from_token(token, LANGUAGES) == preferences
    assert len(token) <= LONGEST_TOKEN
    assert token.replace(".", "").replace("_", "").replace("-", "").isalnum()


@given(st.one_of(st.text(), st.lists(st.text()).map(".".join), st.none()))
def test_any_token_gives_choices_that_are_on_offer(token: str | None) -> None:
    read = from_token(token, LANGUAGES)
    assert read.theme in CHOICES["theme"]
    assert read.text_size in TEXT_SIZES
    assert read.spacing in CHOICES["spacing"]
    assert read.font in CHOICES["font"]
    assert read.face in ("", *CHOICES["face"])
    assert read.language in LANGUAGES


def test_one_wrong_part_does_not_lose_the_others() -> None:
    read = from_token("dark.999.wide.<script>.easy_read.xx", LANGUAGES)
    assert read == Preferences(theme="dark", spacing="wide", face="easy_read")


def test_a_very_long_token_is_not_read_at_all() -> None:
    assert from_token("dark." + "1" * 100_000) == Preferences()


def test_digits_of_other_scripts_are_not_a_size() -> None:
    assert from_token("default.١٥٠").text_size == 100


def test_choosing_changes_only_what_was_chosen() -> None:
    before = Preferences(theme="cream", text_size=150)
    after = before.choosing({"text_size": "300", "spacing": "narrow", "face": "standard", "other": "x"})
    assert after == Preferences(theme="cream", text_size=300, face="standard")


def test_a_language_that_is_not_offered_is_not_taken() -> None:
    assert Preferences().choosing({"language": "pl"}) == Preferences()
    assert Preferences().choosing({"language": "pl"}, LANGUAGES).language == "pl"


@given(chosen)
def test_the_style_sheet_knows_every_attribute_that_is_not_the_normal_one(preferences: Preferences) -> None:
    css = stylesheet()
    attributes = preferences.attributes()
    if preferences.text_size != 100:
        assert f'[data-size="{attributes["data-size"]}"]{{font-size:{preferences.text_size}%}}' in css
    if preferences.spacing == "wide":
        assert f"[data-spacing={attributes['data-spacing']}]" in css
    if preferences.font == "reading":
        assert f"[data-font={attributes['data-font']}]" in css
