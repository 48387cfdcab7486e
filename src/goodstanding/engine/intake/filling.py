"""Sources and a policy become an evidence store, in memory that does not grow with the rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.core.fact import VOTES_BEFORE
from goodstanding.core.policy.language import Anchor, Policy
from goodstanding.core.policy.parts import reads_clients
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.policy.writing import write
from goodstanding.engine.column import Whole
from goodstanding.engine.intake.canonical import (
    FILE_BITS,
    PLACE,
    Input,
    add_wrong,
    canonical_tables,
)
from goodstanding.engine.intake.doubles import Doubles, contract_doubles, id_doubles
from goodstanding.engine.intake.fields import fields_of
from goodstanding.engine.intake.reading import Wrong
from goodstanding.engine.intake.recording import with_records
from goodstanding.engine.intake.rejects import Rejects
from goodstanding.engine.intake.source import Source
from goodstanding.engine.store.building import build
from goodstanding.engine.store.folder import Store, save

ROWS_OF_A_BUCKET = 150_000
MOST_BUCKETS = 512
SOME_BUCKETS = 64
Told = Callable[[int], None]
NO_COLUMNS: Mapping[str, str] = {}


def no_matter(_: int) -> None:
    """Tells nobody how far the work is."""


def inputs_of(
    sources: Sequence[Source], policy: Policy, mapped: Mapping[str, str] = NO_COLUMNS
) -> tuple[Input, ...]:
    """What each of the sources' columns holds for the policy; `mapped` is column to field.

    Raises:
        Refusal: as for `fields_of`.
    """
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    return tuple(
        Input(
            source=source,
            number=number,
            fields=fields_of(
                source.schema.names,
                mapped=mapped,
                about=policy.about,
                vocabulary=vocabulary,
                file=source.name,
            ),
        )
        for number, source in enumerate(sources)
    )


def fill(
    path: Path,
    inputs: Sequence[Input],
    policy: Policy,
    *,
    rejects: Rejects,
    buckets: int | None = None,
    clock: Anchor | None = None,
    assume_utc: bool = False,
    read: Told = no_matter,
    ordered: Told = no_matter,
) -> Store:
    """A new store of all rows of the inputs, in the order of the clock or else of the policy's.

    Rows that cannot be evidence go to the rejects, and so do contracts said again. `read` is told
    of so many more rows read, `ordered` of so many more buckets done.

    Raises:
        Refusal: a source as a whole is refused, the folder is not empty, or no row is left.
    """
    tables = _counted(canonical_tables(inputs, rejects, assume_utc=assume_utc), read)
    clean = partial(without_doubles, inputs=inputs, rejects=rejects)
    kept = partial(
        build,
        path,
        buckets=buckets or buckets_for(inputs),
        vocabulary=vocabulary_of(policy.items, about=policy.about),
        own_items=policy.items,
        about=policy.about,
        anchor=clock or policy.anchor,
    )
    if not needs_records(policy, inputs):
        return kept(batches=tables, prepare=partial(_prepared, clean, ordered))
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent, prefix=f"{path.name}.") as beside:
        records = with_records(
            policy,
            tables,
            folder=Path(beside),
            buckets=kept.keywords["buckets"],
            clean=clean,
        )
        store = kept(batches=records, prepare=partial(_prepared, _as_it_is, ordered))
        for file in Path(beside).glob("clients-*"):
            file.rename(path / file.name)
    return save(replace(store, clients=write(policy)))


def needs_records(policy: Policy, inputs: Sequence[Input]) -> bool:
    """Whether the policy reads what clients said before, and no input says it."""
    said = (each.fields.items for each in inputs)
    return reads_clients(policy) and not any(VOTES_BEFORE in items for items in said)


def _as_it_is(table: Any) -> Any:
    return table


def buckets_for(inputs: Sequence[Input]) -> int:
    """In how many buckets so many rows are kept best."""
    rows = [each.source.rows for each in inputs]
    known = sum(count for count in rows if count is not None)
    if None in rows:
        return max(SOME_BUCKETS, min(MOST_BUCKETS, ceil(known / ROWS_OF_A_BUCKET)))
    return max(1, min(MOST_BUCKETS, ceil(known / ROWS_OF_A_BUCKET)))


def _counted(tables: Iterable[Any], told: Told) -> Iterator[Any]:
    for table in tables:
        yield table
        told(table.num_rows)


def _prepared(clean: Callable[[Any], Any], told: Told, table: Any) -> Any:
    """A bucket's rows, cleaned; tells that it is done."""
    told(1)
    return clean(table)


def without_doubles(table: Any, *, inputs: Sequence[Input], rejects: Rejects) -> Any:
    """A canonical table without the rows that say again what an earlier row says."""
    for field, find, reason in (
        ("id", id_doubles, "id-twice"),
        ("contract", contract_doubles, "contract-twice"),
    ):
        found = find(table)
        if len(found.rows):
            refuse(table, found, inputs=inputs, rejects=rejects, told=(field, reason))
            kept = np.ones(table.num_rows, dtype=np.bool_)
            kept[found.rows] = False
            table = table.filter(pa.array(kept))
    return table.drop_columns([PLACE])


def refuse(
    table: Any,
    found: Doubles,
    *,
    inputs: Sequence[Input],
    rejects: Rejects,
    told: tuple[str, str],
) -> None:
    """The doubles as lines of the rejects, each with the place of the row that stands."""
    field, reason = told
    places = np.asarray(table.column(PLACE).combine_chunks().to_numpy(zero_copy_only=False))
    files = places[found.rows] >> FILE_BITS
    for number in np.unique(files):
        given = inputs[int(number)]
        mine = files == number
        rows, standing = found.rows[mine], places[found.standing[mine]]
        said = table.column(field).take(pa.array(rows)).combine_chunks()
        wrong = pc.binary_join_element_wise(
            f"{field} `", said, "` stands ", _where(standing, inputs), " already", ""
        )
        cure = "keep one, or say when each version is superseded (`superseded_at`)"
        lines = Wrong(
            rows=np.arange(len(rows)),
            reason=reason,
            values=said,
            wrong=wrong,
            cure=pa.array([cure] * len(rows), pa.string()),
        )
        add_wrong(
            [(given.columns[field], lines)],
            rejects,
            file=given.source.name,
            places=places[rows] & (2**FILE_BITS - 1),
        )


def _where(places: Whole, inputs: Sequence[Input]) -> Any:
    """Places as the rejects tell them; below zero is the store itself."""
    inside = places < 0
    known = np.where(inside, 0, places)
    lines = pa.array(known & (2**FILE_BITS - 1)).cast(pa.string())
    if len(inputs) == 1:
        told = pc.binary_join_element_wise("on line", lines, " ")
    else:
        names = pa.array([each.source.name for each in inputs], pa.string())
        files = names.take(pa.array(known >> FILE_BITS))
        told = pc.binary_join_element_wise(
            "on ", pc.binary_join_element_wise(files, lines, ":"), ""
        )
    return pc.if_else(pa.array(inside), "in the store", told)
