"""A chart becomes a figure of the page: a drawing for screens, one for phones, and its numbers."""

from goodstanding.cli.report.chart import LineChart, StepChart
from goodstanding.cli.report.described import Chart, description
from goodstanding.cli.report.lines import draw_lines
from goodstanding.cli.report.markup import Markup, tag
from goodstanding.cli.report.plane import FORMATS, Format, short
from goodstanding.cli.report.prose import line
from goodstanding.cli.report.tabled import table_of
from goodstanding.cli.report.tables import table_shown


def chart_shown(chart: Chart, *, id: str) -> Markup:
    """The chart with its title, what it says, its drawings and the table of its numbers."""
    title = tag("h3", tag("bdi", line(chart.title)), id=f"{id}-title")
    return tag(
        "figure",
        tag("figcaption", title, tag("p", line(chart.says))),
        *(_drawing(chart, form, id=id) for form in FORMATS),
        tag(
            "details",
            tag("summary", "The numbers of this chart"),
            table_shown(table_of(chart), named_by=f"{id}-title"),
        ),
        id=id,
    )


def _drawing(chart: Chart, form: Format, *, id: str) -> Markup:
    own = f"{id}-{form.name}"
    assert isinstance(chart, LineChart | StepChart)
    drawn = draw_lines(chart, form)
    return tag(
        "svg",
        tag("title", chart.title, id=f"{own}-title"),
        tag("desc", description(chart), id=f"{own}-says"),
        drawn,
        viewBox=f"0 0 {short(form.width)} {short(form.height)}",
        role="img",
        aria_labelledby=f"{own}-title",
        aria_describedby=f"{own}-says",
        class_=form.name,
    )
