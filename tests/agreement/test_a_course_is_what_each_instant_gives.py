"""Along a grid of instants everybody stands where judging at each instant puts them."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.engine.figures import Measured
from goodstanding.engine.over_time import judge_over_time
from goodstanding.engine.population import judge_frame
from goodstanding.engine.quotient import Quotients, value_at
from tests.agreement.bench import frame_of
from tests.laws.generators import World, moments, worlds


def told(figure: Measured, person: int, place: int | None = None) -> tuple[Fraction | None, int]:
    """One person's figure and sample, at one place of the grid if there is one."""
    parts = [figure.values.over, figure.values.under, figure.values.known, figure.sample]
    own = [part[:, place] if part.ndim > 1 else part for part in parts]
    values = Quotients(over=own[0], under=own[1], known=own[2])
    return value_at(values, person), int(own[3][person])


@settings(max_examples=500)
@given(worlds(), st.data())
def test_a_course_is_what_judging_at_each_instant_gives(world: World, drawn: st.DataObject) -> None:
    when = moments(world.policy, world.as_of)
    instants = tuple(sorted({*drawn.draw(st.lists(when, min_size=1, max_size=5)), world.as_of}))
    if not world.evidence:
        return
    frame = frame_of(world.policy, world.evidence)

    history = judge_over_time(world.policy, frame, instants)

    for place, instant in enumerate(instants):
        alone = judge_frame(world.policy, frame, instant)
        assert history.judged[:, place].tolist() == alone.judged.tolist()
        assert history.rung[:, place].tolist() == alone.rung.tolist()
        for name, figure in alone.figures.items():
            for person in range(frame.people):
                assert told(history.figures[name], person, place) == told(figure, person), (
                    name,
                    place,
                    person,
                )
