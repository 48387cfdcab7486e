"""A policy's text, once parsed, as a tree that remembers where each word stood."""

import re
from dataclasses import dataclass
from fractions import Fraction

from goodstanding.core.policy.finding import Place
from goodstanding.core.policy.places import places_of

# Not `010`: some readers of YAML take it for ten, and some for eight.
WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
DECIMAL = re.compile(r"[-+]?[0-9]*\.[0-9]+\Z|[-+]?[0-9]+\.[0-9]*\Z")
NULLS = frozenset({"", "~", "null"})
MOST_DIGITS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One word or text. `quoted` ones are only ever text; `raw` is how the text is written."""

    text: str
    quoted: bool
    place: Place
    raw: str

    def within(self, start: int, end: int) -> Place:
        """The place of the characters from `start` up to `end` of the text, as far as they stand in
        one line."""
        places = tuple(places_of(self.text, self.raw, self.place))[start:end]
        if not places:
            return self.place
        first = places[0]
        last = [place for place in places if place.line == first.line][-1]
        length = last.column - first.column + 1
        return Place(line=first.line, column=first.column, length=length)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Keys and their values, in the order written."""

    pairs: tuple[tuple[Leaf, "Node"], ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A list."""

    nodes: tuple["Node", ...]
    place: Place


Node = Leaf | Pairs | Row


def is_null(node: Node) -> bool:
    """Whether the node says nothing (empty, `~` or `null`)."""
    return isinstance(node, Leaf) and not node.quoted and node.text in NULLS


def whole_number(leaf: Leaf) -> int | None:
    """The whole number that is written, or None when it is not one."""
    if leaf.quoted or not WHOLE.match(leaf.text) or len(leaf.text) > MOST_DIGITS:
        return None
    return int(leaf.text)


def number(leaf: Leaf) -> Fraction | None:
    """The exact number that is written, or None when it is not one."""
    if leaf.quoted or len(leaf.text) > MOST_DIGITS:
        return None
    if WHOLE.match(leaf.text) or DECIMAL.match(leaf.text):
        return Fraction(leaf.text)
    return None


def yes_no(leaf: Leaf) -> bool | None:
    """True or false as written (`true`, `false`), or None when it is neither."""
    if leaf.quoted:
        return None
    return {"true": True, "false": False}.get(leaf.text)
