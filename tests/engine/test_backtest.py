"""A replay is each instant judged on its own, with what was known then and nothing else."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import DeclaredItem, Policy
from goodstanding.core.policy.text import read
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.words import Refusal
from goodstanding.engine.arrange import arrange
from goodstanding.engine.backtest import (
    NEVER,
    Backtest,
    backtest,
    proposing,
    span_of_evidence,
)
from goodstanding.engine.figures import microseconds
from goodstanding.engine.frame import Frame
from goodstanding.engine.population import judge_frame
from goodstanding.engine.store.adding import add
from goodstanding.engine.store.building import build
from goodstanding.engine.store.folder import Store
from tests.agreement.bench import frame_of
from tests.engine.judged_market import EDGES, a_market
from tests.judging import DAY, NOON, US, outcome

POLICIES = Path(__file__).parents[2] / "policies"
REPLAYED = (
    "poor-contract-outcomes.yaml",
    "evidence-points.yaml",
    # Of the latest votes, which are no sum along the grid.
    "zoo/6-uber-rider-ratings.yaml",
    "zoo/2-ebay-seller-levels.yaml",
)
GRID = tuple(sorted({*EDGES, *(edge + US for edge in EDGES), NOON, NOON + 40 * DAY}))
LADDER = """
policy: bench
version: 1
title: A bench
about: freelancer
negative: [{when: overall <= 2}]
signals: {f: {count: negative, window: {days: 60}}}
ladder:
  - {rung: fine, when: f >= 0, propose: no_action}
  - {rung: look, when: f >= 1, propose: advise}
  - {rung: warn, when: f >= 2, propose: warn}
"""
MONTHS = tuple(datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 7))


def policy_named(name: str) -> Policy:
    """A shipped policy."""
    return read((POLICIES / name).read_text(encoding="utf-8"), source=name)


def market_frame(policy: Policy) -> Frame:
    """The awkward market as the policy orders it."""
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    return arrange(thin_market(vocabulary), vocabulary, anchor=policy.anchor)


def thin_market(vocabulary: Mapping[str, DeclaredItem]) -> Any:
    """The awkward market with few rows, in which some are flagged late and some never."""
    return a_market(vocabulary).slice(0, 300)


def replay(
    evidence: Sequence[Evidence], *, instants: tuple[datetime, ...] = MONTHS, text: str = LADDER
) -> Backtest:
    """A replay of ada's evidence by the bench's ladder."""
    policy = read(text, source="bench")
    return backtest(policy, frame_of(policy, evidence), instants)


def stands(found: Backtest) -> list[str | None]:
    """Where ada stands at each instant, from the counts; None where nobody is judged or on it."""
    told: list[str | None] = []
    for counts in found.standing:
        rungs = [rung.name for rung, n in zip(found.policy.ladder, counts, strict=True) if n]
        assert len(rungs) <= 1
        told.append(rungs[0] if rungs else None)
    return told


@pytest.mark.parametrize("name", REPLAYED)
def test_a_replay_is_every_instant_judged_on_its_own(name: str) -> None:
    policy = policy_named(name)
    frame = market_frame(policy)
    names = frame.subjects.to_pylist()
    ever, reached, counts = set[str](), dict[tuple[str, int], int](), []
    for place, instant in enumerate(GRID):
        verdicts = judge_frame(policy, frame, instant)
        stand = [
            (who, int(rung))
            for who, rung, judged in zip(names, verdicts.rung, verdicts.judged, strict=True)
            if judged
        ]
        ever |= {who for who, _ in stand}
        counts.append((len(stand), Counter(rung for _, rung in stand)))
        for who, rung in stand:
            for milder in range(rung + 1):
                reached.setdefault((who, milder), place)

    found = backtest(policy, frame, GRID)

    rungs = range(len(policy.ladder))
    assert found.judged.tolist() == [judged for judged, _ in counts]
    assert found.standing.tolist() == [[each[rung] for rung in rungs] for _, each in counts]
    assert sorted(found.names.to_pylist()) == sorted(ever)
    for person, who in enumerate(found.names.to_pylist()):
        assert found.reached[person].tolist() == [reached.get((who, r), NEVER) for r in rungs]
    # The market is such that there is something to tell.
    assert found.standing.any()
    assert (found.reached == NEVER).any() and (found.reached > 0).any()


@pytest.mark.parametrize("name", REPLAYED)
def test_counts_add_up(name: str) -> None:
    policy = policy_named(name)

    found = backtest(policy, market_frame(policy), GRID)

    assert (found.standing.sum(axis=1) <= found.judged).all()
    assert (found.flags == found.standing[:, proposing(policy)].sum(axis=1)).all()
    assert found.newly.sum() == (found.flagged != NEVER).sum()
    # Whoever stands flagged now was flagged for the first time now or before.
    assert (found.flags <= np.cumsum(found.newly)).all()
    # A graver rung is never reached before a milder one.
    first = np.where(found.reached == NEVER, len(GRID), found.reached)
    assert (np.diff(first, axis=1) >= 0).all()


def test_what_came_in_late_flags_from_when_it_was_received() -> None:
    may = datetime(2026, 5, 1, tzinfo=UTC)
    late = outcome(1, at=MONTHS[2] - DAY, received_at=may + timedelta(hours=1))

    found = replay([late, outcome(2, at=MONTHS[0] - DAY, overall=5)])

    # Of 28 February, and known an hour after 1 May: when it is looked at, sixty days are over.
    assert stands(found) == ["fine"] * 6
    found = replay(
        [late, outcome(2, at=MONTHS[0] - DAY, overall=5)], text=LADDER.replace("60", "180")
    )
    assert stands(found) == ["fine"] * 5 + ["look"]
    assert found.flagged.tolist() == [5]


def test_what_is_received_at_the_very_instant_counts_and_a_moment_later_does_not() -> None:
    in_time = outcome(1, at=MONTHS[1] - DAY, received_at=MONTHS[1])
    too_late = outcome(1, at=MONTHS[1] - DAY, received_at=MONTHS[1] + US)

    assert replay([in_time]).judged.tolist() == [0, 1, 1, 1, 1, 1]
    assert replay([too_late]).judged.tolist() == [0, 0, 1, 1, 1, 1]
    assert replay([in_time]).flagged.tolist() == [1]
    assert replay([too_late]).flagged.tolist() == [2]


def test_a_version_flags_until_another_took_its_place() -> None:
    at = MONTHS[1] - DAY
    one_star = outcome(1, at=at, superseded_at=MONTHS[2], contract="k", client="c")
    mended = outcome(2, at=at, received_at=MONTHS[2], contract="k", client="c", overall=5)

    found = replay([one_star, mended])

    assert stands(found) == [None, "look", "fine", "fine", "fine", "fine"]
    assert found.newly.tolist() == [0, 1, 0, 0, 0, 0]
    assert found.volume.tolist() == [1]


def test_somebody_who_comes_back_is_newly_flagged_once() -> None:
    evidence = [
        outcome(1, at=MONTHS[0] - DAY),
        outcome(2, at=MONTHS[4] - DAY),
        outcome(3, at=MONTHS[4] - DAY),
    ]

    found = replay(evidence)

    assert stands(found) == ["look", "look", "fine", "fine", "warn", "warn"]
    assert found.flags.tolist() == [1, 1, 0, 0, 1, 1]
    assert found.newly.tolist() == [1, 0, 0, 0, 0, 0]
    # `reached` has a column for each rung: the mildest, which proposes nothing, is no flag.
    assert found.reached.tolist() == [[0, 0, 4]]
    assert found.begun.tolist() == [microseconds(MONTHS[0] - DAY)]


def test_a_rung_that_proposes_nothing_flags_nobody() -> None:
    found = replay([outcome(1, at=MONTHS[0] - DAY, overall=5)])

    assert found.standing[:, 0].tolist() == [1] * 6
    assert found.flags.tolist() == [0] * 6
    assert found.flagged.tolist() == [NEVER]


def test_the_span_of_evidence_is_that_of_knowing() -> None:
    policy = read(LADDER, source="bench")
    evidence = [
        outcome(1, at=MONTHS[0], received_at=MONTHS[1]),
        outcome(2, at=MONTHS[2], received_at=MONTHS[4]),
    ]

    span = span_of_evidence(frame_of(policy, evidence))

    assert span == (microseconds(MONTHS[1]), microseconds(MONTHS[4]))
    assert span_of_evidence(frame_of(policy, [])) == (0, 0)


@pytest.mark.parametrize("instants", [(), (MONTHS[1], MONTHS[0]), (MONTHS[0], MONTHS[0])])
def test_instants_that_do_not_rise_are_refused(instants: tuple[datetime, ...]) -> None:
    with pytest.raises(Refusal) as refused:
        replay([outcome(1)], instants=instants)

    assert refused.value.code == "instants-not-rising"


def store_of(policy: Policy, path: Path, *, later: int) -> Store:
    """A store of the market in seven buckets; so many of its rows were added later."""
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    market = thin_market(vocabulary)
    whole = build(
        path,
        [market.slice(later)],
        buckets=7,
        vocabulary=vocabulary,
        own_items=policy.items,
        about=policy.about,
        anchor=policy.anchor,
    )
    return add(whole, market.slice(0, later)) if later else whole


def by_name(found: Backtest) -> dict[str, Any]:
    """What a replay tells, in an order that hangs on no bucket."""
    people = zip(found.volume, found.flagged, found.reached.tolist(), found.begun, strict=True)
    return {
        "judged": found.judged.tolist(),
        "standing": found.standing.tolist(),
        "people": sorted(zip(found.names.to_pylist(), people, strict=True)),
    }


@pytest.mark.parametrize("name", REPLAYED[:3])
def test_a_store_is_replayed_as_its_rows_are_by_one_process_or_two(
    tmp_path: Path, name: str
) -> None:
    policy = policy_named(name)
    store = store_of(policy, tmp_path / "store", later=60)

    one, two = (backtest(policy, store, GRID, processes=number) for number in (1, 2))

    assert by_name(one) == by_name(backtest(policy, market_frame(policy), GRID))
    assert by_name(two) == by_name(one)
    assert span_of_evidence(store) == span_of_evidence(market_frame(policy))
