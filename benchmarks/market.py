"""A seed and a size become the raw outcomes of a marketplace, unsorted, as Parquet.

    python -m benchmarks.market 1000000 .bench/1000000

Written in blocks of a million rows, so 100 million need no more memory than one. A freelancer has
20 rows on average with a heavy tail; about 35 % of the rows are of a pair that has met before; 30 %
end on a day's midnight, half of these on a month's first, so that instants tie; one in 200 is
superseded, and half of these have a successor of the same contract.
"""

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.files import Files
from benchmarks.question import AS_OF, Whole, microseconds

Chance: TypeAlias = np.random.Generator
Shares: TypeAlias = npt.NDArray[np.float64]

SEED = 20260701
BLOCK_ROWS = 1_000_000
ROWS_A_FREELANCER = 20
ROWS_A_CLIENT = 6
# Drawn from m clients, n rows meet m (1 - e^(-n/m)) of them: a bit more clients than rows make
# 35 % of the rows a pair's second or later.
CLIENTS_A_ROW = 1.06
TAIL = 1.2  # of the logarithm: the median freelancer has 10 rows, one in a thousand 400
STARTS_AT = datetime(2022, 7, 1, tzinfo=UTC)
DAY = 86_400_000_000
SUPERSEDED_SHARE = 0.005

INSTANT = pa.timestamp("us", tz="UTC")
SCHEMA = pa.schema(
    [
        *((name, pa.int64()) for name in ("freelancer", "client", "client_group", "contract")),
        *((name, INSTANT) for name in ("occurred_at", "received_at", "superseded_at")),
        ("overall", pa.int8()),
        ("recommend", pa.int8()),
        ("net_paid", pa.int64()),
    ]
)
MONTHS = np.array(
    [
        microseconds(datetime(2022 + month // 12, month % 12 + 1, 1, tzinfo=UTC))
        for month in range(6, 66)
    ]
)


@dataclass(frozen=True, kw_only=True)
class Market:
    """A marketplace of so many rows; equal sizes and seeds give equal files."""

    rows: int
    seed: int = SEED
    block_rows: int = field(default=BLOCK_ROWS)

    @property
    def freelancers(self) -> int:
        """How many there are; the unluckiest have no row."""
        return max(1, self.rows // ROWS_A_FREELANCER)

    @cached_property
    def busy(self) -> Shares:
        """How many rows each freelancer is due."""
        weights = self._chance(1).lognormal(0, TAIL, self.freelancers)
        return weights * (self.rows / weights.sum())

    @cached_property
    def up_to(self) -> Shares:
        """The sum of what is due to each and to all before, as a share."""
        total = np.cumsum(self.busy)
        return total / total[-1]

    @cached_property
    def trouble(self) -> Shares:
        """How often each freelancer's clients are unhappy: most seldom, some often."""
        return self._chance(2).beta(0.6, 12, self.freelancers)

    def write(self, path: Path) -> None:
        """Write all rows, block by block; the memory is that of one block."""
        with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
            for first in range(0, self.rows, self.block_rows):
                count = min(self.block_rows, self.rows - first)
                writer.write_table(self.block(first, count))

    def write_day(self, path: Path) -> None:
        """Write the rows that come in during the day after `AS_OF`."""
        pq.write_table(self.day(), path, compression="zstd")

    def block(self, first: int, count: int) -> pa.Table:
        """So many rows, of which the first contract is that number."""
        chance = self._chance(3, first)
        spread = chance.random(count) ** 0.75  # the market grows
        lasted = microseconds(AS_OF) - microseconds(STARTS_AT)
        occurred = microseconds(STARTS_AT) + (spread * lasted).astype(np.int64)
        columns = self._outcomes(chance, first, on_whole_days(chance, occurred))
        return shuffled(chance, with_successors(chance, columns))

    def day(self) -> pa.Table:
        """A day's share of the rows: contracts that ended lately and were told of on that day."""
        count = max(1, self.rows * DAY // (microseconds(AS_OF) - microseconds(STARTS_AT)))
        chance = self._chance(4)
        received = microseconds(AS_OF) + 1 + (chance.random(count) * (DAY - 1)).astype(np.int64)
        columns = self._outcomes(chance, self.rows, received - delays(chance, count))
        columns["received_at"] = received
        columns["superseded_at"] = np.full(count, -1)
        return shuffled(chance, columns)

    def _chance(self, *what: int) -> Chance:
        return np.random.default_rng([self.seed, self.rows, *what])

    def _outcomes(self, chance: Chance, first: int, occurred: Whole) -> dict[str, Whole]:
        """Columns in which -1 stands for nothing known."""
        count = len(occurred)
        freelancer = np.searchsorted(self.up_to, chance.random(count), side="right")
        client = self._clients(chance, freelancer)
        overall, recommend = answers(chance, self.trouble[freelancer])
        paid = np.where(chance.random(count) < 0.6, chance.lognormal(5.5, 1.4, count), -1)
        return {
            "freelancer": account(freelancer),
            "client": account(client),
            "client_group": account(np.where(client % 16 < 2, client - client % 16, client)),
            "contract": account(np.arange(first, first + count)),
            "occurred_at": occurred,
            "received_at": occurred + delays(chance, count),
            "superseded_at": np.full(count, -1),
            "overall": overall,
            "recommend": recommend,
            "net_paid": paid.astype(np.int64),
        }

    def _clients(self, chance: Chance, freelancer: Whole) -> Whole:
        """One of the freelancer's own clients; they come in pairs, of which some are linked."""
        slots = np.maximum(self.busy[freelancer] * CLIENTS_A_ROW, 1)
        slot = (chance.random(len(freelancer)) * slots).astype(np.int64)
        pair = mixed(freelancer * 1_000_003 + slot // 2) % max(1, self.rows // ROWS_A_CLIENT // 2)
        return (pair * 2 + slot % 2).astype(np.int64)


def account(number: Whole) -> Whole:
    """An id below 2^40, in which neighbours lie far apart; different for different numbers."""
    return number * 678_152_731_351 % 2**40


def mixed(number: Whole) -> Whole:
    """A number that looks drawn by chance, the same for the same number; not negative."""
    bits = number.astype(np.uint64)
    for factor in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB):
        bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(factor)
    return (bits >> np.uint64(2)).astype(np.int64)


def on_whole_days(chance: Chance, occurred: Whole) -> Whole:
    """The instants, of which 15 % fall back to their midnight and 15 % to their month's first."""
    kind = chance.random(len(occurred))
    month = MONTHS[np.searchsorted(MONTHS, occurred, side="right") - 1]
    return np.where(kind < 0.15, occurred - occurred % DAY, np.where(kind < 0.3, month, occurred))


def delays(chance: Chance, count: int) -> Whole:
    """Until an outcome is known: at once for a tenth, else up to 30 days, most within a week."""
    waited = np.minimum(chance.exponential(5 * DAY, count), 30 * DAY)
    return np.where(chance.random(count) < 0.1, 0, waited).astype(np.int64)


def answers(chance: Chance, trouble: Shares) -> tuple[Whole, Whole]:
    """Public stars (a quarter give none) and the private recommendation (six in ten give none)."""
    count = len(trouble)
    is_unhappy = chance.random(count) < trouble
    stars = np.where(is_unhappy, chance.integers(1, 5, count), 5 - chance.geometric(0.7, count) % 3)
    points = np.where(is_unhappy, chance.integers(0, 7, count), chance.integers(6, 11, count))
    overall = np.where(chance.random(count) < 0.25, -1, stars)
    return overall, np.where(chance.random(count) < 0.6, -1, points)


def with_successors(chance: Chance, columns: dict[str, Whole]) -> dict[str, Whole]:
    """The columns, in which a few outcomes were corrected later and as few were removed."""
    count = len(columns["overall"])
    few = max(1, int(count * SUPERSEDED_SHARE / 2)) if count > 4 else 0
    corrected, removed, after = (
        np.arange(few),
        np.arange(few, 2 * few),
        np.arange(count - few, count),
    )
    for name, values in columns.items():
        if name not in ("overall", "recommend", "superseded_at"):
            values[after] = values[corrected]
    later = columns["received_at"][: 2 * few] + chance.integers(1, 90 * DAY, 2 * few)
    # Half at the very instant of a sweep, where "until" and "up to" part.
    at = np.where(chance.random(2 * few) < 0.5, MONTHS[np.searchsorted(MONTHS, later)], later)
    columns["superseded_at"][corrected] = at[:few]
    columns["superseded_at"][removed] = at[few:]
    columns["received_at"][after] = at[:few]
    return columns


def shuffled(chance: Chance, columns: dict[str, Whole]) -> pa.Table:
    """A table in an order that tells nothing."""
    order = chance.permutation(len(columns["overall"]))
    arrays = []
    for column in SCHEMA:
        values = columns[column.name][order]
        arrays.append(pa.array(values, mask=values < 0).cast(column.type))
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def make(rows: int, folder: Path) -> Files:
    """The files of a marketplace; at once, where they were made before."""
    files = Files(folder=folder)
    if not (files.raw.exists() and files.day.exists()):
        folder.mkdir(parents=True, exist_ok=True)
        market = Market(rows=rows)
        market.write_day(files.day)
        unfinished = folder / "unfinished.parquet"
        market.write(unfinished)
        unfinished.rename(files.raw)
    return files


if __name__ == "__main__":
    made = make(int(sys.argv[1]), Path(sys.argv[2]))
    print(f"{made.raw}: {made.raw.stat().st_size:,} bytes")
