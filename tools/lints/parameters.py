"""Parameters whose place must be known by heart are found: the fourth one, and any yes or no."""

import ast
import re
from collections.abc import Iterator

from tools.lints.rule import Fault, Function, Rule, Sample, Source, fault_at, samples

MOST_POSITIONAL = 3
# `judge(policy, subject, evidence, as_of)` is the sentence that the whole house is told by.
ALLOWED = {"judge": 4}
FOREIGN = re.compile(r"\bfixture\b|\.setter$")


def many_positional(source: Source) -> Iterator[Fault]:
    """Every function that takes too many by their place; what a method stands on is not counted."""
    for function in _called_by_place(source):
        count = len(_positional(function))
        if count > ALLOWED.get(function.name, MOST_POSITIONAL):
            message = f"`{function.name}` takes {count} positional parameters, more than 3"
            yield fault_at(function, message, "put a `*` before those that are not its subject")


def boolean_positional(source: Source) -> Iterator[Fault]:
    """Every yes or no that is handed over by its place."""
    for function in _called_by_place(source):
        for parameter, default in _with_defaults(function):
            if _is_boolean(parameter.annotation) or _is_yes_or_no(default):
                message = f"`{parameter.arg}` is a yes or no, handed over by its place"
                yield fault_at(parameter, message, "put a `*` before it, or make two functions")


def _called_by_place(source: Source) -> Iterator[Function]:
    """All functions but those that no call in our code names.

    pytest calls tests and fixtures, and goes by name; a setter is called by `=`.
    """
    for function in source.functions():
        decorators = [ast.unparse(decorator) for decorator in function.decorator_list]
        is_test = source.is_test and function.name.startswith("test_")
        if not is_test and not any(FOREIGN.search(decorator) for decorator in decorators):
            yield function


def _positional(function: Function) -> list[ast.arg]:
    given = [*function.args.posonlyargs, *function.args.args]
    return given[1:] if given and given[0].arg in {"self", "cls"} else given


def _with_defaults(function: Function) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """The positional parameters, each with its default if it has one."""
    given = _positional(function)
    defaults = function.args.defaults[-len(given) :] if given else []
    without: list[ast.expr | None] = [None] * (len(given) - len(defaults))
    yield from zip(given, [*without, *defaults], strict=True)


def _is_boolean(annotation: ast.expr | None) -> bool:
    match annotation:
        case ast.Name(id="bool"):
            return True
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _is_boolean(left) or _is_boolean(right)
        case _:
            return False


def _is_yes_or_no(default: ast.expr | None) -> bool:
    return isinstance(default, ast.Constant) and isinstance(default.value, bool)


MANY_POSITIONAL = Rule(
    name="many-positional",
    because="The fourth argument of a call has no name in sight, and is mistaken for the third.",
    find=many_positional,
    good=(
        *samples(
            "def judge(policy, subject, evidence, as_of): ...\n",
            "def rehear(appeal, outcome, reasons, *, by): ...\n",
            "class Case:\n    def decide(self, outcome, reasons, by): ...\n",
            "def judge(*evidence, policy, subject, as_of, by): ...\n",
        ),
        Sample(text="def test_it(one, two, three, four): ...\n", path="tests/core/test_case.py"),
    ),
    bad=(
        *samples(
            "def judge(policy, subject, evidence, as_of, source): ...\n",
            "def rehear(appeal, outcome, reasons, by): ...\n",
            "def rehear(appeal, outcome, /, reasons, by): ...\n",
            "class Case:\n    async def decide(self, outcome, reasons, by, at): ...\n",
        ),
        Sample(text="def a_case(one, two, three, four): ...\n", path="tests/core/builders.py"),
    ),
)

BOOLEAN_POSITIONAL = Rule(
    name="boolean-positional",
    because="Nobody can read `release(feedback, True)`.",
    find=boolean_positional,
    good=(
        *samples(
            "def release(feedback, *, both_in: bool): ...\n",
            "def release(feedback, *, both_in=False): ...\n",
            "def release(feedback, count=0): ...\n",
            "class Case:\n    is_open: bool\n",
            "class Case:\n    @closed.setter\n    def closed(self, value: bool): ...\n",
        ),
        Sample(text="def test_it(sealed: bool): ...\n", path="tests/core/test_case.py"),
    ),
    bad=samples(
        "def release(feedback, both_in: bool): ...\n",
        "def release(both_in: bool | None, /): ...\n",
        "def release(feedback, both_in=True): ...\n",
        "class Case:\n    def close(self, finally_: bool): ...\n",
    ),
)
