"""Which instants lie in a window, and who comes first among those that tie."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from goodstanding.core.evidence import Evidence
from tests.judging import DAY, NOON, US, figure_of, outcome

GOOD = {"overall": 5}
SILENT = {"currency": "USD"}
NOTHING = timedelta(0)


def noon(year: int, month: int, day: int) -> datetime:
    """Noon of a day."""
    return datetime(year, month, day, 12, tzinfo=UTC)


def is_inside(window: str, at: datetime, *, as_of: datetime = NOON) -> bool:
    """Whether an outcome at that instant counts at the other."""
    return figure_of(f"{{count: all, window: {window}}}", [outcome(at=at)], as_of=as_of) == 1


# Edges.


@pytest.mark.parametrize(("off", "inside"), [(-US, False), (NOTHING, False), (US, True)])
@pytest.mark.parametrize(
    ("window", "start_at"),
    [
        ("{days: 1}", noon(2026, 6, 30)),
        ("{days: 365}", noon(2025, 7, 1)),
        ("{months: 1}", noon(2026, 6, 1)),
        ("{months: 12}", noon(2025, 7, 1)),
        ("{days: 30, lag_days: 1}", noon(2026, 5, 31)),
        ("{months: 1, lag_days: 1}", noon(2026, 5, 30)),
    ],
)
def test_an_outcome_at_exactly_the_start_is_out(
    window: str, start_at: datetime, off: timedelta, inside: bool
) -> None:
    assert is_inside(window, start_at + off) is inside


@pytest.mark.parametrize(("off", "inside"), [(-US, True), (NOTHING, True), (US, False)])
@pytest.mark.parametrize(
    ("window", "end_at"),
    [
        ("{days: 30}", NOON),
        ("{months: 1}", NOON),
        ("{all_time: true}", NOON),
        ("{last: 1}", NOON),
        ("{days: 30, lag_days: 1}", NOON - DAY),
        ("{months: 1, lag_days: 1}", NOON - DAY),
    ],
)
def test_an_outcome_at_exactly_the_end_is_in(
    window: str, end_at: datetime, off: timedelta, inside: bool
) -> None:
    assert is_inside(window, end_at + off) is inside


@pytest.mark.parametrize(
    ("as_of", "months", "start_at"),
    [
        (noon(2026, 3, 31), 1, noon(2026, 2, 28)),
        (noon(2026, 3, 30), 1, noon(2026, 2, 28)),
        (noon(2026, 3, 28), 1, noon(2026, 2, 28)),
        (noon(2024, 3, 31), 1, noon(2024, 2, 29)),
        (noon(2026, 2, 28), 1, noon(2026, 1, 28)),
        (noon(2024, 2, 29), 12, noon(2023, 2, 28)),
        (noon(2024, 2, 29), 48, noon(2020, 2, 29)),
        (noon(2026, 10, 31), 1, noon(2026, 9, 30)),
    ],
)
def test_a_month_ends_with_its_last_day_and_not_after_thirty(
    as_of: datetime, months: int, start_at: datetime
) -> None:
    window = f"{{months: {months}}}"

    assert is_inside(window, start_at + US, as_of=as_of)
    assert not is_inside(window, start_at, as_of=as_of)


def test_a_lag_of_days_may_end_on_a_day_that_the_month_before_lacks() -> None:
    # A day before 1 August is 31 July; a month before that is 30 June.
    in_august_at = noon(2026, 8, 1)

    assert is_inside("{months: 1, lag_days: 1}", noon(2026, 6, 30) + US, as_of=in_august_at)
    assert not is_inside("{months: 1, lag_days: 1}", noon(2026, 6, 30), as_of=in_august_at)


# The two clocks.


@pytest.mark.parametrize(("off", "counts"), [(-US, 0), (NOTHING, 0), (US, 1)])
def test_on_the_clock_of_receipt_a_window_starts_when_something_was_received(
    off: timedelta, counts: int
) -> None:
    late = [outcome(at=NOON - 90 * DAY, received_at=NOON - 30 * DAY + off)]

    signal = "{count: all, window: {days: 30}}"

    assert figure_of(signal, late, anchor="received_at") == counts
    assert figure_of(signal, late, anchor="occurred_at") == 0


def test_the_latest_are_the_latest_on_the_clock_that_the_policy_names() -> None:
    signal = "{count: negative, window: {last: 1}}"
    two = [
        outcome(1, at=NOON - 9 * DAY, received_at=NOON),
        outcome(2, at=NOON - 5 * DAY, **GOOD),
    ]

    assert figure_of(signal, two, anchor="occurred_at") == 0
    assert figure_of(signal, two, anchor="received_at") == 1


def test_what_is_received_late_counts_in_the_window_where_it_occurred() -> None:
    late = [outcome(at=NOON - 29 * DAY, received_at=NOON)]

    assert figure_of("{count: all, window: {days: 30}}", late) == 1
    assert figure_of("{count: all, window: {days: 30}}", late, as_of=NOON - US) == 0


# Ties.


@pytest.mark.parametrize(("keep", "unhappy"), [("first", 1), ("latest", 0)])
def test_of_a_clients_outcomes_at_one_instant_the_contract_decides(keep: str, unhappy: int) -> None:
    signal = f"{{count: negative, window: {{days: 9}}, votes: {{per: client, keep: {keep}}}}}"
    tied = [outcome(2, client="c", contract="k2", **GOOD), outcome(1, client="c", contract="k1")]

    assert figure_of(signal, tied) == unhappy
    assert figure_of(signal, tied[::-1]) == unhappy


def test_the_microsecond_comes_before_the_contract() -> None:
    signal = "{count: negative, window: {last: 1}}"
    earlier = outcome(1, contract="k9", **GOOD)
    later = outcome(2, contract="k1", at=earlier.occurred_at + US)

    assert figure_of(signal, [later, earlier]) == 1


def ten_at_once() -> list[Evidence]:
    """Contracts `k0000` to `k0009` that ended at one instant, all but the last three unhappy."""
    return [outcome(n, **({} if n < 7 else GOOD)) for n in range(10)]


@pytest.mark.parametrize(
    ("last", "share"), [(3, "0"), (4, "1/4"), (9, "2/3"), (10, "7/10"), (11, "7/10")]
)
def test_the_last_votes_of_many_at_one_instant_are_those_of_the_last_contracts(
    last: int, share: str
) -> None:
    signal = f"{{share: negative, per: all, window: {{last: {last}}}}}"

    assert figure_of(signal, ten_at_once()[::-1]) == Fraction(share)


# Volume.


@pytest.mark.parametrize(("off", "unhappy"), [(-US, 1), (NOTHING, 1), (US, 0)])
def test_who_is_busy_is_told_by_a_window_with_edges_of_its_own(
    off: timedelta, unhappy: int
) -> None:
    signal = (
        "{count: negative, window: {by_volume: {at_least: 2, within: {days: 10}, "
        "then: {days: 20}, otherwise: {all_time: true}}}}"
    )
    history = [
        outcome(1, at=NOON - 400 * DAY),
        outcome(2, at=NOON - 10 * DAY + off, **GOOD),
        outcome(3, at=NOON, **SILENT),
    ]

    assert figure_of(signal, history) == unhappy


def test_two_thousand_outcomes_of_one_person_are_judged_like_two() -> None:
    many = [outcome(n, at=NOON - n * US, **({} if n % 4 else GOOD)) for n in range(2000)]

    assert figure_of("{share: negative, per: all, window: {days: 1}}", many) == Fraction(3, 4)
    assert figure_of("{count: negative, window: {last: 1000}}", many) == 750
