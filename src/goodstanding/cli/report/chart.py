"""Numbers become a chart, as a record: which series, over what, with which intervals and limit."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from goodstanding.cli.report.cell import (
    NUMERIC,
    Cell,
    Column,
    Interval,
    Kind,
    Number,
    number_of,
    require_cell,
)
from goodstanding.core.words import Refusal

Known = Number | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line, or one bar of each group: a value for each position, None where unknown.

    `intervals` is empty, or has one for each value (None where there is none).
    """

    name: str
    values: tuple[Known, ...]
    intervals: tuple[Interval | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What the values are held against, such as the impact budget: a line across the chart."""

    label: str
    value: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chart:
    """What all charts with series have.

    `says` is what the chart shows and its most important number, for those who cannot see it.

    Raises:
        Refusal: an axis or a value is of a kind that cannot be drawn, or a series has not one
            value for each position.
    """

    title: str
    says: str
    x: Column
    y: Column
    at: tuple[Cell, ...]
    series: tuple[Series, ...]
    limit: Limit | None = None
    interval_says: str = "95 % interval"

    def __post_init__(self) -> None:
        place = f"chart `{self.title}`"
        _require_axis(place, self.y, NUMERIC)
        for position in self.at:
            if position is None:
                raise Refusal(
                    "unknown-position",
                    "a position is unknown",
                    place=place,
                    cure="leave out what has no place on the axis",
                )
            require_cell(f"{place}, axis `{self.x.name}`", self.x.kind, position)
        for series in self.series:
            _require_series(place, series, self)

    def shown(self) -> Iterator[Known]:
        """Every number that the chart must have room for."""
        for series in self.series:
            yield from series.values
            for interval in series.intervals:
                if interval is not None:
                    yield from (interval.low, interval.high)
        if self.limit is not None:
            yield self.limit.value


@dataclass(frozen=True, slots=True, kw_only=True)
class _OverX(_Chart):
    """A chart over instants, or over a number such as a threshold; its positions ascend."""

    def __post_init__(self) -> None:
        _Chart.__post_init__(self)
        _require_axis(f"chart `{self.title}`", self.x, NUMERIC | {Kind.INSTANT})
        _require_ascending(f"chart `{self.title}`", self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart(_OverX):
    """Values over instants or a number, joined by lines; intervals are drawn as a band."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChart(_OverX):
    """Values that hold from their position until the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart(_Chart):
    """A group of bars for each position (of any kind), one bar for each series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One point of two numbers, and what it is called. Dots of one group look alike."""

    label: str
    x: Known
    y: Known
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """Points of two numbers, such as precision against recall; joined in their order if wished.

    Raises:
        Refusal: an axis or a value is of a kind that cannot be drawn.
    """

    title: str
    says: str
    x: Column
    y: Column
    dots: tuple[Dot, ...]
    is_joined: bool = False

    def __post_init__(self) -> None:
        place = f"chart `{self.title}`"
        _require_axis(place, self.x, NUMERIC)
        _require_axis(place, self.y, NUMERIC)
        for dot in self.dots:
            require_cell(f"{place}, dot `{dot.label}`", self.x.kind, dot.x)
            require_cell(f"{place}, dot `{dot.label}`", self.y.kind, dot.y)


def _require_axis(place: str, axis: Column, kinds: frozenset[Kind]) -> None:
    if axis.kind not in kinds:
        raise Refusal(
            "axis-of-another-kind",
            f"axis `{axis.name}` is of kind `{axis.kind}`",
            place=place,
            cure="use " + ", ".join(f"`{kind}`" for kind in sorted(kinds)),
        )


def _require_series(place: str, series: Series, chart: _Chart) -> None:
    own = f"{place}, series `{series.name}`"
    for counted, values in (("values", series.values), ("intervals", series.intervals)):
        if len(values) != len(chart.at) and (values or counted == "values"):
            raise Refusal(
                "series-of-another-length",
                f"{len(values)} {counted} for {len(chart.at)} positions",
                place=own,
                cure="give one for each position; None where it is unknown",
            )
    for value in series.values:
        require_cell(own, chart.y.kind, value)


def _require_ascending(place: str, positions: tuple[Cell, ...]) -> None:
    for before, after in pairwise(positions):
        if not number_of(before) < number_of(after):
            raise Refusal(
                "positions-not-ascending",
                f"`{after}` follows `{before}`",
                place=place,
                cure="sort the positions and name each once",
            )
