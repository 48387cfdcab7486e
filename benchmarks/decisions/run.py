"""Seeds and sizes become a comparison of rules, as JSON and as tables.

python -m benchmarks.decisions.run [--seeds 10] [--freelancers 200000] [--people 8000]
    [--scenario base] [--out benchmarks/decisions/found]
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.decisions.guarantee import CLIENTS, ever_flagged
from benchmarks.decisions.manipulation import HONEST, MOST_COLLUDERS, colluders_needed
from benchmarks.decisions.markets import PILOT, Compared, Figures, compare
from benchmarks.decisions.report import told
from benchmarks.decisions.rules import standards_for
from goodstanding.engine.simulate.scenarios import world_of

ACCOUNTS_PER_FREELANCER = 1.5
ROUND_MU = 1 / 15
"""Then the tolerated rate is 10 % and the bad one 30 %."""
ORDINARY = 0.057
"""What an ordinary freelancer's clients report on average."""
ATTACKED_PEOPLE = 1_000
SEED = 1
PROMISING = (
    *("monthly starts, ln 20", "points, ln 20"),
    *("points, half newcomers", "points, varied clients"),
)


def main(words: Sequence[str]) -> None:
    """Run all parts, and write both files."""
    asked = _asked(words)
    begun = perf_counter()
    seeds = list(range(1, asked.seeds + 1))
    sizes = {
        "freelancers": str(asked.freelancers),
        "clients": str(round(asked.freelancers * ACCOUNTS_PER_FREELANCER)),
    }
    found = {
        "market": _market(compare(world_of(asked.scenario, sizes), seeds)),
        "guarantee": _guarantee(asked.people),
        "manipulation": _manipulation(),
    }
    run = {
        "command": " ".join(["python -m benchmarks.decisions.run", *words]),
        "scenario": asked.scenario,
        "freelancers": asked.freelancers,
        "seeds": seeds,
        "pilot": PILOT,
        "seconds": round(perf_counter() - begun, 1),
    }
    written = {"run": run} | found
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.with_suffix(".json").write_text(json.dumps(written, indent=1) + "\n")
    asked.out.with_suffix(".md").write_text(told(written), encoding="utf-8")
    print(f"{run['seconds']} s; {asked.out.with_suffix('.md')} and .json")


def _asked(words: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.decisions.run", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10, help="how many markets, from seed 1 on")
    parser.add_argument("--freelancers", type=int, default=200_000, help="in each market")
    parser.add_argument("--people", type=int, default=8_000, help="in each cell of the guarantee")
    parser.add_argument("--scenario", default="base")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("found"))
    return parser.parse_args(words)


def _market(compared: Compared) -> dict[str, Any]:
    return {
        "standards": asdict(compared.standards),
        "votes": _plain(asdict(compared.votes)),
        "pooled": _plain(asdict(compared.pooled)),
        "figures": _rows(compared.figures),
        "volumes": _rows(compared.volumes),
    }


def _rows(figures: Figures) -> list[dict[str, Any]]:
    return [
        {
            "rule": rule,
            "budget": budget,
            "figures": {name: _plain(asdict(interval)) for name, interval in of_row.items()},
        }
        for (rule, budget), of_row in figures.items()
    ]


def _plain(figures: dict[str, float]) -> dict[str, float | None]:
    """JSON knows no NaN."""
    return {name: value if isfinite(value) else None for name, value in figures.items()}


def _guarantee(people: int) -> dict[str, Any]:
    standards = standards_for(ROUND_MU)
    cells = []
    for rate in (standards.tolerated, ORDINARY):
        for clients in CLIENTS:
            flagged = ever_flagged(standards, rate=rate, clients=clients, people=people, seed=SEED)
            cells.append(
                {
                    "rate": rate,
                    "clients": clients,
                    "flagged": {name: asdict(interval) for name, interval in flagged.items()},
                }
            )
    return {
        "people": people,
        "seed": SEED,
        "promising": list(PROMISING),
        "promising_less": "points, ln 200",
        "cells": cells,
    }


def _manipulation() -> dict[str, Any]:
    standards = standards_for(ROUND_MU)
    cells = [
        {
            "honest": honest,
            "colluders": colluders_needed(
                standards, rate=ORDINARY, honest=honest, people=ATTACKED_PEOPLE, seed=SEED
            ),
        }
        for honest in HONEST
    ]
    return {
        "rate": ORDINARY,
        "people": ATTACKED_PEOPLE,
        "seed": SEED,
        "most": MOST_COLLUDERS,
        "cells": cells,
    }


if __name__ == "__main__":
    main(sys.argv[1:])
