"""A day's rows become an addition to a store, and additions become part of its buckets.

An addition is written as it comes, sorted by bucket: it costs as much as the day, not as the
history. Until it is merged, whoever it concerns is judged from a small frame beside the bucket, in
which the rows from both are put in order together.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import ipc

from goodstanding.core.words import Refusal
from goodstanding.engine.arrange import CLOCKS, IDENTITIES, arrange
from goodstanding.engine.cells import instants, item_column, texts
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.frame import NEVER, Frame
from goodstanding.engine.store.bucket import identities_of
from goodstanding.engine.store.building import parted, put
from goodstanding.engine.store.columns import arrow_item
from goodstanding.engine.store.folder import Store, name_of, save

UTC_INSTANT = pa.timestamp("us", tz="UTC")
DECIMALS = pa.decimal128(38, 9)


@dataclass(frozen=True, kw_only=True)
class Part:
    """People of one bucket to be judged together: a frame, and who of it is judged elsewhere."""

    frame: Frame
    elsewhere: Truths | None = None


def add(store: Store, table: Any) -> Store:
    """The store with those rows added (an Arrow table as for `arrange`).

    A row whose `id` its person already has takes the place of the earlier one: so a version is
    told to be superseded.

    Raises:
        Refusal: a row cannot be.
    """
    arrange(table, store.vocabulary, anchor=store.anchor)
    table = _plainly(store, table)
    name = f"addition-{len(store.additions):06d}"
    bounds = np.zeros(store.buckets + 1, dtype=np.int64)
    parts = []
    for bucket, part in parted(table, store.buckets):
        bounds[bucket + 1] = part.num_rows
        parts.append(part)
    whole = pa.concat_tables(parts) if parts else table
    told = {b"bounds": np.cumsum(bounds).tobytes()}
    schema = whole.schema.with_metadata(told)
    beside = store.path / f"{name}.part"
    with pa.OSFile(str(beside), "wb") as file, ipc.new_file(file, schema) as writer:
        writer.write_batch(
            whole.combine_chunks().to_batches()[0]
            if whole.num_rows
            else pa.RecordBatch.from_pylist([], schema=schema)
        )
    beside.replace(store.path / f"{name}.arrow")
    more = (*store.additions, name)
    return save(replace(store, rows=store.rows + table.num_rows, additions=more))


def merge(store: Store) -> Store:
    """The store with all additions in their buckets. A bucket that none touches stays as it is."""
    touched = 0
    for bucket in range(store.buckets):
        added = added_rows(store, bucket)
        if added is None:
            continue
        touched += 1
        frame = store.frame(name_of(bucket))
        whole = _together(store, bucket, added, rows=np.arange(frame.rows), frame=frame)
        put(store.path, bucket, whole, vocabulary=store.vocabulary, anchor=store.anchor)
    merged = save(replace(store, additions=()))
    for name in store.additions:
        (store.path / f"{name}.arrow").unlink()
    return merged


def parts_of(store: Store, bucket: int) -> Iterator[Part]:
    """All people of the bucket, additions included, each in just one part."""
    frame = store.frame(name_of(bucket))
    added = added_rows(store, bucket)
    if added is None:
        yield Part(frame=frame)
        return
    own = identities_of(store.path, name_of(bucket))["subject"]
    whose = pc.unique(texts(added.column("subject")))
    elsewhere = np.asarray(pc.is_in(own, value_set=whose).to_numpy(zero_copy_only=False))
    rows = np.flatnonzero(np.repeat(elsewhere, np.diff(frame.starts)))
    together = _together(store, bucket, added, rows=rows, frame=frame)
    yield Part(frame=frame, elsewhere=elsewhere)
    yield Part(frame=arrange(together, store.vocabulary, anchor=store.anchor))


def added_rows(store: Store, bucket: int) -> Any:
    """The added rows of the bucket, None where there are none."""
    parts = []
    for name in store.additions:
        try:
            file = ipc.open_file(pa.memory_map(str(store.path / f"{name}.arrow")))
        except (pa.ArrowException, OSError) as wrong:
            raise Refusal(
                "broken-store",
                f"addition `{name}` cannot be read: {wrong}",
                cure="build the store again",
            ) from None
        bounds = np.frombuffer(file.schema.metadata[b"bounds"], dtype=np.int64)
        first, last = int(bounds[bucket]), int(bounds[bucket + 1])
        if last > first:
            table = pa.Table.from_batches([file.get_batch(0).slice(first, last - first)])
            parts.append(table.replace_schema_metadata(None))
    if not parts:
        return None
    whole = parts[0]
    for part in parts[1:]:
        whole = pa.concat_tables(alike(whole, part), promote_options="default")
    return whole


def _together(store: Store, bucket: int, added: Any, *, rows: Whole, frame: Frame) -> Any:
    """Those rows of the bucket and the added ones, each version once: the one added last."""
    kept = raw_rows(store, bucket, rows, frame=frame)
    whole = pa.concat_tables(alike(kept, added), promote_options="default")
    if "id" not in whole.column_names:
        return whole
    return latest(whole)


def _plainly(store: Store, table: Any) -> Any:
    """The rows as the buckets have them: identifiers as text, instants in UTC, items exact."""
    columns = {}
    for name in table.column_names:
        values = table.column(name)
        if name in IDENTITIES:
            columns[name] = texts(values)
        elif name in CLOCKS:
            columns[name] = instants(values, name).cast(UTC_INSTANT)
        elif name in store.vocabulary:
            columns[name] = arrow_item(item_column(values, store.vocabulary[name]))
    return pa.table(columns)


def alike(kept: Any, added: Any) -> tuple[Any, Any]:
    """Both tables, with numbers as decimals where only one of them has decimals."""
    for name in set(kept.column_names) & set(added.column_names):
        types = {kept.schema.field(name).type, added.schema.field(name).type}
        if len(types) > 1:
            alike = pa.string() if name in IDENTITIES else DECIMALS
            kept, added = (
                table.set_column(
                    table.schema.get_field_index(name), name, table.column(name).cast(alike)
                )
                for table in (kept, added)
            )
    return kept, added


def latest(table: Any) -> Any:
    """Of rows with the same person and id only the last; rows without id all."""
    subject, own = (texts(table.column(name)) for name in ("subject", "id"))
    pairs = pc.binary_join_element_wise(subject, own, "\x00")
    codes = pc.dictionary_encode(pairs).indices
    codes = pc.fill_null(codes, -1).to_numpy(zero_copy_only=False)
    _, first_from_end = np.unique(codes[::-1], return_index=True)
    last = np.zeros(len(codes), dtype=np.bool_)
    last[len(codes) - 1 - first_from_end] = True
    return table.filter(pa.array(last | (codes == -1)))


def raw_rows(store: Store, bucket: int, rows: Whole, *, frame: Frame) -> Any:
    """Rows of the bucket as a table like the one that it was built from."""
    place = pa.array(rows)
    texts_of = identities_of(store.path, name_of(bucket))
    columns = {"subject": texts_of["subject"].take(pa.array(frame.person_of[rows]))}
    for name in IDENTITIES[1:]:
        if name in texts_of:
            columns[name] = texts_of[name].take(place)
    instants = (frame.occurred_at, frame.received_at, frame.superseded_at)
    for name, values in zip(CLOCKS, instants, strict=True):
        if values is not None:
            own = values[rows]
            columns[name] = pa.array(own, pa.int64(), mask=own == NEVER).cast(UTC_INSTANT)
    for name, column in frame.items.items():
        columns[name] = arrow_item(column.take(rows))
    return pa.table(columns)
