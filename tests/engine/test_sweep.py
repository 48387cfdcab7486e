"""A sweep is one policy for each limit, and one judgement for each instant."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from goodstanding.core.policy.language import DeclaredItem, Policy
from goodstanding.core.policy.text import read
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.words import Refusal
from goodstanding.engine.arrange import arrange
from goodstanding.engine.backtest import NEVER, backtest
from goodstanding.engine.frame import Frame
from goodstanding.engine.population import judge_frame
from goodstanding.engine.store.building import build
from goodstanding.engine.sweep import Swept, Thresholds, limits_of, sweep
from tests.engine.judged_market import EDGES, a_market
from tests.judging import DAY, NOON, US

POLICIES = Path(__file__).parents[2] / "policies"
GRID = tuple(sorted({*EDGES, *(edge + US for edge in EDGES), NOON, NOON + 40 * DAY}))
SWEPT = [
    ("poor-contract-outcomes", "review", "unhappy_clients", ("1", "2", "3", "5")),
    ("poor-contract-outcomes", "block", "unhappy_share", ("0", "0.1", "0.25", "1/3", "1")),
    ("evidence-points", "review", "points", ("0", "120.5", "299.5733", "600")),
]
BENCH = """
policy: bench
version: 1
title: A bench
about: freelancer
negative: [{when: overall <= 2}]
signals:
  f: {count: negative, window: {days: 60}}
  g: {count: all, window: {days: 60}}
ladder:
  - {rung: look, when: LOOK, propose: advise}
  - {rung: warn, when: f >= 7, propose: warn}
"""


def text_of(name: str) -> str:
    return (POLICIES / f"{name}.yaml").read_text(encoding="utf-8")


def thin_market(vocabulary: Mapping[str, DeclaredItem]) -> Any:
    """The awkward market with few rows, in which some are flagged late and some never."""
    return a_market(vocabulary).slice(0, 300)


def market_frame(policy: Policy) -> Frame:
    """That market as the policy orders it."""
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    return arrange(thin_market(vocabulary), vocabulary, anchor=policy.anchor)


def swept(
    policy: Policy, rung: str, signal: str, *limits: str, instants: tuple[datetime, ...] = GRID
) -> Swept:
    """The limits tried on the market."""
    tried = tuple(Fraction(each) for each in limits)
    thresholds = Thresholds(rung=rung, signal=signal, limits=tried)
    return sweep(policy, market_frame(policy), instants, thresholds=thresholds)


def rung_alone(name: str, rung: str, *, limit: str, signal: str) -> Policy:
    """The shipped policy whose ladder is that one rung, with the limit written into its text."""
    head, _, rest = text_of(name).partition("\nladder:\n")
    own = next(part for part in rest.split("  - rung: ")[1:] if part.startswith(rung))
    when = own.split("when: ")[1].splitlines()[0]
    parts = [
        f"{signal} >= {limit}" if part.startswith(signal) else part for part in when.split(" and ")
    ]
    told = " and ".join(parts)
    ladder = f"\nladder: [{{rung: {rung}, when: '{told}', propose: advise}}]\n"
    return read(head + ladder, source="alone")


@pytest.mark.parametrize(("name", "rung", "signal", "limits"), SWEPT)
def test_each_limit_gives_what_a_policy_with_that_limit_says_at_each_instant(
    name: str, rung: str, signal: str, limits: tuple[str, ...]
) -> None:
    policy = read(text_of(name), source=name)
    # A policy is written in decimals; a third is tried only by itself.
    written = [limit for limit in limits if "/" not in limit]

    found = swept(policy, rung, signal, *written)

    for at, limit in enumerate(written):
        alone = rung_alone(name, rung, limit=limit, signal=signal)
        frame = market_frame(alone)
        ever = np.zeros(frame.people, dtype=np.bool_)
        for place, instant in enumerate(GRID):
            verdicts = judge_frame(alone, frame, instant)
            reached = verdicts.judged & (verdicts.rung == 0)
            ever |= reached
            assert found.judged[place] == verdicts.judged.sum()
            assert found.reached[at][place] == reached.sum()
            assert found.ever[at][place] == ever.sum()


@pytest.mark.parametrize(("name", "rung", "signal", "limits"), SWEPT)
def test_a_stricter_limit_reaches_fewer_and_never_more(
    name: str, rung: str, signal: str, limits: tuple[str, ...]
) -> None:
    found = swept(read(text_of(name), source=name), rung, signal, *limits)

    assert (np.diff(found.reached, axis=0) <= 0).all()
    assert (np.diff(found.ever, axis=0) <= 0).all()
    assert (np.diff(found.ever, axis=1) >= 0).all()
    assert (found.ever >= found.reached).all()
    # The limits are such that they tell people apart.
    assert found.reached[0].sum() > found.reached[-1].sum()


def test_the_limit_in_force_gives_what_the_replay_gives() -> None:
    policy = read(text_of("poor-contract-outcomes"), source="shipped")
    assert limits_of(policy, "review", "unhappy_clients") == (3,)

    found = swept(policy, "review", "unhappy_clients", "3")

    replayed = backtest(policy, market_frame(policy), GRID)
    first = replayed.reached[:, 0]
    assert found.judged.tolist() == replayed.judged.tolist()
    # The graver rung asks more of everything, so that whoever is on it reaches this one.
    assert found.reached[0].tolist() == replayed.standing.sum(axis=1).tolist()
    assert found.ever[0].tolist() == [
        int(((first != NEVER) & (first <= place)).sum()) for place in range(len(GRID))
    ]


def test_limits_come_back_in_the_order_in_which_they_were_asked() -> None:
    policy = read(text_of("poor-contract-outcomes"), source="shipped")

    one = swept(policy, "review", "unhappy_clients", "1", "4")
    other = swept(policy, "review", "unhappy_clients", "4", "1")

    assert one.reached.tolist() == other.reached[::-1].tolist()


@pytest.mark.parametrize(
    ("when", "limit", "same"),
    [
        # The number may stand first, within `not`, or within a part.
        ("2 <= f", "1", "f >= 1"),
        ("not f < 2", "1", "f >= 1"),
        ("g >= 1 and (f >= 2 or g >= 9)", "1", "g >= 1 and (f >= 1 or g >= 9)"),
        ("f > 2", "1", "f >= 2"),
        # Whatever else it is held against stays.
        ("f >= 2 and f <= g", "1", "f >= 1 and f <= g"),
    ],
)
def test_the_limit_is_found_wherever_it_stands(when: str, limit: str, same: str) -> None:
    one, other = (read(BENCH.replace("LOOK", each), source="bench") for each in (when, same))

    found = swept(one, "look", "f", limit)

    other_limit = str(limits_of(other, "look", "f")[0])
    assert found.reached.tolist() == swept(other, "look", "f", other_limit).reached.tolist()
    assert found.reached.any()


def test_a_store_is_swept_as_its_rows_are_by_one_process_or_two(tmp_path: Path) -> None:
    policy = read(text_of("poor-contract-outcomes"), source="shipped")
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    store = build(
        tmp_path / "store",
        [thin_market(vocabulary)],
        buckets=7,
        vocabulary=vocabulary,
        own_items=policy.items,
        about=policy.about,
        anchor=policy.anchor,
    )
    limits = tuple(Fraction(limit) for limit in (1, 2, 3))
    thresholds = Thresholds(rung="review", signal="unhappy_clients", limits=limits)

    here = sweep(policy, market_frame(policy), GRID, thresholds=thresholds)
    for processes in (1, 2):
        found = sweep(policy, store, GRID, thresholds=thresholds, processes=processes)
        assert found.judged.tolist() == here.judged.tolist()
        assert found.reached.tolist() == here.reached.tolist()
        assert found.ever.tolist() == here.ever.tolist()


@pytest.mark.parametrize(
    ("when", "rung", "signal", "told"),
    [
        (
            "f is not None",
            "look",
            "f",
            "rung `look` of policy `bench` holds no `f` against a limit; sweep a rung that "
            "compares a signal with a number",
        ),
        ("f >= 1", "lok", "f", "policy `bench` has no rung `lok`; did you mean `look`?"),
        (
            "f >= 1",
            "look",
            "g",
            "rung `look` of policy `bench` holds no `g` against a limit; use one of `f`",
        ),
        (
            "f >= 1 and f <= 3",
            "look",
            "f",
            "rung `look` of policy `bench` holds `f` against `1` and `3`, and a sweep tries one "
            "limit; give each limit a rung of its own in the policy that is tried",
        ),
    ],
)
def test_what_cannot_be_swept_is_refused_with_its_cure(
    when: str, rung: str, signal: str, told: str
) -> None:
    policy = read(BENCH.replace("LOOK", when), source="bench")

    with pytest.raises(Refusal) as refused:
        swept(policy, rung, signal, "1")

    assert str(refused.value) == told


def test_a_rung_that_looks_back_is_not_swept() -> None:
    rung = "{rung: look, when: f >= 1, held: {times: 3, of: 3}, propose: advise}"
    policy = read(BENCH.replace("{rung: look, when: LOOK, propose: advise}", rung), source="bench")

    with pytest.raises(Refusal) as refused:
        swept(policy, "look", "f", "1")

    assert str(refused.value) == (
        "rung `look` of policy `bench` looks back (`held`, `stood`), and a sweep asks each instant "
        "on its own; sweep another rung, or follow people by `goodstanding timeline`"
    )
