"""A series gets its look: a colour, a dash and a mark, told apart without seeing colours too."""

from goodstanding.cli.report.lettering import Point
from goodstanding.cli.report.markup import Markup, tag
from goodstanding.cli.report.plane import short

COLOURS = 5
FILLS = 4
DASHES = (None, "7 3", "2 3", "9 3 2 3", "5 5", "12 3 2 3 2 3")
RADIUS = 3.4
# Corners as seen from the middle, in radii.
SHAPES: tuple[tuple[Point, ...], ...] = (
    (),
    ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    ((0, -1.3), (1.2, 0.9), (-1.2, 0.9)),
    ((0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0)),
    ((-1.2, -0.9), (1.2, -0.9), (0, 1.3)),
    ((-0.45, -1.3), (0.45, -1.3), (0.45, 1.3), (-0.45, 1.3)),
)


def colour_of(at: int) -> str:
    """The class that colours the series of that place."""
    return f"s{at % COLOURS + 1}"


def bar_of(at: int) -> str:
    """The class that fills a bar of the series of that place: full, light, empty or half."""
    return f"b{at % FILLS + 1}"


def dash_of(at: int) -> str | None:
    """How the line of the series of that place is broken; the first is whole."""
    return DASHES[at % len(DASHES)]


def mark(at: int, middle: Point, *inside: Markup) -> Markup:
    """The mark of the series of that place."""
    x, y = middle
    corners = SHAPES[at % len(SHAPES)]
    if not corners:
        return tag("circle", *inside, cx=short(x), cy=short(y), r=RADIUS, class_="mark")
    points = " ".join(f"{short(x + a * RADIUS)},{short(y + b * RADIUS)}" for a, b in corners)
    return tag("polygon", *inside, points=points, class_="mark")
