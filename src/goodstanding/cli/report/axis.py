"""A column and what stands along it become an axis: ticks in words, and a place for every value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from goodstanding.cli.report.calendar import calendar_over
from goodstanding.cli.report.cell import BEGINNING_AT, Cell, Column, Kind, number_of
from goodstanding.cli.report.prose import plain
from goodstanding.cli.report.ticks import Wanted, ticks_over
from goodstanding.cli.report.told import teller_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One mark on an axis: how far along it is (0 to 1), and what is written there."""

    share: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """From where to where it goes, with its ticks and its title."""

    low: Fraction
    high: Fraction
    ticks: tuple[Tick, ...]
    title: str

    def share(self, value: Cell) -> float:
        """How far along the axis the value is: 0 at its beginning, 1 at its end."""
        return float((number_of(value) - self.low) / (self.high - self.low))


def axis_over(
    column: Column, values: Iterable[Cell], *, about: int, from_zero: bool | None = None
) -> Axis:
    """The axis that holds all those values, with about so many ticks."""
    known = [value for value in values if value is not None]
    if column.kind is Kind.INSTANT:
        return _of_instants(column, known, most=about + 3)
    wanted = Wanted(about=about, from_zero=from_zero, whole=column.kind is Kind.WHOLE)
    ticks = ticks_over([number_of(value) for value in known], wanted)
    tell = teller_of(column, ticks)
    return _axis(column, ticks, [tell(tick) for tick in ticks], unit=column.unit)


def _of_instants(column: Column, known: Sequence[Cell], *, most: int) -> Axis:
    instants = [value for value in known if isinstance(value, datetime)] or [BEGINNING_AT]
    calendar = calendar_over(instants, most=most)
    texts = [calendar.told(tick_at) for tick_at in calendar.at]
    return _axis(column, [number_of(each) for each in calendar.at], texts, unit="UTC")


def _axis(column: Column, ticks: Sequence[Fraction], texts: Sequence[str], *, unit: str) -> Axis:
    low, high = ticks[0], ticks[-1]
    return Axis(
        low=low,
        high=high,
        ticks=tuple(
            Tick(share=float((tick - low) / (high - low)), text=text)
            for tick, text in zip(ticks, texts, strict=True)
        ),
        title=plain(f"{column.name} ({unit})" if unit else column.name),
    )
