"""A command becomes what the machine answered to it."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

# A person's own settings that would install elsewhere, or nothing, or demand what cannot be had.
UNWELCOME = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSAFEPATH",
    "PIP_CONSTRAINT",
    "PIP_PREFIX",
    "PIP_PYTHON",
    "PIP_REQUIRE_HASHES",
    "PIP_REQUIRE_VIRTUALENV",
    "PIP_ROOT",
    "PIP_TARGET",
    "VIRTUAL_ENV",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How a command ended, and all that it said."""

    code: int
    said: str

    @property
    def went_well(self) -> bool:
        """Whether the command succeeded."""
        return self.code == 0


class Machine(Protocol):
    """What the house asks of the machine it stands on."""

    def ask(self, command: Sequence[str | Path]) -> Answer:
        """Run a command to its end and keep what it says."""
        ...

    def hand_over(self, command: Sequence[str | Path]) -> int:
        """Run a command that speaks to the person itself; its exit code."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ThisMachine:
    """The real machine; commands run from the root of the checkout."""

    root: Path

    def ask(self, command: Sequence[str | Path]) -> Answer:
        """Run a command to its end and keep what it says."""
        try:
            ended = subprocess.run(
                command,
                cwd=self.root,
                env=surroundings(os.environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                check=False,
            )
        except OSError as error:
            return Answer(code=127, said=str(error))
        return Answer(code=ended.returncode, said=ended.stdout)

    def hand_over(self, command: Sequence[str | Path]) -> int:
        """Run a command that speaks to the person itself; its exit code."""
        return subprocess.run(
            command, cwd=self.root, env=surroundings(os.environ), check=False
        ).returncode


def surroundings(environment: Mapping[str, str]) -> dict[str, str]:
    """The person's environment without what would lead an installation or an import astray."""
    kept = {name: value for name, value in environment.items() if name not in UNWELCOME}
    return kept | {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
