"""Words become places on a drawing: how wide they are, on which lines, clear of one another.

A browser's fonts are not known here, so widths are estimated, on the wide side.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, hypot
from textwrap import wrap
from unicodedata import east_asian_width

Point = tuple[float, float]
SIZE = 13.0
CLOSE = 3.0
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
LINE = 15.0
WIDE = {"W": 1.0, "F": 1.0}
NARROW_LETTERS = frozenset("fijlrtI.,:;'|!()[] \N{NO-BREAK SPACE}")
BROAD_LETTERS = frozenset("mwMW%@\N{EM DASH}\N{HORIZONTAL ELLIPSIS}")
BOLD = 1.12


def width_of(text: str) -> float:
    """About how wide the text is, in the drawing's units."""
    return SIZE * sum(_em(letter) for letter in text)


def _em(letter: str) -> float:
    if letter in NARROW_LETTERS:
        return 0.39
    if letter in BROAD_LETTERS:
        return 1.0
    return WIDE.get(east_asian_width(letter), 0.74 if letter.isupper() else 0.63)


def lines_of(text: str, *, wide: float, most: int = 2) -> tuple[str, ...]:
    """The text broken into at most so many lines of about that width; `…` where words are lost."""
    letters = max(6, int(wide / (0.62 * SIZE)))
    lines = wrap(text, letters)
    if len(lines) <= most:
        return tuple(lines) or ("",)
    return (*lines[: most - 1], lines[most - 1][: letters - 1].rstrip() + ELLIPSIS)


def cut(text: str, *, wide: float) -> str:
    """The text on one line of that width; `…` where letters are lost."""
    if width_of(text) <= wide:
        return text
    kept = text
    while kept and width_of(kept + ELLIPSIS) > wide:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def with_value(label: str, value: str, *, wide: float) -> str:
    """The label and its value on one bold line of that width; only the label loses letters."""
    told = f": {value}"
    return cut(label, wide=wide / BOLD - width_of(told)) + told


def spread(
    wished: Sequence[float], heights: Sequence[float], *, low: float, high: float
) -> list[float]:
    """Places as near as may be to the wished ones, in the same order, none upon another.

    They stay from low to high as long as there is room for all.
    """
    order = sorted(range(len(wished)), key=lambda at: wished[at])
    placed = [0.0] * len(wished)
    floor = low
    for at in order:
        placed[at] = max(floor, wished[at])
        floor = placed[at] + heights[at]
    ceiling = high
    for at in reversed(order):
        placed[at] = min(placed[at], ceiling - heights[at])
        ceiling = placed[at]
    return placed


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What a piece of writing covers."""

    left: float
    upper: float
    right: float
    lower: float

    def covers(self, point: Point) -> bool:
        """Whether the point lies under it."""
        x, y = point
        return self.left < x < self.right and self.upper < y < self.lower

    def away(self, point: Point) -> float:
        """How far the point lies from it; 0 under it."""
        x, y = point
        return hypot(
            max(self.left - x, 0.0, x - self.right), max(self.upper - y, 0.0, y - self.lower)
        )

    def meets(self, other: "Box") -> bool:
        """Whether any place lies under both."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.upper < other.lower
            and other.upper < self.lower
        )


def along(points: Sequence[Point]) -> Iterator[Point]:
    """Points close together all along the way from point to point."""
    yield from points[:1]
    for (x, y), (to_x, to_y) in pairwise(points):
        pieces = max(1, ceil(max(abs(to_x - x), abs(to_y - y)) / CLOSE))
        for piece in range(1, pieces + 1):
            share = piece / pieces
            yield x + (to_x - x) * share, y + (to_y - y) * share
