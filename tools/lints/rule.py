"""A Python file becomes a source that rules can look at, and a rule says what it finds there."""

import ast
import io
import tokenize
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A Python file: its path from the root of the checkout, its text and its tree.

    The comments stand by their line, each with its column, counted from 0.
    """

    path: PurePosixPath
    text: str
    tree: ast.Module
    comments: Mapping[int, tuple[int, str]]

    @property
    def is_test(self) -> bool:
        """Whether it stands in the rooms of the tests."""
        return self.path.parts[0] == "tests"

    @property
    def is_core(self) -> bool:
        """Whether it is a chapter of the pure core."""
        return self.path.parts[:3] == ("src", "goodstanding", "core")

    def functions(self) -> Iterator[Function]:
        """Every function and method, outermost first."""
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One place where a rule is broken: what is there, and the cure."""

    line: int
    column: int
    message: str
    cure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A piece of code that a rule lets pass, or that it finds."""

    text: str
    path: str = "src/goodstanding/core/chapter.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the house, why it is one, and samples that show where it begins and ends.

    Each bad sample has exactly one fault, of this rule; each good one has none, of any rule.
    """

    name: str
    because: str
    find: Callable[[Source], Iterator[Fault]]
    good: tuple[Sample, ...]
    bad: tuple[Sample, ...]


def source_of(text: str, *, path: str) -> Source:
    """The text as a source.

    Raises:
        SyntaxError: when it is no Python.
    """
    tree = ast.parse(text, filename=path)
    comments = {
        token.start[0]: (token.start[1], token.string)
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    }
    return Source(path=PurePosixPath(path), text=text, tree=tree, comments=comments)


def fault_at(node: ast.expr | ast.stmt | ast.arg | ast.alias, message: str, cure: str) -> Fault:
    """A fault where the node stands; columns count from 1."""
    return Fault(line=node.lineno, column=node.col_offset + 1, message=message, cure=cure)


def samples(*texts: str) -> tuple[Sample, ...]:
    """Samples that stand in the core."""
    return tuple(Sample(text=text) for text in texts)
