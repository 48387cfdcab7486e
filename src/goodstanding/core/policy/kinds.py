"""An expression and the words it may use become the kind of its value, or what is wrong in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from goodstanding.core.policy.flaw import Unreadable
from goodstanding.core.policy.language import DeclaredItem, ItemKind
from goodstanding.core.policy.nodes import (
    Both,
    Comparison,
    Either,
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
from goodstanding.core.policy.wording import number_told, range_told
from goodstanding.core.words import did_you_mean

COMPARE_IT = "compare it, for example with `<= 2`"
COMPARE_WORD = 'compare it, for example with `== "other"`'
PYTHON_WORDS = {"true": "True", "false": "False", "null": "None", "none": "None", "nil": "None"}
TOLD = {
    ItemKind.NUMBER: "a number",
    ItemKind.YES_NO: "yes or no",
    ItemKind.WORD: "a word",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The words an expression may use here, and what is said of one that belongs elsewhere.

    `elsewhere` maps such words to the message and the cure.
    """

    what: str
    known: Mapping[str, DeclaredItem]
    elsewhere: Mapping[str, tuple[str, str, str]]


def check_condition(root: Expression, scope: Scope) -> None:
    """Nothing, once the expression is a condition over words of the scope.

    Raises:
        Unreadable: a word is not known here, kinds are mixed, a value can never occur, or the whole
            is not true or false.
    """
    kind = kind_of(root, scope)
    if kind is not ItemKind.YES_NO:
        raise Unreadable(
            "not-a-condition",
            f"{_named(root)} is {TOLD[kind]}, not something true or false",
            cure=COMPARE_IT if kind is ItemKind.NUMBER else COMPARE_WORD,
            span=(root.start, root.end),
        )
    if not _reads_anything(root):
        raise Unreadable(
            "reads-nothing",
            "this is the same for everybody",
            cure=f"compare some {scope.what}",
            span=(root.start, root.end),
        )


def _reads_anything(expression: Expression) -> bool:
    match expression:
        case Name():
            return True
        case Number() | Text() | Truth():
            return False
        case Comparison():
            return _reads_anything(expression.left) or _reads_anything(expression.right)
        case Both() | Either() | Extreme():
            return any(_reads_anything(part) for part in expression.parts)
        case Not() | Unknown() | Membership():
            return _reads_anything(expression.operand)
        case _:
            assert_never(expression)


def kind_of(expression: Expression, scope: Scope) -> ItemKind:
    """The kind of the expression's value.

    Raises:
        Unreadable: as in `check_condition`.
    """
    match expression:
        case Name():
            return _known(expression, scope).kind
        case Number():
            return ItemKind.NUMBER
        case Text():
            return ItemKind.WORD
        case Truth():
            return ItemKind.YES_NO
        case Comparison():
            _check_comparison(expression, scope)
        case Membership():
            _check_membership(expression, scope)
        case Unknown():
            kind_of(expression.operand, scope)
        case Both() | Either():
            _want(expression.parts, ItemKind.YES_NO, scope)
        case Not():
            _want((expression.operand,), ItemKind.YES_NO, scope)
        case Extreme():
            _want(expression.parts, ItemKind.NUMBER, scope)
            return ItemKind.NUMBER
        case _:
            assert_never(expression)
    return ItemKind.YES_NO


def _known(name: Name, scope: Scope) -> DeclaredItem:
    if name.name in scope.known:
        return scope.known[name.name]
    span = (name.start, name.end)
    if name.name in scope.elsewhere:
        code, message, cure = scope.elsewhere[name.name]
        raise Unreadable(code, message, cure=cure, span=span)
    raise Unreadable(
        "unknown-word",
        f"unknown {scope.what} `{name.name}`",
        cure=f"write `{PYTHON_WORDS[name.name]}`"
        if name.name in PYTHON_WORDS
        else did_you_mean(name.name, scope.known),
        span=span,
    )


def _named(expression: Expression) -> str:
    """The expression in a message: by its own word where it is one."""
    match expression:
        case Name():
            return f"`{expression.name}`"
        case Number():
            return f"`{number_told(expression.value)}`"
        case Text():
            return f"`{expression.value}`"
        case Truth():
            return f"`{expression.value}`"
        case Comparison() | Membership() | Unknown() | Both() | Either() | Not() | Extreme():
            return "this"
        case _:
            assert_never(expression)


def _want(parts: tuple[Expression, ...], wanted: ItemKind, scope: Scope) -> None:
    for part in parts:
        kind = kind_of(part, scope)
        if kind is not wanted:
            cure = (
                COMPARE_IT if kind is ItemKind.NUMBER else 'compare it, for example with `== "a"`'
            )
            if wanted is ItemKind.NUMBER:
                cure = "give numbers; `min` and `max` compare nothing else"
            raise Unreadable(
                "wrong-kind",
                f"{_named(part)} is {TOLD[kind]}, and {TOLD[wanted]} belongs here",
                cure=cure,
                span=(part.start, part.end),
            )


def _check_comparison(comparison: Comparison, scope: Scope) -> None:
    left = kind_of(comparison.left, scope)
    right = kind_of(comparison.right, scope)
    span = (comparison.start, comparison.end)
    if left is not right:
        raise Unreadable(
            "kinds-differ",
            f"{_named(comparison.left)} is {TOLD[left]}, and is compared with {TOLD[right]}",
            cure=_cure_for_kinds(comparison, left, right),
            span=span,
        )
    if left is not ItemKind.NUMBER and comparison.operator not in ("==", "!="):
        named = _named(comparison.left)
        raise Unreadable(
            "no-order",
            f"`{comparison.operator}` orders numbers, and {named} is {TOLD[left]}",
            cure="compare with `==`, `!=` or `in`",
            span=span,
        )
    for item, value in ((comparison.left, comparison.right), (comparison.right, comparison.left)):
        if isinstance(item, Name) and isinstance(value, Number | Text):
            _check_value(scope.known[item.name], value)


def _cure_for_kinds(comparison: Comparison, left: ItemKind, right: ItemKind) -> str:
    if ItemKind.YES_NO in (left, right):
        name = next(
            (part.name for part in (comparison.left, comparison.right) if isinstance(part, Name)),
            "item",
        )
        return f"a yes or no needs no comparison: write `{name}` or `not {name}`"
    return "put words in quotes, and leave numbers without"


def _check_membership(membership: Membership, scope: Scope) -> None:
    kind = kind_of(membership.operand, scope)
    cure = "put words in quotes, and leave numbers without"
    if kind is ItemKind.YES_NO:
        cure = "a yes or no needs no choices; it stands alone"
    for choice in membership.choices:
        if kind_of(choice, scope) is not kind:
            raise Unreadable(
                "choice-of-another-kind",
                f"{_named(choice)} is no choice for {TOLD[kind]}",
                cure=cure,
                span=(choice.start, choice.end),
            )
        if isinstance(membership.operand, Name) and isinstance(choice, Number | Text):
            _check_value(scope.known[membership.operand.name], choice)


def _check_value(item: DeclaredItem, value: Number | Text) -> None:
    """A value that the item can never have is a mistake, not a condition."""
    span = (value.start, value.end)
    if isinstance(value, Text):
        if item.choices and value.value not in item.choices:
            raise Unreadable(
                "unknown-choice",
                f"`{item.name}` is never `{value.value}`",
                cure=did_you_mean(value.value, item.choices),
                span=span,
            )
        return
    low, high = item.low, item.high
    if (low is not None and value.value < low) or (high is not None and value.value > high):
        raise Unreadable(
            "limit-out-of-range",
            f"`{item.name}` runs {range_told(low, high)}, never to `{number_told(value.value)}`",
            cure="compare within its range" + ("; 20 % is `0.2`" if high == 1 else ""),
            span=span,
        )
