"""A policy, evidence and an instant become a verdict, with its because. It has no effect."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import partial

from goodstanding.core.casting import Reading, clock
from goodstanding.core.evidence import Evidence, ItemValue
from goodstanding.core.figure import Figure, Value, measure
from goodstanding.core.policy.evaluation import COMPARE, holds, value_of
from goodstanding.core.policy.language import Anchor, Policy, Rung
from goodstanding.core.policy.nodes import Both, Comparison, Either, Expression, Name, Not, Number
from goodstanding.core.policy.parts import items_read
from goodstanding.core.policy.vocabulary import fits, vocabulary_of, wanted
from goodstanding.core.words import Refusal, require_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Evidence that did not count, and the reason that is shown."""

    evidence: Evidence
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One figure held against one limit, as the rung's condition is written."""

    signal: str
    operator: str
    limit: Fraction
    value: Value
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RungTest:
    """Whether one rung's condition is true, and the limits that made it so (or did not)."""

    rung: str
    reached: bool
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one policy version says of one subject at one instant, and because of what."""

    policy: str
    version: int
    digest: str
    subject: str
    as_of: datetime
    rung: str | None
    figures: tuple[Figure, ...]
    tests: tuple[RungTest, ...]
    readings: tuple[Reading, ...]
    left_out: tuple[LeftOut, ...]
    unseen: tuple[str, ...]
    cleared_at: tuple[datetime, ...] = ()

    @property
    def reached(self) -> RungTest | None:
        """The test of the rung that the verdict is about, or None when none was reached."""
        for test in self.tests:
            if test.rung == self.rung:
                return test
        return None

    @property
    def against(self) -> tuple[Reading, ...]:
        """The negative readings that the reached rung rests on, each once, in order of time."""
        if self.reached is None:
            return ()
        told = {limit.signal for limit in self.reached.limits}
        counted = {
            reading.evidence.id: reading
            for figure in self.figures
            if figure.signal in told
            for reading in figure.counted
            if reading.negative
        }
        return tuple(reading for reading in self.readings if reading.evidence.id in counted)


def judge(
    policy: Policy,
    subject: str,
    evidence: Iterable[Evidence],
    as_of: datetime,
    *,
    cleared_at: Sequence[datetime] = (),
) -> Verdict:
    """What the policy says of the subject at that instant. The law of judging, in five sentences:

    Only what was known at the instant counts. What the policy leaves out is set aside, with the
    reason. Each piece that stays is read: did it say anything, was it negative, and why. Every
    signal is measured over these readings. The verdict is the gravest rung whose condition is true;
    a rung that looks back is never reached at one instant, for one instant cannot tell.

    `cleared_at` are the instants at which a person closed a case of the subject without any action:
    evidence points count anew from the last of them that is not after `as_of`.

    Raises:
        Refusal: the instant is not in UTC, or evidence holds a value that its item cannot have.
    """
    require_instant("as_of", as_of)
    of_subject = [each for each in evidence if each.subject == subject and each.known_at(as_of)]
    known = sorted(of_subject, key=partial(order_of, policy.anchor))
    _check_ids(known)
    check_items(policy, known)
    left_out = tuple(left for each in known if (left := _left_out(policy, each)) is not None)
    set_aside = {left.evidence.id for left in left_out}
    readings = tuple(read(policy, each) for each in known if each.id not in set_aside)
    cleared = tuple(sorted(at for at in cleared_at if at <= as_of))
    figures = tuple(
        measure(signal, readings, as_of=as_of, anchor=policy.anchor, cleared_at=cleared)
        for signal in policy.signals
    )
    values = {figure.signal: figure.value for figure in figures}
    tests = tuple(_test(rung, values) for rung in policy.ladder)
    return Verdict(
        policy=policy.name,
        version=policy.version,
        digest=policy.digest,
        subject=subject,
        as_of=as_of,
        rung=next((test.rung for test in reversed(tests) if test.reached), None),
        figures=figures,
        tests=tests,
        readings=readings,
        left_out=left_out,
        unseen=_unseen(policy, known),
        cleared_at=cleared,
    )


def order_of(anchor: Anchor, evidence: Evidence) -> tuple[datetime, str, str, str, str]:
    """A total order that does not depend on how evidence arrived: by time, then by contract.

    Without a contract, and of one contract, outcomes are told apart by what they say.
    """
    return (
        clock(evidence, anchor),
        evidence.contract or "",
        what_it_says(evidence.items),
        evidence.client,
        evidence.id,
    )


def what_it_says(items: Mapping[str, ItemValue]) -> str:
    """All items and their values as one text, the same however a number was written."""
    return str([(name, _as_written(items[name])) for name in sorted(items)])


def _as_written(value: ItemValue) -> ItemValue:
    if not isinstance(value, Decimal) or not value.is_finite():
        return value
    return int(value) if value == value.to_integral_value() else value.normalize()


def _check_ids(known: Iterable[Evidence]) -> None:
    seen: set[str] = set()
    for each in known:
        if each.id in seen:
            raise Refusal(
                "evidence-twice",
                f"evidence `{each.id}` is given twice",
                cure="give every version once; when one takes another's place, say `superseded_at`",
            )
        seen.add(each.id)


def check_items(policy: Policy, evidence: Iterable[Evidence]) -> None:
    """Nothing, once every item has a value that it can have.

    Raises:
        Refusal: an item holds a value of the wrong kind, out of its range, or not a choice.
    """
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    for each in evidence:
        for name, value in each.items.items():
            if name in vocabulary and not fits(vocabulary[name], value):
                raise Refusal(
                    "odd-item",
                    f"evidence `{each.id}`: `{name}` is `{value}`",
                    cure=f"give {wanted(vocabulary[name])}",
                )


def is_left_out(policy: Policy, evidence: Evidence) -> bool:
    """Whether the policy sets the evidence aside before anything is counted."""
    return _left_out(policy, evidence) is not None


def _left_out(policy: Policy, evidence: Evidence) -> LeftOut | None:
    for clause in policy.leave_out:
        if holds(clause.when, evidence.items):
            return LeftOut(evidence=evidence, because=clause.because)
    return None


def read(policy: Policy, evidence: Evidence) -> Reading:
    """How the policy reads one piece of evidence.

    It is rated when anything is known that `negative` asks for; silence is never negative.
    """
    items = evidence.items
    true = [clause for clause in policy.negative if holds(clause.when, items)]
    public = {name: items[name] for name in evidence.public_items if name in items}
    return Reading(
        evidence=evidence,
        rated=any(name in items for clause in policy.negative for name in clause.when.reads),
        negative=bool(true),
        publicly_negative=any(holds(clause.when, public) for clause in true),
        because=tuple(clause.says or clause.when.text for clause in true),
        dimensions=frozenset(clause.dimension for clause in true if clause.dimension),
    )


def _test(rung: Rung, values: Mapping[str, Value]) -> RungTest:
    reached = not rung.looks_back and holds(rung.when, values)
    limits = limits_of(rung.when.root, values)
    if reached:
        limits = tuple(limit for limit in limits if limit.holds)
    return RungTest(rung=rung.name, reached=reached, limits=limits)


def _unseen(policy: Policy, known: list[Evidence]) -> tuple[str, ...]:
    seen = {name for each in known for name in each.items}
    return tuple(sorted(items_read(policy) - seen))


NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def limits_of(condition: Expression, values: Mapping[str, Value]) -> tuple[Limit, ...]:
    """The figures that a condition holds against fixed limits, in the order written.

    Of alternatives that are joined by `or`, those that are true are told, or all when none is.
    """
    return tuple(_limits(condition, values, negated=False))


def _limits(part: Expression, values: Mapping[str, Value], *, negated: bool) -> Iterator[Limit]:
    match part:
        case Both(parts=parts) | Either(parts=parts):
            told = parts
            if isinstance(part, Either) is not negated:
                told = tuple(p for p in parts if value_of(p, values) is (not negated)) or parts
            for each in told:
                yield from _limits(each, values, negated=negated)
        case Not():
            yield from _limits(part.operand, values, negated=not negated)
        case Comparison(left=Name() as name, right=Number() as number):
            yield _limit(name, part.operator, number, values=values, negated=negated)
        case Comparison(left=Number() as number, right=Name() as name):
            flipped = FLIPPED[part.operator]
            yield _limit(name, flipped, number, values=values, negated=negated)
        case _:
            return


def _limit(
    name: Name, operator: str, number: Number, *, values: Mapping[str, Value], negated: bool
) -> Limit:
    written = NEGATED[operator] if negated else operator
    value = values[name.name]
    return Limit(
        signal=name.name,
        operator=written,
        limit=Fraction(number.value),
        value=value,
        holds=value is not None and COMPARE[written](value, number.value),
    )
