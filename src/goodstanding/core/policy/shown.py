"""A value of a policy's text as a message shows it: on one line, short, every sign visible."""

import re

LONGEST_SHOWN = 60
BLANKS = re.compile(r"[ \t\n\v\f\r]+")


def shown(text: str) -> str:
    """The text with its white space made single spaces, cut at 60 characters; a sign that cannot be
    seen as its number in Unicode."""
    one_line = BLANKS.sub(" ", text).strip(" ")
    cut = one_line if len(one_line) <= LONGEST_SHOWN else one_line[:LONGEST_SHOWN].rstrip() + "…"
    return "".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in cut)
