"""Dots become a drawing: each with its mark and, where there is room, its name."""

from collections.abc import Iterator

from goodstanding.cli.report.axis import axis_over
from goodstanding.cli.report.chart import Dot, Dots
from goodstanding.cli.report.legend import legend
from goodstanding.cli.report.lettering import (
    BOLD,
    LINE,
    SIZE,
    Box,
    Point,
    along,
    lines_of,
    width_of,
)
from goodstanding.cli.report.marks import RADIUS, colour_of, dash_of, mark
from goodstanding.cli.report.markup import Markup, joined, tag
from goodstanding.cli.report.plane import (
    AIR,
    Drawing,
    Format,
    Plane,
    background,
    path_of,
    plane_on,
    text_at,
)
from goodstanding.cli.report.prose import plain
from goodstanding.cli.report.told import told

LONGEST_NAME = 150.0
Placed = tuple[int, Dot, Point]


def draw_dots(chart: Dots, form: Format) -> Drawing:
    """The chart in that format; a dot with an unknown number is only in its table."""
    groups = list(dict.fromkeys(dot.group for dot in chart.dots))
    names, high = legend(groups if len(groups) > 1 else [], form, mark)
    x_axis = axis_over(chart.x, [dot.x for dot in chart.dots], about=form.about_x)
    y_axis = axis_over(chart.y, [dot.y for dot in chart.dots], about=form.about_y)
    plane = plane_on(form, x_axis, y_axis, right=2 * AIR, above=high)
    placed = [
        (groups.index(dot.group), dot, (plane.x(dot.x), plane.y(dot.y)))
        for dot in chart.dots
        if dot.x is not None and dot.y is not None
    ]
    named = list(_names(chart, placed, plane))
    height = form.height + high
    inside = joined(
        names,
        background(plane),
        *(_joins(placed) if chart.is_joined else ()),
        *named,
        *(_drawn(chart, each) for each in placed),
        *_unnamed(len(placed) - len(named), height),
    )
    return Drawing(width=form.width, height=height + LINE, inside=inside)


def _unnamed(count: int, height: float) -> Iterator[Markup]:
    if count:
        says = "1 name" if count == 1 else f"{count} names"
        text = f"No room here for {says}: see below."
        yield text_at((0, height + SIZE - 1), text, class_="axis")


def _ways(placed: list[Placed]) -> dict[int, list[Point]]:
    """The way of each group from dot to dot, in their order."""
    ways: dict[int, list[Point]] = {}
    for at, _, point in placed:
        ways.setdefault(at, []).append(point)
    return ways


def _joins(placed: list[Placed]) -> Iterator[Markup]:
    for at, way in _ways(placed).items():
        line = tag("path", d=path_of(way), class_="join", stroke_dasharray=dash_of(at))
        yield tag("g", line, class_=colour_of(at))


def _drawn(chart: Dots, placed: Placed) -> Markup:
    at, dot, point = placed
    whose = f"{dot.group}, {dot.label}" if dot.group else dot.label
    x = told(dot.x, chart.x.kind, chart.x.unit)
    y = told(dot.y, chart.y.kind, chart.y.unit)
    says = tag("title", f"{whose}: {chart.x.name} {x}, {chart.y.name} {y}")
    return tag("g", mark(at, point, says), class_=colour_of(at))


def _names(chart: Dots, placed: list[Placed], plane: Plane) -> Iterator[Markup]:
    """The names that find a free place around their dots, off the lines if there is one."""
    taken: list[Box] = []
    ways = [p for way in _ways(placed).values() for p in along(way)] if chart.is_joined else []
    several = len({at for at, _, _ in placed}) > 1
    dots = [point for _, _, point in placed]
    for at, dot, point in placed:
        name = lines_of(plain(dot.label), wide=LONGEST_NAME, most=1)[0]
        free = [
            box
            for box in _boxes(name, point)
            if _is_inside(box, plane)
            and not any(map(box.meets, taken))
            and _is_nearest(box, point, dots)
        ]
        off = [box for box in free if not any(map(box.covers, ways))]
        for box in (off + free)[:1]:
            taken.append(box)
            colour = f" name {colour_of(at)}" if several else ""
            yield text_at((box.left, box.lower - 3), name, class_=f"halo{colour}")


def _boxes(name: str, point: Point) -> Iterator[Box]:
    """Right of the dot, left of it, above, below, and at its four corners."""
    (x, y), wide = point, width_of(name) * BOLD
    aside, gap = wide / 2 + RADIUS + 4, SIZE / 2 + RADIUS + 3
    for right, down in (
        (aside, 0.0),
        (-aside, 0.0),
        (0.0, -gap),
        (0.0, gap),
        (aside, -gap),
        (-aside, gap),
        (-aside, -gap),
        (aside, gap),
    ):
        yield _around((x + right, y + down), wide, SIZE)


def _around(middle: Point, wide: float, high: float) -> Box:
    x, y = middle
    return Box(left=x - wide / 2, upper=y - high / 2, right=x + wide / 2, lower=y + high / 2)


def _is_inside(box: Box, plane: Plane) -> bool:
    return (
        box.left >= plane.left
        and box.right <= plane.right + 2 * AIR
        and box.upper >= plane.top - AIR
        and box.lower <= plane.bottom
    )


def _is_nearest(box: Box, own: Point, dots: list[Point]) -> bool:
    """Whether no other dot is as near to the name, which could then be taken for that one's."""
    return all(box.away(own) + RADIUS < box.away(other) for other in dots if other != own)
