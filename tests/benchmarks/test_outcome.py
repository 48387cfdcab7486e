"""Runs are summed up fairly: by median, against the floor of their round, answers compared."""

from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks.chart import chart
from benchmarks.lanes import FLOORS, LANES, Question, lanes_for
from benchmarks.measuring import Absent, Run
from benchmarks.outcome import Size, growth, summed_up
from benchmarks.question import SWEEP_AT, flagged, rungs
from benchmarks.report import page, shouted
from tests.benchmarks.builders import an_answer


def a_run(lane: str, cpu_seconds: float, *, round: int = 1, digest: str = "same") -> Run:
    """One run of a lane that answered as all others did."""
    return Run(
        lane=lane,
        round=round,
        cpu_seconds=cpu_seconds,
        wall_seconds=cpu_seconds,
        process_cpu_seconds=cpu_seconds + 0.5,
        peak_bytes=200_000_000,
        digest=digest,
    )


def sized(*came: Run | Absent, rows: int = 1_000_000) -> Size:
    """What these runs sum up to."""
    return summed_up(rows, came, load_before=0.5, load_after=0.5)


FLOOR = a_run("floor-duckdb", 2.0, digest="count")


def test_the_lesser_of_the_two_floors_is_the_floor() -> None:
    size = sized(FLOOR, a_run("floor-polars", 1.0, digest="count"), a_run("polars", 4.0))

    assert size.floor == "floor-polars"
    assert [one.times_floor.median for one in size.results if one.lane == "polars"] == [4.0]


def test_each_round_is_held_against_its_own_floor() -> None:
    slow_floor = a_run("floor-duckdb", 4.0, round=2, digest="count")
    size = sized(FLOOR, a_run("polars", 6.0), slow_floor, a_run("polars", 16.0, round=2))

    polars = size.results[1]
    assert (polars.times_floor.least, polars.times_floor.most) == (3.0, 4.0)
    assert polars.times_floor.median == 3.5
    assert polars.cpu_seconds.median == 11.0


def test_without_a_floor_there_is_no_ratio() -> None:
    with pytest.raises(ValueError, match="neither DuckDB nor Polars counted"):
        sized(a_run("pandas", 4.0))


def test_lanes_of_one_question_that_answer_differently_are_named() -> None:
    size = sized(FLOOR, a_run("polars", 4.0), a_run("pandas", 9.0, digest="other"))

    assert not size.is_sound
    assert size.differing == ("verdicts on everybody: same from polars; other from pandas",)
    assert shouted([size])[-1].startswith("!!! 1 M rows: DIFFERENT ANSWERS to verdicts")
    assert "**1 M rows: different answers** to verdicts" in page([size], {}, machine={})


def test_a_lane_that_answers_differently_from_itself_is_named_too() -> None:
    size = sized(FLOOR, a_run("polars", 4.0), a_run("polars", 4.0, digest="other"))

    assert size.differing == ("verdicts on everybody: same from polars; other from polars",)


def test_a_store_is_held_against_the_verdicts_of_those_who_have_none() -> None:
    good, bad = a_run("ours-append", 1.0), a_run("ours-append", 1.0, digest="other")
    peer = a_run("polars-next-day", 1.0)

    assert sized(FLOOR, good, peer).is_sound
    assert sized(FLOOR, bad, peer).differing == (
        "verdicts a day later: other from ours-append; same from polars-next-day",
    )


def test_a_lane_that_is_absent_is_told_and_one_that_broke_is_unsound() -> None:
    absent = Absent(lane="ours", because="it is not plugged in")
    broken = Absent(lane="pandas", because="it ended with 1", is_broken=True)

    assert sized(FLOOR, absent).is_sound
    assert not sized(FLOOR, broken).is_sound
    assert shouted([sized(FLOOR, absent)]) == [
        "!!! ours DID NOT RUN: it is not plugged in",
        "!!! OURS IS MISSING: these are the floor and the peers alone",
    ]
    assert "Ours is missing on this page" in page([sized(FLOOR, absent)], {}, machine={})
    assert shouted([sized(FLOOR, a_run("ours", 3.0))]) == []


def test_growth_is_one_where_ten_times_the_rows_take_ten_times_as_long() -> None:
    few = sized(FLOOR, a_run("polars", 1.0), a_run("pandas", 1.0))
    many = sized(FLOOR, a_run("polars", 10.0), a_run("pandas", 100.0), rows=10_000_000)

    assert growth([few, many]) == pytest.approx({"floor-duckdb": 0, "polars": 1, "pandas": 2})
    assert growth([few]) == {}


def test_the_chart_is_well_formed_and_says_every_ratio_in_words() -> None:
    few = sized(FLOOR, a_run("polars", 7.0), a_run("pandas", 9.0))
    many = sized(FLOOR, a_run("polars", 8.0), a_run("pandas", 30.0), rows=10_000_000)

    drawn = chart([few, many], asks=Question.VERDICTS, title="Verdicts <all>")

    svg = ElementTree.fromstring(drawn)
    said = svg.find("{http://www.w3.org/2000/svg}desc")
    assert said is not None
    assert said.text == "Polars 4.00 times the floor; pandas 15.00 times the floor"
    assert len(svg.findall("{http://www.w3.org/2000/svg}circle")) == 4


def test_a_lane_that_ran_only_on_fewer_rows_is_shown_by_these() -> None:
    few, many = sized(FLOOR, a_run("python", 60.0)), sized(FLOOR, rows=10_000_000)

    drawn = chart([few, many], asks=Question.VERDICTS, title="Verdicts")

    assert "plain Python loop 30.00 times the floor" in drawn
    assert ElementTree.fromstring(chart([many], asks=Question.SWEEP, title="Nobody ran"))


def test_every_question_has_a_lane_of_ours_and_two_of_the_peers() -> None:
    for question in set(Question) - {Question.COUNT, Question.STORE}:
        asked = [lane for lane in LANES.values() if lane.held_against is question]
        assert any(lane.is_ours for lane in asked)
        assert len([lane for lane in asked if not lane.is_ours]) >= 2


def test_what_is_slow_runs_only_where_it_is_quick_or_wished_for() -> None:
    def names(rows: int, *wishes: str) -> set[str]:
        return {lane.name for lane in lanes_for(rows, wishes=frozenset(wishes))}

    assert {"python", "polars-sweep", *FLOORS} <= names(1_000_000)
    assert not {"python", "polars-sweep", "spark-floor"} & names(10_000_000)
    assert {"python", "spark-ours"} <= names(10_000_000, "python-loop", "spark")


def test_rungs_are_reached_at_their_very_edge() -> None:
    unhappy = np.array([2, 3, 3, 3, 4, 4, 4, 0])
    rated = np.array([2, 15, 16, 3, 16, 17, 21, 0])

    assert rungs(unhappy, rated).tolist() == [0, 1, 0, 1, 2, 1, 0, 0]


def test_a_sweep_counts_who_has_so_many_unhappy_clients_and_a_fifth() -> None:
    answer = an_answer((2, 10), (3, 15), (6, 30), (6, 31), (5, 5))

    assert flagged(answer) == [4, 3, 2, 2, 1]


def test_an_answers_digest_does_not_hang_on_its_order() -> None:
    assert an_answer((2, 10), (3, 15)).digest() == an_answer((2, 10), (3, 15), turned=True).digest()
    assert an_answer((2, 10), (3, 15)).digest() != an_answer((2, 10), (3, 16)).digest()


def test_a_sweep_goes_over_the_first_of_24_months_up_to_the_instant_of_judging() -> None:
    assert len(SWEEP_AT) == 24
    assert (SWEEP_AT[0].isoformat(), SWEEP_AT[-1].isoformat()) == (
        "2024-08-01T00:00:00+00:00",
        "2026-07-01T00:00:00+00:00",
    )
