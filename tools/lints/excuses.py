"""Comments that silence a tool are found where they give no reason, and heeded where they do.

The house's own silencer stands on the line of the fault: `# house: RULE - REASON`.
"""

import re
from collections.abc import Iterator

from tools.lints.rule import Fault, Rule, Source, samples

# Each pattern takes the excuse and what it names; what follows is the reason.
SILENCERS = {
    "noqa": re.compile(r"#\s*noqa(?P<named>:\s*[A-Z]+[0-9]+(?:\s*,\s*[A-Z]+[0-9]+)*)?"),
    "type: ignore": re.compile(r"#\s*type:\s*ignore(?P<named>\[[a-z0-9, -]+\])?"),
    "pragma: no cover": re.compile(r"#\s*pragma:\s*no\s*(?:cover|branch)(?P<named>)"),
    "house": re.compile(r"#\s*house:(?P<named>\s*[a-z]+(?:-[a-z]+)*)?"),
}
REASON = re.compile(r"\s*(?:#|-+)\s+(?P<words>\S+\s+\S+.*)")


def is_excused(source: Source, fault: Fault, *, rule: Rule) -> bool:
    """Whether the line of the fault says why the rule is broken there."""
    comment = source.comments.get(fault.line, (0, ""))[1]
    found = SILENCERS["house"].search(comment)
    if found is None or found["named"] is None:
        return False
    return found["named"].strip() == rule.name and _has_reason(comment, found)


def bare_excuses(source: Source) -> Iterator[Fault]:
    """Every silenced finding without its reason, or that silences more than it names."""
    for line, (column, comment) in source.comments.items():
        for name, pattern in SILENCERS.items():
            found = pattern.search(comment)
            lacks = found and _lacks(comment, found)
            if found and lacks:
                yield Fault(
                    line=line,
                    column=column + found.start() + 1,
                    message=f"`{name}` {lacks}",
                    cure="mend what the tool found, or name it and say why after ` # `",
                )


def _lacks(comment: str, found: re.Match[str]) -> str | None:
    if found["named"] is None:
        return "does not say what it silences"
    return None if _has_reason(comment, found) else "gives no reason"


def _has_reason(comment: str, found: re.Match[str]) -> bool:
    return REASON.match(comment, found.end()) is not None


BARE_EXCUSES = Rule(
    name="bare-excuses",
    because="A silenced tool is a debt, and a debt without its reason is never paid.",
    find=bare_excuses,
    good=samples(
        "import x  # noqa: E402 - the version must be told first\n",
        "import x  # noqa: E402, F401 # the version must be told first\n",
        "x = 1  # type: ignore[assignment]  # the column library has no types\n",
        "if x: ...  # pragma: no cover - only on a machine without pip\n",
        "text = 'import x  # noqa'\n",
        "class Base: ...  # house: empty-names - the framework asks for this name\n",
        "x = 1  # there is no quality without reasons\n",
    ),
    bad=samples(
        "import x  # noqa\n",
        "import x  # noqa: E402\n",
        "import x  # noqa - the version must be told first\n",
        "x = 1  # type: ignore\n",
        "x = 1  # type: ignore[assignment]\n",
        "x = 1  # type: ignore # the column library has no types\n",
        "if x: ...  # pragma: no cover\n",
        "if x: ...  # pragma: no cover - why\n",
        "if x: ...  # pragma: no branch\n",
        "x = 1  # house: the framework asks for this name\n",
        "x = 1  # house: empty-names\n",
    ),
)
