"""What other policies leave silent about figures is said here, one sentence a test."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from goodstanding.core.evidence import Evidence
from tests.judging import DAY, NOON, US, figure_of, outcome, policy_of, verdict_of

GOOD = {"overall": 5}
SILENT = {"currency": "USD"}
COUNT = "{count: negative, window: {all_time: true}}"


def at(year: int, month: int, day: int) -> datetime:
    """Noon of a day."""
    return datetime(year, month, day, 12, tzinfo=UTC)


# Windows


@pytest.mark.parametrize(
    ("ago", "counted"),
    [(30 * DAY - US, 1), (30 * DAY, 0), (30 * DAY + US, 0), (timedelta(0), 1), (US, 1)],
)
def test_a_window_is_open_at_its_start_and_closed_at_the_instant(
    ago: timedelta, counted: int
) -> None:
    signal = "{count: negative, window: {days: 30}}"

    assert figure_of(signal, [outcome(at=NOON - ago)]) == counted


def test_a_day_is_86400_seconds_and_a_month_is_a_calendar_month() -> None:
    thirty_days_and_a_bit = outcome(at=NOON - 30 * DAY - US)

    assert figure_of("{count: negative, window: {days: 30}}", [thirty_days_and_a_bit]) == 0
    # From 1 July back to 1 June are 30 days; from 1 August back to 1 July are 31.
    in_august = at(2026, 8, 1)
    late = [outcome(at=in_august - 30 * DAY - US)]
    assert figure_of("{count: negative, window: {months: 1}}", late, as_of=in_august) == 1


@pytest.mark.parametrize(
    ("as_of", "months", "start_at"),
    [
        (at(2026, 3, 31), 1, at(2026, 2, 28)),
        (at(2024, 3, 31), 1, at(2024, 2, 29)),
        (at(2026, 8, 31), 6, at(2026, 2, 28)),
        (at(2026, 12, 31), 1, at(2026, 11, 30)),
        (at(2024, 2, 29), 12, at(2023, 2, 28)),
        (at(2026, 5, 30), 1, at(2026, 4, 30)),
    ],
)
def test_a_day_that_a_month_lacks_is_the_last_of_that_month(
    as_of: datetime, months: int, start_at: datetime
) -> None:
    signal = f"{{count: negative, window: {{months: {months}}}}}"

    inside = figure_of(signal, [outcome(at=start_at + US)], as_of=as_of)
    outside = figure_of(signal, [outcome(at=start_at)], as_of=as_of)

    assert (inside, outside) == (1, 0)


@pytest.mark.parametrize(
    ("ago", "counted"),
    [
        (7 * DAY, 1),
        (7 * DAY - US, 0),
        (21 * DAY - US, 1),
        (21 * DAY, 0),
    ],
)
def test_a_lag_moves_both_ends_of_a_window_back(ago: timedelta, counted: int) -> None:
    signal = "{count: negative, window: {days: 14, lag_days: 7}}"

    assert figure_of(signal, [outcome(at=NOON - ago)]) == counted


def test_months_are_counted_back_from_the_end_that_the_lag_has_moved() -> None:
    signal = "{count: negative, window: {months: 1, lag_days: 31}}"
    # 31 days before 31 March is 28 February; a month before that is 28 January.
    start_at = at(2026, 1, 28)

    inside = figure_of(signal, [outcome(at=start_at + US)], as_of=at(2026, 3, 31))
    outside = figure_of(signal, [outcome(at=start_at)], as_of=at(2026, 3, 31))

    assert (inside, outside) == (1, 0)


def test_the_anchor_says_which_clock_windows_run_on() -> None:
    late = [outcome(at=NOON - 60 * DAY, received_at=NOON - DAY)]
    signal = "{count: negative, window: {days: 30}}"

    assert figure_of(signal, late, anchor="occurred_at") == 0
    assert figure_of(signal, late, anchor="received_at") == 1


def test_all_time_is_everything_known() -> None:
    assert figure_of(COUNT, [outcome(at=at(1999, 1, 1))]) == 1


def test_the_last_votes_are_the_latest_of_those_divided_by() -> None:
    signal = "{share: negative, per: rated, window: {last: 3}}"
    bad = [outcome(n, at=NOON - n * DAY) for n in (4, 5)]
    good = [outcome(n, at=NOON - n * DAY, **GOOD) for n in (1, 3)]
    silent = [outcome(2, at=NOON - 2 * DAY, **SILENT)]

    assert figure_of(signal, bad + good + silent) == Fraction(1, 3)


def test_of_last_votes_at_one_instant_the_contract_decides() -> None:
    signal = "{share: negative, per: all, window: {last: 1}}"
    tied = [outcome(1, contract="k1"), outcome(2, contract="k2", **GOOD)]

    assert figure_of(signal, tied) == 0
    assert figure_of(signal, tied[::-1]) == 0


def test_fewer_votes_than_the_last_so_many_are_all() -> None:
    assert figure_of("{count: negative, window: {last: 25}}", [outcome(1), outcome(2)]) == 2


def test_the_best_of_several_windows_is_the_best_for_the_person_judged() -> None:
    months = "{best_of: [{months: 6}, {months: 12}]}"
    history = [
        outcome(1, at=NOON - DAY),
        *[outcome(n, at=NOON - 300 * DAY, **GOOD) for n in (2, 3, 4)],
    ]

    lower = f"{{share: negative, per: all, window: {months}, better: lower}}"
    higher = f"{{share: negative, per: all, window: {months}, better: higher}}"
    assert (figure_of(lower, history), figure_of(higher, history)) == (Fraction(1, 4), 1)


def test_a_window_without_a_figure_is_no_candidate_for_the_best() -> None:
    signal = (
        "{share: negative, per: all, better: lower, sample: {votes: 3}, "
        "window: {best_of: [{days: 2}, {months: 12}]}}"
    )
    history = [outcome(n, at=NOON - 90 * DAY) for n in (1, 2, 3)]

    assert figure_of(signal, history) == 1
    assert figure_of(signal, history[:2]) is None


@pytest.mark.parametrize(("recent", "counted"), [(3, 0), (2, 1), (4, 0)])
def test_busy_people_have_a_window_of_their_own(recent: int, counted: int) -> None:
    signal = (
        "{count: negative, window: {by_volume: "
        "{at_least: 3, within: {days: 10}, then: {days: 10}, otherwise: {months: 12}}}}"
    )
    old = outcome(99, at=NOON - 60 * DAY)
    late = [outcome(n, at=NOON - DAY, **(SILENT if n == 1 else GOOD)) for n in range(1, recent + 1)]

    assert figure_of(signal, [old, *late]) == counted


# Votes


def test_a_client_has_one_vote_however_many_contracts() -> None:
    thousand = [outcome(n, client="c1", at=NOON - n * US) for n in range(1000)]

    assert figure_of(COUNT, thousand) == 1


def test_linked_accounts_have_one_vote_and_accounts_one_each_where_accounts_vote() -> None:
    linked = [outcome(n, group="company") for n in (1, 2, 3)]
    signal = "{count: negative, window: {all_time: true}, votes: {per: client}}"

    assert (figure_of(COUNT, linked), figure_of(signal, linked)) == (1, 3)


def test_every_contract_votes_where_contracts_do() -> None:
    signal = "{count: negative, window: {all_time: true}, votes: {per: contract}}"

    assert figure_of(signal, [outcome(n, client="c1") for n in (1, 2)]) == 2


def votes(keep: str) -> str:
    """The share of unhappy clients by that vote."""
    return (
        "{share: negative, per: all, window: {months: 12}, "
        f"votes: {{per: client_group, keep: {keep}}}}}"
    )


@pytest.mark.parametrize(
    ("keep", "shares"),
    [("first", (1, 0)), ("latest", (0, 1)), ("worst", (1, 1))],
)
def test_the_vote_is_the_first_the_latest_or_the_worst(keep: str, shares: tuple[int, int]) -> None:
    bad_then_good = [
        outcome(1, client="c", at=NOON - 9 * DAY),
        outcome(2, client="c", at=NOON - DAY, **GOOD),
    ]
    good_then_bad = [
        outcome(1, client="c", at=NOON - 9 * DAY, **GOOD),
        outcome(2, client="c", at=NOON - DAY),
    ]

    found = (figure_of(votes(keep), bad_then_good), figure_of(votes(keep), good_then_bad))

    assert found == shares


@pytest.mark.parametrize("keep", ["first", "latest", "worst"])
def test_a_silent_outcome_never_speaks_for_a_client_who_spoke(keep: str) -> None:
    history = [
        outcome(1, client="c", at=NOON - 9 * DAY, **SILENT),
        outcome(2, client="c", at=NOON - 5 * DAY),
        outcome(3, client="c", at=NOON - DAY, **SILENT),
    ]

    assert figure_of(votes(keep), history) == 1


def test_a_vote_that_leaves_the_window_gives_its_place_to_the_next() -> None:
    history = [
        outcome(1, client="c", at=NOON - 400 * DAY, **GOOD),
        outcome(2, client="c", at=NOON - DAY),
    ]

    assert figure_of(votes("first"), history) == 1


def test_without_contracts_ties_go_by_what_was_said_and_not_by_the_order_of_rows() -> None:
    # Two rows of one client at one microsecond: whichever stands first in the file.
    rows = [
        outcome(1, client="c", contract="k", **GOOD),
        outcome(2, client="c", contract="k", overall=1),
    ]
    tied = [_without_contract(row) for row in rows]
    renamed = [_without_contract(row, name) for row, name in zip(rows, ("e2", "e1"), strict=True)]

    assert figure_of(votes("latest"), tied) == figure_of(votes("latest"), renamed)


def test_two_outcomes_of_one_contract_at_one_instant_go_by_what_was_said() -> None:
    good_first = [
        outcome(1, client="c", contract="k", **GOOD),
        outcome(2, client="c", contract="k"),
    ]
    bad_first = [outcome(1, client="c", contract="k"), outcome(2, client="c", contract="k", **GOOD)]

    assert figure_of(votes("latest"), good_first) == 0
    assert figure_of(votes("latest"), bad_first) == 0


@pytest.mark.parametrize("happy", ["anna", "zoe"])
def test_no_tie_goes_by_the_name_of_a_client(happy: str) -> None:
    signal = "{count: negative, window: {last: 1}}"
    tied = [outcome(1, client="mia"), outcome(2, client=happy, **GOOD)]

    assert figure_of(signal, [_without_contract(each) for each in tied]) == 0


def _without_contract(evidence: Evidence, name: str = "") -> Evidence:
    return replace(evidence, contract=None, id=name or evidence.id)


# Measures


def test_a_count_of_nothing_is_zero_and_a_share_of_nothing_is_unknown() -> None:
    assert figure_of(COUNT, []) == 0
    assert figure_of("{share: negative, per: all, window: {days: 1}}", []) is None


def test_a_count_among_the_latest_votes_says_over_how_many() -> None:
    policy = policy_of("{count: negative, window: {last: 2}}")

    figure = verdict_of(policy, [outcome(1), outcome(2), outcome(3)]).figures[0]

    assert (figure.value, figure.sample) == (2, 2)


def test_distinct_counts_voters_with_any_such_outcome_before_votes_are_cast() -> None:
    signal = "{distinct: client_group, of: negative, window: {all_time: true}}"
    history = [
        outcome(1, client="c1"),
        outcome(2, client="c1", at=NOON, **GOOD),
        outcome(3, client="c2", group="c1"),
        outcome(4, client="c4", **GOOD),
    ]

    assert figure_of(signal, history) == 1
    assert figure_of(signal.replace("client_group", "client"), history) == 2
    assert figure_of(signal.replace("client_group", "contract"), history) == 2


def test_silent_outcomes_are_divided_by_where_all_are_and_not_where_the_rated_are() -> None:
    history = [outcome(1), outcome(2, **GOOD), outcome(3, **SILENT), outcome(4, **SILENT)]

    assert figure_of("{share: negative, per: all, window: {days: 9}}", history) == Fraction(1, 4)
    assert figure_of("{share: negative, per: rated, window: {days: 9}}", history) == Fraction(1, 2)


def test_only_what_is_divided_by_can_be_counted() -> None:
    signal = "{share: negative, per: 'recommend is not None', window: {days: 9}}"
    history = [outcome(1), outcome(2, overall=1, recommend=1), outcome(3, overall=5, recommend=9)]

    assert figure_of(signal, history) == Fraction(1, 2)


def test_a_silent_outcome_is_neither_negative_nor_not() -> None:
    signal = "{share: 'not negative', per: all, window: {days: 9}}"

    assert figure_of(signal, [outcome(1, **GOOD), outcome(2, **SILENT)]) == Fraction(1, 2)


def test_a_net_share_takes_the_bad_from_the_good() -> None:
    signal = "{net_share: overall >= 4, minus: negative, per: rated, window: {days: 9}}"
    history = [outcome(1), outcome(2, **GOOD), outcome(3, **GOOD), outcome(4, overall=3)]

    assert figure_of(signal, history) == Fraction(1, 4)
    assert figure_of(signal, history[:1]) == -1


def test_a_mean_is_of_those_who_answered() -> None:
    signal = "{mean: overall, per: all, window: {days: 9}}"
    history = [outcome(1, overall=4), outcome(2, overall=5), outcome(3, **SILENT)]

    assert figure_of(signal, history) == Fraction(9, 2)
    assert figure_of(signal, history[2:]) is None


def test_a_mean_of_decimals_is_exact() -> None:
    signal = "{mean: net_paid, per: all, window: {days: 9}}"
    history = [outcome(n, net_paid=Decimal("0.1")) for n in (1, 2, 3)]

    assert figure_of(signal, history) == Fraction(1, 10)


@pytest.mark.parametrize(("votes_cast", "known"), [(4, False), (5, True), (6, True)])
def test_below_the_sample_of_votes_a_share_is_unknown(votes_cast: int, known: bool) -> None:
    signal = "{share: negative, per: rated, window: {days: 9}, sample: {votes: 5}}"
    history = [outcome(n) for n in range(votes_cast)] + [outcome(99, **SILENT)]

    assert (figure_of(signal, history) is not None) is known


def test_below_the_sample_of_client_groups_a_share_is_unknown() -> None:
    signal = (
        "{share: negative, per: rated, window: {days: 9}, votes: {per: contract}, "
        "sample: {client_groups: 2}}"
    )
    of_one = [outcome(n, client="c") for n in range(5)]

    assert figure_of(signal, of_one) is None
    assert figure_of(signal, [*of_one, outcome(9)]) == 1


@pytest.mark.parametrize(
    ("paid", "share"),
    [
        (Decimal("999.99"), Fraction(1, 2)),
        (1000, Fraction(2, 3)),
        (1001, Fraction(2, 3)),
        (-5, Fraction(1, 2)),
        (None, Fraction(1, 2)),
    ],
)
def test_an_outcome_weighs_as_the_step_at_or_below_its_value(
    paid: Decimal | int | None, share: Fraction
) -> None:
    signal = (
        "{share: negative, per: all, window: {days: 9}, "
        "weight: {by: net_paid, steps: [{from: 0, weighs: 1}, {from: 1000, weighs: 2}]}}"
    )
    bad = outcome(1, overall=1, **({} if paid is None else {"net_paid": paid}))

    assert figure_of(signal, [bad, outcome(2, overall=5, net_paid=10)]) == share


def test_where_nothing_weighs_anything_a_share_is_unknown() -> None:
    signal = (
        "{share: negative, per: all, window: {days: 9}, "
        "weight: {by: net_paid, steps: [{from: 0, weighs: 0}, {from: 9, weighs: 1}]}}"
    )

    assert figure_of(signal, [outcome(1, overall=1, net_paid=8)]) is None


@pytest.mark.parametrize(
    ("how", "mean", "rounded"),
    [
        ("half_up", "4.25", "4.3"),
        ("half_up", "4.24", "4.2"),
        ("half_up", "-4.25", "-4.3"),
        ("half_even", "4.25", "4.2"),
        ("half_even", "4.35", "4.4"),
        ("half_even", "4.26", "4.3"),
        ("down", "4.29", "4.2"),
        ("down", "-4.29", "-4.2"),
        ("up", "4.21", "4.3"),
        ("up", "4.2", "4.2"),
        ("up", "-4.21", "-4.3"),
    ],
)
def test_a_figure_is_rounded_as_the_policy_says_before_it_is_compared(
    how: str, mean: str, rounded: str
) -> None:
    signal = f"{{mean: net_paid, per: all, window: {{days: 9}}, round: {{places: 1, how: {how}}}}}"

    assert figure_of(signal, [outcome(1, net_paid=Decimal(mean))]) == Fraction(rounded)


def test_nothing_is_rounded_unless_the_policy_says_so() -> None:
    signal = "{mean: overall, per: all, window: {days: 9}}"
    history = [outcome(1, overall=5), outcome(2, overall=4), outcome(3, overall=4)]

    assert figure_of(signal, history) == Fraction(13, 3)
