"""A cadence and a span of time become the instants at which people are judged."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import assert_never

from goodstanding.core.policy.language import Cadence, Process
from goodstanding.core.words import require_instant

DAY = timedelta(days=1)
# A Monday, from which every second week is counted.
FIRST_MONDAY = date(1970, 1, 5)
FORTNIGHT_DAYS = 14
FIRST_OF_QUARTER = (1, 4, 7, 10)


def set_times(process: Process, from_at: datetime, until_at: datetime) -> tuple[datetime, ...]:
    """The instants of judging from the one to the other, both included; each a midnight, UTC.

    None for `on_evidence`, which has no set times. A week is judged on its Monday, two weeks on
    every second Monday from 5 January 1970 on, a month on `on_day` (the first, if not said; the
    last where the month lacks it), a quarter on its first day.
    """
    require_instant("from_at", from_at)
    require_instant("until_at", until_at)
    days = (day for day in _days(from_at.date(), until_at.date()) if _is_due(process, day))
    midnights = (datetime.combine(day, time.min, tzinfo=UTC) for day in days)
    return tuple(at for at in midnights if from_at <= at)


def _days(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _is_due(process: Process, day: date) -> bool:
    match process.cadence:
        case Cadence.ON_EVIDENCE:
            return False
        case Cadence.DAILY:
            return True
        case Cadence.WEEKLY:
            return day.weekday() == FIRST_MONDAY.weekday()
        case Cadence.EVERY_TWO_WEEKS:
            return (day - FIRST_MONDAY) % (FORTNIGHT_DAYS * DAY) == timedelta(0)
        case Cadence.MONTHLY:
            last = monthrange(day.year, day.month)[1]
            return day.day == min(process.on_day or 1, last)
        case Cadence.QUARTERLY:
            return day.month in FIRST_OF_QUARTER and day.day == 1
        case _:
            assert_never(process.cadence)
