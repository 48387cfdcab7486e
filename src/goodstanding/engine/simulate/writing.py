"""A market becomes a folder: four Parquet files, and every number that made them."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from goodstanding.core.words import Refusal, told_instant
from goodstanding.engine.simulate.market import Market
from goodstanding.engine.simulate.world import STARTS_AT, settings

WORLD = "world.json"


def write_market(market: Market, folder: Path, *, scenario: str, command: str) -> None:
    """The five files in the folder, which is made if it is not there.

    Raises:
        Refusal: the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in tables_of(market).items():
            pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
        told = json.dumps(world_told(market, scenario=scenario, command=command), indent=1)
        (folder / WORLD).write_text(told + "\n", encoding="utf-8")
    except OSError as wrong:
        raise Refusal(
            "unwritable",
            f"folder `{folder}` cannot be written to: {wrong.strerror or wrong}",
            cure="give another folder",
        ) from None


def tables_of(market: Market) -> dict[str, Any]:
    """Each table by the name of its file."""
    return {
        "evidence": market.evidence,
        "truth": market.freelancers,
        "clients": market.clients,
        "contracts": market.contracts,
    }


def world_told(market: Market, *, scenario: str, command: str) -> dict[str, Any]:
    """Everything that is needed to draw the market again, and what each number rests on."""
    values = asdict(market.world)
    return {
        "command": command,
        "seed": market.seed,
        "scenario": scenario,
        "generator": "PCG64",
        "numpy": np.__version__,
        "pyarrow": pa.__version__,
        "starts_at": told_instant(STARTS_AT),
        "ends_at": told_instant(market.world.ends_at),
        "settings": {
            name: {
                "value": values[name],
                "says": setting.says,
                "status": setting.status.value,
                "source": setting.source,
            }
            for name, setting in settings()
        },
    }
