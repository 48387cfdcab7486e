"""What comes later, or had gone by then, never reaches back into a verdict."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.evidence import Evidence
from goodstanding.core.verdict import judge
from goodstanding.core.words import MICROSECOND
from tests.laws.generators import DAY, FRITZI, World, evidence, moments, worlds

LATER = st.sampled_from([MICROSECOND, DAY])


@given(worlds(), st.data())
def test_evidence_received_after_the_instant_never_matters(
    world: World, drawn: st.DataObject
) -> None:
    when = moments(world.policy, world.as_of)
    late = [
        _received(drawn.draw(evidence(f"late {number}", when)), world.as_of + drawn.draw(LATER))
        for number in range(2)
    ]

    verdict = judge(world.policy, FRITZI, world.evidence, world.as_of)

    assert judge(world.policy, FRITZI, [*late, *world.evidence], world.as_of) == verdict


def _received(late: Evidence, received_at: datetime) -> Evidence:
    return replace(
        late,
        occurred_at=min(late.occurred_at, received_at),
        received_at=received_at,
        superseded_at=None,
    )


@given(worlds(), st.data())
def test_evidence_superseded_by_the_instant_never_matters(
    world: World, drawn: st.DataObject
) -> None:
    when = moments(world.policy, world.as_of).filter(lambda at: at <= world.as_of)
    gone = [
        _superseded(drawn.draw(evidence(f"gone {number}", when)), world.as_of - ago)
        for number, ago in enumerate((0 * DAY, MICROSECOND))
    ]

    verdict = judge(world.policy, FRITZI, world.evidence, world.as_of)

    assert judge(world.policy, FRITZI, [*gone, *world.evidence], world.as_of) == verdict


def _superseded(gone: Evidence, at: datetime) -> Evidence:
    return replace(
        gone,
        occurred_at=min(gone.occurred_at, at),
        received_at=min(gone.received_at, at),
        superseded_at=at,
    )


@given(worlds())
def test_a_replay_gives_the_verdict_that_was_given_then(world: World) -> None:
    on_record_then = [
        each
        if each.superseded_at is None or each.superseded_at <= world.as_of
        else replace(each, superseded_at=None)
        for each in world.evidence
        if each.received_at <= world.as_of
    ]

    then = judge(world.policy, FRITZI, on_record_then, world.as_of)
    replayed = judge(world.policy, FRITZI, world.evidence, world.as_of)

    assert (then.rung, then.tests, then.unseen) == (replayed.rung, replayed.tests, replayed.unseen)
    assert [(each.value, each.sample) for each in then.figures] == [
        (each.value, each.sample) for each in replayed.figures
    ]


@given(worlds(), st.data())
def test_a_corrected_version_counts_from_the_instant_of_its_correction(
    world: World, drawn: st.DataObject
) -> None:
    when = moments(world.policy, world.as_of).filter(lambda at: at <= world.as_of)
    drawn_one = drawn.draw(evidence("corrected", when))
    at = drawn.draw(when.filter(lambda at: at >= drawn_one.received_at))
    before = replace(drawn_one, superseded_at=at, items={"overall": 1})
    after = replace(drawn_one, received_at=at, superseded_at=None, items={"overall": 5})

    both = judge(world.policy, FRITZI, [*world.evidence, before, after], world.as_of)

    assert both == judge(world.policy, FRITZI, [*world.evidence, after], world.as_of)
    if at > before.received_at:
        earlier_at = at - MICROSECOND
        then = judge(world.policy, FRITZI, [*world.evidence, before, after], earlier_at)
        assert then == judge(world.policy, FRITZI, [*world.evidence, before], earlier_at)
