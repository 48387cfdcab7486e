"""Ratios to the floor become a chart: an SVG of our own, with every figure in words beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from benchmarks.outcome import Result, Size

WIDTH, LEFT, RIGHT = 860, 330, 70
TOP, ROW, BOTTOM = 78, 30, 44
TICKS = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
INK, FAINT, OURS, PEERS = "#1c2530", "#d5dae0", "#0b6e4f", "#7a8594"
STYLE = (
    "text{font:14px system-ui,sans-serif;fill:" + INK + "}"
    ".title{font-weight:600;font-size:16px}.small{font-size:12px}.end{text-anchor:end}"
    ".middle{text-anchor:middle}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Where a ratio stands, on a logarithmic axis."""

    least: float
    most: float

    def across(self, ratio: float) -> float:
        """Pixels from the left."""
        part = math.log(ratio / self.least) / math.log(self.most / self.least)
        return LEFT + part * (WIDTH - LEFT - RIGHT)


def chart(sizes: Sequence[Size], *, asks: str, title: str) -> str:
    """One row a lane, least first; a full dot for the largest size, hollow ones for smaller."""
    measured = {one.lane: one for size in sizes for one in size.results if one.asks == asks}
    shown = sorted(measured.values(), key=lambda one: one.times_floor.median)
    places = {one.lane: TOP + ROW * place + ROW / 2 for place, one in enumerate(shown)}
    scale = scale_of(sizes, asks)
    height = TOP + ROW * len(shown) + BOTTOM
    named = [mark for one in shown for mark in row(one, places[one.lane], scale)]
    dots = [
        dot(one, places[one.lane], scale, is_full=size is sizes[-1])
        for size in reversed(sizes)
        for one in size.results
        if one.lane in places
    ]
    body = [*heading(title, sizes), *axis(scale, height), *named, *dots]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="title said">\n<title id="title">{escape(title)}</title>\n'
        f'<desc id="said">{escape(in_words(shown))}</desc>\n<style>{STYLE}</style>\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def scale_of(sizes: Sequence[Size], asks: str) -> Scale:
    """From a bit below the floor, or the cheapest lane, to beyond the dearest."""
    ratios = [
        edge
        for size in sizes
        for result in size.results
        if result.asks == asks
        for edge in (result.times_floor.least, result.times_floor.most)
    ]
    return Scale(least=min([0.8, *ratios]), most=max([2.0, *ratios]) * 1.1)


def heading(title: str, sizes: Sequence[Size]) -> list[str]:
    """What is shown, and what the dots mean."""
    told = f"● {millions(sizes[-1].rows)}"
    if len(sizes) > 1:
        told += " · ○ " + ", ".join(millions(size.rows) for size in sizes[:-1])
    return [
        text(20, 30, title, kind="title"),
        text(20, 52, f"CPU seconds as a multiple of the floor; {told}; lower is better"),
    ]


def axis(scale: Scale, height: int) -> list[str]:
    """A line for each round ratio; the floor's is darker."""
    drawn = []
    for tick in TICKS:
        if scale.least <= tick <= scale.most:
            across, colour = scale.across(tick), INK if tick == 1 else FAINT
            drawn += [
                line(across, across, TOP, height - BOTTOM, colour=colour),
                text(across, height - BOTTOM + 18, f"{tick:g}x", kind="small middle"),
            ]
    floor = scale.across(1)
    return [*drawn, text(floor, height - BOTTOM + 34, "floor", kind="small middle")]


def row(result: Result, down: float, scale: Scale) -> list[str]:
    """The lane's name, its spread as a line, and its median as a number."""
    ratio = result.times_floor
    across = (scale.across(ratio.least), scale.across(ratio.most))
    return [
        text(LEFT - 12, down + 5, result.says, kind="end"),
        line(*across, down, down, colour=colour_of(result)),
        text(WIDTH - RIGHT + 10, down + 5, f"{ratio.median:.2f}x"),
    ]


def dot(result: Result, down: float, scale: Scale, *, is_full: bool) -> str:
    """The median at one size."""
    colour = colour_of(result)
    fill, size = (colour, 6) if is_full else ("#fff", 4.5)
    return (
        f'<circle cx="{scale.across(result.times_floor.median):.1f}" cy="{down:.1f}" '
        f'r="{size}" fill="{fill}" stroke="{colour}" stroke-width="1.5"/>'
    )


def colour_of(result: Result) -> str:
    """Ours stands out."""
    return OURS if result.is_ours else PEERS


def in_words(shown: Sequence[Result]) -> str:
    """The chart for whoever does not see it."""
    return "; ".join(f"{one.says} {one.times_floor.median:.2f} times the floor" for one in shown)


def millions(rows: int) -> str:
    """A number of rows as it is said."""
    return f"{rows // 1_000_000} M rows" if rows >= 1_000_000 else f"{rows:,} rows"


def text(across: float, down: float, words: str, *, kind: str = "") -> str:
    """Words, of which the baseline is so far down."""
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{across:.1f}" y="{down:.1f}"{named}>{escape(words)}</text>'


def line(*ends: float, colour: str) -> str:
    """A line: from and to across, then from and to down."""
    from_across, to_across, from_down, to_down = ends
    return (
        f'<line x1="{from_across:.1f}" x2="{to_across:.1f}" y1="{from_down:.1f}" '
        f'y2="{to_down:.1f}" stroke="{colour}" stroke-width="1.5"/>'
    )
