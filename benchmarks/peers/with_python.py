"""The benchmark's question in a plain loop over rows, without any library but the reader."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.question import WINDOW, Answer, answer_of, microseconds

Row = tuple[int, int, int, int, int | None, int | None, int | None]
INSTANTS = ("occurred_at", "received_at", "superseded_at")
COLUMNS = ["freelancer", "client_group", *INSTANTS, "overall", "recommend"]
NEGATIVE, RATED = 2, 1


def judge(paths: Sequence[Path], *, as_of: datetime) -> Answer:
    """Everybody's figures by whether any outcome of a client was negative, or rated."""
    tables = [pq.read_table(path, columns=COLUMNS) for path in paths]
    return judge_held(hold(pa.concat_tables(tables)), as_of=as_of)


def hold(table: pa.Table) -> list[Row]:
    """Rows as tuples; instants in microseconds since 1970."""
    columns = [
        table[name].cast(pa.int64()) if name in INSTANTS else table[name] for name in COLUMNS
    ]
    return list(zip(*(column.to_pylist() for column in columns), strict=True))


def judge_held(rows: Iterable[Row], *, as_of: datetime) -> Answer:
    """The same as `judge`, of rows in memory."""
    counted: dict[int, list[int]] = {}
    for (freelancer, _), said in votes(rows, as_of).items():
        counts = counted.setdefault(freelancer, [0, 0, 0])
        counts[0] += said >= NEGATIVE
        counts[1] += 1
        counts[2] += said > 0
    figures = np.array(list(counted.values()), np.int64).reshape(-1, 3)
    return answer_of(
        np.fromiter(counted, np.int64, len(counted)),
        unhappy=figures[:, 0],
        clients=figures[:, 1],
        rated=figures[:, 2],
    )


def votes(rows: Iterable[Row], as_of: datetime) -> dict[tuple[int, int], int]:
    """What each client said of each freelancer in the window: 3 negative, 1 rated, 0 nothing."""
    now = microseconds(as_of)
    start = microseconds(as_of - WINDOW)
    said: dict[tuple[int, int], int] = {}
    for freelancer, group, occurred, received, superseded, overall, recommend in rows:
        if not start < occurred <= now or received > now:
            continue
        if superseded is not None and superseded <= now:
            continue
        reading = 0
        if overall is not None or recommend is not None:
            reading = RATED
            if (overall is not None and overall <= 2) or (recommend is not None and recommend <= 4):
                reading |= NEGATIVE
        pair = (freelancer, group)
        said[pair] = said.get(pair, 0) | reading
    return said
