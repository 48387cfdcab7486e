"""A fresh, stale, moved or half-made checkout is made ready, or the person is told the cure."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.house.builders import NO_ENSUREPIP, FakeMachine, a_checkout
from tools.house.machine import Answer, surroundings
from tools.house.pip import SetUpRefused
from tools.house.place import Place
from tools.house.setting_up import Builder


def set_up(place: Place, machine: FakeMachine) -> list[str]:
    """What the person is told while the checkout is made ready."""
    told: list[str] = []
    Builder(place=place, machine=machine, say=told.append).make_ready()
    return told


def refusal_of(place: Place, machine: FakeMachine) -> str:
    """What the person is told where the checkout cannot be made ready."""
    with pytest.raises(SetUpRefused) as caught:
        set_up(place, machine)
    return str(caught.value)


def test_a_fresh_clone_gets_an_environment_with_the_locked_packages(tmp_path: Path) -> None:
    place, machine = a_checkout(tmp_path), FakeMachine()

    told = set_up(place, machine)

    python = tmp_path / ".venv" / "bin" / "python"
    flags = "install --quiet --no-input --retries 2"
    assert machine.asked == [
        f"/opt/python3 -m venv {tmp_path}/.venv",
        f"{python} -m pip --version",
        f"{python} -m pip {flags} --require-hashes --requirement {tmp_path}/requirements.lock",
        f"{python} -m pip --version",
        f"{python} -m pip {flags} --no-deps --no-build-isolation --no-index --editable {tmp_path}",
    ]
    assert told == [
        "setting up in .venv: once, 15 to 60 seconds, about 90 MB to download",
        "- making a virtual environment with /opt/python3",
        "- installing 1 locked packages, each checked against its digest",
        "- installing this checkout itself, so that edits take effect at once",
        "ready",
    ]


def test_the_second_start_asks_nothing_and_says_nothing(tmp_path: Path) -> None:
    place = a_checkout(tmp_path)
    set_up(place, FakeMachine())
    machine = FakeMachine()

    told = set_up(place, machine)

    assert told == []
    assert machine.asked == []


def test_without_ensurepip_the_pip_of_the_interpreter_installs_from_outside(
    tmp_path: Path,
) -> None:
    place, python = a_checkout(tmp_path), tmp_path / ".venv" / "bin" / "python"
    machine = FakeMachine(
        answers={
            f"-m venv {tmp_path}": NO_ENSUREPIP,
            f"{python} -m pip": Answer(code=1, said="No module named pip"),
        }
    )

    told = set_up(place, machine)

    assert "- this Python has no ensurepip: its own pip will install from outside" in told
    assert machine.asked[1] == f"/opt/python3 -m venv --clear --without-pip {tmp_path}/.venv"
    installs = [asked for asked in machine.asked if " install " in asked]
    assert len(installs) == 2
    assert all(one.startswith(f"/opt/python3 -m pip --python {python}") for one in installs)


def test_without_any_pip_the_person_is_told_how_to_get_it(tmp_path: Path) -> None:
    no_pip = Answer(code=1, said="/usr/bin/python3: No module named pip")
    machine = FakeMachine(
        answers={f"-m venv {tmp_path}": NO_ENSUREPIP, "-m pip": no_pip},
    )

    assert refusal_of(a_checkout(tmp_path), machine) == (
        "    /usr/bin/python3: No module named pip\n"
        "this Python has no pip that works; install pip 22.3 or newer for this Python "
        "(Debian, Ubuntu: apt install python3-pip) and run again"
    )


def test_without_venv_the_person_is_told_how_to_get_it(tmp_path: Path) -> None:
    machine = FakeMachine(answers={"-m venv": Answer(code=1, said="No module named venv")})

    assert refusal_of(a_checkout(tmp_path), machine) == (
        "    No module named venv\n"
        "cannot make a virtual environment; mend what it names (if Python lacks `venv`, on Debian "
        "or Ubuntu: apt install python3-venv) and run again"
    )


@pytest.mark.parametrize(
    ("said", "cure"),
    [
        ("NewConnectionError(...) No matching distribution found", "is there a network?"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "a package is not the one that was locked"),
        ("OSError: No space left on device", "make room on the disk"),
        ("something that nobody foresaw", "mend what pip names above"),
    ],
)
def test_a_failed_installation_is_told_with_its_cure(tmp_path: Path, said: str, cure: str) -> None:
    machine = FakeMachine(answers={"--require-hashes": Answer(code=1, said=said)})

    refusal = refusal_of(a_checkout(tmp_path), machine)

    assert refusal.startswith(f"    {said}\npip could not install; {cure}")


def test_of_all_that_pip_says_the_error_is_told(tmp_path: Path) -> None:
    said = "WARNING: retrying\nCollecting click\nERROR: DO NOT MATCH THE HASHES\n  Got x"
    machine = FakeMachine(answers={"--require-hashes": Answer(code=1, said=said)})

    refusal = refusal_of(a_checkout(tmp_path), machine)

    assert refusal.splitlines()[:2] == [
        "    ERROR: DO NOT MATCH THE HASHES",
        "      Got x",
    ]


def test_an_interrupted_set_up_begins_again(tmp_path: Path) -> None:
    place = a_checkout(tmp_path)
    refusal_of(place, FakeMachine(answers={"--require-hashes": Answer(code=1, said="stopped")}))
    left_over = place.environment / "half"
    left_over.write_text("")

    told = set_up(place, FakeMachine())

    assert "- removing the old .venv: it is unfinished, or made for other versions or paths" in told
    assert not left_over.exists()


def test_an_environment_of_another_python_is_made_again(tmp_path: Path) -> None:
    place = a_checkout(tmp_path)
    set_up(place, FakeMachine())

    told = set_up(replace(place, tag="cpython-313 3.13 linux"), FakeMachine())

    assert told[0].startswith("setting up in .venv")


def test_another_lock_is_installed_from_the_ground(tmp_path: Path) -> None:
    place = a_checkout(tmp_path)
    set_up(place, FakeMachine())
    place.lock.write_text("click==8.5.2\n")

    told = set_up(place, FakeMachine())

    assert told[0].startswith("setting up in .venv")


def test_a_remark_in_the_lock_changes_nothing(tmp_path: Path) -> None:
    place = a_checkout(tmp_path)
    set_up(place, FakeMachine())
    place.lock.write_text("# a remark\nclick==8.5.1\n")

    assert set_up(place, FakeMachine()) == []


def test_a_moved_checkout_is_set_up_in_its_place(tmp_path: Path) -> None:
    set_up(a_checkout(tmp_path / "here"), FakeMachine())
    (tmp_path / "here").rename(tmp_path / "there")
    there = a_checkout(tmp_path / "there")

    told = set_up(there, FakeMachine())

    assert told[0].startswith("setting up in .venv")


def test_a_changed_description_installs_only_the_checkout_again(tmp_path: Path) -> None:
    place = a_checkout(tmp_path)
    set_up(place, FakeMachine())
    place.project.write_text("[project]\nname = 'goodstanding'\n")
    machine = FakeMachine()

    told = set_up(place, machine)

    assert told[0] == "pyproject.toml has changed since the last set-up"
    assert [asked for asked in machine.asked if "--require-hashes" in asked] == []


def test_an_environment_whose_python_is_gone_is_made_again(tmp_path: Path) -> None:
    place = a_checkout(tmp_path)
    set_up(place, FakeMachine())
    place.python.unlink()
    place.python.symlink_to("/nowhere/python3")

    told = set_up(place, FakeMachine())

    assert told[0].startswith("setting up in .venv")


def test_a_stamp_that_says_something_else_is_not_believed(tmp_path: Path) -> None:
    place = a_checkout(tmp_path)
    set_up(place, FakeMachine())
    place.stamp.write_text("")

    told = set_up(place, FakeMachine())

    assert told[0].startswith("setting up in .venv")


def test_a_link_in_the_place_of_the_environment_is_cut_and_not_followed(tmp_path: Path) -> None:
    place, elsewhere = a_checkout(tmp_path / "here"), tmp_path / "elsewhere"
    elsewhere.mkdir()
    place.environment.symlink_to(elsewhere)

    set_up(place, FakeMachine())

    assert elsewhere.is_dir()
    assert not place.environment.is_symlink()


def test_a_checkout_without_its_lock_is_refused(tmp_path: Path) -> None:
    place = a_checkout(tmp_path)
    place.lock.unlink()

    assert refusal_of(place, FakeMachine()) == (
        "`requirements.lock` is not here; is this a whole checkout?"
    )


def add_engines(place: Place, machine: FakeMachine) -> list[str]:
    """What the person is told while the engines are put beside the locked packages."""
    told: list[str] = []
    builder = Builder(place=place, machine=machine, say=told.append)
    builder.make_ready()
    machine.asked.clear()
    told.clear()
    builder.add_engines()
    return told


def test_engines_come_from_their_own_lock_and_are_built_by_nothing_from_outside(
    tmp_path: Path,
) -> None:
    place, machine = a_checkout(tmp_path), FakeMachine()

    told = add_engines(place, machine)

    assert machine.asked[1:] == [
        f"{place.python} -m pip install --quiet --no-input --retries 2 --require-hashes "
        f"--no-build-isolation --requirement {tmp_path}/requirements-engines.lock"
    ]
    assert told[0] == "adding the engines that tests compare ours with: once, 1 to 4 minutes,"


def test_engines_that_are_there_are_not_added_again(tmp_path: Path) -> None:
    place, machine = a_checkout(tmp_path), FakeMachine()
    add_engines(place, FakeMachine())

    assert add_engines(place, machine) == []
    assert machine.asked == []


def test_other_engines_come_into_an_environment_made_from_the_ground(tmp_path: Path) -> None:
    place, machine = a_checkout(tmp_path), FakeMachine()
    add_engines(place, FakeMachine())
    left_over = place.environment / "left-over"
    left_over.write_text("")
    place.engines_lock.write_text("duckdb==2.0.1\n")

    told = add_engines(place, machine)

    assert (
        told[0] == "- removing the old .venv: it is unfinished, or made for other versions or paths"
    )
    assert not left_over.exists()
    assert [asked for asked in machine.asked if asked.endswith("requirements-engines.lock")]


def test_engines_that_were_not_all_installed_are_installed_again(tmp_path: Path) -> None:
    place, machine = a_checkout(tmp_path), FakeMachine()
    stopped = FakeMachine(answers={"engines.lock": Answer(code=1, said="stopped")})

    with pytest.raises(SetUpRefused):
        add_engines(place, stopped)

    assert add_engines(place, machine)[-1] == "ready"


def test_a_checkout_without_the_lock_of_the_engines_is_refused(tmp_path: Path) -> None:
    place = a_checkout(tmp_path)
    place.engines_lock.unlink()

    with pytest.raises(SetUpRefused) as caught:
        add_engines(place, FakeMachine())

    assert str(caught.value) == (
        "`requirements-engines.lock` is not here; is this a whole checkout?"
    )


def test_a_persons_own_settings_do_not_lead_an_installation_astray() -> None:
    own = {"PATH": "/bin", "PIP_USER": "1", "PYTHONPATH": "/x", "PIP_TARGET": "/y", "HOME": ""}

    assert surroundings(own) == {
        "PATH": "/bin",
        "HOME": "",
        "PIP_USER": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
