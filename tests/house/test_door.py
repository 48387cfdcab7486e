"""Each word on the command line does one thing, and says what it did."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.builders import FakeMachine, a_checkout
from tools.house.door import House, serve
from tools.house.machine import Answer, ThisMachine

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What came of a word on the command line."""

    code: int
    asked: list[str]
    told: str


def visit(root: Path, *words: str, answers: dict[str, Answer] | None = None) -> Visit:
    """Say the words at the door of a checkout that is ready, on a machine that answers so."""
    told: list[str] = []
    machine = FakeMachine()
    house = House(place=a_checkout(root), machine=machine, say=told.append)
    house.make_ready()
    machine.asked.clear()
    told.clear()
    machine.answers = answers or {}
    code = serve(house, words)
    asked = [asked.replace(f"{root}/.venv/bin/", "") for asked in machine.asked]
    return Visit(code=code, asked=asked, told="\n".join(told))


def test_run_serves_a_demonstration_and_hands_its_words_on(tmp_path: Path) -> None:
    came = visit(tmp_path, "run", "--port", "8080")

    assert came.code == 0
    assert came.asked == ["goodstanding serve --demonstration --port 8080"]


def test_example_judges_the_shipped_example_and_says_where_to_go_next(tmp_path: Path) -> None:
    came = visit(tmp_path, "example")

    assert came.code == 0
    assert came.asked == [
        "goodstanding judge policies/examples/small-market.csv "
        "--policy policies/poor-contract-outcomes.yaml --as-of 2026-07-01T00:00:00Z"
    ]
    assert "Where to go next" in came.told
    assert ".venv/bin/goodstanding why f-ada policies/examples/small-market.csv" in came.told


def test_what_example_shows_is_shipped() -> None:
    example = (ROOT / "policies" / "examples" / "small-market.csv").read_text(encoding="utf-8")

    assert "\nf-ada," in example
    assert (ROOT / "policies" / "poor-contract-outcomes.yaml").is_file()


def test_an_example_that_fails_points_nowhere(tmp_path: Path) -> None:
    came = visit(tmp_path, "example", answers={"judge": Answer(code=2, said="")})

    assert came.code == 2
    assert "Where to go next" not in came.told


def test_test_runs_everything_and_holds_the_core_to_its_coverage(tmp_path: Path) -> None:
    came = visit(tmp_path, "test")

    assert came.code == 0
    assert came.asked == [
        "python -m pip --version",
        "python -m pip install --quiet --no-input --retries 2 --require-hashes "
        f"--no-build-isolation --requirement {tmp_path}/requirements-engines.lock",
        "python -m coverage erase",
        "python -m coverage run -m pytest -n auto --dist loadgroup tests/core tests/story",
        "python -m pytest -n auto --dist loadgroup --ignore=tests/core --ignore=tests/story",
        "python -m coverage combine --quiet",
        "python -m coverage report",
    ]
    assert came.told.splitlines()[-1] == (
        "all tests pass, and try every line and every branch of the core"
    )


def test_a_failing_test_is_the_end_of_it(tmp_path: Path) -> None:
    came = visit(tmp_path, "test", answers={"-m pytest": Answer(code=1, said="")})

    assert came.code == 1
    assert came.told.splitlines()[-1] == "the tests do not pass; see above"


def test_an_untried_branch_of_the_core_fails_the_tests(tmp_path: Path) -> None:
    short = Answer(code=2, said="core/case.py 98% 12->14")
    came = visit(tmp_path, "test", answers={"report": short})

    assert came.code == 1
    assert came.told.endswith(
        "the tests pass, but leave parts of the core untried:\ncore/case.py 98% 12->14"
    )


@pytest.mark.parametrize("word", ["run", "example", "check", "setup"])
def test_only_the_tests_need_the_engines(tmp_path: Path, word: str) -> None:
    came = visit(tmp_path, word)

    assert [asked for asked in came.asked if "engines" in asked] == []


def test_test_hands_its_words_to_pytest(tmp_path: Path) -> None:
    came = visit(tmp_path, "test", "tests/story", "-x")

    assert came.asked == ["python -m pytest tests/story -x"]


def test_check_tells_each_check_and_fails_with_any(tmp_path: Path) -> None:
    came = visit(tmp_path, "check", answers={"ruff check": Answer(code=1, said="x.py:1:1: E501")})

    lines = came.told.splitlines()
    assert came.code == 1
    assert any(line.startswith("ok   mypy (") for line in lines)
    assert any(line.startswith("FAIL ruff check (") for line in lines)
    assert "    x.py:1:1: E501" in lines
    assert "    cure: .venv/bin/ruff check --fix ." in lines
    assert lines[-1].startswith("2 of 6 checks failed in ")
    assert lines[-1].endswith(": lock, ruff check")


def test_bench_measures_in_an_environment_of_its_own(tmp_path: Path) -> None:
    requirements = tmp_path / "benchmarks" / "requirements.txt"
    requirements.parent.mkdir()
    requirements.write_text("polars==2.1.0\n")

    first = visit(tmp_path, "bench", "--rows", "1000")
    second = visit(tmp_path, "bench")

    python = f"{tmp_path}/.venv-bench/bin/python"
    flags = "install --quiet --no-input --retries 2"
    assert first.code == 0
    assert first.asked == [
        f"/opt/python3 -m venv {tmp_path}/.venv-bench",
        f"{python} -m pip --version",
        f"{python} -m pip {flags} --requirement {requirements}",
        f"{python} -m benchmarks.run --rows 1000",
    ]
    assert first.told.splitlines() == [
        "setting up in .venv-bench: once, 1 to 3 minutes, about 150 MB to download",
        "- making a virtual environment with /opt/python3",
        "- installing the peers that are measured against",
        "ready",
    ]
    assert second.asked == [f"{python} -m benchmarks.run"]
    assert second.told == ""


def test_the_bench_is_made_again_for_other_versions_of_its_peers(tmp_path: Path) -> None:
    requirements = tmp_path / "benchmarks" / "requirements.txt"
    requirements.parent.mkdir()
    requirements.write_text("polars==2.1.0\n")
    visit(tmp_path, "bench")
    requirements.write_text("polars==2.2.0\n")

    came = visit(tmp_path, "bench")

    assert "- removing the old .venv-bench" in came.told
    assert any("pip install" in asked for asked in came.asked)


def test_spark_is_installed_only_where_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "benchmarks" / "requirements.txt").write_text("polars==2.1.0\n")

    came = visit(tmp_path, "bench", "--spark")

    spark = f"--requirement {tmp_path}/benchmarks/requirements-spark.txt"
    assert next(asked for asked in came.asked if "spark.txt" in asked).endswith(spark)
    assert came.asked[-1].endswith("-m benchmarks.run --spark")
    assert not any("spark.txt" in asked for asked in visit(tmp_path, "bench").asked)


def test_decisions_are_measured_in_the_environment_of_the_house(tmp_path: Path) -> None:
    came = visit(tmp_path, "bench-decisions", "--seed", "3")

    assert came.asked == ["python -m benchmarks.decisions --seed 3"]


def test_without_a_word_the_commands_are_listed(tmp_path: Path) -> None:
    came = visit(tmp_path)

    assert came.code == 0
    assert [line.split()[0] for line in came.told.splitlines()[1:]] == [
        "run",
        "example",
        "test",
        "check",
        "bench",
        "bench-decisions",
        "setup",
        "lock",
        "clean",
    ]


def test_help_is_no_unknown_word(tmp_path: Path) -> None:
    assert visit(tmp_path, "--help") == visit(tmp_path)


def test_an_unknown_word_is_named_and_the_commands_are_listed(tmp_path: Path) -> None:
    came = visit(tmp_path, "serve")

    assert came.code == 2
    assert came.told.startswith("`serve` is not one of these\n")


def test_clean_removes_what_was_made_and_leaves_what_was_written(tmp_path: Path) -> None:
    (tmp_path / ".mypy_cache").mkdir()
    (tmp_path / ".coverage.one").write_text("")

    came = visit(tmp_path, "clean")

    assert came.code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "pyproject.toml",
        "requirements-engines.lock",
        "requirements.lock",
    ]


def test_a_refusal_is_told_in_words_and_fails(tmp_path: Path) -> None:
    told: list[str] = []
    place = a_checkout(tmp_path)
    place.lock.unlink()

    code = serve(House(place=place, machine=FakeMachine(), say=told.append), ["setup"])

    assert code == 1
    assert told == ["`requirements.lock` is not here; is this a whole checkout?"]


def test_the_machine_says_what_a_command_said_and_how_it_ended(tmp_path: Path) -> None:
    machine = ThisMachine(root=tmp_path)

    answer = machine.ask([sys.executable, "-c", "print(open('x').read())"])

    assert answer.code == 1
    assert "No such file or directory: 'x'" in answer.said


def test_a_command_that_is_not_there_is_an_answer_too(tmp_path: Path) -> None:
    answer = ThisMachine(root=tmp_path).ask([tmp_path / "nothing"])

    assert answer.code == 127
    assert "No such file" in answer.said


def test_the_entry_names_the_python_it_needs_to_a_python_that_is_too_old(tmp_path: Path) -> None:
    # The version is told to the copied entry, as a Python that old is rarely at hand.
    text = (ROOT / "dev.py").read_text(encoding="utf-8")
    entry = tmp_path / "dev.py"
    entry.write_text(text.replace("import sys\n", "import sys\nsys.version_info = (3, 6, 15)\n"))

    ended = subprocess.run(
        [sys.executable, entry, "run"], capture_output=True, encoding="utf-8", check=False
    )

    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        f"Good Standing needs Python 3.11 or newer; this is Python 3.6, {sys.executable}",
        "Install a newer one, or name the one you have, as in: python3.12 dev.py run",
    ]


@pytest.mark.parametrize("place", [".", "/"])
def test_the_commands_are_listed_from_any_folder(place: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-S", "-P", ROOT / "dev.py"],
        cwd=place,
        env={"PATH": os.defpath},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert ended.returncode == 0
    assert ended.stdout.startswith("python3 dev.py COMMAND")
