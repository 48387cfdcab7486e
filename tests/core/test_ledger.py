"""Entries are sealed to one another; words beside the seal can be erased without breaking it."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.ledger import (
    GENESIS,
    Entry,
    Salted,
    append,
    canonical,
    head,
    redact,
    verify,
)
from goodstanding.core.words import MICROSECOND, Dimension, Money, Outcome, Refusal
from tests.core.story_builders import DAY, NOON, decision, refused

SALT = "0123456789abcdef"
NOTE = Salted(text="She told us of her illness.", salt=SALT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A record of the tests' own."""

    what: str
    when_at: datetime


def ledger(count: int = 3) -> tuple[Entry, ...]:
    """So many entries, a day apart, each with a note beside its seal."""
    entries: tuple[Entry, ...] = ()
    for number in range(1, count + 1):
        at = NOON + number * DAY
        record = Step(what=f"step {number}", when_at=at)
        entries = append(entries, record, kind="step", at=at, words={"note": NOTE})
    return entries


def broken(entries: tuple[Entry, ...]) -> str:
    """How verification says that they are broken."""
    with pytest.raises(Refusal) as caught:
        verify(entries)
    assert caught.value.code == "ledger-broken"
    return caught.value.message


@pytest.mark.parametrize(
    ("record", "written"),
    [
        (None, b"null"),
        (True, b"true"),
        (12, b"12"),
        ("Zoë `\n", b'"Zo\\u00eb `\\n"'),
        (Outcome.WARN, b'"warn"'),
        (Decimal("1.50"), b'"3/2"'),
        (Fraction(2, 1), b'"2"'),
        (datetime(2026, 1, 31, 12, tzinfo=UTC), b'"2026-01-31T12:00:00.000000Z"'),
        (datetime(999, 1, 1, tzinfo=UTC), b'"0999-01-01T00:00:00.000000Z"'),
        (date(2026, 1, 31), b'"2026-01-31"'),
        (timedelta(days=1, microseconds=1), b"86400000001"),
        (("b", "a"), b'["b","a"]'),
        (["b", "a"], b'["b","a"]'),
        (frozenset({"b", "a"}), b'["a","b"]'),
        ({Dimension.SKILLS, Dimension.AVAILABILITY}, b'["availability","skills"]'),
        ({"b": 1, "a": 2}, b'{"a":2,"b":1}'),
        (
            Money(amount=Decimal("10.00"), currency="USD"),
            b'{"fields":{"amount":"10","currency":"USD"},"type":"Money"}',
        ),
    ],
)
def test_a_record_is_written_in_one_way(record: object, written: bytes) -> None:
    assert canonical(record) == written


@pytest.mark.parametrize(
    "record",
    [
        0.5,
        Decimal("NaN"),
        Decimal("Infinity"),
        b"bytes",
        {1: "a key that is no text"},
        object(),
        Money,
    ],
)
def test_what_has_no_exact_form_is_not_written(record: object) -> None:
    with refused("no-canonical-form"):
        canonical({"record": record})


def test_an_instant_is_written_only_in_utc() -> None:
    with refused("instant-without-zone"):
        canonical(datetime(2026, 1, 31, 12))
    with refused("instant-not-utc"):
        canonical(datetime(2026, 1, 31, 12, tzinfo=timezone(timedelta(hours=1))))


@given(st.lists(st.sampled_from(list(Outcome)), min_size=1), st.randoms(use_true_random=False))
def test_the_order_in_which_a_set_or_a_mapping_was_filled_changes_no_byte(
    members: list[Outcome], chance: Random
) -> None:
    shuffled = list(members)
    chance.shuffle(shuffled)

    assert canonical(frozenset(members)) == canonical(frozenset(shuffled))
    assert canonical(dict.fromkeys(members, 1)) == canonical(dict.fromkeys(shuffled, 1))


def test_a_whole_decision_has_a_canonical_form() -> None:
    assert canonical(decision()) == canonical(decision())
    assert canonical(decision()) != canonical(decision(reasons="The plans were late."))


def test_entries_are_numbered_from_one_and_each_is_sealed_to_the_one_before() -> None:
    entries = ledger()

    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert [entry.previous for entry in entries] == [GENESIS, entries[0].digest, entries[1].digest]
    assert verify(entries) == head(entries) == entries[2].digest


def test_of_no_entries_the_head_is_sixty_four_zeros() -> None:
    assert verify(()) == head(()) == "0" * 64


def test_the_head_is_the_same_on_every_machine() -> None:
    (entry,) = append((), {"what": "first"}, kind="step", at=NOON)

    sealed = (
        '{"body":"{\\"what\\":\\"first\\"}","entered_at":"2026-11-23T12:00:00.000000Z",'
        f'"kind":"step","previous":"{"0" * 64}","sequence":1,"words":{{}}}}'
    )
    assert entry.digest == sha256(sealed.encode()).hexdigest()
    assert entry.digest == "c6a9b756c477dc939d9666ea58957cb0b20f011322ad2530eb759d113ef95704"


def test_an_entry_may_be_as_old_as_the_last_and_no_older() -> None:
    entries = ledger()
    last_at = entries[-1].entered_at

    assert len(append(entries, "same instant", kind="step", at=last_at)) == 4
    with refused("entry-before-the-last"):
        append(entries, "earlier", kind="step", at=last_at - MICROSECOND)
    with refused("instant-without-zone"):
        append((), "when?", kind="step", at=datetime(2026, 1, 31))


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_changed_entry_is_found_and_named(place: int) -> None:
    for change in (
        {"body": '"another"'},
        {"kind": "other"},
        {"entered_at": NOON},
        {"words": ()},
        {"digest": "f" * 64},
        {"previous": "f" * 64},
    ):
        entries = list(ledger())
        entries[place - 1] = replace(entries[place - 1], **change)

        assert broken(tuple(entries)).startswith(f"entry {place} was changed")


def test_a_missing_entry_is_found_and_named() -> None:
    first, _, third = ledger()

    assert broken((first, third)) == "entry 2 is missing: entry 3 stands there"
    assert broken((third,)) == "entry 1 is missing: entry 3 stands there"


def test_moved_entries_are_found_and_named() -> None:
    first, second, third = ledger()

    assert broken((first, third, second)) == "entry 2 is not in its place: entry 3 stands there"


def test_an_entry_of_another_ledger_is_found() -> None:
    first, second, _ = ledger()
    other = append((), "another beginning", kind="step", at=NOON)

    assert broken((*other, second)) == "entry 2 is not sealed to the one before it"
    assert verify((first, second)) == second.digest


def test_changed_words_are_found_and_named() -> None:
    first, second, third = ledger()
    forged = replace(second, words=(replace(second.words[0], text="She was late."),))

    assert broken((first, forged, third)) == "entry 2: the words `note` are not those sealed"


def test_only_the_published_head_tells_that_the_end_is_missing() -> None:
    entries = ledger()

    assert verify(entries[:2]) == entries[1].digest
    assert verify(entries, published_head=entries[2].digest) == entries[2].digest
    with pytest.raises(Refusal, match="the published head is"):
        verify(entries[:2], published_head=entries[2].digest)
    with pytest.raises(Refusal, match="the published head is"):
        verify((), published_head=entries[2].digest)


def test_words_can_be_erased_with_their_salt_and_the_chain_stays_whole() -> None:
    first, second, third = ledger()

    erased = redact(second, "note")

    assert erased.words[0].text is None
    assert erased.words[0].salt is None
    assert "illness" not in repr(erased)
    assert verify((first, erased, third)) == third.digest
    assert redact(erased, "note") == erased


def test_only_the_named_words_are_erased() -> None:
    both = append((), "x", kind="step", at=NOON, words={"note": NOTE, "reasons": NOTE})

    erased = redact(both[0], "note")

    assert [words.text for words in erased.words] == [None, "She told us of her illness."]


def test_words_that_are_not_there_cannot_be_erased() -> None:
    with refused("no-such-words"):
        redact(ledger()[0], "reasons")
    with refused("no-such-words"):
        redact(append((), "bare", kind="step", at=NOON)[0], "note")


def test_the_same_words_with_another_salt_have_another_digest() -> None:
    one = append((), "x", kind="step", at=NOON, words={"note": NOTE})
    other = append(
        (), "x", kind="step", at=NOON, words={"note": replace(NOTE, salt="fedcba9876543210")}
    )

    assert one[0].words[0].digest != other[0].words[0].digest


def test_a_salt_that_could_be_guessed_is_refused() -> None:
    with refused("short-salt"):
        append((), "x", kind="step", at=NOON, words={"note": replace(NOTE, salt=SALT[:-1])})


def test_words_that_are_to_be_erasable_are_not_in_the_sealed_record() -> None:
    inside = {"what": f"She said: {NOTE.text}"}
    short = Salted(text="late", salt=SALT)

    with refused("words-inside-the-seal"):
        append((), inside, kind="step", at=NOON, words={"note": NOTE})
    with refused("words-inside-the-seal"):
        append((), {"what": "late"}, kind="step", at=NOON, words={"note": short})
    assert append((), {"what": "translated"}, kind="step", at=NOON, words={"note": short})
