"""The grammar of expressions, as records: what can be asked of an outcome or of figures."""

from dataclasses import dataclass, field
from fractions import Fraction

Exact = int | Fraction

# Expressions. `start` and `end` are character offsets in the expression's own text; two that say
# the same are equal wherever they stand.


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """An exact number; `0.2` is one fifth, never a float."""

    value: Exact
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A word in quotes."""

    value: str
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """`True` or `False`."""

    value: bool
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """An item of an outcome, or a signal of the policy, by its name."""

    name: str
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two operands and one of `<  <=  >  >=  ==  !=`; strict or inclusive exactly as written."""

    left: "Expression"
    operator: str
    right: "Expression"
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """`item in ("a", "b")`, or `not in`."""

    operand: "Expression"
    choices: tuple["Expression", ...]
    negated: bool
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """`item is None` (nobody said) or `item is not None`. Never unknown itself."""

    operand: "Expression"
    negated: bool
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """`a and b and ...`: true when all are, false when any is not, else unknown."""

    parts: tuple["Expression", ...]
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    """`a or b or ...`: true when any is, false when none is, else unknown."""

    parts: tuple["Expression", ...]
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """`not a`: unknown stays unknown, so silence never becomes a complaint."""

    operand: "Expression"
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme:
    """`min(a, b)` or `max(a, b)` over those that are known; unknown only if all are."""

    function: str
    parts: tuple["Expression", ...]
    start: int = field(compare=False)
    end: int = field(compare=False)


Expression = (
    Number | Text | Truth | Name | Comparison | Membership | Unknown | Both | Either | Not | Extreme
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """An expression together with the text it was written as, and the words that it reads."""

    text: str
    root: Expression
    reads: frozenset[str]
