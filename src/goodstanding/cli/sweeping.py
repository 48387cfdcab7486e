"""A policy, a history and limits to try become a report: which threshold costs how much."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
import numpy as np

from goodstanding import __version__
from goodstanding.cli.lab import grid, material, require_outputs
from goodstanding.cli.policies import shipped_or, text_of
from goodstanding.cli.progress import meter
from goodstanding.cli.report.cell import Column, Kind
from goodstanding.cli.report.chart import Limit, LineChart, Series
from goodstanding.cli.report.record import Fact, Report, Section, Table
from goodstanding.cli.report.writing import write_report
from goodstanding.cli.verdicts import asked
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.wording import number_told, share_told
from goodstanding.core.words import Refusal
from goodstanding.engine.backtest import proposing
from goodstanding.engine.sweep import Swept, Thresholds, limits_of, sweep

INSTANT = Column(name="Instant", kind=Kind.INSTANT)
SHARE = Column(name="Share", kind=Kind.SHARE)


def sweep_files(
    files: tuple[Path, ...],
    *,
    policy_path: Path,
    negative: str | None,
    rung: str,
    signal: str,
    limits: tuple[str, ...],
    from_at: datetime | None,
    until_at: datetime | None,
    every: str,
    reports: tuple[Path, ...],
    processes: int,
    command: str,
    rejects_path: Path | None,
    no_progress: bool,
    **said: Any,
) -> int:
    """Tries each limit in the place of the rung's own, writes the reports, prints the table.

    Raises:
        Refusal: the policy, a file as a whole, a limit, the grid or an output is refused.
    """
    require_outputs(reports, None)
    policy, wish = asked(files, policy_path, negative=negative, said=said)
    thresholds = Thresholds(rung=rung, signal=signal, limits=_limits(limits))
    own = limits_of(policy, rung, signal)
    known = material(wish, policy, rejects_path=rejects_path, quiet=no_progress)
    instants = grid(known.source, from_at=from_at, until_at=until_at, every=every)
    with meter("sweeping", quiet=no_progress):
        found = sweep(policy, known.source, instants, thresholds=thresholds, processes=processes)
    report = _report(
        policy,
        found,
        instants,
        thresholds=thresholds,
        own=own,
        command=command,
        policy_text=text_of(shipped_or(policy_path)),
    )
    for path in reports:
        write_report(report, path)
    _say(policy, found, thresholds=thresholds, own=own)
    return known.rest()


def _limits(written: tuple[str, ...]) -> tuple[Fraction, ...]:
    """The limits in rising order, each once."""
    told = []
    for each in (part for text in written for part in text.split(",")):
        try:
            told.append(Fraction(each.strip()))
        except (ValueError, ZeroDivisionError):
            raise Refusal(
                "odd-limit", f"limit `{each}`", cure="give numbers with commas: --limits 2,3,4"
            ) from None
    return tuple(sorted(set(told)))


def _shares(reached: Any, judged: Any) -> list[Fraction]:
    return [
        Fraction(int(count), int(every) or 1) for count, every in zip(reached, judged, strict=True)
    ]


def _most(found: Swept, at: int) -> Fraction:
    """The greatest share at any instant."""
    return max(_shares(found.reached[at], found.judged))


def _ever(found: Swept, at: int) -> Fraction:
    """The share of those judged in the end who ever reached it."""
    return Fraction(int(found.ever[at][-1]), int(found.judged[-1]) or 1)


def _report(
    policy: Policy,
    found: Swept,
    instants: tuple[datetime, ...],
    *,
    thresholds: Thresholds,
    own: Sequence[Any],
    command: str,
    policy_text: str,
) -> Report:
    limits = tuple(Fraction(each) for each in thresholds.limits)
    most = [_most(found, at) for at in range(len(limits))]
    lead = _lead(policy, thresholds, most)
    budget = policy.impact_budget
    line = None if budget is None else Limit(label="impact budget", value=budget)
    charts = (
        _by_limit(found, limits, own=own, axis=thresholds.signal, line=line),
        _by_instant(found, limits, instants=instants, line=line),
    )
    return Report(
        title=f"Sweep of {policy.title}",
        lead=lead,
        command=command,
        facts=(
            Fact(label="Policy", value=f"{policy.name}, version {policy.version}"),
            Fact(label="Limit now", value=", ".join(number_told(each) for each in own)),
            Fact(label="From", value=instants[0], kind=Kind.INSTANT),
            Fact(label="Until", value=instants[-1], kind=Kind.INSTANT),
            Fact(label="Instants", value=len(instants), kind=Kind.WHOLE),
            Fact(label="Judged at the end", value=int(found.judged[-1]), kind=Kind.WHOLE),
        ),
        parts=(
            Section(title="Thresholds against the budget", of=charts),
            Section(title="All counts", of=(_table(found, limits),)),
        ),
        policy_text=policy_text,
        made_with=f"goodstanding {__version__}",
    )


def _by_limit(
    found: Swept, limits: tuple[Fraction, ...], *, own: Sequence[Any], axis: str, line: Limit | None
) -> LineChart:
    every = range(len(limits))
    whole = all(limit.denominator == 1 for limit in limits)
    now = ", ".join(number_told(each) for each in own)
    return LineChart(
        title=f"Share on the rung, by the limit of {axis}",
        says=f"Each mark is a limit that was tried, and lines only join them. The limit is {now} "
        "now. Whoever reached the rung once stays among those who ever did.",
        x=Column(name=axis, kind=Kind.WHOLE if whole else Kind.NUMBER),
        y=SHARE,
        at=tuple(int(limit) for limit in limits) if whole else limits,
        series=(
            Series(name="at the worst instant", values=tuple(_most(found, at) for at in every)),
            Series(name="ever", values=tuple(_ever(found, at) for at in every)),
        ),
        limit=line,
    )


def _by_instant(
    found: Swept,
    limits: tuple[Fraction, ...],
    *,
    instants: tuple[datetime, ...],
    line: Limit | None,
) -> LineChart:
    return LineChart(
        title="Share on the rung, by instant",
        says="One line for each limit.",
        x=INSTANT,
        y=SHARE,
        at=instants,
        series=tuple(
            Series(name=number_told(limit), values=tuple(_shares(found.reached[at], found.judged)))
            for at, limit in enumerate(limits)
        ),
        limit=line,
    )


def _lead(policy: Policy, thresholds: Thresholds, most: Sequence[Fraction]) -> str:
    signal, rung = f"`{thresholds.signal}`", f"`{thresholds.rung}`"
    budget = policy.impact_budget
    if budget is None:
        return f"The policy has no impact budget to hold the rung {rung} against."
    within = [
        number_told(limit)
        for limit, share in zip(thresholds.limits, most, strict=True)
        if share <= budget
    ]
    others = "" if len(proposing(policy)) < 2 else " Other rungs count towards the budget, too."
    if not within:
        return (
            f"With no limit of {signal} that was tried does the rung {rung} keep within the budget "
            f"of {share_told(budget)}.{others}"
        )
    return (
        f"The rung {rung} keeps within the budget of {share_told(budget)} at every instant if "
        f"{signal} is held against {_listed(within)}.{others}"
    )


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def _table(found: Swept, limits: Sequence[Fraction]) -> Table:
    return Table(
        caption="Each limit",
        columns=(
            Column(name="Limit", kind=Kind.NUMBER),
            Column(name="On the rung at the end", kind=Kind.WHOLE),
            Column(name="Share at the end", kind=Kind.SHARE),
            Column(name="At the worst instant", kind=Kind.SHARE),
            Column(name="Ever", kind=Kind.WHOLE),
            Column(name="Ever, share", kind=Kind.SHARE),
        ),
        rows=tuple(
            (
                limit,
                int(found.reached[at][-1]),
                _shares(found.reached[at], found.judged)[-1],
                _most(found, at),
                int(found.ever[at][-1]),
                _ever(found, at),
            )
            for at, limit in enumerate(limits)
        ),
    )


def _say(policy: Policy, found: Swept, *, thresholds: Thresholds, own: Sequence[Any]) -> None:
    now = ", ".join(number_told(each) for each in own)
    click.echo(
        f"{policy.name} version {policy.version}, rung {thresholds.rung}: {thresholds.signal} is "
        f"held against {now}; {int(found.judged[-1]):,} judged at the end"
    )
    width = max(len(number_told(Fraction(each))) for each in thresholds.limits)
    for at, limit in enumerate(thresholds.limits):
        share = float(np.max(found.reached[at] / np.maximum(found.judged, 1)))
        click.echo(
            f"  {number_told(Fraction(limit)):>{width}}: {int(found.reached[at][-1]):,} at the "
            f"end, {share:.2%} at the worst instant, {int(found.ever[at][-1]):,} ever"
        )
