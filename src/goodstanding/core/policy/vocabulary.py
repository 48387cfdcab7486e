"""The forms, the facts and a policy's own items together are the words that a policy may read."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import assert_never

from goodstanding.core.contract import Side
from goodstanding.core.evidence import ItemValue
from goodstanding.core.fact import FACTS
from goodstanding.core.feedback.form import RANGES, Item, Kind
from goodstanding.core.feedback.forms import FORMS
from goodstanding.core.policy.language import DeclaredItem, ItemKind
from goodstanding.core.policy.wording import range_told

Vocabulary = Mapping[str, DeclaredItem]

NEGATIVE = "negative"
RATED = "rated"
ALL = "all"
SPECIAL = {
    NEGATIVE: "the outcome is negative, as `negative:` says",
    RATED: "the outcome says something that `negative:` reads",
    ALL: "every outcome",
}


def vocabulary_of(
    items: Iterable[DeclaredItem], *, about: Side = Side.FREELANCER
) -> Mapping[str, DeclaredItem]:
    """Every item that a policy about that side may read: of the forms that the other side fills
    in, the facts of the contract, and the policy's own. Free words are in none of them."""
    return _shared(about) | {item.name: item for item in items}


@cache
def _shared(about: Side) -> dict[str, DeclaredItem]:
    known: dict[str, DeclaredItem] = {}
    for form in FORMS:
        if form.author is about.other:
            known |= {item.name: _of_form(item) for item in form.items if item.kind != Kind.WORDS}
    for fact in FACTS:
        known[fact.name] = DeclaredItem(
            name=fact.name,
            kind=ItemKind(fact.kind),
            says=fact.says,
            choices=tuple(fact.choices),
        )
    return known


def with_special(vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary together with `negative`, `rated` and `all`, as signals read outcomes."""
    special = {
        name: DeclaredItem(name=name, kind=ItemKind.YES_NO, says=says)
        for name, says in SPECIAL.items()
    }
    return {**vocabulary, **special}


def words_of(about: Side) -> frozenset[str]:
    """The items that hold free words; nobody is judged by them."""
    return frozenset(
        item.name
        for form in FORMS
        if form.author is about.other
        for item in form.items
        if item.kind is Kind.WORDS
    )


def _of_form(item: Item) -> DeclaredItem:
    choices = tuple(choice.name for choice in item.choices)
    if item.kind in RANGES:
        low, high = RANGES[item.kind]
        return DeclaredItem(
            name=item.name,
            kind=ItemKind.NUMBER,
            says=item.asks,
            low=Fraction(low),
            high=Fraction(high),
        )
    kind = ItemKind.YES_NO if item.kind is Kind.YES_NO else ItemKind.WORD
    return DeclaredItem(name=item.name, kind=kind, says=item.asks, choices=choices)


def fits(item: DeclaredItem, value: ItemValue) -> bool:
    """Whether the item can have the value."""
    match item.kind:
        case ItemKind.YES_NO:
            return isinstance(value, bool)
        case ItemKind.WORD:
            return isinstance(value, str) and (not item.choices or value in item.choices)
        case ItemKind.NUMBER:
            if isinstance(value, bool) or not isinstance(value, int | Decimal):
                return False
            return _in_range(item, value)
        case _:
            assert_never(item.kind)


def _in_range(item: DeclaredItem, value: int | Decimal) -> bool:
    if isinstance(value, Decimal) and not value.is_finite():
        return False
    exact = value if isinstance(value, int) else Fraction(value)
    return (item.low is None or exact >= item.low) and (item.high is None or exact <= item.high)


def wanted(item: DeclaredItem) -> str:
    """What the item can be, in words."""
    match item.kind:
        case ItemKind.YES_NO:
            return "`true` or `false`"
        case ItemKind.WORD:
            return "one of " + ", ".join(item.choices) if item.choices else "a word"
        case ItemKind.NUMBER:
            bounded = item.low is not None or item.high is not None
            return f"a number {range_told(item.low, item.high)}" if bounded else "a number"
        case _:
            assert_never(item.kind)
