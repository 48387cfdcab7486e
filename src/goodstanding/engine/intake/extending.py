"""Sources become an addition to a store, save what the store has already."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.core.fact import NEGATIVES_BEFORE, VOTES_BEFORE
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.text import read
from goodstanding.engine.arrange import CLOCKS
from goodstanding.engine.column import Truths
from goodstanding.engine.history import Votes, group_of, received_of, with_client_history
from goodstanding.engine.intake.canonical import (
    FILE_BITS,
    PLACE,
    Input,
    add_wrong,
    canonical_tables,
)
from goodstanding.engine.intake.doubles import SOURCE, contract_doubles, id_doubles
from goodstanding.engine.intake.filling import refuse
from goodstanding.engine.intake.reading import Wrong, truths
from goodstanding.engine.intake.rejects import Rejects
from goodstanding.engine.store.adding import add, latest
from goodstanding.engine.store.clients import below, known_clients, last_received, waiting_rows
from goodstanding.engine.store.folder import Store
from goodstanding.engine.store.standing import standing_rows

# What tells whether two versions of a contract are in force at once.
RECORD = (VOTES_BEFORE, NEGATIVES_BEFORE)
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
    if store.clients is not None and VOTES_BEFORE not in table.column_names:
        table = _with_records(store, table, inputs, rejects=rejects)
    table = table.drop_columns([PLACE])
    return add(store, table) if table.num_rows else store


def _with_records(store: Store, table: Any, inputs: Sequence[Input], *, rejects: Rejects) -> Any:
    """The rows with what their clients had said before, as the store knows it.

    Refused are those that came in before others of their client's that the store has: what is
    known of a record is never changed. A row that takes the place of another has its record.
    """
    policy = read(store.clients or "", source=str(store.path))
    table, standing = _standing_records(store, table)
    groups = pc.unique(group_of(table))
    known, last = known_clients(store, groups)
    waiting = waiting_rows(store)
    if waiting is not None:
        waiting = waiting.filter(pc.is_in(group_of(waiting), value_set=groups))
        last = pa.concat_tables([last, last_received(waiting)])
    late = _late(table, last) & ~standing
    if late.any():
        _refuse_late(table, late, inputs, rejects=rejects)
        table, standing = table.filter(pa.array(~late)), standing[~late]
    return _counted(policy, table, standing, known=known, waiting=waiting)


def _counted(
    policy: Policy, table: Any, standing: Truths, *, known: Votes, waiting: Any | None
) -> Any:
    fresh = table.filter(pa.array(~standing))
    names = [name for name in fresh.column_names if name not in RECORD]
    whole = fresh.select(names)
    if waiting is not None and waiting.num_rows:
        whole = below(waiting.drop_columns([n for n in RECORD if n in waiting.column_names]), whole)
    told = with_client_history(policy, whole, known=known)
    told = told.slice(whole.num_rows - fresh.num_rows)
    for name in RECORD:
        fresh = fresh.set_column(fresh.column_names.index(name), name, told.column(name))
    return pa.concat_tables([table.filter(pa.array(standing)), fresh])


def _standing_records(store: Store, table: Any) -> tuple[Any, Truths]:
    """The table with the records of those rows whose `id` the store has, and which they are."""
    rows = table.num_rows
    nothing = pa.nulls(rows, pa.int64())
    records: dict[str, Any] = dict.fromkeys(RECORD, nothing)
    standing = np.zeros(rows, dtype=np.bool_)
    if "id" in table.column_names:
        found = standing_rows(store, table, frozenset({"id", *RECORD}))
        if found is not None and "id" in found.column_names:
            place = pc.index_in(_named(table), value_set=_named(found).combine_chunks())
            place = place.combine_chunks()
            standing = truths(place.is_valid())
            records = {name: found.column(name).take(place).cast(pa.int64()) for name in RECORD}
    for name, values in records.items():
        table = table.append_column(name, values)
    return table, standing


def _named(table: Any) -> Any:
    return pc.binary_join_element_wise(table.column("subject"), table.column("id"), "\x00")


def _late(table: Any, last: Any) -> Truths:
    """Which rows were received before the last outcome of their group that the store has."""
    latest_at = last.group_by("group").aggregate([("last_at", "max")])
    place = pc.index_in(group_of(table), value_set=latest_at.column("group").combine_chunks())
    limit = latest_at.column("last_at_max").combine_chunks().take(place)
    return truths(pc.less(pa.array(received_of(table)), limit))


def _refuse_late(table: Any, late: Truths, inputs: Sequence[Input], *, rejects: Rejects) -> None:
    rows = np.flatnonzero(late)
    places = np.asarray(table.column(PLACE).combine_chunks())[rows]
    for number in np.unique(places >> FILE_BITS).tolist():
        given = inputs[number]
        mine = places[places >> FILE_BITS == number] & (2**FILE_BITS - 1)
        lines = Wrong.alike(
            np.arange(len(mine)),
            "received-late",
            wrong="it was received before another outcome of its client that the store has",
            cure="build the store again with all files",
        )
        column = given.fields.received_at or given.fields.occurred_at
        add_wrong([(column, lines)], rejects, file=given.source.name, places=mine)


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
