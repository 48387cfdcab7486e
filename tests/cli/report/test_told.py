"""Numbers are told as people write them, and what is not nothing is never told as nothing."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.cli.report.cell import Cell, Column, Kind
from goodstanding.cli.report.told import teller_of, told
from goodstanding.core.words import Money

JUNE_AT = datetime(2026, 6, 1, tzinfo=UTC)


def spaced(text: str) -> str:
    """The text with ordinary spaces for those that hold words together."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        (1_204_311, Kind.WHOLE, "1,204,311"),
        (-3, Kind.WHOLE, "\u22123"),
        (0, Kind.WHOLE, "0"),
        (Fraction(143, 5136), Kind.SHARE, "2.78 %"),
        (Fraction(2, 100), Kind.SHARE, "2 %"),
        (Fraction(1, 8), Kind.SHARE, "12.5 %"),
        (Fraction(1, 3), Kind.SHARE, "33.3 %"),
        (Fraction(1, 270), Kind.SHARE, "0.37 %"),
        (Fraction(1, 10**5), Kind.SHARE, "0.001 %"),
        (Decimal("4.80"), Kind.NUMBER, "4.8"),
        (0.1, Kind.NUMBER, "0.10"),
        (10**30, Kind.NUMBER, "1 \u00d7 10³⁰"),
        (-1e-12, Kind.NUMBER, "\u22121.00 \u00d7 10⁻¹²"),
        (Money(amount=Decimal("-1234.50"), currency="USD"), Kind.MONEY, "\u22121,234.50 USD"),
        (JUNE_AT, Kind.INSTANT, "2026-06-01 00:00 UTC"),
        (JUNE_AT.replace(second=1), Kind.INSTANT, "2026-06-01 00:00:01 UTC"),
        (None, Kind.SHARE, "unknown"),
        (None, Kind.TEXT, "unknown"),
        ("", Kind.TEXT, ""),
    ],
)
def test_a_value_is_told_so(cell: Cell, kind: Kind, text: str) -> None:
    assert spaced(told(cell, kind)) == text


@pytest.mark.parametrize(
    ("cells", "kind", "texts"),
    [
        ([Fraction(7, 411), Fraction(2, 100)], Kind.SHARE, ["1.70 %", "2.00 %"]),
        ([0, Fraction(1, 2)], Kind.SHARE, ["0 %", "50 %"]),
        ([0, 1000, Fraction(1, 3)], Kind.NUMBER, ["0", "1,000.0", "0.3"]),
        ([100_000, Fraction(1, 300)], Kind.NUMBER, ["100,000.0", "under 0.1"]),
        ([100_000, Fraction(-1, 300)], Kind.NUMBER, ["100,000.0", "above \u22120.1"]),
        ([JUNE_AT, JUNE_AT.replace(day=2)], Kind.INSTANT, ["2026-06-01", "2026-06-02"]),
    ],
)
def test_numbers_that_stand_together_get_the_same_places(
    cells: list[Cell], kind: Kind, texts: list[str]
) -> None:
    tell = teller_of(Column(name="", kind=kind), cells)

    assert [spaced(tell(cell)) for cell in cells] == texts


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
def test_only_nothing_is_told_as_nothing(numbers: list[float]) -> None:
    tell = teller_of(Column(name="", kind=Kind.NUMBER), numbers)

    for number in numbers:
        is_nothing = not any(digit in tell(number) for digit in "123456789")
        assert is_nothing == (number == 0)
