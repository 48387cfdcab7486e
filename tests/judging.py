"""A bench to judge on: one signal or a whole policy in a line, outcomes with defaults."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from goodstanding.core.evidence import Evidence, ItemValue
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.text import read
from goodstanding.core.verdict import Verdict, judge

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
US = timedelta(microseconds=1)
DAY = timedelta(days=1)
NEGATIVE = "overall <= 2"


def policy_of(
    signal: str,
    *,
    when: str = "f >= 1",
    negative: str = NEGATIVE,
    leave_out: str = "",
    anchor: str = "occurred_at",
    items: str = "",
) -> Policy:
    """A policy with one signal `f`, written as its YAML, and one rung `look`."""
    lines = [
        "policy: bench",
        "version: 1",
        "title: A bench",
        "about: freelancer",
        f"anchor: {anchor}",
        f"negative: [{{when: '{negative}'}}]",
        f"signals: {{f: {signal}}}",
        f"ladder: [{{rung: look, when: '{when}', propose: advise}}]",
    ]
    if leave_out:
        lines.append(f"leave_out: [{{when: '{leave_out}', because: it does not count}}]")
    if items:
        lines.append(f"items: {items}")
    return read("\n".join(lines), source="bench")


def outcome(
    number: int = 1,
    *,
    at: datetime = NOON - DAY,
    received_at: datetime | None = None,
    superseded_at: datetime | None = None,
    client: str | None = None,
    group: str | None = None,
    contract: str | None = None,
    **items: ItemValue,
) -> Evidence:
    """What one client said of `ada`: one star, unless items say otherwise."""
    who = client or f"c{number}"
    return Evidence(
        id=f"e{number}",
        subject="ada",
        client=who,
        client_group=group or who,
        contract=contract or f"k{number:04d}",
        occurred_at=at,
        received_at=max(received_at or at, at),
        superseded_at=superseded_at,
        items=items or {"overall": 1},
    )


def verdict_of(policy: Policy, evidence: Iterable[Evidence], as_of: datetime = NOON) -> Verdict:
    """The verdict on `ada`."""
    return judge(policy, "ada", evidence, as_of)


def figure_of(signal: str, evidence: Iterable[Evidence], **said: Any) -> Fraction | None:
    """The value of a signal, written as its YAML."""
    as_of = said.pop("as_of", NOON)
    return verdict_of(policy_of(signal, **said), evidence, as_of).figures[0].value
