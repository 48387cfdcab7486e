"""The ladder of a policy becomes remarks: what a rung may not do, or does unwisely."""

from collections.abc import Iterator
from typing import assert_never

from goodstanding.core.policy.finding import Severity
from goodstanding.core.policy.language import Policy, Rung
from goodstanding.core.policy.nodes import (
    Both,
    Comparison,
    Either,
    Exact,
    Expression,
    Extreme,
    Membership,
    Name,
    Not,
    Number,
    Text,
    Truth,
    Unknown,
)
from goodstanding.core.policy.remark import Path, Remark, key_path
from goodstanding.core.policy.signal import Count, Distinct, Signal, Voter
from goodstanding.core.policy.wording import FLIPPED
from goodstanding.core.words import RUNNING_WORK, Outcome

GRAVITY = {outcome: gravity for gravity, outcome in enumerate(Outcome)}
RESTRICTS = frozenset({Outcome.PAUSE, Outcome.BLOCK, Outcome.PERMANENT_BLOCK})
SEVERAL = 2


def check_ladder(policy: Policy) -> Iterator[Remark]:
    """What is wrong with the rungs, each alone and in their order."""
    signals = {signal.name: signal for signal in policy.signals}
    for at, rung in enumerate(policy.ladder):
        path: Path = ("ladder", at)
        yield from _check_order(policy.ladder[:at], rung, path)
        if rung.proposes in RESTRICTS:
            yield from _check_restriction(rung, path)
            yield from _check_several_clients(rung, signals, path)
        else:
            yield from _check_mild(rung, path)


def _check_order(earlier: tuple[Rung, ...], rung: Rung, path: Path) -> Iterator[Remark]:
    for before in earlier:
        if before.name == rung.name:
            yield Remark(
                path=(*path, "rung"),
                code="rung-twice",
                message=f"`{rung.name}` stands twice on the ladder",
                cure="give each rung a name of its own",
            )
        if before.when.text == rung.when.text and not _asks_for_more(before, rung):
            yield Remark(
                path=(*path, "when"),
                code="rung-hides-another",
                message=f"`{rung.name}` has the condition of `{before.name}`, which is never "
                "reached then",
                cure="let the graver rung ask for more",
            )
    if earlier and GRAVITY[earlier[-1].proposes] > GRAVITY[rung.proposes]:
        yield Remark(
            path=(*path, "propose"),
            code="ladder-goes-down",
            message=f"`{rung.name}` proposes `{rung.proposes}` after `{earlier[-1].proposes}`",
            cure="write the mildest rung first",
        )


def _asks_for_more(before: Rung, rung: Rung) -> bool:
    """Whether the one looks back, and not as the other before it does."""
    return rung.looks_back and (rung.held, rung.stood) != (before.held, before.stood)


def _check_restriction(rung: Rung, path: Path) -> Iterator[Remark]:
    if not rung.deny:
        yield Remark(
            path=path,
            code="denies-nothing",
            message=f"`{rung.name}` proposes `{rung.proposes}`, but denies nothing",
            cure="add `deny: [proposal.submit, contract.accept]`",
        )
    for capability in rung.deny:
        if capability in RUNNING_WORK:
            yield Remark(
                path=(*path, "deny", rung.deny.index(capability)),
                code="denies-running-work",
                message=f"`{capability}` belongs to running contracts and the way back",
                cure="remove it: work, delivery, billing, messages, payout, feedback and appeal "
                "stay possible",
            )
        if capability in rung.keep:
            yield Remark(
                path=(*path, "keep", rung.keep.index(capability)),
                code="denied-and-kept",
                message=f"`{capability}` is both denied and kept",
                cure="remove it from one of the two",
            )
    yield from _check_end(rung, path)
    if not rung.cure:
        yield Remark(
            path=path,
            code="no-cure",
            message=f"`{rung.name}` does not say what the person can do about it",
            cure="add `cure:` in a sentence that the person will read",
            severity=Severity.WARNING,
        )


def _check_end(rung: Rung, path: Path) -> Iterator[Remark]:
    until = rung.until
    permanent = rung.proposes is Outcome.PERMANENT_BLOCK
    if until is None:
        if not permanent:
            yield Remark(
                path=path,
                code="no-end",
                message=f"`{rung.name}` does not say when the restriction ends",
                cure="add `until: {days: 14}`, `{months: 6}`, `{course: NAME}` or `{appeal: true}`",
            )
        return
    if permanent and not until.appeal:
        yield Remark(
            path=(*path, "until"),
            code="permanent-with-end",
            message=f"`{rung.name}` proposes `permanent_block`, but has an end",
            cure="propose `block`, or say `until: {appeal: true}`",
        )
    if until.restored_by and until.course is None:
        yield Remark(
            path=key_path((*path, "until"), "restored_by"),
            code="restored-without-course",
            message="`restored_by` is said, but no course restores anything",
            cure="add `course:`, or remove `restored_by`",
        )


def _check_mild(rung: Rung, path: Path) -> Iterator[Remark]:
    for key, said in (("deny", rung.deny), ("until", rung.until)):
        if said:
            yield Remark(
                path=(*path, key),
                code="mild-rung-restricts",
                message=f"`{rung.name}` proposes `{rung.proposes}`, which takes nothing away",
                cure=f"propose `pause` or `block`, or remove `{key}`",
            )


def _check_several_clients(rung: Rung, signals: dict[str, Signal], path: Path) -> Iterator[Remark]:
    if least_clients(rung.when.root, signals) < SEVERAL:
        yield Remark(
            path=(*path, "when"),
            code="one-client-suffices",
            message=f"one client alone can bring somebody to `{rung.name}`",
            cure="ask for several: `distinct: client_group` or a count with one vote a client "
            "group, and `>= 2` or more",
            severity=Severity.WARNING,
        )


def least_clients(expression: Expression, signals: dict[str, Signal]) -> Exact:
    """How many different clients the condition asks for at least, in its mildest reading."""
    match expression:
        case Both():
            return max(least_clients(part, signals) for part in expression.parts)
        case Either():
            return min(least_clients(part, signals) for part in expression.parts)
        case Comparison(left=Name() as name, right=Number() as limit) if _of_clients(
            signals.get(name.name)
        ):
            return _least(expression.operator, limit.value)
        case Comparison(left=Number() as limit, right=Name() as name) if _of_clients(
            signals.get(name.name)
        ):
            return _least(FLIPPED[expression.operator], limit.value)
        case (
            Comparison()
            | Name()
            | Number()
            | Text()
            | Truth()
            | Not()
            | Unknown()
            | Membership()
            | Extreme()
        ):
            return 0
        case _:
            assert_never(expression)


def _least(operator: str, limit: Exact) -> Exact:
    if operator in (">=", "=="):
        return limit
    return limit + 1 if operator == ">" else 0


def _of_clients(signal: Signal | None) -> bool:
    """Whether the signal counts different clients: one vote a client, or distinct clients."""
    if signal is None:
        return False
    measure = signal.measure
    if isinstance(measure, Distinct):
        return measure.on is not Voter.CONTRACT
    return isinstance(measure, Count) and signal.votes.per is not Voter.CONTRACT
