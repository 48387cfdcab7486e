"""Probation: the votes after somebody entered a rung are looked at alone, and decide."""

from datetime import datetime

import pytest

from goodstanding.core.evidence import Evidence
from goodstanding.core.timeline import State
from tests.core.timelines import BLOCK, DAY, START, policy_of, told, way
from tests.judging import outcome

ENTERED = START + DAY
FIRST = outcome(1, at=ENTERED)
PROBATION = (
    "rung: probation, when: f >= 1, propose: warn, "
    "probation: {votes: 3, passes: share <= 0.4, fails: out}"
)
OUT = f"rung: out, when: f >= 9, {BLOCK}, until: {{days: 14}}"
OUTRIGHT = f"rung: outright, when: f >= 3, {BLOCK}, until: {{days: 30}}"


def after(*stars: int, first: int = 2, **said: str) -> list[Evidence]:
    """One outcome a day after the rung was entered, with these stars."""
    return [
        outcome(number, at=ENTERED + day * DAY, overall=overall, **said)
        for day, (number, overall) in enumerate(enumerate(stars, start=first), start=1)
    ]


def walked(*evidence: Evidence, probation: str = PROBATION, **said: str) -> tuple[State, ...]:
    """The way of who entered probation with `FIRST`."""
    rungs = (probation, OUT) if "more" not in said else (probation, OUT, said.pop("more"))
    return way(policy_of(*rungs, **said), FIRST, *evidence)


def test_who_passes_is_off_the_ladder_with_the_last_of_the_votes() -> None:
    assert told(walked(*after(5, 1, 5))) == [
        (ENTERED, "probation", "condition"),
        (ENTERED + 3 * DAY, None, "probation_passed"),
    ]


def test_who_fails_goes_to_the_graver_rung_and_serves_it() -> None:
    assert told(walked(*after(5, 1, 1))) == [
        (ENTERED, "probation", "condition"),
        (ENTERED + 3 * DAY, "out", "probation_failed"),
        (ENTERED + 17 * DAY, None, "served"),
    ]


def test_fewer_votes_decide_nothing_and_time_does_not_either() -> None:
    states = walked(*after(1, 1), window="days: 1")

    assert told(states) == [(ENTERED, "probation", "condition")]


def test_only_the_first_so_many_votes_are_looked_at() -> None:
    monday, next_monday = (datetime.fromisoformat(f"2026-01-{day}T00:00:00Z") for day in ("05", 12))
    in_the_week = [
        outcome(number, at=monday + number * DAY / 2, overall=overall)
        for number, overall in enumerate((5, 5, 5, 1, 1, 1), start=2)
    ]

    states = walked(*in_the_week, cadence="weekly")

    assert told(states)[:2] == [
        (monday, "probation", "condition"),
        (next_monday, None, "probation_passed"),
    ]


def test_the_first_votes_are_those_received_first() -> None:
    late = outcome(5, at=ENTERED, received_at=ENTERED + 9 * DAY, overall=1)

    assert told(walked(*after(5, 5, 1), late))[1:] == [
        (ENTERED + 3 * DAY, None, "probation_passed"),
        (ENTERED + 9 * DAY, "probation", "condition"),
    ]


def test_of_those_that_are_looked_at_together_the_first_received_come_first() -> None:
    monday, sunday = (datetime.fromisoformat(f"2026-01-{day}T00:00:00Z") for day in ("05", 11))
    late = [outcome(n, at=monday + DAY, received_at=sunday, overall=1) for n in (2, 3)]
    soon = [outcome(n, at=monday + 2 * DAY, overall=5) for n in (4, 5, 6)]

    states = walked(*late, *soon, cadence="weekly")

    assert told(states)[1] == (sunday + DAY, None, "probation_passed")


def test_votes_count_though_they_left_the_window() -> None:
    assert told(walked(*after(5, 5, 5), window="days: 1"))[1][1:] == (None, "probation_passed")


def test_what_was_known_on_entering_is_not_looked_at() -> None:
    known = [outcome(number, at=START, overall=5) for number in (7, 8, 9)]

    assert told(walked(*known, *after(1, 1, 5)))[1][1:] == ("out", "probation_failed")


def test_a_client_has_one_vote_however_many_contracts() -> None:
    same = after(5, 5, 5, client="carla")

    assert told(walked(*same))[1:] == []
    assert told(walked(*same, *after(5, 5, first=6)))[1][1:] == (None, "probation_passed")


def test_a_figure_that_is_still_unknown_waits_for_the_next_vote() -> None:
    wanting = ", votes: {per: contract}, sample: {client_groups: 2}"
    one_company = after(5, 5, 5, 1, client="carla")
    another = outcome(9, at=ENTERED + 9 * DAY, overall=5)

    assert told(walked(*one_company, share=wanting))[1:] == []
    assert told(walked(*one_company, another, share=wanting))[1:] == [
        (ENTERED + 9 * DAY, None, "probation_passed")
    ]


@pytest.mark.parametrize("stars", [(1, 1, 1), (5, 1, 1)])
def test_a_graver_rung_does_not_wait_for_probation(stars: tuple[int, ...]) -> None:
    states = walked(*after(*stars), more=OUTRIGHT)

    assert [rung for _, rung, _ in told(states)][:2] == ["probation", "outright"]


def test_who_passed_is_not_brought_back_by_what_was_known_on_entering() -> None:
    states = walked(*after(5, 5, 5), cadence="daily")

    assert told(states)[1:] == [(ENTERED + 3 * DAY, None, "probation_passed")]


def test_a_count_is_looked_at_alone_too() -> None:
    by_count = PROBATION.replace("share <= 0.4", "f <= 1")

    assert told(walked(*after(5, 1, 5), probation=by_count))[1][1] is None
    assert told(walked(*after(1, 1, 5), probation=by_count))[1][1] == "out"
