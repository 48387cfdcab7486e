"""What is wrong with a policy becomes findings: where, what, and the cure, told like a compiler."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import combining, east_asian_width

from goodstanding.core.words import Refusal

# Where YAML ends a line. A policy may also be one long line; of it, what surrounds the fault.
LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
BYTE_ORDER_MARK = "\ufeff"
MOST_BEFORE = 200
MOST_MARKED = 200


class Severity(StrEnum):
    """An error keeps a policy out of force; a warning is for its author to weigh."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands in the policy's text: line and column from 1, and its length."""

    line: int
    column: int
    length: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong: a stable code, what it is, where, and what would cure it."""

    code: str
    message: str
    cure: str
    place: Place
    severity: Severity = Severity.ERROR

    @property
    def line(self) -> int:
        return self.place.line

    @property
    def column(self) -> int:
        return self.place.column


class PolicyRefused(Refusal):
    """A policy that cannot be used; `findings` are all the reasons, in the order of its text."""

    def __init__(self, findings: Iterable[Finding], *, source: str) -> None:
        self.findings = tuple(sorted(findings, key=_in_reading_order))
        self.source = source
        first = next(each for each in self.findings if each.severity is Severity.ERROR)
        place = f"policy `{source}`, line {first.line}"
        super().__init__(first.code, first.message, cure=first.cure, place=place)


def _in_reading_order(finding: Finding) -> tuple[int, int, str, str]:
    return (finding.line, finding.column, finding.code, finding.message)


def told(findings: Iterable[Finding], *, source: str, text: str) -> str:
    """The findings as a compiler prints them: place, message, the line with a caret, the cure."""
    lines = LINE_BREAK.split(text.replace(BYTE_ORDER_MARK, ""))
    blocks = [
        _told(finding, source=source, line=lines[finding.line - 1])
        for finding in sorted(findings, key=_in_reading_order)
    ]
    return "\n\n".join(blocks)


def _told(finding: Finding, *, source: str, line: str) -> str:
    place = finding.place
    head = f"{source}:{place.line}:{place.column}: {finding.severity}: {finding.message}"
    number = str(place.line)
    margin = " " * len(number)
    start, end = place.column - 1, place.column - 1 + place.length
    left = _seen(line[max(0, start - MOST_BEFORE) : start])
    marked = _seen(line[start : min(end, start + MOST_MARKED)])
    right = _seen(line[end : start + MOST_MARKED])
    if start > MOST_BEFORE:
        left = f"…{left}"
    if len(line) > start + MOST_MARKED:
        right = f"{right}…"
    caret = " " * _columns(left) + "^" * max(1, _columns(marked))
    return "\n".join(
        [
            f"{head} [{finding.code}]",
            f"  {margin} |",
            f"  {number} | {left}{marked}{right}".rstrip(),
            f"  {margin} | {caret}",
            f"  {margin} = {finding.cure}",
        ]
    )


def _seen(part: str) -> str:
    """Part of a line as it can be printed: a tab is one space, what cannot be seen is a sign."""
    return "".join(
        sign if sign.isprintable() else " " if sign.isspace() else "\N{REPLACEMENT CHARACTER}"
        for sign in part
    )


def _columns(part: str) -> int:
    """How many columns the text takes in a terminal: wide signs take two, combining ones none."""
    return sum(
        0 if combining(sign) else 2 if east_asian_width(sign) in ("W", "F") else 1 for sign in part
    )
