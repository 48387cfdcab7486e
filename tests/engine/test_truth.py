"""Against a truth that is known, a replay's rightness is what one can count by hand."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from goodstanding.core.words import Refusal
from goodstanding.engine.backtest import NEVER, Backtest
from goodstanding.engine.figures import microseconds
from goodstanding.engine.truth import (
    NEVER_BAD,
    by_group,
    by_volume,
    median,
    rightness,
    share,
    truth_of,
)
from tests.judging import policy_of

INSTANTS = tuple(datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3))
NAMES = ["poor-seen", "poor-missed", "turned-before", "turned-after", "fine", "accused"]
FIRST = np.array([1, NEVER, 2, 0, NEVER, 2], dtype=np.int32)
VOLUME = np.array([10, 3, 25, 6, 40, 7])


def replay() -> Backtest:
    begun = np.full(6, microseconds(datetime(2026, 1, 2, tzinfo=UTC)))
    return Backtest(
        policy=policy_of("{count: negative, window: {days: 9}}", when="f >= 1"),
        instants=INSTANTS,
        judged=np.array([6, 6, 6]),
        standing=np.array([[1], [2], [4]]),
        names=pa.array(NAMES),
        volume=VOLUME,
        flagged=FIRST,
        reached=FIRST[:, None],
        begun=begun,
    )


def table(**more: Any) -> Any:
    turned_at = [None, None, INSTANTS[1], INSTANTS[1], None, None]
    kinds = ["poor", "poor", "turned", "turned", "ordinary", "attacked"]
    columns = {"freelancer": NAMES, "kind": kinds, "turned_at": turned_at}
    return pa.table({**columns, **more})


def test_a_flag_is_right_if_the_person_was_bad_when_it_fell() -> None:
    found = rightness(replay(), truth_of(replay(), table()), FIRST)

    assert found.flagged == 4
    # Right: the poor one, and the one who had turned a month before. Wrong: too early, and accused.
    assert (found.precision.value, found.precision.of) == (0.5, 4)
    assert {least: (each.value, each.of) for least, each in found.recall.items()} == {
        1: (0.5, 4),
        5: (2 / 3, 3),
        20: (1.0, 1),
    }
    # 2 January to 1 February are 30 days, 1 February to 1 March 28.
    assert (found.delay.value, found.delay.of) == (29.0, 2)
    assert found.by_kind["attacked"].value == 1.0
    assert found.by_kind["ordinary"].value == 0.0


def test_the_truth_is_found_by_name_and_not_by_place() -> None:
    shuffled = table().take(pa.array([3, 5, 0, 2, 4, 1]))

    truth = truth_of(replay(), shuffled)

    assert truth.kind.to_pylist() == table().column("kind").to_pylist()
    assert truth.bad_since[4] == truth.bad_since[5] == NEVER_BAD
    assert truth.bad_since[2] == microseconds(INSTANTS[1])


def test_somebody_of_whom_the_truth_says_nothing_was_never_bad() -> None:
    truth = truth_of(replay(), table().slice(1))

    assert truth.kind.to_pylist()[0] == ""
    assert truth.bad_since[0] == NEVER_BAD


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (table().drop_columns("kind"), "truth-lacks-column"),
        (table().drop_columns("freelancer"), "truth-lacks-column"),
        (pa.concat_tables([table(), table()]), "named-twice"),
        (table(kind=["Poor"] * 6), "odd-kind"),
        (table(kind=[[1]] * 6), "odd-kind"),
        (table(kind=pa.nulls(6)), "odd-kind"),
        (table().drop_columns("turned_at"), "turned-at-no-instant"),
        (table(turned_at=pa.nulls(6)), "turned-at-no-instant"),
        (table(turned_at=["yesterday"] * 6), "no-instants"),
        (table(turned_at=[datetime(2026, 2, 1)] * 6), "no-zone"),
    ],
)
def test_a_truth_that_cannot_be_is_refused(wrong: Any, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        truth_of(replay(), wrong)

    assert refused.value.code == code


def test_whoever_turned_bad_at_the_very_last_instant_is_one_of_the_bad() -> None:
    last = table(turned_at=[None, None, INSTANTS[2], INSTANTS[2], None, None])

    found = rightness(replay(), truth_of(replay(), last), FIRST)

    # The flag of the last instant fell when the third was bad: it is right, and so found.
    assert (found.precision.value, found.precision.of) == (0.5, 4)
    assert (found.recall[1].value, found.recall[1].of) == (0.5, 4)
    # The fourth had been flagged before turning bad, and that is no finding.
    assert found.recall[5].of == 3


def test_nobody_is_bad_before_the_last_instant_who_turned_after_it() -> None:
    later = datetime(2026, 3, 1, 0, 0, 0, 1, tzinfo=UTC)
    truth = truth_of(replay(), table(turned_at=[None, None, later, later, None, None]))

    found = rightness(replay(), truth, FIRST)

    assert (found.precision.value, found.recall[1].of) == (0.25, 2)


def test_a_truth_in_words_of_its_own_counts_those_as_not_bad() -> None:
    kinds = ["poor", "lazy", "turned", "turned", "fine", None]

    truth = truth_of(replay(), table(kind=kinds))

    assert (truth.bad_since == NEVER_BAD).tolist() == [False, True, False, False, True, True]
    assert sorted(rightness(replay(), truth, FIRST).by_kind) == ["fine", "lazy", "poor", "turned"]


@pytest.mark.parametrize(("hits", "people"), [(0, 9), (9, 9), (1, 2), (3, 1000)])
def test_every_interval_holds_its_estimate(hits: int, people: int) -> None:
    told = share(np.arange(people) < hits)

    assert told.value == hits / people
    assert told.low is not None and told.high is not None
    assert 0 <= told.low <= told.value <= told.high <= 1


def test_the_interval_of_a_median_holds_it_and_is_the_same_every_time() -> None:
    days = np.array([3, 4, 4, 10, 11, 15, 20, 40, 90, 400])

    told = median(days)

    assert told == median(days)
    assert told.value == 13.0
    assert told.low is not None and told.high is not None
    assert 4 <= told.low <= 13 <= told.high <= 90


def test_rightness_of_the_same_replay_is_the_same_to_the_last_digit() -> None:
    truth = truth_of(replay(), table())

    assert rightness(replay(), truth, FIRST) == rightness(replay(), truth, FIRST)


def test_an_interval_of_half_as_many_people_is_wider() -> None:
    few, many = share(np.arange(100) < 25), share(np.arange(10_000) < 2_500)

    assert few.high is not None and few.low is not None
    assert many.high is not None and many.low is not None
    # The width goes with the square root: a tenth for a hundred times as many.
    assert 8 < (few.high - few.low) / (many.high - many.low) < 12.5


def test_an_interval_of_a_hundred_is_that_of_the_binomial() -> None:
    told = share(np.arange(100) < 25)

    # Of 100 draws at one in four, the central 95 % run from 17 to 34 (counted from the binomial).
    assert (told.low, told.high) == (pytest.approx(0.17, abs=0.015), pytest.approx(0.34, abs=0.015))


def tenths(*volumes: int, among: Any = None) -> list[tuple[str, int]]:
    found = replace(replay(), volume=np.array(volumes))
    return [(label, told.of) for label, told in by_volume(found, FIRST, among=among)]


def test_tenths_part_people_by_volume_without_gap_or_overlap() -> None:
    assert tenths(10, 3, 25, 6, 40, 7) == [
        ("3 to 5", 1),
        ("6", 1),
        ("7 to 9", 1),
        ("10 to 24", 1),
        ("25 to 40", 2),
    ]


def test_people_alike_in_volume_are_one_group_and_not_none() -> None:
    assert tenths(7, 7, 7, 7, 7, 7) == [("7", 6)]


def test_tenths_of_some_keep_the_cuts_of_all() -> None:
    among = np.array([True, False, False, True, False, False])

    assert [of for _, of in tenths(10, 3, 25, 6, 40, 7, among=among)] == [0, 1, 0, 1, 0]


def test_an_interval_holds_its_share_and_is_the_same_every_time() -> None:
    hits = np.arange(400) < 100

    one, again = share(hits), share(hits)

    assert one == again
    assert one.low is not None and one.high is not None
    assert 0.19 < one.low < 0.25 < one.high < 0.31


def test_of_nobody_nothing_is_known() -> None:
    assert share(np.zeros(0, dtype=np.bool_)).value is None
    assert median(np.zeros(0, dtype=np.int64)).value is None


def test_every_tenth_by_volume_holds_each_person_once() -> None:
    told = by_volume(replay(), FIRST)

    assert sum(each.of for _, each in told) == 6
    assert told[0][0].startswith("3 to ") and told[-1][0].endswith("to 40")


def test_groups_are_told_by_name_and_whoever_has_none_is_in_none() -> None:
    groups = pa.array(["b", "a", "a", None, "b", "b"])

    told = [(name, each.value, each.of) for name, each in by_group(FIRST, groups)]

    assert told == [("a", 0.5, 2), ("b", 2 / 3, 3)]
