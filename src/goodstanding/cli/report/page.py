"""A report becomes one page of HTML that needs nothing else: no network, no script, no font."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import assert_never

from goodstanding.cli.report.cell import NUMERIC
from goodstanding.cli.report.cells import cell_shown
from goodstanding.cli.report.chart import BarChart, Dots, LineChart, StepChart
from goodstanding.cli.report.charts import chart_shown
from goodstanding.cli.report.markup import Markup, tag
from goodstanding.cli.report.prose import line, prose
from goodstanding.cli.report.record import Fact, Figures, Part, Prose, Report, Section, Table
from goodstanding.cli.report.style import SHEET
from goodstanding.cli.report.tables import table_shown
from goodstanding.cli.report.told import told

LONG = 3


def page(report: Report) -> str:
    """The report as HTML. It says what the JSON says, in numbers as people write them."""
    return "<!doctype html>\n" + tag("html", _head(report), _body(report), lang="en") + "\n"


def _head(report: Report) -> Markup:
    # Only this very sheet is let through: nothing that slips in can style, load or run anything.
    digest = b64encode(sha256(SHEET.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", report.title),
        tag("style", Markup(SHEET)),
    )


def _body(report: Report) -> Markup:
    return tag(
        "body",
        tag("a", "Skip to the findings", class_="skip", href="#findings"),
        tag(
            "header",
            tag("h1", tag("bdi", line(report.title))),
            tag("p", line(report.lead), class_="lead") if report.lead else None,
        ),
        _contents(report) if len(report.parts) >= LONG else None,
        tag(
            "main",
            *(_section(section, at) for at, section in enumerate(report.parts, start=1)),
            _origin(report),
            id="findings",
        ),
        tag("footer", tag("p", line(_made(report)), class_="quiet")),
    )


def _made(report: Report) -> str:
    by = f"Made with {report.made_with}. " if report.made_with else ""
    return f"{by}All times are in UTC. This page holds all that it shows and loads nothing."


def _contents(report: Report) -> Markup:
    titles = [section.title for section in report.parts] + [ORIGIN]
    return tag(
        "nav",
        tag("h2", "On this page", id="contents"),
        tag(
            "ol",
            *(
                tag("li", tag("a", line(title), href=f"#part-{at}"))
                for at, title in enumerate(titles, start=1)
            ),
        ),
        aria_labelledby="contents",
    )


ORIGIN = "How this was made"


def _origin(report: Report) -> Markup:
    """What was read, by which policy, and the command that does it again."""
    at = len(report.parts) + 1
    return tag(
        "section",
        tag("h2", ORIGIN, id=f"part-{at}"),
        tag("dl", *_facts(report.facts), class_="facts") if report.facts else None,
        *_command(report.command),
        *_policy(report.policy_text),
        aria_labelledby=f"part-{at}",
    )


def _command(command: str) -> Iterator[Markup]:
    if command:
        yield tag("h3", "The command", id="command")
        yield tag("p", "One click or a long press selects all of it.", class_="quiet no-print")
        yield tag("pre", tag("code", command), class_="command")


def _policy(text: str) -> Iterator[Markup]:
    if text:
        written = tag("pre", tag("code", text.replace("\r\n", "\n")))
        yield tag("h3", "The policy")
        yield tag("details", tag("summary", "Its text, as it was read"), written)


def _facts(facts: tuple[Fact, ...]) -> Iterator[Markup]:
    for fact in facts:
        yield tag("dt", line(fact.label))
        yield tag("dd", _value(fact, unit=fact.unit))


def _value(fact: Fact, *, unit: str = "") -> Markup:
    if isinstance(fact.value, str):
        return tag("bdi", line(fact.value))
    return cell_shown(fact.value, told(fact.value, fact.kind, unit))


def _section(section: Section, at: int) -> Markup:
    return tag(
        "section",
        tag("h2", tag("bdi", line(section.title)), id=f"part-{at}"),
        prose(section.says),
        *(_part(part, id=f"part-{at}-{number}") for number, part in enumerate(section.of, start=1)),
        aria_labelledby=f"part-{at}",
    )


def _part(part: Part, *, id: str) -> Markup:
    match part:
        case Prose():
            return prose(part.text)
        case Figures():
            return _figures(part, id=id)
        case Table():
            return _table(part, id=id)
        case LineChart() | StepChart() | BarChart() | Dots():
            return chart_shown(part, id=id)
        case _:
            assert_never(part)


def _table(table: Table, *, id: str) -> Markup:
    return tag(
        "div",
        tag("h3", tag("bdi", line(table.caption)), id=f"{id}-title"),
        prose(table.says),
        table_shown(table, named_by=f"{id}-title"),
        class_="table",
        id=id,
    )


def _figures(figures: Figures, *, id: str) -> Markup:
    return tag(
        "div",
        tag("h3", tag("bdi", line(figures.title)), id=f"{id}-title"),
        tag("dl", *(_figure(fact, figures) for fact in figures.of), class_="figures"),
        id=id,
    )


def _figure(fact: Fact, figures: Figures) -> Markup:
    is_counted = fact.value is not None and fact.kind in NUMERIC and fact.unit
    unit = tag("span", f" {fact.unit}", class_="unit") if is_counted else None
    interval = None
    if fact.interval is not None:
        low, high = (
            told(end, fact.kind, fact.unit) for end in (fact.interval.low, fact.interval.high)
        )
        interval = tag("dd", f"{figures.interval_says}: {low} to {high}", class_="interval")
    return tag(
        "div",
        tag("dt", line(fact.label)),
        tag("dd", _value(fact), unit, class_="value"),
        interval,
        tag("dd", line(fact.says), class_="says") if fact.says else None,
    )
