"""A guess of a language helps only when it may be relied on: short, mixed and wordless text is never sure."""

import string

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis.language_guess import LIKELY, foreign_sentence, guess
from tests.conftest import ROOT

WRITTEN = {
    "en": "I waited two years for speech therapy and nobody told us why.",
    "pl": "Nauczycielka jest bardzo miła, ale na terapię czekaliśmy dwa lata.",
    "ro": "Profesoara este foarte bună, dar am așteptat doi ani.",
    "cy": "Mae'r athrawes yn garedig iawn, ond roedd rhaid aros dwy flynedd.",
    "ar": "المعلمة لطيفة جدا ولكننا انتظرنا سنتين للحصول على العلاج.",
    "ur": "استانی بہت اچھی ہیں لیکن ہمیں دو سال انتظار کرنا پڑا۔",
    "pa": "ਅਧਿਆਪਕ ਬਹੁਤ ਚੰਗੇ ਹਨ ਪਰ ਅਸੀਂ ਦੋ ਸਾਲ ਉਡੀਕ ਕੀਤੀ।",
    "bn": "শিক্ষক খুব ভালো কিন্তু আমরা দুই বছর অপেক্ষা করেছি।",
    "so": "Macallinka waa fiican yahay laakiin laba sano ayaan sugnay.",
    "gu": "શિક્ષક ખૂબ સારા છે પણ અમે બે વર્ષ રાહ જોઈ.",
    "pt": "A professora é muito simpática, mas esperámos dois anos.",
    "uk": "Вчителька дуже добра, але на терапію ми чекали два роки.",
    "ta": "ஆசிரியர் மிகவும் நல்லவர் ஆனால் நாங்கள் காத்திருந்தோம்.",
}
SHORT = (
    "",
    " ",
    "ok",
    "no",
    "lol",
    "idk",
    "nie",
    "bine",
    "good",
    "da",
    "10/10",
    "!!!",
    "\U0001f642\U0001f642",
    "\x00",
)
SHORT_ANSWERS = {
    "pl": ("za głośno", "nie wiem jeszcze", "boję się", "wszystko dobrze"),
    "ro": ("nu știu încă", "foarte bine", "îmi place"),
    "cy": ("mae'n iawn", "dim syniad", "yn yr ysgol"),
    "ar": ("كل شيء جيد", "لا أعرف شيئا"),
}
TYPED = {
    "ur": (
        "mujhe apne dost bohat yaad aate hain",
        "school wale hamari baat nahi sunte",
        "humein kabhi kisi ne kuch nahi bataya",
        "mera beta aur uski behan dono is school mein khush hain",
    ),
    "pa": (
        "mainu apne dost bahut yaad aunde ne",
        "school vale sadi gall nahi sunde te assi thak gaye",
        "sanu kise ne kujh nahi dassya",
    ),
    "bn": (
        "amar bondhu ra khub bhalo",
        "school amader kotha shone na ar keu help kore na",
        "amra onek bochor theke opekkha korchi kintu kichu hoy na",
    ),
}
"""Latin letters for languages of other scripts: written after the list of words, and not to fit it."""
NAMES_AND_HABITS = (
    "my nani and dada ji",
    "roti and dal at my nani ka ghar",
    "pizza pasta",
    "karate judo",
    "mum n dad",
    "ha ha ha",
    "na na na na",
    "hav no m8s",
    "gd skool",
    "dnt kno y",
    "wnt hom",
    "senco ehcp camhs",
    "salt ot and physio",
    "I gt helpt wiv mafs",
    "no bcos its 2 lowd",
    "teech me sine langwij",
    "bus late evry dy",
    "mor help plz",
)
MIXED = (
    "Nauczycielka jest bardzo miła dla mojego syna. My teacher is very kind and she always helps me.",
    "شكرا جزيلا لكم thank you very much for everything that you did",
    "SENCO ਚੰਗਾ ਹੈ EHCP",
)


@pytest.mark.parametrize("language", WRITTEN)
def test_a_sentence_is_known(language: str) -> None:
    found = guess(WRITTEN[language])
    assert (found.language, found.sure) == (language, True)


@pytest.mark.parametrize("text", SHORT + MIXED)
def test_too_little_or_too_much_to_tell_is_never_sure(text: str) -> None:
    assert not guess(text).sure


@pytest.mark.parametrize(
    ("language", "text"), [(code, text) for code, all_ in SHORT_ANSWERS.items() for text in all_]
)
def test_a_few_words_are_never_taken_for_a_wrong_language(language: str, text: str) -> None:
    found = guess(text)
    assert found.language == language or not found.sure


def test_most_short_answers_are_known() -> None:
    texts = [text for texts in SHORT_ANSWERS.values() for text in texts]
    assert sum(guess(text).sure for text in texts) > len(texts) / 2


@pytest.mark.parametrize(
    ("language", "text"), [(code, text) for code, all_ in TYPED.items() for text in all_]
)
def test_urdu_panjabi_and_bengali_in_latin_letters_are_known(language: str, text: str) -> None:
    found = guess(text)
    assert (found.language, found.sure) == (language, True)


@pytest.mark.parametrize("text", NAMES_AND_HABITS)
def test_names_food_and_hurried_english_are_not_another_language(text: str) -> None:
    found = guess(text)
    assert found.language == "en" or not found.sure
    assert foreign_sentence(text) == ""


@pytest.mark.parametrize("language", sorted(WRITTEN.keys() - {"en"}))
def test_one_sentence_in_another_language_is_found_among_english_ones(language: str) -> None:
    assert foreign_sentence(f"{WRITTEN['en']} {WRITTEN[language]} {WRITTEN['en']}") == language
    assert foreign_sentence(f"{WRITTEN['en']} {WRITTEN['en']}") == ""


def test_no_answer_in_english_is_taken_for_another_language() -> None:
    """Long, short, misspelt and telegraphic answers: each wrong guess would send somebody a message."""
    files = (ROOT / "analysis/training").rglob("*.yaml")
    trees = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    answers = {text for text in strings(trees) if " " in text}
    assert len(answers) > 5000
    assert {text for text in answers if guess(text).sure and guess(text).language != "en"} == set()
    assert {text for text in answers if foreign_sentence(text)} == set()


def test_a_name_or_a_word_of_the_system_does_not_make_english_foreign() -> None:
    """Every invented English answer that the scan was trained on: none may be sent to a translator."""
    file = ROOT / "analysis/training/tellings.yaml"
    answers = [text for text in strings(yaml.safe_load(file.read_text(encoding="utf-8"))) if " " in text]
    found = {text: guess(text) for text in answers}
    assert len(found) > 1000
    assert {text: one.language for text, one in found.items() if one.sure and one.language != "en"} == {}
    assert sum(one.sure for one in found.values()) > 0.9 * len(found)


def strings(tree: object) -> list[str]:
    if isinstance(tree, str):
        return [tree]
    children = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return [found for child in children for found in strings(child)]


@given(st.text(max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    found = guess(text)
    assert found.language in {"", *LIKELY}
    assert found.language or not found.sure


@given(st.text(alphabet=string.digits + string.punctuation + " \n\u200d\ufe0f\U0001f642\U0001f469\U0001f4a9"))
def test_what_holds_no_letter_is_in_no_language(text: str) -> None:
    assert guess(text).language == ""


@given(st.sampled_from(sorted(WRITTEN)), st.text(alphabet=" \n\U0001f642.!?", max_size=20))
def test_faces_and_full_stops_around_words_change_nothing(language: str, around: str) -> None:
    assert guess(around + WRITTEN[language] + around) == guess(WRITTEN[language])


@given(st.sampled_from(sorted(WRITTEN)), st.sampled_from(sorted(WRITTEN)))
def test_two_languages_are_one_only_when_they_are_the_same(first: str, second: str) -> None:
    found = guess(f"{WRITTEN[first]} {WRITTEN[second]}")
    assert found.sure is (first == second)
