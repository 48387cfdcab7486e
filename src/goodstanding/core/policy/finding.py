"""What is wrong with a policy becomes findings: where, what, and the cure, told like a compiler."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from goodstanding.core.words import Refusal


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
    lines = text.splitlines()
    blocks = [
        _told(finding, source=source, lines=lines)
        for finding in sorted(findings, key=_in_reading_order)
    ]
    return "\n\n".join(blocks)


def _told(finding: Finding, *, source: str, lines: list[str]) -> str:
    place = finding.place
    head = f"{source}:{place.line}:{place.column}: {finding.severity}: {finding.message}"
    number = str(place.line)
    margin = " " * len(number)
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    caret = " " * (place.column - 1) + "^" * max(1, place.length)
    return "\n".join(
        [
            f"{head} [{finding.code}]",
            f"  {margin} |",
            f"  {number} | {line.expandtabs(1)}".rstrip(),
            f"  {margin} | {caret}",
            f"  {margin} = {finding.cure}",
        ]
    )
