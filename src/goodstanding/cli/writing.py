"""Judgements, verdicts and rejects become files and tables."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from goodstanding.cli.judging import Judged, Judgement, kinds_of, share_flagged, summary
from goodstanding.cli.place import Reject
from goodstanding.cli.source import columnar
from goodstanding.core import because
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.signal import Signal
from goodstanding.core.policy.wording import OPERATORS, figure_told, share_told
from goodstanding.core.verdict import Limit, Verdict
from goodstanding.core.words import Refusal, told_instant

# Nobody reads more lines than these in a terminal.
MOST_TOLD = 1_000
REJECT_COLUMNS = ("file", "line", "column", "value", "wrong", "cure")


def as_json(value: Any) -> str:
    """The value as JSON for people and programs, ending in a line break.

    Exact numbers, and whatever else JSON does not know, are text.
    """
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plainly) + "\n"


def _plainly(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return sorted(value) if isinstance(value, frozenset) else str(value)


def write_judgement(judgement: Judged, form: str, path: Path | None) -> None:
    """The judgement in that form, to the path or to stdout.

    Raises:
        Refusal: Parquet without a path, or the path cannot be written.
    """
    if form == "parquet":
        if path is None:
            raise Refusal(
                "parquet-to-terminal", "Parquet is not for a terminal", cure="add --output FILE"
            )
        rows = judgement.records()
        try:
            columnar().write_parquet(path, rows, kinds_of(judgement.policy))
        except OSError as wrong:
            raise _unwritable(path, wrong) from None
        return
    write_text(_as_text(judgement, form, to_file=path is not None), path)


def writer_for(path: Path | None) -> Callable[[Judgement], None]:
    """What writes everybody's verdict to the path, by its ending; nothing where there is none.

    Raises:
        Refusal: the ending is none of those that can be written.
    """
    if path is None:
        return lambda _: None
    if path.suffix in (".jsonl", ".ndjson"):
        return lambda judgement: write_text(_as_lines(judgement), path)
    if path.suffix not in (".csv", ".parquet"):
        raise Refusal(
            "unknown-ending",
            f"`{path}` ends in no form that verdicts are written in",
            cure="let it end in .csv, .parquet or .jsonl",
        )
    return lambda judgement: write_judgement(judgement, path.suffix[1:], path)


def _as_lines(judgement: Judgement) -> str:
    return "".join(
        json.dumps(because.record(verdict), ensure_ascii=False) + "\n"
        for verdict in judgement.verdicts
    )


def _as_text(judgement: Judged, form: str, *, to_file: bool) -> str:
    if form == "json":
        return as_json(summary(judgement))
    if form == "csv":
        return _as_csv(judgement)
    return _as_tables(judgement, to_file=to_file)


def write_text(text: str, path: Path | None) -> None:
    """The text to the path or to stdout.

    Raises:
        Refusal: the path cannot be written.
    """
    if path is None:
        sys.stdout.write(text)
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as wrong:
        raise _unwritable(path, wrong) from None


def _unwritable(path: Path, wrong: OSError) -> Refusal:
    return Refusal(
        "unwritable",
        f"`{path}` cannot be written: {wrong.strerror or wrong}",
        cure="give another path",
    )


def _as_csv(judgement: Judged) -> str:
    text = StringIO()
    writer = csv.DictWriter(text, list(kinds_of(judgement.policy)), lineterminator="\n")
    writer.writeheader()
    for record in judgement.records():
        writer.writerow({**record, "as_of": told_instant(record["as_of"])})
    return text.getvalue()


def write_rejects(rejects: Iterable[Reject], path: Path) -> None:
    """One line for each thing that is wrong, in the order of the files.

    Raises:
        Refusal: the path cannot be written.
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(REJECT_COLUMNS)
    for reject in rejects:
        writer.writerow([getattr(reject, column) for column in REJECT_COLUMNS])
    write_text(text.getvalue(), path)


def _as_tables(judgement: Judged, *, to_file: bool) -> str:
    """The judgement as tables, as wide as the terminal; in a file, plain and 100 wide."""
    text = StringIO()
    terminal = Console()
    styled = terminal.is_terminal and not to_file
    console = Console(
        file=text,
        force_terminal=styled,
        no_color=terminal.no_color,
        width=terminal.width if styled else 100,
        highlight=False,
    )
    policy = judgement.policy
    console.print(
        f"{policy.title} (`{policy.name}` version {policy.version}) "
        f"at {told_instant(judgement.as_of)}",
        style="bold",
    )
    console.print(_rungs(judgement))
    console.print(_budget(judgement))
    told = judgement.flagged[:MOST_TOLD]
    if told:
        console.print(_flagged(judgement.policy, told))
    if len(judgement.flagged) > len(told):
        more = len(judgement.flagged) - len(told)
        console.print(f"and {more:,} more; `--format csv` or `json` tells them all")
    return text.getvalue()


def _rungs(judgement: Judged) -> Table:
    table = Table("rung", "proposes", title=None)
    table.add_column("people", justify="right")
    table.add_column("share", justify="right")
    judged = judgement.judged or 1
    clear = judgement.judged - sum(judgement.rungs.values())
    table.add_row("no rung", "", f"{clear:,}", share_told(Fraction(clear, judged)))
    for rung in judgement.policy.ladder:
        people = judgement.rungs[rung.name]
        proposes = rung.proposes.replace("_", " ")
        table.add_row(rung.name, proposes, f"{people:,}", share_told(Fraction(people, judged)))
    return table


def _budget(judgement: Judged) -> str:
    share, budget = share_flagged(judgement), judgement.policy.impact_budget
    told = f"{judgement.judged:,} judged, {share_told(share)} flagged"
    if budget is None:
        return f"{told}; the policy gives no budget"
    said = "within" if share <= budget else "OVER"
    return f"{told}; {said} the budget of {share_told(budget)}"


def _flagged(policy: Policy, flagged: Sequence[Verdict]) -> Table:
    signals = {signal.name: signal for signal in policy.signals}
    names = [name for name in signals if any(name in _limits(verdict) for verdict in flagged)]
    table = Table(policy.about.value, "rung")
    for name in names:
        table.add_column(name, justify="right")
    for verdict in flagged:
        limits = _limits(verdict)
        cells = [_against(signals[name], limits.get(name)) for name in names]
        table.add_row(verdict.subject, str(verdict.rung), *cells)
    return table


def _against(signal: Signal, limit: Limit | None) -> str:
    if limit is None:
        return ""
    wanted = OPERATORS[limit.operator].format(figure_told(signal, limit.limit))
    return f"{figure_told(signal, limit.value)} ({wanted})"


def _limits(verdict: Verdict) -> dict[str, Limit]:
    reached = verdict.reached.limits if verdict.reached else ()
    return {limit.signal: limit for limit in reversed(reached)}
