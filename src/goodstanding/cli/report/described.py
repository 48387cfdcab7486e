"""A chart becomes words, for those who do not see it."""

from collections.abc import Iterator, Sequence

from goodstanding.cli.report.cell import Cell, Column, exact
from goodstanding.cli.report.chart import BarChart, Dots, LineChart, Series, StepChart
from goodstanding.cli.report.told import teller_of, told

Chart = LineChart | StepChart | BarChart | Dots


def description(chart: Chart) -> str:
    """What its author says of it, then each series from end to end, with what is unknown."""
    return " ".join([chart.says, *_told(chart)]).strip()


def _told(chart: Chart) -> Iterator[str]:
    if isinstance(chart, Dots):
        yield f"{len(chart.dots)} points."
        lacking = sum(dot.x is None or dot.y is None for dot in chart.dots)
        if lacking:
            yield f"{lacking} of them have an unknown number and are not drawn."
        return
    for series in chart.series:
        yield _series_told(series, chart.at, x=chart.x, y=chart.y)
    if chart.limit is not None:
        limit = told(chart.limit.value, chart.y.kind, chart.y.unit)
        yield f"The line across: {chart.limit.label}, {limit}."


def _series_told(series: Series, at: Sequence[Cell], *, x: Column, y: Column) -> str:
    tell = teller_of(y, series.values)
    places = teller_of(x, at)
    paired = zip(at, series.values, strict=True)
    known = [(position, value) for position, value in paired if value is not None]
    lacking = len(at) - len(known)
    if not known:
        return f"{series.name}: nothing is known."
    unit = f" {y.unit}" if y.unit else ""
    (first, begins), (last, ends) = known[0], known[-1]
    highest_at, highest = max(known, key=lambda each: exact(each[1]))
    lowest_at, lowest = min(known, key=lambda each: exact(each[1]))
    words = f"{series.name}: {tell(begins)}{unit} at {places(first)}"
    if len(known) > 1:
        words += (
            f", {tell(ends)}{unit} at {places(last)}; highest {tell(highest)} at "
            f"{places(highest_at)}, lowest {tell(lowest)} at {places(lowest_at)}"
        )
    return f"{words}; unknown at {lacking} of {len(at)}." if lacking else f"{words}."
