"""The lint says where, what and the cure, and by its exit code whether there was anything."""

from pathlib import Path

import pytest

from tools.lint import main
from tools.lints.names import words_of


def test_a_fault_is_told_with_its_place_its_rule_and_its_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("x = 1\n\n\ndef judge(policy, when: datetime): ...\n")

    code = main([str(broken)])

    assert code == 1
    assert capsys.readouterr().out == (
        "broken.py:4:19: instants: `when` is an instant, and its name does not say so; "
        "end its name in `_at`, or call it `at` or `as_of`\n"
    )


def test_a_folder_is_looked_through(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "one.py").write_text("helper = 1\n")
    (tmp_path / "two.py").write_text("data = 1\n")
    (tmp_path / "notes.txt").write_text("tmp = 1\n")

    code = main([str(tmp_path)])

    assert code == 1
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        "one.py",
        "two.py",
    ]


def test_clean_code_is_met_with_silence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "clean.py").write_text("opened_at = 1\n")

    code = main([str(tmp_path)])

    assert code == 0
    assert capsys.readouterr().out == ""


def test_what_is_no_python_is_a_fault_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.py").write_text("def judge(:\n")

    code = main([str(tmp_path)])

    assert code == 1
    assert capsys.readouterr().out.startswith("broken.py:1:11: syntax: ")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("new_verdict", ["new", "verdict"]),
        ("CaseManager", ["case", "manager"]),
        ("USER_DATA", ["user", "data"]),
        ("_told", ["told"]),
        ("__init__", ["init"]),
        ("judgeV2", ["judge", "v2"]),
    ],
)
def test_a_name_is_read_word_by_word_in_every_spelling(name: str, words: list[str]) -> None:
    assert words_of(name) == words
