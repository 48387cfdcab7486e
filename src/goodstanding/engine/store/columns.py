"""A column of whole numbers becomes an Arrow array of what it says."""

from typing import Any, assert_never

import numpy as np
import pyarrow as pa

from goodstanding.core.policy.language import ItemKind
from goodstanding.engine.column import Column

DECIMAL = 38


def arrow_item(column: Column) -> Any:
    """The item of every row as Arrow has it: text, yes or no, whole numbers or decimals."""
    unknown = ~column.known
    match column.kind:
        case ItemKind.WORD:
            codes = pa.array(np.where(unknown, 0, column.values), mask=unknown)
            return pa.DictionaryArray.from_arrays(codes, pa.array(column.words, pa.string())).cast(
                pa.string()
            )
        case ItemKind.YES_NO:
            return pa.array(column.values == 1, mask=unknown)
        case ItemKind.NUMBER:
            whole = pa.array(np.where(unknown, 0, column.values).astype(np.int64), mask=unknown)
            if not column.places:
                return whole
            return _decimals(whole, column.places)
        case _:
            assert_never(column.kind)


def _decimals(whole: Any, places: int) -> Any:
    """The whole numbers with the point so many places to the left, exactly."""
    low = np.asarray(whole.fill_null(0).to_numpy(zero_copy_only=False))
    halves = np.empty((len(low), 2), dtype=np.int64)
    halves[:, 0], halves[:, 1] = low, low >> 63
    buffers = [pa.array(~np.asarray(whole.is_null())).buffers()[1], pa.py_buffer(halves.tobytes())]
    return pa.Array.from_buffers(pa.decimal128(DECIMAL, places), len(low), buffers)
