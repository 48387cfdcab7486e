"""Batches of rows in any order become an evidence store, in bounded memory.

First every row goes to the file of its person's bucket, then each bucket is put in order by itself:
no more than one batch, and then one bucket, is ever in memory.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import ipc

from goodstanding.core.contract import Side
from goodstanding.core.policy.language import Anchor, DeclaredItem
from goodstanding.core.words import Refusal
from goodstanding.engine.arrange import Vocabulary, arranged
from goodstanding.engine.buckets import buckets_of
from goodstanding.engine.store.bucket import write_frame
from goodstanding.engine.store.folder import ABOUT, Store, name_of, save

PARTS = "parts"
Prepare = Callable[[Any], Any]
Whose = Callable[[Any], Any]


def build(
    path: Path,
    batches: Iterable[Any],
    *,
    buckets: int,
    vocabulary: Vocabulary,
    own_items: tuple[DeclaredItem, ...] = (),
    about: Side = Side.FREELANCER,
    anchor: Anchor = Anchor.OCCURRED_AT,
    prepare: Prepare | None = None,
) -> Store:
    """A new store of the rows in those Arrow tables (see `arrange` for their columns).

    `prepare` is given all rows of a bucket, in the order that they came in, and gives those that
    are kept.

    Raises:
        Refusal: there is something at the path already, or a row cannot be.
    """
    break_ground(path)
    parts = path / PARTS
    parts.mkdir()
    try:
        names = spill(parts, batches, buckets)
        rows = sum(
            _put_in_order(path, bucket, vocabulary, anchor=anchor, prepare=prepare)
            for bucket in range(buckets)
        )
    except BaseException:
        shutil.rmtree(path)
        raise
    shutil.rmtree(parts)
    return save(
        Store(
            path=path,
            buckets=buckets,
            anchor=anchor,
            about=about,
            rows=rows,
            items=tuple(sorted(names & vocabulary.keys())),
            own_items=plain_items(own_items),
        )
    )


def break_ground(path: Path) -> None:
    """An empty folder for a new store.

    Raises:
        Refusal: there is something at the path already.
    """
    if path.exists() and any(path.iterdir()):
        raise Refusal("folder-not-empty", f"`{path}` is not empty", cure="give a folder of its own")
    path.mkdir(parents=True, exist_ok=True)


def plain_items(items: Iterable[DeclaredItem]) -> tuple[dict[str, Any], ...]:
    """A policy's own items as a store tells them."""
    return tuple(_plain(item) for item in items)


def _plain(item: DeclaredItem) -> dict[str, Any]:
    return {
        "name": item.name,
        "kind": item.kind.value,
        "says": item.says,
        "low": None if item.low is None else str(item.low),
        "high": None if item.high is None else str(item.high),
        "choices": list(item.choices),
    }


def by_subject(table: Any) -> Any:
    """By whom rows are kept together: the person that they are about."""
    return table.column("subject")


def spill(
    folder: Path, batches: Iterable[Any], buckets: int, *, whose: Whose = by_subject
) -> set[str]:
    """Every row in the file of its bucket; gives the names of the columns.

    Raises:
        Refusal: there are no batches.
    """
    names, schema = set[str](), None
    with ExitStack() as files:
        writers: list[Any] = [None] * buckets

        for table in batches:
            schema = schema or table.schema
            names |= set(table.column_names)
            for bucket, part in parted(table.cast(schema), buckets, whose=whose):
                writer = writers[bucket] or _writer(folder / f"{bucket}.arrow", schema, files)
                writers[bucket] = writer
                writer.write_table(part)
    if schema is None:
        raise Refusal("no-rows", "there are no rows", cure="give a file with rows")
    _fill_gaps(folder, writers, schema)
    return names


def _writer(path: Path, schema: Any, files: ExitStack) -> Any:
    return files.enter_context(
        ipc.new_stream(files.enter_context(pa.OSFile(str(path), "wb")), schema)
    )


def _fill_gaps(folder: Path, writers: list[Any], schema: Any) -> None:
    """A bucket that nobody is in still has its (empty) file."""
    for bucket, writer in enumerate(writers):
        if writer is None:
            with (
                pa.OSFile(str(folder / f"{bucket}.arrow"), "wb") as sink,
                ipc.new_stream(sink, schema),
            ):
                pass


def spilled(folder: Path, bucket: int) -> Iterator[Any]:
    """The rows of one bucket that were spilled, as one table, whose file is then gone."""
    part = folder / f"{bucket}.arrow"
    with pa.memory_map(str(part)) as source:
        yield ipc.open_stream(source).read_all()
    part.unlink()


def parted(table: Any, buckets: int, *, whose: Whose = by_subject) -> Iterator[tuple[int, Any]]:
    """The table's rows bucket by bucket, those with any, in their order."""
    own = buckets_of(whose(table), buckets)
    order = np.argsort(own, kind="stable")
    sorted_table = table.take(pa.array(order))
    bounds = np.searchsorted(own[order], np.arange(buckets + 1))
    for bucket in np.flatnonzero(np.diff(bounds)):
        first, last = int(bounds[bucket]), int(bounds[bucket + 1])
        yield int(bucket), sorted_table.slice(first, last - first)


def _put_in_order(
    path: Path,
    bucket: int,
    vocabulary: Vocabulary,
    *,
    anchor: Anchor,
    prepare: Prepare | None,
) -> int:
    """The bucket's rows put in order; gives how many they are."""
    rows = 0
    for table in spilled(path / PARTS, bucket):
        kept = prepare(table) if prepare is not None else table
        put(path, bucket, kept, vocabulary=vocabulary, anchor=anchor)
        rows += kept.num_rows
    return rows


def put(path: Path, bucket: int, table: Any, *, vocabulary: Vocabulary, anchor: Anchor) -> None:
    """The bucket's files anew, from all its rows."""
    frame, identities = arranged(table, vocabulary, anchor=anchor)
    write_frame(path, name_of(bucket), frame, identities=identities)


def is_store(path: Path) -> bool:
    """Whether the folder holds a store."""
    return (path / ABOUT).is_file()


def with_rows(store: Store, rows: int, additions: tuple[str, ...]) -> Store:
    """The store, saved with that many rows and those additions."""
    return save(replace(store, rows=rows, additions=additions))
