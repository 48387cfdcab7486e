"""The command line as a whole says how it is used, and ends as a shell expects it to."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from goodstanding.cli import main
from tests.cli.desk import say


@pytest.mark.parametrize(
    ("command", "promised"),
    [
        ("check", ["FILE...", "--strict", "--format [text|json]"]),
        ("explain", ["--for [freelancer|client|reviewer]", "--format [text|markdown|json]"]),
        ("judge", ["FILE...", "--policy", "--as-of", "--map COLUMN=FIELD", "--verdicts"]),
        ("simulate", ["OUT-FOLDER", "--seed", "--freelancers", "--scenario", "--set NAME=VALUE"]),
        ("why", ["SUBJECT FILE...", "--policy", "--as-of", "--negative", "--rejects"]),
    ],
)
def test_each_command_says_how_it_is_used(command: str, promised: list[str]) -> None:
    said = say(command, "--help")

    assert (said.code, said.err) == (0, "")
    assert said.out == say(command, "-h").out
    assert [each for each in promised if each not in said.out] == []


def test_the_help_names_the_commands_and_the_exit_codes() -> None:
    said = say("--help")

    for line in ("  check     ", "  explain   ", "  judge     ", "  simulate  ", "  why       "):
        assert line in said.out
    assert "0 done; 1 done, but rows were refused; 2 refused" in said.out


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A command line; what the command does with signals is undone."""
    before = signal.getsignal(signal.SIGPIPE)
    yield monkeypatch
    signal.signal(signal.SIGPIPE, before)


def run_main(terminal: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of the whole command line."""
    terminal.setattr(sys, "argv", ["goodstanding", *words])
    with pytest.raises(SystemExit) as ended:
        main.main()
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_ctrl_c_stops_without_a_traceback(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    terminal.setattr(main, "check_files", stopped)

    assert run_main(terminal, "check", "small.yaml") == 130
    assert capsys.readouterr().err.strip() == "goodstanding: stopped"


@pytest.mark.parametrize(
    "words", [["check"], ["chek", "small.yaml"], ["check", "--nothing"], ["why", "ana"]]
)
def test_words_that_are_no_command_are_refused_with_the_usage(
    words: list[str], terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_main(terminal, *words) == 2
    assert capsys.readouterr().err.startswith("Usage: goodstanding")


def test_the_exit_code_of_a_command_is_that_of_the_command_line(
    terminal: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert run_main(terminal, "check", "poor-contract-outcomes") == 0
    assert run_main(terminal, "check", str(tmp_path / "nowhere.yaml")) == 2


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["check", "poor-contract-outcomes"],
        ["explain", "poor-contract-outcomes"],
        ["explain", "poor-contract-outcomes", "--format", "json"],
    ],
)
def test_when_the_reader_goes_away_the_command_ends_quietly(words: list[str]) -> None:
    run = "from goodstanding.cli.main import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", run, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        assert command.stdout is not None and command.stderr is not None
        command.stdout.close()
        said = command.stderr.read()

    assert (command.returncode, said) == (-signal.SIGPIPE, b"")
