"""What is said of one person never reaches the verdict on another."""

from dataclasses import replace

from hypothesis import given

from goodstanding.core.verdict import judge
from tests.laws.generators import FRITZI, World, worlds


@given(worlds())
def test_what_is_said_of_somebody_else_changes_nothing(world: World) -> None:
    own = [each for each in world.evidence if each.subject == FRITZI]

    alone = judge(world.policy, FRITZI, own, world.as_of)

    assert judge(world.policy, FRITZI, world.evidence, world.as_of) == alone


@given(worlds())
def test_two_people_of_whom_the_same_was_said_stand_alike(world: World) -> None:
    own = [replace(each, subject=FRITZI) for each in world.evidence]
    twins = [replace(each, subject="a twin", id=f"{each.id} of a twin") for each in own]

    verdict = judge(world.policy, FRITZI, [*twins, *own], world.as_of)
    of_the_twin = judge(world.policy, "a twin", [*own, *twins], world.as_of)

    assert of_the_twin.rung == verdict.rung
    assert [(each.value, each.sample) for each in of_the_twin.figures] == [
        (each.value, each.sample) for each in verdict.figures
    ]
