"""What is sealed opens for whoever may, in its own place, and nowhere else."""

import secrets
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.storage.sealing import DraftKey, KeyRing, SealBroken, new_cookie_secret

FIRST, SECOND = secrets.token_bytes(32), secrets.token_bytes(32)
SALT, OTHER_SALT = secrets.token_bytes(32), secrets.token_bytes(32)
PLACE = "visit/response/question"
WORDS = "I waited two years. \U0001f642"
HEADER, TAG = 14, 16


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing({1: FIRST})


@pytest.fixture
def draft_key() -> DraftKey:
    return DraftKey("a browser's secret", b"p" * 32)


def bit_flips(sealed: bytes) -> list[bytes]:
    """The same bytes with one bit turned over, once for each bit."""
    flips = []
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        flips.append(bytes(changed))
    return flips


def refused(open_it, values: list[bytes]) -> int:
    """How many of these values do not open."""
    count = 0
    for value in values:
        with pytest.raises(SealBroken):
            open_it(value)
        count += 1
    return count


@given(text=st.text(max_size=300), place=st.text(max_size=60), salt=st.binary(max_size=40))
def test_whatever_is_sealed_opens_as_it_was(text: str, place: str, salt: bytes) -> None:
    ring = KeyRing({7: FIRST})
    assert ring.open(salt, place, ring.seal(salt, place, text)) == text


@given(text=st.text(max_size=300))
def test_whatever_a_draft_holds_opens_as_it_was(text: str) -> None:
    key = DraftKey(new_cookie_secret(), FIRST)
    assert key.open(key.seal(text)) == text


def test_the_words_cannot_be_seen(ring: KeyRing, draft_key: DraftKey) -> None:
    for sealed in (ring.seal(SALT, PLACE, WORDS), draft_key.seal(WORDS)):
        assert not any(word.encode() in sealed for word in ("waited", "years", "\U0001f642"))


def test_every_flipped_bit_is_noticed(ring: KeyRing) -> None:
    flips = bit_flips(ring.seal(SALT, PLACE, WORDS))
    assert refused(lambda value: ring.open(SALT, PLACE, value), flips) == len(flips)


def test_a_flipped_key_number_is_noticed_though_that_key_is_here() -> None:
    ring = KeyRing(dict.fromkeys(range(1, 256), FIRST) | {2: SECOND})
    flips = [KeyRing({1: FIRST}).seal(SALT, PLACE, WORDS)]
    moved = [bytes((flips[0][0], 2)) + flips[0][2:]]
    assert refused(lambda value: ring.open(SALT, PLACE, value), moved) == 1


def test_every_flipped_bit_of_a_draft_is_noticed(draft_key: DraftKey) -> None:
    flips = bit_flips(draft_key.seal(WORDS))
    assert refused(draft_key.open, flips) == len(flips)


def test_whatever_is_cut_short_is_refused(ring: KeyRing, draft_key: DraftKey) -> None:
    sealed, draft = ring.seal(SALT, PLACE, WORDS), draft_key.seal(WORDS)
    assert refused(lambda value: ring.open(SALT, PLACE, value), [sealed[:n] for n in range(len(sealed))])
    assert refused(draft_key.open, [draft[:n] for n in range(len(draft))])


@pytest.mark.parametrize(
    "place", ["visit/response/other", "visit/other/question", "other/response/question", "", PLACE + "/"]
)
def test_nothing_opens_in_another_place(ring: KeyRing, place: str) -> None:
    with pytest.raises(SealBroken):
        ring.open(SALT, place, ring.seal(SALT, PLACE, WORDS))


def test_nothing_opens_with_the_salt_of_another_visit(ring: KeyRing) -> None:
    with pytest.raises(SealBroken):
        ring.open(OTHER_SALT, PLACE, ring.seal(SALT, PLACE, WORDS))


def test_nothing_opens_on_a_ring_without_its_key(ring: KeyRing) -> None:
    sealed = ring.seal(SALT, PLACE, WORDS)
    for other in (KeyRing({1: SECOND}), KeyRing({2: FIRST})):
        with pytest.raises(SealBroken):
            other.open(SALT, PLACE, sealed)


def test_an_old_key_still_opens_after_a_new_one_is_added(ring: KeyRing) -> None:
    before = ring.seal(SALT, PLACE, WORDS)
    grown = KeyRing({1: FIRST, 2: SECOND})
    after = grown.seal(SALT, PLACE, WORDS)
    assert grown.open(SALT, PLACE, before) == grown.open(SALT, PLACE, after) == WORDS
    with pytest.raises(SealBroken):
        ring.open(SALT, PLACE, after)
    assert KeyRing({2: SECOND}).open(SALT, PLACE, after) == WORDS


def test_drafts_go_on_after_a_new_key_is_added(ring: KeyRing) -> None:
    begun = DraftKey("secret", ring.pepper("draft"))
    later = DraftKey("secret", KeyRing({1: FIRST, 2: SECOND}).pepper("draft"))
    assert later.id == begun.id
    assert later.open(begun.seal(WORDS)) == WORDS


def test_each_purpose_has_a_pepper_of_its_own(ring: KeyRing) -> None:
    assert ring.pepper("draft") != ring.pepper("sent")
    assert ring.pepper("draft") == ring.pepper("draft")
    assert FIRST not in (ring.pepper("draft"), ring.pepper("visit"))


def test_no_seal_repeats_its_nonce_or_itself(ring: KeyRing, draft_key: DraftKey) -> None:
    seals = [ring.seal(SALT, PLACE, WORDS) for _ in range(5000)]
    drafts = [draft_key.seal(WORDS) for _ in range(5000)]
    assert len({seal[2:HEADER] for seal in seals} | {draft[:12] for draft in drafts}) == 10_000
    assert len({seal[HEADER:] for seal in seals}) == 5000


def test_there_is_no_room_for_a_time(ring: KeyRing, draft_key: DraftKey) -> None:
    size = len(WORDS.encode())
    sealed = ring.seal(SALT, PLACE, WORDS)
    assert len(sealed) == HEADER + size + TAG
    assert len(draft_key.seal(WORDS)) == 12 + size + TAG
    assert sealed[:2] == ring.seal(OTHER_SALT, "elsewhere", "something else")[:2]


def test_seals_do_not_tell_the_order_they_were_made_in(ring: KeyRing, draft_key: DraftKey) -> None:
    for seals in (
        [ring.seal(SALT, PLACE, WORDS) for _ in range(2000)],
        [draft_key.seal(WORDS) for _ in range(2000)],
    ):
        for first in (2, 6, HEADER, HEADER + 4):
            ranks = sorted(range(len(seals)), key=lambda n: seals[n][first : first + 4])
            agree = sum(a < b for a, b in pairwise(ranks))
            assert 800 < agree < 1200


def test_neither_the_cookie_nor_the_pepper_alone_opens_a_draft() -> None:
    cookie = new_cookie_secret()
    pepper = KeyRing({1: FIRST}).pepper("draft")
    whole = DraftKey(cookie, pepper)
    sealed = whole.seal(WORDS)
    for half in (
        DraftKey(cookie, KeyRing({1: SECOND}).pepper("draft")),
        DraftKey(new_cookie_secret(), pepper),
    ):
        assert half.id != whole.id
        assert half.sent_key != whole.sent_key
        with pytest.raises(SealBroken):
            half.open(sealed)


def test_a_draft_moved_to_another_id_is_refused(draft_key: DraftKey) -> None:
    sealed = draft_key.seal(WORDS)
    draft_key.id = DraftKey("another browser", b"p" * 32).id
    with pytest.raises(SealBroken):
        draft_key.open(sealed)


def test_the_parts_made_from_one_cookie_do_not_show_each_other() -> None:
    cookie = new_cookie_secret()
    key = DraftKey(cookie, FIRST)
    assert key.id != key.sent_key
    assert cookie not in key.id + key.sent_key
    assert len(cookie) >= 43


@pytest.mark.parametrize("masters", [{}, {1: b"short"}, {1: FIRST, 2: SECOND[:31]}])
def test_a_ring_without_whole_keys_is_refused(masters: dict[int, bytes]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        KeyRing(masters)


def test_what_is_sealed_for_one_purpose_opens_for_no_other(ring: KeyRing) -> None:
    contact = ring.for_purpose("contact")
    sealed = contact.seal(SALT, PLACE, WORDS)
    assert contact.open(SALT, PLACE, sealed) == WORDS
    for other in (ring, ring.for_purpose("something else")):
        with pytest.raises(SealBroken):
            other.open(SALT, PLACE, sealed)
