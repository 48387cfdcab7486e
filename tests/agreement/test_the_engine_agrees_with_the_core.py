"""Whatever the policy and whatever happened, everybody at once stands where each stands alone."""

from dataclasses import replace

from hypothesis import given, settings

from goodstanding.core.policy.over_time import Held
from tests.agreement.bench import by_core, by_engine
from tests.laws.generators import World, worlds


@settings(max_examples=600)
@given(worlds())
def test_the_engine_agrees_with_the_core_on_policies_of_the_whole_grammar(world: World) -> None:
    known = by_core(world.policy, world.evidence, world.as_of)

    assert by_engine(world.policy, world.evidence, world.as_of) == known


@settings(max_examples=100)
@given(worlds())
def test_neither_reaches_a_rung_that_looks_back(world: World) -> None:
    *milder, gravest = world.policy.ladder
    policy = replace(world.policy, ladder=(*milder, replace(gravest, held=Held(times=1, of=2))))

    told = by_engine(policy, world.evidence, world.as_of)

    assert told == by_core(policy, world.evidence, world.as_of)
    assert gravest.name not in {rung for rung, _ in told.values()}
