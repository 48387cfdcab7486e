"""The benchmark's question in pandas, by the columns that it needs and no others."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa

from benchmarks.question import WINDOW, Answer, answer_of

COLUMNS = [
    "freelancer",
    "client_group",
    "occurred_at",
    "received_at",
    "superseded_at",
    "overall",
    "recommend",
]


def judge(paths: Sequence[Path], *, as_of: datetime) -> Answer:
    """Everybody's figures by whether any outcome of a client was negative, or rated."""
    frames = [pd.read_parquet(path, columns=COLUMNS) for path in paths]
    return judge_held(frames[0] if len(frames) == 1 else pd.concat(frames), as_of=as_of)


def hold(table: pa.Table) -> pd.DataFrame:
    """Rows as this library likes to have them."""
    frame: pd.DataFrame = table.select(COLUMNS).to_pandas()
    return frame


def judge_held(frame: pd.DataFrame, *, as_of: datetime) -> Answer:
    """The same as `judge`, of rows in memory; a comparison with what is absent is false."""
    now, start_at = pd.Timestamp(as_of), pd.Timestamp(as_of - WINDOW)
    is_known = (frame["received_at"] <= now) & ~(frame["superseded_at"] <= now)
    is_inside = (frame["occurred_at"] > start_at) & (frame["occurred_at"] <= now)
    inside = frame[is_known & is_inside]
    overall, recommend = inside["overall"], inside["recommend"]
    readings = pd.DataFrame(
        {
            "freelancer": inside["freelancer"],
            "client_group": inside["client_group"],
            "negative": (overall <= 2) | (recommend <= 4),
            "rated": overall.notna() | recommend.notna(),
        }
    )
    votes = readings.groupby(["freelancer", "client_group"], sort=False).max()
    by_freelancer = votes.groupby(level="freelancer", sort=False)
    counted = by_freelancer.sum()
    return answer_of(
        counted.index.to_numpy(),
        unhappy=counted["negative"].to_numpy(),
        clients=by_freelancer.size().to_numpy(),
        rated=counted["rated"].to_numpy(),
    )
