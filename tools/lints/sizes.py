"""Files, functions and nestings that have grown past one idea are found."""

import ast
from collections.abc import Iterator

from tools.lints.rule import Fault, Function, Rule, Sample, Source, fault_at, samples

FILE_LINES = 300
TEST_FILE_LINES = 500
FUNCTION_LINES = 40
DEEPEST = 3

BLOCKS = ast.If | ast.For | ast.AsyncFor | ast.While | ast.With | ast.AsyncWith | ast.Try
DEEPENING = BLOCKS | ast.TryStar | ast.Match


def long_files(source: Source) -> Iterator[Fault]:
    """The file, where it has too many lines."""
    limit = TEST_FILE_LINES if source.is_test else FILE_LINES
    count = len(source.text.splitlines())
    if count > limit:
        message = f"this file has {count} lines, more than {limit}"
        cure = "it holds two ideas: name the second one, then give it a file"
        yield Fault(line=limit + 1, column=1, message=message, cure=cure)


LONG_FILES = Rule(
    name="long-files",
    because="A file that is read in one sitting can be held in one head.",
    find=long_files,
    good=(
        Sample(text="x = 1\n" * FILE_LINES),
        Sample(text="x = 1\n" * TEST_FILE_LINES, path="tests/core/test_case.py"),
    ),
    bad=(
        Sample(text="x = 1\n" * (FILE_LINES + 1)),
        Sample(text="x = 1\n" * (TEST_FILE_LINES + 1), path="tests/core/test_case.py"),
    ),
)


def long_functions(source: Source) -> Iterator[Fault]:
    """Every function of too many lines, from `def` to its end; a text written out counts as one."""
    for function in source.functions():
        count = _lines_of(function)
        if count > FUNCTION_LINES:
            message = f"`{function.name}` has {count} lines, more than {FUNCTION_LINES}"
            cure = "name its second idea, then give that a function"
            yield fault_at(function, message, cure)


def _lines_of(function: Function) -> int:
    count = _height(function)
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            count -= _height(node) - 1
    return count


def _height(node: Function | ast.Constant) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


LONG_FUNCTIONS = Rule(
    name="long-functions",
    because="A function is checked by reading it, and forty lines are read at a glance.",
    find=long_functions,
    good=samples(
        "def judge() -> None:\n" + "    x = 1\n" * (FUNCTION_LINES - 1),
        "def judge() -> None:\n    '''One.\n\n    Two.\n    '''\n" + "    x = 1\n" * 38,
    ),
    bad=samples(
        "def judge() -> None:\n" + "    x = 1\n" * FUNCTION_LINES,
        "def judge() -> None:\n    '''One.\n\n    Two.\n    '''\n" + "    x = 1\n" * 39,
        "class Case:\n    async def judge(self) -> None:\n" + "        x = 1\n" * FUNCTION_LINES,
    ),
)


def deep_nestings(source: Source) -> Iterator[Fault]:
    """Every block that stands in too many others, counted within one function."""
    yield from _deep_in(source.tree, depth=0)


def _deep_in(node: ast.AST, *, depth: int) -> Iterator[Fault]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.Lambda | ast.ClassDef):
            yield from _deep_in(child, depth=0)
        elif isinstance(child, DEEPENING):
            yield from _at_depth(child, depth=depth if _is_elif(node, child) else depth + 1)
        else:
            yield from _deep_in(child, depth=depth)


def _at_depth(block: DEEPENING, *, depth: int) -> Iterator[Fault]:
    if depth > DEEPEST:
        message = f"this block is nested {depth} deep, more than {DEEPEST}"
        yield fault_at(block, message, "return early, or give the inner blocks a function")
    else:
        yield from _deep_in(block, depth=depth)


def _is_elif(parent: ast.AST, child: DEEPENING) -> bool:
    """Whether the child stands in the parent's place and not inside it."""
    return (
        isinstance(parent, ast.If)
        and isinstance(child, ast.If)
        and parent.orelse == [child]
        and child.col_offset == parent.col_offset
    )


DEEP_NESTINGS = Rule(
    name="deep-nestings",
    because="What is true in the fourth block down is more than a reader can keep in mind.",
    find=deep_nestings,
    good=samples(
        "if a:\n    for b in c:\n        with d:\n            x = 1\n",
        "if a:\n    x = 1\nelif b:\n    x = 2\nelif c:\n    x = 3\nelif d:\n    x = 4\n",
        "match a:\n    case 1:\n        if b:\n            while c:\n                x = 1\n",
        "if a:\n    if b:\n        if c:\n            def judge():\n                if d: ...\n",
    ),
    bad=samples(
        "if a:\n    for b in c:\n        with d:\n            if e:\n                x = 1\n",
        "if a:\n    if b:\n        if c: ...\n        else:\n            if d: ...\n"
        "            x = 1\n",
        "def f():\n while a:\n  try:\n   match b:\n    case 1:\n     if c:\n      if d: ...\n"
        "  finally: ...\n",
    ),
)
