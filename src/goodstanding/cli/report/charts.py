"""A chart becomes a figure of the page: a drawing for screens, one for phones, and its numbers."""

from collections.abc import Iterator
from typing import assert_never

from goodstanding.cli.report.bars import draw_bars
from goodstanding.cli.report.chart import BarChart, Dots, LineChart, StepChart
from goodstanding.cli.report.described import Chart, description
from goodstanding.cli.report.dotted import draw_dots
from goodstanding.cli.report.lines import draw_lines
from goodstanding.cli.report.markup import Markup, tag
from goodstanding.cli.report.plane import FORMATS, Drawing, Format, short
from goodstanding.cli.report.prose import line, plain
from goodstanding.cli.report.tabled import table_of
from goodstanding.cli.report.tables import table_shown


def chart_shown(chart: Chart, *, id: str) -> Markup:
    """The chart with its title, what it says, its drawings and the table of its numbers."""
    title = tag("h3", tag("bdi", line(chart.title)), id=f"{id}-title")
    return tag(
        "figure",
        tag("figcaption", title, tag("p", line(chart.says))),
        *(_drawing(chart, form, id=id) for form in FORMATS),
        tag("p", " ".join(_signs(chart)), class_="signs") if any(_signs(chart)) else None,
        tag(
            "details",
            tag("summary", "The numbers of this chart"),
            table_shown(table_of(chart), named_by=f"{id}-title"),
        ),
        id=id,
    )


def _signs(chart: Chart) -> Iterator[str]:
    """What the signs mean that the drawing uses and does not name."""
    if isinstance(chart, Dots):
        return
    if any(interval for series in chart.series for interval in series.intervals):
        sign = (
            "The thin line on a bar" if isinstance(chart, BarChart) else "The shade around a line"
        )
        yield f"{sign}: {chart.interval_says}."
    if not isinstance(chart, BarChart) and any(None in each.values for each in chart.series):
        yield "A question mark: unknown."


def _drawn(chart: Chart, form: Format) -> Drawing:
    match chart:
        case LineChart() | StepChart():
            return draw_lines(chart, form)
        case BarChart():
            return draw_bars(chart, form)
        case Dots():
            return draw_dots(chart, form)
        case _:
            assert_never(chart)


def _drawing(chart: Chart, form: Format, *, id: str) -> Markup:
    own = f"{id}-{form.name}"
    drawn = _drawn(chart, form)
    return tag(
        "svg",
        tag("title", plain(chart.title), id=f"{own}-title"),
        tag("desc", plain(description(chart)), id=f"{own}-says"),
        drawn.inside,
        viewBox=f"0 0 {short(drawn.width)} {short(drawn.height)}",
        role="img",
        aria_labelledby=f"{own}-title",
        aria_describedby=f"{own}-says",
        class_=form.name,
    )
