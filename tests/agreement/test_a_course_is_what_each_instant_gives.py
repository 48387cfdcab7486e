"""Along a grid of instants everybody stands where judging at each instant puts them."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.core.policy.language import Policy
from goodstanding.engine.figures import Measured
from goodstanding.engine.over_time import History, along
from goodstanding.engine.population import judge_frame
from goodstanding.engine.quotient import Quotients, value_at
from goodstanding.engine.store.adding import Part
from tests.agreement.bench import frame_of, told_of
from tests.laws.generators import World, moments, worlds


def told_at(policy: Policy, names: list[str], history: History, *, place: int) -> dict[str, Any]:
    """Rung and figures of all who are judged at that place of the grid, by name."""
    rungs = [*(rung.name for rung in policy.ladder), None]
    return {
        name: (
            rungs[int(history.rung[person, place])],
            {signal: _told(figure, person, place) for signal, figure in history.figures.items()},
        )
        for person, name in enumerate(names)
        if history.judged[person, place]
    }


def _told(figure: Measured, person: int, place: int) -> tuple[Any, int]:
    parts = [figure.values.over, figure.values.under, figure.values.known, figure.sample]
    own = [part[:, place] if part.ndim > 1 else part for part in parts]
    values = Quotients(over=own[0], under=own[1], known=own[2])
    return value_at(values, person), int(own[3][person])


@settings(max_examples=500)
@given(worlds(), st.data())
def test_a_course_is_what_judging_at_each_instant_gives(world: World, drawn: st.DataObject) -> None:
    when = moments(world.policy, world.as_of)
    instants = tuple(sorted({*drawn.draw(st.lists(when, min_size=1, max_size=5)), world.as_of}))
    frame = frame_of(world.policy, world.evidence)

    histories = along(world.policy, Part(frame=frame), instants)

    for place, instant in enumerate(instants):
        told: dict[str, Any] = {}
        for own, history in histories:
            told |= told_at(world.policy, own.subjects.to_pylist(), history, place=place)
        assert dict(sorted(told.items())) == told_of(
            world.policy, judge_frame(world.policy, frame, instant)
        )
