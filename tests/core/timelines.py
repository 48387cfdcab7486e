"""A bench for time: a policy with the rungs under test, and the way of `ada` over the year 2026."""

from datetime import UTC, datetime, timedelta

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.over_time import Act, Deed
from goodstanding.core.policy.text import read
from goodstanding.core.timeline import State, timeline
from tests.judging import outcome

DAY = timedelta(days=1)
US = timedelta(microseconds=1)
# A Thursday; the first Monday is the fifth of January.
START = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2026, 12, 31, tzinfo=UTC)
NEGATIVE = "negative: [{when: overall <= 2}]"
BLOCK = "propose: block, deny: [proposal.submit], cure: wait"
LOOK = "rung: look, when: f >= 1, propose: advise"


def policy_of(
    *rungs: str,
    cadence: str = "on_evidence",
    window: str = "all_time: true",
    negative: str = NEGATIVE,
    share: str = "",
    more: str = "",
) -> Policy:
    """A policy that counts unhappy clients `f`, and their `share` of those who said anything."""
    lines = [
        "policy: bench",
        "version: 1",
        "title: A bench",
        "about: freelancer",
        negative,
        "votes: {per: client_group, keep: latest}",
        "signals:",
        f"  f: {{count: overall <= 2, window: {{{window}}}}}",
        f"  share: {{share: overall <= 2, per: overall >= 1, window: {{{window}}}{share}}}",
        "ladder:",
        *(f"  - {{{rung}}}" for rung in rungs),
        f"process: {{cadence: {cadence}}}",
        more,
    ]
    return read("\n".join(lines), source="bench")


def way(
    policy: Policy,
    *evidence: Evidence,
    acts: tuple[Act, ...] = (),
    from_at: datetime = START,
    until_at: datetime = END,
) -> tuple[State, ...]:
    """The states of `ada` over the year."""
    return timeline(policy, "ada", evidence, from_at=from_at, until_at=until_at, acts=acts)


def told(states: tuple[State, ...]) -> list[tuple[datetime, str | None, str]]:
    """Each change after the start: when, to which rung, and why."""
    assert states[0].from_at == START
    return [(state.from_at, state.rung, state.because.value) for state in states[1:]]


def shown(states: tuple[State, ...]) -> list[tuple[datetime, str | None, str | None]]:
    """Each change after the start: when, the rung, and what shows."""
    return [(state.from_at, state.rung, state.shown) for state in states[1:]]


def unhappy(*instants: datetime) -> list[Evidence]:
    """One unhappy client at each instant, told by number."""
    return [outcome(number, at=at) for number, at in enumerate(instants, start=1)]


def done(deed: str, at: datetime) -> Act:
    """The deed at that instant."""
    return Act(deed=Deed(deed), done_at=at)
