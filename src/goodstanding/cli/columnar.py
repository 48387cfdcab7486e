"""Parquet becomes rows and verdicts become Parquet; zstd is unpacked. Loaded only when needed.

pyarrow takes a third of a second to load, which a small CSV file should not pay.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from goodstanding.cli.place import Reject, Row
from goodstanding.cli.source import Source
from goodstanding.core.words import Refusal

BATCH_ROWS = 20_000


def parquet_source(path: Path) -> Source:
    """The rows of a Parquet file, batch by batch; `line` is the row, counted from 1.

    Raises:
        Refusal: it is no Parquet file, or broken.
    """
    try:
        file = pq.ParquetFile(path, pre_buffer=False)
    except (pa.ArrowException, OSError) as wrong:
        raise Refusal(
            "broken-file", f"`{path}` is no sound Parquet file: {wrong}", cure="write it again"
        ) from None
    return Source(file=str(path), columns=tuple(file.schema_arrow.names), rows=_rows(path, file))


def _rows(path: Path, file: Any) -> Iterator[Row | Reject]:
    line = 0
    try:
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            for cells in _without_nanoseconds(batch).to_pylist():
                line += 1
                yield Row(file=str(path), line=line, cells=cells)
    except (pa.ArrowException, OSError) as wrong:
        raise Refusal(
            "broken-file", f"`{path}` breaks off after row {line}: {wrong}", cure="write it again"
        ) from None


def _without_nanoseconds(batch: Any) -> Any:
    """Nanosecond timestamps as microseconds, which loses nothing or is refused."""
    for at, field in enumerate(batch.schema):
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns":
            plain = batch.column(at).cast(pa.timestamp("us", tz=field.type.tz), safe=True)
            batch = batch.set_column(at, field.name, plain)
    return batch


def zstd_stream(path: Path) -> Any:
    """The unpacked bytes of a zstd file."""
    return pa.input_stream(str(path), compression="zstd")


def write_parquet(path: Path, records: Iterable[dict[str, Any]], kinds: dict[str, str]) -> None:
    """One row for each record; `kinds` name each column's type (text, whole, number, instant)."""
    types = {
        "text": pa.string(),
        "whole": pa.int64(),
        "number": pa.float64(),
        "instant": pa.timestamp("us", tz="UTC"),
    }
    schema = pa.schema([(name, types[kind]) for name, kind in kinds.items()])
    with pq.ParquetWriter(path, schema) as file:
        left = iter(records)
        while some := list(islice(left, BATCH_ROWS)):
            file.write_table(pa.Table.from_pylist(some, schema=schema))
