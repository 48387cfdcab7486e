"""A line or step chart becomes a drawing: bands, lines, marks, and names at the lines' ends."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from goodstanding.cli.report.axis import axis_over
from goodstanding.cli.report.cell import Cell
from goodstanding.cli.report.chart import LineChart, Series, StepChart
from goodstanding.cli.report.lettering import LINE, SIZE, lines_of, spread, width_of
from goodstanding.cli.report.marks import colour_of, dash_of, mark
from goodstanding.cli.report.markup import Markup, joined, tag
from goodstanding.cli.report.plane import (
    AIR,
    NARROW,
    Format,
    Plane,
    Point,
    background,
    plane_on,
    short,
    stroke,
    text_at,
)
from goodstanding.cli.report.told import told

OverX = LineChart | StepChart
LONGEST_NAME = 170.0
MOST_MARKS = 60


def draw_lines(chart: OverX, form: Format) -> Markup:
    """The chart in that format."""
    plane = _plane(chart, form)
    return joined(
        background(plane),
        *(_band(chart, plane, at) for at in range(len(chart.series)) if chart.series[at].intervals),
        *_limit(chart, plane),
        *(_line(chart, plane, at) for at in range(len(chart.series))),
        *_unknowns(chart, plane),
        *_names(chart, plane, form),
    )


def values_of(chart: OverX) -> Iterator[Cell]:
    """Every number that the chart must have room for."""
    for series in chart.series:
        yield from series.values
        for interval in series.intervals:
            if interval is not None:
                yield from (interval.low, interval.high)
    if chart.limit is not None:
        yield chart.limit.value


def _plane(chart: OverX, form: Format) -> Plane:
    x_axis = axis_over(chart.x, chart.at, about=form.about_x)
    y_axis = axis_over(chart.y, values_of(chart), about=form.about_y)
    room = 0.0
    if form is not NARROW:
        names = [line for each in chart.series for line in lines_of(each.name, wide=LONGEST_NAME)]
        room = max((width_of(name) for name in names), default=0.0) + 2 * AIR
    return plane_on(form, x_axis, y_axis, right=room)


def _runs(chart: OverX, known: Sequence[bool]) -> Iterator[list[int]]:
    """The positions that follow one another without an unknown between them."""
    for is_known, places in groupby(range(len(chart.at)), key=lambda place: known[place]):
        if is_known:
            yield list(places)


def _points(chart: OverX, plane: Plane, values: Sequence[tuple[int, Cell]]) -> list[Point]:
    """Where those values lie, by way of the corners if the chart is one of steps."""
    points = [(plane.x(chart.at[place]), plane.y(value)) for place, value in values]
    if isinstance(chart, LineChart):
        return points
    corners = [
        corner for before, after in pairwise(points) for corner in (before, (after[0], before[1]))
    ]
    return corners + points[-1:]


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{short(x)} {short(y)}" for x, y in points)


def _band(chart: OverX, plane: Plane, at: int) -> Markup:
    intervals = chart.series[at].intervals
    pieces = []
    for run in _runs(chart, [each is not None for each in intervals]):
        known = [(place, each) for place in run if (each := intervals[place]) is not None]
        lower = _points(chart, plane, [(place, each.low) for place, each in known])
        upper = _points(chart, plane, [(place, each.high) for place, each in known])
        pieces.append(_path(upper + lower[::-1]) + "Z")
    return tag("path", d="".join(pieces), class_=f"band {colour_of(at)}")


def _line(chart: OverX, plane: Plane, at: int) -> Markup:
    values = chart.series[at].values
    runs = list(_runs(chart, [value is not None for value in values]))
    pieces = [_path(_points(chart, plane, [(at, values[at]) for at in run])) for run in runs]
    line = tag("path", d="".join(pieces), class_="line", stroke_dasharray=dash_of(at))
    alone = frozenset(run[0] for run in runs if len(run) == 1)
    return tag("g", line, *_marks(chart, plane, at, alone=alone), class_=colour_of(at))


def _marks(chart: OverX, plane: Plane, at: int, *, alone: frozenset[int]) -> Iterator[Markup]:
    """A mark on every value, or where they are too many only on those that no line reaches."""
    series = chart.series[at]
    for place, value in enumerate(series.values):
        if value is None or (len(chart.at) > MOST_MARKS and place not in alone):
            continue
        says = (
            f"{series.name}, {told(chart.at[place], chart.x.kind, chart.x.unit)}: "
            f"{told(value, chart.y.kind, chart.y.unit)}"
        )
        yield mark(at, (plane.x(chart.at[place]), plane.y(value)), tag("title", says))


def _limit(chart: OverX, plane: Plane) -> Iterator[Markup]:
    if chart.limit is None:
        return
    y = plane.y(chart.limit.value)
    yield stroke((plane.left, y), (plane.right, y), class_="limit")
    label = f"{chart.limit.label}: {told(chart.limit.value, chart.y.kind, chart.y.unit)}"
    yield text_at((plane.left + AIR, y - AIR / 2), label, class_="limit-label")


def _unknowns(chart: OverX, plane: Plane) -> Iterator[Markup]:
    """A question mark under each stretch in which a value is unknown."""
    lacks = [
        any(series.values[place] is None for series in chart.series)
        for place in range(len(chart.at))
    ]
    for run in _runs(chart, lacks):
        x = (plane.x(chart.at[run[0]]) + plane.x(chart.at[run[-1]])) / 2
        yield text_at((x, plane.bottom - AIR / 2), "?", class_="unknown", anchor="middle")


def _names(chart: OverX, plane: Plane, form: Format) -> Iterator[Markup]:
    """Each series' name beside its last known value; on phones above it, inside the plane."""
    ends = [(at, end) for at, each in enumerate(chart.series) if (end := _end(chart, plane, each))]
    inside = form is NARROW
    wished = [y - AIR if inside else y + SIZE / 3 for _, (_, y) in ends]
    gap = LINE if inside else 2 * LINE if any(_is_long(chart, at) for at, _ in ends) else LINE
    placed = spread(wished, gap=gap, low=plane.top, high=plane.bottom - AIR)
    for (at, (x, _)), y in zip(ends, placed, strict=True):
        lines = lines_of(chart.series[at].name, wide=LONGEST_NAME, most=1 if inside else 2)
        start = min(x, plane.right) if inside else plane.right + AIR
        for down, line in enumerate(lines):
            yield text_at(
                (start, y + down * LINE),
                line,
                class_=f"name {colour_of(at)}",
                anchor="end" if inside else None,
            )


def _is_long(chart: OverX, at: int) -> bool:
    return len(lines_of(chart.series[at].name, wide=LONGEST_NAME)) > 1


def _end(chart: OverX, plane: Plane, series: Series) -> Point | None:
    known = [place for place, value in enumerate(series.values) if value is not None]
    if not known:
        return None
    return plane.x(chart.at[known[-1]]), plane.y(series.values[known[-1]])
