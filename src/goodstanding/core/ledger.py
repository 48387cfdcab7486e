"""Every record that has effect becomes an entry, in order, sealed to the one before it.

Whoever holds the head (the last digest), published elsewhere, can tell that nothing before it was
changed, taken out, put in or moved. Personal words stand beside the seal: sealed is only a digest
of them with a salt, so that erasing the words later breaks nothing, and nobody can guess them from
the digest once the salt is gone too.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from hashlib import sha256

from goodstanding.core.words import MICROSECOND, Refusal, require_instant, told_instant

GENESIS = "0" * 64
SHORTEST_SALT = 16
# Shorter words ("ok") are found inside others by chance.
LONG_ENOUGH_TO_KNOW = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalWords:
    """Words about or by a person, with the salt of their digest; both None once redacted."""

    name: str
    text: str | None
    salt: str | None
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One sealed entry: `body` is canonical text, `digest` covers all but the words themselves."""

    sequence: int
    entered_at: datetime
    kind: str
    body: str
    words: tuple[PersonalWords, ...]
    previous: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Salted:
    """Personal words to be entered, with a salt of at least 16 characters drawn for them alone."""

    text: str
    salt: str


def canonical(record: object) -> bytes:
    """The one way in which a record is written down: equal records give equal bytes.

    It is JSON in ASCII, without white space, keys sorted. A record is `{"fields": …, "type": …}`
    with its bare type name; an enum its value; an instant ISO 8601 in UTC with six decimals and
    `Z`; a day ISO 8601; a span its whole microseconds; a decimal or a fraction `"p/q"` in lowest
    terms (`"p"` when whole); a set a list sorted by the canonical bytes of its members; a tuple or
    list a list; a mapping with text keys an object.

    Raises:
        Refusal: the record holds a float, an instant without a zone, a key that is no text, or
            anything else that has no such form.
    """
    return json.dumps(_plain(record), sort_keys=True, separators=(",", ":")).encode("ascii")


def append(
    entries: tuple[Entry, ...],
    record: object,
    *,
    kind: str,
    at: datetime,
    words: Mapping[str, Salted] | None = None,
) -> tuple[Entry, ...]:
    """The entries with one more, sealed to the last.

    Raises:
        Refusal: the instant lies before the last entry's, a salt is short, or the words are also
            in the record itself, where nothing could ever erase them.
    """
    last = entries[-1] if entries else None
    if last is not None and require_instant("at", at) < last.entered_at:
        raise Refusal(
            "entry-before-the-last",
            f"entry `{kind}` at `{told_instant(at)}` would follow one at "
            f"`{told_instant(last.entered_at)}`",
            cure="enter things as they happen; say in the record when they were true",
        )
    body = canonical(record).decode("ascii")
    beside = tuple(_beside(name, given, body) for name, given in sorted((words or {}).items()))
    entry = Entry(
        sequence=1 if last is None else last.sequence + 1,
        entered_at=require_instant("at", at),
        kind=kind,
        body=body,
        words=beside,
        previous=GENESIS if last is None else last.digest,
        digest="",
    )
    return (*entries, replace(entry, digest=sealed(entry)))


def redact(entry: Entry, name: str) -> Entry:
    """The entry without those words and their salt; its seal, and the chain, stay whole.

    Raises:
        Refusal: the entry has no words of that name.
    """
    if name not in {words.name for words in entry.words}:
        raise Refusal(
            "no-such-words",
            f"entry {entry.sequence} has no words named `{name}`",
            cure="name one of "
            + (", ".join(f"`{words.name}`" for words in entry.words) or "another entry's"),
        )
    return replace(
        entry,
        words=tuple(
            replace(words, text=None, salt=None) if words.name == name else words
            for words in entry.words
        ),
    )


def head(entries: tuple[Entry, ...]) -> str:
    """The digest that vouches for all entries so far; of none, 64 zeros."""
    return entries[-1].digest if entries else GENESIS


def verify(entries: Iterable[Entry], *, published_head: str | None = None) -> str:
    """The head of the entries, once every one of them is whole and in its place.

    Only against a `published_head` is it known that none is missing at the end, and that not all of
    them were sealed anew.

    Raises:
        Refusal: names the first entry that is missing, moved or changed, or whose words are not
            those that were sealed; or the head is not the published one.
    """
    chain = tuple(entries)
    present = {entry.sequence for entry in chain}
    previous = GENESIS
    for expected, entry in enumerate(chain, start=1):
        if entry.sequence != expected:
            how = "is not in its place" if expected in present else "is missing"
            raise broken(f"entry {expected} {how}: entry {entry.sequence} stands there")
        require_link(entry, previous=previous)
        previous = entry.digest
    if published_head not in (None, previous):
        raise broken(f"the entries end at `{previous}`, the published head is `{published_head}`")
    return previous


def require_link(entry: Entry, *, previous: str) -> None:
    """Nothing, if the entry says what was sealed, and is sealed to the digest `previous`.

    Raises:
        Refusal: it was changed, follows another entry, or its words are not those sealed.
    """
    if entry.digest != sealed(entry):
        raise broken(f"entry {entry.sequence} was changed: its seal is not that of what it says")
    if entry.previous != previous:
        raise broken(f"entry {entry.sequence} is not sealed to the one before it")
    for words in entry.words:
        if words.text is not None and words.digest != digest_of_words(
            words.name, words.text, words.salt
        ):
            raise broken(f"entry {entry.sequence}: the words `{words.name}` are not those sealed")


def sealed(entry: Entry) -> str:
    """The digest over all that the entry says, its place and the digest before it.

    Of personal words it covers only their digests, so that they can be erased.
    """
    return sha256(
        canonical(
            {
                "sequence": entry.sequence,
                "entered_at": entry.entered_at,
                "kind": entry.kind,
                "body": entry.body,
                "words": {words.name: words.digest for words in entry.words},
                "previous": entry.previous,
            }
        )
    ).hexdigest()


def digest_of_words(name: str, text: str | None, salt: str | None) -> str:
    """What is sealed of personal words: without the salt nobody can guess them from it."""
    return sha256(canonical((salt, name, text))).hexdigest()


def broken(what: str) -> Refusal:
    """The refusal of a ledger that is not whole; `what` names the first place where it is not."""
    return Refusal(
        "ledger-broken", what, cure="restore the entries from a copy that verifies, and look why"
    )


def _beside(name: str, given: Salted, body: str) -> PersonalWords:
    if len(given.salt) < SHORTEST_SALT:
        raise Refusal(
            "short-salt",
            f"the salt of `{name}` has {len(given.salt)} characters",
            cure=f"draw at least {SHORTEST_SALT} at random for these words alone",
        )
    written = json.dumps(given.text)
    if written in body or (len(given.text) >= LONG_ENOUGH_TO_KNOW and written[1:-1] in body):
        raise Refusal(
            "words-inside-the-seal",
            f"the words `{name}` are in the record itself too",
            cure="leave them out of the record; beside it they can be erased",
        )
    return PersonalWords(
        name=name,
        text=given.text,
        salt=given.salt,
        digest=digest_of_words(name, given.text, given.salt),
    )


def _plain(value: object) -> object:
    match value:
        case Enum():
            return _plain(value.value)
        case None | bool() | int() | str():
            return value
        case tuple() | list():
            return [_plain(each) for each in value]
        case frozenset() | set():
            return sorted((_plain(each) for each in value), key=canonical)
        case Mapping():
            return {_key(key): _plain(each) for key, each in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            told = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
            return {"type": type(value).__name__, "fields": told}
        case _:
            return _measure(value)


def _measure(value: object) -> object:
    match value:
        case Decimal() if value.is_finite():
            return str(Fraction(value))
        case Fraction():
            return str(value)
        case datetime():
            require_instant("an instant", value)
            return value.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"
        case date():
            return value.isoformat()
        case timedelta():
            return value // MICROSECOND
        case _:
            raise _unwritable(value)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise _unwritable(key)
    return str(key)


def _unwritable(value: object) -> Refusal:
    return Refusal(
        "no-canonical-form",
        f"`{value}` ({type(value).__name__}) has no canonical form",
        cure="use text, whole or exact numbers, instants in UTC, and records of these",
    )
