"""Dots become a drawing: each with its mark and, where there is room, its name."""

from collections.abc import Iterator

from goodstanding.cli.report.axis import axis_over
from goodstanding.cli.report.chart import Dot, Dots
from goodstanding.cli.report.legend import legend
from goodstanding.cli.report.lettering import SIZE, lines_of, width_of
from goodstanding.cli.report.marks import RADIUS, colour_of, dash_of, mark
from goodstanding.cli.report.markup import Markup, joined, tag
from goodstanding.cli.report.plane import (
    AIR,
    Drawing,
    Format,
    Plane,
    Point,
    background,
    path_of,
    plane_on,
    text_at,
)
from goodstanding.cli.report.prose import plain
from goodstanding.cli.report.told import told

LONGEST_NAME = 150.0
Box = tuple[float, float, float, float]
Placed = tuple[int, Dot, Point]


def draw_dots(chart: Dots, form: Format) -> Drawing:
    """The chart in that format; a dot with an unknown number is only in its table."""
    groups = list(dict.fromkeys(dot.group for dot in chart.dots))
    names, high = legend(groups, form, mark)
    x_axis = axis_over(chart.x, [dot.x for dot in chart.dots], about=form.about_x)
    y_axis = axis_over(chart.y, [dot.y for dot in chart.dots], about=form.about_y)
    plane = plane_on(form, x_axis, y_axis, right=2 * AIR, above=high)
    placed = [
        (groups.index(dot.group), dot, (plane.x(dot.x), plane.y(dot.y)))
        for dot in chart.dots
        if dot.x is not None and dot.y is not None
    ]
    inside = joined(
        names,
        background(plane),
        *(_joins(placed, len(groups)) if chart.is_joined else ()),
        *_names(placed, plane),
        *(_drawn(chart, each) for each in placed),
    )
    return Drawing(width=form.width, height=form.height + high, inside=inside)


def _joins(placed: list[Placed], groups: int) -> Iterator[Markup]:
    for group in range(groups):
        points = [point for at, _, point in placed if at == group]
        if len(points) > 1:
            line = tag("path", d=path_of(points), class_="join", stroke_dasharray=dash_of(group))
            yield tag("g", line, class_=colour_of(group))


def _drawn(chart: Dots, placed: Placed) -> Markup:
    at, dot, point = placed
    whose = f"{dot.group}, {dot.label}" if dot.group else dot.label
    x = told(dot.x, chart.x.kind, chart.x.unit)
    y = told(dot.y, chart.y.kind, chart.y.unit)
    says = tag("title", f"{whose}: {chart.x.name} {x}, {chart.y.name} {y}")
    return tag("g", mark(at, point, says), class_=colour_of(at))


def _names(placed: list[Placed], plane: Plane) -> Iterator[Markup]:
    """The names that find a free place beside, above or below their dots."""
    taken = [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for _, _, (x, y) in placed]
    for _, dot, point in placed:
        name = lines_of(plain(dot.label), wide=LONGEST_NAME, most=1)[0]
        free = next((box for box in _boxes(name, point) if _is_free(box, taken, plane)), None)
        if free is not None:
            taken.append(free)
            yield text_at((free[0], free[3] - 3), name, class_="halo")


def _boxes(name: str, point: Point) -> Iterator[Box]:
    """Right of the dot, left of it, above and below."""
    (x, y), wide, gap = point, width_of(name), RADIUS + 4
    for left, upper in (
        (x + gap, y - SIZE / 2),
        (x - gap - wide, y - SIZE / 2),
        (x - wide / 2, y - gap - SIZE),
        (x - wide / 2, y + gap),
    ):
        yield left, upper, left + wide, upper + SIZE


def _is_free(box: Box, taken: list[Box], plane: Plane) -> bool:
    left, upper, right, lower = box
    if left < plane.left or right > plane.right + 2 * AIR or lower > plane.bottom:
        return False
    return not any(
        left < other[2] and other[0] < right and upper < other[3] and other[1] < lower
        for other in taken
    )
