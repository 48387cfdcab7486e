"""A bar chart becomes a drawing of lying bars, so that names of any length are read on a phone."""

from collections.abc import Iterator
from dataclasses import dataclass

from goodstanding.cli.report.axis import Axis, axis_over
from goodstanding.cli.report.cell import Cell, Interval
from goodstanding.cli.report.chart import BarChart
from goodstanding.cli.report.legend import legend
from goodstanding.cli.report.lettering import (
    BOLD,
    LINE,
    SIZE,
    Point,
    cut,
    lines_of,
    width_of,
    with_value,
)
from goodstanding.cli.report.marks import bar_of, colour_of, dash_of
from goodstanding.cli.report.markup import Markup, joined, tag
from goodstanding.cli.report.plane import (
    AIR,
    NARROW,
    Drawing,
    Format,
    short,
    stroke,
    text_at,
    written_below,
)
from goodstanding.cli.report.prose import plain
from goodstanding.cli.report.told import Teller, teller_of, told

THICK, BETWEEN = 15.0, 10.0
LONGEST = 190.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """Where bars begin and end, and the group of each position."""

    axis: Axis
    left: float
    right: float
    top: float
    group: float
    above: float

    def x(self, value: Cell) -> float:
        return self.left + self.axis.share(value) * (self.right - self.left)

    def y(self, place: int, at: int) -> float:
        return self.top + place * self.group + self.above + at * THICK


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bar:
    """One bar: of which series, how far down, what it shows."""

    at: int
    y: float
    value: Cell
    interval: Interval | None
    text: str
    says: str


def draw_bars(chart: BarChart, form: Format) -> Drawing:
    """The chart in that format, as high as its bars need."""
    listed = [series.name for series in chart.series]
    names, high = legend(listed if len(listed) > 1 else [], form, _sample)
    ground = _ground(chart, form, high)
    bottom = ground.top + len(chart.at) * ground.group
    bars = list(_bars(chart, ground))
    inside = joined(
        names,
        text_at((0, high + SIZE), cut(plain(chart.x.name), wide=form.width), class_="axis"),
        *_grid(ground, bottom),
        *_names(chart, form, ground),
        *(
            tag("g", tag("title", bar.says), *_measured(ground, bar), class_=colour_of(bar.at))
            for bar in bars
        ),
        *_limit(chart, form, ground, bottom=bottom),
        *(_value(ground, bar) for bar in bars),
    )
    return Drawing(width=form.width, height=bottom + 2 * LINE + 2 * AIR, inside=inside)


def _sample(at: int, middle: Point) -> Markup:
    x, y = middle
    return _bar(at, (x - 7, y - 5), (x + 7, y + 5))


def _ground(chart: BarChart, form: Format, high: float) -> _Ground:
    """On phones a position's name stands above its bars, else beside them."""
    names = [line for name in _positions(chart) for line in lines_of(name, wide=LONGEST)]
    beside = 0.0 if form is NARROW else max(map(width_of, names), default=0.0) + AIR
    axis = axis_over(chart.y, chart.shown(), about=form.about_x, from_zero=True)
    tell = _teller(chart)
    values = [tell(value) for series in chart.series for value in series.values]
    above = LINE + 3 if form is NARROW else 0.0
    return _Ground(
        axis=axis,
        left=max(beside, width_of(axis.ticks[0].text) / 2),
        right=form.width - max(map(width_of, [*values, axis.ticks[-1].text]), default=0) - AIR,
        top=high + LINE + AIR + (LINE + AIR if chart.limit else 0),
        group=above + THICK * max(1, len(chart.series)) + BETWEEN,
        above=above,
    )


def _positions(chart: BarChart) -> list[str]:
    tell = teller_of(chart.x, chart.at)
    unit = f" {chart.x.unit}" if chart.x.unit else ""
    return [plain(tell(position)) + unit for position in chart.at]


def _teller(chart: BarChart) -> Teller:
    return teller_of(chart.y, [value for series in chart.series for value in series.values])


def _grid(ground: _Ground, bottom: float) -> Iterator[Markup]:
    for tick in ground.axis.ticks:
        x = ground.left + tick.share * (ground.right - ground.left)
        yield stroke((x, ground.top - AIR / 2), (x, bottom), class_="grid")
    zero = ground.x(0)
    yield stroke((zero, ground.top - AIR / 2), (zero, bottom), class_="axis-line")
    yield from written_below(ground.axis, (ground.left, bottom), right=ground.right)


def _bars(chart: BarChart, ground: _Ground) -> Iterator[_Bar]:
    tell = _teller(chart)
    for place, name in enumerate(_positions(chart)):
        for at, series in enumerate(chart.series):
            value = series.values[place]
            known = told(value, chart.y.kind, chart.y.unit)
            yield _Bar(
                at=at,
                y=ground.y(place, at),
                value=value,
                interval=series.intervals[place] if series.intervals else None,
                text=tell(value),
                says=f"{plain(series.name)}, {name}: {known}",
            )


def _names(chart: BarChart, form: Format, ground: _Ground) -> Iterator[Markup]:
    """The name of each position: on phones above its bars, else beside them."""
    for place, name in enumerate(_positions(chart)):
        if form is NARROW:
            line = lines_of(name, wide=form.width, most=1)[0]
            yield text_at((ground.left + 4, ground.y(place, 0) - 4), line, class_="halo")
            continue
        lines = lines_of(name, wide=LONGEST)
        middle = ground.y(place, 0) + THICK * len(chart.series) / 2 + SIZE / 3
        for down, line in enumerate(lines):
            y = middle + (down - (len(lines) - 1) / 2) * LINE
            yield text_at((ground.left - AIR, y), line, class_="halo", anchor="end")


def _measured(ground: _Ground, bar: _Bar) -> Iterator[Markup]:
    if bar.value is None:
        return
    zero, far = ground.x(0), ground.x(bar.value)
    yield _bar(bar.at, (min(zero, far), bar.y + 1), (max(zero, far), bar.y + THICK - 1))
    if bar.interval is not None:
        low, high = ground.x(bar.interval.low), ground.x(bar.interval.high)
        middle, upper, lower = bar.y + THICK / 2, bar.y + 4, bar.y + THICK - 4
        yield stroke((low, middle), (high, middle), class_="whisker")
        yield stroke((low, upper), (low, lower), class_="whisker")
        yield stroke((high, upper), (high, lower), class_="whisker")


def _value(ground: _Ground, bar: _Bar) -> Markup:
    """What the bar shows in words, behind all that is drawn of it."""
    reach = [ground.x(0)]
    if bar.value is not None:
        reach.append(ground.x(bar.value))
    if bar.interval is not None:
        reach.append(ground.x(bar.interval.high))
    start = (max(reach) + AIR / 2, bar.y + THICK - 4)
    return text_at(start, bar.text, class_="unknown" if bar.value is None else "halo")


def _bar(at: int, start: Point, end: Point) -> Markup:
    return tag(
        "rect",
        x=short(start[0]),
        y=short(start[1]),
        width=short(end[0] - start[0]),
        height=short(end[1] - start[1]),
        class_=f"bar {bar_of(at)}",
        stroke_dasharray=dash_of(at),
    )


def _limit(chart: BarChart, form: Format, ground: _Ground, *, bottom: float) -> Iterator[Markup]:
    if chart.limit is None:
        return
    x = ground.x(chart.limit.value)
    value = told(chart.limit.value, chart.y.kind, chart.y.unit)
    label = with_value(plain(chart.limit.label), value, wide=form.width)
    yield stroke((x, ground.top - AIR), (x, bottom), class_="limit")
    half = width_of(label) * BOLD / 2
    middle = max(half, min(x, form.width - half))
    above = (middle, ground.top - AIR - 4)
    yield text_at(above, label, class_="limit-label", anchor="middle")
