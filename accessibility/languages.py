"""The languages that pages can be in: what each calls itself, which way it runs, how it writes a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "ltr", "rtl"


@dataclass(frozen=True, slots=True)
class Language:
    """One language.

    code       in cookies and in names of files, such as `pl`
    tag        for the `lang` of pages (BCP 47), such as `en-GB`
    name       what its own readers call it; `english` is for staff
    direction  ltr or rtl
    drafted    says in it that a machine made a translation which no person has checked; `DRAFTED` in English
    day, year, time   CLDR patterns of a date, of a date with its year, and of what stands between it and the time
    """

    code: str
    tag: str
    name: str
    english: str
    direction: str = LEFT_TO_RIGHT
    day: str = "EEEE, d MMMM"
    year: str = "EEEE, d MMMM y"
    time: str = "{day}, {time}"
    drafted: str = ""

    @property
    def rtl(self) -> bool:
        """True when lines run from right to left."""
        return self.direction == RIGHT_TO_LEFT


DRAFTED = "This translation was made by a machine. No person has checked it yet."
ENGLISH = Language("en", "en-GB", "English", "English", day="EEEE d MMMM", year="EEEE d MMMM y")

# In the order in which they are shown: the languages of most pupils in England first
# (Department for Education, January 2015: Urdu, Panjabi, Polish, Bengali, Arabic), Romanian by the census of 2021.
LANGUAGES: Mapping[str, Language] = {
    language.code: language
    for language in (
        ENGLISH,
        Language(
            "pl",
            "pl",
            "Polski",
            "Polish",
            time="{day}, godz. {time}",
            drafted="To tłumaczenie zrobiła maszyna. Nikt go jeszcze nie sprawdził.",
        ),
        Language(
            "ur",
            "ur",
            "اردو",
            "Urdu",
            RIGHT_TO_LEFT,
            "EEEE، d MMMM",
            "EEEE، d MMMM، y",
            "{day}، {time}",
            drafted="یہ ترجمہ مشین نے کیا ہے۔ ابھی کسی شخص نے اسے نہیں دیکھا۔",
        ),
        Language(
            "pa", "pa", "ਪੰਜਾਬੀ", "Panjabi", drafted="ਇਹ ਅਨੁਵਾਦ ਮਸ਼ੀਨ ਨੇ ਕੀਤਾ ਹੈ। ਅਜੇ ਕਿਸੇ ਇਨਸਾਨ ਨੇ ਇਸ ਨੂੰ ਨਹੀਂ ਦੇਖਿਆ।"
        ),
        Language(
            "ro",
            "ro",
            "Română",
            "Romanian",
            time="{day}, ora {time}",
            drafted="Această traducere a fost făcută de o mașină. Nimeni nu a verificat-o încă.",
        ),
        Language(
            "bn",
            "bn",
            "বাংলা",
            "Bengali",
            year="EEEE, d MMMM, y",
            drafted="এই অনুবাদ মেশিন করেছে। কোনো মানুষ এখনও দেখেনি।",
        ),
        Language(
            "ar",
            "ar",
            "العربية",
            "Arabic",
            RIGHT_TO_LEFT,
            "EEEE، d MMMM",
            "EEEE، d MMMM y",
            "{day}، {time}",
            drafted="هذه الترجمة من عمل آلة. لم يراجعها أي شخص بعد.",
        ),
        Language(
            "cy",
            "cy",
            "Cymraeg",
            "Welsh",
            day="EEEE d MMMM",
            year="EEEE d MMMM y",
            drafted="Peiriant a wnaeth y cyfieithiad hwn. Nid oes neb wedi ei wirio eto.",
        ),
    )
}


def to_translate(words: str) -> str:
    """The words themselves: a mark for those who gather what has to be translated."""
    return words
