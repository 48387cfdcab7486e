"""Text that is no expression becomes a flaw that names the likely slip."""

from goodstanding.core.policy.flaw import Unreadable

FOREIGN_SIGNS = {
    "&&": "`and`",
    "||": "`or`",
    "<>": "`!=`",
    "=<": "`<=`",
    "=>": "`>=`",
    "≤": "`<=`",
    "≥": "`>=`",
    "≠": "`!=`",
    "%": "a share such as `0.2`",
}


def not_an_expression(text: str, error: Exception) -> Unreadable:
    """What is wrong with text that Python itself cannot read, `error` being what Python said."""
    for sign, cure in FOREIGN_SIGNS.items():
        at = text.find(sign)
        if at >= 0:
            return Unreadable(
                "foreign-sign",
                f"`{sign}` is not a sign of this language",
                cure=f"write {cure}",
                span=(at, at + len(sign)),
            )
    lone = _lone_equals(text)
    if lone >= 0:
        return Unreadable(
            "single-equals", "`=` gives a value", cure="compare with `==`", span=(lone, lone + 1)
        )
    written = text.strip()
    indent = len(text) - len(text.lstrip())
    start = indent + min((getattr(error, "offset", None) or 1) - 1, len(written))
    return Unreadable(
        "expression-broken",
        f"`{written}` is not an expression",
        cure="compare, and join with `and`, `or`, `not`; "
        "for example `overall <= 2 or recommend <= 4`",
        span=(start, start + 1),
    )


def _lone_equals(text: str) -> int:
    """Where a single `=` stands that is no part of `==`, `<=`, `>=` or `!=`; -1 if nowhere."""
    padded = f" {text} "
    for at, sign in enumerate(text):
        if sign == "=" and padded[at] not in "=<>!" and padded[at + 2] != "=":
            return at
    return -1
