"""The grammar of figures, as records: whose votes, over which window, measured how."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from goodstanding.core.policy.nodes import Condition


class Voter(StrEnum):
    """Who has one vote: a group of linked client accounts, one account, or each contract."""

    CLIENT_GROUP = "client_group"
    CLIENT = "client"
    CONTRACT = "contract"


class Keep(StrEnum):
    """Which of a voter's outcomes is its vote. Worst: the latest negative one, else the latest."""

    FIRST = "first"
    WORST = "worst"
    LATEST = "latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """One vote for each voter; an outcome that says nothing votes only if its voter never spoke."""

    per: Voter = Voter.CLIENT_GROUP
    keep: Keep = Keep.WORST


# Windows. All are open at their start and closed at `as_of`: (start, as_of].


@dataclass(frozen=True, slots=True, kw_only=True)
class RollingDays:
    """So many times 86 400 seconds before `as_of`, less the lag on both ends."""

    days: int
    lag_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RollingMonths:
    """So many calendar months before `as_of`; a day that a month lacks is that month's last."""

    months: int
    lag_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LastVotes:
    """The latest so many votes of those that the signal divides by (or counts among)."""

    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AllTime:
    """Everything known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByVolume:
    """One window for busy people, another for the rest, by outcomes in a window of its own."""

    at_least: int
    within: RollingDays | RollingMonths
    then: RollingDays | RollingMonths | LastVotes | AllTime
    otherwise: RollingDays | RollingMonths | LastVotes | AllTime


@dataclass(frozen=True, slots=True, kw_only=True)
class BestOf:
    """Several windows; the figure is the best for the subject among those that have a figure."""

    windows: tuple[RollingDays | RollingMonths | LastVotes | AllTime, ...]


SimpleWindow = RollingDays | RollingMonths | LastVotes | AllTime
Window = SimpleWindow | ByVolume | BestOf


# Signals: named figures about one subject at one instant.


class Better(StrEnum):
    """Which way is good for the subject."""

    LOWER = "lower"
    HIGHER = "higher"


class Rounding(StrEnum):
    """How a half is rounded."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"
    UP = "up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Rounds a figure to so many decimal places before anything is compared with it."""

    places: int
    how: Rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Whole-number weights by steps of an item: the step at or below its value; unknown weighs
    as the lowest step."""

    by: str
    steps: tuple[tuple[Fraction, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The least there must be for a figure to exist at all: votes, and different client groups."""

    votes: int = 0
    client_groups: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many votes the condition is true of."""

    of: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Distinct:
    """How many different voters have at least one outcome that the condition is true of."""

    of: Condition
    on: Voter


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """Votes that a share starts from before anybody has voted, so that few votes say little."""

    of: int
    per: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Votes that `of` and `per` are true of, divided by votes that `per` is true of.

    With a prior both are counted from there on, and the share is known without any vote.
    """

    of: Condition
    per: Condition
    weight: Weight | None = None
    prior: Prior | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetShare:
    """Votes that `of` is true of less those of `minus`, divided by those of `per`."""

    of: Condition
    minus: Condition
    per: Condition
    weight: Weight | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """The mean of a number over the votes of `per` that have it."""

    of: str
    per: Condition
    weight: Weight | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Shares of negative votes: tolerated in anybody, clearly bad, and usual with a client."""

    tolerated: Fraction
    bad: Fraction
    usual: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Strictness:
    """How far a client's own record moves the rates that its vote is held against.

    In logits, from `least` to `most`; the usual rate weighs as much as `history` votes.
    """

    history: int
    least: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Evidence points: how strongly the votes, in their order, speak against the tolerated rate.

    100 points are one natural logarithm. `of` is a negative vote among those of `per`. A client
    who never voted on anybody else before weighs `newcomers_weigh` (0 to 1).
    """

    of: Condition
    per: Condition
    rates: Rates
    strictness: Strictness | None = None
    newcomers_weigh: Fraction = Fraction(1)

    @property
    def reads_clients(self) -> bool:
        """Whether what a client said of others before matters."""
        return self.strictness is not None or self.newcomers_weigh != 1


Measure = Count | Distinct | Share | NetShare | Mean | Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One named figure: what is measured, over which window, by whose votes."""

    name: str
    measure: Measure
    window: Window
    votes: Votes
    sample: Sample
    better: Better
    round: Round | None = None
    says: str = ""
