"""What a comparison found becomes a report: the matrix, the people, and how the policies differ."""

from collections.abc import Iterator, Sequence
from difflib import unified_diff

import numpy as np

from goodstanding import __version__
from goodstanding.cli.report.cell import Cell, Column, Kind
from goodstanding.cli.report.chart import BarChart, Series
from goodstanding.cli.report.record import Fact, Prose, Report, Section, Table
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.wording import OPERATORS, figure_told
from goodstanding.core.policy.writing import write
from goodstanding.core.verdict import Verdict
from goodstanding.engine.compare import Comparison, Why

PEOPLE_SAY = (
    "The figures that a rung is held against, by each policy, and the outcomes that they read "
    "apart. Whoever is to be told of a change has a right to it in these terms."
)


def report_of(found: Comparison, told: Sequence[Why], *, command: str) -> Report:
    """The report on a comparison."""
    return Report(
        title=f"{_named(found.one)} against {_named(found.other)}",
        lead=_lead(found),
        command=command,
        facts=(
            Fact(label="One", value=_named(found.one)),
            Fact(label="Its digest", value=found.one.digest),
            Fact(label="Other", value=_named(found.other)),
            Fact(label="Its digest, too", value=found.other.digest),
            Fact(label="As of", value=found.as_of, kind=Kind.INSTANT),
            Fact(label="Judged", value=found.judged, kind=Kind.WHOLE),
        ),
        parts=(_matrix(found), _people(found, told), _policies(found)),
        policy_text=write(found.other),
        made_with=f"goodstanding {__version__}",
    )


def _named(policy: Policy) -> str:
    return f"{policy.name}, version {policy.version}"


def _lead(found: Comparison) -> str:
    steps = np.asarray(found.changed.column("steps"))
    if not len(steps):
        return "Nobody would be proposed another outcome."
    graver, milder = int((steps > 0).sum()), int((steps < 0).sum())
    return (
        f"Of {found.judged:,} people judged, the other proposes something graver to {graver:,} and "
        f"something milder to {milder:,}."
    )


def _rungs(policy: Policy) -> list[str]:
    return [*(rung.name for rung in policy.ladder), "no rung"]


def _matrix(found: Comparison) -> Section:
    columns = (
        Column(name="By the one"),
        *(Column(name=name, kind=Kind.WHOLE) for name in _rungs(found.other)),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, *(int(each) for each in found.matrix[place]))
        for place, name in enumerate(_rungs(found.one))
    )
    steps = np.asarray(found.changed.column("steps"))
    chart = BarChart(
        title="To whom another outcome is proposed",
        says=_lead(found),
        x=Column(name="The other proposes something"),
        y=Column(name="People", kind=Kind.WHOLE),
        at=("graver", "milder"),
        series=(Series(name="people", values=(int((steps > 0).sum()), int((steps < 0).sum()))),),
    )
    table = Table(
        caption="Where people stand by the one (rows) and by the other (columns)",
        columns=columns,
        rows=rows,
    )
    return Section(title="Who stands where", of=(table, chart))


def _people(found: Comparison, told: Sequence[Why]) -> Section:
    if not told:
        return Section(title="Who changes", says="Nobody is told in full.")
    table = Table(
        caption=f"{len(told):,} of {found.changed.num_rows:,}, the gravest change first",
        columns=(
            Column(name=found.one.about.value),
            Column(name="By the one"),
            Column(name="By the other"),
            Column(name="Figures by the one"),
            Column(name="Figures by the other"),
            Column(name="Outcomes that differ"),
        ),
        rows=tuple(
            (
                each.one.subject,
                each.one.rung or "no rung",
                each.other.rung or "no rung",
                figures_told(found.one, each.one),
                figures_told(found.other, each.other),
                evidence_told(each),
            )
            for each in told
        ),
    )
    return Section(title="Who changes", says=PEOPLE_SAY, of=(table,))


def figures_told(policy: Policy, verdict: Verdict) -> str:
    """Every figure, over how many votes, against every limit of any rung, each once."""
    signals = {signal.name: signal for signal in policy.signals}
    votes = {figure.signal: figure.sample for figure in verdict.figures}
    told: dict[str, None] = {}
    for test in verdict.tests:
        for limit in test.limits:
            signal = signals[limit.signal]
            asked = OPERATORS[limit.operator].format(figure_told(signal, limit.limit))
            held = "holds" if limit.holds else "does not hold"
            value = figure_told(signal, limit.value)
            told[f"{limit.signal} {value} of {votes[limit.signal]}: {asked} {held}"] = None
    return "; ".join(told) or "no figure is held against a limit"


def evidence_told(each: Why) -> str:
    """The outcomes that count by one policy and not by the other, by name."""
    return "; ".join(_parts(each)) or "none: the same outcomes count, held against something else"


def _parts(each: Why) -> Iterator[str]:
    sorts = (("counted", each.counted), ("negative", each.negative), ("left out", each.left_out))
    for what, (one, other) in sorts:
        if one:
            yield f"{what} by the one only: {', '.join(one)}"
        if other:
            yield f"{what} by the other only: {', '.join(other)}"


def _policies(found: Comparison) -> Section:
    lines = list(
        unified_diff(
            write(found.one).splitlines(),
            write(found.other).splitlines(),
            fromfile=_named(found.one),
            tofile=_named(found.other),
            lineterm="",
            n=2,
        )
    )
    table = Table(
        caption="Line by line, both written in the same form",
        columns=(Column(name="Only in the one"), Column(name="Only in the other")),
        rows=tuple(_beside(lines)),
    )
    says = "Lines that only one of the two texts has. The whole text of the other stands below."
    parts = (table,) if table.rows else (Prose(text="The two texts are the same."),)
    return Section(title="How the policies differ", says=says, of=parts)


def _beside(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line in lines[2:]:
        if line.startswith("-"):
            yield line[1:].strip(), ""
        elif line.startswith("+"):
            yield "", line[1:].strip()
