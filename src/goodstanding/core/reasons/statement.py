"""An outcome and what it rests on become a statement of reasons, as its subject gets it."""

from dataclasses import dataclass, replace
from datetime import datetime

from goodstanding.core.case.record import Case
from goodstanding.core.policy.language import Policy
from goodstanding.core.reasons.disclosure import Facts, facts_told
from goodstanding.core.reasons.discretion import require_discreet
from goodstanding.core.reasons.redress import Redress, Route, routes_of
from goodstanding.core.reasons.restriction import Restriction
from goodstanding.core.reasons.rung import rung_of
from goodstanding.core.words import Outcome, require_instant

EVERYWHERE = "everywhere on the marketplace"
NO_CURE = "Nothing needs to be done."
NO_MORE_ROUTES = Redress()


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a statement says beyond its case and its policy.

    `claims` name the parts of the subject's profile that were found not to hold; the complaint's
    own procedure has asked them about each already. `territory` is where a restriction holds.
    """

    claims: tuple[str, ...] = ()
    territory: str = EVERYWHERE
    redress: Redress = NO_MORE_ROUTES


USUAL = Circumstances()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The part of the policy that it rests on: a rung, its condition as written, what it says."""

    rung: str
    condition: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementOfReasons:
    """What was resolved about somebody, why, and every way back.

    It holds what Article 17(3) of Regulation (EU) 2022/2065 asks for. It says nothing of when the
    rule found them or of who decided, and of private feedback only what `facts_told` promises. A
    person decided, save that a machine may have lifted what a person imposed. `instead_of` names
    the decision that this one takes back, wholly or for something milder.
    """

    case: str
    subject: str
    outcome: Outcome
    stated_at: datetime
    restriction: Restriction | None
    territory: str
    facts: Facts
    claims: tuple[str, ...]
    policy: str
    version: int
    clause: Clause | None
    found_by_rule: bool
    why: str
    cure: str
    redress: Redress
    routes: tuple[Route, ...]
    by_machine: bool = False
    instead_of: str | None = None


def state_reasons(
    case: Case,
    *,
    policy: Policy,
    outcome: Outcome,
    restriction: Restriction | None,
    why: str,
    cure: str,
    stated_at: datetime,
    circumstances: Circumstances = USUAL,
) -> StatementOfReasons:
    """The statement that goes with an outcome.

    `why` are the reviewer's words to the subject.

    Raises:
        Refusal: the policy is not the one that judged or would tell of too few clients, or the
            words are blank, name a client, or quote private feedback.
    """
    clause = None
    facts = facts_told(case, policy)
    if case.verdict is not None:
        rung = rung_of(policy, case.verdict)
        clause = Clause(rung=rung.name, condition=rung.when.text, says=rung.says)
    return StatementOfReasons(
        case=case.id,
        subject=case.subject,
        outcome=outcome,
        stated_at=require_instant("stated_at", stated_at),
        restriction=restriction,
        territory=circumstances.territory,
        facts=facts,
        claims=circumstances.claims,
        policy=policy.name,
        version=policy.version,
        clause=clause,
        found_by_rule=case.verdict is not None,
        why=require_discreet("the reasons", why, case=case, cited=facts.contracts),
        cure=cure or NO_CURE,
        redress=circumstances.redress,
        routes=routes_of(
            circumstances.redress,
            policy.process.appeal,
            decided_at=stated_at,
            restriction=restriction,
        ),
    )


def restate(
    statement: StatementOfReasons,
    *,
    outcome: Outcome,
    restriction: Restriction | None,
    why: str,
    cure: str,
    stated_at: datetime,
    routes: tuple[Route, ...],
    instead_of: str,
) -> StatementOfReasons:
    """The statement of a later decision in the same matter: the same facts, word for word.

    They are repeated and not measured again, so that nothing can be learned from a difference.
    `why` must be discreet already.
    """
    return replace(
        statement,
        outcome=outcome,
        restriction=restriction,
        why=why,
        cure=cure or NO_CURE,
        stated_at=require_instant("stated_at", stated_at),
        routes=routes,
        instead_of=instead_of,
    )
