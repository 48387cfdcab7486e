"""What a person is asked to look at, as a record: the case, who holds it, and who may."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from goodstanding.core.casting import Reading
from goodstanding.core.policy.language import Policy
from goodstanding.core.verdict import Verdict
from goodstanding.core.words import Refusal, require_id

MACHINE = "policy:"


class Kind(StrEnum):
    """The two queues: the quality of contracts, and the accuracy of a claimed background."""

    QUALITY = "quality"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One reviewer's hold on a case, from `claimed_at` up to, not including, `lease_ends_at`."""

    by: str
    claimed_at: datetime
    lease_ends_at: datetime

    def holds(self, at: datetime) -> bool:
        """Whether the lease runs: at its first instant it does, at its last it no longer does."""
        return self.claimed_at <= at < self.lease_ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a person is asked to look at, and by when.

    `against` are the negative readings that it rests on. `earlier` names the subject's cases before
    this one and `earlier_groups` the client groups that were read for those, happy or not: what was
    told about them once must not be told again in another sum. `private_words` are what clients
    wrote for the platform alone, so that nobody quotes them; no evidence holds words.
    """

    id: str
    kind: Kind
    subject: str
    opened_at: datetime
    due_at: datetime
    against: tuple[Reading, ...]
    verdict: Verdict | None = None
    earlier: tuple[str, ...] = ()
    earlier_groups: frozenset[str] = frozenset()
    private_words: tuple[str, ...] = ()
    claim: Claim | None = None
    decided_at: datetime | None = None

    @property
    def evidence_ids(self) -> frozenset[str]:
        """The evidence that whoever decides must have seen."""
        return frozenset(reading.evidence.id for reading in self.against)

    @property
    def parties(self) -> frozenset[str]:
        """The subject and every client whose word the case rests on: none of them reviews it."""
        return frozenset({self.subject}).union(
            *({reading.evidence.client, reading.evidence.client_group} for reading in self.against)
        )


def is_machine(by: str) -> bool:
    """Whether whoever acts is a policy (`policy:NAME@VERSION`) and not a person."""
    return by.startswith(MACHINE)


def require_person(role: str, by: str) -> str:
    """The account of the person who acts, once somebody is named and it is no machine.

    Raises:
        Refusal: nobody is named, or a machine is.
    """
    if not by.strip():
        raise Refusal("nobody-named", f"the {role} is `{by}`", cure="name the person who does this")
    if is_machine(by):
        raise Refusal(
            "machine-cannot-decide",
            f"the {role} is `{by}`, which is a machine",
            cure="let a person do this; a machine may judge, or lift what a person imposed",
        )
    return require_id(role, by)


def require_policy_of(case: Case, policy: Policy) -> Policy:
    """The policy itself, once it is known to be the very version that judged in this case.

    Raises:
        Refusal: the verdict was reached by another policy, another version or another text of it.
    """
    verdict = case.verdict
    if verdict is not None and (verdict.policy, verdict.version, verdict.digest) != (
        policy.name,
        policy.version,
        policy.digest,
    ):
        raise Refusal(
            "policy-of-another-verdict",
            f"case `{case.id}` was judged by policy `{verdict.policy}` version {verdict.version}, "
            f"not by this text of `{policy.name}` version {policy.version}",
            cure="decide it under the version that judged",
        )
    return policy
