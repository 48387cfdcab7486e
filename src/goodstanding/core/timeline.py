"""A policy, evidence and dated acts become a timeline: where the ladder would have one stand, when.

It decides nothing. It tells what would be proposed over time if each proposal were taken at once,
so that an author sees what a policy's words mean; people decide, and later, and otherwise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Cadence, Policy
from goodstanding.core.policy.over_time import Act
from goodstanding.core.policy.set_times import set_times
from goodstanding.core.walk import OFF, Because, Standing, Walk
from goodstanding.core.words import Refusal, require_instant, told_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where somebody stands from `from_at` on: in truth, and as it shows while they are protected.

    `ends_at` is when the rung ends by itself as far as is known, that instant excluded.
    """

    from_at: datetime
    rung: str | None
    shown: str | None
    entered_at: datetime | None
    ends_at: datetime | None
    because: Because


def timeline(
    policy: Policy,
    subject: str,
    evidence: Iterable[Evidence],
    *,
    from_at: datetime,
    until_at: datetime,
    acts: Iterable[Act] = (),
) -> tuple[State, ...]:
    """Each change of state from `from_at` to `until_at`, both included; the first is at `from_at`.

    The person is judged at the policy's cadence; `on_evidence` is whenever what is known changes.
    Before `from_at` nobody is looked at: all begin off the ladder. Neither the order of evidence
    nor that of acts matters. At one instant ends come before acts, and acts before the judging,
    which brings nobody to a rung at the very instant at which another rung ended. Who has served a
    rung is not brought to it, or to a milder one, by what was known on entering it; it takes a
    further negative outcome (any outcome, where the policy does not say what is negative).

    Raises:
        Refusal: an instant is not in UTC, the second is before the first, or evidence cannot be
            judged.
    """
    require_instant("from_at", from_at)
    require_instant("until_at", until_at)
    if until_at < from_at:
        raise Refusal(
            "timeline-upside-down",
            f"the timeline runs from `{told_instant(from_at)}` until `{told_instant(until_at)}`",
            cure="let it end after it begins",
        )
    own = tuple(each for each in evidence if each.subject == subject)
    known_at = {each.received_at for each in own} | {
        each.superseded_at for each in own if each.superseded_at is not None
    }
    changed = {at for at in known_at if from_at <= at <= until_at}
    on_evidence = policy.process.cadence is Cadence.ON_EVIDENCE
    looks = changed if on_evidence else set(set_times(policy.process, from_at, until_at))
    done = [act for act in acts if from_at <= require_instant("done_at", act.done_at) <= until_at]
    walk = Walk(policy, subject, own, from_at=from_at)
    for at in sorted({*changed, *looks, *(act.done_at for act in done)}):
        walk.go_to(at)
        for act in sorted((a for a in done if a.done_at == at), key=lambda act: act.deed):
            walk.take(act)
        walk.add_days(at)
        if at in looks:
            walk.look(at)
    walk.go_to(until_at)
    return _shown(policy, walk.stood, until_at)


def _shown(
    policy: Policy, stood: Mapping[datetime, Standing], until_at: datetime
) -> tuple[State, ...]:
    """The states with what shows of each: of the protected days before, the mildest."""
    grace = timedelta(days=policy.protection.days if policy.protection else 0)
    risen = {at + grace for at in stood if until_at - at >= grace}
    states: list[State] = []
    for at in sorted({*stood, *risen}):
        past = [each for each in stood if each <= at]
        before = max((each for each in past if at - each >= grace), default=None)
        here = stood[max(past)]
        lately = [OFF] if before is None else [stood[each].rung for each in past if each >= before]
        state = State(
            from_at=at,
            rung=_name(policy, here.rung),
            shown=_name(policy, min(lately)),
            entered_at=None if here.rung == OFF else here.entered_at,
            ends_at=here.ends_at,
            because=here.because,
        )
        if not states or replace(state, from_at=states[-1].from_at) != states[-1]:
            states.append(state)
    return tuple(states)


def _name(policy: Policy, place: int) -> str | None:
    return None if place == OFF else policy.ladder[place].name
