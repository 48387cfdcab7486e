"""A column of cells becomes identifiers: 1 to 200 printable characters each."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.core.words import LONGEST_ID
from goodstanding.engine.column import Whole
from goodstanding.engine.intake.cell import identifier
from goodstanding.engine.intake.reading import Asked, Read, is_text, truths, whole_array, with_odd

REASON = "odd-identifier"
FIRST_SIGN, LAST_SIGN = 0x21, 0x7E


def identifiers(cells: Any, asked: Asked) -> Read:
    """The identifiers as text; whole numbers as they are written.

    Raises:
        Refusal: the column holds neither text nor whole numbers.
    """
    array = whole_array(cells)
    if pa.types.is_integer(array.type) or pa.types.is_null(array.type):
        return Read(values=array.cast(pa.string()))
    if not is_text(array.type):
        raise asked.refusal(array.type, "give text, or whole numbers")
    if _is_plain(array):
        return Read(values=array)
    odd = truths(pc.match_substring_regex(array, "[^!-~]"))
    odd |= truths(pc.greater(pc.binary_length(array), LONGEST_ID))
    odd |= truths(pc.equal(pc.binary_length(array), 0))
    return with_odd(array, array, odd, reader=identifier, reason=REASON)


def _is_plain(array: Any) -> bool:
    """Whether all signs are of ASCII, none is blank, and no text is empty or too long."""
    signs, offsets = octets_of(array)
    if not len(signs):
        return array.null_count == len(array)
    lengths = np.diff(offsets)
    if array.null_count:
        lengths = lengths[truths(array.is_valid())]
    return bool(
        signs.min() >= FIRST_SIGN
        and signs.max() <= LAST_SIGN
        and lengths.min() > 0
        and lengths.max() <= LONGEST_ID
    )


def octets_of(array: Any) -> tuple[Whole, Whole]:
    """The bytes of all texts one after another, and where each text begins and the last ends."""
    _, places, texts = array.buffers()
    if places is None or not len(array):
        return np.zeros(0, dtype=np.uint8), np.zeros(1, dtype=np.int64)
    offsets = np.frombuffer(places, dtype=np.int32)[array.offset : array.offset + len(array) + 1]
    if texts is None:
        return np.zeros(0, dtype=np.uint8), offsets - offsets[0]
    signs = np.frombuffer(texts, dtype=np.uint8)[offsets[0] : offsets[-1]]
    return signs, offsets - offsets[0]
