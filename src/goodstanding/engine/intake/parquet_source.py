"""Parquet files and folders of them become sources; only the columns asked for are read."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from goodstanding.core.words import Refusal
from goodstanding.engine.intake.source import BATCH_ROWS, Batch, Source


def from_parquet(path: Path) -> tuple[Source, ...]:
    """The file as a source; of a folder each Parquet file below it, in the order of their names.

    Folders named `column=value` give every row below them that column.

    Raises:
        Refusal: there is no sound Parquet file.
    """
    try:
        if not path.is_dir():
            return (_source(path, {}),)
        found = ds.dataset(path, format="parquet", partitioning="hive", exclude_invalid_files=False)
        parts = sorted(found.get_fragments(), key=lambda part: part.path)
        sources = tuple(
            _source(Path(part.path), ds.get_partition_keys(part.partition_expression))
            for part in parts
        )
    except (pa.ArrowException, OSError) as wrong:
        raise Refusal(
            "broken-file", f"`{path}` is no sound Parquet file: {wrong}", cure="write it again"
        ) from None
    if not sources:
        raise Refusal("no-files", f"`{path}` holds no Parquet file", cure="give a folder with some")
    return sources


def _source(path: Path, keys: dict[str, Any]) -> Source:
    with pq.ParquetFile(path) as file:
        schema, rows = file.schema_arrow, file.metadata.num_rows
    for name, value in keys.items():
        schema = schema.append(pa.field(name, pa.scalar(value).type))
    return Source(name=str(path), schema=schema, batches=partial(_batches, path, keys), rows=rows)


def _batches(path: Path, keys: dict[str, Any], columns: Sequence[str]) -> Iterator[Batch]:
    done = 0
    try:
        # Reading ahead, Arrow keeps all that it has read until the end: the file, in memory.
        with pq.ParquetFile(path, pre_buffer=False) as file:
            own = [name for name in columns if name not in keys]
            for part in file.iter_batches(batch_size=BATCH_ROWS, columns=own):
                table = _with_keys(pa.Table.from_batches([part]), keys)
                yield Batch(table=table, places=np.arange(1, part.num_rows + 1) + done)
                done += part.num_rows
    except (pa.ArrowException, OSError) as wrong:
        raise Refusal(
            "broken-file", f"`{path}` breaks off after row {done}: {wrong}", cure="write it again"
        ) from None


def _with_keys(table: Any, keys: dict[str, Any]) -> Any:
    """The table with what its folders' names say of every row."""
    for name, value in keys.items():
        table = table.append_column(name, pa.array([value] * table.num_rows))
    return table
