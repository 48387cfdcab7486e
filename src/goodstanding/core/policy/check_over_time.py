"""What a ladder says over time becomes remarks: what can never be, or never ends."""

from collections.abc import Container, Iterator
from fractions import Fraction
from typing import assert_never

from goodstanding.core.policy.check_ladder import RESTRICTS
from goodstanding.core.policy.evaluation import Value, holds
from goodstanding.core.policy.finding import Severity
from goodstanding.core.policy.language import Cadence, Policy, Rung
from goodstanding.core.policy.nodes import Comparison, Condition, Name, Number
from goodstanding.core.policy.over_time import MoreDays, Probation, Stood
from goodstanding.core.policy.remark import Path, Remark, key_path
from goodstanding.core.policy.signal import (
    Count,
    Distinct,
    Mean,
    NetShare,
    Points,
    Prior,
    Sample,
    Share,
    Signal,
)
from goodstanding.core.policy.vocabulary import ALL, NEGATIVE, RATED
from goodstanding.core.policy.wording import FLIPPED
from goodstanding.core.words import did_you_mean

LONGEST_MONTH_DAYS = 31
UPWARDS = frozenset({">", ">="})
DOWNWARDS = frozenset({"<", "<="})


def check_over_time(policy: Policy, *, unsound: Container[Path]) -> Iterator[Remark]:
    """What is wrong with how the rungs look back, keep, look ahead and end.

    Of expressions at the `unsound` paths it is said already what is wrong with them.
    """
    for at, rung in enumerate(policy.ladder):
        path: Path = ("ladder", at)
        yield from _check_held(rung, path)
        if rung.stood is not None:
            yield from _check_stood(policy, at, rung.stood)
        if rung.leave is not None:
            yield from _check_ends(rung, path)
            if (*path, "leave") not in unsound:
                yield from _check_leave(policy, rung, rung.leave, path=path)
        if rung.probation is not None:
            yield from _check_probation(policy, at, rung.probation)
        more_days = rung.until and rung.until.more_days
        if more_days and (*path, "until", "more_days", "each") not in unsound:
            yield from _check_more_days(policy, more_days, path)
        yield from _check_shown(policy, rung, path)


def _check_held(rung: Rung, path: Path) -> Iterator[Remark]:
    held = rung.held
    if held is None:
        return
    if held.times > held.of:
        yield Remark(
            path=(*path, "held", "times"),
            code="held-too-often",
            message=f"`{rung.name}` asks for `{held.times}` of the last `{held.of}`",
            cure="let `of` be as many or more",
        )
    if held.of == 1:
        yield Remark(
            path=(*path, "held", "of"),
            code="held-at-once",
            message=f"`{rung.name}` looks at `{held.of}` evaluation, as every rung does",
            cure="let `of` be more, or remove `held`",
        )


def _check_stood(policy: Policy, place: int, stood: Stood) -> Iterator[Remark]:
    path: Path = ("ladder", place)
    names = [rung.name for rung in policy.ladder]
    if stood.on not in names:
        yield Remark(
            path=(*path, "stood", "on"),
            code="stood-on-unknown",
            message=f"no rung is called `{stood.on}`",
            cure=did_you_mean(stood.on, names),
        )
    elif stood.on not in names[:place]:
        yield Remark(
            path=(*path, "stood", "on"),
            code="stood-on-graver",
            message=f"`{stood.on}` is no milder rung than `{names[place]}`",
            cure="name a rung that is written before this one",
        )
    if policy.process.cadence is Cadence.ON_EVIDENCE:
        yield Remark(
            path=key_path(path, "stood"),
            code="stood-unseen",
            message=f"time alone brings nobody to `{names[place]}`, for people are judged "
            "`on_evidence`",
            cure="say `process: {cadence: daily}`, or another that comes by itself",
            severity=Severity.WARNING,
        )


def _check_ends(rung: Rung, path: Path) -> Iterator[Remark]:
    for key, said in (("until", rung.until), ("probation", rung.probation)):
        if said:
            yield Remark(
                path=key_path(path, "leave"),
                code="leave-beside-end",
                message=f"`{rung.name}` has both `leave` and `{key}`, and each says when it ends",
                cure=f"remove `leave`, or `{key}`",
            )


def _check_leave(policy: Policy, rung: Rung, leave: Condition, *, path: Path) -> Iterator[Remark]:
    if _ask_alike(rung.when, leave):
        yield Remark(
            path=(*path, "leave"),
            code="leave-as-when",
            message=f"`{leave.text}` asks for what brings people to `{rung.name}`",
            cure="let `leave` ask for the other side, for example `when: f >= 3`, `leave: f <= 1`",
        )
    elif not holds(leave, _told_of_nobody(policy)):
        yield Remark(
            path=(*path, "leave"),
            code="silence-never-leaves",
            message=f"`{leave.text}` is not true of somebody of whom nothing is known any more",
            cure="add `or NAME is None`, or a count that is `0` then",
        )


def _ask_alike(when: Condition, leave: Condition) -> bool:
    """Whether the two are the same, or limits of one signal in one direction."""
    if when == leave:
        return True
    one, other = _direction(when), _direction(leave)
    return one is not None and one == other


def _direction(condition: Condition) -> tuple[str, frozenset[str]] | None:
    """The signal and the way of a condition that is a single limit, None of any other."""
    match condition.root:
        case Comparison(left=Name() as name, right=Number()) as compared:
            operator = compared.operator
        case Comparison(left=Number(), right=Name() as name) as compared:
            operator = FLIPPED[compared.operator]
        case _:
            return None
    ways = [way for way in (UPWARDS, DOWNWARDS) if operator in way]
    return (name.name, ways[0]) if ways else None


def _told_of_nobody(policy: Policy) -> dict[str, Value]:
    """The figures of somebody without outcomes."""
    return {signal.name: _of_nobody(signal) for signal in policy.signals}


def _of_nobody(signal: Signal) -> Value:
    measure = signal.measure
    match measure:
        case Count() | Distinct() | Points():
            return 0
        case Share(prior=Prior() as prior) if signal.sample == Sample():
            return Fraction(prior.of, prior.per)
        case Share() | NetShare() | Mean():
            return None
        case _:
            assert_never(measure)


def _check_probation(policy: Policy, place: int, probation: Probation) -> Iterator[Remark]:
    path: Path = ("ladder", place)
    rung = policy.ladder[place]
    if rung.proposes in RESTRICTS:
        yield Remark(
            path=key_path(path, "probation"),
            code="probation-while-restricted",
            message=f"`{rung.name}` proposes `{rung.proposes}`, and who gets no new contracts "
            "gets no votes",
            cure="propose `warn` or milder, and remove `deny` and `until`",
        )
    yield from _check_fails(policy, place, probation.fails)
    read = [signal for signal in policy.signals if signal.name in probation.passes.reads]
    for signal in read:
        if isinstance(signal.measure, Points):
            yield Remark(
                path=(*path, "probation", "passes"),
                code="probation-of-points",
                message=f"`{signal.name}` are points over months, never of so many votes alone",
                cure="compare a share, a mean or a count of the votes",
            )
        least = max(signal.sample.votes, signal.sample.client_groups)
        if least > probation.votes:
            yield Remark(
                path=(*path, "probation", "votes"),
                code="probation-too-short",
                message=f"`{probation.votes}` votes are fewer than the sample of `{least}` that "
                f"`{signal.name}` needs",
                cure=f"say `votes: {least}` or more",
            )


def _check_fails(policy: Policy, place: int, fails: str) -> Iterator[Remark]:
    path: Path = ("ladder", place, "probation", "fails")
    names = [each.name for each in policy.ladder]
    if fails not in names:
        yield Remark(
            path=path,
            code="fails-to-unknown",
            message=f"no rung is called `{fails}`",
            cure=did_you_mean(fails, names),
        )
        return
    failed = next((each for each in policy.ladder[place + 1 :] if each.name == fails), None)
    if failed is None:
        yield Remark(
            path=path,
            code="fails-to-milder",
            message=f"`{fails}` is no graver rung than `{names[place]}`",
            cure="name a rung that is written after this one",
        )
    elif not (failed.until or failed.leave or failed.probation):
        yield Remark(
            path=path,
            code="fails-without-end",
            message=f"who fails would stand on `{fails}` until the next evaluation only",
            cure="let that rung say `until`, `leave` or `probation`",
        )


def _check_more_days(policy: Policy, more: MoreDays, path: Path) -> Iterator[Remark]:
    here: Path = (*path, "until", "more_days", "each")
    if holds(more.each, {ALL: True}):
        yield Remark(
            path=here,
            code="silence-adds-days",
            message=f"`{more.each.text}` is true of an outcome about which nobody said anything",
            cure="silence is never negative: ask for what was said",
        )
    if not policy.negative:
        for name in sorted(more.each.reads & {NEGATIVE, RATED}):
            yield Remark(
                path=here,
                code="negative-not-said",
                message=f"`{name}` is read, but the policy does not say what is negative",
                cure="add `negative:` with the clauses that make an outcome negative",
            )


def _check_shown(policy: Policy, rung: Rung, path: Path) -> Iterator[Remark]:
    until, protection = rung.until, policy.protection
    if protection is None or until is None or until.more_days or until.released:
        return
    days = until.days or (until.months or 0) * LONGEST_MONTH_DAYS
    if 0 < days <= protection.days:
        yield Remark(
            path=(*path, "until"),
            code="ends-unseen",
            message=f"`{rung.name}` ends before it shows, for `{protection.days}` days are "
            "protected",
            cure="let it last longer, or protect fewer days",
            severity=Severity.WARNING,
        )
