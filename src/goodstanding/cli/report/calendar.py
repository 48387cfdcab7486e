"""The instants along an axis become its ticks: beginnings of years, months, days or hours, UTC."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from goodstanding.core.words import add_months

MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
DAYS = (1, 2, 7, 14)
HOURS = (1, 3, 6, 12)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
A_MONDAY_AT = datetime(1900, 1, 1, tzinfo=UTC)
YEAR = 12
NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
BY_YEAR = "{at.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Ticks, and how each is written."""

    at: tuple[datetime, ...]
    form: str

    def told(self, tick_at: datetime) -> str:
        """The tick as text: `2026`, `Jan 2026`, `5 Jan` or `5 Jan 12:00`."""
        return self.form.format(month=NAMES[tick_at.month - 1], at=tick_at)


def calendar_over(instants: Sequence[datetime], *, most: int) -> Calendar:
    """At most `most` ticks (more than 2), the first at or before every instant, the last at or
    after; on the round steps of the calendar."""
    low_at, high_at = min(instants), max(instants)
    for walk, form in _walks(low_at, high_at):
        ticks = tuple(walk())
        if len(ticks) <= most:
            return Calendar(at=ticks, form=form)
    return Calendar(at=(low_at, high_at), form=BY_YEAR)


Walk = Callable[[], Iterator[datetime]]


def _walks(low_at: datetime, high_at: datetime) -> Iterator[tuple[Walk, str]]:
    """From the finest step on that cannot be endless, to the coarsest."""
    span = high_at - low_at
    if span <= 2 * DAY and low_at != high_at:
        for hours in HOURS:
            yield _even(low_at, high_at, hours * HOUR), "{at.day} {month} {at:%H:%M}"
    if span <= 60 * DAY and low_at != high_at:
        for days in DAYS:
            yield _even(low_at, high_at, days * DAY), "{at.day} {month} {at.year}"
    for months in MONTHS:
        if span / (31 * DAY) / months < 100:
            yield (
                _by_months(low_at, high_at, months),
                BY_YEAR if months >= YEAR else "{month} {at.year}",
            )


def _even(low_at: datetime, high_at: datetime, step: timedelta) -> Walk:
    def walk() -> Iterator[datetime]:
        tick_at = A_MONDAY_AT + (low_at - A_MONDAY_AT) // step * step
        yield tick_at
        while tick_at < high_at:
            tick_at += step
            yield tick_at

    return walk


def _by_months(low_at: datetime, high_at: datetime, months: int) -> Walk:
    def walk() -> Iterator[datetime]:
        month = (low_at.year * YEAR + low_at.month - 1) // months * months
        tick_at = datetime(max(1, month // YEAR), month % YEAR + 1, 1, tzinfo=UTC)
        yield tick_at
        while tick_at <= high_at and not (tick_at == high_at and tick_at > low_at):
            tick_at = add_months(tick_at, months)
            yield tick_at

    return walk
