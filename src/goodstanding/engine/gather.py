"""Batches of rows, which may cut a person in two, become tables that split nobody."""

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


def gathered(batches: Iterable[Any]) -> Iterator[Any]:
    """One Arrow table of all the batches, in any order; none where there is no row."""
    told = [batch for batch in batches if batch.num_rows]
    if told:
        yield pa.Table.from_batches(told)


def gathered_in_turn(batches: Iterable[Any], *, rows_at_once: int) -> Iterator[Any]:
    """The rows of batches that are sorted by `subject`, as tables of so many rows or little more.

    Only a person with more rows than that makes a table larger. Never more is in memory than one
    table, one batch and one person.
    """
    complete: list[Any] = []
    last: list[Any] = []
    for batch in batches:
        if not batch.num_rows:
            continue
        cut = _where_last_begins(batch)
        if last and (cut or _last_of(last[-1]) != _last_of(batch)):
            complete += last
            last = []
        if cut:
            complete.append(batch.slice(0, cut))
        last.append(batch.slice(cut))
        if sum(each.num_rows for each in complete) >= rows_at_once:
            yield pa.Table.from_batches(complete)
            complete = []
    if last:
        yield pa.Table.from_batches([*complete, *last])


def _where_last_begins(batch: Any) -> int:
    """The first row of the person who comes last in the batch."""
    subject = batch.column("subject")
    # An empty subject is found nowhere; whoever arranges the rows refuses it.
    return max(int(pc.index(subject, subject[-1]).as_py()), 0)


def _last_of(batch: Any) -> Any:
    return batch.column("subject")[-1].as_py()
