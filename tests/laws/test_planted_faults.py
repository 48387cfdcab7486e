"""Every likely mistake in judging is seen: planted, it makes the judge differ from another."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.signal import Voter, Votes, Window
from tests.laws import faults as planted
from tests.laws import oracle
from tests.laws.faults_of_points import OF_POINTS
from tests.laws.generators import (
    FEW_ITEMS,
    FRITZI,
    HALVED_ITEMS,
    OF_KNOWN_CLIENTS,
    PAID_ITEMS,
    SOME_ITEMS,
    Items,
    World,
    worlds,
)
from tests.laws.grammar import (
    ALL_TIME,
    IN_TIME,
    LATEST,
    LEAST_SAMPLES,
    NO_SAMPLE,
    OF_CLIENTS,
    PLAIN,
    PLAINLY_OF_A_VOTE,
    ROUNDS,
    SPANS,
    best_of,
    by_volume,
    policies,
    signals,
)
from tests.laws.plainly import plainly
from tests.laws.planting import Fault, judge_with

QUOTIENTS = ("mean", "net_share", "share")
EACH = st.just(Votes(per=Voter.CONTRACT))
PLAINLY_SAID = st.one_of(FEW_ITEMS, PAID_ITEMS)
TOGETHER = 25


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Faults of one kind, and the worlds in which such faults show."""

    faults: tuple[Fault, ...]
    policies: st.SearchStrategy[Policy]
    items: st.SearchStrategy[Items] = PLAINLY_SAID
    drawn: int = 300


def about(
    kinds: Sequence[str], over: st.SearchStrategy[Window], **narrowed: Any
) -> st.SearchStrategy[Policy]:
    """Policies with plain conditions, so that what varies is what the fault is about."""
    signal = signals("figure", asked=PLAINLY_OF_A_VOTE, kinds=kinds, over=over, **narrowed)
    return policies((signal,), negative=PLAIN)


THEMES = (
    Theme(faults=planted.OF_TIME, policies=about(["count"], SPANS, votes=EACH), drawn=400),
    Theme(
        faults=planted.OF_CHOICE,
        policies=about(["share", "count"], st.one_of(LATEST, by_volume(SPANS, LATEST))),
        drawn=800,
    ),
    Theme(faults=planted.OF_BEST, policies=about(QUOTIENTS, best_of(SPANS, LATEST))),
    Theme(
        faults=planted.OF_KNOWING,
        policies=about(["count", "share", "distinct"], st.one_of(SPANS, ALL_TIME)),
    ),
    Theme(faults=planted.OF_VOTES, policies=about(["count", "distinct"], IN_TIME)),
    Theme(
        faults=planted.OF_KEEPING,
        policies=about(["count", "share"], ALL_TIME, votes=OF_CLIENTS),
    ),
    Theme(faults=planted.OF_MEASURES, policies=about(QUOTIENTS, ALL_TIME, rounds=st.none())),
    Theme(
        faults=planted.OF_SAMPLES,
        policies=about(QUOTIENTS, ALL_TIME, votes=EACH, samples=LEAST_SAMPLES),
    ),
    Theme(
        faults=planted.OF_ROUNDING,
        policies=about(QUOTIENTS, ALL_TIME, votes=EACH, samples=NO_SAMPLE, rounds=ROUNDS),
        items=HALVED_ITEMS,
        drawn=500,
    ),
    Theme(
        faults=OF_POINTS,
        policies=about(["points"], SPANS),
        items=st.one_of(OF_KNOWN_CLIENTS, OF_KNOWN_CLIENTS, FEW_ITEMS),
        drawn=1000,
    ),
    Theme(
        faults=planted.OF_LOGIC,
        policies=policies((signals("figure", kinds=["count"], over=ALL_TIME),)),
        items=SOME_ITEMS,
        drawn=400,
    ),
)
PLANTED = [(fault, theme) for theme in THEMES for fault in theme.faults]


@cache
def judged_soundly(theme: Theme) -> list[tuple[World, dict[str, Any]]]:
    """Worlds of the theme, each with what the second judge says of it; every time the same."""
    judged: list[tuple[World, dict[str, Any]]] = []
    one = worlds(theme.policies, items=theme.items)

    # Several in one draw, since from one draw to the next little changes.
    @settings(
        max_examples=theme.drawn // TOGETHER,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(one, min_size=TOGETHER, max_size=TOGETHER))
    def draw(several: list[World]) -> None:
        for world in several:
            sound = oracle.judge(world.policy, FRITZI, world.evidence, world.as_of)
            judged.append((world, sound))

    draw()
    return judged


@pytest.mark.parametrize("theme", THEMES)
def test_a_judge_made_in_the_same_way_without_a_fault_is_sound(theme: Theme) -> None:
    judge = judge_with(None)

    assert all(plainly(world, judge) == sound for world, sound in judged_soundly(theme))


@pytest.mark.parametrize(("fault", "theme"), PLANTED, ids=[fault.says for fault, _ in PLANTED])
def test_a_planted_fault_is_seen(fault: Fault, theme: Theme) -> None:
    judge = judge_with(fault)

    assert any(plainly(world, judge) != sound for world, sound in judged_soundly(theme))
