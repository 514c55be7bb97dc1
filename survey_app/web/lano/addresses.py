"""A channel as it is given out: its address, the same without https://, and who it is for."""

from __future__ import annotations

from dataclasses import dataclass

from questionnaires.model import AUDIENCES
from survey_app.kit.qr import qr_svg
from survey_app.web.site import site


@dataclass(frozen=True, slots=True)
class Address:
    """One channel's way in."""

    code: str
    url: str
    audience: str

    @property
    def spoken(self) -> str:
        """The address as it is printed and read aloud."""
        return self.url.split("://", 1)[1]

    @property
    def audience_words(self) -> str:
        return audience_words(self.audience)

    def drawn(self) -> str:
        """Its QR code as SVG."""
        return qr_svg(self.url, f"QR code for {self.spoken}")

    @property
    def file_name(self) -> str:
        """The name of a downloaded file, without its ending."""
        return f"send-voices-{self.audience.replace('_', '-')}-{self.code}"


def address_of(code: str, audience: str) -> Address:
    """Where a code leads, at the address under which the public reaches this site."""
    return Address(code, f"{site().settings.public_address}/s/{code}", audience)


def audience_words(audience: str) -> str:
    """Who a survey is for, in words."""
    return AUDIENCES.get(audience, audience)
