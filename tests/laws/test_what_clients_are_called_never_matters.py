"""Clients count by how many they are and what they said, never by name."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.verdict import judge
from tests.laws.generators import FRITZI, GROUP_OF, World, worlds

NAMES = sorted({*GROUP_OF, *GROUP_OF.values()})


@given(worlds(of_contracts=True), st.permutations(NAMES))
def test_other_names_for_the_same_clients_change_nothing(world: World, others: list[str]) -> None:
    called = dict(zip(NAMES, others, strict=True))
    renamed = [
        replace(each, client=called[each.client], client_group=called[each.client_group])
        for each in world.evidence
    ]

    verdict = judge(world.policy, FRITZI, world.evidence, world.as_of)
    again = judge(world.policy, FRITZI, renamed, world.as_of)

    assert (again.rung, again.tests) == (verdict.rung, verdict.tests)
    for figure, as_before in zip(again.figures, verdict.figures, strict=True):
        assert (figure.value, figure.sample) == (as_before.value, as_before.sample)
        assert [each.evidence.id for each in figure.counted] == [
            each.evidence.id for each in as_before.counted
        ]
