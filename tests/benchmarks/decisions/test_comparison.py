"""The comparison as a whole, small: promises are kept, and attacks cost what they should."""

import json
from pathlib import Path

import pytest

from benchmarks.decisions.guarantee import ever_flagged
from benchmarks.decisions.manipulation import colluders_needed
from benchmarks.decisions.markets import compare
from benchmarks.decisions.rules import standards_for
from benchmarks.decisions.run import main
from goodstanding.engine.simulate.scenarios import world_of

ROUND = standards_for(1 / 15)


@pytest.mark.parametrize("clients", [10, 200])
def test_the_points_keep_their_promise_however_many_clients(clients: int) -> None:
    flagged = ever_flagged(ROUND, rate=ROUND.tolerated, clients=clients, people=2_000, seed=5)

    assert flagged["points, ln 20"].low <= 0.05
    assert flagged["points, half newcomers"].low <= 0.05
    assert flagged["points, varied clients"].low <= 0.05
    assert flagged["points, ln 200"].low <= 0.005


def test_rules_that_look_again_after_every_vote_do_not() -> None:
    flagged = ever_flagged(ROUND, rate=ROUND.tolerated, clients=200, people=500, seed=5)

    assert flagged["count, 5 or more"].middle > 0.99
    assert flagged["exact binomial, 5 %"].low > 0.15
    assert flagged["CUSUM, ln 20"].low > 0.40


def test_an_attack_on_ten_honest_clients_needs_twelve_fresh_accounts() -> None:
    needed = colluders_needed(ROUND, rate=0.057, honest=10, people=400, seed=5)

    assert needed["points, fresh accounts"] == 12
    assert needed["points, accounts with history"] == 6
    assert needed["count, 3 or more"] == 3


def test_whoever_has_three_unhappy_clients_anyway_needs_no_attack() -> None:
    needed = colluders_needed(ROUND, rate=0.057, honest=300, people=100, seed=5)

    assert needed["count, 3 or more"] == 0
    assert needed["exact binomial, 5 %"] > 10


def test_points_are_right_more_often_than_counting_at_the_same_budget() -> None:
    world = world_of("base", {"freelancers": "20000", "clients": "30000"})

    figures = compare(world, [1]).figures

    points = figures["P evidence points", "0.5 %"]["precision"].middle
    counting = figures["A count in 12 months", "0.5 %"]["precision"].middle
    assert points > 0.65
    assert counting < 0.45
    assert figures["P evidence points", "block, ln 200"]["precision"].middle > 0.85


def test_a_run_writes_the_same_figures_again(tmp_path: Path) -> None:
    found = []
    for name in ("once", "again"):
        size = ["--seeds", "2", "--freelancers", "400", "--people", "5"]
        main([*size, "--out", str(tmp_path / name)])
        written = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))
        del written["run"]
        found.append(written)
        assert "| P evidence points |" in (tmp_path / f"{name}.md").read_text(encoding="utf-8")

    assert found[0] == found[1]
