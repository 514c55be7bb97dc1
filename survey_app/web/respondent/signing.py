"""Sign language: whether a survey has any videos to show, and its introduction in it."""

from __future__ import annotations

from dataclasses import dataclass

from accessibility.easy_read import faces_offered
from accessibility.preferences import SIGNED
from questionnaires.model import Questionnaire
from survey_app.web.media import Player, media


@dataclass(frozen=True, slots=True)
class Signing:
    """What the first page has for somebody who signs: a way to choose it, or the introduction once chosen."""

    choosable: bool
    intro: Player | None
    language: str


def signing_of(questionnaire: Questionnaire, face: str) -> Signing | None:
    """None when no video of this questionnaire is there."""
    signed = questionnaire.signed
    if signed is None or not has_videos(questionnaire):
        return None
    intro = media().player(signed.intro) if face == SIGNED else None
    return Signing(face != SIGNED, intro, signed.sign_language)


def faces_shown(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The faces that a reader may choose: signed videos only where a file is there to play."""
    return tuple(face for face in faces_offered(questionnaire) if face != SIGNED or has_videos(questionnaire))


def has_videos(questionnaire: Questionnaire) -> bool:
    """True when the media folder has a signed video of this questionnaire."""
    signed = questionnaire.signed
    named = (signed.intro, *signed.questions.values()) if signed else ()
    return any(media().player(film) for film in named)
