"""Harm told in other languages is heard, said in English, and points at the words; ordinary answers stay quiet."""

from __future__ import annotations

import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis.language_guess import LIKELY
from analysis.safeguarding.categories import WATCH
from analysis.safeguarding.flags import SafeguardingFlag
from analysis.safeguarding.languages.phrases import PhraseError, compiled
from analysis.safeguarding.languages.terms import SHIPPED, TermsError, load_languages, parsed
from analysis.safeguarding.languages.told import told_in_another_language
from tests.conftest import ROOT

SAMPLES = ROOT / "tests/samples/other_languages"
DEFINITIONS = ROOT / "questionnaires/definitions"
LANGUAGES = pytest.mark.parametrize("language", SHIPPED)
RULES = [(terms.language, rule) for terms in load_languages() for rule in terms.rules]
FOUND = [(language, rule.id, text) for language, rule in RULES for text in rule.match]
CLEAR = [(language, text) for language, rule in RULES for text in rule.clear]


def samples(language: str, sort: str) -> list[str]:
    tree = yaml.safe_load((SAMPLES / f"{language}.yaml").read_text(encoding="utf-8"))
    return [str(text) for text in tree[sort]]


def strings(tree: object) -> list[str]:
    if isinstance(tree, str):
        return [tree]
    children = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return [found for child in children for found in strings(child)]


def raised(text: str, language: str) -> set[str]:
    return {flag.rule for flag in told_in_another_language(text, language) if flag.level < WATCH}


def levels(text: str, language: str) -> set[int]:
    return {flag.level for flag in told_in_another_language(text, language)}


# What the term files say of themselves.


@pytest.mark.parametrize(("language", "rule", "text"), FOUND)
def test_a_rule_finds_its_examples(language: str, rule: str, text: str) -> None:
    assert rule in raised(text, language)


@pytest.mark.parametrize(("language", "text"), CLEAR)
def test_a_rule_leaves_its_counter_examples(language: str, text: str) -> None:
    assert told_in_another_language(text, language) == ()


def test_every_language_of_the_questionnaires_is_heard() -> None:
    translated = {path.stem for path in DEFINITIONS.glob("*/??.yaml")}
    assert {terms.language for terms in load_languages()} == translated


def test_a_term_file_says_that_a_machine_wrote_it_and_who_could_check_it() -> None:
    assert {terms.review for terms in load_languages()} <= {"machine-drafted", "reviewed"}
    assert [
        terms.language for terms in load_languages() if "safeguarding lead" not in terms.could_check
    ] == []


def test_every_phrase_has_a_meaning_that_a_reader_of_english_can_read() -> None:
    meanings = [meaning for _, rule in RULES for meaning in rule.say]
    assert [meaning for meaning in meanings if not meaning.isascii() or len(meaning.split()) < 2] == []


# Ordinary answers.


@LANGUAGES
def test_ordinary_answers_stay_quiet(language: str) -> None:
    texts = samples(language, "ordinary")
    assert len(texts) >= 40
    loud = {text: told_in_another_language(text, hint) for text in texts for hint in ("", *SHIPPED)}
    assert {text: flags for text, flags in loud.items() if flags} == {}


@LANGUAGES
def test_the_questionnaires_own_words_stay_quiet_but_for_the_answer_not_safe(language: str) -> None:
    loud: dict[str, set[str]] = {}
    for path in DEFINITIONS.glob(f"*/{language}.yaml"):
        for text in strings(yaml.safe_load(path.read_text(encoding="utf-8"))):
            for flag in told_in_another_language(text, language):
                loud.setdefault(text, set()).add(flag.rule)
    tree = yaml.safe_load((DEFINITIONS / f"young-people/{language}.yaml").read_text(encoding="utf-8"))
    not_safe = tree["questions"]["safe"]["options"]["bad"]["text"]
    assert loud == {not_safe: {f"{language}.not_safe.not_safe"}}


def test_answers_in_english_stay_quiet() -> None:
    folder = ROOT / "analysis/training"
    answers = [
        text
        for path in (*folder.glob("*.yaml"), *folder.glob("answers/*.yaml"))
        for text in strings(yaml.safe_load(path.read_text(encoding="utf-8")))
    ]
    assert len(answers) > 2000
    assert {text for text in answers if told_in_another_language(text, "en")} == set()


# Answers that tell of harm.


@LANGUAGES
def test_tellings_plain_and_roundabout_are_heard(language: str) -> None:
    texts = samples(language, "tellings")
    assert len(texts) >= 40
    assert [text for text in texts if not raised(text, language)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "tata mnie nie bije"),
        ("pl", "Nikt mnie nie bije."),
        ("ro", "Nimeni nu mă bate."),
        ("cy", "Does neb yn fy mwlio."),
        ("ur", "ابو مجھے نہیں مارتے"),
        ("ur", "abu mujhe nahi marte"),
        ("pa", "ਡੈਡੀ ਮੈਨੂੰ ਮਾਰਦੇ ਨਹੀਂ"),
        ("bn", "আব্বু আমাকে মারে না"),
        ("ar", "لا أحد يضربني"),
    ],
)
def test_what_is_denied_goes_to_the_watch_list_and_is_never_lost(language: str, text: str) -> None:
    flags = told_in_another_language(text, language)
    assert {flag.level for flag in flags} == {WATCH}
    assert all("negated" in flag.cues for flag in flags)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "Nie wiem co robić. Tata mnie bije."),
        ("pl", "Nikt nie pomaga, tata mnie bije"),
        ("ro", "Nu știu ce să fac, tata mă bate"),
        ("bn", "আমি জানি না। আব্বু আমাকে মারে"),
        ("ar", "لا أعرف ماذا أفعل، أبي يضربني"),
    ],
)
def test_a_denial_in_another_sentence_or_clause_denies_nothing(language: str, text: str) -> None:
    assert min(levels(text, language)) < WATCH


@pytest.mark.parametrize(
    ("plain", "typed", "language"),
    [
        ("mam siniaki na plecach, boję się męża", "mam siniaki na plecach, boje sie meza", "pl"),
        ("mă bate și mi-e frică de tata", "ma bate si mi-e frica de tata", "ro"),
        ("أبي يضربني", "ابي يَضْرِبُني", "ar"),
        ("أبي يضربني", "ابـــي يضـــربني", "ar"),
        ("ابو مجھے مارتے ہیں", "ابو مجهي مارتي هين", "ur"),
        ("ਡੈਡੀ ਮੈਨੂੰ ਮਾਰਦੇ ਹਨ", "ਡੈਡੀ ਮੈਨੂ ਮਾਰਦੇ ਹਨ", "pa"),
        ("দম বন্ধ হয়ে গেছে", "দম বন্ধ হয়ে গেছে", "bn"),
    ],
)
def test_marks_and_letters_that_people_leave_out_make_no_difference(
    plain: str, typed: str, language: str
) -> None:
    assert raised(plain, language) == raised(typed, language) != set()


def test_a_single_latin_word_counts_in_its_own_language_only() -> None:
    assert raised("samobójstwo", "pl")
    assert not raised("samobójstwo", "en")
    assert not raised("samobójstwo", "")
    assert raised("tata mnie bije", "")


def test_words_of_two_sentences_are_not_read_together() -> None:
    assert raised("On bije mnie", "pl")
    assert not raised("On bije. Mnie to nie dotyczy", "pl")


# Places.

LETTERS = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"), st.sampled_from("\u200d\u200c\u0301\u064b\u0640ﷺﬁ🙂 .,\n'")
    ),
    max_size=20,
)
TOLD = st.sampled_from([(language, text) for language, _, text in FOUND])


def shown_words(text: str, flag: SafeguardingFlag) -> set[str]:
    """The rules that the words which a flag points at raise by themselves."""
    return {one.rule for one in told_in_another_language(text[flag.start : flag.end], flag.rule[:2])}


@given(TOLD, LETTERS, LETTERS)
def test_places_point_at_the_words_that_were_found(told: tuple[str, str], before: str, after: str) -> None:
    language, words = told
    text = f"{before}\n{words}\n{after}"
    flags = told_in_another_language(text, language)
    assert flags
    for flag in flags:
        assert 0 <= flag.start < flag.end <= len(text)
        assert flag.rule in shown_words(text, flag)


@given(TOLD, st.sampled_from(["NFC", "NFD"]), st.booleans())
def test_the_form_of_the_letters_changes_nothing(told: tuple[str, str], form: str, loud: bool) -> None:
    language, words = told
    typed = unicodedata.normalize(form, words.upper() if loud else words)
    assert {flag.rule for flag in told_in_another_language(words, language)} == {
        flag.rule for flag in told_in_another_language(typed, language)
    }


@given(st.text(max_size=300), st.sampled_from(["", *LIKELY]))
def test_any_text_is_read_the_same_way_twice(text: str, language: str) -> None:
    flags = told_in_another_language(text, language)
    assert flags == told_in_another_language(text, language)
    assert list(flags) == sorted(flags, key=lambda flag: flag.start)


# What authors are told.


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("bije {nobody}", "no group {nobody}"),
        ("a* mnie", "at least 2 letters"),
        ("bije ...", "begin and end with a word"),
        ("a ~ b ~ c", "~ at most once"),
        ("(bije|) mnie", "a word between"),
    ],
)
def test_a_phrase_that_cannot_be_read_says_why(phrase: str, said: str) -> None:
    with pytest.raises(PhraseError, match=r"write|begin|group|stem") as error:
        list(compiled(phrase, {}))
    assert said in str(error.value)
    assert phrase in str(error.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"review": ""}, "add review"),
        ({"rules": {"cruelty": {}}}, "cruelty is not a category"),
        ({"rules": {"neglect": {"x": {"level": 2, "say": {"y": ["z"]}}}}}, "add match"),
        ({"rules": {"neglect": {"x": {"level": 4, "say": {"y": ["z"]}, "match": ["z"]}}}}, "1, 2 or 3"),
    ],
)
def test_a_term_file_that_cannot_be_used_says_why(change: dict[str, object], said: str) -> None:
    tree = {"review": "machine-drafted", "could_check": "x", "denies": {"before": ["nie"]}, "rules": {}}
    with pytest.raises(TermsError, match=r"pl\.yaml") as error:
        parsed("pl", {**tree, **change})
    assert said in str(error.value)
