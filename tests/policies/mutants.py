"""A policy becomes its mutants: the same policy with one thing in it moved by a hair."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

import yaml

from goodstanding.core.policy.finding import PolicyRefused
from goodstanding.core.policy.language import Cadence, Policy
from goodstanding.core.policy.over_time import Weekday
from goodstanding.core.policy.signal import Distinct, Keep, Signal, Voter
from goodstanding.core.policy.text import read
from goodstanding.core.rehearsal import rehearse, rehearse_timelines

Path = tuple[str, ...]
LIMIT = re.compile(r"(?P<operator><=|>=|==|<|>) *(?P<limit>[0-9.]+|\"[a-z_]+\")")
JOINT = re.compile(r"\b(and|or)\b")
OTHER = {">=": ">", ">": ">=", "<=": "<", "<": "<=", "==": "!=", "and": "or", "or": "and"}
ASKED = frozenset(
    {"when", "count", "share", "net_share", "minus", "per", "of", "leave", "passes", "each"}
)
MEASURED = frozenset({"days", "months", "lag_days", "last", "at_least", "votes", "client_groups"})
STEPPED = frozenset({"from", "weighs"})
TIMED = frozenset(
    {
        ("held", "times"),
        ("held", "of"),
        ("stood", "days"),
        ("stood", "months"),
        ("until", "days"),
        ("until", "months"),
        ("more_days", "days"),
        ("probation", "votes"),
        ("protection", "days"),
        ("process", "on_day"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """What was moved, and the policy that it made; None where the reader would refuse it."""

    told: str
    policy: Policy | None


def survives(mutant: Mutant) -> bool:
    """Whether no example and no timeline tells the mutant from the policy.

    What is refused does not survive.
    """
    policy = mutant.policy
    if policy is None:
        return False
    shortest_first = sorted(policy.examples, key=lambda example: len(example.outcomes))
    return all(
        rehearsed.held
        for example in shortest_first
        for rehearsed in rehearse(replace(policy, examples=(example,)))
    ) and all(
        rehearsed.held
        for golden in policy.timelines
        for rehearsed in rehearse_timelines(replace(policy, timelines=(golden,)))
    )


def mutants_of(text: str) -> Iterator[Mutant]:
    """Every mutant of the policy: its numbers, its comparisons, its clauses, its voters, its time.

    Examples and timelines, which stand last in the text, are those of the policy in all of them.
    """
    policy = read(text, source="the policy")
    rules, _, _ = text.partition("\nexamples:\n")
    for path, scalar in _scalars(yaml.compose(rules, Loader=yaml.SafeLoader), ()):
        start, end = scalar.start_mark.index, scalar.end_mark.index
        for said, written in _changes(path, rules[start:end]):
            moved = _read(rules[:start] + written + rules[end:], policy)
            yield Mutant(told=f"{'.'.join(path)}: {said}", policy=moved)
    yield from _without_a_clause(policy)
    yield from _with_other_voters(policy)


def _read(rules: str, policy: Policy) -> Policy | None:
    """What the rules say, held to the examples and the timelines of the policy."""
    try:
        moved = read(rules, source="a mutant")
        return replace(moved, examples=policy.examples, timelines=policy.timelines)
    except PolicyRefused:
        return None


def _scalars(node: yaml.Node | None, path: Path) -> Iterator[tuple[Path, yaml.ScalarNode]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for at, value in enumerate(node.value):
            yield from _scalars(value, (*path, str(at)))
    elif isinstance(node, yaml.ScalarNode):
        yield path, node


def _changes(path: Path, written: str) -> Iterator[tuple[str, str]]:
    """What is moved, as it is told, and the scalar that it makes."""
    part, key = path[0], path[-1]
    if part in ("ladder", "negative", "leave_out", "signals") and key in ASKED:
        for limit in LIMIT.finditer(written):
            yield from _moved(limit, written)
        for joint in JOINT.finditer(written):
            yield _put(joint, OTHER[joint.group()], written)
    elif part in ("windows", "signals") and (key in MEASURED or key in STEPPED):
        for number in _neighbours(written):
            yield f"{written} to {number}", number
    for other in _at_another_time(path, written):
        yield f"{written} to {other}", other


def _at_another_time(path: Path, written: str) -> tuple[str, ...]:
    """What else a number, a day of the week, a time of day or a cadence could be."""
    match path[-2:]:
        case held if held in TIMED:
            return _neighbours(written)
        case ("released", "weekday"):
            return tuple(day for day in Weekday if day != written)
        case ("released", "at"):
            clock_at = datetime.strptime(written, '"%H:%M"')  # noqa: DTZ007 - no day, no zone
            minute = timedelta(minutes=1)
            return tuple(f'"{each:%H:%M}"' for each in (clock_at - minute, clock_at + minute))
        case ("process", "cadence"):
            return tuple(cadence for cadence in Cadence if cadence != written)
        case _:
            return ()


def _moved(limit: re.Match[str], written: str) -> Iterator[tuple[str, str]]:
    operator, value = limit["operator"], limit["limit"]
    yield _put(limit, f"{OTHER[operator]} {value}", written)
    if not value.startswith('"'):
        for number in _neighbours(value):
            yield _put(limit, f"{operator} {number}", written)


def _put(found: re.Match[str], instead: str, written: str) -> tuple[str, str]:
    start, end = found.span()
    before = re.split(r"\b(?:and|or)\b", written[:start])[-1].removeprefix(">-").strip(' \n"')
    said = f"{before} {found.group()} to {instead}".strip()
    return said, written[:start] + instead + written[end:]


def _neighbours(number: str) -> tuple[str, str]:
    """The number one less and one more in the last place that is written."""
    exact = Decimal(number)
    place = Decimal(1).scaleb(int(exact.as_tuple().exponent))
    return str(exact - place), str(exact + place)


def _without_a_clause(policy: Policy) -> Iterator[Mutant]:
    for at, clause in enumerate(policy.negative):
        kept = (*policy.negative[:at], *policy.negative[at + 1 :])
        told = f"negative: without {clause.when.text}"
        yield Mutant(told=told, policy=replace(policy, negative=kept))
    for at, left in enumerate(policy.leave_out):
        remaining = (*policy.leave_out[:at], *policy.leave_out[at + 1 :])
        told = f"leave_out: without {left.when.text}"
        yield Mutant(told=told, policy=replace(policy, leave_out=remaining))


def _with_other_voters(policy: Policy) -> Iterator[Mutant]:
    for at, signal in enumerate(policy.signals):
        for told, changed in _other_voters(signal):
            signals = (*policy.signals[:at], changed, *policy.signals[at + 1 :])
            yield Mutant(told=f"{signal.name}: {told}", policy=replace(policy, signals=signals))


def _other_voters(signal: Signal) -> Iterator[tuple[str, Signal]]:
    """The signal with other voters. A distinct count asks for no votes; of one contract there is
    one outcome, so that it does not matter which is kept."""
    measure, votes = signal.measure, signal.votes
    if isinstance(measure, Distinct):
        for voter in Voter:
            if voter is not measure.on:
                yield f"distinct {voter}", replace(signal, measure=replace(measure, on=voter))
        return
    for voter in Voter:
        if voter is not votes.per:
            yield f"votes per {voter}", replace(signal, votes=replace(votes, per=voter))
    for keep in Keep:
        if keep is not votes.keep and votes.per is not Voter.CONTRACT:
            yield f"votes keep {keep}", replace(signal, votes=replace(votes, keep=keep))
