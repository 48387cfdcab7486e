"""The signals of a policy become remarks: what cannot be measured, or is measured in vain."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

from goodstanding.core.policy.check_points import check_points
from goodstanding.core.policy.finding import Severity
from goodstanding.core.policy.language import DeclaredItem, ItemKind, Policy
from goodstanding.core.policy.parts import (
    conditions_of,
    ladder_conditions,
    weight_of,
    windows_in,
)
from goodstanding.core.policy.remark import Path, Remark, key_path
from goodstanding.core.policy.signal import (
    Count,
    Distinct,
    Keep,
    LastVotes,
    Mean,
    NetShare,
    Points,
    Share,
    Signal,
    Voter,
    Weight,
)
from goodstanding.core.policy.vocabulary import NEGATIVE, RATED, SPECIAL, Vocabulary
from goodstanding.core.policy.wording import number_told
from goodstanding.core.words import did_you_mean

ZERO = Fraction(0)
ONE = Fraction(1)


def signals_as_items(policy: Policy, vocabulary: Vocabulary) -> Vocabulary:
    """The signals as words that the ladder's conditions may use, with the range of each."""
    return {signal.name: _as_item(signal, vocabulary) for signal in policy.signals}


def _as_item(signal: Signal, vocabulary: Vocabulary) -> DeclaredItem:
    measure = signal.measure
    low: Fraction | None = ZERO
    high: Fraction | None = None
    match measure:
        case Count() | Distinct() | Points():
            pass
        case Share():
            high = ONE
        case NetShare():
            low, high = -ONE, ONE
        case Mean():
            item = vocabulary.get(measure.of)
            low, high = (item.low, item.high) if item else (None, None)
        case _:
            assert_never(measure)
    return DeclaredItem(
        name=signal.name, kind=ItemKind.NUMBER, says=signal.says, low=low, high=high
    )


def check_signals(policy: Policy, vocabulary: Vocabulary) -> Iterator[Remark]:
    """What is wrong with how the signals measure."""
    compared = frozenset(name for _, each in ladder_conditions(policy) for name in each.reads)
    for signal in policy.signals:
        path: Path = ("signals", signal.name)
        yield from _check_negative(policy, signal, path)
        yield from _check_numbers(signal, vocabulary, path)
        yield from _check_last(signal, path)
        yield from _check_vote(signal, path)
        yield from check_points(policy, signal, path)
        if signal.name not in compared:
            yield Remark(
                path=key_path(("signals",), signal.name),
                code="signal-not-compared",
                message=f"no rung compares `{signal.name}`",
                cure="compare it in the ladder, or remove it",
                severity=Severity.WARNING,
            )


def _check_negative(policy: Policy, signal: Signal, path: Path) -> Iterator[Remark]:
    if policy.negative:
        return
    for key, condition in conditions_of(signal).items():
        for name in sorted(condition.reads & {NEGATIVE, RATED}):
            yield Remark(
                path=(*path, key),
                code="negative-not-said",
                message=f"`{name}` is read, but the policy does not say what is negative",
                cure="add `negative:` with the clauses that make an outcome negative",
            )
    asks_votes = not isinstance(signal.measure, Distinct) and signal.votes.per is not Voter.CONTRACT
    if asks_votes and signal.votes.keep is Keep.WORST:
        yield Remark(
            path=path,
            code="worst-of-what",
            message=f"`{signal.name}` keeps the worst outcome of each voter, but the policy "
            "does not say what is negative",
            cure="add `negative:`, or say `votes: {per: ..., keep: first}` (or `latest`)",
        )


def _check_last(signal: Signal, path: Path) -> Iterator[Remark]:
    if isinstance(signal.measure, Distinct) and any(
        isinstance(window, LastVotes) for window in windows_in(signal.window)
    ):
        yield Remark(
            path=(*path, "window"),
            code="distinct-of-last",
            message=f"`{signal.name}` counts different voters among the latest votes, and each "
            "voter has one",
            cure="count them (`count:`), or give a window in days or months",
        )


def _check_vote(signal: Signal, path: Path) -> Iterator[Remark]:
    """A vote is chosen by what is negative; what else is asked may stand on another contract."""
    one_of_many = signal.votes.keep is Keep.WORST and signal.votes.per is not Voter.CONTRACT
    if isinstance(signal.measure, Count) and one_of_many:
        others = signal.measure.of.reads - SPECIAL.keys()
        if others:
            yield Remark(
                path=(*path, "count"),
                code="vote-hides-what-is-counted",
                message=f"`{signal.name}` counts by {_told(others)}, but each voter's vote is its "
                "latest negative outcome, and an earlier one is not asked",
                cure="use `distinct:` with `of:`, or `votes: {per: contract}`",
                severity=Severity.WARNING,
            )


def _told(names: frozenset[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _check_numbers(signal: Signal, vocabulary: Vocabulary, path: Path) -> Iterator[Remark]:
    measure = signal.measure
    if isinstance(measure, Mean):
        yield from _check_number(measure.of, vocabulary, (*path, "mean"))
    weight = weight_of(signal)
    if weight is not None:
        yield from _check_number(weight.by, vocabulary, (*path, "weight", "by"))
        yield from _check_steps(weight, (*path, "weight", "steps"))


def _check_number(name: str, vocabulary: Vocabulary, path: Path) -> Iterator[Remark]:
    numbers = [item.name for item in vocabulary.values() if item.kind is ItemKind.NUMBER]
    if name not in vocabulary:
        yield Remark(
            path=path,
            code="unknown-number",
            message=f"unknown item `{name}`",
            cure=did_you_mean(name, numbers),
        )
    elif name not in numbers:
        yield Remark(
            path=path,
            code="not-a-number",
            message=f"`{name}` is not a number",
            cure=did_you_mean(name, numbers),
        )


def _check_steps(weight: Weight, path: Path) -> Iterator[Remark]:
    for at, (lower, upper) in enumerate(pairwise(weight.steps), start=1):
        if lower[0] >= upper[0]:
            yield Remark(
                path=(*path, at),
                code="steps-not-rising",
                message=f"the step from `{number_told(upper[0])}` comes after the one from "
                f"`{number_told(lower[0])}`",
                cure="write the steps in rising order",
            )
    if not any(weighs for _, weighs in weight.steps):
        yield Remark(
            path=path,
            code="nothing-weighs",
            message="every step weighs `0`",
            cure="let some step weigh more",
        )
