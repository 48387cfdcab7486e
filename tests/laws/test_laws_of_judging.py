"""The laws that every verdict obeys, whatever the policy says and whatever happened."""

import random
from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.expression import parse
from goodstanding.core.policy.language import Policy, Rung
from goodstanding.core.policy.signal import (
    AllTime,
    Better,
    ByVolume,
    Count,
    Distinct,
    Sample,
    Share,
    Signal,
    Voter,
    Votes,
)
from goodstanding.core.verdict import Verdict, judge
from goodstanding.core.words import MICROSECOND, Outcome
from tests.laws.generators import DAY, FRITZI, INSTANTS, World, evidence, moments, worlds
from tests.laws.grammar import VOTES, WINDOWS, policy_of
from tests.laws.plainly import plainly

NEGATIVE, EVERY = parse("negative"), parse("all")
GOOD = {"overall": 5, "recommend": 10}
AS_OF = INSTANTS[0]
OUTCOME = Evidence(
    id="one",
    subject=FRITZI,
    client="carla",
    client_group="carla",
    occurred_at=AS_OF,
    received_at=AS_OF,
)


def figures_of(world: World) -> tuple[str | None, dict[str, Fraction | None]]:
    """The rung and every figure of Fritzi's verdict."""
    verdict = verdict_of(world)
    return verdict.rung, {figure.signal: figure.value for figure in verdict.figures}


def verdict_of(world: World) -> Verdict:
    """Fritzi's verdict."""
    return judge(world.policy, FRITZI, world.evidence, world.as_of)


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(world: World, shuffled: random.Random) -> None:
    other = list(world.evidence)
    shuffled.shuffle(other)

    assert plainly(replace(world, evidence=tuple(other))) == plainly(world)


@given(worlds(), st.data())
def test_what_is_received_after_the_instant_never_matters(
    world: World, drawn: st.DataObject
) -> None:
    later = st.sampled_from([world.as_of + MICROSECOND, world.as_of + DAY])
    occurred = moments(world.policy, world.as_of)
    late = [
        _received(drawn.draw(evidence(f"late {number}", occurred)), drawn.draw(later))
        for number in range(3)
    ]

    assert plainly(replace(world, evidence=(*world.evidence, *late))) == plainly(world)


def _received(late: Evidence, received_at: object) -> Evidence:
    return replace(late, received_at=received_at, superseded_at=None)


@given(worlds())
def test_what_was_superseded_by_then_never_matters(world: World) -> None:
    standing = tuple(
        each
        for each in world.evidence
        if each.superseded_at is None or each.superseded_at > world.as_of
    )

    assert plainly(replace(world, evidence=standing)) == plainly(world)


@given(worlds())
def test_what_is_left_out_changes_nothing(world: World) -> None:
    left_out = {left.evidence.id for left in verdict_of(world).left_out}
    others = tuple(each for each in world.evidence if each.id not in left_out)

    assert figures_of(replace(world, evidence=others)) == figures_of(world)


@given(worlds())
def test_what_is_said_of_somebody_else_never_matters(world: World) -> None:
    own = tuple(each for each in world.evidence if each.subject == FRITZI)

    assert plainly(replace(world, evidence=own)) == plainly(world)


@given(worlds())
def test_what_the_clients_are_called_never_matters(world: World) -> None:
    renamed = tuple(
        replace(each, client=each.client[::-1], client_group=f"group of {each.client_group}")
        for each in world.evidence
    )

    assert figures_of(replace(world, evidence=renamed)) == figures_of(world)


@given(worlds())
def test_silence_is_never_negative(world: World) -> None:
    silent = tuple(replace(each, items={"currency": "USD"}) for each in world.evidence)
    spoken = {name for clause in world.policy.negative for name in clause.when.reads}
    assume("currency" not in spoken)

    readings = verdict_of(replace(world, evidence=silent)).readings

    assert not any(reading.negative for reading in readings)


@st.composite
def monotone_policies(draw: st.DrawFn) -> Policy:
    """Policies that ask for more unhappy clients, or a greater share of them, on higher rungs."""
    measure, limits = draw(
        st.sampled_from(
            [
                (Count(of=NEGATIVE), ("1", "2", "3")),
                (Distinct(of=NEGATIVE, on=Voter.CLIENT_GROUP), ("1", "2", "3")),
                (Share(of=NEGATIVE, per=EVERY), ("0.2", "0.5", "1")),
            ]
        )
    )
    windows = WINDOWS.filter(lambda window: not isinstance(window, ByVolume))
    signal = Signal(
        name="figure",
        measure=measure,
        window=draw(windows),
        votes=draw(VOTES),
        sample=Sample(),
        better=Better.LOWER,
    )
    ladder = tuple(
        Rung(name=f"rung_{limit}", when=parse(f"figure >= {limit}"), proposes=Outcome.ADVISE)
        for limit in limits
    )
    return policy_of((signal,), ladder)


MONOTONE = worlds(monotone_policies())


def height(world: World) -> int:
    """How high on the ladder Fritzi stands: 0 for no rung."""
    names = [None, *(rung.name for rung in world.policy.ladder)]
    return names.index(verdict_of(world).rung)


@given(MONOTONE, st.integers(0, 9))
def test_an_outcome_that_turns_out_better_never_worsens_a_monotone_verdict(
    world: World, number: int
) -> None:
    assume(number < len(world.evidence))
    better = list(world.evidence)
    better[number] = replace(better[number], items=GOOD)

    assert height(replace(world, evidence=tuple(better))) <= height(world)


@given(MONOTONE, st.data())
def test_another_good_outcome_never_worsens_a_monotone_verdict(
    world: World, drawn: st.DataObject
) -> None:
    good = drawn.draw(evidence("another", moments(world.policy, world.as_of)))
    more = replace(good, subject=FRITZI, items=GOOD, contract="a contract of its own")

    assert height(replace(world, evidence=(*world.evidence, more))) <= height(world)


@given(MONOTONE)
def test_linking_two_accounts_never_raises_the_number_of_unhappy_clients(world: World) -> None:
    signal = world.policy.signals[0]
    assume(not isinstance(signal.measure, Share))
    linked = tuple(
        replace(each, client_group="linked" if each.client_group in LINKED else each.client_group)
        for each in world.evidence
    )

    unlinked = verdict_of(world).figures[0].value or Fraction(0)

    assert (verdict_of(replace(world, evidence=linked)).figures[0].value or 0) <= unlinked


LINKED = ("company", "cleo")


def test_a_policy_that_asks_for_fewer_unhappy_clients_is_found_not_to_be_monotone() -> None:
    signal = Signal(
        name="figure",
        measure=Count(of=NEGATIVE),
        window=AllTime(),
        votes=Votes(),
        sample=Sample(),
        better=Better.LOWER,
    )
    rung = Rung(name="rung_1", when=parse("figure < 1"), proposes=Outcome.ADVISE)
    unhappy = replace(OUTCOME, items={"overall": 1})
    world = World(policy=policy_of((signal,), (rung,)), evidence=(unhappy,), as_of=AS_OF)

    better = replace(world, evidence=(replace(unhappy, items=GOOD),))

    assert (height(world), height(better)) == (0, 1)
