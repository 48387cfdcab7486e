"""What a ladder says over time, as records: how often, how long, when one leaves, when it shows."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.nodes import Condition
from goodstanding.core.words import add_days, add_months

DAYS_A_WEEK = 7


class Weekday(StrEnum):
    """A day of the week, UTC; its place in the order is Python's `weekday()`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Deed(StrEnum):
    """What somebody did, or was granted, that ends a rung."""

    COURSE = "course"
    APPEAL = "appeal"
    FIX = "fix"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The condition was true at `times` or more of the last `of` evaluations, this one included."""

    times: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """Somebody has stood on the rung, or a graver one, for so long without a break."""

    on: str
    days: int | None = None
    months: int | None = None

    def is_over(self, since_at: datetime, as_of: datetime) -> bool:
        """Whether it has been that long, to the microsecond or more."""
        return later(since_at, days=self.days, months=self.months) <= as_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreDays:
    """Each further outcome that this is true of adds so many days to the end."""

    each: Condition
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """The day of the week and the time of day, UTC, at which people are free again."""

    weekday: Weekday
    at: time

    def first_after(self, due_at: datetime) -> datetime:
        """The first such instant at `due_at` or after it, never before.

        Raises:
            Refusal: it is beyond the end of the calendar.
        """
        days = (tuple(Weekday).index(self.weekday) - due_at.weekday()) % DAYS_A_WEEK
        midnight_at = due_at.replace(hour=0, minute=0, second=0, microsecond=0)
        clock = timedelta(hours=self.at.hour, minutes=self.at.minute)
        released_at = later(midnight_at, days=days) + clock
        return released_at if released_at >= due_at else later(released_at, days=DAYS_A_WEEK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probation:
    """The next so many votes are looked at alone: who passes is free, who fails goes to a rung."""

    votes: int
    passes: Condition
    fails: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """A worse state shows only after so many days; a better one at once."""

    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A dated fact that can end a rung."""

    deed: Deed
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Where somebody must stand at an instant, and what must show; None for no rung."""

    as_of: datetime
    rung: str | None
    shown: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenTimeline:
    """Outcomes and acts, and where they must lead at some instants: the policy's own test."""

    name: str
    from_at: datetime
    until_at: datetime
    outcomes: tuple[Evidence, ...]
    acts: tuple[Act, ...]
    wants: tuple[Wanted, ...]


def later(from_at: datetime, *, days: int | None = None, months: int | None = None) -> datetime:
    """So many days of 24 hours later, or so many calendar months.

    Raises:
        Refusal: that is beyond the end of the calendar.
    """
    return add_months(from_at, months) if months is not None else add_days(from_at, days or 0)
