"""A column of cells becomes values at once, and what is wrong with those that cannot.

What is written as most files write it is read by columns. Each different value that is not goes to
the strict reader of one cell, so that both read the same, and say the same of what they refuse.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.core.words import Refusal
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.intake.cell import BadCell, is_empty, shown

NOTHING = "nothing-there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which column of which file is read, and whether every row needs a value in it."""

    file: str
    column: str
    needed: bool = False
    assume_utc: bool = False

    def refusal(self, kind: Any, cure: str) -> Refusal:
        """That the whole column is of a type that cannot be read."""
        return Refusal(
            "odd-column", f"column `{self.column}` of `{self.file}` holds `{kind}`", cure=cure
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """Cells of one column that are wrong for one reason: their rows in the batch, and what to say.

    `values`, `wrong` and `cure` are one text for each of the rows.
    """

    rows: Whole
    reason: str
    values: Any
    wrong: Any
    cure: Any

    @classmethod
    def alike(
        cls, rows: Whole, reason: str, *, wrong: str, cure: str, values: Any = None
    ) -> "Wrong":
        """Cells of which all the same is said; in what is wrong, `{}` stands for the value."""
        told = values if values is not None else pa.array([""] * len(rows), pa.string())
        before, found, after = wrong.partition("{}")
        said = pa.array([wrong] * len(rows), pa.string())
        if found:
            said = pc.binary_join_element_wise(before, told, after, "")
        return cls(
            rows=rows, reason=reason, values=told, wrong=said, cure=pa.array([cure] * len(rows))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The values of a column, null where nothing is known, and the cells that are wrong."""

    values: Any
    wrong: tuple[Wrong, ...] = ()

    def and_wrong(self, *more: Wrong) -> "Read":
        """The same with more cells that are wrong; those of no row are dropped."""
        told = tuple(each for each in more if len(each.rows))
        return Read(values=self.values, wrong=(*self.wrong, *told))


def truths(values: Any) -> Truths:
    """An Arrow array of truths as NumPy has them; null is false."""
    return np.asarray(pc.fill_null(values, False).to_numpy(zero_copy_only=False), dtype=np.bool_)


def whole_array(values: Any) -> Any:
    """One Arrow array: chunks joined, codes, views and foreign types replaced by plain values."""
    array = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if isinstance(array, pa.ExtensionArray):
        array = array.storage
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    return array.cast(pa.string()) if is_text(array.type) else array


def is_text(kind: Any) -> bool:
    """Whether an Arrow type holds text."""
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(test(kind) for test in tests)


def by_value(
    array: Any, kind: Any, reader: Callable[[str], Any], *, reason: str, rows: Whole | None = None
) -> Read:
    """Each different text read once by the strict reader; blank is nothing.

    `rows` are the places of the texts in the batch, if they are not all of it.
    """
    encoded = pc.dictionary_encode(array)
    texts = encoded.dictionary.to_pylist()
    told = [_one(text, reader) for text in texts]
    values = pa.array([value for value, _, _ in told], kind).take(encoded.indices)
    messages = pa.array([wrong for _, wrong, _ in told], pa.string())
    if messages.null_count == len(messages):
        return Read(values=values)
    bad = np.flatnonzero(truths(messages.take(encoded.indices).is_valid()))
    at = encoded.indices.take(pa.array(bad))
    return Read(
        values=values,
        wrong=(
            Wrong(
                rows=bad if rows is None else rows[bad],
                reason=reason,
                values=pa.array([shown(text) for text in texts], pa.string()).take(at),
                wrong=messages.take(at),
                cure=pa.array([cure for _, _, cure in told], pa.string()).take(at),
            ),
        ),
    )


def _one(text: str | None, reader: Callable[[str], Any]) -> tuple[Any, str | None, str | None]:
    """The value, what is wrong with it, and the cure."""
    try:
        return None if text is None or is_empty(text) else reader(text), None, None
    except BadCell as bad:
        return None, bad.wrong, bad.cure


def with_odd(
    fast: Any, texts: Any, odd: Truths, *, reader: Callable[[str], Any], reason: str
) -> Read:
    """The values read by columns, and those of the odd texts read one different text at a time."""
    rows = np.flatnonzero(odd)
    if not len(rows):
        return Read(values=fast)
    slow = by_value(texts.take(pa.array(rows)), fast.type, reader, reason=reason, rows=rows)
    return Read(
        values=pc.replace_with_mask(fast, pa.array(odd), slow.values),
        wrong=slow.wrong,
    )
