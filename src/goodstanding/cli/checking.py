"""Policies become a report: what is wrong with each, where, the cure, and whether examples hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from goodstanding.cli.policies import shipped_or, text_of
from goodstanding.cli.writing import as_json
from goodstanding.core.policy.finding import Finding, Severity, told
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.text import examine
from goodstanding.core.rehearsal import Rehearsed, rehearse, rehearse_timelines
from goodstanding.core.words import Refusal

REFUSED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found about one policy file."""

    path: Path
    text: str
    policy: Policy | None
    findings: tuple[Finding, ...]
    examples: tuple[Rehearsed, ...]
    timelines: tuple[Rehearsed, ...]

    def is_refused(self, *, strict: bool) -> bool:
        """Whether the file cannot be used: an error, an example or a timeline that does not hold,
        or a warning if strict."""
        broken = any(not each.held for each in (*self.examples, *self.timelines))
        return self.policy is None or broken or (strict and bool(self.findings))


def check_files(paths: tuple[Path, ...], *, strict: bool, form: str) -> int:
    """Reports on every policy, and gives 2 when any is refused.

    Raises:
        Refusal: a path cannot be read, or a folder holds no policy.
    """
    reports = [_report(path) for each in paths for path in _policies_in(shipped_or(each))]
    if form == "json":
        click.echo(as_json([_record(report, strict=strict) for report in reports]), nl=False)
    else:
        for report in reports:
            click.echo("\n".join(_lines(report)))
    return REFUSED if any(report.is_refused(strict=strict) for report in reports) else 0


def _policies_in(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.rglob("*.y*ml") if each.suffix in (".yaml", ".yml"))
    if not found:
        raise Refusal(
            "no-policies",
            f"folder `{path}` holds no policy",
            cure="name a YAML file, or its folder",
        )
    return found


def _report(path: Path) -> Report:
    text = text_of(path)
    policy, findings = examine(text)
    examples = rehearse(policy) if policy is not None else ()
    timelines = rehearse_timelines(policy) if policy is not None else ()
    return Report(
        path=path,
        text=text,
        policy=policy,
        findings=findings,
        examples=examples,
        timelines=timelines,
    )


def _lines(report: Report) -> Iterator[str]:
    if report.findings:
        yield told(report.findings, source=str(report.path), text=report.text) + "\n"
    for kind, rehearsed in (("example", report.examples), ("timeline", report.timelines)):
        for each in rehearsed:
            if not each.held:
                yield f"{report.path}: error: {kind} `{each.name}`: {each.told} [{kind}-fails]"
    if report.policy is None:
        errors = sum(finding.severity is Severity.ERROR for finding in report.findings)
        yield f"{report.path}: refused, {_count(errors, 'error')}"
        return
    held = [_held(report.examples, "example")]
    if report.timelines:
        held.append(_held(report.timelines, "timeline"))
    yield (
        f"{report.path}: `{report.policy.name}` version {report.policy.version}, "
        f"digest {report.policy.digest[:12]}: {', '.join(held)}, "
        f"{_count(len(report.findings), 'warning')}"
    )


def _held(rehearsed: tuple[Rehearsed, ...], noun: str) -> str:
    return f"{sum(each.held for each in rehearsed)} of {_count(len(rehearsed), noun)} hold"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _rehearsed(rehearsed: Rehearsed) -> dict[str, Any]:
    return {"name": rehearsed.name, "held": rehearsed.held, "told": rehearsed.told}


def _record(report: Report, *, strict: bool) -> dict[str, Any]:
    policy = report.policy
    return {
        "file": str(report.path),
        "refused": report.is_refused(strict=strict),
        "policy": policy.name if policy else None,
        "version": policy.version if policy else None,
        "digest": policy.digest if policy else None,
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "line": finding.line,
                "column": finding.column,
                "message": finding.message,
                "cure": finding.cure,
            }
            for finding in sorted(report.findings, key=lambda each: (each.line, each.column))
        ],
        "examples": [_rehearsed(each) for each in report.examples],
        "timelines": [_rehearsed(each) for each in report.timelines],
    }
