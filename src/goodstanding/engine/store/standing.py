"""A table of rows becomes what a store knows already of the same people."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.engine.arrange import CLOCKS, IDENTITIES
from goodstanding.engine.cells import texts
from goodstanding.engine.column import Whole
from goodstanding.engine.frame import NEVER, Frame
from goodstanding.engine.store.adding import UTC_INSTANT, added_rows, alike
from goodstanding.engine.store.bucket import identities_of
from goodstanding.engine.store.building import parted
from goodstanding.engine.store.columns import arrow_item
from goodstanding.engine.store.folder import Store, name_of


def standing_rows(store: Store, table: Any, names: frozenset[str]) -> Any | None:
    """All rows in the store of the table's people, additions included: those of the columns that
    it has. None where it knows nobody of them."""
    found = None
    for bucket, part in parted(table.select(["subject"]), store.buckets):
        whose = pc.unique(texts(part.column("subject")))
        for rows in (
            _merged(store, bucket, whose, names=names),
            _added(store, bucket, whose, names=names),
        ):
            if rows is not None and rows.num_rows:
                found = rows if found is None else _below(found, rows)
    return found


def _below(upper: Any, lower: Any) -> Any:
    return pa.concat_tables(alike(upper, lower), promote_options="default")


def _merged(store: Store, bucket: int, whose: Any, *, names: frozenset[str]) -> Any:
    frame = store.frame(name_of(bucket))
    identities = identities_of(store.path, name_of(bucket))
    mine = pc.is_in(identities["subject"], value_set=whose).to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(np.repeat(mine, np.diff(frame.starts)))
    people = np.searchsorted(frame.starts, rows, side="right") - 1
    columns = {"subject": identities["subject"].take(pa.array(people))}
    for name in IDENTITIES[1:]:
        if name in identities and name in names:
            columns[name] = identities[name].take(pa.array(rows))
    for name in CLOCKS:
        if name in names:
            columns |= _instants(frame, name, rows)
    for name in names & frame.items.keys():
        columns[name] = arrow_item(frame.items[name].take(rows))
    return pa.table(columns)


def _instants(frame: Frame, name: str, rows: Whole) -> dict[str, Any]:
    values = getattr(frame, name)
    if values is None:
        return {}
    own = values[rows]
    return {name: pa.array(own, pa.int64(), mask=own == NEVER).cast(UTC_INSTANT)}


def _added(store: Store, bucket: int, whose: Any, *, names: frozenset[str]) -> Any | None:
    added = added_rows(store, bucket)
    if added is None:
        return None
    mine = added.filter(pc.is_in(added.column("subject"), value_set=whose))
    return mine.select([name for name in mine.column_names if name in {*names, "subject"}])
