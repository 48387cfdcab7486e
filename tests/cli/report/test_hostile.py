"""Whatever people are called and whatever is measured, the page stays whole and says it."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.cli.report.cell import Column, Interval, Kind, Number
from goodstanding.cli.report.chart import BarChart, Dot, Dots, Limit, LineChart, Series, StepChart
from goodstanding.cli.report.page import page
from goodstanding.cli.report.record import Fact, Figures, Part, Prose, Report, Section, Table
from tests.cli.report.reading import Page

HOSTILE = (
    "</script><script>alert(1)</script>",
    "</style></title></svg><img src=x onerror=alert(1)>",
    "\"' onmouseover='alert(1)",
    "<!-- ]]> &lt; &#60; &nbsp;",
    "javascript:alert(1)",
    "`<b>`",
)
WORDS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30))
EDGES = [0, 1, -1, 1e-300, 1e300, -1e300, Fraction(1, 3), 10**9]
KNOWN = st.one_of(
    st.sampled_from(EDGES),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**12), 10**12),
)
VALUES = st.lists(st.one_of(st.none(), KNOWN), max_size=5)


def named(word: str) -> Report:
    """A report in which everything is called so."""
    column, number = Column(name=word, unit=word), Column(name=word, kind=Kind.NUMBER, unit=word)
    series = (Series(name=word, values=(1,)), Series(name=word, values=(None,)))
    limit = Limit(label=word, value=1)
    fact = Fact(label=word, value=word, unit=word, says=word)
    parts: tuple[Part, ...] = (
        Prose(text=word),
        Figures(title=word, of=(fact,), interval_says=word),
        Table(caption=word, columns=(column,), rows=((word,),), says=word),
        LineChart(title=word, says=word, x=number, y=number, at=(1,), series=series, limit=limit),
        BarChart(title=word, says=word, x=column, y=number, at=(word,), series=series, limit=limit),
        Dots(
            title=word,
            says=word,
            x=number,
            y=number,
            dots=(Dot(label=word, x=1, y=1, group=word), Dot(label=word, x=2, y=1)),
        ),
    )
    return Report(
        title=word,
        lead=word,
        command=word,
        facts=(fact,),
        parts=(Section(title=word, says=word, of=parts),) * 3,
        policy_text=word,
        made_with=word,
    )


@pytest.mark.parametrize("word", HOSTILE)
def test_no_name_becomes_markup(word: str) -> None:
    plain, hostile = Page(page(named("word"))).root, Page(page(named(word))).root

    usual = {each.name for each in plain.all()} | {"code", "tspan"}
    assert {each.name for each in hostile.all()} <= usual
    assert not [each for each in hostile.all() if "onerror" in each.attributes]
    assert hostile.all("pre", class_="command")[0].text == word
    assert word in [each.text for each in hostile.all("td") + hostile.all("th")]


@pytest.mark.parametrize("mark", ["\u202e", "\u200f", "\u2066", "\u061c", "\x00", "\x1b", "\x85"])
def test_characters_that_hide_or_reorder_others_are_shown(mark: str) -> None:
    text = page(named(f"evil{mark}txt.exe"))

    assert mark not in text
    assert f"evil[U+{ord(mark):04X}]txt.exe" in text


@settings(max_examples=50, deadline=None)
@given(WORDS)
def test_the_page_survives_any_words(word: str) -> None:
    root = Page(page(named(word))).root

    assert len(root.all("h1")) == 1
    page(named(word)).encode()


def chart_of(shape: type, values: list[Number | None], limit: Number | None) -> Part:
    """A chart of those values, with intervals around every other one."""
    intervals = tuple(
        Interval(low=value, high=value) if value is not None and at % 2 else None
        for at, value in enumerate(values)
    )
    chart: Part = shape(
        title="t",
        says="s",
        x=Column(name="x", kind=Kind.WHOLE),
        y=Column(name="y", kind=Kind.NUMBER),
        at=tuple(range(len(values))),
        series=(Series(name="a", values=tuple(values), intervals=intervals),),
        limit=None if limit is None else Limit(label="limit", value=limit),
    )
    return chart


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([LineChart, StepChart, BarChart]), VALUES, st.one_of(st.none(), KNOWN))
def test_every_chart_can_be_drawn(
    shape: type, values: list[Number | None], limit: Number | None
) -> None:
    report = Report(
        title="t",
        lead="",
        command="",
        parts=(Section(title="s", of=(chart_of(shape, values, limit),)),),
    )

    root = Page(page(report)).root

    assert "nan" not in " ".join(
        str(value)
        for each in root.all("svg")
        for inner in each.all()
        for name, value in inner.attributes.items()
        if name in ("d", "x", "y", "points")
    )
    rows = root.all("tbody")[0].all("tr")
    assert len(rows) == max(1, len(values))
    unknown = sum(value is None for value in values)
    assert len([each for each in root.all("td") if each.text == "unknown"]) >= unknown


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.one_of(st.none(), KNOWN), st.one_of(st.none(), KNOWN)), max_size=6))
def test_dots_can_be_drawn_anywhere(places: list[tuple[Number | None, Number | None]]) -> None:
    dots = Dots(
        title="t",
        says="s",
        x=Column(name="x", kind=Kind.NUMBER),
        y=Column(name="y", kind=Kind.NUMBER),
        dots=tuple(Dot(label=str(at), x=x, y=y) for at, (x, y) in enumerate(places)),
        is_joined=True,
    )
    report = Report(title="t", lead="", command="", parts=(Section(title="s", of=(dots,)),))

    root = Page(page(report)).root

    known = sum(x is not None and y is not None for x, y in places)
    assert len(root.all("svg")[0].all("title")) == 1 + known


def test_a_single_instant_has_its_place() -> None:
    chart = replace(
        chart_of(LineChart, [Fraction(1, 2)], None),
        x=Column(name="Month", kind=Kind.INSTANT),
        at=(datetime(2026, 1, 1, tzinfo=UTC),),
    )
    report = Report(title="t", lead="", command="", parts=(Section(title="s", of=(chart,)),))

    root = Page(page(report)).root

    assert "Jan 2026" in [each.text for each in root.all("text", class_="tick")]
