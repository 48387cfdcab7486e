"""The judge of the core and a second one, written in another way, say the same."""

from hypothesis import given, settings

from tests.laws import oracle
from tests.laws.generators import FRITZI, World, worlds
from tests.laws.plainly import plainly


@settings(max_examples=400)
@given(worlds())
def test_two_judges_who_share_nothing_but_the_records_agree(world: World) -> None:
    assert plainly(world) == oracle.judge(world.policy, FRITZI, world.evidence, world.as_of)
