"""A line or step chart becomes a drawing: bands, lines, marks, and names at the lines' ends."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from goodstanding.cli.report.axis import axis_over
from goodstanding.cli.report.cell import Cell
from goodstanding.cli.report.chart import Limit, LineChart, StepChart
from goodstanding.cli.report.legend import legend
from goodstanding.cli.report.lettering import (
    BOLD,
    LINE,
    Box,
    Point,
    along,
    lines_of,
    spread,
    width_of,
    with_value,
)
from goodstanding.cli.report.marks import colour_of, dash_of, mark
from goodstanding.cli.report.markup import Markup, joined, tag
from goodstanding.cli.report.plane import (
    AIR,
    NARROW,
    Drawing,
    Format,
    Plane,
    background,
    path_of,
    plane_on,
    stroke,
    text_at,
)
from goodstanding.cli.report.prose import plain
from goodstanding.cli.report.told import told

OverX = LineChart | StepChart
LONGEST_NAME = 170.0
MOST_MARKS = 60
LABEL_PLACES = 8


def draw_lines(chart: OverX, form: Format) -> Drawing:
    """The chart in that format.

    Names stand at the lines' ends; where that would hide a line, which happens on phones, a legend
    above names them instead.
    """
    plane = _plane(chart, form, above=0.0)
    names, high = _names(chart, plane, form), 0.0
    if names is None:
        names, high = legend([series.name for series in chart.series], form, _sample)
        plane = _plane(chart, form, above=high)
    inside = joined(
        background(plane),
        *(_band(chart, plane, at) for at in range(len(chart.series)) if chart.series[at].intervals),
        *_limit(chart, plane),
        *(_line(chart, plane, at) for at in range(len(chart.series))),
        *_unknowns(chart, plane),
        names,
    )
    return Drawing(width=form.width, height=form.height + high, inside=inside)


def _plane(chart: OverX, form: Format, *, above: float) -> Plane:
    x_axis = axis_over(chart.x, chart.at, about=form.about_x, from_zero=False)
    y_axis = axis_over(chart.y, chart.shown(), about=form.about_y)
    room = 0.0
    if form is not NARROW:
        names = [line for at in range(len(chart.series)) for line in _lines(chart, at)]
        room = max((width_of(name) for name in names), default=0.0) * BOLD + 2 * AIR
    return plane_on(form, x_axis, y_axis, right=room, above=above)


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


def _band(chart: OverX, plane: Plane, at: int) -> Markup:
    intervals = chart.series[at].intervals
    pieces = []
    for run in _runs(chart, [each is not None for each in intervals]):
        known = [(place, each) for place in run if (each := intervals[place]) is not None]
        lower = _points(chart, plane, [(place, each.low) for place, each in known])
        upper = _points(chart, plane, [(place, each.high) for place, each in known])
        pieces.append(path_of(upper + lower[::-1]) + "Z")
    return tag("path", d="".join(pieces), class_=f"band {colour_of(at)}")


def _ways(chart: OverX, plane: Plane, at: int) -> list[list[Point]]:
    """The way of the series' line, in as many pieces as unknown values make of it."""
    values = chart.series[at].values
    runs = _runs(chart, [value is not None for value in values])
    return [_points(chart, plane, [(place, values[place]) for place in run]) for run in runs]


def _line(chart: OverX, plane: Plane, at: int) -> Markup:
    way = "".join(path_of(points) for points in _ways(chart, plane, at))
    line = tag("path", d=way, class_="line", stroke_dasharray=dash_of(at))
    return tag("g", line, *_marks(chart, plane, at), class_=colour_of(at))


def _marks(chart: OverX, plane: Plane, at: int) -> Iterator[Markup]:
    """A mark on every value, or where they are too many only on those that no line reaches."""
    series = chart.series[at]
    runs = _runs(chart, [value is not None for value in series.values])
    alone = {run[0] for run in runs if len(run) == 1}
    for place, value in enumerate(series.values):
        if value is None or (len(chart.at) > MOST_MARKS and place not in alone):
            continue
        says = (
            f"{plain(series.name)}, {told(chart.at[place], chart.x.kind, chart.x.unit)}: "
            f"{told(value, chart.y.kind, chart.y.unit)}"
        )
        yield mark(at, (plane.x(chart.at[place]), plane.y(value)), tag("title", says))


def _limit(chart: OverX, plane: Plane) -> Iterator[Markup]:
    if chart.limit is not None:
        y = plane.y(chart.limit.value)
        label, box = _limit_label(chart, chart.limit, plane)
        yield stroke((plane.left, y), (plane.right, y), class_="limit")
        yield text_at((box.left, box.lower - 3), label, class_="limit-label")


def _limit_label(chart: OverX, limit: Limit, plane: Plane) -> tuple[str, Box]:
    """What is written on the limit, and where: where it hides least of any line.

    Of places as good, the one above it and furthest to the left.
    """
    y = plane.y(limit.value)
    value = told(limit.value, chart.y.kind, chart.y.unit)
    label = with_value(plain(limit.label), value, wide=plane.right - plane.left - AIR)
    wide = width_of(label) * BOLD
    uppers = [y - LINE - 1] if y - LINE >= plane.top else []
    uppers += [y + 1] if y + LINE <= plane.bottom or not uppers else []
    room = max(0.0, plane.right - plane.left - 2 * AIR - wide)
    every = [
        point
        for at in range(len(chart.series))
        for way in _ways(chart, plane, at)
        for point in along(way)
    ]
    places = [
        _box((plane.left + AIR + room * step / LABEL_PLACES, upper), wide, 1)
        for upper in uppers
        for step in range(LABEL_PLACES + 1)
    ]
    return label, min(places, key=lambda box: sum(map(box.covers, every)))


def _unknowns(chart: OverX, plane: Plane) -> Iterator[Markup]:
    """A question mark under each stretch in which a value is unknown."""
    lacks = [
        any(series.values[place] is None for series in chart.series)
        for place in range(len(chart.at))
    ]
    for run in _runs(chart, lacks):
        x = (plane.x(chart.at[run[0]]) + plane.x(chart.at[run[-1]])) / 2
        yield text_at((x, plane.bottom - AIR / 2), "?", class_="unknown", anchor="middle")


def _names(chart: OverX, plane: Plane, form: Format) -> Markup | None:
    """Each series' name at its last value, or at the edge; None where it would hide a line.

    On phones it stands above the value, inside the plane.
    """
    inside = form is NARROW
    ends = {at: end for at in range(len(chart.series)) if (end := _end(chart, plane, at))}
    lines = {at: _lines(chart, at, most=1 if inside else 3) for at in ends}
    wished = [y - LINE - AIR if inside else y - LINE / 2 for _, y in ends.values()]
    heights = [LINE * len(own) for own in lines.values()]
    placed = spread(wished, heights, low=plane.top, high=plane.bottom)
    every = [p for at in ends for way in _ways(chart, plane, at) for p in along(way)]
    written = [] if chart.limit is None else [_limit_label(chart, chart.limit, plane)[1]]
    pieces = []
    for (at, (x, _)), upper in zip(ends.items(), placed, strict=True):
        wide = max(map(width_of, lines[at])) * BOLD
        start = max(x - wide, plane.left + AIR) if inside else x + AIR
        box = _box((start, upper), wide, len(lines[at]))
        if any(map(box.covers, every)) or any(map(box.meets, written)):
            if inside:
                return None
            box = _box((plane.right + AIR, upper), wide, len(lines[at]))
        name = f"name {colour_of(at)}"
        for down, line in enumerate(lines[at], start=1):
            pieces.append(text_at((box.left, upper + down * LINE - 3), line, class_=name))
    return joined(*pieces)


def _box(start: Point, wide: float, lines: int) -> Box:
    left, upper = start
    return Box(left=left, upper=upper, right=left + wide, lower=upper + lines * LINE)


def _sample(at: int, middle: Point) -> Markup:
    x, y = middle
    ends = path_of([(x - 8, y), (x + 8, y)])
    line = tag("path", d=ends, class_="line", stroke_dasharray=dash_of(at))
    return joined(line, mark(at, middle))


def _lines(chart: OverX, at: int, *, most: int = 3) -> tuple[str, ...]:
    return lines_of(plain(chart.series[at].name), wide=LONGEST_NAME, most=most)


def _end(chart: OverX, plane: Plane, at: int) -> Point | None:
    ways = _ways(chart, plane, at)
    return ways[-1][-1] if ways else None
