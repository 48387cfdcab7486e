"""Whatever the policy and whatever happened, everybody at once stands where each stands alone."""

from hypothesis import given, settings

from tests.agreement.bench import by_core, by_engine
from tests.laws.generators import World, worlds


@settings(max_examples=600)
@given(worlds())
def test_the_engine_agrees_with_the_core_on_policies_of_the_whole_grammar(world: World) -> None:
    known = by_core(world.policy, world.evidence, world.as_of)

    assert by_engine(world.policy, world.evidence, world.as_of) == known
