"""Each lock names what is declared, each with its digest, and no host."""

from pathlib import Path

import pytest

from tests.house.builders import PROJECT, FakeMachine, a_checkout
from tools.house.lockfile import (
    DEV,
    ENGINES,
    TITLE,
    LockRefused,
    declared,
    flaw_of_lock,
    lock_of,
    make_locks,
)
from tools.house.machine import Answer
from tools.house.place import Place, place_here

GROUPS = pytest.mark.parametrize("group", [DEV, ENGINES])
PINS = "click==8.5.1 \\\n    --hash=sha256:abc\npytest==9.2.0 \\\n    --hash=sha256:def\n"


def locked(root: Path, *, pins: str = PINS) -> Place:
    """A checkout with these pins under the titles that its declaration asks for."""
    place = a_checkout(root)
    for group in (DEV, ENGINES):
        lock_of(place, group).write_text(f"{TITLE}{declared(place, group)}\n{pins}")
    return place


def pinned(lock: Path) -> dict[str, str]:
    """The version of each package of a lock, with its marker."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    pins = [line.removesuffix(" \\").split("==", 1) for line in lines if line[:1].isalnum()]
    return {f"{name} {rest.partition(' ; ')[2]}": rest for name, rest in pins}


@GROUPS
def test_the_locks_in_this_checkout_are_as_declared(group: str) -> None:
    assert flaw_of_lock(place_here(), group) is None


def test_what_is_in_both_locks_of_this_checkout_has_one_version() -> None:
    ours, engines = pinned(place_here().lock), pinned(place_here().engines_lock)

    assert "pyarrow " in ours.keys() & engines.keys()
    assert {name for name in ours.keys() & engines.keys() if ours[name] != engines[name]} == set()


@GROUPS
def test_a_lock_that_is_as_declared_has_no_flaw(tmp_path: Path, group: str) -> None:
    assert flaw_of_lock(locked(tmp_path), group) is None


def test_a_newer_engine_asks_for_a_new_lock_of_the_engines_only(tmp_path: Path) -> None:
    place = locked(tmp_path)
    place.project.write_text(PROJECT.replace("duckdb>=1.4", "duckdb>=2"))

    assert flaw_of_lock(place) is None
    assert flaw_of_lock(place, ENGINES) == (
        "requirements-engines.lock is older than pyproject.toml; run `python3 dev.py lock`"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("click>=8.2", "click>=8.5"),
        ("pytest>=9", "pytest>=9.1"),
        (">=3.11", ">=3.12"),
    ],
)
def test_what_is_declared_anew_must_be_locked_anew(tmp_path: Path, before: str, after: str) -> None:
    place = locked(tmp_path)
    place.project.write_text(PROJECT.replace(before, after))

    assert flaw_of_lock(place) == (
        "requirements.lock is older than pyproject.toml; run `python3 dev.py lock`"
    )


def test_what_decides_no_package_asks_for_no_new_lock(tmp_path: Path) -> None:
    place = locked(tmp_path)
    place.project.write_text(PROJECT + "\n[tool.ruff]\nline-length = 100\n")

    assert flaw_of_lock(place) is None


@pytest.mark.parametrize(
    "line", ["--index-url https://example.test/simple\n", "click @ https://example.test/click\n"]
)
def test_a_host_in_the_lock_is_a_flaw(tmp_path: Path, line: str) -> None:
    assert flaw_of_lock(locked(tmp_path, pins=line + PINS)) == (
        "requirements.lock names a host; run `python3 dev.py lock`"
    )


def test_a_package_without_a_digest_is_a_flaw(tmp_path: Path) -> None:
    assert flaw_of_lock(locked(tmp_path, pins=PINS + "rich==15.0.0\n")) == (
        "requirements.lock has a package without a digest; run `python3 dev.py lock`"
    )


def test_the_locks_are_made_with_the_uv_that_is_there(tmp_path: Path) -> None:
    place, machine = locked(tmp_path), FakeMachine()
    for group in (DEV, ENGINES):
        lock_of(place, group).write_text(f"# remarks of uv\n{PINS}")

    make_locks(place, machine, uv="/opt/uv", wishes=("--upgrade",))

    compiled = (
        "/opt/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 "
        "--no-header --no-annotate --no-emit-index-url --no-emit-find-links "
        "--no-python-downloads --upgrade"
    )
    assert machine.asked == [
        f"{compiled} --extra server --extra embedded --group dev --python /opt/python3 "
        "--output-file requirements.lock pyproject.toml",
        f"{compiled} --constraint requirements.lock --group engines --python /opt/python3 "
        "--output-file requirements-engines.lock pyproject.toml",
    ]
    for group in (DEV, ENGINES):
        assert lock_of(place, group).read_text() == f"{TITLE}{declared(place, group)}\n{PINS}"


def test_without_uv_one_is_fetched_for_the_moment(tmp_path: Path) -> None:
    place, machine = locked(tmp_path), FakeMachine()

    make_locks(place, machine, uv=None, wishes=())

    fetched, compiled, _ = machine.asked[1:]
    assert fetched.endswith("uv>=0.9,<1")
    folder = fetched.split("--target ")[1].split()[0]
    assert compiled.startswith(f"{folder}/bin/uv pip compile")
    assert not Path(folder).exists()


def test_where_no_set_of_packages_fits_uv_says_why(tmp_path: Path) -> None:
    machine = FakeMachine(answers={"pip compile": Answer(code=1, said="click>=99 is not there\n")})

    with pytest.raises(LockRefused) as caught:
        make_locks(locked(tmp_path), machine, uv="/opt/uv", wishes=())

    assert str(caught.value) == ("click>=99 is not there\nuv found no set of packages; see above")
