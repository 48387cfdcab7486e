"""A verdict, or findings on complaints, become a case: something that a person must look at."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from goodstanding.core.case.record import Case, Kind
from goodstanding.core.casting import Reading
from goodstanding.core.evidence import Evidence
from goodstanding.core.fact import Source
from goodstanding.core.verdict import Verdict
from goodstanding.core.words import Refusal, require_id, require_instant, told_instant

A_WEEK = timedelta(days=7)


def open_case(
    verdict: Verdict,
    *,
    id: str,
    opened_at: datetime,
    earlier: Iterable[Case] = (),
    private_words: Iterable[str] = (),
    decide_within: timedelta = A_WEEK,
) -> Case:
    """The case that a verdict opens; give all the subject's cases before it as `earlier`, and as
    `private_words` all that clients wrote in private about the outcomes that the verdict read.

    Its kind is background when everything it rests on is a finding, else quality. Nobody is judged
    twice for the same: at least one negative outcome must be one that no earlier case rested on. An
    outcome that was changed since is still the same outcome.

    Raises:
        Refusal: the verdict reached no rung, rests on nothing negative, lies after `opened_at`, or
            rests on nothing that an earlier case did not.
    """
    if verdict.rung is None:
        raise Refusal(
            "verdict-without-rung",
            f"the verdict on `{verdict.subject}` reached no rung of `{verdict.policy}`",
            cure="leave them alone; only a reached rung opens a case",
        )
    if opened_at < verdict.as_of:
        raise Refusal(
            "case-before-verdict",
            f"case `{id}` opens at `{told_instant(opened_at)}`, before its verdict's instant "
            f"`{told_instant(verdict.as_of)}`",
            cure="open it at or after that instant",
        )
    findings = all(reading.evidence.source is Source.FINDING for reading in verdict.against)
    return _open(
        Case(
            id=require_id("case", id),
            kind=Kind.BACKGROUND if findings else Kind.QUALITY,
            subject=verdict.subject,
            opened_at=require_instant("opened_at", opened_at),
            due_at=opened_at + decide_within,
            against=verdict.against,
            verdict=verdict,
            private_words=tuple(private_words),
        ),
        sorted(earlier, key=lambda before: before.id),
    )


def open_complaint_case(
    findings: Iterable[Evidence],
    *,
    id: str,
    opened_at: datetime,
    earlier: Iterable[Case] = (),
    decide_within: timedelta = A_WEEK,
) -> Case:
    """The case that upheld complaints open by themselves, one being enough, without any verdict.

    What several findings from various clients amount to is a policy's question: judge them, and
    open a case from that verdict. This door is for the finding too grave to wait for a second.

    Raises:
        Refusal: there is no finding, one is no finding, one is of another subject, one was not
            known at `opened_at`, or an earlier case rested on all of them.
    """
    upheld = tuple(findings)
    for finding in upheld:
        _require_upheld(finding, about=upheld[0].subject, at=opened_at)
    return _open(
        Case(
            id=require_id("case", id),
            kind=Kind.BACKGROUND,
            subject=upheld[0].subject if upheld else "",
            opened_at=require_instant("opened_at", opened_at),
            due_at=opened_at + decide_within,
            against=tuple(_read(finding) for finding in upheld),
        ),
        sorted(earlier, key=lambda before: before.id),
    )


def _require_upheld(finding: Evidence, *, about: str, at: datetime) -> None:
    if finding.source is not Source.FINDING:
        raise Refusal(
            "not-a-finding",
            f"evidence `{finding.id}` comes from {finding.source}",
            cure="judge it under a policy, and open a case from the verdict",
        )
    if finding.subject != about:
        raise Refusal(
            "findings-of-two-subjects",
            f"finding `{finding.id}` is about `{finding.subject}`, the first about `{about}`",
            cure="open one case for each of them",
        )
    if not finding.known_at(at):
        raise Refusal(
            "finding-not-known",
            f"finding `{finding.id}` was not what we knew at `{told_instant(at)}`",
            cure="open the case when it is known, and not on one that was corrected",
        )


def _open(case: Case, earlier: list[Case]) -> Case:
    if not case.against:
        raise Refusal(
            "case-without-evidence",
            f"case `{case.id}` rests on no negative outcome",
            cure="open a case only on what somebody reported",
        )
    for before in earlier:
        if before.subject != case.subject:
            raise Refusal(
                "earlier-case-of-another",
                f"case `{before.id}` is about `{before.subject}`, not about `{case.subject}`",
                cure="give the earlier cases of the same subject",
            )
    judged = {outcome_of(reading) for before in earlier for reading in before.against}
    if all(outcome_of(reading) in judged for reading in case.against):
        raise Refusal(
            "judged-already",
            f"all that case `{case.id}` rests on was put before a person in "
            + ", ".join(f"`{before.id}`" for before in earlier),
            cure="wait for a negative outcome that no earlier case rested on",
        )
    return replace(
        case,
        earlier=tuple(before.id for before in earlier),
        earlier_groups=frozenset(
            reading.evidence.client_group for before in earlier for reading in _read_for(before)
        ),
    )


def _read_for(case: Case) -> tuple[Reading, ...]:
    return case.against if case.verdict is None else case.verdict.readings


def outcome_of(reading: Reading) -> str:
    """What a reading is an outcome of: a contract has one, however often feedback was changed."""
    return reading.evidence.contract or reading.evidence.id


def _read(finding: Evidence) -> Reading:
    return Reading(
        evidence=finding,
        rated=True,
        negative=True,
        publicly_negative=False,
        because=("a complaint about it was upheld",),
        dimensions=frozenset(),
    )
