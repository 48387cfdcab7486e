"""Everybody's evidence becomes evidence that knows what its author had said of others before.

Evidence points hold a client's vote against that client's own record. The record is what was known
before the vote came in: on how many other people the client's group had voted, and on how many
negatively. Each other person counts once, by the vote that was received first, as it read then;
nothing that comes in, or is changed, later moves it.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from goodstanding.core.evidence import Evidence
from goodstanding.core.fact import NEGATIVES_BEFORE, VOTES_BEFORE
from goodstanding.core.policy.language import Anchor, Policy
from goodstanding.core.verdict import is_left_out, order_of, read


def with_client_history(policy: Policy, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """All the evidence, each with what its client's group had said of others before.

    In the order given. A vote is an outcome that the policy takes for rated and does not leave
    out; before means received earlier, to the microsecond.
    """
    given = tuple(evidence)
    votes = _first_votes(policy, given)
    return tuple(_with_record(each, votes.get(each.client_group, ())) for each in given)


FirstVotes = tuple[tuple[datetime, str, bool], ...]


def _first_votes(policy: Policy, given: tuple[Evidence, ...]) -> dict[str, FirstVotes]:
    """By client group: when it first voted on each person, on whom, and whether negatively."""
    first: dict[tuple[str, str], tuple[datetime, str, bool]] = {}
    for each in sorted(given, key=lambda one: order_of(Anchor.RECEIVED_AT, one)):
        if is_left_out(policy, each):
            continue
        reading = read(policy, each)
        if reading.rated:
            vote = (each.received_at, each.subject, reading.negative)
            first.setdefault((each.client_group, each.subject), vote)
    votes: dict[str, list[tuple[datetime, str, bool]]] = {}
    for (group, _), vote in first.items():
        votes.setdefault(group, []).append(vote)
    return {group: tuple(sorted(own)) for group, own in votes.items()}


def _with_record(evidence: Evidence, votes: FirstVotes) -> Evidence:
    before = votes[: bisect_left(votes, evidence.received_at, key=lambda vote: vote[0])]
    others = [negative for _, subject, negative in before if subject != evidence.subject]
    record = {VOTES_BEFORE: len(others), NEGATIVES_BEFORE: sum(others)}
    return replace(evidence, items=MappingProxyType({**evidence.items, **record}))
