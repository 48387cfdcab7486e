"""Whichever of several windows is chosen, the figure is that of a run over this one alone."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.figure import Figure
from goodstanding.core.policy.expression import parse
from goodstanding.core.policy.signal import (
    AllTime,
    BestOf,
    Better,
    ByVolume,
    Distinct,
    Sample,
    Signal,
    Voter,
    Votes,
    Window,
)
from goodstanding.core.verdict import judge
from tests.laws.generators import FRITZI, World, worlds
from tests.laws.grammar import ALL_TIME, LATEST, SPANS, best_of, by_volume, policies, signals

BEST = signals(
    "figure",
    kinds=("count", "share", "net_share", "mean"),
    over=best_of(SPANS, ALL_TIME, LATEST),
)
BY_VOLUME = signals(
    "figure", kinds=("count", "share", "net_share", "mean"), over=by_volume(SPANS, ALL_TIME, LATEST)
)

OUTCOMES = Signal(
    name="outcomes",
    measure=Distinct(of=parse("all"), on=Voter.CONTRACT),
    window=AllTime(),
    votes=Votes(),
    sample=Sample(),
    better=Better.LOWER,
)


def run(world: World, signal: Signal, *, over: Window | None = None) -> Figure:
    """The figure of the signal alone, over its own window or another."""
    alone = replace(signal, window=over or signal.window)
    policy = replace(world.policy, signals=(alone,), ladder=())
    return judge(policy, FRITZI, world.evidence, world.as_of).figures[0]


@given(worlds(policies((BEST,))))
def test_the_best_of_windows_is_the_best_of_single_runs(world: World) -> None:
    signal = world.policy.signals[0]
    assert isinstance(signal.window, BestOf)
    values = [run(world, signal, over=one).value for one in signal.window.windows]
    told = [value for value in values if value is not None]
    choose = min if signal.better is Better.LOWER else max

    assert run(world, signal).value == (choose(told) if told else None)


@given(worlds(policies((BY_VOLUME,))), st.sampled_from([-1, 0, 1]))
def test_a_window_by_volume_is_the_busy_one_from_exactly_so_many_outcomes(
    world: World, missing: int
) -> None:
    signal = world.policy.signals[0]
    assert isinstance(signal.window, ByVolume)
    outcomes = run(world, OUTCOMES, over=signal.window.within).sample
    window = replace(signal.window, at_least=outcomes + missing)

    chosen = window.otherwise if missing == 1 else window.then

    assert run(world, signal, over=window) == run(world, signal, over=chosen)
