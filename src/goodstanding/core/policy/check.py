"""A policy becomes remarks: what is wrong in it, or unwise, part by part."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from keyword import iskeyword

from goodstanding.core.policy.check_examples import check_examples
from goodstanding.core.policy.check_ladder import check_ladder
from goodstanding.core.policy.check_over_time import check_over_time
from goodstanding.core.policy.check_signals import check_signals, signals_as_items
from goodstanding.core.policy.check_timelines import check_timelines
from goodstanding.core.policy.evaluation import holds
from goodstanding.core.policy.finding import Severity
from goodstanding.core.policy.flaw import Unreadable
from goodstanding.core.policy.kinds import Scope, check_condition
from goodstanding.core.policy.language import DeclaredItem, ItemKind, Policy
from goodstanding.core.policy.nodes import Condition
from goodstanding.core.policy.overlays import check_law
from goodstanding.core.policy.parts import (
    items_read,
    ladder_conditions,
    more_days_conditions,
    outcome_conditions,
    signal_conditions,
)
from goodstanding.core.policy.remark import Path, Remark, key_path
from goodstanding.core.policy.vocabulary import (
    SPECIAL,
    Vocabulary,
    vocabulary_of,
    with_special,
    words_of,
)
from goodstanding.core.policy.wording import range_told
from goodstanding.core.words import Outcome

Elsewhere = Mapping[str, tuple[str, str, str]]


def check(policy: Policy) -> tuple[Remark, ...]:
    """All that can be said against the policy without judging anybody.

    Errors keep a policy out of force; warnings are for its author to weigh.
    """
    own = frozenset(item.name for item in policy.items)
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    conditions = tuple(_check_conditions(policy, vocabulary))
    return (
        *_check_names(policy, own),
        *_check_items(policy),
        *conditions,
        *_check_silence(policy),
        *check_signals(policy, vocabulary),
        *check_ladder(policy),
        *check_over_time(policy, unsound=frozenset(remark.path for remark in conditions)),
        *_check_process(policy),
        *check_law(policy),
        *check_examples(policy, vocabulary),
        *check_timelines(policy, vocabulary),
    )


def _check_names(policy: Policy, own: frozenset[str]) -> Iterator[Remark]:
    known = vocabulary_of((), about=policy.about)
    taken = dict.fromkeys(known, "an item of the forms or a fact of the contract")
    taken |= dict.fromkeys(words_of(policy.about), "free words of the forms")
    taken |= {name: f"a word of the language ({says})" for name, says in SPECIAL.items()}
    yield from _taken([("items", item.name) for item in policy.items], taken)
    taken |= dict.fromkeys(own, "an item of this policy")
    yield from _taken([("signals", signal.name) for signal in policy.signals], taken)


def _taken(named: Iterable[tuple[str, str]], taken: Mapping[str, str]) -> Iterator[Remark]:
    for section, name in named:
        path = key_path((section,), name)
        if name in taken:
            yield Remark(
                path=path,
                code="name-taken",
                message=f"`{name}` is already {taken[name]}",
                cure="choose another name",
            )
        elif iskeyword(name) or name in ("min", "max"):
            yield Remark(
                path=path,
                code="name-of-the-language",
                message=f"`{name}` is a word that expressions keep for themselves",
                cure="choose another name",
            )


def _check_items(policy: Policy) -> Iterator[Remark]:
    read = items_read(policy)
    for item in policy.items:
        path: Path = ("items", item.name)
        if item.low is not None and item.high is not None and item.low >= item.high:
            yield Remark(
                path=(*path, "to"),
                code="range-upside-down",
                message=f"`{item.name}` runs {range_told(item.low, item.high)}",
                cure="let `from` be less than `to`",
            )
        yield from _check_kind(item, path)
        if item.name not in read:
            yield Remark(
                path=key_path(("items",), item.name),
                code="item-not-read",
                message=f"nothing reads `{item.name}`",
                cure="read it in an expression, or remove it",
                severity=Severity.WARNING,
            )


def _check_kind(item: DeclaredItem, path: Path) -> Iterator[Remark]:
    given = {
        "from": (item.low is not None, ItemKind.NUMBER),
        "to": (item.high is not None, ItemKind.NUMBER),
        "choices": (bool(item.choices), ItemKind.WORD),
    }
    for key, (said, kind) in given.items():
        if said and item.kind is not kind:
            yield Remark(
                path=key_path(path, key),
                code="kind-has-no",
                message=f"`{item.name}` is `{item.kind}`, which has no `{key}`",
                cure=f"remove it, or say `kind: {kind}`",
            )


def _check_conditions(policy: Policy, vocabulary: Vocabulary) -> Iterator[Remark]:
    signals: Elsewhere = {
        signal.name: (
            "signal-in-outcome",
            f"`{signal.name}` is a signal, and this asks of one outcome",
            "read items here; compare signals in the ladder",
        )
        for signal in policy.signals
    }
    words: Elsewhere = {
        name: (
            "free-words",
            f"`{name}` holds free words",
            "nobody is judged by a machine that reads prose; use a concern or a rating",
        )
        for name in words_of(policy.about)
    }
    circular: Elsewhere = {
        name: ("circular", f"`{name}` is what is being said here", "read items of the outcome")
        for name in SPECIAL
    }
    outcome = Scope(what="item", known=vocabulary, elsewhere={**signals, **words, **circular})
    for path, condition in outcome_conditions(policy):
        yield from check_expression(condition, outcome, path)
    special = Scope(what="item", known=with_special(vocabulary), elsewhere={**signals, **words})
    for path, condition in (*signal_conditions(policy), *more_days_conditions(policy)):
        yield from check_expression(condition, special, path)
    items: Elsewhere = {
        name: (
            "item-in-ladder",
            f"`{name}` is an item of one outcome, and the ladder asks of a person",
            "give it a signal (`count`, `share`, `mean`), and compare the signal",
        )
        for name in with_special(vocabulary)
    }
    ladder = Scope(what="signal", known=signals_as_items(policy, vocabulary), elsewhere=items)
    for path, condition in ladder_conditions(policy):
        yield from check_expression(condition, ladder, path)


def check_expression(condition: Condition, scope: Scope, path: Path) -> Iterator[Remark]:
    """The first thing that is wrong in an expression, if anything is."""
    try:
        check_condition(condition.root, scope)
    except Unreadable as unreadable:
        flaw = unreadable.flaw
        yield Remark(
            path=path,
            code=flaw.code,
            message=flaw.message,
            cure=flaw.cure,
            span=(flaw.start, flaw.end),
        )


def _check_silence(policy: Policy) -> Iterator[Remark]:
    for path, condition in outcome_conditions(policy):
        if holds(condition, {}):
            negative = path[0] == "negative"
            yield Remark(
                path=path,
                code="silence-is-negative" if negative else "silence-left-out",
                message="this is true of an outcome about which nobody said anything",
                cure="silence is never negative: ask for what was said"
                if negative
                else "ask for what was said; silence is no reason to leave anybody out",
            )


def _check_process(policy: Policy) -> Iterator[Remark]:
    process = policy.process
    gravest = max((_gravity(rung.proposes) for rung in policy.ladder), default=0)
    if not process.human_gate and gravest >= _gravity(Outcome.PAUSE):
        yield Remark(
            path=("process", "human_gate"),
            code="no-human-gate",
            message="a person decides about every restriction, and `human_gate` is `false`",
            cure="remove `human_gate: false`, or propose nothing graver than `warn`",
        )
    if process.on_day is not None and process.cadence != "monthly":
        yield Remark(
            path=("process", "on_day"),
            code="day-without-month",
            message=f"`on_day` is given, but people are judged `{process.cadence}`",
            cure="say `cadence: monthly`, or remove `on_day`",
        )
    if policy.impact_budget is None:
        yield _unwise(
            "no-budget",
            "no `impact_budget` is given",
            "add `impact_budget: 0.02`, the share of people that may be flagged",
        )
    if policy.impact_budget == Fraction(0):
        yield Remark(
            path=("impact_budget",),
            code="budget-of-nobody",
            message="with a budget of `0` nobody may ever be flagged",
            cure="give a share such as `0.02`",
        )
    if not policy.examples:
        yield _unwise(
            "no-examples",
            "no `examples` are given",
            "add `examples:`, one that is flagged and one that is not",
        )


def _unwise(code: str, message: str, cure: str) -> Remark:
    return Remark(path=(), code=code, message=message, cure=cure, severity=Severity.WARNING)


def _gravity(outcome: Outcome) -> int:
    return tuple(Outcome).index(outcome)
