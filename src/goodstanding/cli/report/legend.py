"""Names of series become a legend above the drawing, for where no line has an end to stand at."""

from collections.abc import Callable, Sequence

from goodstanding.cli.report.lettering import LINE, SIZE, Point, lines_of, width_of
from goodstanding.cli.report.marks import colour_of
from goodstanding.cli.report.markup import Markup, joined, tag
from goodstanding.cli.report.plane import AIR, Format, text_at
from goodstanding.cli.report.prose import plain

SWATCH = 16.0
Sample = Callable[[int, Point], Markup]


def legend(names: Sequence[str], form: Format, sample: Sample) -> tuple[Markup, float]:
    """The names side by side, on as many lines as they need, and how high that is.

    `sample` draws what stands for the series of a place around the middle that it is given.
    """
    if not names:
        return joined(), 0.0
    pieces, x, y, taken = [], 0.0, SIZE, 1
    for at, name in enumerate(map(plain, names)):
        lines = lines_of(name, wide=form.width - SWATCH - AIR)
        wide = SWATCH + AIR / 2 + max(map(width_of, lines)) + 2 * AIR
        if x and x + wide > form.width:
            x, y, taken = 0.0, y + taken * LINE + 4, 1
        swatch = sample(at, (x + SWATCH / 2, y - SIZE / 3))
        named = (
            text_at((x + SWATCH + AIR / 2, y + down * LINE), line, class_="key")
            for down, line in enumerate(lines)
        )
        pieces.append(tag("g", swatch, *named, class_=colour_of(at)))
        x, taken = x + wide, max(taken, len(lines))
    return joined(*pieces), y + taken * LINE
