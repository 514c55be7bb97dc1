"""Checks of single words: hard, long, joined or short ones, sayings, numbers and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from accessibility.hit import Hit, hit
from accessibility.word_lists import find_terms, forms, lists


def hard_words(text: str) -> Iterator[Hit]:
    """Words of our list that the same text does not explain."""
    for found in find_terms("hard_words", text):
        if not explained(found.match[0], text):
            said = f"“{found.match[0]}” is a hard word. Write “{found.easier}”, or explain it in the next sentence."
            yield hit(found.match, said)


def explained(word: str, text: str) -> bool:
    """True when a text says what a word means, such as "A review is a meeting" (GOV.UK allows it then)."""
    meaning = rf"\b{_one_or_many(word)} (?:means?|is an?|is when|is the|are when|are the)\b"
    return re.search(meaning, text, re.IGNORECASE) is not None


def _one_or_many(word: str) -> str:
    one = re.sub(r"\s+", " ", re.sub(r"ies$", "y", word))
    return forms(one.removesuffix("s") if not one.endswith("ss") else one)


LONG_WORD = re.compile(r"\b[^\W\d_]{13,}\b")


def long_words(text: str) -> Iterator[Hit]:
    """Words of 13 letters and more."""
    for match in LONG_WORD.finditer(text):
        yield hit(match, f"“{match[0]}” is a long word. Use a shorter one if there is one.")


def idioms(text: str) -> Iterator[Hit]:
    """Sayings, which mean something else than their words."""
    for found in find_terms("idioms", text):
        yield hit(found.match, f"“{found.match[0]}” is a saying. Write what you mean: “{found.easier}”.")


# EHCP, R&D, EHCPs, SENCo, PfA, E.H.C.P.
CAPITALS = re.compile(r"\b(?:[A-Z][A-Z&]+[a-z]{0,2}|[A-Z][a-z][A-Z]+s?|(?:[A-Z]\.){2,}[A-Z]?)(?!\w)")
CLIPPED = re.compile(
    r"\b(?:e\.?g|i\.?e|etc|approx|incl|esp|min|max|vs|nb|ps|asap|aka|info|pls|appt|yrs?|hrs?|mins|tel)\b\.?"
    r"|\bw/(?:o\b)?|\bNo\. ?(?=\d)",
    re.IGNORECASE,
)


def short_forms(text: str) -> Iterator[Hit]:
    """Short forms that not everybody knows, and words in capitals."""
    known = lists()["known_short_forms"]
    for match in (*CAPITALS.finditer(text), *CLIPPED.finditer(text)):
        if match[0].removesuffix("s") not in known:
            said = f"“{match[0]}” is a short form or in capitals. Write the full words in small letters."
            yield hit(match, said)


CONTRACTIONS = re.compile(
    r"\b\w+n[’']t\b|\b(?:I|you|we|they|he|she|it)[’'](?:re|ll|ve|d|m|s)\b"
    r"|\b(?:that|what|who|there|here|how|where|when|why|let|everyone|someone)[’'](?:s|ll|re|d)\b"
    r"|\b(?:could|should|would|might|must)[’']ve\b|\b(?:gonna|wanna|gotta|dunno|kinda|cos)\b|[’']cause\b",
    re.IGNORECASE,
)


def contractions(text: str) -> Iterator[Hit]:
    """Two words written as one."""
    for match in CONTRACTIONS.finditer(text):
        yield hit(match, f"“{match[0]}” joins 2 words. Write both, such as “do not”.")


DIGITS = dict(
    zip(
        "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety".split(),
        (0, *range(2, 21), *range(30, 100, 10)),
        strict=True,
    )
)
ONE = r"(?<=\bpick )one\b|\b(?:(?:pick|choose|tick|select|mark|give|write)(?: only| just)?|only|just|at least) (one)\b"
NUMBER_WORDS = re.compile(rf"\b({'|'.join(DIGITS)})\b|{ONE}", re.IGNORECASE)
LARGE_WORDS = re.compile(r"\b(?:\d+ )?(?:dozen|hundred|thousand|million)s?\b", re.IGNORECASE)
HARD_NUMBERS = re.compile(
    r"\d+(?:\.\d+)?\s?%|\bper ?cent\b|\bpercentage\b|\b\d{1,3}(?:,\d{3})+\b|\b\d+\.\d+\b"
    r"|\b\d+ (?:in|out of) \d+\b|\b(?:two|three)[- ](?:thirds|quarters|fifths)\b",
    re.IGNORECASE,
)
ROMAN = re.compile(r"\b(?:II|III|IV|VI{1,3}|IX)\b")
LATE_HOUR = re.compile(r"\b(1[3-9]|2[0-3])([:.][0-5]\d)\b")


def numbers(text: str) -> Iterator[Hit]:
    """Numbers in words, and numbers that are hard to picture."""
    hard = list(HARD_NUMBERS.finditer(text))
    late = list(LATE_HOUR.finditer(text))
    taken = [match.span() for match in (*hard, *late)]
    for match in NUMBER_WORDS.finditer(text):
        group = match.lastindex or 0
        start, end = match.span(group)
        if not any(first <= start < last for first, last in taken):
            word = text[start:end]
            digit = DIGITS.get(word.lower(), 1)
            yield Hit(start, end, f"Write {digit}, not “{word}”: digits are easier to see.")
    for match in late:
        said = f"“{match[0]}” counts 24 hours. Write “{int(match[1]) - 12}{match[2].replace('.', ':')}pm”."
        yield hit(match, said)
    for match in hard:
        if match.span() not in {other.span() for other in late}:
            yield hit(
                match, f"“{match[0]}” is hard to picture. Write something like “half”, “most” or “a few”."
            )
    for match in LARGE_WORDS.finditer(text):
        yield hit(match, f"“{match[0]}” is hard to picture. Write digits, or something like “a lot”.")
    for match in ROMAN.finditer(text):
        yield hit(match, f"“{match[0]}” is a Roman number. Write it in digits.")


MARKS = re.compile(
    r"\b\w+/\w+(?:/\w+)*\b|\([^()]*\)?|[&;…*†§<>{}\[\]|_~^=+#@•→–—]|\.{3}|[!?]{2,}|(?<=\s)-(?=\s)|[\U0001F300-\U0001FAFF☀-➿]"
)


def marks(text: str) -> Iterator[Hit]:
    """Marks that are hard to read aloud."""
    for match in MARKS.finditer(text):
        yield hit(match, f"“{match[0]}” uses a mark that is hard to read aloud. Write it in words.")
