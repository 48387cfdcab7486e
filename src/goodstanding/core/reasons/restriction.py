"""An outcome and its terms become a restriction: what is taken, what stays, from when, how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from goodstanding.core.contract import Side
from goodstanding.core.policy.language import Policy, Until
from goodstanding.core.words import (
    Capability,
    Outcome,
    Refusal,
    add_months,
    told_instant,
)

RESTRICTING = (Outcome.PAUSE, Outcome.BLOCK, Outcome.PERMANENT_BLOCK)

# What nobody loses, not even by a permanent block: running work and its pay, the people one works
# with, the way back, a say about what was. To end one running contract is a matter of that
# contract's dispute, never of a restriction.
KEPT: Mapping[Side, tuple[Capability, ...]] = {
    Side.FREELANCER: (
        Capability.CONTRACT_WORK,
        Capability.CONTRACT_DELIVER,
        Capability.CONTRACT_BILL,
        Capability.MESSAGE_CURRENT_CLIENT,
        Capability.PAYOUT_WITHDRAW,
        Capability.APPEAL_LODGE,
        Capability.FEEDBACK_GIVE,
    ),
    Side.CLIENT: (
        Capability.CONTRACT_PAY,
        Capability.MESSAGE_CURRENT_FREELANCER,
        Capability.PAYOUT_WITHDRAW,
        Capability.APPEAL_LODGE,
        Capability.FEEDBACK_GIVE,
    ),
}
ALWAYS_KEPT = frozenset(KEPT[Side.FREELANCER]) | frozenset(KEPT[Side.CLIENT])


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an outcome takes and leaves, for how long, and what would cure it."""

    denied: frozenset[Capability]
    kept: frozenset[Capability] = frozenset()
    until: Until | None = None
    cure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """What somebody may not do, and still may, from `from_at` up to, not including, `until_at`.

    Without `until_at` it lasts until it is lifted: on appeal, or when the `course` is done.
    """

    denied: frozenset[Capability]
    kept: frozenset[Capability]
    from_at: datetime
    until_at: datetime | None
    course: str | None

    def in_force(self, as_of: datetime) -> bool:
        """Whether it holds at that instant by its own dates, if nobody has lifted it."""
        return self.from_at <= as_of and (self.until_at is None or as_of < self.until_at)


def terms_for(policy: Policy, outcome: Outcome, *, rung: str | None) -> Terms:
    """The terms that the policy itself attaches to an outcome.

    They are those of the rung that was reached, if it proposes this outcome, else of the highest
    rung that does.

    Raises:
        Refusal: the outcome restricts, and no rung of the policy proposes it.
    """
    proposing = [step for step in policy.ladder if step.proposes is outcome]
    if not proposing:
        if outcome in RESTRICTING:
            raise Refusal(
                "outcome-without-terms",
                f"no rung of policy `{policy.name}` version {policy.version} proposes `{outcome}`",
                cure="say yourself what is denied and until when, or choose an outcome it proposes",
            )
        return Terms(denied=frozenset())
    step = next((step for step in proposing if step.name == rung), proposing[-1])
    return Terms(
        denied=frozenset(step.deny), kept=frozenset(step.keep), until=step.until, cure=step.cure
    )


def restrict(
    outcome: Outcome, terms: Terms, *, about: Side, from_at: datetime
) -> Restriction | None:
    """The restriction that an outcome brings, or None where it brings none.

    Days are times 86 400 seconds, months are calendar months; of both, the earlier ends it. Where
    people are free again on a set day, it lasts until the next such instant.

    Raises:
        Refusal: an outcome that restricts denies nothing, denies what nobody loses or what it also
            keeps, or does not say how it ends; or another outcome denies something.
    """
    _require_sound_denials(outcome, terms)
    if outcome not in RESTRICTING:
        return None
    until = _require_an_end(outcome, terms)
    ends = []
    if until.days is not None:
        ends.append(from_at + timedelta(days=until.days))
    if until.months is not None:
        ends.append(add_months(from_at, until.months))
    until_at = min(ends, default=None)
    if until_at is not None and until.released is not None:
        until_at = until.released.first_after(until_at)
    return Restriction(
        denied=terms.denied,
        kept=terms.kept.union(KEPT[about]),
        from_at=from_at,
        until_at=until_at,
        course=until.course,
    )


def is_milder(restriction: Restriction | None, than: Restriction | None) -> bool:
    """Whether the one is nowhere worse for whoever bears it than the other, and somewhere better.

    Worse off is: denied something more, kept something less, held longer, or without the course
    that would have ended it.
    """
    if than is None or restriction is None:
        return restriction is None and than is not None
    if restriction == than:
        return False
    return (
        restriction.denied <= than.denied
        and restriction.kept >= than.kept
        and restriction.from_at >= than.from_at
        and (
            than.until_at is None
            or (restriction.until_at is not None and restriction.until_at <= than.until_at)
        )
        and than.course in (None, restriction.course)
    )


def told_end(restriction: Restriction) -> str:
    """How a restriction ends, in words that follow "it lasts"."""
    ways = []
    if restriction.until_at is not None:
        ways.append(f"until {told_instant(restriction.until_at)}")
    if restriction.course is not None:
        ways.append(f"until the course `{restriction.course}` is completed")
    ways.append("until it is lifted on appeal")
    return ", or ".join(ways)


def _require_sound_denials(outcome: Outcome, terms: Terms) -> None:
    denied = ", ".join(f"`{capability}`" for capability in sorted(terms.denied))
    if outcome not in RESTRICTING and terms.denied:
        raise Refusal(
            "denial-without-restriction",
            f"outcome `{outcome}` would deny {denied}",
            cure="deny nothing, or choose `pause` or `block`",
        )
    if outcome in RESTRICTING and not terms.denied:
        raise Refusal(
            "restriction-of-nothing",
            f"outcome `{outcome}` denies nothing",
            cure="say what is denied, or choose `advise` or `warn`",
        )
    for capability in sorted(terms.denied & ALWAYS_KEPT):
        raise Refusal(
            "capability-always-kept",
            f"`{capability}` would be denied",
            cure="deny new work only; running work, pay, appeal and feedback stay with everybody",
        )
    for capability in sorted(terms.denied & terms.kept):
        raise Refusal(
            "denied-and-kept",
            f"`{capability}` would be denied and kept",
            cure="say one of the two",
        )


def _require_an_end(outcome: Outcome, terms: Terms) -> Until:
    if outcome is Outcome.PAUSE and (terms.until is None or terms.until.course is None):
        raise Refusal(
            "pause-without-course",
            "a pause names no course",
            cure="name the course that ends it, or choose `block` with an end",
        )
    if terms.until is None or terms.until == Until(restored_by=terms.until.restored_by):
        raise Refusal(
            "restriction-without-end",
            f"outcome `{outcome}` does not say how it ends",
            cure="give days, months or a course, or say that only an appeal ends it",
        )
    by_appeal = Until(appeal=True, restored_by=terms.until.restored_by)
    if outcome is Outcome.PERMANENT_BLOCK and terms.until != by_appeal:
        raise Refusal(
            "permanent-with-an-end",
            "a permanent block would end by itself",
            cure="let only an appeal end it, or choose `block`",
        )
    return terms.until
