"""Sealing of free text and drafts: AES-256-GCM, a key for each visit, bound to the place it is kept in.

A sealed value is: 1 byte format, 1 byte key number, 12 random bytes, then ciphertext and tag. It holds no time.
"""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = 1
KEY_BYTES = 32
NONCE_BYTES = 12
HEADER_BYTES = 2 + NONCE_BYTES


class SealBroken(Exception):
    """The bytes were changed, moved to another place, or sealed with a key that is not here."""


class KeyRing:
    """The master keys by number; the highest number seals, all of them open."""

    def __init__(self, masters: Mapping[int, bytes], purpose: str = "visit") -> None:
        if not masters or any(len(key) != KEY_BYTES for key in masters.values()):
            raise ValueError("A key ring needs at least one key of 32 bytes.")
        self._masters = dict(masters)
        self._purpose = purpose
        self.current = max(masters)
        self._cipher = lru_cache(maxsize=256)(self._make_cipher)
        self.pepper = lru_cache(maxsize=8)(self._make_pepper)

    def for_purpose(self, purpose: str) -> KeyRing:
        """The same masters with keys of their own for one purpose: what one ring seals, another cannot open."""
        return KeyRing(self._masters, purpose)

    def seal(self, salt: bytes, place: str, text: str) -> bytes:
        """Seal text for a place such as "visit/response/question"; `salt` picks the visit's own key."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self._cipher(self.current, salt).encrypt(nonce, text.encode(), place.encode())
        return bytes((FORMAT, self.current)) + nonce + sealed

    def open(self, salt: bytes, place: str, sealed: bytes) -> str:
        """The text again; raises SealBroken."""
        if len(sealed) < HEADER_BYTES or sealed[0] != FORMAT or sealed[1] not in self._masters:
            raise SealBroken(place)
        cipher = self._cipher(sealed[1], salt)
        try:
            return cipher.decrypt(sealed[2:HEADER_BYTES], sealed[HEADER_BYTES:], place.encode()).decode()
        except InvalidTag:
            raise SealBroken(place) from None

    def _make_pepper(self, purpose: str) -> bytes:
        """A server-side secret for one purpose (32 bytes); the oldest master key gives it, so it never changes."""
        return _derived(self._masters[min(self._masters)], b"", purpose)

    def _make_cipher(self, number: int, salt: bytes) -> AESGCM:
        return AESGCM(_derived(self._masters[number], salt, self._purpose))


class DraftKey:
    """What a respondent's cookie secret unlocks: the draft's id, its cipher and the key of its final form.

    Half of the draft's key is the cookie, half is the server's pepper: neither a stolen database nor a
    stolen cookie is enough.
    """

    def __init__(self, cookie_secret: str, pepper: bytes) -> None:
        secret = cookie_secret.encode()
        self.id = blake2b(secret, key=pepper, person=b"draft-id", digest_size=16).hexdigest()
        self.sent_key = blake2b(secret, key=pepper, person=b"sent-key", digest_size=16).hexdigest()
        self._cipher = AESGCM(blake2b(secret, key=pepper, person=b"draft-key", digest_size=32).digest())

    def seal(self, text: str) -> bytes:
        return self._seal(text.encode())

    def open(self, sealed: bytes) -> str:
        """The text again; raises SealBroken."""
        return self._open(sealed).decode()

    def seal_small(self, text: str) -> bytes:
        """The text packed and sealed, for where there is little room."""
        return self._seal(zlib.compress(text.encode(), zlib.Z_BEST_COMPRESSION))

    def open_small(self, sealed: bytes) -> str:
        """The text that `seal_small` took; raises SealBroken."""
        return zlib.decompress(self._open(sealed)).decode()

    def _seal(self, content: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, self.id.encode())

    def _open(self, sealed: bytes) -> bytes:
        if len(sealed) < NONCE_BYTES:
            raise SealBroken("draft")
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self.id.encode())
        except InvalidTag:
            raise SealBroken("draft") from None


def new_cookie_secret() -> str:
    """256 random bits for one respondent's cookie."""
    return secrets.token_urlsafe(32)


def _derived(master: bytes, salt: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt or None, info=purpose.encode()).derive(master)
