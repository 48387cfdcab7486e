"""Imports that hide, and packages that act when they are only passed through, are found."""

import ast
from collections.abc import Iterator

from tools.lints.rule import Fault, Rule, Sample, Source, fault_at, samples

VERSIONED = "src/goodstanding/__init__.py"


def hidden_imports(source: Source) -> Iterator[Fault]:
    """Every import inside a function."""
    inside = {node: function for function in source.functions() for node in ast.walk(function)}
    for node, function in inside.items():
        if isinstance(node, ast.Import | ast.ImportFrom):
            message = f"an import hides in `{function.name}`"
            yield fault_at(node, message, "import at the top of the file")


HIDDEN_IMPORTS = Rule(
    name="hidden-imports",
    because="The top of a file is its plan; an import further down goes round the contracts.",
    find=hidden_imports,
    good=samples(
        "import json\ndef judge(): ...\n",
        "if TYPE_CHECKING:\n    import json\n",
        "def judge():\n    import json  # house: hidden-imports - it takes half a second\n",
    ),
    bad=samples(
        "def judge():\n    import json\n",
        "class Case:\n    def judge(self):\n        from json import dumps\n",
        "def judge():\n    def read():\n        import json\n",
    ),
)


def busy_packages(source: Source) -> Iterator[Fault]:
    """Everything that stands in an `__init__.py`, but for the version of the whole."""
    if source.path.name != "__init__.py":
        return
    for node in source.tree.body:
        if not (source.path.as_posix() == VERSIONED and _is_version(node)):
            message = "this `__init__.py` is not empty"
            yield fault_at(node, message, "give what stands here a module with a name")
            return


def _is_version(node: ast.stmt) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name(id="__version__")], value=ast.Constant(value=str())):
            return True
        case _:
            return False


BUSY_PACKAGES = Rule(
    name="busy-packages",
    because="Importing a chapter must not run the whole book; each name has one address.",
    find=busy_packages,
    good=(
        Sample(text="", path="src/goodstanding/core/__init__.py"),
        Sample(text="__version__ = '0.1.0'\n", path=VERSIONED),
        Sample(text="x = 1\n", path="src/goodstanding/core/case.py"),
    ),
    bad=(
        Sample(text="from json import dumps\nx = 1\n", path="src/goodstanding/core/__init__.py"),
        Sample(text="'''The core.'''\n", path="tests/core/__init__.py"),
        Sample(text="__version__ = '0.1.0'\nimport json\n", path=VERSIONED),
        Sample(text="__version__ = '0.1.0'\n", path="src/goodstanding/core/__init__.py"),
    ),
)
