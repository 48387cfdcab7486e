"""The same evidence gives the same verdict at a fixed instant, however it came in."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.verdict import judge
from tests.laws.generators import FRITZI, World, worlds


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(world: World, shuffled: Random) -> None:
    others = list(world.evidence)
    shuffled.shuffle(others)

    verdict = judge(world.policy, FRITZI, world.evidence, world.as_of)

    assert judge(world.policy, FRITZI, others, world.as_of) == verdict
    assert judge(world.policy, FRITZI, reversed(world.evidence), world.as_of) == verdict


@given(worlds(of_contracts=True))
def test_what_evidence_is_called_never_matters(world: World) -> None:
    numbers = range(len(world.evidence), 0, -1)
    renamed = [
        replace(one, id=f"line {number}")
        for one, number in zip(world.evidence, numbers, strict=True)
    ]

    verdict = judge(world.policy, FRITZI, world.evidence, world.as_of)
    again = judge(world.policy, FRITZI, renamed, world.as_of)

    assert again.tests == verdict.tests
    assert [(each.value, each.sample) for each in again.figures] == [
        (each.value, each.sample) for each in verdict.figures
    ]
