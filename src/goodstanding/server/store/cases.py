"""Rows of cases and decisions become the core's records again, by the law that made them.

A case is its verdict's instant and evidence, which never change; so it is judged again rather than
stored, and what a reviewer sees is what the rule saw.
"""

from collections.abc import Iterable
from dataclasses import replace

from goodstanding.core.case.opening import open_case
from goodstanding.core.case.record import Case, Claim
from goodstanding.core.decision import Decision, decide, lift
from goodstanding.core.feedback.form import Audience, Kind
from goodstanding.core.feedback.forms import FORMS
from goodstanding.core.policy.language import Policy
from goodstanding.core.verdict import Verdict, judge
from goodstanding.core.words import Outcome
from goodstanding.server.store.clearings import clearings_of
from goodstanding.server.store.evidence import evidence_of_many
from goodstanding.server.store.models import CaseRow, DecisionRow, FeedbackWords
from goodstanding.server.store.policies import policy_version

PRIVATE_WORDS = frozenset(
    item.name
    for form in FORMS
    for item in form.items
    if item.kind is Kind.WORDS and item.audience is not Audience.PUBLIC
)


def policy_of(row: CaseRow) -> Policy:
    """The very version that judged in the case."""
    return policy_version(row.verdict.policy, row.verdict.version)


def case_of(row: CaseRow) -> Case:
    """The case as it stands: what it rests on, what came before it, and who holds it."""
    earlier = CaseRow.objects.filter(subject=row.subject, opened_at__lt=row.opened_at)
    case = open_case(
        _judged(row),
        id=row.name,
        opened_at=row.opened_at,
        earlier=[_bare(before) for before in earlier.order_by("name")],
        private_words=_private_words(row.evidence),
    )
    return replace(case, claim=_claim(row), decided_at=row.decided_at)


def decision_of(row: DecisionRow) -> Decision:
    """The decision, with its statement of reasons, made again of what was decided then."""
    words = dict(row.words.values_list("name", "text"))
    if row.lifts is not None:
        return lift(
            decision_of(row.lifts),
            id=row.name,
            by=row.by,
            at=row.decided_at,
            because=words["reasons"],
        )
    return decide(
        replace(case_of(row.case), decided_at=None),
        id=row.name,
        policy=policy_of(row.case),
        outcome=Outcome(row.outcome),
        reasons=words["reasons"],
        by=row.by,
        seen=frozenset(row.seen),
        at=row.decided_at,
        effective_at=row.effective_at,
        seconded_by=row.seconded_by,
        note=words.get("note") or "",
    )


def _judged(row: CaseRow) -> Verdict:
    policy, as_of = policy_of(row), row.verdict.as_of
    evidence = evidence_of_many(policy, [row.subject])[row.subject]
    cleared = clearings_of([row.subject], before_at=as_of).get(row.subject, [])
    return judge(policy, row.subject, evidence, as_of, cleared_at=tuple(cleared))


def _bare(row: CaseRow) -> Case:
    """An earlier case, without what came before it in its turn."""
    return open_case(_judged(row), id=row.name, opened_at=row.opened_at)


def _claim(row: CaseRow) -> Claim | None:
    if row.claimed_by is None:
        return None
    return Claim(by=row.claimed_by, claimed_at=row.claimed_at, lease_ends_at=row.lease_ends_at)


def _private_words(evidence: Iterable[str]) -> tuple[str, ...]:
    """What clients wrote for the platform alone, so that nobody quotes it."""
    rows = FeedbackWords.objects.filter(
        feedback__name__in=list(evidence), name__in=PRIVATE_WORDS, text__isnull=False
    )
    return tuple(rows.order_by("id").values_list("text", flat=True))
