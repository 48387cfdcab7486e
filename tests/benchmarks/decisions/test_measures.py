"""Flags are counted as what they are: right, wrong, too early, late."""

import numpy as np
import pytest

from benchmarks.decisions.flags import NEVER, first_rows, within_budget
from benchmarks.decisions.interval import of_share, over_seeds
from benchmarks.decisions.measures import Known, by_volume, figures_of
from benchmarks.decisions.rules import RULES, Standards
from goodstanding.engine.simulate.people import DAY
from tests.benchmarks.decisions.records import a_record

ROUND = Standards(mu=1 / 15, tolerated=0.10, bad=0.30)
COUNT = RULES["A count in 12 months"]


def test_a_flag_stands_at_the_first_vote_that_reaches_the_threshold() -> None:
    record = a_record(["gnn", "ggg", "nnnn"])

    assert first_rows(record, COUNT(record, ROUND), 2).tolist() == [2, NEVER, 7]


def test_a_budget_is_filled_by_lot_among_those_tied() -> None:
    record = a_record(["nnn", "n", "n", "n", "g", "g"])
    statistic = COUNT(record, ROUND)
    flagged = set()
    for seed in range(20):
        chance = np.random.default_rng(seed)
        threshold, rows = within_budget(record, statistic, share=1 / 3, chance=chance)
        chosen = np.flatnonzero(rows != NEVER).tolist()
        assert (threshold, len(chosen), chosen[0]) == (1, 2, 0)
        flagged.add(chosen[1])

    assert flagged == {1, 2, 3}


def test_nobody_is_flagged_whom_the_rule_says_nothing_of() -> None:
    record = a_record(["nnnnn", "n", "n"])
    statistic = RULES["C eBay-like, 5 or more negative"](record, ROUND)

    _, rows = within_budget(record, statistic, share=1, chance=np.random.default_rng(1))

    assert rows.tolist() == [4, NEVER, NEVER]


def a_market_of(**kinds: str) -> tuple[object, Known]:
    """A record of people named by their kind, and the truth; whoever turns does so on day 3."""
    record = a_record(list(kinds.values()))
    names = np.array([name.partition("_")[0] for name in kinds], dtype=object)
    turned_at = np.where(names == "turned", 3 * DAY, 0)
    since = record.person[record.at >= turned_at[record.person]]
    votes = np.bincount(since, minlength=len(kinds))
    volume = np.array([len(word) for word in kinds.values()])
    return record, Known(kind=names, turned_at=turned_at, volume=volume, votes=votes)


def test_a_flag_before_the_turn_is_wrong_and_one_after_it_is_right() -> None:
    record, known = a_market_of(
        turned_early="nngggggg", turned_late="ggngngggg", poor="nngggg", ordinary="nn", attacked="g"
    )

    rows = first_rows(record, COUNT(record, ROUND), 2)
    figures = figures_of(record, known, rows)

    assert figures["flagged"] == 0.8
    assert figures["precision"] == 0.5
    assert figures["recall"] == pytest.approx(2 / 3)
    assert (figures["recall poor"], figures["recall turned"]) == (1, 0.5)
    assert (figures["flagged ordinary"], figures["flagged attacked"]) == (1, 0)
    assert (figures["delay votes poor"], figures["delay days poor"]) == (2, 1)
    # Votes on days 3, 4 and 5, so two days after the turn.
    assert (figures["delay votes turned"], figures["delay days turned"]) == (3, 2)


def test_where_nobody_is_flagged_there_is_no_precision() -> None:
    record, known = a_market_of(ordinary="g", poor="ggggg")

    figures = figures_of(record, known, first_rows(record, COUNT(record, ROUND), 1))

    assert np.isnan(figures["precision"]) and np.isnan(figures["delay votes poor"])
    assert figures["recall"] == 0


def test_volumes_part_ordinary_people_into_tenths() -> None:
    _, known = a_market_of(
        poor="nnn", **{f"ordinary_{number}": "g" * number + "n" for number in range(20)}
    )
    rows = np.where(known.volume >= 19, 1, NEVER)

    shares = by_volume(known, rows)

    assert [shares[f"D{tenth}"] for tenth in range(1, 11)] == [0] * 9 + [1]
    assert shares["busiest 1 %"] == 1


def test_intervals_are_those_of_the_tables() -> None:
    seeds, share = over_seeds([1.0, 2.0, 3.0]), of_share(2, 10)

    # 2 plus or minus 4.303 / sqrt(3); two of ten by Wilson.
    assert (seeds.middle, seeds.high) == (2, pytest.approx(4.484, abs=0.001))
    assert (share.low, share.high) == (
        pytest.approx(0.0567, abs=0.0001),
        pytest.approx(0.5098, abs=0.0001),
    )


def test_one_seed_has_no_interval() -> None:
    alone = over_seeds([0.5])

    assert alone.middle == 0.5 and np.isnan(alone.low)
