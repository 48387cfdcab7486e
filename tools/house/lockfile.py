"""What the distribution declares becomes a lock, and a lock is held against what is declared."""

import hashlib
import json
import re
import tempfile
import tomllib
from pathlib import Path

from tools.house.machine import Machine
from tools.house.pip import install
from tools.house.place import SCRIPTS, Place

TITLE = "# Made by `python3 dev.py lock` from pyproject.toml. Change it there. Declared: sha256:"
UV = "uv>=0.9,<1"
COMPILE = (
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--generate-hashes",
    "--python-version",
    "3.11",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-python-downloads",
)


# What each lock holds besides what the distribution itself needs.
DEV, ENGINES = "dev", "engines"
EXTRAS = {DEV: ("server", "embedded"), ENGINES: ()}


class LockRefused(Exception):
    """The lock cannot be made; the message says why, and the cure."""


def lock_of(place: Place, group: str) -> Path:
    """The lock of the group."""
    return place.engines_lock if group == ENGINES else place.lock


def declared(place: Place, group: str = DEV) -> str:
    """The digest of everything in pyproject.toml that decides what the group's lock holds."""
    whole = tomllib.loads(place.project.read_text(encoding="utf-8"))
    project = whole["project"]
    asked = whole["dependency-groups"][group]
    own = project.get("optional-dependencies", {})
    extras = {extra: own[extra] for extra in EXTRAS[group] if extra in own}
    deciding = [project["requires-python"], project["dependencies"], extras, asked]
    return hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()


def flaw_of_lock(place: Place, group: str = DEV) -> str | None:
    """What is wrong with the group's lock, with the cure; None where it is as declared."""
    lock = lock_of(place, group)
    first, _, pins = lock.read_text(encoding="utf-8").partition("\n")
    if first != TITLE + declared(place, group):
        return f"{lock.name} is older than pyproject.toml; run `python3 dev.py lock`"
    if "://" in pins or "--index" in pins or "--extra-index" in pins:
        return f"{lock.name} names a host; run `python3 dev.py lock`"
    bare = [name for name in _pinned(pins) if f"{name}==" not in pins]
    if bare or pins.count("--hash=sha256:") < len(_pinned(pins)):
        return f"{lock.name} has a package without a digest; run `python3 dev.py lock`"
    return None


def make_locks(place: Place, machine: Machine, *, uv: str | None, wishes: tuple[str, ...]) -> None:
    """Write the locks anew, keeping their versions where they still fit.

    What is in both has one version: that of requirements.lock.

    Raises:
        LockRefused: when uv finds no set of packages that fits.
        SetUpRefused: when there is no uv, and none can be fetched.
    """
    with tempfile.TemporaryDirectory(prefix="goodstanding-lock-") as folder:
        program = uv or _fetched_uv(place, machine, Path(folder))
        _make(place, machine, DEV, words=(program, *COMPILE, *wishes))
        alike = ("--constraint", place.lock.name)
        _make(place, machine, ENGINES, words=(program, *COMPILE, *wishes, *alike))


def _make(place: Place, machine: Machine, group: str, *, words: tuple[str, ...]) -> None:
    lock = lock_of(place, group)
    extras = [word for extra in EXTRAS[group] for word in ("--extra", extra)]
    chosen = (
        *extras,
        "--group",
        group,
        "--python",
        str(place.interpreter),
        "--output-file",
        lock.name,
    )
    answer = machine.ask([*words, *chosen, place.project.name])
    if not answer.went_well:
        raise LockRefused(f"{answer.said.strip()}\nuv found no set of packages; see above")
    pins = lock.read_text(encoding="utf-8")
    pins = "".join(line for line in pins.splitlines(keepends=True) if not line.startswith("#"))
    lock.write_text(f"{TITLE}{declared(place, group)}\n{pins}", encoding="utf-8")
    flaw = flaw_of_lock(place, group)
    if flaw is not None:
        raise LockRefused(flaw)


def _fetched_uv(place: Place, machine: Machine, folder: Path) -> str:
    install(place, machine, "--target", folder, UV)
    return str(folder / SCRIPTS / "uv")


def _pinned(pins: str) -> list[str]:
    return re.findall(r"^([A-Za-z0-9._-]+)", pins, flags=re.MULTILINE)
