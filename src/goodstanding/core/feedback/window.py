"""A contract's end opens the window in which both sides may give feedback.

Day 0 is the UTC date on which the contract ended. The window is open from the instant of the end to
23:59:59.999999 UTC of day 14, both inclusive. Every other deadline in days is counted the same way:
it is the end of a UTC day, so that it can be told as a date.
"""

from datetime import datetime

from goodstanding.core.contract import Contract, end_of
from goodstanding.core.words import Refusal, end_of_utc_day, told_instant

WINDOW_DAYS = 14


def closes_at(contract: Contract) -> datetime:
    """The last microsecond at which feedback may be given: the end of day 14, UTC.

    Raises:
        Refusal: the contract still runs.
    """
    return end_of_utc_day(end_of(contract), days_later=WINDOW_DAYS)


def require_open_window(contract: Contract, at: datetime) -> None:
    """Nothing, once the instant lies in the window, both ends included.

    Raises:
        Refusal: the contract has not ended (by then), or the window has closed.
    """
    ended_at, last_at = end_of(contract), closes_at(contract)
    if at < ended_at:
        raise Refusal(
            "feedback-window-not-open",
            f"contract `{contract.id}` ends at `{told_instant(ended_at)}`, after "
            f"`{told_instant(at)}`",
            cure="give feedback from its end on",
        )
    if at > last_at:
        raise Refusal(
            "feedback-window-closed",
            f"feedback on contract `{contract.id}` was possible until `{told_instant(last_at)}`, "
            f"and it is `{told_instant(at)}`",
            cure=f"feedback has to be given by the end of day {WINDOW_DAYS} after the contract",
        )
