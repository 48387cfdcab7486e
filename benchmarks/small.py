"""Small batches, as an online service judges them, become their median time in microseconds.

    python -m benchmarks.small PEER FOLDER FILE-TO-TELL-IN

The rows lie in memory in the form that the peer likes best; one process judges the same batch again
and again, so that what is measured is neither a start nor a file.
"""

import json
import statistics
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.files import Files
from benchmarks.lanes import Library
from benchmarks.question import AS_OF

MODULES = {
    "ours": "benchmarks.ours",
    "core": "benchmarks.peers.with_core",
    "python": "benchmarks.peers.with_python",
    "polars": "benchmarks.peers.with_polars",
    "duckdb": "benchmarks.peers.with_duckdb",
    "pandas": "benchmarks.peers.with_pandas",
}
OUTCOMES_OF_ONE = 50
MANY = 1000
LONGEST_SECONDS = 1.5
MOST_TIMES, FEWEST_TIMES = 500, 5


def batches(raw: Path) -> dict[str, pa.Table]:
    """One freelancer with 50 outcomes, and a thousand freelancers with all of theirs."""
    table = pq.read_table(raw)
    freelancers = np.asarray(table["freelancer"])
    known, counts = np.unique(freelancers, return_counts=True)
    one = known[counts == OUTCOMES_OF_ONE][:1]
    many = known[:: max(1, len(known) // MANY)][:MANY]
    return {
        "one": table.filter(pc.is_in(table["freelancer"], pa.array(one))).combine_chunks(),
        "thousand": table.filter(pc.is_in(table["freelancer"], pa.array(many))).combine_chunks(),
    }


def time_of(library: Library, batch: pa.Table) -> dict[str, object]:
    """The median of many judgements of the batch, after a few that are not counted."""
    held = library.hold(batch)
    for _ in range(3):
        answer = library.judge_held(held, as_of=AS_OF)
    took: list[float] = []
    while len(took) < FEWEST_TIMES or (sum(took) < LONGEST_SECONDS and len(took) < MOST_TIMES):
        began = time.perf_counter()
        library.judge_held(held, as_of=AS_OF)
        took.append(time.perf_counter() - began)
    return {
        "rows": batch.num_rows,
        "median_microseconds": statistics.median(took) * 1e6,
        "least_microseconds": min(took) * 1e6,
        "digest": answer.digest(),
    }


def main(words: list[str]) -> int:
    """Time the peer; what is not installed is told, and no failure."""
    name, folder, told = words
    came: dict[str, Any] = {}
    try:
        library = import_module(MODULES[name])
        for batch, table in batches(Files(folder=Path(folder)).raw).items():
            came[batch] = time_of(library, table)
    except ModuleNotFoundError as absent:
        came = {"missing": f"`{absent.name}` is not installed"}
    Path(told).write_text(json.dumps(came), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
