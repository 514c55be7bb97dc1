"""What a figure counts, in a few words."""

from __future__ import annotations

from collections.abc import Iterator

from accessibility.languages import LANGUAGES
from analysis.people import NOT_SAID
from questionnaires.model import AUDIENCES
from survey_app.services.enquiry_shares import KINDS, Share
from survey_app.services.find_answers import STANCES, Scope, Wanted
from survey_app.services.mark_words import label_of
from survey_app.storage.findings import SAFEGUARDING, THEME

NOT_SAID_WORDS = "Did not say"


def share_words(scope: Scope, share: Share) -> str:
    """Like `Positive, of those who gave a view: parents and carers; “Do people listen?”`."""
    told = "; ".join(filter_words(scope, share.wanted)) or "everybody"
    return f"{KINDS[share.kind].words}: {told}"


def beside_words(scope: Scope, share: Share, beside: Share, earlier: str) -> str:
    """What stands beside a share; `earlier` is what an earlier visit is called."""
    if beside.visit:
        return f"the same in {earlier}"
    if beside.others:
        return "everybody else who was asked"
    if beside.kind == share.kind and beside.wanted.about != share.wanted.about:
        group = "; ".join(_about_words(scope, beside.wanted))
        return group or share_words(scope, beside)
    return share_words(scope, beside)


def filter_words(scope: Scope, wanted: Wanted) -> Iterator[str]:
    """Each filter in words."""
    if wanted.audience:
        yield AUDIENCES.get(wanted.audience, wanted.audience).lower()
    if wanted.question:
        yield _question(scope, wanted)
    if wanted.theme:
        yield label_of(THEME, wanted.theme, scope.own_themes)
    if wanted.stance:
        yield STANCES.get(wanted.stance, wanted.stance).lower()
    if wanted.category:
        yield label_of(SAFEGUARDING, wanted.category)
    if wanted.level:
        yield f"level {wanted.level}"
    yield from _about_words(scope, wanted)
    yield from _told(wanted)
    if not wanted.everyone and not wanted.question and not wanted.theme:
        yield "wrote in their own words"


def _about_words(scope: Scope, wanted: Wanted) -> Iterator[str]:
    for question, option in wanted.about:
        yield _chose(scope, wanted, question, (option,))
    for question, option in wanted.but:
        yield f"{_chose(scope, wanted, question, (option,))} (did not choose it)"


def _told(wanted: Wanted) -> Iterator[str]:
    if wanted.mode:
        yield {"online": "online", "paper": "on paper"}.get(wanted.mode, wanted.mode)
    if wanted.language:
        names = {one.tag: one.english for one in LANGUAGES.values()}
        yield f"in {names.get(wanted.language, wanted.language)}"
    if wanted.face:
        yield f"in {wanted.face.replace('_', ' ')} wording"


def _question(scope: Scope, wanted: Wanted) -> str:
    words = _chose(scope, wanted, wanted.question, wanted.values)
    return f"{words} (not answered)" if wanted.unanswered else words


def _chose(scope: Scope, wanted: Wanted, name: str, values: tuple[str, ...]) -> str:
    question = scope.question(name, wanted.audience)
    if question is None:
        return name
    chosen = [option.text for option in question.options if option.id in values]
    chosen += [NOT_SAID_WORDS] if NOT_SAID in values else []
    return f"“{question.text}” {', '.join(chosen)}".strip()
