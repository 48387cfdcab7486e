"""Batches of any source become canonical tables: one type a column, and bad rows set apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.core.policy.language import DeclaredItem
from goodstanding.core.words import Refusal
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.intake.answers import answers, type_of
from goodstanding.engine.intake.fields import Fields
from goodstanding.engine.intake.identifiers import identifiers
from goodstanding.engine.intake.moments import INSTANT, moments
from goodstanding.engine.intake.reading import NOTHING, Asked, Read, Wrong, truths, whole_array
from goodstanding.engine.intake.rejects import SCHEMA, Rejects
from goodstanding.engine.intake.source import Batch, Broken, Source

NEEDED = ("subject", "client", "occurred_at")
CLOCKS = ("occurred_at", "received_at", "superseded_at")
# Which file a row is of, and where it stands there: FILE * 2**40 + ROW, until doubles are refused.
PLACE = "place"
FILE_BITS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A source, its place among all that are read together, and which column holds what."""

    source: Source
    number: int
    fields: Fields

    @property
    def columns(self) -> Mapping[str, str]:
        """The source's column of each canonical one that it has."""
        own = self.fields
        named = {
            "subject": own.subject,
            "client": own.reporter,
            "client_group": own.group,
            "contract": own.contract,
            "id": own.id,
            "occurred_at": own.occurred_at,
            "received_at": own.received_at,
            "superseded_at": own.superseded_at,
            **own.columns,
        }
        return {field: column for field, column in named.items() if column is not None}


def schema_of(inputs: Sequence[Input]) -> Any:
    """The columns that all the inputs together have, each of its canonical type."""
    kinds: dict[str, list[Any]] = {}
    items: dict[str, DeclaredItem] = {}
    for each in inputs:
        items |= each.fields.items
        for field, column in each.columns.items():
            kinds.setdefault(field, []).append(each.source.schema.field(column).type)
    types = {
        field: type_of(items[field], own)
        if field in items
        else (INSTANT if field in CLOCKS else pa.string())
        for field, own in kinds.items()
    }
    return pa.schema([*types.items(), (PLACE, pa.int64())])


def canonical_tables(
    inputs: Sequence[Input], rejects: Rejects, *, assume_utc: bool = False
) -> Iterator[Any]:
    """The inputs' rows as Arrow tables that `arrange` takes, all of one schema.

    Rows that cannot be evidence go to the rejects. The column `place` says where each row stands.

    Raises:
        Refusal: a column is of a type that cannot be read, or a source breaks off.
    """
    schema = schema_of(inputs)
    for each in inputs:
        for batch in each.source.batches(sorted(set(each.columns.values()))):
            if isinstance(batch, Broken):
                _add_broken(batch, each, rejects)
                # A file of which no row can be read has rows all the same.
                yield schema.empty_table()
            elif batch.table.num_rows:
                yield _canonical(batch, each, rejects, schema=schema, assume_utc=assume_utc)


def _canonical(
    batch: Batch, given: Input, rejects: Rejects, *, schema: Any, assume_utc: bool
) -> Any:
    rows = batch.table.num_rows
    columns: dict[str, Any] = {}
    wrong: list[tuple[str, Wrong]] = []
    for field, column in given.columns.items():
        asked = Asked(
            file=given.source.name, column=column, needed=field in NEEDED, assume_utc=assume_utc
        )
        read = _with_needed(_read(field, batch.table.column(column), given, asked=asked), asked)
        columns[field] = _as(read.values, schema.field(field).type)
        wrong += [(column, each) for each in read.wrong]
    kept = np.ones(rows, dtype=np.bool_)
    for _, cells in wrong:
        kept[cells.rows] = False
    for column, cells in _out_of_order(columns, kept, given.fields):
        wrong.append((column, cells))
        kept[cells.rows] = False
    for name in schema.names:
        columns.setdefault(name, None)
    columns[PLACE] = pa.array(batch.places + (given.number << FILE_BITS), pa.int64())
    table = pa.table(
        {
            field.name: pa.nulls(rows, field.type)
            if columns[field.name] is None
            else columns[field.name]
            for field in schema
        }
    )
    if kept.all():
        return table
    add_wrong(wrong, rejects, file=given.source.name, places=batch.places)
    return table.filter(pa.array(kept))


def _read(field: str, cells: Any, given: Input, *, asked: Asked) -> Read:
    try:
        if field in given.fields.items:
            return answers(cells, given.fields.items[field], asked)
        return moments(cells, asked) if field in CLOCKS else identifiers(cells, asked)
    except (pa.ArrowException, UnicodeDecodeError) as odd:
        raise Refusal(
            "odd-column",
            f"column `{asked.column}` of `{asked.file}` cannot be read: {odd}",
            cure="write the file again",
        ) from None


def _as(values: Any, kind: Any) -> Any:
    return values if values.type == kind else values.cast(kind)


def _with_needed(read: Read, asked: Asked) -> Read:
    """What was read; where every row needs a value, empty cells are wrong."""
    if not asked.needed or not read.values.null_count:
        return read
    empty = ~truths(read.values.is_valid())
    for cells in read.wrong:
        empty[cells.rows] = False
    rows = np.flatnonzero(empty)
    nothing, cure = "nothing stands here", "every row needs a value here"
    return read.and_wrong(Wrong.alike(rows, NOTHING, wrong=nothing, cure=cure))


def _out_of_order(
    columns: Mapping[str, Any], kept: Truths, fields: Fields
) -> Iterator[tuple[str, Wrong]]:
    """Rows received before they occurred, and rows superseded before they were received."""
    occurred = columns["occurred_at"]
    received = columns.get("received_at")
    known = occurred if received is None else pc.coalesce(received, occurred)
    column = fields.received_at or fields.occurred_at
    if received is not None:
        early = truths(pc.less(known, occurred)) & kept
        yield (
            column,
            _clashing(
                early,
                (known, occurred),
                reason="received-before-it-occurred",
                said=("received at", "before it occurred at"),
            ),
        )
        kept = kept & ~early
    if "superseded_at" in columns:
        until = columns["superseded_at"]
        early = truths(pc.less(until, known)) & kept
        yield (
            column,
            _clashing(
                early,
                (until, known),
                reason="superseded-before-received",
                said=("superseded at", "before it was received at"),
            ),
        )


def _clashing(
    where: Truths, instants: tuple[Any, Any], *, reason: str, said: tuple[str, str]
) -> Wrong:
    rows = np.flatnonzero(where)
    first, second = (_told(each.take(pa.array(rows))) for each in instants)
    wrong = pc.binary_join_element_wise(
        f"it was {said[0]} `", first, f"`, {said[1]} `", second, "`", ""
    )
    cures = pa.array(["check the two instants"] * len(rows), pa.string())
    return Wrong(rows=rows, reason=reason, values=first, wrong=wrong, cure=cures)


def _told(instants: Any) -> Any:
    """Instants as text, in UTC, without idle fractions."""
    told = instants.cast(pa.timestamp("us")).cast(pa.string())
    plain = pc.replace_substring(pc.replace_substring(told, " ", "T"), ".000000", "")
    return pc.binary_join_element_wise(plain, "Z", "")


def add_wrong(
    wrong: Iterable[tuple[str, Wrong]], rejects: Rejects, *, file: str, places: Whole
) -> None:
    """The wrong cells of one batch, by row and then by column, as lines of the rejects."""
    parts, reasons, order = [], [], []
    for column, cells in wrong:
        count = len(cells.rows)
        if not count:
            continue
        reasons.append((cells.reason, count))
        order.append(cells.rows)
        lines = [
            pa.array([file] * count, pa.string()),
            pa.array(places[cells.rows], pa.int64()),
            pa.array([column] * count, pa.string()),
            *(whole_array(text) for text in (cells.values, cells.wrong, cells.cure)),
        ]
        parts.append(pa.Table.from_arrays(lines, schema=SCHEMA))
    if parts:
        by_row = np.argsort(np.concatenate(order), kind="stable")
        rejects.add(pa.concat_tables(parts).take(pa.array(by_row)), reasons)


def _add_broken(broken: Broken, given: Input, rejects: Rejects) -> None:
    count = len(broken.places)
    lines = pa.table(
        [
            [given.source.name] * count,
            list(broken.places),
            [""] * count,
            list(broken.values),
            list(broken.wrong),
            [broken.cure] * count,
        ],
        schema=SCHEMA,
    )
    rejects.add(lines, [("broken-row", count)])
