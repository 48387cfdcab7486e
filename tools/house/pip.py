"""An environment, with or without a pip of its own, becomes a pip that installs into it."""

from pathlib import Path

from tools.house.machine import Answer, Machine
from tools.house.place import Place

INSTALL = ("install", "--quiet", "--no-input", "--retries", "2")

PIP_CURE = (
    "install pip 22.3 or newer for this Python (Debian, Ubuntu: apt install python3-pip) "
    "and run again"
)
NETWORK_CURE = (
    "is there a network? A proxy is named in HTTPS_PROXY, a package index of your own in "
    "PIP_INDEX_URL; then run again"
)
DIGEST_CURE = (
    "a package is not the one that was locked; do not go on unless you know why "
    "(a package index of your own may have built it again)"
)
ROOM_CURE = "make room on the disk (500 MB are enough, 3 GB with the engines) and run again"
ANY_CURE = "mend what pip names above and run again; nothing outside .venv was changed"

# The first sign that is found in what pip said names the cure: a wrong digest before all.
CURES = {
    "DO NOT MATCH THE HASHES": DIGEST_CURE,
    "No space left on device": ROOM_CURE,
    "ConnectionError": NETWORK_CURE,
    "NewConnectionError": NETWORK_CURE,
    "ConnectTimeoutError": NETWORK_CURE,
    "ReadTimeoutError": NETWORK_CURE,
    "ProxyError": NETWORK_CURE,
    "No matching distribution found": NETWORK_CURE,
}


class SetUpRefused(Exception):
    """The machine lacks something; the message says what, and the cure."""


def working_pip(place: Place, machine: Machine) -> tuple[str | Path, ...]:
    """The environment's own pip, or the interpreter's pip working on it from outside.

    The second is allowed even where Python is externally managed, as it touches nothing outside
    the environment.

    Raises:
        SetUpRefused: when neither is there.
    """
    own = (place.python, "-m", "pip")
    if machine.ask([*own, "--version"]).went_well:
        return own
    outside = (place.interpreter, "-m", "pip", "--python", place.python)
    answer = machine.ask([*outside, "--version"])
    if not answer.went_well:
        raise SetUpRefused(told(answer, "this Python has no pip that works", cure=PIP_CURE))
    return outside


def install(place: Place, machine: Machine, *what: str | Path) -> None:
    """Install into the environment.

    Raises:
        SetUpRefused: with what pip said last, and the cure.
    """
    answer = machine.ask([*working_pip(place, machine), *INSTALL, *what])
    if not answer.went_well:
        raise SetUpRefused(told(answer, "pip could not install", cure=cure_of(answer)))


def cure_of(answer: Answer) -> str:
    """What to do about what pip said."""
    for sign, cure in CURES.items():
        if sign in answer.said:
            return cure
    return ANY_CURE


def told(answer: Answer, what: str, *, cure: str) -> str:
    """The error in what was said, or else its last lines; then what failed and the cure."""
    lines = [line for line in answer.said.strip().splitlines() if "WARNING" not in line]
    errors = [number for number, line in enumerate(lines) if "ERROR" in line]
    said = lines[errors[0] :][:12] if errors else lines[-12:]
    return "\n".join([*(f"    {line}" for line in said), f"{what}; {cure}"])
