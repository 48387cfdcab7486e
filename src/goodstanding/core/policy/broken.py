"""Text that is no expression becomes a flaw that names the likely slip."""

import re

from goodstanding.core.policy.flaw import Unreadable
from goodstanding.core.policy.quotes import without_quoted
from goodstanding.core.policy.shown import shown

FOREIGN_SIGNS = {
    "&&": "write `and`",
    "||": "write `or`",
    "<>": "write `!=`",
    "=<": "write `<=`",
    "=>": "write `>=`",
    "≤": "write `<=`",
    "≥": "write `>=`",
    "≠": "write `!=`",
    "!": "write `not`",
    "%": "write a share such as `0.2`",
    "“": 'write straight quotes (`"`)',
    "”": 'write straight quotes (`"`)',
    "\N{LEFT SINGLE QUOTATION MARK}": 'write straight quotes (`"`)',
    "\N{RIGHT SINGLE QUOTATION MARK}": 'write straight quotes (`"`)',
}
KEYWORDS = ("and", "or", "not", "in", "is")
FOREIGN = re.compile(
    "|".join(f"{re.escape(sign)}{'(?!=)' * (sign == '!')}" for sign in FOREIGN_SIGNS)
    + "".join(rf"|\b(?:{word.upper()}|{word.title()})\b" for word in KEYWORDS)
)
LONE_EQUALS = re.compile(r"(?<![=<>!])=(?!=)")
WORD = re.compile(r"\w+|\S")
CLOSED_BY = {"(": ")", "[": "]", "{": "}"}


def not_an_expression(text: str, offset: int) -> Unreadable:
    """What is wrong with text that Python itself cannot read from the offset on."""
    bare = without_quoted(text)
    foreign = FOREIGN.search(bare)
    if foreign:
        sign = foreign.group()
        return Unreadable(
            "foreign-sign",
            f"`{sign}` is not a sign of this language",
            cure=FOREIGN_SIGNS.get(sign, f"write `{sign.lower()}`"),
            span=foreign.span(),
        )
    lone = LONE_EQUALS.search(bare)
    if lone:
        return Unreadable(
            "single-equals", "`=` gives a value", cure="compare with `==`", span=lone.span()
        )
    said, cure, span = _broken(text, bare, offset)
    return Unreadable("expression-broken", said, cure=cure, span=span)


def _broken(text: str, bare: str, offset: int) -> tuple[str, str, tuple[int, int]]:
    found = WORD.search(text, offset)
    if found is None:
        end = len(text.rstrip())
        return f"`{shown(text)}` ends too early", "say what comes then", (end - 1, end)
    word, span = found.group(), found.span()
    if bare.count(word) > bare.count(CLOSED_BY.get(word, word)):
        return f"`{word}` is never closed", f"close it with `{CLOSED_BY[word]}`", span
    if word in ('"', "'"):
        return f"`{word}` is never closed", f"close it with `{word}`", span
    cure = "compare, and join with `and`, `or`, `not`; for example `overall <= 2 or recommend <= 4`"
    return f"`{shown(word)}` cannot stand here", cure, span
