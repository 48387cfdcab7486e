"""Where rows come from: a name, the types of the columns, and batches of bounded size."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from goodstanding.engine.column import Whole

# Rows of one batch. A batch and what it is turned into are all that is ever in memory of a file.
BATCH_ROWS = 2**18


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows of a source with the columns asked for, and where each stands in it.

    `places` count from 1, as the rejects file tells them.
    """

    table: Any
    places: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Rows that have no cells at all: where each stands, what it says, and what is wrong."""

    places: Sequence[int]
    values: Sequence[str]
    wrong: Sequence[str]
    cure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Rows that were not read yet. `batches` reads those columns, in their order.

    `rows` is how many there are, where that is known without reading them.
    """

    name: str
    schema: Any
    batches: Callable[[Sequence[str]], Iterator[Batch | Broken]]
    rows: int | None = None


def numbered(batches: Iterable[Any]) -> Iterator[Batch]:
    """Arrow batches, cut where they are too large, with the number of each row from 1."""
    done = 0
    for batch in batches:
        for part in pa.Table.from_batches([batch]).to_batches(max_chunksize=BATCH_ROWS):
            places = np.arange(1, part.num_rows + 1) + done
            yield Batch(table=pa.Table.from_batches([part]), places=places)
            done += part.num_rows
