"""What a part of a policy's text may hold: the shapes that the table of keys is made of."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Words:
    """Text for people."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A name: small letters, digits and `_` (or `-` where dashes are allowed)."""

    dashes: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `low` to `high`, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number, exact as written; bounds are included."""

    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class YesNo:
    """`true` or `false`."""


@dataclass(frozen=True, slots=True)
class Written:
    """An expression."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the values of an enumeration."""

    choices: type[StrEnum]


@dataclass(frozen=True, slots=True)
class InstantOrDay:
    """An instant in UTC (`2026-01-31T12:00:00Z`) or a day, which means its midnight UTC."""


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time of day, UTC, to the minute: `"23:59"`."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A number, `true`, `false`, a word, or `null` for unknown."""


@dataclass(frozen=True, slots=True)
class Exactly:
    """An exact figure: a number, a quotient in quotes (`"3/23"`), or `null` for unknown."""


@dataclass(frozen=True, slots=True)
class Many:
    """A list with at least `least` members."""

    of: "Shape"
    least: int = 1


@dataclass(frozen=True, slots=True)
class Named:
    """Names, and under each the same shape."""

    of: "Shape"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a section. One that has `beside` means something only beside one of those keys."""

    name: str
    holds: "Shape"
    says: str
    required: bool = False
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Keys that stand together. Of `one_of`, exactly one is given; `further` ones take further
    keys that hold scalars (an example's items)."""

    name: str
    says: str
    keys: tuple[Key, ...]
    one_of: tuple[str, ...] = ()
    further: bool = False

    def key(self, name: str) -> Key | None:
        """The key of that name, None where the section has none."""
        return next((key for key in self.keys if key.name == name), None)


@dataclass(frozen=True, slots=True)
class NameOr:
    """The name of something given elsewhere in the policy, or the thing itself."""

    of: Section


LeafShape = (
    Words
    | Identifier
    | Whole
    | Numeral
    | YesNo
    | Written
    | OneOf
    | InstantOrDay
    | TimeOfDay
    | Scalar
    | Exactly
)
Shape = LeafShape | Many | Named | Section | NameOr
