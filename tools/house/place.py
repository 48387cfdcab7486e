"""A checkout and an interpreter become the places that set-up works on."""

import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

SCRIPTS = "Scripts" if os.name == "nt" else "bin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A checkout, the Python that was called in it, and where its virtual environment goes."""

    root: Path
    interpreter: Path
    tag: str

    @property
    def environment(self) -> Path:
        """The folder of the virtual environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's own interpreter."""
        return self.environment / SCRIPTS / "python"

    @property
    def stamp(self) -> Path:
        """The file that says what the environment was made from; written last."""
        return self.environment / "goodstanding.stamp"

    @property
    def lock(self) -> Path:
        """The locked packages."""
        return self.root / "requirements.lock"

    @property
    def engines_lock(self) -> Path:
        """The locked engines and databases that tests compare ours with."""
        return self.root / "requirements-engines.lock"

    @property
    def engines_stamp(self) -> Path:
        """The file that says which of them are in the environment; written last."""
        return self.environment / "engines.stamp"

    @property
    def project(self) -> Path:
        """The description of the distribution."""
        return self.root / "pyproject.toml"

    def script(self, name: str) -> Path:
        """A command that is installed in the environment."""
        return self.environment / SCRIPTS / name


def place_here() -> Place:
    """The checkout that holds this file, and the interpreter that runs it.

    Called from inside a virtual environment, the interpreter is the one that it was made from:
    an environment cannot be made again from within itself.
    """
    made_from = getattr(sys, "_base_executable", None) or sys.executable
    version = ".".join(str(part) for part in sys.version_info[:2])
    return Place(
        root=Path(__file__).resolve().parent.parent.parent,
        interpreter=Path(made_from),
        tag=f"{sys.implementation.cache_tag} {version} {sys.platform} {platform.machine()}",
    )
