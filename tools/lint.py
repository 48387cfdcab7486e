"""Python files become the places where they break the rules of the house: python tools/lint.py

The rules say what ruff cannot; each stands in tools/lints/ with samples of where it begins. Given
paths, only those are looked at. The exit code is 1 where anything was found.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.lints.rule import source_of
from tools.lints.rules import faults_in

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("benchmarks", "dev.py", "sdk", "src", "tests", "tools")


def main(words: Sequence[str]) -> int:
    """Tell every fault, one a line; 1 where there is any."""
    paths = [Path(word).resolve() for word in words] or [ROOT / room for room in ROOMS]
    told = sorted(line for path in files_in(paths) for line in lines_of(path))
    for line in told:
        print(line)
    return 1 if told else 0


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """The Python files among the paths and below them."""
    for path in paths:
        if path.is_dir():
            yield from sorted(path.rglob("*.py"))
        elif path.suffix == ".py":
            yield path


def lines_of(path: Path) -> Iterator[str]:
    """What is wrong in one file: path:line:column: rule: message; cure."""
    shown = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    try:
        source = source_of(path.read_text(encoding="utf-8"), path=shown)
    except SyntaxError as error:
        yield f"{shown}:{error.lineno}:{error.offset}: syntax: {error.msg}; write Python 3.11"
        return
    for rule, fault in faults_in(source):
        place = f"{shown}:{fault.line}:{fault.column}"
        yield f"{place}: {rule.name}: {fault.message}; {fault.cure}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
