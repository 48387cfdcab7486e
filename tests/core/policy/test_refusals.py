"""Every refusal of a policy is part of the interface: printed as a compiler would, with its cure.

Each has a pair in `tests/snapshots/policy/`: the shortest policy that provokes it, and what is
printed. After a change on purpose, `GOODSTANDING_WRITE_SNAPSHOTS=1 pytest tests/core/policy` writes
the printed half anew; read the difference before you commit it.
"""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from goodstanding.core.policy.finding import told
from goodstanding.core.policy.text import LONGEST, examine

ROOT = Path(__file__).parents[3]
SNAPSHOTS = ROOT / "tests" / "snapshots" / "policy"
SOURCES = sorted((ROOT / "src" / "goodstanding" / "core" / "policy").glob("*.py"))
PAIRS = sorted(SNAPSHOTS.glob("*.yaml"))
CODE = re.compile(r"[a-z]+(-[a-z0-9]+)+\Z")
# Words of that shape that are no codes, and a refusal too long to keep as a file.
NO_CODES = {"client-group"}
TOO_LONG = "policy-too-long"


def printed(path: Path) -> str:
    """What is printed of the policy in that file."""
    text = path.read_bytes().decode("utf-8")
    _, findings = examine(text)
    return told(findings, source=path.name, text=text) + "\n"


def codes_in(source: Path) -> Iterator[str]:
    """Every code that the file can refuse with: short texts of that shape, outside docstrings."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        match node:
            case ast.keyword(arg="code", value=ast.Constant(value=str(code))):
                yield code
            case ast.Call(args=arguments) | ast.Tuple(elts=arguments):
                yield from _words(arguments[:3])
            case ast.IfExp(body=body, orelse=other):
                yield from _words([body, other])


def _words(arguments: list[ast.expr]) -> Iterator[str]:
    for argument in arguments:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


def every_code() -> set[str]:
    """Every code in the policy's chapter. A law's name and an overlay's key are no codes."""
    from_laws = re.compile(r"(eu|us|au|in)-")
    found = {code for source in SOURCES for code in codes_in(source) if CODE.match(code)}
    return {code for code in found - NO_CODES if not from_laws.match(code)}


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_a_refusal_is_printed_as_its_snapshot_has_it(path: Path) -> None:
    snapshot = path.with_suffix(".txt")
    found = printed(path)

    if os.environ.get("GOODSTANDING_WRITE_SNAPSHOTS"):
        snapshot.write_text(found, encoding="utf-8")
    assert found == snapshot.read_text(encoding="utf-8")
    assert f"[{path.stem}]" in found


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_every_refusal_points_into_its_line_and_says_the_cure(path: Path) -> None:
    for block in printed(path).strip().split("\n\n"):
        head, _, line, caret, cure = block.splitlines()
        column = int(head.split(":")[2])

        assert re.match(rf"{path.name}:\d+:\d+: (error|warning): .+ \[[a-z0-9-]+\]\Z", head)
        if "…" not in line:
            assert caret.index("^") - line.index("|") - 2 == column - 1
        assert caret.index("^") < len(line) + 2
        assert len(cure.strip("= ")) > 10


# What these mark is a whole expression or nothing at all, and stands in the line below.
WITHOUT_A_VALUE = {
    "empty-policy",
    "empty-value",
    "expression-empty",
    "key-not-a-word",
    "reads-nothing",
    "several-documents",
    "silence-is-negative",
    "silence-left-out",
    "wants-list",
    "wants-names",
    "wants-one-value",
}


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_a_refusal_names_the_value_that_it_refuses(path: Path) -> None:
    heads = [block.splitlines()[0] for block in printed(path).split("\n\n")]

    assert all(("`" in head) is (path.stem not in WITHOUT_A_VALUE) for head in heads)


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_a_refused_policy_shows_just_its_own_fault(path: Path) -> None:
    _, findings = examine(path.read_bytes().decode("utf-8"))

    beside = {finding.code for finding in findings} - {path.stem}

    assert beside == ({"no-cure"} if path.stem == "law-wants-a-cure" else set())


def test_every_refusal_has_its_snapshot() -> None:
    known = {path.stem for path in PAIRS} | {TOO_LONG}

    assert sorted(every_code() - known) == []


def test_there_are_more_than_a_hundred_refusals_and_each_is_told_apart() -> None:
    printed_texts = {path.with_suffix(".txt").read_text(encoding="utf-8") for path in PAIRS}

    assert len(PAIRS) > 100
    assert len(printed_texts) == len(PAIRS)


def test_a_policy_that_is_too_long_is_refused_before_it_is_read() -> None:
    _, (finding,) = examine("#" * (LONGEST + 1))

    assert (finding.code, finding.line) == (TOO_LONG, 1)
    assert finding.message == "the text has `400001` characters"
