"""Evidence that a policy leaves out moves no figure and no rung, as if it had never been."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.policy.expression import parse
from goodstanding.core.policy.language import LeaveOut
from goodstanding.core.verdict import judge
from tests.laws.generators import FRITZI, World, evidence, moments, worlds


@given(worlds())
def test_what_is_left_out_changes_nothing(world: World) -> None:
    verdict = judge(world.policy, FRITZI, world.evidence, world.as_of)
    left_out = {left.evidence.id for left in verdict.left_out}
    others = [each for each in world.evidence if each.id not in left_out]

    without = judge(world.policy, FRITZI, others, world.as_of)

    assert (without.figures, without.tests) == (verdict.figures, verdict.tests)
    assert (without.rung, without.readings) == (verdict.rung, verdict.readings)
    assert without.left_out == ()


@given(worlds(), st.data())
def test_more_that_is_left_out_changes_nothing_either(world: World, drawn: st.DataObject) -> None:
    leave_out = (LeaveOut(when=parse("quarantined"), because="set aside"),)
    policy = replace(world.policy, leave_out=leave_out)
    when = moments(policy, world.as_of)
    more = [
        replace(one, items={**one.items, "quarantined": True})
        for one in (drawn.draw(evidence(f"more {number}", when)) for number in range(3))
    ]

    verdict = judge(policy, FRITZI, world.evidence, world.as_of)
    with_more = judge(policy, FRITZI, [*world.evidence, *more], world.as_of)

    assert (with_more.figures, with_more.tests) == (verdict.figures, verdict.tests)
    assert (with_more.rung, with_more.readings) == (verdict.rung, verdict.readings)
