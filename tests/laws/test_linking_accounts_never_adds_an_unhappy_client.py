"""When two clients turn out to be one, nobody has more unhappy clients than before."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.policy.expression import parse
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.signal import Better
from goodstanding.core.verdict import judge
from tests.laws.generators import FRITZI, GROUP_OF, World, worlds
from tests.laws.grammar import IN_TIME, PLAIN, ladders, policy_of, signals

# The latest so many votes are left out: where two become one, an older vote comes in.
UNHAPPY = signals(
    "figure", kinds=("count", "distinct"), over=IN_TIME, asked=st.just(parse("negative"))
)
PAIRS = tuple(combinations(sorted(set(GROUP_OF.values())), 2))


@st.composite
def counting_the_unhappy(draw: st.DrawFn) -> Policy:
    """Policies that count unhappy clients over some time."""
    signal = replace(draw(UNHAPPY), better=Better.LOWER)
    return policy_of((signal,), draw(ladders((signal,))), negative=(draw(PLAIN),))


@given(worlds(counting_the_unhappy()), st.sampled_from(PAIRS))
def test_linking_two_clients_never_raises_the_number_of_the_unhappy(
    world: World, pair: tuple[str, str]
) -> None:
    linked = [
        replace(each, client_group="linked" if each.client_group in pair else each.client_group)
        for each in world.evidence
    ]

    apart = judge(world.policy, FRITZI, world.evidence, world.as_of).figures[0].value
    together = judge(world.policy, FRITZI, linked, world.as_of).figures[0].value

    assert apart is not None
    assert together is not None
    assert together <= apart
