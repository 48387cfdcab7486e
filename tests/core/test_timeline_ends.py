"""How a rung ends: by time, put off, on a set day, by a deed; and what does not come after."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.over_time import Act
from tests.core.timelines import (
    BLOCK,
    DAY,
    END,
    START,
    US,
    done,
    policy_of,
    told,
    unhappy,
    way,
)
from tests.judging import outcome

ENTERED = START + DAY
FIRST = outcome(1, at=ENTERED)


def block(until: str = "days: 14", when: str = "f >= 1") -> str:
    """A rung that blocks, until that."""
    return f"rung: block, when: {when}, {BLOCK}, until: {{{until}}}"


def until(policy: Policy, *acts: Act) -> tuple[str, datetime]:
    """Why and when the block of whoever entered it with `FIRST` ends."""
    states = way(policy, FIRST, acts=acts)
    entered = next(at for at, state in enumerate(states) if state.rung is not None)
    ended = [state for state in states[entered:] if state.rung is None]
    return (ended[0].because.value, ended[0].from_at) if ended else ("never", END)


# By time.


@pytest.mark.parametrize(
    ("span", "ends_at"),
    [
        ("days: 14", ENTERED + 14 * DAY),
        ("months: 1", datetime.fromisoformat("2026-02-02T00:00:00Z")),
    ],
)
def test_a_span_ends_at_its_instant_and_is_known_before(span: str, ends_at: datetime) -> None:
    policy = policy_of(block(span))

    inside = way(policy, FIRST, until_at=ends_at - US)
    over = way(policy, FIRST, until_at=ends_at)

    assert (inside[-1].rung, inside[-1].ends_at) == ("block", ends_at)
    assert told(over)[-1] == (ends_at, None, "served")


def test_a_block_lasts_though_its_condition_is_no_longer_true() -> None:
    policy = policy_of(block(), cadence="daily", window="days: 3")

    assert told(way(policy, FIRST)) == [
        (ENTERED, "block", "condition"),
        (ENTERED + 14 * DAY, None, "served"),
    ]


def test_a_graver_rung_takes_the_place_of_a_milder_one_and_its_end() -> None:
    policy = policy_of(block(), block("days: 60", when="f >= 2").replace("block,", "longer,", 1))

    states = way(policy, FIRST, outcome(2, at=ENTERED + 5 * DAY))

    assert told(states) == [
        (ENTERED, "block", "condition"),
        (ENTERED + 5 * DAY, "longer", "condition"),
        (ENTERED + 65 * DAY, None, "served"),
    ]


# What was served is served.


@pytest.mark.parametrize(
    ("received_at", "back"),
    [(ENTERED, False), (ENTERED + US, True), (ENTERED + 13 * DAY, True)],
)
def test_only_what_was_received_after_entering_brings_somebody_back(
    received_at: datetime, *, back: bool
) -> None:
    policy = policy_of(block(), cadence="daily")

    states = way(policy, FIRST, outcome(2, at=START, received_at=received_at))

    again = [(ENTERED + 15 * DAY, "block", "condition")] if back else []
    assert told(states)[2:3] == again


def test_a_good_outcome_brings_nobody_back() -> None:
    policy = policy_of(block())

    states = way(policy, FIRST, outcome(2, at=ENTERED + 20 * DAY, overall=5))

    assert told(states)[1:] == [(ENTERED + 14 * DAY, None, "served")]


def test_a_contract_that_was_negative_already_is_nothing_further() -> None:
    changed_at = ENTERED + 20 * DAY
    first = replace(FIRST, superseded_at=changed_at)
    again = outcome(2, at=ENTERED, received_at=changed_at, contract=FIRST.contract, overall=2)

    states = way(policy_of(block()), first, again)

    assert told(states)[1:] == [(ENTERED + 14 * DAY, None, "served")]


def test_where_nothing_is_called_negative_any_further_outcome_counts() -> None:
    policy = policy_of(block(), negative="")

    states = way(policy, FIRST, outcome(2, at=ENTERED + 20 * DAY, overall=5))

    assert told(states)[2] == (ENTERED + 20 * DAY, "block", "condition")


def test_who_served_a_grave_rung_is_not_brought_to_a_milder_one_by_the_same() -> None:
    policy = policy_of(
        "rung: look, when: f >= 1, propose: advise", block(when="f >= 2"), cadence="daily"
    )

    states = way(policy, *unhappy(ENTERED, ENTERED))

    assert told(states) == [
        (ENTERED, "block", "condition"),
        (ENTERED + 14 * DAY, None, "served"),
    ]


def test_who_served_a_mild_rung_can_still_come_to_a_graver_one_by_what_was_known() -> None:
    policy = policy_of(
        block("days: 9"),
        block(when="share >= 1").replace("block,", "longer,", 1),
        cadence="daily",
        window="days: 30",
    )
    good = outcome(2, at=ENTERED - 20 * DAY, overall=5)

    states = way(policy, FIRST, good)

    assert told(states) == [
        (ENTERED, "block", "condition"),
        (ENTERED + 9 * DAY, None, "served"),
        (ENTERED + 10 * DAY, "longer", "condition"),
        (ENTERED + 24 * DAY, None, "served"),
    ]


def test_at_the_instant_of_an_end_nothing_begins() -> None:
    policy = policy_of(block())
    over_at = ENTERED + 14 * DAY

    at_the_end = way(policy, FIRST, outcome(2, at=over_at))
    just_after = way(policy, FIRST, outcome(2, at=over_at + US))

    assert told(at_the_end)[1:] == [(over_at, None, "served")]
    assert told(just_after)[1:3] == [
        (over_at, None, "served"),
        (over_at + US, "block", "condition"),
    ]


# Put off by further outcomes.


MORE = "days: 14, more_days: {each: overall <= 2, days: 7}"


@pytest.mark.parametrize(
    ("further_at", "days"),
    [
        (ENTERED, 14),
        (ENTERED + US, 21),
        (ENTERED + 14 * DAY - US, 21),
        (ENTERED + 14 * DAY, 14),
    ],
)
def test_a_further_outcome_adds_its_days_while_the_rung_lasts(
    further_at: datetime, days: int
) -> None:
    states = way(policy_of(block(MORE)), FIRST, outcome(2, at=further_at))

    ended = [state.from_at for state in states[1:] if state.rung is None]
    assert ended[0] == ENTERED + days * DAY


def test_each_further_outcome_adds_days_and_the_end_is_told_as_it_moves() -> None:
    evidence = unhappy(ENTERED, ENTERED + 10 * DAY, ENTERED + 20 * DAY)

    states = way(policy_of(block(MORE)), *evidence)

    assert [(each.from_at, each.ends_at, each.because.value) for each in states[1:]] == [
        (ENTERED, ENTERED + 14 * DAY, "condition"),
        (ENTERED + 10 * DAY, ENTERED + 21 * DAY, "more_days"),
        (ENTERED + 20 * DAY, ENTERED + 28 * DAY, "more_days"),
        (ENTERED + 28 * DAY, None, "served"),
    ]


def test_each_contract_adds_days_though_one_client_has_several() -> None:
    further = [outcome(number, at=ENTERED + DAY, client="carla") for number in (2, 3)]

    states = way(policy_of(block(MORE)), FIRST, *further)

    assert states[-1].from_at == ENTERED + 28 * DAY


def test_an_outcome_of_which_it_is_not_true_adds_nothing() -> None:
    states = way(policy_of(block(MORE)), FIRST, outcome(2, at=ENTERED + DAY, overall=3))

    assert told(states)[1] == (ENTERED + 14 * DAY, None, "served")


@pytest.mark.parametrize(
    ("gone_after", "ended_after"), [(10 * DAY, 14 * DAY), (16 * DAY, 16 * DAY)]
)
def test_an_outcome_that_is_taken_back_takes_its_days_back(
    gone_after: timedelta, ended_after: timedelta
) -> None:
    further = outcome(2, at=ENTERED + DAY, superseded_at=ENTERED + gone_after)

    states = way(policy_of(block(MORE)), FIRST, further)

    assert told(states)[-1] == (ENTERED + ended_after, None, "served")


def test_a_person_who_is_off_the_ladder_has_no_end_to_put_off() -> None:
    policy = policy_of(block(MORE, when="f >= 2"))

    assert told(way(policy, FIRST)) == []


# Free on a set day. 5 January 2026 is a Monday; who entered on the second is due on the sixteenth.


RELEASED = 'released: {weekday: monday, at: "23:59"}'
FREE_AT = datetime.fromisoformat("2026-01-19T23:59:00Z")


def test_after_the_end_one_is_free_at_the_next_such_instant() -> None:
    states = way(policy_of(block(f"days: 14, {RELEASED}")), FIRST)

    assert states[1].ends_at == FREE_AT
    assert told(states)[1] == (FREE_AT, None, "released")


def test_while_one_waits_for_the_day_the_rung_lasts_and_can_be_put_off() -> None:
    policy = policy_of(block(f"{MORE}, {RELEASED}"))

    states = way(policy, FIRST, outcome(2, at=FREE_AT - US))

    assert told(states)[-1] == (
        datetime.fromisoformat("2026-01-26T23:59:00Z"),
        None,
        "released",
    )


COURSE = 'course: "Reskilling for Success"'


def test_a_course_frees_at_once_where_no_day_is_set() -> None:
    policy = policy_of(block(COURSE))

    assert until(policy, done("course", ENTERED + 5 * DAY)) == ("course", ENTERED + 5 * DAY)
    assert until(policy) == ("never", END)


@pytest.mark.parametrize(
    ("done_at", "free_at"),
    [
        (FREE_AT - 3 * DAY, FREE_AT),
        (FREE_AT - US, FREE_AT),
        (FREE_AT + US, FREE_AT + 7 * DAY),
    ],
)
def test_a_course_frees_on_the_next_set_day(done_at: datetime, free_at: datetime) -> None:
    policy = policy_of(block(f"{COURSE}, {RELEASED}"))

    states = way(policy, FIRST, acts=(done("course", done_at),))

    assert [(each.from_at, each.ends_at, each.because.value) for each in states[1:]] == [
        (ENTERED, None, "condition"),
        (done_at, free_at, "course"),
        (free_at, None, "released"),
    ]


def test_a_course_completed_at_the_very_instant_frees_then() -> None:
    policy = policy_of(block(f"{COURSE}, {RELEASED}"))

    assert until(policy, done("course", FREE_AT)) == ("course", FREE_AT)


def test_a_course_completed_twice_frees_as_the_first_time() -> None:
    policy = policy_of(block(f"{COURSE}, {RELEASED}"))
    acts = [done("course", FREE_AT - 2 * DAY), done("course", FREE_AT - DAY)]

    assert until(policy, *acts) == ("released", FREE_AT)


# By what is done.


def test_an_appeal_ends_any_rung_at_once() -> None:
    for ends in ("days: 14", COURSE, f"{COURSE}, {RELEASED}", "appeal: true"):
        policy = policy_of(block(ends))

        assert until(policy, done("appeal", ENTERED + DAY)) == ("appeal", ENTERED + DAY)


def test_a_fix_ends_a_rung_that_says_what_helps_and_no_other() -> None:
    helped = policy_of(block())
    silent = policy_of(block().replace(", cure: wait", ""))

    assert until(helped, done("fix", ENTERED + DAY)) == ("fix", ENTERED + DAY)
    assert until(silent, done("fix", ENTERED + DAY)) == ("served", ENTERED + 14 * DAY)


def test_a_course_ends_no_rung_that_asks_for_none() -> None:
    mild = policy_of("rung: look, when: f >= 1, propose: advise")

    assert until(policy_of(block()), done("course", ENTERED + DAY))[0] == "served"
    assert until(mild, done("course", ENTERED + DAY))[0] == "never"
    assert until(mild, done("appeal", ENTERED + DAY))[0] == "appeal"


def test_what_is_done_before_a_rung_or_outside_the_timeline_ends_nothing() -> None:
    policy = policy_of(block("appeal: true"))

    for at in (START - US, START, ENTERED - US, ENTERED, END + US):
        assert until(policy, done("appeal", at)) == ("never", END)
    assert until(policy, done("appeal", ENTERED + US)) == ("appeal", ENTERED + US)


def test_an_end_by_time_comes_before_what_is_done_at_its_instant() -> None:
    at = ENTERED + 14 * DAY

    assert until(policy_of(block()), done("appeal", at)) == ("served", at)
    assert until(policy_of(block()), done("appeal", at - US)) == ("appeal", at - US)


def test_at_the_instant_of_an_appeal_nothing_begins() -> None:
    at = ENTERED + 5 * DAY
    policy = policy_of(block())

    states = way(policy, FIRST, outcome(2, at=at), acts=(done("appeal", at),))

    assert told(states)[1:] == [(at, None, "appeal")]


def test_what_ended_by_an_appeal_does_not_come_back_by_what_was_known() -> None:
    policy = policy_of(block("appeal: true"), cadence="daily")

    assert told(way(policy, FIRST, acts=(done("appeal", ENTERED + DAY),))) == [
        (ENTERED, "block", "condition"),
        (ENTERED + DAY, None, "appeal"),
    ]
