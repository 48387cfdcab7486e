"""A policy with one part replaced becomes another policy, checked like any text."""

from collections.abc import Iterable
from dataclasses import replace

from goodstanding.core.policy.check import check
from goodstanding.core.policy.expression import parse
from goodstanding.core.policy.finding import Finding, Place, PolicyRefused, Severity
from goodstanding.core.policy.flaw import Unreadable
from goodstanding.core.policy.language import DeclaredItem, NegativeClause, Policy
from goodstanding.core.policy.record import digest_of
from goodstanding.core.policy.remark import Remark


def with_negative(policy: Policy, text: str, *, items: Iterable[DeclaredItem] = ()) -> Policy:
    """The policy in which an outcome is negative exactly when the expression is true.

    `items` are those that the expression may read beyond what the policy knows.

    Raises:
        PolicyRefused: the expression cannot be read, or does not go with the policy.
    """
    try:
        condition = parse(text)
    except Unreadable as unreadable:
        flaw = unreadable.flaw
        remark = Remark(
            path=("negative", 0, "when"),
            code=flaw.code,
            message=flaw.message,
            cure=flaw.cure,
            span=(flaw.start, flaw.end),
        )
        raise _refused([remark], text) from None
    revised = replace(
        policy,
        items=(*policy.items, *items),
        negative=(NegativeClause(when=condition),),
        examples=(),
        timelines=(),
    )
    wrong = [
        remark
        for remark in check(revised)
        if remark.severity is Severity.ERROR and remark.path[:1] == ("negative",)
    ]
    if wrong:
        raise _refused(wrong, text)
    return replace(revised, digest=digest_of(revised))


def _refused(remarks: Iterable[Remark], text: str) -> PolicyRefused:
    findings = []
    for remark in remarks:
        start, end = remark.span or (0, len(text))
        place = Place(line=1, column=start + 1, length=max(1, end - start))
        findings.append(
            Finding(code=remark.code, message=remark.message, cure=remark.cure, place=place)
        )
    return PolicyRefused(findings, source=text)
