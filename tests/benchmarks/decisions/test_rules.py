"""The fast rules say what slow ones say, each written down once more from its formula."""

from datetime import timedelta
from fractions import Fraction
from math import comb, exp, inf, log

import numpy as np
import pytest

from benchmarks.decisions.binomial import log_tail
from benchmarks.decisions.record import Record, record_of
from benchmarks.decisions.rules import RULES, Standards, evidence_points, standards_for
from goodstanding.engine.simulate.people import DAY
from goodstanding.engine.simulate.votes import Votes
from goodstanding.engine.simulate.world import STARTS_AT
from tests.benchmarks.decisions.records import a_record, drawn

ROUND = Standards(mu=1 / 15, tolerated=0.10, bad=0.30)
SEEDS = range(5)


def slow_points(record: Record, standards: Standards) -> list[float]:
    """Evidence points, person by person and start by start, as the formula reads."""
    found = []
    for person in range(record.people):
        rows = np.flatnonzero(record.person == person)
        total, starts, months, negatives = 0.0, [], set(), 0
        for place, row in enumerate(rows):
            month = (STARTS_AT + timedelta(microseconds=int(record.at[row]))).strftime("%Y-%m")
            if month not in months:
                starts.append(total + (log(2) if place == 0 else log(46)))
                months.add(month)
            total += slow_step(record, int(row), standards)
            negatives += bool(record.negative[row])
            year = [
                each
                for each in rows[: place + 1]
                if record.at[each] // 10**6 > record.at[row] // 10**6 - 365 * 86_400
            ]
            recent = (1 + sum(record.negative[year])) / (15 + len(year))
            holds = negatives >= 3 and recent >= standards.tolerated
            found.append(total - min(starts) if holds else -inf)
    return found


def slow_step(record: Record, row: int, standards: Standards) -> float:
    """The step of one vote."""
    tolerated, bad = (
        1 / (1 + exp(-(log(rate / (1 - rate)) + record.strictness[row])))
        for rate in (standards.tolerated, standards.bad)
    )
    weight = 0.5 if record.newcomer[row] else 1
    if record.negative[row]:
        return weight * log(bad / tolerated)
    return weight * log((1 - bad) / (1 - tolerated))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_points_are_those_of_the_formula(seed: int) -> None:
    record = drawn(seed)

    assert evidence_points(record, ROUND) == pytest.approx(slow_points(record, ROUND))


@pytest.mark.parametrize(("negative", "of"), [(4, 6), (5, 12), (6, 17), (8, 28), (10, 39)])
def test_so_many_negatives_reach_a_review_and_no_longer_with_one_good_more(
    negative: int, of: int
) -> None:
    def points(good: int) -> float:
        votes = "g" * good + "n" * negative
        return float(evidence_points(a_record([votes], every_days=0.5), ROUND)[-1])

    assert points(of - negative) >= log(20)
    assert points(of - negative + 1) < log(20)


@pytest.mark.parametrize(("negative", "of"), [(6, 8), (8, 19), (10, 29)])
def test_so_many_negatives_reach_a_block(negative: int, of: int) -> None:
    votes = "g" * (of - negative) + "n" * negative

    assert evidence_points(a_record([votes], every_days=0.5), ROUND)[-1] >= log(200)


@pytest.mark.parametrize(("votes", "reached"), [("nnn", False), ("nnnn", True), ("nnnnn", True)])
def test_four_negatives_in_a_row_reach_a_review(votes: str, reached: bool) -> None:
    assert (evidence_points(a_record([votes]), ROUND)[-1] >= log(20)) == reached


def test_a_fresh_account_counts_half() -> None:
    known, fresh = (
        evidence_points(a_record(["nnnnnnnn"], newcomers=newcomers), ROUND)[-1] + log(2)
        for newcomers in (False, True)
    )

    assert fresh == pytest.approx(known / 2)


def test_a_strict_client_counts_less_and_a_mild_one_more() -> None:
    mild, plain, strict = (
        evidence_points(a_record(["nnnn"], strictness=strictness), ROUND)[-1]
        for strictness in (-1, 0, 2)
    )

    assert strict < plain < mild


def test_a_later_month_may_start_anew_at_a_higher_fee() -> None:
    good, bad = "g" * 20, "nnnnnn"
    record = a_record([good + bad], every_days=30)

    points = evidence_points(record, ROUND)[-1]

    # Twelve months later the good ones are out of the rate, and the best start is after them.
    assert points == pytest.approx(6 * log(3) - log(46))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cusum_is_never_below_nothing_and_forgets_what_was_good(seed: int) -> None:
    record = drawn(seed)
    found = RULES["K CUSUM without fee"](record, ROUND)

    level, slow = 0.0, []
    for row in range(len(record.person)):
        level = 0.0 if record.first[row] else level
        step = log(3) if record.negative[row] else log(0.7 / 0.9)
        level = max(level, 0.0) + step
        slow.append(level)

    assert found == pytest.approx(slow)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_year_holds_the_last_365_days_to_the_second(seed: int) -> None:
    record = drawn(seed)
    seconds = record.at // 10**6

    for row, (negative, votes) in enumerate(zip(*record.in_year, strict=True)):
        same = record.person[: row + 1] == record.person[row]
        inside = same & (seconds[: row + 1] > seconds[row] - 365 * 86_400)
        assert votes == inside.sum()
        assert negative == (record.negative[: row + 1] & inside).sum()


@pytest.mark.parametrize(("few", "many"), [(0, 0), (0, 9), (3, 3), (3, 40), (40, 40), (2, 900)])
def test_a_tail_is_the_exact_one(few: int, many: int) -> None:
    rate = Fraction(1, 10)
    exact = sum(
        comb(many, each) * rate**each * (1 - rate) ** (many - each) for each in range(few, many + 1)
    )

    found = log_tail(np.array([few]), np.array([many]), 0.1)

    assert found[0] == pytest.approx(log(exact), abs=1e-9)


def test_wilson_is_its_textbook_bound() -> None:
    bound = RULES["D Wilson 95 %"](a_record(["ggggggggnn"]), ROUND)[-1]

    # Two of ten at 95 %: 5.67 % to 50.98 %.
    assert bound == pytest.approx(0.0567, abs=0.0001)


@pytest.mark.parametrize(
    ("rule", "votes", "wanted"),
    [
        ("A count in 12 months", "gnngn", [0, 1, 2, 2, 3]),
        ("B rate of 10 or more", "nnnnnggggg", [-inf] * 9 + [0.5]),
        ("C eBay-like, 5 or more negative", "nnnnng", [-inf] * 4 + [1, 5 / 6]),
        ("H shrunken rate", "ng", [2 / 16, 2 / 17]),
    ],
)
def test_simple_rules_count(rule: str, votes: str, wanted: list[float]) -> None:
    assert RULES[rule](a_record([votes]), ROUND).tolist() == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("mu", "tolerated"), [(0.01, 0.04), (0.0667, 0.10005), (0.10, 0.15), (0.30, 0.20)]
)
def test_what_is_tolerated_lies_above_the_pooled_rate_between_bounds(
    mu: float, tolerated: float
) -> None:
    standards = standards_for(mu)

    assert standards.tolerated == pytest.approx(tolerated)
    assert standards.bad == pytest.approx(3 * tolerated)


def test_a_client_is_judged_by_what_they_voted_before_never_by_what_comes_later() -> None:
    # Client 0 votes at days 1, 2, 2 and 3; what is received at the same instant is not before.
    votes = Votes(
        freelancer=np.array([0, 1, 2, 3]),
        client=np.array([0, 0, 0, 0]),
        received_at=np.array([1, 2, 2, 3]) * DAY,
        negative=np.array([True, True, False, False]),
    )

    record = record_of(votes, people=4, mu=0.1)

    def strictness(negative: int, of: int) -> float:
        share = (negative + 0.8) / (of + 8)
        return min(log(share / (1 - share)) - log(1 / 9), 2)

    assert record.newcomer.tolist() == [True, False, False, False]
    assert record.strictness.tolist() == pytest.approx(
        [0, strictness(1, 1), strictness(1, 1), strictness(2, 3)]
    )
