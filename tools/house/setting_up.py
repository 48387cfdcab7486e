"""A fresh, stale or half-made checkout becomes one that is ready to run."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.house.machine import Machine
from tools.house.pip import SetUpRefused, install, told
from tools.house.place import Place
from tools.house.stamp import (
    found_engines,
    found_stamp,
    wanted_engines,
    wanted_stamp,
    write_stamp,
)

Say = Callable[[str], None]

VENV_CURE = (
    "mend what it names (if Python lacks `venv`, on Debian or Ubuntu: apt install python3-venv) "
    "and run again"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """Who sets up: where, on which machine, and to whom it tells what it does."""

    place: Place
    machine: Machine
    say: Say

    def make_ready(self) -> None:
        """Leave an environment that has exactly the locked packages and this checkout.

        Raises:
            SetUpRefused: when the machine lacks pip, room, rights or a network, or the checkout
                its lock.
        """
        _require(self.place.lock)
        _require(self.place.project)
        wanted, found = wanted_stamp(self.place), found_stamp(self.place)
        if found == wanted:
            return
        if found.packages == wanted.packages:
            self.say("pyproject.toml has changed since the last set-up")
            self.place.stamp.unlink()
        else:
            self.say("setting up in .venv: once, 15 to 60 seconds, about 90 MB to download")
            self.clear()
            self.make_environment()
            self._install_packages()
        self._install_checkout()
        write_stamp(self.place, wanted)
        self.say("ready")

    def add_engines(self) -> None:
        """Put the locked engines beside the locked packages of an environment that is ready.

        Raises:
            SetUpRefused: as for `make_ready`.
        """
        place = self.place
        _require(place.engines_lock)
        wanted, found = wanted_engines(place), found_engines(place)
        if found == wanted:
            return
        if found is not None:
            # Other versions of them may have left packages behind that nothing names any more.
            self.clear()
            self.make_ready()
        self.say("adding the engines that tests compare ours with: once, 1 to 4 minutes,")
        self.say("about 600 MB to download (only for this command without words)")
        # Invariant: what is built from source is built by the locked setuptools.
        exactly = ("--require-hashes", "--no-build-isolation", "--requirement", place.engines_lock)
        install(place, self.machine, *exactly)
        place.engines_stamp.write_text(f"{wanted}\n", encoding="utf-8")
        self.say("ready")

    def clear(self) -> None:
        """Remove an environment that is stale, half made or was made elsewhere."""
        environment = self.place.environment
        if not environment.exists() and not environment.is_symlink():
            return
        old = f"the old {environment.name}"
        self.say(f"- removing {old}: it is unfinished, or made for other versions or paths")
        try:
            if environment.is_dir() and not environment.is_symlink():
                shutil.rmtree(environment)
            else:
                environment.unlink()
        except OSError as error:
            raise SetUpRefused(
                f"cannot remove `{environment}`: {error.strerror}; "
                "remove it yourself, or run as the user to whom it belongs"
            ) from error

    def make_environment(self) -> None:
        """A new environment; without pip where Debian keeps ensurepip in a package of its own."""
        place = self.place
        self.say(f"- making a virtual environment with {place.interpreter}")
        whole = self.machine.ask([place.interpreter, "-m", "venv", place.environment])
        if whole.went_well:
            return
        if "ensurepip" not in whole.said:
            raise SetUpRefused(told(whole, "cannot make a virtual environment", cure=VENV_CURE))
        self.say("- this Python has no ensurepip: its own pip will install from outside")
        bare = ("--clear", "--without-pip", place.environment)
        made = self.machine.ask([place.interpreter, "-m", "venv", *bare])
        if not made.went_well:
            raise SetUpRefused(told(made, "cannot make a virtual environment", cure=VENV_CURE))

    def _install_packages(self) -> None:
        lock = self.place.lock
        count = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
        self.say(f"- installing {count} locked packages, each checked against its digest")
        install(self.place, self.machine, "--require-hashes", "--requirement", lock)

    def _install_checkout(self) -> None:
        """Editable, and built with the locked hatchling, so that nothing more is fetched."""
        self.say("- installing this checkout itself, so that edits take effect at once")
        offline = ("--no-deps", "--no-build-isolation", "--no-index")
        install(self.place, self.machine, *offline, "--editable", self.place.root)


def _require(needed: Path) -> None:
    if not needed.is_file():
        raise SetUpRefused(f"`{needed.name}` is not here; is this a whole checkout?")
