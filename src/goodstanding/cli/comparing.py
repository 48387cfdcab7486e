"""Two policies and a history become a report: who changes side, and on which evidence."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from goodstanding.cli.compare_report import report_of
from goodstanding.cli.lab import Material, material, require_outputs, write_rows
from goodstanding.cli.progress import meter
from goodstanding.cli.report.writing import write_report
from goodstanding.cli.verdicts import asked
from goodstanding.core.policy.language import Policy
from goodstanding.core.words import told_instant
from goodstanding.engine.compare import Comparison, Why, by_person, compare, why


def compare_files(
    files: tuple[Path, ...],
    *,
    one_path: Path,
    other_path: Path,
    as_of: datetime,
    negative: str | None,
    show: int,
    changed_path: Path | None,
    reports: tuple[Path, ...],
    processes: int,
    command: str,
    rejects_path: Path | None,
    no_progress: bool,
    **said: Any,
) -> int:
    """Judges everybody by both, writes the reports, prints who changes.

    Raises:
        Refusal: a policy, a file as a whole, or an output is refused.
    """
    require_outputs(reports, changed_path)
    known: list[Material] = []
    policies: list[Policy] = []
    for path in (one_path, other_path):
        policy, wish = asked(files, path, negative=negative, said=said)
        policies.append(policy)
        known.append(material(wish, policy, rejects_path=rejects_path, quiet=no_progress))
    with meter("comparing", quiet=no_progress):
        one, other = ((policies[n], known[n].source) for n in (0, 1))
        found = compare(one, other, as_of, processes=processes)
        told = _told(found, known, show=show)
    report = report_of(found, told, command=command)
    for path in reports:
        write_report(report, path)
    if changed_path is not None:
        write_rows(found.changed, changed_path)
    _say(found, told)
    return max(each.rest() for each in known)


def _told(found: Comparison, known: Sequence[Material], *, show: int) -> list[Why]:
    """In full, those whose change is the gravest."""
    names = found.changed.column("subject").slice(0, show).to_pylist()
    if not names:
        return []
    one, other = (by_person(each.people(names)) for each in known)
    return [
        why((found.one, one[name]), (found.other, other[name]), subject=name, as_of=found.as_of)
        for name in names
    ]


def _say(found: Comparison, told: Sequence[Why]) -> None:
    """What matters most, in a few lines."""
    click.echo(
        f"{_named(found.one)} and {_named(found.other)} at {told_instant(found.as_of)}: "
        f"{found.judged:,} judged"
    )
    steps = found.changed.column("steps").to_pylist()
    graver, milder = sum(each > 0 for each in steps), sum(each < 0 for each in steps)
    click.echo(f"to {graver:,} the other proposes something graver, to {milder:,} something milder")
    first = [rung.name for rung in found.one.ladder] + ["no rung"]
    second = [rung.name for rung in found.other.ladder] + ["no rung"]
    for row, name in enumerate(first):
        for column, to in enumerate(second):
            count = int(found.matrix[row, column])
            if count:
                click.echo(f"  {name} -> {to}: {count:,}")
    for each in told:
        click.echo(f"{each.one.subject}: {_rung(each.one.rung)} -> {_rung(each.other.rung)}")


def _rung(name: str | None) -> str:
    return name or "no rung"


def _named(policy: Policy) -> str:
    return f"{policy.name} version {policy.version}"
