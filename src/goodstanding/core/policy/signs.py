"""The signs of an expression are looked over before Python reads it: some would mean too much."""

import re
from unicodedata import category

from goodstanding.core.policy.flaw import Unreadable
from goodstanding.core.policy.shown import shown

CONTROLS = frozenset({"Cc", "Cs"})
# Python reads `1e3` and `2or x`, and calls `010` an octal number.
ODD_NUMBER = re.compile(r"(?<!\w)[0-9][0-9_.]*[^\W\d_]\w*|(?<![\w.])0[0-9]+(?![\w.])")


def forbid_signs(text: str, bare: str) -> None:
    """Nothing, once each sign means what it seems to mean; `bare` has blanks for what is quoted.

    Raises:
        Unreadable: there is a backslash, a sign that cannot be seen, a comment, or a number that
            goes over into letters.
    """
    for at, (sign, outside) in enumerate(zip(text, bare, strict=True)):
        if sign == "\\" or category(sign) in CONTROLS or not outside.isprintable():
            raise Unreadable(
                "foreign-sign",
                f"`{shown(sign)}` is not a sign of this language",
                cure="remove it",
                span=(at, at + 1),
            )
    remark = bare.find("#")
    if remark >= 0:
        raise Unreadable(
            "comment-in-expression",
            "`#` begins a comment, and nothing that follows it would count",
            cure="write the comment above the key",
            span=(remark, remark + 1),
        )
    odd = ODD_NUMBER.search(bare)
    if odd:
        raise odd_number(odd.group(), odd.span())


def odd_number(written: str, span: tuple[int, int]) -> Unreadable:
    """What is wrong with a number that is not written as one."""
    return Unreadable(
        "odd-number",
        f"`{shown(written)}` is not written as a plain number",
        cure="write digits and at most one point, for example `12` or `0.25`",
        span=span,
    )
