"""An intake and a policy become a judgement of everybody: counts by rung, and who is flagged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, Protocol

from goodstanding.cli.progress import Meter
from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.parts import items_read
from goodstanding.core.verdict import Verdict, judge
from goodstanding.core.words import Outcome, told_instant


class Judged(Protocol):
    """What can be told of a judgement of everybody, however it was reached."""

    @property
    def policy(self) -> Policy:
        """By what was judged."""

    @property
    def as_of(self) -> datetime:
        """The instant of judging."""

    @property
    def judged(self) -> int:
        """How many people were judged."""

    @property
    def rungs(self) -> Mapping[str, int]:
        """How many stand on each rung of the ladder, mildest first, empty ones too."""

    @property
    def flagged(self) -> Sequence[Verdict]:
        """Those on a rung that proposes anything, gravest first and then by name."""

    def records(self) -> Iterable[dict[str, Any]]:
        """One flat record for each person judged, gravest rung first and then by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Everybody's verdict at one instant, gravest rung first and then by name.

    `unseen` are items that the policy reads and no evidence known then has.
    """

    policy: Policy
    as_of: datetime
    verdicts: tuple[Verdict, ...]
    unseen: tuple[str, ...]

    @property
    def flagged(self) -> tuple[Verdict, ...]:
        """Those who reached a rung that proposes anything at all."""
        quiet = {r.name for r in self.policy.ladder if r.proposes is Outcome.NO_ACTION}
        return tuple(v for v in self.verdicts if v.rung is not None and v.rung not in quiet)

    @property
    def judged(self) -> int:
        """How many people were judged."""
        return len(self.verdicts)

    def records(self) -> list[dict[str, Any]]:
        """One flat record for each person judged."""
        return [_record(self.policy, verdict) for verdict in self.verdicts]

    @property
    def rungs(self) -> dict[str, int]:
        """How many stand on each rung of the ladder, mildest first, empty ones too."""
        counts = dict.fromkeys((rung.name for rung in self.policy.ladder), 0)
        for verdict in self.verdicts:
            if verdict.rung is not None:
                counts[verdict.rung] += 1
        return counts


def share_flagged(judgement: Judged) -> Fraction:
    """The flagged among the judged; 0 when nobody was judged."""
    return Fraction(len(judgement.flagged), judgement.judged or 1)


def judge_everybody(
    policy: Policy,
    by_subject: Mapping[str, list[Evidence]],
    as_of: datetime,
    *,
    meter: Meter,
    cleared_at: Mapping[str, Sequence[datetime]],
) -> Judgement:
    """The judgement of all of whom anything was known at that instant.

    `cleared_at` has the instants at which cases of people were cleared, of those who had any.

    Raises:
        Refusal: evidence holds a value that its item cannot have.
    """
    verdicts = []
    for subject, evidence in by_subject.items():
        meter.step()
        if any(each.known_at(as_of) for each in evidence):
            verdicts.append(
                judge(policy, subject, evidence, as_of, cleared_at=cleared_at.get(subject, ()))
            )
    gravity = {rung.name: at for at, rung in enumerate(policy.ladder)}
    verdicts.sort(key=lambda verdict: (-gravity.get(verdict.rung or "", -1), verdict.subject))
    return Judgement(
        policy=policy, as_of=as_of, verdicts=tuple(verdicts), unseen=_unseen(policy, verdicts)
    )


def _unseen(policy: Policy, verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    unseen = items_read(policy)
    for verdict in verdicts:
        unseen &= frozenset(verdict.unseen)
    return tuple(sorted(unseen))


def number(value: Fraction | None) -> int | float | None:
    """The figure as JSON has numbers: whole, or the nearest float."""
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)


def figures_of(verdict: Verdict) -> dict[str, dict[str, Any]]:
    """The figures that put somebody on the rung, each with its limit."""
    told: dict[str, dict[str, Any]] = {}
    for limit in verdict.reached.limits if verdict.reached else ():
        told.setdefault(limit.signal, {"value": number(limit.value), "limit": number(limit.limit)})
    return told


def summary(judgement: Judged) -> dict[str, Any]:
    """The judgement as one JSON object."""
    subject = judgement.policy.about.value
    return {
        "policy": judgement.policy.name,
        "version": judgement.policy.version,
        "as_of": told_instant(judgement.as_of),
        "judged": judgement.judged,
        "rungs": dict(judgement.rungs),
        "share_flagged": float(share_flagged(judgement)),
        "flagged": [
            {subject: verdict.subject, "rung": verdict.rung, "figures": figures_of(verdict)}
            for verdict in judgement.flagged
        ],
    }


def _record(policy: Policy, verdict: Verdict) -> dict[str, Any]:
    return {
        policy.about.value: verdict.subject,
        "rung": verdict.rung,
        **{figure.signal: number(figure.value) for figure in verdict.figures},
        "outcomes": len(verdict.readings),
        "negative_outcomes": sum(reading.negative for reading in verdict.readings),
        "left_out": len(verdict.left_out),
        "policy": verdict.policy,
        "version": verdict.version,
        "digest": verdict.digest,
        "as_of": verdict.as_of,
    }


def kinds_of(policy: Policy) -> dict[str, str]:
    """The columns of a flat record, each with its kind."""
    return {
        policy.about.value: "text",
        "rung": "text",
        **{signal.name: "number" for signal in policy.signals},
        "outcomes": "whole",
        "negative_outcomes": "whole",
        "left_out": "whole",
        "policy": "text",
        "version": "whole",
        "digest": "text",
        "as_of": "instant",
    }
