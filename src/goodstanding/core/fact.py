"""Contracts and complaints become facts: what is known of an outcome that no form asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from goodstanding.core.complaint import DIMENSION_OF, ClaimKind
from goodstanding.core.contract import Dispute, Side


class Source(StrEnum):
    """Where evidence comes from: feedback on a contract, or a finding on a complaint."""

    FEEDBACK = "feedback"
    FINDING = "finding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing about an outcome that no form asks: `kind` is number, yes_no or word.

    A word with no `choices` may be any; the marketplace knows its own.
    """

    name: str
    kind: str
    says: str
    choices: tuple[str, ...] = ()


def _names(choices: Iterable[StrEnum]) -> tuple[str, ...]:
    return tuple(choice.value for choice in choices)


# What an author had said of others when this came in: frozen with the outcome, so that nothing
# later changes what it weighs.
VOTES_BEFORE = "client_votes_before"
NEGATIVES_BEFORE = "client_negatives_before"
CLAIM_DIMENSIONS = _names(sorted(set(DIMENSION_OF.values())))
FACTS = (
    Fact(name="source", kind="word", says="where it comes from", choices=_names(Source)),
    Fact(name="contract_kind", kind="word", says="the kind of contract"),
    Fact(name="ended_by", kind="word", says="who ended the contract", choices=_names(Side)),
    Fact(name="net_paid", kind="number", says="what was paid less what was refunded"),
    Fact(name="currency", kind="word", says="the currency of what was paid"),
    Fact(name="refunded_in_full", kind="yes_no", says="everything was refunded"),
    Fact(name="dispute", kind="word", says="how a dispute stands", choices=_names(Dispute)),
    Fact(name="report_open", kind="yes_no", says="a plausible report of the feedback is open"),
    Fact(name="quarantined", kind="yes_no", says="it followed a reported threat with feedback"),
    Fact(name="pattern_rater", kind="yes_no", says="its author rates nearly everybody low"),
    Fact(name="linked_accounts", kind="yes_no", says="the two parties are linked"),
    Fact(name=VOTES_BEFORE, kind="number", says="others on whom its author had voted before"),
    Fact(name=NEGATIVES_BEFORE, kind="number", says="those of them on whom negatively"),
    Fact(name="claim", kind="word", says="the claim found untrue", choices=_names(ClaimKind)),
    Fact(name="claim_dimension", kind="word", says="what it speaks of", choices=CLAIM_DIMENSIONS),
)
