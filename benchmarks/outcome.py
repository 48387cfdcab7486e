"""Measured runs become medians, ratios to the floor, and whether all answered alike."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from benchmarks.lanes import FLOORS, LANES
from benchmarks.measuring import Absent, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The median of several rounds, the least and the most."""

    median: float
    least: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a lane cost at one size."""

    lane: str
    says: str
    asks: str
    is_ours: bool
    rounds: int
    cpu_seconds: Spread
    wall_seconds: Spread
    process_cpu_seconds: Spread
    peak_bytes: Spread
    times_floor: Spread
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """All lanes at one size, and which of its questions were answered differently."""

    rows: int
    floor: str
    results: tuple[Result, ...]
    absent: tuple[Absent, ...]
    differing: tuple[str, ...]
    load_before: float
    load_after: float

    @property
    def is_sound(self) -> bool:
        """Whether no lane broke, and all that were asked the same answered alike."""
        return not self.differing and not any(each.is_broken for each in self.absent)


def summed_up(
    rows: int, came: Sequence[Run | Absent], *, load_before: float, load_after: float
) -> Size:
    """The outcome at one size.

    Raises:
        ValueError: no floor was measured, so there is nothing to hold the lanes against.
    """
    runs = [run for run in came if isinstance(run, Run)]
    floor = floor_of(runs)
    names = dict.fromkeys(run.lane for run in runs)
    return Size(
        rows=rows,
        floor=floor,
        results=tuple(_result(name, runs, floor) for name in names),
        absent=tuple(each for each in came if isinstance(each, Absent)),
        differing=tuple(differing(runs)),
        load_before=load_before,
        load_after=load_after,
    )


def floor_of(runs: Sequence[Run]) -> str:
    """The lesser of the two floors, by median CPU seconds."""
    costs = {
        name: median(run.cpu_seconds for run in runs if run.lane == name)
        for name in FLOORS
        if any(run.lane == name for run in runs)
    }
    if not costs:
        raise ValueError("neither DuckDB nor Polars counted; a ratio needs one of them")
    return min(costs, key=lambda name: costs[name])


def differing(runs: Sequence[Run]) -> list[str]:
    """Each question that got more than one answer, with who answered what."""
    answers: dict[str, dict[str, set[str]]] = {}
    for run in runs:
        asked = answers.setdefault(LANES[run.lane].held_against, {})
        asked.setdefault(run.digest, set()).add(run.lane)
    return [
        f"{question}: "
        + "; ".join(f"{digest} from {', '.join(sorted(who))}" for digest, who in asked.items())
        for question, asked in answers.items()
        if len(asked) > 1
    ]


def _result(name: str, runs: Sequence[Run], floor: str) -> Result:
    """Each round is held against the floor of the same round, as the load changes between them."""
    own = [run for run in runs if run.lane == name]
    floors = {run.round: run.cpu_seconds for run in runs if run.lane == floor}
    lane = LANES[name]
    return Result(
        lane=name,
        says=lane.says,
        asks=lane.asks.value,
        is_ours=lane.is_ours,
        rounds=len(own),
        cpu_seconds=spread(run.cpu_seconds for run in own),
        wall_seconds=spread(run.wall_seconds for run in own),
        process_cpu_seconds=spread(run.process_cpu_seconds for run in own),
        peak_bytes=spread(float(run.peak_bytes) for run in own),
        times_floor=spread(run.cpu_seconds / floors[run.round] for run in own),
        digest=own[0].digest,
    )


def spread(values: Iterable[float]) -> Spread:
    """Median, least and most of some numbers."""
    told = list(values)
    return Spread(median=median(told), least=min(told), most=max(told))


def growth(sizes: Sequence[Size]) -> dict[str, float]:
    """By which power of the number of rows each lane's CPU seconds grow, from least to most rows.

    1 is twice the time for twice the rows.
    """
    if len(sizes) < 2:
        return {}
    few, many = sizes[0], sizes[-1]
    before = {result.lane: result.cpu_seconds.median for result in few.results}
    return {
        result.lane: math.log(result.cpu_seconds.median / before[result.lane])
        / math.log(many.rows / few.rows)
        for result in many.results
        if before.get(result.lane)
    }


def as_json(size: Size) -> dict[str, Any]:
    """The same in plain values."""
    return asdict(size)
