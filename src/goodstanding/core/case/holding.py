"""A case becomes one reviewer's to work on, for the length of a lease."""

from dataclasses import replace
from datetime import datetime, timedelta

from goodstanding.core.case.record import Case, Claim, require_person
from goodstanding.core.words import Refusal, require_instant, told_instant

A_LEASE = timedelta(minutes=30)


def claim(case: Case, by: str, at: datetime, *, lease: timedelta = A_LEASE) -> Case:
    """The case held by one reviewer, so that no two work on it.

    Half-open: at the very end of a lease the case is free. The holder may claim again while the
    lease runs, which renews it and never shortens it.

    Raises:
        Refusal: a machine or nobody claims, a party claims, the case is decided or not yet open,
            the lease is no span, or another reviewer's lease runs.
    """
    _require_free_hands(case, by)
    begun_at = case.claim.claimed_at if case.claim else case.opened_at
    if require_instant("at", at) < begun_at:
        raise Refusal(
            "claim-out-of-time",
            f"case `{case.id}` is claimed at `{told_instant(at)}`, "
            f"but stands as it does only from `{told_instant(begun_at)}`",
            cure="claim it at or after that instant",
        )
    if lease <= timedelta(0):
        raise Refusal("lease-without-length", f"the lease is `{lease}`", cure="give a longer one")
    held = case.claim if case.claim and case.claim.holds(at) else None
    if held is None:
        return replace(case, claim=Claim(by=by, claimed_at=at, lease_ends_at=at + lease))
    if held.by != by:
        raise Refusal(
            "case-claimed",
            f"case `{case.id}` is held by `{held.by}` until `{told_instant(held.lease_ends_at)}`",
            cure="take another case, or come back then",
        )
    return replace(case, claim=replace(held, lease_ends_at=max(held.lease_ends_at, at + lease)))


def release(case: Case, by: str) -> Case:
    """The case put back by the reviewer whose claim was the last on it.

    Raises:
        Refusal: the last claim was not theirs.
    """
    if case.claim is None or case.claim.by != by:
        raise Refusal(
            "claim-of-another",
            f"case `{case.id}` is not claimed by `{by}`",
            cure="only the holder releases a case; a lease ends by itself",
        )
    return replace(case, claim=None)


def queue_order(case: Case) -> tuple[datetime, datetime, str]:
    """The key that sorts a queue: the earliest deadline first, then the oldest, then by name."""
    return (case.due_at, case.opened_at, case.id)


def _require_free_hands(case: Case, by: str) -> None:
    require_person("reviewer", by)
    if by in case.parties:
        raise Refusal(
            "party-cannot-review",
            f"`{by}` is a party to case `{case.id}`",
            cure="let somebody review it who has no part in it",
        )
    if case.decided_at is not None:
        raise Refusal(
            "case-already-decided",
            f"case `{case.id}` was decided at `{told_instant(case.decided_at)}`",
            cure="take another case; what was decided can be appealed or lifted",
        )
