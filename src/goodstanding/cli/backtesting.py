"""A policy and a history become a report: who would have been flagged when, and how rightly."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click
import numpy as np
import pyarrow as pa

from goodstanding.cli.backtest_report import looking_back, report_of
from goodstanding.cli.clearings import clearings_in
from goodstanding.cli.lab import (
    grid,
    groups_in,
    kinds_of,
    material,
    require_outputs,
    table_in,
    write_rows,
)
from goodstanding.cli.policies import shipped_or, text_of
from goodstanding.cli.progress import meter
from goodstanding.cli.report.writing import write_report
from goodstanding.cli.verdicts import asked
from goodstanding.core.words import Refusal, told_instant
from goodstanding.engine.backtest import NEVER, Backtest, backtest
from goodstanding.engine.truth import (
    Rightness,
    Shares,
    Truth,
    by_group,
    by_volume,
    places_of,
    require_truth,
    rightness,
    truth_of,
)


def backtest_files(
    files: tuple[Path, ...],
    *,
    policy_path: Path,
    negative: str | None,
    from_at: datetime | None,
    until_at: datetime | None,
    every: str,
    truth_path: Path | None,
    people_path: Path | None,
    groups: tuple[str, ...],
    reports: tuple[Path, ...],
    flags_path: Path | None,
    cleared_path: Path | None,
    processes: int,
    command: str,
    rejects_path: Path | None,
    no_progress: bool,
    **said: Any,
) -> int:
    """Replays the history, writes the reports, prints what matters most.

    Raises:
        Refusal: the policy, a file as a whole, the grid or an output is refused.
    """
    require_outputs(reports, flags_path)
    policy, wish = asked(files, policy_path, negative=negative, said=said)
    tables = _tables(truth_path, people_path, groups, about=policy.about.value)
    cleared = clearings_in(cleared_path, policy, assume_utc=wish.assume_utc)
    known = material(wish, policy, rejects_path=rejects_path, quiet=no_progress)
    instants = grid(known.source, from_at=from_at, until_at=until_at, every=every)
    with meter("replaying", quiet=no_progress):
        found = backtest(policy, known.source, instants, cleared=cleared, processes=processes)
    truth = None if tables[0] is None else truth_of(found, tables[0])
    right = _rightness(found, truth)
    fairness = _fairness(found, truth, table=tables[1], groups=groups)
    text = text_of(shipped_or(policy_path))
    report = report_of(found, right=right, fairness=fairness, command=command, policy_text=text)
    for path in reports:
        write_report(report, path)
    if flags_path is not None:
        write_flags(found, flags_path)
    _say(found, right)
    return known.rest()


def _tables(
    truth_path: Path | None, people_path: Path | None, groups: tuple[str, ...], *, about: str
) -> tuple[Any, Any]:
    """The truth, and the people to group by; the truth will do for both."""
    truth = None if truth_path is None else table_in(truth_path, about=about)
    if truth is not None:
        require_truth(truth, about=about)
    people = truth if people_path is None else table_in(people_path, about=about)
    if groups and people is None:
        raise Refusal(
            "groups-of-nobody", f"`--by {groups[0]}`", cure="say --people PATH or --truth PATH"
        )
    if groups:
        groups_in(people, groups, about=about)
    elif people_path is not None:
        raise Refusal(
            "people-without-groups",
            f"`--people {people_path}` is there to group by",
            cure="say by which of its columns: --by COLUMN",
        )
    return truth, people


def _rightness(found: Backtest, truth: Truth | None) -> dict[str, Rightness]:
    """Of each rung of the ladder, how right it was to reach it or a graver one."""
    if truth is None:
        return {}
    return {
        rung.name: rightness(found, truth, found.reached[:, place])
        for place, rung in enumerate(found.policy.ladder)
    }


def _fairness(
    found: Backtest, truth: Truth | None, *, table: Any, groups: tuple[str, ...]
) -> dict[str, Shares]:
    told = {"outcomes known in the end": by_volume(found, found.flagged)}
    if truth is not None:
        good = truth.bad_since > np.iinfo(np.int64).max - 1
        told["outcomes known in the end, among those who were never bad"] = by_volume(
            found, found.flagged, among=good
        )
    for name in groups:
        place = places_of(found.names, table.column(found.policy.about.value))
        own = kinds_of(table.column(name).combine_chunks()).take(place)
        told[name] = by_group(found.flagged, own)
    return told


def write_flags(found: Backtest, path: Path) -> None:
    """One row for each person who was ever flagged: when first, and when on each rung."""
    rows = np.flatnonzero(found.flagged != NEVER)
    instants = pa.array(found.instants, pa.timestamp("us", tz="UTC"))

    def at(places: Any) -> Any:
        own = places[rows]
        return instants.take(pa.array(np.where(own == NEVER, 0, own), mask=own == NEVER))

    columns = {
        found.policy.about.value: found.names.take(pa.array(rows)),
        "first_flagged_at": at(found.flagged),
        "outcomes": pa.array(found.volume[rows]),
    }
    for place, rung in enumerate(found.policy.ladder):
        columns[f"{rung.name}_at"] = at(found.reached[:, place])
    write_rows(pa.table(columns), path)


def _say(found: Backtest, right: dict[str, Rightness]) -> None:
    """What matters most, in a few lines."""
    if lacks := looking_back(found.policy):
        click.echo(f"note: {lacks} `goodstanding timeline` follows one person over time", err=True)
    first, last = found.instants[0], found.instants[-1]
    flagged, judged = int(found.flags[-1]), int(found.judged[-1])
    click.echo(
        f"{found.policy.name} version {found.policy.version}, {len(found.instants)} instants from "
        f"{told_instant(first)} to {told_instant(last)}"
    )
    share = flagged / judged if judged else 0
    click.echo(f"at the end {judged:,} judged, {flagged:,} flagged ({share:.2%})")
    if found.policy.impact_budget is not None:
        over = _over_budget(found)
        told = f"over the budget of {float(found.policy.impact_budget):.2%} at {over} of them"
        click.echo(told if over else told.replace("over the", "within the").split(" at ")[0])
    click.echo(f"{int((found.flagged != NEVER).sum()):,} were ever flagged")
    for name, each in right.items():
        value = each.precision.value
        told = "nobody" if value is None else f"{value:.3f} of them rightly"
        click.echo(f"  {name}: {each.flagged:,} ever, {told}")


def _over_budget(found: Backtest) -> int:
    budget = float(found.policy.impact_budget or 1)
    shares = found.flags / np.maximum(found.judged, 1)
    return int((shares > budget).sum())
