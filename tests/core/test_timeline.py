"""Over time a ladder is a state machine; each truth here sits on its own edges."""

from datetime import UTC, datetime, timedelta

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.over_time import Act
from goodstanding.core.policy.text import read
from goodstanding.core.timeline import State, timeline
from tests.judging import outcome

DAY = timedelta(days=1)
US = timedelta(microseconds=1)
START = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2026, 12, 31, tzinfo=UTC)
BLOCK = "propose: block, deny: [proposal.submit], cure: wait"


def policy_of(*rungs: str, cadence: str = "on_evidence", more: str = "") -> Policy:
    """A policy that counts unhappy clients `f` over all time, with these rungs."""
    lines = [
        "policy: bench",
        "version: 1",
        "title: A bench",
        "about: freelancer",
        "negative: [{when: overall <= 2}]",
        "signals:",
        "  f: {count: negative, window: {all_time: true}}",
        "  share: {share: negative, per: rated, window: {days: 100}}",
        "ladder:",
        *(f"  - {{{rung}}}" for rung in rungs),
        f"process: {{cadence: {cadence}}}",
        more,
    ]
    return read("\n".join(lines), source="bench")


def told(states: tuple[State, ...]) -> list[tuple[datetime, str | None, str]]:
    """Each change with its rung and why."""
    return [(state.from_at, state.rung, state.because.value) for state in states]


def way(
    policy: Policy,
    *evidence: Evidence,
    acts: tuple[Act, ...] = (),
    from_at: datetime = START,
    until_at: datetime = END,
) -> tuple[State, ...]:
    """The timeline of `ada` over the year 2026."""
    return timeline(policy, "ada", evidence, from_at=from_at, until_at=until_at, acts=acts)


def test_nobody_of_whom_nothing_is_known_stands_on_a_rung() -> None:
    policy = policy_of("rung: look, when: f >= 1, propose: advise")

    states = way(policy)

    assert told(states) == [(START, None, "start")]


def test_a_block_of_fourteen_days_ends_at_its_instant_and_old_evidence_brings_nobody_back() -> None:
    policy = policy_of(f"rung: block, when: f >= 2, {BLOCK}, until: {{days: 14}}", cadence="daily")
    first_at = START + 3 * DAY

    states = way(policy, outcome(1, at=first_at), outcome(2, at=first_at))

    assert told(states) == [
        (START, None, "start"),
        (first_at, "block", "condition"),
        (first_at + 14 * DAY, None, "served"),
    ]
    assert states[1].ends_at == first_at + 14 * DAY
