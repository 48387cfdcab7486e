"""Whoever does better work, or more of it, never stands worse for it."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.parts import items_negative_reads
from goodstanding.core.verdict import judge
from tests.judging import policy_of
from tests.laws.generators import FRITZI, World, evidence, moments, worlds
from tests.laws.monotone import MONOTONE, counts_the_latest, is_chosen_by_volume, is_monotone

GOOD = {"overall": 5, "recommend": 10, "concern_skills": False}
OF_THE_MONOTONE = worlds(MONOTONE)


def height(world: World) -> int:
    """How high on the ladder Fritzi stands: 0 for no rung."""
    rungs = [None, *(rung.name for rung in world.policy.ladder)]
    return rungs.index(judge(world.policy, FRITZI, world.evidence, world.as_of).rung)


@given(OF_THE_MONOTONE)
def test_a_better_outcome_never_worsens_a_monotone_policy(world: World) -> None:
    before = height(world)
    spoken = items_negative_reads(world.policy)

    for at, one in enumerate(world.evidence):
        if counts_the_latest(world.policy) and not spoken & one.items.keys():
            continue
        better = (*world.evidence[:at], replace(one, items=GOOD), *world.evidence[at + 1 :])
        assert height(replace(world, evidence=better)) <= before


@given(OF_THE_MONOTONE, st.data())
def test_another_good_outcome_never_worsens_a_monotone_policy(
    world: World, drawn: st.DataObject
) -> None:
    assume(not is_chosen_by_volume(world.policy) and not counts_the_latest(world.policy))
    one = drawn.draw(evidence("another", moments(world.policy, world.as_of), of_contracts=True))
    more = replace(one, subject=FRITZI, items=GOOD)

    assert height(replace(world, evidence=(*world.evidence, more))) <= height(world)


def counting(signal: str, *, when: str = "f >= 1") -> Policy:
    """A policy on one signal, written as its YAML."""
    return policy_of(signal, when=when)


@pytest.mark.parametrize(
    "signal",
    [
        "{count: negative, window: {days: 30}}",
        "{share: negative, per: rated, window: {last: 3}}",
        "{distinct: client, of: negative, window: {all_time: true}}",
        "{count: negative, window: {best_of: [{days: 30}, {last: 2}]}, better: lower}",
    ],
)
def test_counts_and_shares_of_negatives_are_monotone(signal: str) -> None:
    assert is_monotone(counting(signal))


@pytest.mark.parametrize(
    "signal",
    [
        "{count: not negative, window: {days: 30}}",
        "{share: negative, per: net_paid > 0, window: {days: 30}}",
        "{share: negative, per: all, window: {days: 30}, sample: {votes: 2}}",
        "{share: negative, per: all, window: {days: 30}, better: higher}",
        "{share: negative, per: all, window: {days: 30}, "
        "weight: {by: net_paid, steps: [{from: 0, weighs: 1}]}}",
        "{count: negative, window: {last: 3}, votes: {per: client_group, keep: first}}",
        "{mean: overall, per: all, window: {days: 30}}",
    ],
)
def test_a_signal_that_a_better_outcome_might_worsen_is_not(signal: str) -> None:
    assert not is_monotone(counting(signal, when="f >= 1"))


@pytest.mark.parametrize("when", ["f < 1", "f == 1", "f >= 0", "not (f < 1)", "f is None"])
def test_a_rung_that_asks_for_anything_but_more_is_not(when: str) -> None:
    assert not is_monotone(counting("{count: negative, window: {days: 30}}", when=when))
