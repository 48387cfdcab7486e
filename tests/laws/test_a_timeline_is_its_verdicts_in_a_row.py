"""Where a policy says nothing of time, its timeline is the verdict at each look."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.policy.over_time import Protection
from goodstanding.core.timeline import State, timeline
from goodstanding.core.verdict import judge
from tests.laws.generators import FRITZI, World, worlds


def span_of(world: World) -> tuple[datetime, datetime]:
    """From the first that was received to the instant of judging."""
    received = [each.received_at for each in world.evidence]
    return min([*received, world.as_of]), world.as_of


def walked(world: World) -> tuple[State, ...]:
    """The timeline over all that was received by the instant of judging."""
    from_at, until_at = span_of(world)
    return timeline(world.policy, FRITZI, world.evidence, from_at=from_at, until_at=until_at)


def state_at(states: tuple[State, ...], at: datetime) -> State:
    """The state in force then."""
    return [state for state in states if state.from_at <= at][-1]


@given(worlds())
def test_whenever_what_is_known_changes_one_stands_where_the_verdict_says(world: World) -> None:
    from_at, until_at = span_of(world)
    own = [each for each in world.evidence if each.subject == FRITZI]
    changed = {each.received_at for each in own} | {
        each.superseded_at for each in own if each.superseded_at is not None
    }

    states = walked(world)

    for at in changed:
        if from_at <= at <= until_at:
            verdict = judge(world.policy, FRITZI, world.evidence, at)
            assert state_at(states, at).rung == verdict.rung


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_in_which_evidence_is_given_never_matters(world: World, by: Random) -> None:
    others = list(world.evidence)
    by.shuffle(others)

    assert walked(replace(world, evidence=tuple(others))) == walked(world)


@given(worlds())
def test_neighbours_differ_and_come_in_order(world: World) -> None:
    states = walked(world)

    for one, other in pairwise(states):
        assert one.from_at < other.from_at
        assert replace(one, from_at=other.from_at) != other


@given(worlds(), st.integers(1, 365))
def test_what_shows_was_real_or_worse_for_all_the_protected_days(world: World, days: int) -> None:
    policy = replace(world.policy, protection=Protection(days=days))
    gravity = {None: -1} | {rung.name: at for at, rung in enumerate(policy.ladder)}

    states = walked(replace(world, policy=policy))

    for state in states:
        lately = state.from_at - timedelta(days=days)
        real = [
            gravity[each.rung]
            for each, after in zip(states, [*states[1:], None], strict=True)
            if each.from_at <= state.from_at and (after is None or after.from_at > lately)
        ]
        begun = states[0].from_at <= lately
        assert gravity[state.shown] == (min(real) if begun else -1)
