"""An instant becomes the one by which an appeal should be answered, in business days."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from goodstanding.core.appeal.record import Appeal
from goodstanding.core.words import end_of_utc_day

SATURDAY = 5


def answer_due_at(
    from_at: datetime, business_days: int, *, holidays: Collection[date] = ()
) -> datetime:
    """The last instant of the UTC day that is so many business days after the day of `from_at`.

    Business days are Monday to Friday, less the holidays. The day of `from_at` itself never counts.

    >>> from datetime import UTC
    >>> friday_at = datetime(2026, 11, 20, 18, tzinfo=UTC)
    >>> answer_due_at(friday_at, 2).isoformat()
    '2026-11-24T23:59:59.999999+00:00'
    """
    due_at = end_of_utc_day(from_at)
    left = business_days
    while left > 0:
        due_at += timedelta(days=1)
        if due_at.weekday() < SATURDAY and due_at.date() not in holidays:
            left -= 1
    return due_at


def is_late(appeal: Appeal, as_of: datetime) -> bool:
    """Whether the answer came, or has not come, after its due instant; the due instant is in time.

    While we wait for the appellant nothing is late.
    """
    if appeal.answer_due_at is None:
        return False
    return (appeal.answered_at or as_of) > appeal.answer_due_at
