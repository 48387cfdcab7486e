"""Our engine, plugged into the benchmark: the one file here that knows how it is called.

Each function does one lane's work and hands back what `benchmarks.question` defines: an `Answer`
holds everybody with an outcome in the window, in any order; `rated` is what the share divides by.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.question import POLICY, Answer, answer_of
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.text import read
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.engine.arrange import arrange
from goodstanding.engine.everybody import each_bucket, judge_part, table_of_verdicts, travelling
from goodstanding.engine.frame import Frame
from goodstanding.engine.population import judge_frame
from goodstanding.engine.store.adding import Part, add
from goodstanding.engine.store.building import build
from goodstanding.engine.store.folder import open_store
from goodstanding.engine.sweep import Thresholds, sweep

BENCH = read(POLICY.read_text(encoding="utf-8"), source=POLICY.name)
VOCABULARY = vocabulary_of(BENCH.items, about=BENCH.about)
BATCH_ROWS = 2_000_000
ROWS_A_BUCKET = 250_000
# Where pandas is installed, Arrow imports it with the first array that it makes.
FIRST_ARRAY = pa.array(np.zeros(1))


def judge_raw(raw: Path, *, as_of: datetime) -> Answer:
    """The verdicts on everybody, straight from the unsorted Parquet file."""
    frame = arrange(_renamed(pq.read_table(raw)), VOCABULARY)
    return answer(table_of_verdicts(BENCH, judge_frame(BENCH, frame, as_of)))


def build_store(raw: Path, store: Path) -> None:
    """Make the store of the raw file; nothing is at `store` before."""
    rows = pq.ParquetFile(raw).metadata.num_rows
    buckets = max(1, rows // ROWS_A_BUCKET)
    build(store, _batches(raw), buckets=buckets, vocabulary=VOCABULARY)


def _batches(raw: Path) -> Iterator[Any]:
    # Reading ahead, Arrow keeps all that it has read until the end: the file, in memory.
    for batch in pq.ParquetFile(raw, pre_buffer=False).iter_batches(BATCH_ROWS):
        yield _renamed(pa.Table.from_batches([batch]))


def _renamed(table: Any) -> Any:
    return table.rename_columns(
        ["subject" if name == "freelancer" else name for name in table.column_names]
    )


def append_to_store(store: Path, day: Path) -> None:
    """Take a day's rows into the store."""
    add(open_store(store), _renamed(pq.read_table(day)))


def judge_store(store: Path, *, as_of: datetime, processes: int = 1) -> Answer:
    """The verdicts on everybody, from the store, by so many processes."""
    work = partial(_in_bucket, travelling(BENCH), as_of)
    parts = list(each_bucket(work, BENCH, open_store(store), processes=processes))
    columns = {each.name: [getattr(part, each.name) for part in parts] for each in fields(Answer)}
    return Answer(**{name: np.concatenate(arrays) for name, arrays in columns.items()})


def _in_bucket(policy: Policy, as_of: datetime, parts: Iterable[Part]) -> Answer:
    told = [table_of_verdicts(policy, judge_part(policy, part, as_of)) for part in parts]
    return answer(pa.concat_tables(told))


def sweep_store(
    store: Path, *, instants: Sequence[datetime], limits: Sequence[int]
) -> list[list[int]]:
    """For each instant and each limit, how many have so many unhappy clients and a fifth."""
    thresholds = Thresholds(rung="review", signal="unhappy", limits=tuple(limits))
    found = sweep(BENCH, open_store(store), tuple(instants), thresholds=thresholds)
    return [[int(each) for each in row] for row in found.reached.T]


def hold(table: pa.Table) -> Frame:
    """A small batch of raw rows as the engine likes to have them in memory."""
    return arrange(_renamed(table), VOCABULARY)


def judge_held(held: object, *, as_of: datetime) -> Answer:
    """The verdicts on everybody in a small batch."""
    assert isinstance(held, Frame)
    return answer(table_of_verdicts(BENCH, judge_frame(BENCH, held, as_of)))


def answer(verdicts: Any) -> Answer:
    """Those who have any client in the window."""
    there = verdicts.filter(pc.greater(verdicts.column("clients over"), 0))
    return answer_of(
        there.column("subject").cast(pa.int64()).to_numpy(),
        unhappy=there.column("unhappy over").to_numpy(),
        clients=there.column("clients over").to_numpy(),
        rated=there.column("unhappy_share votes").to_numpy(),
    )
