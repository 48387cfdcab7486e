"""What people may not do, held in memory: millions of rows as columns, and what changed since."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv

NEVER = int(np.iinfo(np.int64).max)
COLUMNS = {
    "subject": pa.string(),
    "capability": pa.int8(),
    "from_at": pa.int64(),
    "until_at": pa.int64(),
    "decision": pa.string(),
}


@dataclass(frozen=True, slots=True)
class Denial:
    """One thing that somebody may not do, from when up to, not including, when; by whose decision.

    Instants are microseconds since 1970, UTC.
    """

    capability: int
    from_at: int
    until_at: int
    decision: str

    def holds(self, at: int) -> bool:
        """Whether it holds at the instant."""
        return self.from_at <= at < self.until_at


class Roster:
    """Everybody's denials. Whoever is not in it is denied nothing."""

    def __init__(self, table: Any) -> None:
        """From a table with `COLUMNS`, in any order."""
        encoded = pc.dictionary_encode(table.column("subject").combine_chunks())
        codes = np.asarray(encoded.indices)
        order = np.argsort(codes, kind="stable")
        names = encoded.dictionary.to_pylist()
        self._starts = np.searchsorted(codes[order], np.arange(len(names) + 1)).tolist()
        self._place: dict[str, int] = dict(zip(names, range(len(names)), strict=True))
        self._capability, self._from_at, self._until_at = (
            np.asarray(table.column(name))[order] for name in ("capability", "from_at", "until_at")
        )
        self._decision = table.column("decision").combine_chunks().take(pa.array(order))
        self._since: dict[str, tuple[Denial, ...]] = {}

    @classmethod
    def of_csv(cls, text: bytes) -> "Roster":
        """From rows without a header, as COPY gives them."""
        return cls(read_rows(text))

    def __len__(self) -> int:
        """How many people are denied something, some time."""
        return len(self._place)

    def replace(self, subject: str, denials: Iterable[Denial]) -> None:
        """From now on these are all that the subject is denied."""
        self._since[subject] = tuple(denials)

    def denials(self, subject: str) -> tuple[Denial, ...]:
        """All that the subject is denied, at whatever time."""
        since = self._since.get(subject)
        if since is not None:
            return since
        place = self._place.get(subject)
        if place is None:
            return ()
        return tuple(
            Denial(
                int(self._capability[row]),
                int(self._from_at[row]),
                int(self._until_at[row]),
                self._decision[row].as_py(),
            )
            for row in range(self._starts[place], self._starts[place + 1])
        )

    def denial(self, subject: str, capability: int, *, at: int) -> Denial | None:
        """What denies the subject that capability at the instant, if anything."""
        if subject not in self._place and subject not in self._since:
            return None
        for each in self.denials(subject):
            if each.capability == capability and each.holds(at):
                return each
        return None


def read_rows(text: bytes) -> Any:
    """The table of rows without a header."""
    if not text:
        return pa.table({name: pa.array([], kind) for name, kind in COLUMNS.items()})
    return pc_csv.read_csv(
        BytesIO(text),
        read_options=pc_csv.ReadOptions(column_names=list(COLUMNS), block_size=2**24),
        parse_options=pc_csv.ParseOptions(newlines_in_values=False),
        convert_options=pc_csv.ConvertOptions(column_types=COLUMNS),
    )
