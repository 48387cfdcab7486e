"""A column says what its values say, and an empty one nothing, whatever its type."""

import pyarrow as pa
import pytest

from goodstanding.core.policy.language import DeclaredItem, ItemKind
from goodstanding.core.words import Refusal
from goodstanding.engine.cells import item_column

GUESSED = [pa.string(), pa.int32(), pa.bool_(), pa.float64(), pa.decimal128(9, 2), pa.null()]


@pytest.mark.parametrize("guessed", GUESSED, ids=str)
@pytest.mark.parametrize("kind", list(ItemKind))
@pytest.mark.parametrize("rows", [0, 3])
def test_a_column_in_which_nothing_stands_says_nothing(
    kind: ItemKind, guessed: pa.DataType, rows: int
) -> None:
    item = DeclaredItem(name="mark", kind=kind, says="how it went")

    column = item_column(pa.array([None] * rows, guessed), item)

    assert column.known.tolist() == [False] * rows


def test_a_column_of_the_wrong_kind_in_which_something_stands_is_refused() -> None:
    item = DeclaredItem(name="mark", kind=ItemKind.NUMBER, says="how it went")

    with pytest.raises(Refusal) as caught:
        item_column(pa.array([None, "good"]), item)

    assert str(caught.value) == "`mark` is `good`; give a number"
