"""A condition and what is known become true, false or unknown; unknown never turns into true."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import Any, assert_never

from goodstanding.core.policy.nodes import (
    Both,
    Comparison,
    Condition,
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

Value = int | Fraction | Decimal | bool | str | None
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
    "==": eq,
    "!=": ne,
}


def holds(condition: Condition, known: Mapping[str, Value]) -> bool:
    """Whether the condition is true of what is known; unknown is not true."""
    return value_of(condition.root, known) is True


def value_of(expression: Expression, known: Mapping[str, Value]) -> Value:
    """The value of an expression, None where it is unknown (three-valued logic after Kleene).

    Anything compared with an unknown value is unknown. `a and b` is false as soon as one is false,
    `a or b` true as soon as one is true, whatever is unknown beside it.
    """
    match expression:
        case Comparison():
            left = value_of(expression.left, known)
            right = value_of(expression.right, known)
            if left is None or right is None:
                return None
            return COMPARE[expression.operator](_exact(left), _exact(right))
        case Name():
            return known.get(expression.name)
        case Number() | Text() | Truth():
            return expression.value
        case Both():
            return _all_of([value_of(part, known) for part in expression.parts])
        case Either():
            return _any_of([value_of(part, known) for part in expression.parts])
        case Not():
            inner = value_of(expression.operand, known)
            return None if inner is None else not inner
        case Unknown():
            return (value_of(expression.operand, known) is None) is not expression.negated
        case Membership():
            return _is_among(expression, known)
        case Extreme():
            return _extreme(expression, known)
        case _:
            assert_never(expression)


def _exact(value: Value) -> Value:
    """A decimal as a fraction, since the two do not compare; anything else as it is."""
    return Fraction(value) if isinstance(value, Decimal) else value


def _all_of(values: list[Value]) -> bool | None:
    if any(value is False for value in values):
        return False
    return None if None in values else True


def _any_of(values: list[Value]) -> bool | None:
    if any(value is True for value in values):
        return True
    return None if None in values else False


def _is_among(expression: Membership, known: Mapping[str, Value]) -> bool | None:
    value = value_of(expression.operand, known)
    if value is None:
        return None
    choices = [value_of(choice, known) for choice in expression.choices]
    return (_exact(value) in choices) is not expression.negated


def _extreme(expression: Extreme, known: Mapping[str, Value]) -> Value:
    values = [value_of(part, known) for part in expression.parts]
    numbers = [Fraction(value) for value in values if isinstance(value, int | Fraction | Decimal)]
    if not numbers:
        return None
    return min(numbers) if expression.function == "min" else max(numbers)


def names_in(expression: Expression) -> frozenset[str]:
    """Every item or signal that the expression reads."""
    match expression:
        case Name():
            return frozenset({expression.name})
        case Number() | Text() | Truth():
            return frozenset()
        case Comparison():
            return names_in(expression.left) | names_in(expression.right)
        case Both() | Either() | Extreme():
            return frozenset().union(*(names_in(part) for part in expression.parts))
        case Not() | Unknown() | Membership():
            return names_in(expression.operand)
        case _:
            assert_never(expression)
