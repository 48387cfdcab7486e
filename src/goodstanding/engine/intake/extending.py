"""Sources become an addition to a store, save what the store has already."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from goodstanding.engine.arrange import CLOCKS
from goodstanding.engine.intake.canonical import PLACE, Input, canonical_tables
from goodstanding.engine.intake.doubles import SOURCE, contract_doubles, id_doubles
from goodstanding.engine.intake.filling import refuse
from goodstanding.engine.intake.rejects import Rejects
from goodstanding.engine.store.adding import add, latest
from goodstanding.engine.store.folder import Store
from goodstanding.engine.store.standing import standing_rows

# What tells whether two versions of a contract are in force at once.
ASKED = frozenset({"id", "contract", SOURCE, *CLOCKS})


def extend(
    store: Store, inputs: Sequence[Input], *, rejects: Rejects, assume_utc: bool = False
) -> Store:
    """The store with all rows of the inputs added, as one addition that is held in memory.

    A row with an `id` that its person has already takes the place of the earlier one. Rows that
    cannot be evidence, and those that say again a contract of the store, go to the rejects.

    Raises:
        Refusal: a source as a whole is refused.
    """
    tables = list(canonical_tables(inputs, rejects, assume_utc=assume_utc))
    if not tables:
        return store
    table = _kept(pa.concat_tables(tables), inputs, rejects, store=store)
    table = table.drop_columns([PLACE])
    return add(store, table) if table.num_rows else store


def _kept(table: Any, inputs: Sequence[Input], rejects: Rejects, *, store: Store) -> Any:
    twice = id_doubles(table)
    if len(twice.rows):
        refuse(table, twice, inputs=inputs, rejects=rejects, told=("id", "id-twice"))
        table = _without(table, twice.rows)
    if "contract" not in table.column_names:
        return table
    whole = _beside_standing(store, table)
    doubles = contract_doubles(whole)
    rows = np.asarray(whole.column(PLACE).combine_chunks())[doubles.rows] >= 0
    doubles = replace(doubles, rows=doubles.rows[rows], standing=doubles.standing[rows])
    if len(doubles.rows):
        told = ("contract", "contract-twice")
        refuse(whole, doubles, inputs=inputs, rejects=rejects, told=told)
    # Invariant: the table's rows are the last ones, in their order.
    return _without(table, doubles.rows - (whole.num_rows - table.num_rows))


def _beside_standing(store: Store, table: Any) -> Any:
    """What the store has of the same people, and below it the table; a row with the `id` of one
    that the store has stands in its place."""
    asked = table.select(
        [name for name in table.column_names if name in ASKED | {"subject", PLACE}]
    )
    known = standing_rows(store, table, ASKED)
    if known is None:
        return asked
    nowhere = pa.array(np.full(known.num_rows, -1), pa.int64())
    whole = pa.concat_tables(
        [known.append_column(PLACE, nowhere), asked], promote_options="permissive"
    )
    return latest(whole) if "id" in whole.column_names else whole


def _without(table: Any, rows: Any) -> Any:
    kept = np.ones(table.num_rows, dtype=np.bool_)
    kept[rows] = False
    return table.filter(pa.array(kept))
