"""A desk to try the command on: files with defaults, and what the command says of them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from goodstanding.cli.main import commands

ROOT = Path(__file__).parents[2]
POLICY = ROOT / "policies" / "poor-contract-outcomes.yaml"
MARKET = ROOT / "policies" / "examples" / "small-market.csv"
AS_OF = "2026-07-01T00:00:00Z"


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)


def say(*words: str | Path) -> Said:
    """The command with these words, run in this process."""
    result = CliRunner().invoke(commands, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Said(code=result.exit_code, out=result.stdout, err=result.stderr)


def judge(file: Path, *words: str | Path, as_of: str = AS_OF) -> Said:
    """`goodstanding judge` by the shipped policy, as one JSON object."""
    return say(
        "judge",
        file,
        "--policy",
        POLICY,
        "--as-of",
        as_of,
        "--format",
        "json",
        "--rejects",
        file.parent / "rejects.csv",
        *words,
    )


def csv_file(
    folder: Path, *rows: str, header: str = "freelancer,client,occurred_at,overall"
) -> Path:
    """A CSV file with these rows."""
    path = folder / "outcomes.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def unhappy(freelancer: str, *clients: str) -> list[str]:
    """A row of one star from each client, three months before the instant of judging."""
    return [f"{freelancer},{client},2026-04-01T00:00:00Z,1" for client in clients]
