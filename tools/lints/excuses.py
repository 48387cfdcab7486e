"""Comments that silence a tool and give no reason are found."""

import io
import re
import tokenize
from collections.abc import Iterator

from tools.lints.rule import Fault, Rule, Source, samples

# Each pattern takes the excuse and what it names; what follows is the reason.
SILENCERS = {
    "noqa": re.compile(r"#\s*noqa(?P<named>:\s*[A-Z]+[0-9]+(?:\s*,\s*[A-Z]+[0-9]+)*)?"),
    "type: ignore": re.compile(r"#\s*type:\s*ignore(?P<named>\[[a-z0-9, -]+\])?"),
    "pragma: no cover": re.compile(r"#\s*pragma:\s*no\s*(?:cover|branch)(?P<named>)"),
}
REASON = re.compile(r"\s*(?:#|-+)\s+(?P<words>\S+\s+\S+.*)")


def bare_excuses(source: Source) -> Iterator[Fault]:
    """Every silenced finding without its reason, or that silences more than it names."""
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT:
            yield from _faults_of(token)


def _faults_of(token: tokenize.TokenInfo) -> Iterator[Fault]:
    for name, pattern in SILENCERS.items():
        found = pattern.search(token.string)
        if found is None:
            continue
        named = found["named"] is not None
        if not named or REASON.match(token.string, found.end()) is None:
            missing = "gives no reason" if named else "does not say what it silences"
            yield Fault(
                line=token.start[0],
                column=token.start[1] + found.start() + 1,
                message=f"`{name}` {missing}",
                cure="mend what the tool found, or name it and say why after ` # `",
            )


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
    ),
)
