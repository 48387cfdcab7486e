"""A number becomes text as people write it: thousands parted, shares in per cent, UTC said.

Numbers that stand together get as many places as the smallest needs to be told from nothing, so
that they can be compared; the exact number always stands beside the text (see `cells.py`).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, time
from fractions import Fraction

from goodstanding.cli.report.cell import NUMERIC, Cell, Column, Kind, number_of
from goodstanding.core.words import Money

UNKNOWN = "unknown"
MINUS, TIMES = "\N{MINUS SIGN}", "\N{MULTIPLICATION SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
PLAIN_BELOW = Fraction(10) ** 12
MOST_PLACES = 6
TWO_DIGITS, THREE_DIGITS, FIVE_DIGITS = 1, 2, 4

Teller = Callable[[Cell], str]


def teller_of(column: Column, cells: Iterable[Cell] = ()) -> Teller:
    """What tells any cell of that column; the cells decide how many places all of them get."""
    known = [cell for cell in cells if cell is not None]
    match column.kind:
        case Kind.INSTANT:
            return _instant_teller(known)
        case Kind.MONEY:
            return lambda cell: UNKNOWN if cell is None else _money_told(cell)
        case Kind.TEXT:
            return lambda cell: UNKNOWN if cell is None else str(cell)
        case _:
            return _number_teller(column, known)


def told(cell: Cell, kind: Kind, unit: str = "") -> str:
    """The cell on its own, with its unit."""
    text = teller_of(Column(name="", kind=kind, unit=unit), [cell])(cell)
    if cell is None:
        return text
    if kind is Kind.INSTANT:
        return f"{text}{NO_BREAK}UTC"
    return f"{text}{NO_BREAK}{unit}" if unit and kind in NUMERIC else text


def _number_teller(column: Column, known: Sequence[Cell]) -> Teller:
    factor = 100 if column.kind is Kind.SHARE else 1
    sign = f"{NO_BREAK}%" if column.kind is Kind.SHARE else ""
    places = places_for([number_of(cell) * factor for cell in known])

    def tell(cell: Cell) -> str:
        return UNKNOWN if cell is None else number_told(number_of(cell) * factor, places) + sign

    return tell


def places_for(numbers: Iterable[Fraction]) -> int:
    """How many places show three digits of the smallest number, two if it is below 1.

    Fewer where fewer tell all numbers exactly.
    The largest never gets more than five digits for it, unless it has them before the point.
    """
    sizes = [abs(number) for number in numbers if number]
    if not sizes:
        return 0
    least = magnitude(min(sizes))
    needed = max(0, (THREE_DIGITS if least >= 0 else TWO_DIGITS) - least)
    readable = max(1, FIVE_DIGITS - magnitude(max(sizes)))
    wanted = min(MOST_PLACES, needed, readable)
    for places in range(wanted):
        if all((size * 10**places).denominator == 1 for size in sizes):
            return places
    return wanted


def number_told(number: Fraction, places: int) -> str:
    """The number to so many places; in powers of ten where that would be very long.

    What is not 0 is never told as 0: it is told as less than the least that shows. And 0 is told
    without places, as nothing of it was rounded.
    """
    if not number:
        return "0"
    sign = MINUS if number < 0 else ""
    size = abs(number)
    if size >= PLAIN_BELOW:
        return sign + _in_powers(size)
    least = Fraction(1, 10**places)
    if size < least / 2:
        if size < Fraction(1, 10**MOST_PLACES):
            return sign + _in_powers(size)
        return f"{'above' if sign else 'under'}{NO_BREAK}{sign}{_plain(least, places)}"
    return sign + _plain(size, places)


def _plain(size: Fraction, places: int) -> str:
    whole, rest = divmod(round(size * 10**places), 10**places)
    return f"{whole:,}.{rest:0{places}d}" if places else f"{whole:,}"


def _in_powers(size: Fraction) -> str:
    power = magnitude(size)
    if round(size / Fraction(10) ** power, THREE_DIGITS) >= 10:
        power += 1
    digits = size / Fraction(10) ** power
    text = _plain(digits, places_for([digits]))
    return f"{text}{NO_BREAK}{TIMES}{NO_BREAK}10{str(power).translate(SUPERSCRIPTS)}"


def magnitude(size: Fraction) -> int:
    """The power of ten of the number's first digit: 2 for 417, -2 for 0.04. Above 0 only."""
    guess = len(str(size.numerator)) - len(str(size.denominator))
    return guess if size >= Fraction(10) ** guess else guess - 1


def _money_told(cell: Cell) -> str:
    assert isinstance(cell, Money)
    sign = MINUS if cell.amount < 0 else ""
    return f"{sign}{abs(cell.amount):,f}{NO_BREAK}{cell.currency}"


def _instant_teller(known: Sequence[Cell]) -> Teller:
    """Days alone where all are midnights; else to the minute, or as fine as any of them is."""
    instants = [cell for cell in known if isinstance(cell, datetime)]
    are_days = len(instants) > 1 and all(each.time() == time.min for each in instants)
    is_fine = any(each.second or each.microsecond for each in instants)

    def tell(cell: Cell) -> str:
        if cell is None:
            return UNKNOWN
        assert isinstance(cell, datetime)
        moment = cell.astimezone(UTC).replace(tzinfo=None)
        if are_days:
            return moment.date().isoformat()
        if is_fine:
            return moment.isoformat(sep=" ")
        return moment.isoformat(sep=" ", timespec="minutes")

    return tell
