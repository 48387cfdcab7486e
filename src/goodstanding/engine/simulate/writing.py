"""A market becomes a folder: three Parquet files, and every number that made them."""

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

EVIDENCE, TRUTH, CLIENTS, WORLD = (
    "evidence.parquet",
    "truth.parquet",
    "clients.parquet",
    "world.json",
)


def write_market(market: Market, folder: Path, *, scenario: str, command: str) -> None:
    """The four files in the folder, which is made if it is not there.

    Raises:
        Refusal: the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(market.evidence, folder / EVIDENCE, compression="zstd")
        pq.write_table(market.freelancers, folder / TRUTH, compression="zstd")
        pq.write_table(market.clients, folder / CLIENTS, compression="zstd")
        told = json.dumps(world_told(market, scenario=scenario, command=command), indent=1)
        (folder / WORLD).write_text(told + "\n", encoding="utf-8")
    except OSError as wrong:
        raise Refusal(
            "unwritable",
            f"folder `{folder}` cannot be written to: {wrong.strerror or wrong}",
            cure="give another folder",
        ) from None


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
