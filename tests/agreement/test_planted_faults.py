"""Every likely mistake in a kernel is seen: planted, it makes the engine differ from the law.

The worlds are those in which the agreement is tried anyway, and some in which only few things
vary; the law's own answers are found once, and each fault is put to world after world.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from goodstanding.core.words import add_months
from goodstanding.engine.population import judge_frame
from goodstanding.engine.store.adding import Part
from tests.agreement.bench import by_core, frame_of, told_of
from tests.agreement.faults import (
    ARRANGE,
    AT_ONE_INSTANT,
    OF_COURSES,
    OF_JUDGING,
    OVER_A_GRID,
    OVER_TIME,
    POPULATION,
)
from tests.agreement.test_a_course_is_what_each_instant_gives import told_at
from tests.judging import US, outcome, policy_of
from tests.laws.generators import World, moments, worlds
from tests.laws.planting import Fault, modules_with

WORLDS = 1200
QUIETLY = settings(
    max_examples=WORLDS,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
)


def drawn(strategy: st.SearchStrategy[Any]) -> list[Any]:
    """What the strategy draws, the same on every machine and every day."""
    found: list[Any] = []

    @QUIETLY
    @given(strategy)
    def keep(each: Any) -> None:
        found.append(each)

    keep()
    return found


@cache
def worlds_judged() -> list[tuple[World, Any]]:
    """Worlds, each with what the law says of everybody in it."""
    return [
        (world, by_core(world.policy, world.evidence, world.as_of)) for world in drawn(worlds())
    ]


def with_grid(world: World) -> st.SearchStrategy[tuple[World, Any]]:
    """The world, and instants on the edges of what its policy looks at."""
    grid = st.lists(moments(world.policy, world.as_of), min_size=2, max_size=5)
    return st.tuples(st.just(world), grid)


POINTS = (
    "{points: negative, per: rated, rates: {usual: 0.067, tolerated: 0.1, bad: 0.3}, "
    "votes: {per: client_group, keep: first}, window: {months: 3}}"
)


def unhappy_worlds() -> Iterator[tuple[World, list[datetime]]]:
    """Sums of points start at few instants: people with much against them, month after month, on
    the edges of windows; some of it taken back."""
    policy = policy_of(POINTS, anchor="received_at", when="f >= 300")
    as_of = datetime(2026, 7, 1, tzinfo=UTC)
    edges = [add_months(as_of, -months) for months in range(7)]
    for seed in range(150):
        chance = Random(seed)
        evidence = []
        for number in range(chance.randrange(3, 14)):
            at = chance.choice(edges) + chance.choice((-US, 0 * US, US))
            ends_at = chance.choice([None, None, *(edge for edge in edges if edge > at)])
            evidence.append(outcome(number, at=at, client=f"c{number}", superseded_at=ends_at))
        yield World(policy=policy, evidence=tuple(evidence), as_of=as_of), sorted(edges[:4])


@cache
def worlds_over_time() -> list[tuple[World, Any, tuple[Any, ...]]]:
    """Worlds with a grid of instants, and what judging at each of them says."""
    told = []
    for world, more in [*drawn(worlds().flatmap(with_grid)), *unhappy_worlds()]:
        instants = tuple(sorted({*more, world.as_of}))
        frame = frame_of(world.policy, world.evidence)
        wanted = [told_of(world.policy, judge_frame(world.policy, frame, at)) for at in instants]
        told.append((world, instants, tuple(wanted)))
    return told


def differs_at_one_instant(planted: Fault | None) -> bool:
    """Whether the engine with the fault says anything else than the law, in any of the worlds."""
    modules = modules_with(planted, AT_ONE_INSTANT)
    judge: Any = modules[POPULATION].__dict__["judge_frame"]
    arrange: Any = modules[ARRANGE].__dict__["arrange"]
    for world, wanted in worlds_judged():
        frame = frame_of(world.policy, world.evidence, arranged_by=arrange)
        if told_of(world.policy, judge(world.policy, frame, world.as_of)) != wanted:
            return True
    return False


def differs_over_time(planted: Fault | None) -> bool:
    """Whether a course with the fault says anything else than judging at each instant."""
    along: Any = modules_with(planted, OVER_A_GRID)[OVER_TIME].__dict__["along"]
    for world, instants, wanted in worlds_over_time():
        frame = frame_of(world.policy, world.evidence)
        histories = along(world.policy, Part(frame=frame), instants)
        for place, answer in enumerate(wanted):
            told = [
                pair
                for own, history in histories
                for pair in told_at(
                    world.policy, own.subjects.to_pylist(), history, place=place
                ).items()
            ]
            if sorted(name for name, _ in told) != sorted(answer) or dict(told) != answer:
                return True
    return False


def test_without_a_fault_nothing_differs() -> None:
    assert not differs_at_one_instant(None)
    assert not differs_over_time(None)


@pytest.mark.parametrize("planted", OF_JUDGING, ids=lambda planted: planted.says)
def test_a_fault_in_a_kernel_is_seen(planted: Fault) -> None:
    assert differs_at_one_instant(planted)


@pytest.mark.parametrize("planted", OF_COURSES, ids=lambda planted: planted.says)
def test_a_fault_in_a_course_is_seen(planted: Fault) -> None:
    assert differs_over_time(planted)
