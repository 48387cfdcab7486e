"""Every policy that we ship says the same, however evidence is kept, cut, ordered or judged."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.parts import reads_clients
from goodstanding.core.policy.text import read
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.verdict import judge
from goodstanding.core.words import MICROSECOND, add_months
from goodstanding.engine.arrange import arrange
from goodstanding.engine.backtest import NEVER, backtest
from goodstanding.engine.everybody import verdict_table
from goodstanding.engine.evidence import evidence_in
from goodstanding.engine.population import judge_frame
from goodstanding.engine.store.adding import add, merge
from goodstanding.engine.store.building import build
from goodstanding.engine.store.folder import Store, open_store
from goodstanding.engine.sweep import Thresholds, sweep
from tests.agreement.bench import by_core, frame_of, told_of
from tests.engine.judged_market import EDGES, a_market
from tests.judging import NOON, outcome

ROOT = Path(__file__).parents[2]
SHIPPED = sorted([*ROOT.glob("policies/*.yaml"), *ROOT.glob("policies/zoo/*.yaml")])
POOR = ROOT / "policies" / "poor-contract-outcomes.yaml"
AS_OF = EDGES[2] + 90 * timedelta(days=1)
INSTANTS = (EDGES[4], EDGES[2], EDGES[2] + MICROSECOND, AS_OF)


@cache
def shipped(path: Path) -> Policy:
    return read(path.read_text(encoding="utf-8"), source=path.name)


def market_of(policy: Policy) -> Any:
    """The awkward market, with only whole records of clients where the policy reads them."""
    table = a_market(vocabulary_of(policy.items, about=policy.about))
    if not reads_clients(policy):
        return table
    rows = table.num_rows
    chance = Random(3)
    votes = [chance.randrange(40) for _ in range(rows)]
    said = {
        "client_votes_before": votes,
        "client_negatives_before": [chance.randrange(each + 1) for each in votes],
    }
    for name, values in said.items():
        place = table.column_names.index(name)
        column = pa.array(values, pa.int64()).cast(table.schema.field(name).type)
        table = table.set_column(place, name, column)
    return table


def records(policy: Policy, table: Any) -> tuple[Evidence, ...]:
    return evidence_in(table, vocabulary_of(policy.items, about=policy.about))


def arranged(policy: Policy, table: Any) -> Any:
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    return arrange(table, vocabulary, anchor=policy.anchor)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_everybody_stands_where_the_law_puts_them_under_each_shipped_policy(path: Path) -> None:
    policy = shipped(path)
    table = market_of(policy)
    evidence = records(policy, table)
    frame = arranged(policy, table)

    for instant in INSTANTS[1:]:
        found = told_of(policy, judge_frame(policy, frame, instant))
        assert found == by_core(policy, evidence, instant)
        assert len(found) > 20


def stored(policy: Policy, table: Any, path: Path, *, buckets: int) -> Store:
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    build(path, [table], buckets=buckets, vocabulary=vocabulary, anchor=policy.anchor)
    return open_store(path)


def everybody(policy: Policy, source: Any, *, processes: int = 1) -> list[dict[str, Any]]:
    table = verdict_table(policy, source, AS_OF, processes=processes)
    rows: list[dict[str, Any]] = table.to_pylist()
    return sorted(rows, key=lambda row: str(row["subject"]))


@pytest.mark.parametrize("buckets", [1, 3, 16])
@pytest.mark.parametrize("path", [POOR, ROOT / "policies" / "evidence-points.yaml"])
def test_how_many_buckets_there_are_changes_nothing(
    path: Path, buckets: int, tmp_path: Path
) -> None:
    policy = shipped(path)
    table = market_of(policy)

    store = stored(policy, table, tmp_path / "store", buckets=buckets)

    wanted = everybody(policy, arranged(policy, table))
    assert everybody(policy, store) == everybody(policy, store, processes=2) == wanted


@pytest.mark.parametrize("seed", range(3))
def test_what_is_added_in_parts_and_merged_is_what_was_there_at_once(
    seed: int, tmp_path: Path
) -> None:
    policy = shipped(POOR)
    table = market_of(policy)
    wanted = everybody(policy, arranged(policy, table))
    order = list(range(table.num_rows))
    Random(seed).shuffle(order)
    cuts = [0, 700, 701, 1500, table.num_rows]
    first, *more = (table.take(pa.array(order[low:high])) for low, high in pairwise(cuts))
    store = stored(policy, first, tmp_path / "store", buckets=3)

    for part in more:
        store = add(store, part)
        seen = everybody(policy, store)

    assert seen == wanted
    assert everybody(policy, merge(store)) == wanted


def test_the_order_of_rows_changes_nothing() -> None:
    policy = shipped(POOR)
    table = market_of(policy)
    order = np.random.default_rng(5).permutation(table.num_rows)

    assert everybody(policy, arranged(policy, table.take(pa.array(order)))) == everybody(
        policy, arranged(policy, table)
    )


def test_the_seed_of_hashes_changes_nothing() -> None:
    code = (
        "import hashlib\n"
        "from tests.agreement import test_every_policy_and_every_way as way\n"
        "policy = way.shipped(way.POOR)\n"
        "told = way.everybody(policy, way.arranged(policy, way.market_of(policy)))\n"
        "print(hashlib.sha256(repr(told).encode()).hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
            capture_output=True,
            check=True,
            cwd=ROOT,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(said) == 1


def test_a_sweep_is_what_the_law_says_with_each_limit_at_each_instant() -> None:
    policy = shipped(POOR)
    table = market_of(policy)
    evidence = records(policy, table)
    limits = (Fraction(2), Fraction(3), Fraction(5))
    tried = Thresholds(rung="review", signal="unhappy_clients", limits=limits)

    found = sweep(policy, arranged(policy, table), INSTANTS, thresholds=tried)

    names = sorted({each.subject for each in evidence})
    for place, instant in enumerate(INSTANTS):
        known = [n for n in names if any(e.subject == n and e.known_at(instant) for e in evidence)]
        figures = [
            {figure.signal: figure.value for figure in judge(policy, n, evidence, instant).figures}
            for n in known
        ]
        assert found.judged[place] == len(known)
        for at, limit in enumerate(limits):
            reached = [
                own
                for own in figures
                if (own["unhappy_clients"] or 0) >= limit
                and own["unhappy_share"] is not None
                and own["unhappy_share"] >= Fraction(1, 5)
            ]
            assert found.reached[at, place] == len(reached)


def test_a_replay_is_what_the_law_says_at_each_instant() -> None:
    policy = shipped(POOR)
    table = market_of(policy)
    evidence = records(policy, table)

    found = backtest(policy, arranged(policy, table), INSTANTS)

    first: dict[str, int] = {}
    for place, instant in enumerate(INSTANTS):
        told = by_core(policy, evidence, instant)
        assert found.judged[place] == len(told)
        for rung, each in enumerate(policy.ladder):
            stand = [name for name, (own, _) in told.items() if own == each.name]
            assert found.standing[place, rung] == len(stand)
            for name in stand:
                first.setdefault(name, place)
    flagged = dict(zip(found.names.to_pylist(), found.flagged.tolist(), strict=True))
    assert {name: at for name, at in flagged.items() if at != NEVER} == first


def test_one_client_a_thousand_times_is_one_vote() -> None:
    policy = shipped(POOR)
    evidence = [outcome(number, client="c1") for number in range(1000)]

    told = told_of(policy, judge_frame(policy, frame_of(policy, evidence), NOON))

    assert told == by_core(policy, evidence, NOON)
    assert told["ada"][1]["unhappy_clients"] == (1, 1)


def test_a_hundred_thousand_outcomes_of_one_person() -> None:
    policy = shipped(POOR)
    start = add_months(NOON, -24)
    evidence = [
        outcome(number, at=start + number * timedelta(minutes=10), client=f"c{number % 40_000}")
        for number in range(100_000)
    ]

    told = told_of(policy, judge_frame(policy, frame_of(policy, evidence), NOON))

    assert told == by_core(policy, evidence, NOON)
    assert told["ada"][1]["unhappy_clients"][0] == 40_000


def test_nobody_and_nothing_known_are_judged_by_neither() -> None:
    policy = shipped(POOR)
    nothing = frame_of(policy, [])
    later = [outcome(1, at=NOON + MICROSECOND)]

    assert told_of(policy, judge_frame(policy, nothing, NOON)) == {}
    assert told_of(policy, judge_frame(policy, frame_of(policy, later), NOON)) == {}
    assert by_core(policy, later, NOON) == {}


@pytest.mark.parametrize("off", [-1, 0, 1])
@pytest.mark.parametrize("months", [0, 12])
def test_the_edges_of_a_window_to_the_microsecond(months: int, off: int) -> None:
    policy = shipped(POOR)
    at: datetime = add_months(NOON, -months) + off * MICROSECOND
    evidence = [outcome(number, at=at) for number in range(3)]

    told = told_of(policy, judge_frame(policy, frame_of(policy, evidence), NOON))

    assert told == by_core(policy, evidence, NOON)
    counted = told["ada"][1]["unhappy_clients"][0] if told else None
    assert counted == {(0, 1): None, (12, -1): 0, (12, 0): 0}.get((months, off), 3)
