"""The policies of the zoo become the table of its rows."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from goodstanding.core.policy.language import Policy, Rung
from goodstanding.core.policy.over_time import Held, Stood
from goodstanding.core.policy.signal import Signal
from goodstanding.core.policy.text import read
from goodstanding.core.policy.wording import (
    days_told,
    expression_told,
    months_told,
    window_told,
)
from goodstanding.core.policy.wording_over_time import cadence_told, end_told

ROW = re.compile(r"(?P<number>\d+)(?P<letter>[a-z]?)-")
COLUMNS = (
    "row",
    "whose, and which",
    "how it is known",
    "who",
    "what is measured",
    "ladder",
    "time",
    "held by",
)

Row = tuple[str, str, Policy]


def zoo_page(folder: Path) -> Iterator[str]:
    """The reference page of the zoo: a table of its rows, and what none of them can say.

    Everything comes from the files' own fields. The file names begin with the row's number.
    """
    rows = sorted(map(_row, folder.glob("*.yaml")), key=_order)
    examples = sum(len(policy.examples) for _, _, policy in rows)
    timelines = sum(len(policy.timelines) for _, _, policy in rows)
    yield "# The zoo of published rules\n"
    yield (
        f"{len(rows)} rules that marketplaces have published, each as a policy that "
        f"`goodstanding check` holds to its own examples ({examples}) and timelines ({timelines}). "
        "What is theirs and what is ours says the note in each file. Examples modelled on "
        "published policies; not endorsed; numbers may have changed.\n"
    )
    yield f"| {' | '.join(COLUMNS)} |"
    yield "|" + "---|" * len(COLUMNS)
    for row, name, policy in rows:
        yield f"| {' | '.join(_cells(row, name, policy))} |"
    yield "\n## What the language still cannot say\n"
    for row, name, policy in rows:
        yield f"**{row}** {_whose(policy)} ([{name}](../../policies/zoo/{name})):\n"
        yield from (f"- {said}" for said in policy.cannot_say)
        yield ""


def _row(path: Path) -> Row:
    named = ROW.match(path.name)
    if named is None:
        raise ValueError(f"`{path.name}` does not begin with the row that it renders")
    row = named["number"] + named["letter"]
    return row, path.name, read(path.read_text(encoding="utf-8"), source=path.name)


def _order(row: Row) -> tuple[int, str]:
    number = row[0].rstrip("abcdefghijklmnopqrstuvwxyz")
    return int(number), row[0].removeprefix(number)


def _cells(row: str, name: str, policy: Policy) -> Iterator[str]:
    yield f"[{row}](../../policies/zoo/{name})"
    yield _whose(policy)
    yield policy.origin.retrieved if policy.origin else ""
    yield policy.about
    yield "; ".join(_measured(policy))
    yield " → ".join(f"{rung.name} ({_words(rung.proposes)})" for rung in policy.ladder)
    yield "; ".join(_over_time(policy))
    yield f"{len(policy.examples)} examples, {_counted(len(policy.timelines), 'timeline')}"


def _whose(policy: Policy) -> str:
    return policy.origin.modelled_on if policy.origin else policy.title


def _measured(policy: Policy) -> Iterator[str]:
    """What is measured, by window in the order of the file."""
    for window, signals in groupby(policy.signals, key=lambda signal: window_told(signal.window)):
        yield f"{', '.join(map(_said, signals))} ({window})"


def _said(signal: Signal) -> str:
    return signal.says or _words(signal.name)


def _over_time(policy: Policy) -> Iterator[str]:
    yield f"looked at {cadence_told(policy.process)}"
    for rung in policy.ladder:
        told = "; ".join(_of_rung(rung))
        if told:
            yield f"**{rung.name}** {told}"
    if policy.protection is not None:
        yield f"a worse state shows after {days_told(policy.protection.days)}"


def _of_rung(rung: Rung) -> Iterator[str]:
    if rung.held is not None:
        yield _held(rung.held)
    if rung.stood is not None:
        yield _stood(rung.stood)
    if rung.until is not None:
        yield f"ends {end_told(rung.until)}"
        if rung.until.more_days is not None:
            more = rung.until.more_days
            yield f"{days_told(more.days)} more for each: {expression_told(more.each.root)}"
    if rung.leave is not None:
        yield f"lasts until `{rung.leave.text}`"
    if rung.probation is not None:
        probation = rung.probation
        yield f"the next {probation.votes} votes must pass `{probation.passes.text}`"


def _held(held: Held) -> str:
    if held.times == held.of:
        return f"after {held.times} times in a row"
    return f"after {held.times} of the last {held.of} times"


def _stood(stood: Stood) -> str:
    span = days_told(stood.days or 0) if stood.months is None else months_told(stood.months)
    return f"after {span} on {stood.on}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _words(name: str) -> str:
    return name.replace("_", " ")
