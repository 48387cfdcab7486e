"""A folder becomes the names of the files that lanes read and write."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Where a marketplace of some size lies: raw, and as our engine stores it."""

    folder: Path

    @property
    def raw(self) -> Path:
        """All rows that are there at `AS_OF`, and a few that come later."""
        return self.folder / "raw.parquet"

    @property
    def day(self) -> Path:
        """The rows of the day after."""
        return self.folder / "day.parquet"

    @property
    def store(self) -> Path:
        """Our engine's own store of `raw`."""
        return self.folder / "store"

    @property
    def grown(self) -> Path:
        """A copy of the store, to which the day after is appended."""
        return self.folder / "store-grown"
