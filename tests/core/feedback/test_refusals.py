"""Every refusal from `words` to `evidence`, as people read it.

The snapshot is written anew with `GOODSTANDING_WRITE_SNAPSHOTS=1 pytest tests/core/feedback`.
"""

import os
import re
from pathlib import Path

import pytest

from goodstanding.core import words
from goodstanding.core.words import Refusal
from tests.core.feedback.provocations import PROVOCATIONS

SNAPSHOT = Path(__file__).parents[2] / "snapshots" / "core" / "feedback_refusals.txt"
CORE = Path(words.__file__).parent
CHAPTERS = (
    *(CORE / f"{name}.py" for name in ("words", "contract", "complaint", "finding", "evidence")),
    *(CORE / "feedback").glob("*.py"),
)


def refusals() -> list[Refusal]:
    caught = []
    for provoke in PROVOCATIONS:
        with pytest.raises(Refusal) as refusal:
            provoke()
        caught.append(refusal.value)
    return caught


def test_every_refusal_reads_as_in_its_snapshot() -> None:
    told = "".join(f"{refusal.code}\n    {refusal}\n" for refusal in refusals())
    if os.environ.get("GOODSTANDING_WRITE_SNAPSHOTS"):
        SNAPSHOT.write_text(told, encoding="utf-8")

    assert told == SNAPSHOT.read_text(encoding="utf-8")


def test_every_code_in_these_chapters_is_provoked_once() -> None:
    provoked = [refusal.code for refusal in refusals()]
    written = {
        code
        for chapter in CHAPTERS
        for code in re.findall(r'Refusal\(\s*"([a-z-]+)"', chapter.read_text(encoding="utf-8"))
    }

    assert sorted(provoked) == sorted(written)


def test_every_refusal_is_lower_case_without_full_stop_and_names_a_cure() -> None:
    for refusal in refusals():
        assert not refusal.message.endswith(".")
        assert not refusal.cure.endswith(".")
        assert refusal.cure
        assert re.match(r"[a-z0-9`]", refusal.message)
        assert re.match(r"[a-z0-9`]", refusal.cure)
