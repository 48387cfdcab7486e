"""A figure can be worked out again by hand from the outcomes that it names."""

from fractions import Fraction

from hypothesis import given

from goodstanding.core.casting import voter_of
from goodstanding.core.figure import Figure
from goodstanding.core.policy.signal import Count, Distinct, Share, Signal
from goodstanding.core.verdict import judge
from tests.laws.generators import FRITZI, World, worlds
from tests.laws.grammar import policies, signals

PLAIN = (signals("figure", kinds=("count", "distinct", "share")),)


@given(worlds(policies(PLAIN)))
def test_figures_are_what_they_count(world: World) -> None:
    verdict = judge(world.policy, FRITZI, world.evidence, world.as_of)
    signal, figure = world.policy.signals[0], verdict.figures[0]

    again = by_hand(signal, figure)

    assert again is None or figure.value in (None, again)
    assert all(one in verdict.readings for one in figure.counted)
    assert len(figure.counted) <= figure.sample


def by_hand(signal: Signal, figure: Figure) -> Fraction | None:
    """The figure from those it counts; None where it is weighed or rounded."""
    counted = len(figure.counted)
    match signal.measure:
        case Count():
            return Fraction(counted)
        case Distinct(on=on):
            return Fraction(len({voter_of(on, one.evidence) for one in figure.counted}))
        case Share(weight=None) if signal.round is None and figure.sample:
            return Fraction(counted, figure.sample)
        case _:
            return None


@given(worlds(policies((signals("figure", kinds=("count", "share")),))))
def test_nobody_votes_twice(world: World) -> None:
    signal = world.policy.signals[0]
    figure = judge(world.policy, FRITZI, world.evidence, world.as_of).figures[0]

    voters = [voter_of(signal.votes.per, one.evidence) for one in figure.counted]

    assert len(voters) == len(set(voters))
