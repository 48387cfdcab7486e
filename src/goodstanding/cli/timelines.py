"""Files and a policy become one person's timeline: where the ladder would have them stand, when."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from goodstanding.cli.verdicts import evidence_of_one
from goodstanding.cli.writing import as_json
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.over_time import Act
from goodstanding.core.timeline import State, timeline
from goodstanding.core.walk import Because
from goodstanding.core.words import told_instant

WHY = {
    Because.START: "nothing was looked at before",
    Because.CONDITION: "as the condition says",
    Because.HELD: "the condition was true often enough",
    Because.STOOD: "long enough on a milder rung",
    Because.STAYED: "the condition is over, and the line to leave is not reached",
    Because.MORE_DAYS: "further outcomes moved the end",
    Because.PASSED: "probation passed",
    Because.FAILED: "probation failed",
    Because.SERVED: "the time is over",
    Because.RELEASED: "the day of release",
    Because.COURSE: "the course is completed",
    Because.APPEAL: "an appeal is granted",
    Because.FIX: "the fix is shown",
}


def timeline_of_one(
    subject: str,
    files: tuple[Path, ...],
    *,
    from_at: datetime,
    until_at: datetime,
    acts: tuple[Act, ...],
    form: str,
    **said: Any,
) -> int:
    """Tells one person's timeline, and gives 1 when rows had to be refused.

    Raises:
        Refusal: the timeline ends before it begins; else as for `why`.
    """
    policy, evidence, code = evidence_of_one(subject, files, **said)
    states = timeline(policy, subject, evidence, from_at=from_at, until_at=until_at, acts=acts)
    earlier = sum(each.received_at < from_at for each in evidence)
    if earlier:
        click.echo(
            f"note: {earlier:,} of {len(evidence):,} outcomes were known before --from, when "
            "nobody was looked at",
            err=True,
        )
    if form == "json":
        click.echo(as_json(_record(policy, subject, states, until_at=until_at)), nl=False)
    else:
        click.echo("\n".join(_lines(policy, subject, states, until_at=until_at)))
    return code


def _lines(
    policy: Policy, subject: str, states: tuple[State, ...], *, until_at: datetime
) -> Iterator[str]:
    yield (
        f"{subject} from {told_instant(states[0].from_at)} to {told_instant(until_at)}, by policy "
        f"`{policy.name}` version {policy.version}:"
    )
    yield "where the ladder would have them stand, if each proposal were taken. It decides nothing."
    yield ""
    for state in states:
        yield f"  {told_instant(state.from_at)}  {_where(state)}: {WHY[state.because]}"


def _where(state: State) -> str:
    rung = f"rung `{state.rung}`" if state.rung else "no rung"
    parts = []
    if state.ends_at is not None:
        parts.append(f"until {told_instant(state.ends_at)}")
    if state.shown != state.rung:
        parts.append(f"`{state.shown}` shows" if state.shown else "nothing shows yet")
    return f"{rung} ({', '.join(parts)})" if parts else rung


def _record(
    policy: Policy, subject: str, states: tuple[State, ...], *, until_at: datetime
) -> dict[str, Any]:
    return {
        "policy": policy.name,
        "version": policy.version,
        "digest": policy.digest,
        "subject": subject,
        "from": told_instant(states[0].from_at),
        "until": told_instant(until_at),
        "states": [_state(state) for state in states],
    }


def _state(state: State) -> dict[str, Any]:
    return {
        "from": told_instant(state.from_at),
        "rung": state.rung,
        "shown": state.shown,
        "entered": state.entered_at and told_instant(state.entered_at),
        "ends": state.ends_at and told_instant(state.ends_at),
        "because": state.because.value,
    }
