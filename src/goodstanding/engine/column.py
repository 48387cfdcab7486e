"""The values of one item become whole numbers: what each row says, and which say nothing."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from goodstanding.core.policy.language import ItemKind

Whole = npt.NDArray[Any]
Truths = npt.NDArray[np.bool_]
WIDTHS = (np.int8, np.int16, np.int32, np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One item of every row. The least value of the type means that nothing is known.

    A number is `values` / 10**`places`, a yes or no 1 or 0, a word its place in `words`.
    """

    kind: ItemKind
    values: Whole
    places: int = 0
    words: tuple[str, ...] = ()

    @property
    def known(self) -> Truths:
        """Of which rows anything is known."""
        return np.not_equal(self.values, unknown_of(self.values.dtype))

    def take(self, rows: Any) -> "Column":
        """The same item of those rows only."""
        return Column(
            kind=self.kind, values=self.values[rows], places=self.places, words=self.words
        )


def unknown_of(width: Any) -> int:
    """The value that says nothing in whole numbers of that width."""
    return int(np.iinfo(width).min)


def narrowed(values: Whole, known: Truths) -> Whole:
    """The whole numbers in the least width that holds them, unknown where they are not known."""
    told = values[known]
    least, most = (int(told.min()), int(told.max())) if told.size else (0, 0)
    width = next(
        width for width in WIDTHS if least > np.iinfo(width).min and most <= np.iinfo(width).max
    )
    return np.where(known, values, unknown_of(width)).astype(width)


def exactly(value: Any) -> Fraction:
    """The value that a number of a policy or of an outcome has, exactly."""
    return Fraction(value)
