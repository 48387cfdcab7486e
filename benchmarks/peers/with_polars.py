"""The benchmark's question in Polars: lazy, run by its streaming engine.

`judge` uses what this one policy allows: the worst vote of a client is negative when any of its
outcomes is, so nobody has to be put in order. `judge_by_votes` picks each client's very vote, as
every policy needs that measures more than whether it was negative.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import polars as pl
import pyarrow as pa

from benchmarks.question import WINDOW, Answer, answer_of

Engine = Literal["streaming", "in-memory"]
BY_CLIENT = ("freelancer", "client_group")


def judge(paths: Sequence[Path], *, as_of: datetime) -> Answer:
    """Everybody's figures by whether any outcome of a client was negative, or rated."""
    return _answer(_worst(_readings(pl.scan_parquet(list(paths)), as_of)))


def judge_by_votes(paths: Sequence[Path], *, as_of: datetime) -> Answer:
    """Everybody's figures by the very outcome that is each client's vote."""
    return _answer(_votes(_readings(pl.scan_parquet(list(paths)), as_of)))


def hold(table: pa.Table) -> pl.DataFrame:
    """Rows as this library likes to have them."""
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame


def judge_held(frame: pl.DataFrame, *, as_of: datetime) -> Answer:
    """The same as `judge`, of rows in memory."""
    return _answer(_worst(_readings(frame.lazy(), as_of)), engine="in-memory")


def _readings(rows: pl.LazyFrame, as_of: datetime) -> pl.LazyFrame:
    """What is known in the window: was it negative, and did it say anything."""
    occurred, superseded = pl.col("occurred_at"), pl.col("superseded_at")
    overall, recommend = pl.col("overall"), pl.col("recommend")
    is_known = (pl.col("received_at") <= as_of) & (superseded.is_null() | (superseded > as_of))
    is_inside = (occurred > as_of - WINDOW) & (occurred <= as_of)
    return rows.filter(is_known & is_inside).select(
        *BY_CLIENT,
        "occurred_at",
        "contract",
        negative=((overall <= 2).fill_null(value=False) | (recommend <= 4).fill_null(value=False)),
        rated=overall.is_not_null() | recommend.is_not_null(),
    )


def _worst(readings: pl.LazyFrame) -> pl.LazyFrame:
    return readings.group_by(BY_CLIENT).agg(pl.col("negative").any(), pl.col("rated").any())


def _votes(readings: pl.LazyFrame) -> pl.LazyFrame:
    """The latest negative outcome of each client, else the latest rated, else the latest."""
    text = pl.col("contract").cast(pl.String)
    order = ("negative", "rated", "occurred_at", text)
    return readings.sort(*order).unique(BY_CLIENT, keep="last", maintain_order=True)


def _answer(votes: pl.LazyFrame, *, engine: Engine = "streaming") -> Answer:
    counted = (
        votes.group_by("freelancer")
        .agg(
            unhappy=pl.col("negative").sum().cast(pl.Int64),
            clients=pl.len().cast(pl.Int64),
            rated=pl.col("rated").sum().cast(pl.Int64),
        )
        .collect(engine=engine)
    )
    return answer_of(
        counted["freelancer"].to_numpy(),
        unhappy=counted["unhappy"].to_numpy(),
        clients=counted["clients"].to_numpy(),
        rated=counted["rated"].to_numpy(),
    )
