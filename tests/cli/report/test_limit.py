"""What is written on a chart's limit hides no line, wherever the lines run."""

import re

import pytest

from goodstanding.cli.report.cell import Column, Kind
from goodstanding.cli.report.chart import Limit, LineChart, Series
from goodstanding.cli.report.lettering import BOLD, LINE, Box, along, width_of
from goodstanding.cli.report.lines import draw_lines
from goodstanding.cli.report.plane import AIR, FORMATS, Format
from tests.cli.report.reading import Element, Page

RISING = (0.1, 1.1, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7, 2.7, 2.7)


def chart_of(*values: float) -> LineChart:
    """One line over whole numbers, held against a limit of two."""
    return LineChart(
        title="A line",
        says="It runs.",
        x=Column(name="limit", kind=Kind.WHOLE),
        y=Column(name="rate", kind=Kind.NUMBER),
        at=tuple(range(len(values))),
        series=(Series(name="s", values=values),),
        limit=Limit(label="budget", value=2),
    )


def drawn(chart: LineChart, form: Format) -> Element:
    return Page(f"<svg>{draw_lines(chart, form).inside}</svg>").root


def label_box(drawing: Element) -> Box:
    """What the writing on the limit covers."""
    (label,) = drawing.all("text", class_="limit-label")
    x, y = (float(label.attributes[axis] or 0) for axis in "xy")
    return Box(left=x, upper=y + 3 - LINE, right=x + width_of(label.text) * BOLD, lower=y + 3)


def line_points(drawing: Element) -> list[tuple[float, float]]:
    """Points all along the drawn lines of values."""
    points = []
    for path in drawing.all("path", class_="line"):
        numbers = [float(each) for each in re.findall(r"-?[\d.]+", path.attributes["d"] or "")]
        if len(numbers) > 4:
            points += along(list(zip(numbers[::2], numbers[1::2], strict=True)))
    assert points
    return points


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize(
    "values", [RISING, RISING[::-1], (2.6, 1.0, 0.5, 0.3), (1.9,) * 9, (2.1,) * 9]
)
def test_the_limits_name_hides_no_line(values: tuple[float, ...], form: Format) -> None:
    drawing = drawn(chart_of(*values), form)

    box = label_box(drawing)

    assert not [point for point in line_points(drawing) if box.covers(point)]
    assert box.left > 0 and box.right < form.width


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_where_nothing_is_hidden_it_stands_at_the_left(form: Format) -> None:
    drawing = drawn(chart_of(*(0.1,) * 11), form)

    (line,) = drawing.all(class_="limit")
    at = float(line.attributes["x1"] or 0) + AIR
    assert label_box(drawing).left == pytest.approx(at, abs=0.2)
