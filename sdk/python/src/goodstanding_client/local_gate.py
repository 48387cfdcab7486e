"""Who is restricted, held in this very process: a check costs less than a microsecond.

Flat arrays hold what every restriction is; a table of hashes finds a person's first one. Whoever
is not in it costs nothing, so that a hundred million people with two million restrictions need only
what the two million do. A hash only finds: the name itself decides, so nobody is taken for another.
"""

import time
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

NEVER = 2**63 - 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
FREE = -1


class Source(Protocol):
    """What the gate follows: a client of the service."""

    def restrictions(self) -> Iterable[Mapping[str, Any]]:
        """All that anybody may not do now."""

    def changes(self, after: int) -> tuple[int, Sequence[Mapping[str, Any]]]:
        """Whose standing changed since that number, and the next number."""


@dataclass(frozen=True, slots=True)
class Denial:
    """What denies somebody something: since when, until when (None: until lifted), whose."""

    capability: str
    from_at: datetime
    until_at: datetime | None
    decision: str


class LocalGate:
    """What people may not do; `follow` brings it up to date."""

    def __init__(self) -> None:
        self._capabilities: list[str] = []
        self._number: dict[str, int] = {}
        self._after: int | None = None
        self._followed = float("-inf")
        self._load([])

    @property
    def age_seconds(self) -> float:
        """How old what it knows is; endless before it was ever brought up to date."""
        return time.monotonic() - self._followed

    def follow(self, source: Source) -> int:
        """Bring it up to date: whole the first time, then by what changed. How many changes.

        Raises:
            Refused: the service refuses; what is known stays, and grows old.
        """
        began = time.monotonic()
        count = 0
        if self._after is None:
            # The number comes first: what changes while all is read is read again.
            after, _ = source.changes(0)
            self._load(source.restrictions())
            self._after = after
        while True:
            after, changes = source.changes(self._after)
            for change in changes:
                self.replace(change["subject"], change["restrictions"])
            count += len(changes)
            is_done = after == self._after
            self._after = after
            if is_done:
                break
        self._followed = began
        return count

    def may(self, subject: str, capability: str, *, at: int | None = None) -> bool:
        """Whether nothing denies it at the instant (microseconds since 1970; now if not given)."""
        code = hash(subject)
        # A map of bits answers for nearly all, who are denied nothing, from the processor's cache.
        if not self._bits[(code >> 3) & self._bits_mask] >> (code & 7) & 1:
            return True
        since = self._since.get(subject)
        if since is None:
            place = code & self._mask
            slots = self._slots
            while (row := slots[place]) != FREE:
                if self._codes[place] == code and self._name(row) == subject:
                    return not self._denies(row, capability, at)
                place = (place + 1) & self._mask
            return True
        return not any(self._holds(each, capability, at) for each in since)

    def why(self, subject: str, capability: str) -> Denial | None:
        """What denies it now, if anything does."""
        for each in self._all(subject):
            if self._holds(each, capability, None):
                number, from_at, until_at, decision = each
                return Denial(
                    self._capabilities[number],
                    EPOCH + from_at * MICROSECOND,
                    None if until_at == NEVER else EPOCH + until_at * MICROSECOND,
                    decision,
                )
        return None

    def replace(self, subject: str, restrictions: Iterable[Mapping[str, Any]]) -> None:
        """From now on these are all that the subject is denied."""
        self._since[subject] = tuple(self._read(each) for each in restrictions)
        self._mark(hash(subject))

    def _load(self, restrictions: Iterable[Mapping[str, Any]]) -> None:
        """All of them anew."""
        self._since: dict[str, tuple[tuple[int, int, int, str], ...]] = {}
        self._next = array("q")
        self._kinds, self._from, self._until = array("B"), array("q"), array("q")
        self._names, self._name_ends = bytearray(), array("Q")
        self._decisions, self._decision_ends = bytearray(), array("Q")
        first: dict[str, int] = {}
        for row, each in enumerate(restrictions):
            number, from_at, until_at, decision = self._read(each)
            subject = each["subject"]
            # Rows of one person are a chain, its last one first.
            self._next.append(first.get(subject, FREE))
            first[subject] = row
            self._kinds.append(number)
            self._from.append(from_at)
            self._until.append(until_at)
            self._names += subject.encode()
            self._name_ends.append(len(self._names))
            self._decisions += decision.encode()
            self._decision_ends.append(len(self._decisions))
        self._index(first)

    def _mark(self, code: int) -> None:
        self._bits[(code >> 3) & self._bits_mask] |= 1 << (code & 7)

    def _index(self, first: Mapping[str, int]) -> None:
        # Sixteen to thirty-two bits a person: of others, at most one in sixteen is looked up.
        size = 1 << max(10, (2 * len(first)).bit_length())
        self._bits, self._bits_mask = bytearray(size), size - 1
        size = 1 << max(3, (2 * len(first)).bit_length())
        self._mask = size - 1
        self._slots, self._codes = array("l", [FREE]) * size, array("q", [0]) * size
        for subject, row in first.items():
            code = hash(subject)
            place = code & self._mask
            while self._slots[place] != FREE:
                place = (place + 1) & self._mask
            self._slots[place], self._codes[place] = row, code
            self._mark(code)

    def _all(self, subject: str) -> Iterable[tuple[int, int, int, str]]:
        since = self._since.get(subject)
        if since is not None:
            return since
        code = hash(subject)
        place = code & self._mask
        while (row := self._slots[place]) != FREE:
            if self._codes[place] == code and self._name(row) == subject:
                return self._chain(row)
            place = (place + 1) & self._mask
        return ()

    def _chain(self, row: int) -> list[tuple[int, int, int, str]]:
        found = []
        while row != FREE:
            begin = self._decision_ends[row - 1] if row else 0
            decision = self._decisions[begin : self._decision_ends[row]].decode()
            found.append((self._kinds[row], self._from[row], self._until[row], decision))
            row = self._next[row]
        return found

    def _name(self, row: int) -> str:
        begin = self._name_ends[row - 1] if row else 0
        return self._names[begin : self._name_ends[row]].decode()

    def _denies(self, row: int, capability: str, at: int | None) -> bool:
        number = self._number.get(capability, FREE)
        while row != FREE:
            if self._kinds[row] == number:
                now = time.time_ns() // 1000 if at is None else at
                if self._from[row] <= now < self._until[row]:
                    return True
            row = self._next[row]
        return False

    def _holds(self, each: tuple[int, int, int, str], capability: str, at: int | None) -> bool:
        now = time.time_ns() // 1000 if at is None else at
        return self._number.get(capability) == each[0] and each[1] <= now < each[2]

    def _read(self, each: Mapping[str, Any]) -> tuple[int, int, int, str]:
        capability = each["capability"]
        if capability not in self._number:
            self._number[capability] = len(self._capabilities)
            self._capabilities.append(capability)
        until = each["until"]
        return (
            self._number[capability],
            _microseconds(each["from"]),
            NEVER if until is None else _microseconds(until),
            each["decision"],
        )


def _microseconds(told: str) -> int:
    return (datetime.fromisoformat(told) - EPOCH) // MICROSECOND
