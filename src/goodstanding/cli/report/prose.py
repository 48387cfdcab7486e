"""Plain words become paragraphs, lists and code."""

import re
from collections.abc import Iterator
from itertools import groupby

from goodstanding.cli.report.markup import Markup, joined, tag

CODE = re.compile(r"`([^`\n]+)`")
PER_CENT = re.compile(r"(?<=[0-9]) %")
NO_BREAK = "\N{NO-BREAK SPACE}"
ITEM = "- "


def prose(text: str) -> Markup:
    """The words as blocks: paragraphs between blank lines, lists of lines beginning with `- `."""
    return joined(*_blocks(text))


def line(text: str) -> Markup:
    """The words as one line, with `code` between backticks."""
    pieces = CODE.split(_kept_together(text))
    return joined(
        *(tag("code", piece) if at % 2 else piece for at, piece in enumerate(pieces) if piece)
    )


def plain(text: str) -> str:
    """The words as one line without marks of code, for where there is no markup."""
    return CODE.sub(r"\1", _kept_together(text))


def _kept_together(text: str) -> str:
    """A number and its sign of per cent stay on one line."""
    return PER_CENT.sub(f"{NO_BREAK}%", text)


def _blocks(text: str) -> Iterator[Markup]:
    for block in re.split(r"\n\s*\n", text.strip()):
        for is_list, lines in groupby(block.splitlines(), key=lambda each: each.startswith(ITEM)):
            if is_list:
                yield tag("ul", *(tag("li", line(each[len(ITEM) :])) for each in lines))
            elif words := " ".join(each.strip() for each in lines):
                yield tag("p", line(words))
