"""The same evidence gives the same verdict in another process, whatever its hash seed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
JUDGE_ALL = """
from pathlib import Path
from goodstanding.core.because import record
from goodstanding.core.policy.outcomes import SUBJECT
from goodstanding.core.policy.text import read
from goodstanding.core.verdict import judge

for path in sorted(Path("policies").rglob("*.yaml")):
    policy = read(path.read_text("utf-8"), source=str(path))
    for example in policy.examples:
        print(record(judge(policy, SUBJECT, reversed(example.outcomes), example.as_of)))
"""


def verdicts(*, seed: str) -> str:
    """Every verdict that the shipped policies give on their own examples, each with its because."""
    told = subprocess.run(
        [sys.executable, "-c", JUDGE_ALL],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_every_process_judges_alike(seed: str) -> None:
    told = verdicts(seed=seed)

    assert told == verdicts(seed="0")
    assert told.count("'rung': 'block'") >= 1
