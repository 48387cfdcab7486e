"""What is counted, divided, weighed and rounded, where two readings of a policy would differ."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from goodstanding.core.evidence import Evidence
from tests.judging import DAY, NOON, figure_of, outcome, policy_of, verdict_of

GOOD = {"overall": 5}
FAIR = {"overall": 3}
SILENT = {"currency": "USD"}
NINE_DAYS = "window: {days: 9}"
NET = f"net_share: overall == 5, minus: negative, per: all, {NINE_DAYS}"
MEAN = f"mean: overall, per: all, {NINE_DAYS}"


def counted(signal: str, *evidence: Evidence) -> list[str]:
    """The names of the outcomes that a signal counts."""
    figure = verdict_of(policy_of(signal), evidence).figures[0]
    return [reading.evidence.id for reading in figure.counted]


# What is counted.


def test_a_share_counts_its_numerator_and_a_mean_all_that_it_divides_by() -> None:
    three = (outcome(1), outcome(2, **GOOD), outcome(3, **SILENT))

    assert counted(f"{{share: negative, per: all, {NINE_DAYS}}}", *three) == ["e1"]
    assert counted(f"{{{NET}}}", *three) == ["e1", "e2"]
    assert counted(f"{{{MEAN}}}", *three) == ["e1", "e2"]
    assert counted(f"{{count: all, {NINE_DAYS}}}", *three) == ["e1", "e2", "e3"]
    assert counted(f"{{distinct: client, of: rated, {NINE_DAYS}}}", *three) == ["e1", "e2"]


def test_an_outcome_that_both_parts_of_a_net_share_are_true_of_adds_nothing() -> None:
    signal = f"{{net_share: overall >= 3, minus: overall <= 3, per: all, {NINE_DAYS}}}"

    assert figure_of(signal, [outcome(1, **FAIR), outcome(2, **GOOD)]) == Fraction(1, 2)
    assert counted(signal, outcome(1, **FAIR), outcome(2, **GOOD)) == ["e1", "e2"]


def test_the_latest_of_a_mean_are_the_latest_that_have_the_number() -> None:
    ages = {1: 9, 2: 4, 3: 2}
    history = [outcome(n, at=NOON - ages[n] * DAY, overall=n) for n in ages]
    lately = outcome(4, recommend=9)

    assert figure_of("{mean: overall, per: all, window: {last: 2}}", [*history, lately]) == 2 + (
        Fraction(1, 2)
    )


def test_a_condition_that_is_unknown_keeps_an_outcome_out_of_the_denominator() -> None:
    signal = f"{{share: negative, per: net_paid < 100, {NINE_DAYS}}}"
    history = [outcome(1, overall=1, net_paid=5), outcome(2, overall=1), outcome(3, **GOOD)]

    assert figure_of(signal, history) == 1


def test_evidence_without_a_contract_votes_as_a_contract_of_its_own() -> None:
    signal = f"{{count: negative, votes: {{per: contract}}, {NINE_DAYS}}}"
    two = [replace(outcome(n, client="c"), contract=None) for n in (1, 2)]

    assert figure_of(signal, two) == 2


def test_two_outcomes_of_one_contract_have_one_vote_between_them() -> None:
    signal = f"{{count: negative, votes: {{per: contract}}, {NINE_DAYS}}}"

    assert figure_of(signal, [outcome(1, contract="k"), outcome(2, contract="k")]) == 1


# Samples.


@pytest.mark.parametrize(("votes", "groups", "known"), [(3, 1, False), (2, 2, False), (3, 2, True)])
def test_both_least_samples_must_be_there(votes: int, groups: int, known: bool) -> None:
    signal = (
        f"{{share: negative, per: all, {NINE_DAYS}, votes: {{per: contract}}, "
        "sample: {votes: 3, client_groups: 2}}"
    )
    history = [outcome(n, group=f"group {n % groups}") for n in range(votes)]

    assert (figure_of(signal, history) is not None) is known


def test_accounts_of_one_group_are_one_where_groups_are_asked_for() -> None:
    signal = (
        f"{{mean: overall, per: all, {NINE_DAYS}, votes: {{per: client}}, "
        "sample: {client_groups: 2}}"
    )

    assert figure_of(signal, [outcome(n, group="company") for n in (1, 2, 3)]) is None


def test_a_sample_is_of_what_is_divided_by_and_among_the_latest() -> None:
    signal = "{share: negative, per: rated, window: {last: 2}, sample: {votes: 3}}"

    assert figure_of(signal, [outcome(n) for n in range(9)]) is None


def test_a_net_share_and_a_mean_need_their_sample_too() -> None:
    for measure in (NET, MEAN):
        signal = f"{{{measure}, sample: {{votes: 2}}}}"

        assert figure_of(signal, [outcome(1, **GOOD)]) is None
        assert figure_of(signal, [outcome(1, **GOOD), outcome(2, **GOOD)]) is not None


# Weights.

WEIGHED = "weight: {by: net_paid, steps: [{from: 10, weighs: 1}, {from: 100, weighs: 3}]}"


@pytest.mark.parametrize(
    ("paid", "share"),
    [
        (Decimal("99.999999"), "1/2"),
        (100, "3/4"),
        (Decimal("100.000001"), "3/4"),
        (10, "1/2"),
        (Decimal("9.99"), "1/2"),
    ],
)
def test_a_step_begins_at_its_own_value(paid: int | Decimal, share: str) -> None:
    history = [outcome(1, overall=1, net_paid=paid), outcome(2, overall=5, net_paid=50)]

    assert figure_of(f"{{share: negative, per: all, {NINE_DAYS}, {WEIGHED}}}", history) == Fraction(
        share
    )


def test_an_unknown_weight_is_that_of_the_lowest_step_even_where_it_is_the_heaviest() -> None:
    heavy = "weight: {by: net_paid, steps: [{from: 0, weighs: 4}, {from: 100, weighs: 1}]}"
    history = [outcome(1), outcome(2, overall=5, net_paid=100)]

    assert figure_of(f"{{share: negative, per: all, {NINE_DAYS}, {heavy}}}", history) == Fraction(
        4, 5
    )


def test_net_shares_and_means_are_weighed_too() -> None:
    history = [outcome(1, overall=1, net_paid=100), outcome(2, overall=5, net_paid=10)]

    assert figure_of(f"{{{NET}, {WEIGHED}}}", history) == Fraction(-1, 2)
    assert figure_of(f"{{{MEAN}, {WEIGHED}}}", history) == 2


# Rounding.


def test_a_figure_is_rounded_before_it_is_compared() -> None:
    signal = f"{{share: negative, per: all, {NINE_DAYS}, round: {{places: 1, how: half_up}}}}"
    a_quarter = [outcome(1), *(outcome(n, **GOOD) for n in (2, 3, 4))]

    rounded = verdict_of(policy_of(signal, when="f >= 0.3"), a_quarter)
    exact = verdict_of(
        policy_of(f"{{share: negative, per: all, {NINE_DAYS}}}", when="f >= 0.3"), a_quarter
    )

    assert (rounded.rung, exact.rung) == ("look", None)
    assert rounded.tests[0].limits[0].value == Fraction(3, 10)


@pytest.mark.parametrize(
    ("how", "thirds"),
    [
        ("half_up", ("0", "1", "0", "-1")),
        ("half_even", ("0", "1", "0", "-1")),
        ("down", ("0", "0", "0", "0")),
        ("up", ("1", "1", "-1", "-1")),
    ],
)
def test_thirds_go_to_the_nearest_unless_all_go_one_way(how: str, thirds: tuple[str, ...]) -> None:
    signal = f"{{{NET}, round: {{places: 0, how: {how}}}}}"
    histories = (
        [outcome(1, **GOOD), outcome(2, **FAIR), outcome(3, **FAIR)],
        [outcome(1, **GOOD), outcome(2, **GOOD), outcome(3, **FAIR)],
        [outcome(1), outcome(2, **FAIR), outcome(3, **FAIR)],
        [outcome(1), outcome(2), outcome(3, **FAIR)],
    )

    found = [figure_of(signal, history) for history in histories]

    assert found == [Fraction(third) for third in thirds]


def test_an_unknown_figure_stays_unknown_when_it_is_rounded() -> None:
    assert figure_of(f"{{{MEAN}, round: {{places: 1, how: up}}}}", []) is None


# Unknown figures on the ladder.


@pytest.mark.parametrize(
    ("when", "reached"),
    [
        ("f >= 0", False),
        ("f < 1", False),
        ("not (f >= 0)", False),
        ("f is None", True),
        ("f is not None", False),
        ("f >= 0.5 or f is None", True),
        ("min(f, 0.5) >= 0.5", True),
    ],
)
def test_only_a_rung_that_asks_for_it_is_reached_by_an_unknown_figure(
    when: str, reached: bool
) -> None:
    policy = policy_of(f"{{share: negative, per: all, {NINE_DAYS}}}", when=when)

    assert (verdict_of(policy, []).rung == "look") is reached
