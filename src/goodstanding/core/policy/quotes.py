"""An expression's text is told apart: what stands in quotes, and what does not."""

import re

QUOTED = re.compile("\"[^\"]*\"|'[^']*'")
QUOTED_OR_SPACE = re.compile(rf"({QUOTED.pattern})|\s+")


def without_quoted(text: str) -> str:
    """The text with blanks for all that stands in quotes, so that offsets stay as they are."""
    return QUOTED.sub(lambda found: " " * len(found.group()), text)


def in_one_line(text: str) -> str:
    """The text with one space for all white space outside quotes, and none at its ends."""
    return QUOTED_OR_SPACE.sub(lambda found: found[1] or " ", text).strip()
