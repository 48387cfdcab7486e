"""What a YAML reader says of a text that is no YAML becomes what its author slipped on."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What is wrong, and the cure. `early` when it helps to see where the broken part begins, and
    not where the reader gave up."""

    message: str
    cure: str
    early: bool = False


INDENTATION = Slip(
    message="the indentation does not go with the lines above",
    cure="begin keys that belong together in the same column, with spaces",
)
QUOTE_IT = "put the whole of it in quotes"
# Tried in this order: what the reader says, what stands in the line before the place, and the slip.
# `{sign}` is what stands at the place.
SLIPS = (
    (
        "mapping values",
        ": ",
        Slip(message="a second `:` stands in one line", cure="put text with `: ` in quotes"),
    ),
    (
        "mapping values",
        "",
        Slip(
            message="`:` makes a key where none can stand",
            cure="begin keys that belong together in the same column, and put text with `: ` in "
            "quotes",
        ),
    ),
    (
        "sequence entries",
        "",
        Slip(
            message="a list begins in the line of its key",
            cure="begin it on the next line, or put text that begins with `- ` in quotes",
        ),
    ),
    (
        r"found character '\\t'",
        "",
        Slip(message="a tab stands where spaces belong", cure="indent with spaces"),
    ),
    (
        "found character '`'",
        "",
        Slip(message="no value begins with a backtick", cure=QUOTE_IT),
    ),
    (
        "cannot start any token",
        "",
        Slip(message="no value begins with `{sign}`", cure=QUOTE_IT),
    ),
    (
        "expected alphabetic or numeric",
        "",
        Slip(message="no value begins with `{sign}`", cure=QUOTE_IT, early=True),
    ),
    (
        "expected ',' or",
        "",
        Slip(
            message="`{sign}` opens a list or section in which a comma or the end is missing",
            cure="close it, and put text with `: `, `,` or brackets in quotes",
            early=True,
        ),
    ),
    (
        "unexpected (end of stream|document separator)",
        "",
        Slip(message="`{sign}` is never closed", cure="close it with `{sign}`", early=True),
    ),
    (
        "could not find expected ':'",
        "",
        Slip(message="this line has no `:`", cure="write `KEY: VALUE`", early=True),
    ),
    (
        r"expected <block end>, but found '[\]},]'",
        "",
        Slip(message="`{sign}` belongs to nothing before it", cure="remove it, or quote the text"),
    ),
    (
        "expected <block end>, but found '<scalar>'",
        r"[\"'\])}] *$",
        Slip(message="`{sign}` follows on what is in quotes or brackets", cure=QUOTE_IT),
    ),
    ("expected <block end>", "", INDENTATION),
    (
        "expected '<document start>'",
        "",
        Slip(
            message="`{sign}` follows on the end of the policy",
            cure="keep one policy in one file; look at `...` and brackets before it",
        ),
    ),
    (
        "escape",
        "",
        Slip(
            message="a `\\` stands in double quotes before something that it does not go with",
            cure="write `\\\\`, or use single quotes",
        ),
    ),
)
OTHER = Slip(
    message="the text is not YAML here", cure=f"look at brackets and quotes, or {QUOTE_IT}"
)


def slip_of(problem: str, before: str) -> Slip:
    """The likely slip, by what the YAML reader says and what stands in the line before it."""
    for said, preceded, slip in SLIPS:
        if re.search(said, problem) and re.search(preceded, before):
            return slip
    return OTHER
