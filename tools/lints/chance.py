"""Clocks and chance in the core are found: what varies is an argument."""

import ast
from collections.abc import Iterator

from tools.lints.rule import Fault, Rule, Sample, Source, fault_at, samples

MODULES = frozenset({"random", "secrets", "time", "uuid"})
CLOCKS = frozenset({"now", "utcnow", "today"})
UNORDERED = frozenset({"id", "hash"})


def chance_in_core(source: Source) -> Iterator[Fault]:
    """Every import or call in the core that answers differently from one run to the next."""
    if not source.is_core:
        return
    for node in ast.walk(source.tree):
        for what in _chances(node):
            cure = "take it as an argument; whoever calls the core knows the time"
            message = f"`{what}` answers differently from one run to the next"
            yield fault_at(_placed(node), message, cure)


def _placed(node: ast.AST) -> ast.expr | ast.stmt:
    assert isinstance(node, ast.expr | ast.stmt)
    return node


def _chances(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (one.name for one in names if one.name.split(".")[0] in MODULES)
        case ast.ImportFrom(module=str(module)) if module.split(".")[0] in MODULES:
            yield module
        case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in CLOCKS:
            if ast.unparse(value).split(".")[-1] in {"datetime", "date"}:
                yield f"{ast.unparse(value)}.{attr}"
        case ast.Call(func=ast.Name(id=name)) if name in UNORDERED:
            yield name
        case _:
            pass


CHANCE_IN_CORE = Rule(
    name="chance-in-core",
    because="The same policy, evidence and instant must give the same verdict, today and in court.",
    find=chance_in_core,
    good=(
        *samples(
            "from datetime import datetime\n",
            "x = datetime(2026, 1, 1)\n",
            "x = docket.now(as_of)\n",
            "x = case.id\n",
        ),
        Sample(text="import time\n", path="tests/core/test_case.py"),
        Sample(text="x = datetime.now(UTC)\n", path="src/goodstanding/cli/main.py"),
    ),
    bad=samples(
        "x = datetime.now(UTC)\n",
        "x = datetime.datetime.utcnow()\n",
        "x = date.today()\n",
        "import random\n",
        "import json, time\n",
        "from secrets import token_hex\n",
        "from uuid import uuid4\n",
        "x = hash('a')\n",
    ),
)
