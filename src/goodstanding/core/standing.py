"""All decisions about somebody become their standing: what they may do, and how they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from goodstanding.core.decision import Decision
from goodstanding.core.words import (
    Capability,
    Outcome,
    add_months,
    require_instant,
    told_instant,
)

MANY_WARNINGS = 2


class Access(StrEnum):
    """What somebody can do now."""

    NORMAL = "normal"
    RESTRICTED = "restricted"
    REVOKED = "revoked"


class Risk(StrEnum):
    """How near somebody is to losing more; possible with full access."""

    GOOD = "good"
    AT_RISK = "at_risk"
    HIGH_RISK = "high_risk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the decisions in force add up to at one instant, and because of which."""

    subject: str
    as_of: datetime
    access: Access
    risk: Risk
    denied: frozenset[Capability]
    in_force: tuple[Decision, ...]
    because: tuple[str, ...]

    def may(self, capability: Capability) -> bool:
        """Whether no restriction in force denies it."""
        return capability not in self.denied


def standing_of(
    subject: str,
    decisions: Iterable[Decision],
    as_of: datetime,
    *,
    warnings_last_months: int = 12,
) -> Standing:
    """The standing of the subject at the instant, whatever the order in which decisions are given.

    A decision counts from its effect on, that instant included, until it is lifted or its
    restriction ends, that instant excluded; a warning for so many months. What was lifted, has
    ended or was reversed weighs on neither axis. Of several restrictions all denials hold.

    Revoked is who is blocked permanently. At high risk is who is restricted, or has two warnings;
    at risk is who has one. Advice weighs nothing.
    """
    require_instant("as_of", as_of)
    taken = {each.id: each for each in decisions if each.subject == subject}
    made = sorted(
        (each for each in taken.values() if each.effective_at <= as_of),
        key=lambda each: (each.effective_at, each.id),
    )
    lifted = {each.lifts for each in made}
    in_force = tuple(
        each
        for each in made
        if each.id not in lifted and _weighs(each, as_of, warnings_last_months)
    )
    restricting = [each for each in in_force if each.restriction is not None]
    return Standing(
        subject=subject,
        as_of=as_of,
        access=_access(restricting),
        risk=_risk(restricting, warnings=len(in_force) - len(restricting)),
        denied=frozenset().union(
            *(each.restriction.denied for each in restricting if each.restriction)
        ),
        in_force=in_force,
        because=tuple(
            f"decision `{each.id}`: {each.outcome} since {told_instant(each.effective_at)}"
            for each in in_force
        ),
    )


def _weighs(decision: Decision, as_of: datetime, warnings_last_months: int) -> bool:
    if decision.restriction is not None:
        return decision.restriction.in_force(as_of)
    if decision.outcome is not Outcome.WARN:
        return False
    return as_of < add_months(decision.effective_at, warnings_last_months)


def _access(restricting: list[Decision]) -> Access:
    if not restricting:
        return Access.NORMAL
    if any(each.outcome is Outcome.PERMANENT_BLOCK for each in restricting):
        return Access.REVOKED
    return Access.RESTRICTED


def _risk(restricting: list[Decision], *, warnings: int) -> Risk:
    if restricting or warnings >= MANY_WARNINGS:
        return Risk.HIGH_RISK
    return Risk.AT_RISK if warnings else Risk.GOOD
