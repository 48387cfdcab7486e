"""A value and the raw text it was written as become the place of each character, for carets."""

import re
from collections.abc import Iterator

from goodstanding.core.policy.finding import LINE_BREAK, Place

# What stands before the value: a quote, or the line of `|` or `>`.
BEFORE = re.compile("[|>][^\r\n\x85\u2028\u2029]*|[\"']")
# How one character of the value is written, by the first sign of the raw text.
UNITS = {
    '"': re.compile(r"\\(?:x..|u.{4}|U.{8}|.)|.", re.DOTALL),
    "'": re.compile("''|.", re.DOTALL),
}
PLAIN = re.compile(".", re.DOTALL)


def places_of(value: str, raw: str, start: Place) -> Iterator[Place]:
    """The place of each character of the value, which is written from `start` on as the raw text:
    quoted or not, in one line or folded."""
    lines = [0, *(found.end() for found in LINE_BREAK.finditer(raw))]
    before = BEFORE.match(raw)
    at = before.end() if before else 0
    line = 0
    for sign in value:
        at, width = _next(raw, at, sign)
        while line + 1 < len(lines) and lines[line + 1] <= at:
            line += 1
        indent = start.column if line == 0 else 1
        yield Place(line=start.line + line, column=indent + at - lines[line])
        at += width


def _next(raw: str, at: int, sign: str) -> tuple[int, int]:
    """Where the sign stands next in the raw text, and how wide it is there. White space may be
    folded, so that many signs stand for one; it is passed over by the sign that follows it."""
    found = (
        (unit.start(), 0 if unit.group().isspace() else len(unit.group()))
        for unit in UNITS.get(raw[:1], PLAIN).finditer(raw, at)
        if _stands_for(unit.group(), sign)
    )
    return next(found, (at, 0))


def _stands_for(written: str, sign: str) -> bool:
    if sign.isspace() and written.isspace():
        return True
    return written == sign or (len(written) > 1 and not written[1:].isspace())
