"""Names that say nothing are found: of modules, functions, classes, variables and parameters.

A word is forbidden anywhere in a name where it is always empty (`mail_utils`), as the last word
where it adds nothing to the words before it (`user_data`), and alone where it can also be exact
(`base_currency` says something, `base` does not). The domain's own `new_contracts`
and `new_proposals`, what a restriction takes away, and `new_information`, what an appeal may rest
on, are let through.
"""

import ast
import re
from collections.abc import Iterator

from tools.lints.rule import Fault, Function, Rule, Sample, Source, fault_at, samples

ANYWHERE = frozenset(
    {"handler", "handlers", "helper", "helpers", "manager", "managers", "misc", "stuff"}
    | {"temp", "tmp", "util", "utils"}
)
LAST = frozenset({"data", "info"})
ALONE = frozenset({"base", "common", "do_it", "new", "v2"})
ABBREVIATED = frozenset({"cfg", "cnt", "ctx", "idx", "mgr", "msg", "obj", "req", "resp", "usr"})
TRULY_NEW = ("new_contract", "new_proposal", "new_information", "new_year")
# What pytest calls its own fixtures.
GIVEN_BY_PYTEST = frozenset({"tmp_path", "tmp_path_factory"})

CURE = "name it by what it is or does, in the glossary's words"


def empty_names(source: Source) -> Iterator[Fault]:
    """Every definition whose name says nothing."""
    for part in (*source.path.parent.parts, source.path.stem):
        if reason := _emptiness(part):
            message = f"`{part}` in this file's path {reason}"
            yield Fault(line=1, column=1, message=message, cure=CURE)
    for name, node in _named(source.tree):
        if reason := _emptiness(name):
            yield fault_at(node, f"`{name}` {reason}", CURE)


def _emptiness(name: str) -> str | None:
    """Why the name says nothing; None where it does."""
    if name in GIVEN_BY_PYTEST:
        return None
    words = words_of(name)
    for word in words:
        if word in ANYWHERE:
            return f"says nothing by `{word}`"
        if word in ABBREVIATED:
            return f"abbreviates by `{word}`"
    if words and words[-1] in LAST:
        return f"says nothing by `{words[-1]}`"
    if "_".join(words) in ALONE:
        return "says nothing alone"
    return _staleness("_".join(words))


def _staleness(name: str) -> str | None:
    if name.startswith("new_") and not name.startswith(TRULY_NEW):
        return "is called new, which it will not stay"
    if re.search(r"_v[0-9]+$", name):
        return "is called by a number instead of by what differs"
    return None


def words_of(name: str) -> list[str]:
    """The words of a name in any of Python's spellings, in small letters."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return [word for word in parted.split("_") if word]


def _named(tree: ast.Module) -> Iterator[tuple[str, ast.expr | ast.stmt | ast.arg | ast.alias]]:
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name, node
            case ast.arg():
                yield node.arg, node
            case ast.Name(ctx=ast.Store()):
                yield node.id, node
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr, node
            case ast.alias(asname=str(name)):
                yield name, node
            case _:
                pass


EMPTY_NAMES = Rule(
    name="empty-names",
    because="A name that would fit anything tells the reader nothing and gathers everything.",
    find=empty_names,
    good=(
        *samples(
            "base_currency = 'USD'\n",
            "most_common = 3\n",
            "database = 3\n",
            "new_contracts_per_day = 3\n",
            "def handle_given(data_protection_officer: str) -> None: ...\n",
            "NEW_PROPOSALS = 'new-proposals'\n",
            "class InformationRequest: ...\n",
        ),
        Sample(text="def test_it(tmp_path): ...\n", path="tests/core/test_it.py"),
    ),
    bad=(
        *samples(
            "def mail_utils() -> None: ...\n",
            "class CaseManager: ...\n",
            "class EventHandlerFactory: ...\n",
            "helper = 3\n",
            "def judge(data: str) -> None: ...\n",
            "def judge(*, user_data: str) -> None: ...\n",
            "client_info = 3\n",
            "for tmp in (1, 2): ...\n",
            "class Base: ...\n",
            "import decimal as common\n",
            "def do_it() -> None: ...\n",
            "new_verdict = 3\n",
            "def judge_v2() -> None: ...\n",
            "def opened(ctx: str) -> None: ...\n",
        ),
        Sample(text="", path="src/goodstanding/core/utils.py"),
        Sample(text="", path="src/goodstanding/helpers/mail.py"),
    ),
)


# The argument of every judgement, the argument of every step, and what has no zone yet.
AT_BY_ITSELF = frozenset({"as_of", "at", "instant", "naive"})


def instants_without_at(source: Source) -> Iterator[Fault]:
    """Every annotated instant whose name does not end in `_at`.

    A function that is called by its instant (`told_instant(value)`) has said it already.
    """
    for name, annotation, node in _annotated(source.tree):
        is_said = name in AT_BY_ITSELF or name.lower().endswith("_at")
        if _is_instant(annotation) and not is_said:
            message = f"`{name}` is an instant, and its name does not say so"
            yield fault_at(node, message, "end its name in `_at`, or call it `at` or `as_of`")


def _annotated(tree: ast.Module) -> Iterator[tuple[str, ast.expr, ast.AnnAssign | ast.arg]]:
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                yield name, annotation, node
            case ast.FunctionDef() | ast.AsyncFunctionDef() if "instant" not in node.name:
                yield from _annotated_parameters(node)
            case _:
                pass


def _annotated_parameters(function: Function) -> Iterator[tuple[str, ast.expr, ast.arg]]:
    given = function.args
    for parameter in (*given.posonlyargs, *given.args, *given.kwonlyargs):
        if parameter.annotation is not None:
            yield parameter.arg, parameter.annotation, parameter


def _is_instant(annotation: ast.expr) -> bool:
    """Whether it is `datetime`, or that or None."""
    match annotation:
        case ast.Name(id="datetime") | ast.Attribute(attr="datetime"):
            return True
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
            return _is_instant(left)
        case ast.BinOp(left=ast.Constant(value=None), op=ast.BitOr(), right=right):
            return _is_instant(right)
        case ast.Subscript(value=ast.Name(id="Optional"), slice=inner):
            return _is_instant(inner)
        case _:
            return False


INSTANTS = Rule(
    name="instants",
    because="An instant mistaken for a span or a day is a person judged by the wrong evidence.",
    find=instants_without_at,
    good=samples(
        "opened_at: datetime\n",
        "closed_at: datetime | None = None\n",
        "RELEASED_AT: datetime = EPOCH\n",
        "def judge(*, as_of: datetime) -> None: ...\n",
        "def lodge(at: datetime) -> None: ...\n",
        "def told_instant(value: datetime) -> str: ...\n",
        "window: timedelta\n",
        "day: date\n",
        "edges: tuple[datetime, ...]\n",
        "class Case:\n    opened_at: datetime.datetime\n",
    ),
    bad=samples(
        "opened: datetime\n",
        "class Case:\n    closed: datetime | None = None\n",
        "class Case:\n    closed: None | dt.datetime = None\n",
        "closed: Optional[datetime] = None\n",
        "def judge(when: datetime) -> None: ...\n",
        "async def judge(*, until: datetime | None) -> None: ...\n",
    ),
)
