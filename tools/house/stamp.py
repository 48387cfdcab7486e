"""What an environment is made from becomes a stamp, which tells whether it still fits."""

import hashlib
from dataclasses import dataclass

from tools.house.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Two digests: of the locked packages and where they go, and of our own description."""

    packages: str
    project: str


NOTHING = Stamp(packages="", project="")


def wanted_stamp(place: Place) -> Stamp:
    """The stamp of an environment made here and now.

    The path is part of it, as a moved or copied environment still points to its old place.
    Comments are not.
    """
    lock = [line for line in place.lock.read_bytes().splitlines() if not line.startswith(b"#")]
    packages = (place.tag.encode(), str(place.environment).encode(), *lock)
    return Stamp(packages=_digest(*packages), project=_digest(place.project.read_bytes()))


def found_stamp(place: Place) -> Stamp:
    """The stamp of the environment that is there; nothing, where it is absent or half made."""
    if not place.stamp.is_file() or not place.python.exists():
        return NOTHING
    lines = place.stamp.read_text(encoding="utf-8").split()
    if len(lines) != 2:
        return NOTHING
    return Stamp(packages=lines[0], project=lines[1])


def write_stamp(place: Place, stamp: Stamp) -> None:
    """Say that the environment is whole."""
    place.stamp.write_text(f"{stamp.packages}\n{stamp.project}\n", encoding="utf-8")


def wanted_engines(place: Place) -> str:
    """The digest of the locked engines; remarks are not part of it."""
    lines = place.engines_lock.read_bytes().splitlines()
    return _digest(*(line for line in lines if not line.startswith(b"#")))


def found_engines(place: Place) -> str | None:
    """The digest of those that are in the environment; None, where there are none."""
    if not place.engines_stamp.is_file():
        return None
    return place.engines_stamp.read_text(encoding="utf-8").strip()


def _digest(*parts: bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()
