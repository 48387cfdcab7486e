"""The lock names what is declared, each with its digest, and no host."""

from pathlib import Path

import pytest

from tests.house.builders import PROJECT, FakeMachine, a_checkout
from tools.house.lockfile import TITLE, LockRefused, declared, flaw_of_lock, make_lock
from tools.house.machine import Answer
from tools.house.place import Place, place_here

PINS = "click==8.5.1 \\\n    --hash=sha256:abc\npytest==9.2.0 \\\n    --hash=sha256:def\n"


def locked(root: Path, *, pins: str = PINS) -> Place:
    """A checkout with these pins under the title that its declaration asks for."""
    place = a_checkout(root)
    place.lock.write_text(f"{TITLE}{declared(place)}\n{pins}")
    return place


def test_the_lock_in_this_checkout_is_as_declared() -> None:
    assert flaw_of_lock(place_here()) is None


def test_a_lock_that_is_as_declared_has_no_flaw(tmp_path: Path) -> None:
    assert flaw_of_lock(locked(tmp_path)) is None


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


def test_a_lock_is_made_with_the_uv_that_is_there(tmp_path: Path) -> None:
    place, machine = locked(tmp_path), FakeMachine()
    place.lock.write_text(f"# remarks of uv\n{PINS}")

    make_lock(place, machine, uv="/opt/uv", wishes=("--upgrade",))

    assert machine.asked == [
        "/opt/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 "
        "--group dev --no-header --no-annotate --no-emit-index-url --no-emit-find-links "
        "--no-python-downloads --upgrade --python /opt/python3 "
        "--output-file requirements.lock pyproject.toml"
    ]
    assert place.lock.read_text() == f"{TITLE}{declared(place)}\n{PINS}"


def test_without_uv_one_is_fetched_for_the_moment(tmp_path: Path) -> None:
    place, machine = locked(tmp_path), FakeMachine()

    make_lock(place, machine, uv=None, wishes=())

    fetched, compiled = machine.asked[1:]
    assert fetched.endswith("uv>=0.9,<1")
    folder = fetched.split("--target ")[1].split()[0]
    assert compiled.startswith(f"{folder}/bin/uv pip compile")
    assert not Path(folder).exists()


def test_where_no_set_of_packages_fits_uv_says_why(tmp_path: Path) -> None:
    machine = FakeMachine(answers={"pip compile": Answer(code=1, said="click>=99 is not there\n")})

    with pytest.raises(LockRefused) as caught:
        make_lock(locked(tmp_path), machine, uv="/opt/uv", wishes=())

    assert str(caught.value) == ("click>=99 is not there\nuv found no set of packages; see above")
