"""The page stands alone, is built as pages are, and says what the report says."""

import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise

import pytest

from goodstanding.cli.report.chart import BarChart, Dots, LineChart, StepChart
from goodstanding.cli.report.page import page
from goodstanding.cli.report.record import Report
from goodstanding.cli.report.tabled import table_of
from goodstanding.cli.report.tokens import DARK, GROUNDS, LIGHT, READ
from tests.cli.report.market import backtest
from tests.cli.report.reading import Element, Page

TEXT = page(backtest())
ROOT = Page(TEXT).root
CHARTS = [
    part
    for section in backtest().parts
    for part in section.of
    if isinstance(part, LineChart | StepChart | BarChart | Dots)
]


def test_nothing_on_the_page_lies_outside_of_it() -> None:
    for element in ROOT.all():
        assert element.name not in {"link", "script", "img", "iframe", "object", "use", "image"}
        assert not {"src", "srcset", "style", "background"} & set(element.attributes)
        assert not [name for name in element.attributes if name.startswith("on")]
        href = element.attributes.get("href")
        assert href is None or href.startswith("#")
    assert "url(" not in TEXT and "@import" not in TEXT
    assert re.findall(r"https?:", TEXT) == []


def test_the_browser_lets_only_this_very_sheet_through() -> None:
    (sheet,) = ROOT.all("style")
    (policy,) = [
        each.attributes["content"]
        for each in ROOT.all("meta")
        if each.attributes.get("http-equiv") == "Content-Security-Policy"
    ]

    digest = b64encode(sha256(sheet.text.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_every_link_and_every_name_leads_to_one_place() -> None:
    ids = [each.attributes["id"] for each in ROOT.all() if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    for element in ROOT.all():
        for name in ("aria-labelledby", "aria-describedby"):
            assert element.attributes.get(name, ids[0]) in ids
        if element.name == "a":
            assert str(element.attributes["href"]).removeprefix("#") in ids


def test_the_page_has_landmarks_and_headings_in_order() -> None:
    assert [len(ROOT.all(name)) for name in ("header", "nav", "main", "footer", "h1")] == [1] * 5
    levels = [int(each.name[1]) for each in ROOT.all() if re.fullmatch("h[1-6]", each.name)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert ROOT.all("a")[0].attributes["href"] == "#findings"
    assert ROOT.all("html")[0].attributes["lang"] == "en"


def test_a_short_report_has_no_contents() -> None:
    short = Page(page(Report(title="Short", lead="", command=""))).root

    assert short.all("nav") == []


def test_the_page_says_how_it_was_made() -> None:
    assert ROOT.all("pre", class_="command")[0].text == backtest().command
    assert backtest().policy_text in [each.text for each in ROOT.all("pre")]
    assert "2026-06-01 00:00\u00a0UTC" in ROOT.text
    assert "Good Standing 0.1.0" in ROOT.all("footer")[0].text


def test_unknown_is_told_as_such() -> None:
    (figures,) = ROOT.all("dl", class_="figures")
    by_label = {each.all("dt")[0].text: each.all("dd")[0].text for each in figures.all("div")}

    assert by_label["Found without reason"] == "unknown"
    assert by_label["Judged"] == "5,136 people"
    assert by_label["Flagged"] == "2.78\u00a0%"


@pytest.mark.parametrize("number", range(len(CHARTS)))
def test_every_chart_has_a_table_with_its_numbers(number: int) -> None:
    figure, chart = ROOT.all("figure")[number], CHARTS[number]
    table = table_of(chart)

    rows = [
        [exactly(cell) for cell in row.all() if cell.name in ("th", "td")]
        for row in figure.all("tbody")[0].all("tr")
    ]

    assert rows == [[wanted(cell) for cell in row] for row in table.rows]


def exactly(cell: Element) -> str | None:
    """What a cell of the page exactly stands for; None where it says that this is unknown."""
    if cell.text == "unknown":
        return None
    (inside,) = cell.all()
    return inside.attributes.get("value") or inside.attributes.get("datetime") or inside.text


def wanted(cell: object) -> str | None:
    """The cell as the page should have it: `1/3`, `2026-01-01T00:00:00Z`, text as it is."""
    if cell is None or isinstance(cell, str):
        return cell
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat()).replace("+00:00", "Z")
    numerator, denominator = cell.as_integer_ratio()  # type: ignore[attr-defined]  # it is a number
    return str(numerator) if denominator == 1 else f"{numerator}/{denominator}"


@pytest.mark.parametrize("number", range(len(CHARTS)))
def test_every_drawing_is_told_in_words_and_shows_every_known_value(number: int) -> None:
    figure, chart = ROOT.all("figure")[number], CHARTS[number]

    drawings = figure.all("svg")

    assert [each.attributes["class"] for each in drawings] == ["wide", "narrow"]
    for drawing in drawings:
        assert drawing.attributes["role"] == "img"
        assert "viewbox" in drawing.attributes
        title, *marks = drawing.all("title")
        assert title.text == chart.title
        assert chart.says.replace(" %", "\u00a0%") in drawing.all("desc")[0].text
        assert len([each for each in marks if "unknown" not in each.text]) == known_in(chart)


def known_in(chart: LineChart | StepChart | BarChart | Dots) -> int:
    """How many values the chart knows."""
    if isinstance(chart, Dots):
        return sum(dot.x is not None and dot.y is not None for dot in chart.dots)
    return sum(value is not None for series in chart.series for value in series.values)


def test_the_words_of_a_chart_name_its_ends_and_what_is_unknown() -> None:
    (words,) = {each.text for each in ROOT.all("figure")[0].all("desc")}

    assert "Any rung: 0.99\u00a0% at 2025-07-01, 2.78\u00a0% at 2026-06-01" in words
    assert "unknown at 1 of 12" in words
    assert "The line across: Impact budget, 2\u00a0%." in words


def test_the_signs_of_a_drawing_are_explained_under_it() -> None:
    signs = [
        [each.text for each in figure.all("p", class_="signs")] for figure in ROOT.all("figure")
    ]

    assert signs == [
        ["The shade around a line: 95 % interval. A question mark: unknown."],
        [],
        [],
        ["The thin line on a bar: 95 % interval."],
    ]


def test_a_month_that_is_unknown_parts_the_line() -> None:
    line = ROOT.all("figure")[0].all("path", class_="line")[0]

    assert str(line.attributes["d"]).count("M") == 2


def test_numbers_drawn_stay_inside_the_drawing() -> None:
    for drawing in ROOT.all("svg"):
        _, _, width, height = map(float, str(drawing.attributes["viewbox"]).split())
        for element in drawing.all():
            for name, most in (("x", width), ("x1", width), ("cx", width), ("y", height)):
                place = element.attributes.get(name)
                assert place is None or 0 <= float(place) <= most


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("read", READ)
def test_all_that_is_read_has_enough_contrast(
    tokens: dict[str, str], ground: str, read: str
) -> None:
    darker, lighter = sorted([luminance(tokens[ground]), luminance(tokens[read])])

    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_every_colour_of_the_sheet_is_a_token_by_day_and_by_night() -> None:
    (sheet,) = ROOT.all("style")

    named = set(re.findall(r"var\(--([a-z0-9]+)[,)]", sheet.text)) - {"hint"}
    assert named <= set(LIGHT)
    assert set(LIGHT) == set(DARK)
    written = re.findall(r"#[0-9a-f]{3,8}\b", sheet.text)
    assert sorted(written) == sorted([*LIGHT.values(), *DARK.values()])
