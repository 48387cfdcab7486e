"""A checkout made of three files, and a machine that only remembers what it was asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.house.machine import Answer
from tools.house.place import Place

WELL = Answer(code=0, said="")
NO_ENSUREPIP = Answer(code=1, said="Error: ensurepip is not available. apt install python3-venv")


@dataclass(slots=True, kw_only=True)
class FakeMachine:
    """Answers by the first words that it knows in a command, and well to everything else.

    Whoever makes an environment here gets its interpreter, as a real machine would give it.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def ask(self, command: Sequence[str | Path]) -> Answer:
        """Remember the command, and answer."""
        words = " ".join(str(word) for word in command)
        self.asked.append(words)
        for known, answer in self.answers.items():
            if known in words:
                return answer
        if " -m venv " in words:
            python = Path(command[-1]) / "bin" / "python"
            python.parent.mkdir(parents=True, exist_ok=True)
            python.write_text("")
        return WELL

    def hand_over(self, command: Sequence[str | Path]) -> int:
        """Remember the command; its exit code."""
        return self.ask(command).code


PROJECT = """\
[project]
requires-python = ">=3.11"
dependencies = ["click>=8.2"]

[dependency-groups]
dev = ["pytest>=9"]
engines = ["duckdb>=1.4"]
"""


ENGINES = "duckdb==2.0.0\n"


def a_checkout(root: Path, *, lock: str = "click==8.5.1\n", project: str = PROJECT) -> Place:
    """A checkout with what set-up reads, under a Python that does not run."""
    root.mkdir(parents=True, exist_ok=True)
    place = Place(root=root, interpreter=Path("/opt/python3"), tag="cpython-311 3.11 linux")
    place.lock.write_text(lock)
    place.engines_lock.write_text(ENGINES)
    place.project.write_text(project)
    return place
