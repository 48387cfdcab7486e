"""Rows that say a contract again become rejects: no two versions of one are in force at once.

The first row stands, in the order read; later ones stand if they follow it, or came before it and
were superseded by then. All rows of one person have to be looked at together.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.engine.column import Whole
from goodstanding.engine.frame import NEVER

SOURCE = "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubles:
    """Rows to be refused, and for each the row that stands in its way."""

    rows: Whole
    standing: Whole

    @classmethod
    def none(cls) -> "Doubles":
        """No row."""
        return cls(rows=np.zeros(0, dtype=np.int64), standing=np.zeros(0, dtype=np.int64))


def contract_doubles(table: Any) -> Doubles:
    """The rows of a canonical table that say a contract which an earlier row says already.

    Rows without a contract are never doubles; feedback and findings are told apart.
    """
    if "contract" not in table.column_names:
        return Doubles.none()
    rows = _repeated(table.column("contract"))
    if not len(rows):
        return Doubles.none()
    own = table.take(pa.array(rows))
    names = [name for name in ("contract", "subject", SOURCE) if name in table.column_names]
    received_at = _whole(own, "received_at", otherwise="occurred_at")
    until = _whole(own, "superseded_at") if "superseded_at" in own.column_names else None
    found = _overlapping(
        _keys(own, names),
        received_at,
        until if until is not None else np.full(len(rows), NEVER),
    )
    return Doubles(rows=rows[found.rows], standing=rows[found.standing])


def id_doubles(table: Any) -> Doubles:
    """The rows whose person has an earlier row of the same id."""
    if "id" not in table.column_names:
        return Doubles.none()
    rows = _repeated(table.column("id"))
    keys = _keys(table.take(pa.array(rows)), ["id", "subject"])
    _, first, place = np.unique(keys, return_index=True, return_inverse=True)
    standing = first[place]
    later = np.flatnonzero(standing != np.arange(len(rows)))
    return Doubles(rows=rows[later], standing=rows[standing[later]])


def _repeated(values: Any) -> Whole:
    """The rows whose value stands in another row, too."""
    array = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    encoded = pc.dictionary_encode(array)
    if len(encoded.dictionary) + encoded.null_count == len(array):
        return np.zeros(0, dtype=np.int64)
    codes = np.asarray(pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False))
    often = np.bincount(codes[codes >= 0], minlength=len(encoded.dictionary)) > 1
    return np.flatnonzero((codes >= 0) & np.append(often, False)[codes])


def _keys(table: Any, names: list[str]) -> Whole:
    """One number for each row: the same where all these columns say the same."""
    keys = np.zeros(table.num_rows, dtype=np.int64)
    for name in names:
        column = pc.fill_null(table.column(name), "").combine_chunks()
        codes = np.asarray(pc.dictionary_encode(column).indices).astype(np.int64)
        pairs = keys * (int(codes.max(initial=0)) + 1) + codes
        keys = np.unique(pairs, return_inverse=True)[1].astype(np.int64)
    return keys


def _whole(table: Any, name: str, *, otherwise: str = "") -> Whole:
    """Microseconds; where there are none those of the other column, or never."""
    if name not in table.column_names:
        name, otherwise = otherwise, ""
    values = table.column(name)
    if otherwise:
        values = pc.coalesce(values, table.column(otherwise))
    whole = pc.fill_null(values.combine_chunks().cast(pa.int64()), NEVER)
    return np.asarray(whole.to_numpy(zero_copy_only=False))


def _overlapping(keys: Whole, received_at: Whole, until: Whole) -> Doubles:
    """Of rows with one key, in their order, those in force together with one that stands.

    Each round lets the first undecided row of each key stand, and refuses what it overlaps.
    """
    left = _clashing(keys, received_at, until)
    refused, standing = [], []
    while len(left):
        first = np.unique(keys[left], return_index=True)[1]
        stands = left[first][np.searchsorted(keys[left[first]], keys[left])]
        after = received_at[stands] <= received_at[left]
        overlap = np.where(
            after, received_at[left] < until[stands], received_at[stands] < until[left]
        )
        others = left != stands
        refused.append(left[overlap & others])
        standing.append(stands[overlap & others])
        left = left[~overlap & others]
    if not refused:
        return Doubles.none()
    rows = np.concatenate(refused)
    order = np.argsort(rows)
    return Doubles(rows=rows[order], standing=np.concatenate(standing)[order])


def _clashing(keys: Whole, received_at: Whole, until: Whole) -> Whole:
    """All rows of those keys of which any two rows are in force together."""
    order = np.lexsort((received_at, keys))
    one, other = order[:-1], order[1:]
    clash = (keys[one] == keys[other]) & (until[one] > received_at[other])
    return np.flatnonzero(np.isin(keys, keys[one[clash]]))
