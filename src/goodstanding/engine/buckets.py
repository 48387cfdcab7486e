"""An identifier becomes the number of a bucket: the same one on every machine, for ever."""

from typing import Any
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.core.words import Refusal
from goodstanding.engine.cells import texts
from goodstanding.engine.column import Whole


def bucket_of(subject: str, buckets: int) -> int:
    """In which bucket a person is: the CRC-32 of the identifier in UTF-8, by their number."""
    return crc32(subject.encode()) % buckets


def buckets_of(subjects: Any, buckets: int) -> Whole:
    """The bucket of every row, from an Arrow array of identifiers.

    Raises:
        Refusal: a row names nobody.
    """
    encoded = pc.dictionary_encode(subjects)
    if encoded.null_count:
        raise Refusal("no-identifier", "a row names nobody", cure="give every row an identifier")
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    sums = _crc32(texts(encoded.dictionary))
    own = (sums % np.uint32(buckets)).astype(np.int16)
    return own[encoded.indices.to_numpy(zero_copy_only=False)] if len(own) else own


def _crc_table() -> Whole:
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, np.uint32(0xEDB88320) ^ (table >> 1), table >> 1)
    return table


CRC_TABLE = _crc_table()


def _crc32(people: Any) -> Whole:
    """`zlib.crc32` of each text in UTF-8: all their first bytes, then all their second ones."""
    _, places, signs = people.buffers()
    sums = np.full(len(people), 0xFFFFFFFF, dtype=np.uint32)
    if not len(people) or signs is None:
        return ~sums
    offsets = np.frombuffer(places, dtype=np.int32)[people.offset :][: len(people) + 1]
    octets, sizes = np.frombuffer(signs, dtype=np.uint8), np.diff(offsets)
    longest_first = np.argsort(-sizes, kind="stable")
    sums, starts = sums[longest_first], offsets[:-1][longest_first]
    rising = np.sort(sizes)
    for place in range(int(rising[-1])):
        # Invariant: the texts that are longer than the place are the first ones.
        longer = len(rising) - int(np.searchsorted(rising, place, side="right"))
        one = octets[starts[:longer] + place]
        sums[:longer] = CRC_TABLE[(sums[:longer] ^ one) & 0xFF] ^ (sums[:longer] >> 8)
    own = np.empty_like(sums)
    own[longest_first] = ~sums
    return own
