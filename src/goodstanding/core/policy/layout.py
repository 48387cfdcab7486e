"""Words, lists and sections become lines of YAML that read back as just those."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import count

from goodstanding.core.policy.tree import MOST_DIGITS, NULLS

# A leaf is a word as YAML has it, quoted where it must be.
Block = str | Sequence["Block"] | Mapping[str, "Block"]
Section = dict[str, Block]

PLAIN = re.compile(r"""[A-Za-z](?:[\w .,;%<>=()/+'"-]*[\w.;%)'"])?\Z""", re.ASCII)
# What some reader of YAML takes for something else than text.
NEVER_PLAIN = NULLS | {"true", "false", "yes", "no", "on", "off", "y", "n"}


def lines_of(block: Block, *, indent: int = 0) -> Iterator[str]:
    """The lines, each indented by so many spaces or more."""
    margin = " " * indent
    match block:
        case str():
            yield f"{margin}{block}"
        case Mapping():
            for key, value in block.items():
                yield from _headed(f"{margin}{key}:", value, indent=indent + 2)
        case _:
            for member in block:
                first, *rest = lines_of(member, indent=indent + 2)
                yield f"{margin}- {first[indent + 2 :]}"
                yield from rest


def _headed(head: str, value: Block, *, indent: int) -> Iterator[str]:
    match value:
        case str():
            yield f"{head} {value}"
        case Mapping() if not value:
            yield f"{head} {{}}"
        case _ if not value:
            yield f"{head} []"
        case _:
            yield head
            yield from lines_of(value, indent=indent)


def word(text: str) -> str:
    """Any text as one word of YAML: as it is where that is safe, else in double quotes."""
    if PLAIN.match(text) and text.lower() not in NEVER_PLAIN:
        return text
    return '"' + "".join(_sign(sign) for sign in text) + '"'


def _sign(sign: str) -> str:
    if sign in ('"', "\\"):
        return f"\\{sign}"
    return sign if sign.isprintable() else f"\\U{ord(sign):08X}"


def yes_or_no(*, value: bool) -> str:
    """`true` or `false`."""
    return "true" if value else "false"


def figure(value: Fraction | Decimal | int) -> str:
    """An exact number in digits and one point; as a quotient in quotes where these never end."""
    exact = Fraction(value)
    ends = 10 ** exact.denominator.bit_length() % exact.denominator == 0
    if ends:
        written = _decimal(exact)
        if len(written) <= MOST_DIGITS:
            return written
    return f'"{exact.numerator}/{exact.denominator}"'


def _decimal(exact: Fraction) -> str:
    places = next(each for each in count() if 10**each % exact.denominator == 0)
    digits = str(abs(exact.numerator) * 10**places // exact.denominator).rjust(places, "0")
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    sign = "-" if exact < 0 else ""
    if not places:
        return f"{sign}{whole}"
    written = f"{sign}{whole or '0'}.{part}"
    return written if len(written) <= MOST_DIGITS else f"{sign}{whole}.{part}"


def given(key: str, block: Block) -> Section:
    """The key with what it holds, nothing where that is empty."""
    return {key: block} if block else {}


def said(key: str, text: str) -> Section:
    """The key with the text, nothing where there is none."""
    return {key: word(text)} if text else {}


def words(key: str, texts: Iterable[str]) -> Section:
    """The key with a list of texts, nothing where there are none."""
    return given(key, [word(text) for text in texts])
