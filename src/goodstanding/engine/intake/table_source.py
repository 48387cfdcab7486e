"""Tables in memory become sources: Arrow tables, and any dataframe that narwhals knows."""

from collections.abc import Iterator, Sequence
from typing import Any

import narwhals as nw
import pyarrow as pa

from goodstanding.core.words import Refusal
from goodstanding.engine.intake.source import BATCH_ROWS, Batch, Source, numbered


def from_table(table: Any, *, name: str = "table") -> Source:
    """The Arrow table as a source; nothing of it is copied."""
    return Source(
        name=name,
        schema=table.schema,
        batches=lambda columns: numbered(table.select(list(columns)).to_batches()),
        rows=table.num_rows,
    )


def from_dataframe(frame: Any, *, name: str = "dataframe") -> Source:
    """The dataframe as a source: of pandas, Polars, PyArrow, or a DuckDB relation, and others.

    A lazy one is run when it is read, for the columns needed only; DuckDB's and Polars' come batch
    by batch. In pandas NaN in a column of numbers is nothing.

    Raises:
        Refusal: it is no dataframe, or holds columns that are no columns of one type.
    """
    try:
        known = nw.from_native(frame)
    except TypeError:
        raise Refusal(
            "no-dataframe",
            f"`{type(frame).__module__}.{type(frame).__qualname__}` is no dataframe",
            cure="give one of pandas, Polars, PyArrow or DuckDB",
        ) from None
    names = known.collect_schema().names()
    return Source(
        name=name,
        schema=_schema(known, names, name),
        batches=lambda columns: _batches(known.select(list(columns)), name),
        rows=len(known) if isinstance(known, nw.DataFrame) else None,
    )


def _schema(frame: Any, names: Sequence[str], name: str) -> Any:
    """The columns' Arrow types, as the first rows have them."""
    reader = _reader(frame.head(1) if isinstance(frame, nw.LazyFrame) else frame, name)
    kinds = reader.schema
    return pa.schema([kinds.field(column) for column in names])


def _batches(frame: Any, name: str) -> Iterator[Batch]:
    try:
        yield from numbered(_reader(frame, name))
    except pa.ArrowException as wrong:
        raise _refused(name, wrong) from None


def _reader(frame: Any, name: str) -> Any:
    """The rows as Arrow batches: a stream where the dataframe can give one."""
    native = frame.to_native()
    try:
        if isinstance(frame, nw.DataFrame):
            return frame.to_arrow().to_reader(max_chunksize=BATCH_ROWS)
        if hasattr(native, "__arrow_c_stream__"):
            return pa.RecordBatchReader.from_stream(native)
        return frame.collect("pyarrow").to_native().to_reader(max_chunksize=BATCH_ROWS)
    except (pa.ArrowException, TypeError, ValueError) as wrong:
        raise _refused(name, wrong) from None


def _refused(name: str, wrong: Exception) -> Refusal:
    return Refusal(
        "odd-dataframe",
        f"`{name}` cannot be read: {wrong}",
        cure="give every column values of one type",
    )
