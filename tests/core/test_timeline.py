"""Over time a ladder is a state machine; each truth here sits on its own edges."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import permutations

import pytest

from goodstanding.core.timeline import State
from goodstanding.core.verdict import judge
from goodstanding.core.walk import Because
from tests.core.builders import refused
from tests.core.timelines import (
    BLOCK,
    DAY,
    END,
    LOOK,
    START,
    US,
    done,
    policy_of,
    shown,
    told,
    unhappy,
    way,
)
from tests.judging import outcome

MONDAY = START + 4 * DAY
WEEK = 7 * DAY


def test_nobody_of_whom_nothing_is_known_stands_on_a_rung() -> None:
    states = way(policy_of(LOOK))

    assert states == (
        State(
            from_at=START,
            rung=None,
            shown=None,
            entered_at=None,
            ends_at=None,
            because=Because.START,
        ),
    )


def test_on_evidence_people_are_judged_whenever_what_is_known_changes() -> None:
    known_at, gone_at = START + 3 * DAY, START + 9 * DAY
    evidence = outcome(1, at=START + DAY, received_at=known_at, superseded_at=gone_at)

    states = way(policy_of(LOOK), evidence)

    assert told(states) == [(known_at, "look", "condition"), (gone_at, None, "condition")]
    assert [state.entered_at for state in states] == [None, known_at, None]


def test_both_ends_of_the_timeline_belong_to_it() -> None:
    policy = policy_of(LOOK)

    assert way(policy, outcome(1, at=START))[0].rung == "look"
    assert way(policy, outcome(1, at=END))[-1].rung == "look"
    assert len(way(policy, outcome(1, at=END), until_at=END - US)) == 1
    assert way(policy, outcome(1, at=START - US))[0].rung is None


def test_between_set_times_nobody_is_judged() -> None:
    policy = policy_of(LOOK, cadence="weekly")

    assert told(way(policy, *unhappy(MONDAY))) == [(MONDAY, "look", "condition")]
    assert told(way(policy, *unhappy(MONDAY + US))) == [(MONDAY + WEEK, "look", "condition")]


def test_what_others_did_is_nothing_to_ada() -> None:
    of_another = replace(outcome(1, at=START + 20 * DAY), subject="bob")
    of_ada = outcome(2, at=START + DAY)
    policy = policy_of(LOOK, window="days: 10")

    assert told(way(policy, of_another)) == []
    assert told(way(policy, of_another, of_ada)) == [(START + DAY, "look", "condition")]


def test_the_order_of_arrival_never_matters() -> None:
    policy = policy_of(
        LOOK,
        f"rung: block, when: f >= 3, {BLOCK}, until: {{days: 14, more_days: {{each: overall <= 2, "
        "days: 7}}",
        cadence="daily",
    )
    evidence = unhappy(START, START, START + DAY, START + 3 * DAY)
    acts = (done("appeal", START + 5 * DAY), done("fix", START + 5 * DAY))
    ways = {
        way(policy, *arrived, acts=told_acts)
        for arrived in permutations(evidence)
        for told_acts in permutations(acts)
    }

    assert len(ways) == 1


def test_a_timeline_that_ends_before_it_begins_is_refused() -> None:
    with refused("timeline-upside-down"):
        way(policy_of(LOOK), from_at=END, until_at=END - US)
    assert len(way(policy_of(LOOK), from_at=END, until_at=END)) == 1


@pytest.mark.parametrize("odd", ["from_at", "until_at"])
def test_instants_are_in_utc(odd: str) -> None:
    elsewhere_at = datetime(2026, 6, 1, tzinfo=timezone(timedelta(hours=2)))

    with refused("instant-not-utc"):
        way(policy_of(LOOK), **{odd: elsewhere_at})
    with refused("instant-not-utc"):
        way(policy_of(LOOK), acts=(done("appeal", elsewhere_at),))


# Held: true often enough, and not only now.


def mondays(*weeks: int) -> list[datetime]:
    """The noon before the Monday of each of these weeks, counted from 0."""
    return [MONDAY + week * WEEK - DAY / 2 for week in weeks]


HELD = "rung: late, when: f >= 1, held: {times: TIMES, of: OF}, propose: warn"


def held(times: int, of: int) -> str:
    """A rung of that many of so many Mondays."""
    return HELD.replace("TIMES", str(times)).replace("OF", str(of))


def test_two_misses_in_a_row_are_two_and_no_miss_between() -> None:
    policy = policy_of(held(2, 2), cadence="weekly", window="days: 7")

    in_a_row = way(policy, *unhappy(*mondays(1, 2)))
    with_a_break = way(policy, *unhappy(*mondays(1, 3, 5)))

    assert told(in_a_row) == [
        (MONDAY + 2 * WEEK, "late", "held"),
        (MONDAY + 3 * WEEK, None, "condition"),
    ]
    assert told(with_a_break) == []


def test_thirteen_of_sixteen_is_reached_with_the_thirteenth_and_lasts_while_they_are_thirteen() -> (
    None
):
    policy = policy_of(held(13, 16), cadence="weekly", window="days: 7")

    thirteen = way(policy, *unhappy(*mondays(*range(1, 14))))
    twelve = way(policy, *unhappy(*mondays(*range(1, 13))))

    assert told(thirteen) == [
        (MONDAY + 13 * WEEK, "late", "held"),
        (MONDAY + 17 * WEEK, None, "condition"),
    ]
    assert told(twelve) == []


def test_looks_that_lie_too_far_back_do_not_count() -> None:
    policy = policy_of(held(2, 3), cadence="weekly", window="days: 7")

    assert told(way(policy, *unhappy(*mondays(1, 4)))) == []
    assert told(way(policy, *unhappy(*mondays(1, 3))))[0] == (MONDAY + 3 * WEEK, "late", "held")


def test_one_instant_never_reaches_a_rung_that_looks_back() -> None:
    policy = policy_of(LOOK, held(2, 2), f"rung: b, when: f >= 1, {BLOCK}, until: {{days: 9}}, "
                       "stood: {on: look, days: 1}")  # fmt: skip
    evidence = unhappy(START, START + DAY)

    verdict = judge(policy, "ada", evidence, END)

    assert [rung.looks_back for rung in policy.ladder] == [False, True, True]
    assert verdict.rung == "look"
    assert [test.reached for test in verdict.tests] == [True, False, False]


# Stood: long enough on a milder rung.


def stood(span: str = "days: 90", on: str = "look") -> str:
    """A rung for who has stood on another for so long."""
    return f"rung: limited, when: f >= 1, propose: warn, stood: {{on: {on}, {span}}}"


@pytest.mark.parametrize(("less", "reached"), [(US, False), (0 * US, True), (-US, True)])
def test_ninety_days_on_a_rung_are_ninety_days_to_the_microsecond(
    less: timedelta, *, reached: bool
) -> None:
    policy = policy_of(LOOK, stood())
    asked_at = START + 91 * DAY - less

    states = way(policy, *unhappy(START + DAY, asked_at))

    assert (states[-1].rung == "limited") is reached
    assert states[-1].because == ("stood" if reached else "condition")


def test_months_on_a_rung_are_calendar_months() -> None:
    policy = policy_of(LOOK, stood("months: 1"), cadence="daily")

    states = way(policy, *unhappy(START + 30 * DAY))

    assert told(states) == [
        (START + 30 * DAY, "look", "condition"),
        (datetime.fromisoformat("2026-02-28T00:00:00Z"), "limited", "stood"),
    ]


def test_time_alone_brings_nobody_to_a_rung_whose_condition_is_not_true() -> None:
    policy = policy_of(LOOK, stood("days: 9").replace("f >= 1", "f >= 2"), cadence="daily")

    assert told(way(policy, *unhappy(START + DAY))) == [(START + DAY, "look", "condition")]


def test_a_break_begins_the_time_on_a_rung_anew() -> None:
    policy = policy_of(LOOK, stood("days: 9"), cadence="daily", window="days: 7")
    first = unhappy(START)
    again = outcome(2, at=START + 8 * DAY)
    unbroken = outcome(2, at=START + 6 * DAY)

    assert told(way(policy, *first, again)) == [
        (START, "look", "condition"),
        (START + 7 * DAY, None, "condition"),
        (START + 8 * DAY, "look", "condition"),
        (START + 15 * DAY, None, "condition"),
    ][1:]  # fmt: skip
    assert told(way(policy, *first, unbroken))[0] == (START + 9 * DAY, "limited", "stood")


def test_time_on_a_graver_rung_is_time_on_the_milder_one_too() -> None:
    policy = policy_of(
        LOOK,
        "rung: warned, when: f >= 2, propose: warn",
        stood("days: 9"),
        cadence="daily",
        window="days: 20",
    )
    evidence = [*unhappy(START, START + 2 * DAY)]

    assert told(way(policy, *evidence))[:2] == [
        (START + 2 * DAY, "warned", "condition"),
        (START + 9 * DAY, "limited", "stood"),
    ]


def test_time_on_a_milder_rung_is_no_time_on_the_one_that_is_asked_for() -> None:
    policy = policy_of(
        LOOK,
        "rung: warned, when: f >= 2, propose: warn",
        stood("days: 9", on="warned"),
        cadence="daily",
    )

    assert told(way(policy, *unhappy(START, START + 5 * DAY))) == [
        (START + 5 * DAY, "warned", "condition"),
        (START + 14 * DAY, "limited", "stood"),
    ]


# Leave: one line to enter, another to leave.


def test_who_stands_on_a_rung_stays_until_the_other_line_is_reached() -> None:
    policy = policy_of(
        "rung: look, when: f >= 3, propose: advise, leave: f <= 1",
        cadence="daily",
        window="days: 10",
    )

    states = way(policy, *unhappy(START, START + DAY, START + 2 * DAY))

    assert told(states) == [
        (START + 2 * DAY, "look", "condition"),
        (START + 10 * DAY, "look", "stayed"),
        (START + 11 * DAY, None, "condition"),
    ]
    assert [state.entered_at for state in states[1:3]] == [START + 2 * DAY] * 2


def test_who_stayed_and_meets_the_condition_again_stands_there_by_it() -> None:
    policy = policy_of(
        "rung: look, when: f >= 2, propose: advise, leave: f == 0",
        window="days: 10",
        cadence="daily",
    )

    states = way(policy, *unhappy(START, START + 5 * DAY, START + 12 * DAY))

    assert told(states)[:3] == [
        (START + 5 * DAY, "look", "condition"),
        (START + 10 * DAY, "look", "stayed"),
        (START + 12 * DAY, "look", "condition"),
    ]


def test_who_leaves_a_rung_falls_to_the_one_whose_condition_is_true() -> None:
    policy = policy_of(
        LOOK, "rung: warned, when: f >= 2, propose: warn", cadence="daily", window="days: 10"
    )

    states = way(policy, *unhappy(START, START + 5 * DAY))

    assert told(states) == [
        (START + 5 * DAY, "warned", "condition"),
        (START + 10 * DAY, "look", "condition"),
        (START + 15 * DAY, None, "condition"),
    ]


# Protection: what is real, and what shows.


PROTECTED = "protection: {days: 30}"


@pytest.mark.parametrize("short", [US, 0 * US])
def test_a_worse_state_shows_after_the_protected_days_and_not_a_microsecond_before(
    short: timedelta,
) -> None:
    entered_at = START + DAY
    policy = policy_of(LOOK, more=PROTECTED)
    until_at = entered_at + 30 * DAY - short

    states = way(policy, *unhappy(entered_at), until_at=until_at)

    rises = [] if short else [(until_at, "look", "look")]
    assert shown(states) == [(entered_at, "look", None), *rises]


def test_a_better_state_shows_at_once() -> None:
    policy = policy_of(LOOK, cadence="daily", window="days: 40", more=PROTECTED)

    assert shown(way(policy, *unhappy(START + DAY))) == [
        (START + DAY, "look", None),
        (START + 31 * DAY, "look", "look"),
        (START + 41 * DAY, None, None),
    ]


def test_a_state_that_is_over_before_it_shows_never_shows() -> None:
    policy = policy_of(LOOK, cadence="daily", window="days: 30", more=PROTECTED)

    assert shown(way(policy, *unhappy(START + DAY))) == [
        (START + DAY, "look", None),
        (START + 31 * DAY, None, None),
    ]


def test_each_worse_state_has_its_own_protected_days() -> None:
    policy = policy_of(LOOK, "rung: warned, when: f >= 2, propose: warn", more=PROTECTED)

    assert shown(way(policy, *unhappy(START + DAY, START + 20 * DAY))) == [
        (START + DAY, "look", None),
        (START + 20 * DAY, "warned", None),
        (START + 31 * DAY, "warned", "look"),
        (START + 50 * DAY, "warned", "warned"),
    ]


def test_without_protection_what_is_real_shows_at_once() -> None:
    assert shown(way(policy_of(LOOK), *unhappy(START + DAY))) == [(START + DAY, "look", "look")]
