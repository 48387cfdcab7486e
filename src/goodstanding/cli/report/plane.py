"""Two axes become the plane that a chart is drawn on: its grid, its ticks and its titles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goodstanding.cli.report.axis import Axis
from goodstanding.cli.report.cell import Cell
from goodstanding.cli.report.lettering import LINE, SIZE, Point, cut, width_of
from goodstanding.cli.report.markup import Markup, joined, tag

AIR = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How large a chart is drawn. Letters have the same size in all, so phones get their own."""

    name: str
    width: float
    height: float
    about_x: int
    about_y: int


WIDE = Format(name="wide", width=720.0, height=340.0, about_x=6, about_y=5)
NARROW = Format(name="narrow", width=320.0, height=300.0, about_x=4, about_y=5)
FORMATS = (WIDE, NARROW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What was drawn, and how large it came out."""

    width: float
    height: float
    inside: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """Where values lie: from left to right along x, from bottom to top along y."""

    x_axis: Axis
    y_axis: Axis
    left: float
    right: float
    top: float
    bottom: float

    def x(self, value: Cell) -> float:
        """How far from the drawing's left edge the value is."""
        return self.left + self.x_axis.share(value) * (self.right - self.left)

    def y(self, value: Cell) -> float:
        """How far from the drawing's upper edge the value is."""
        return self.bottom - self.y_axis.share(value) * (self.bottom - self.top)


def plane_on(
    form: Format, x_axis: Axis, y_axis: Axis, *, right: float, above: float = 0.0
) -> Plane:
    """The plane of those axes, with so much room left free at its right and above it."""
    widest = max(width_of(tick.text) for tick in y_axis.ticks)
    last = width_of(x_axis.ticks[-1].text) / 2
    return Plane(
        x_axis=x_axis,
        y_axis=y_axis,
        left=max(widest + AIR, 20.0),
        right=form.width - max(right, last, AIR),
        top=above + LINE + 2 * AIR,
        bottom=above + form.height - 2 * LINE - 2 * AIR,
    )


def background(plane: Plane) -> Markup:
    """The grid with what is written beside it."""
    return joined(*_across(plane), *_along(plane))


def _across(plane: Plane) -> Iterator[Markup]:
    yield text_at(
        (0, plane.top - 2 * AIR), cut(plane.y_axis.title, wide=plane.right), class_="axis"
    )
    for tick in plane.y_axis.ticks:
        y = plane.bottom - tick.share * (plane.bottom - plane.top)
        yield stroke((plane.left, y), (plane.right, y), class_="grid")
        yield text_at((plane.left - AIR, y + SIZE / 3), tick.text, class_="tick", anchor="end")


def _along(plane: Plane) -> Iterator[Markup]:
    for tick in plane.x_axis.ticks:
        x = plane.left + tick.share * (plane.right - plane.left)
        yield stroke((x, plane.bottom), (x, plane.bottom + AIR / 2), class_="axis-line")
    yield stroke((plane.left, plane.bottom), (plane.right, plane.bottom), class_="axis-line")
    yield from written_below(plane.x_axis, (plane.left, plane.bottom + AIR), right=plane.right)


def written_below(axis: Axis, start: Point, *, right: float) -> Iterator[Markup]:
    """What is written along an axis from left to right: its ticks as far as they fit, its title."""
    left, upper = start
    clear = 0.0
    for tick in axis.ticks:
        x = left + tick.share * (right - left)
        half = width_of(tick.text) / 2
        middle = max(x, half)
        if middle - half >= clear:
            yield text_at((middle, upper + SIZE), tick.text, class_="tick", anchor="middle")
            clear = middle + half + AIR
    below = ((left + right) / 2, upper + SIZE + LINE + 4)
    yield text_at(below, cut(axis.title, wide=right - left), class_="axis", anchor="middle")


def stroke(start: Point, end: Point, *, class_: str) -> Markup:
    """A straight line from one point to another."""
    return tag(
        "line",
        x1=short(start[0]),
        y1=short(start[1]),
        x2=short(end[0]),
        y2=short(end[1]),
        class_=class_,
    )


def text_at(start: Point, text: str, *, class_: str, anchor: str | None = None) -> Markup:
    """The text on the base line through that point, beginning (or ending, or centred) there."""
    x, y = start
    return tag("text", text, x=short(x), y=short(y), class_=class_, text_anchor=anchor)


def path_of(points: Sequence[Point]) -> str:
    """The way from point to point, as a path says it."""
    return "M" + "L".join(f"{short(x)} {short(y)}" for x, y in points)


def short(place: float) -> str:
    """A coordinate to a tenth, which is finer than anybody sees."""
    return f"{place:.1f}".removesuffix(".0")
