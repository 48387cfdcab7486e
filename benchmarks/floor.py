"""A Parquet file becomes a count for each freelancer: the least that any lane must do."""

from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from benchmarks.question import Whole


def by_duckdb(raw: Path) -> Whole:
    """How many rows each freelancer has, unsorted."""
    query = "select freelancer, count(*) as rows from read_parquet(?) group by freelancer"
    counted = duckdb.connect().execute(query, [str(raw)]).fetchnumpy()
    return np.sort(counted["rows"])


def by_polars(raw: Path) -> Whole:
    """How many rows each freelancer has, unsorted."""
    counted = pl.scan_parquet(raw).group_by("freelancer").len("rows")
    return np.sort(counted.collect(engine="streaming")["rows"].to_numpy())
