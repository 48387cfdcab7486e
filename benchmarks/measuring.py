"""Lanes become measured runs: each in a fresh process, in rounds, so that all share the weather."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Linux tells a peak in KiB, macOS in bytes.
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run of one lane cost.

    `cpu_seconds` and `wall_seconds` are of the work alone. `process_cpu_seconds` has the start and
    the imports in it; `peak_bytes` is that of the process, or of the largest one below it.
    """

    lane: str
    round: int
    cpu_seconds: float
    wall_seconds: float
    process_cpu_seconds: float
    peak_bytes: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """A lane that could not run, and why."""

    lane: str
    because: str
    is_broken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a process said of itself, and what the system said of it."""

    came: dict[str, Any]
    cpu_seconds: float


def measure(lanes: Sequence[str], folder: Path, *, rounds: int, say: Say) -> list[Run | Absent]:
    """Every lane once in each round; one that could not run is not tried again."""
    runs: list[Run | Absent] = []
    absent: set[str] = set()
    for number in range(1, rounds + 1):
        for lane in lanes:
            if lane in absent:
                continue
            came = run_once(lane, folder, number=number)
            runs.append(came)
            if isinstance(came, Absent):
                absent.add(lane)
            say(line_of(came))
    return runs


def run_once(lane: str, folder: Path, *, number: int) -> Run | Absent:
    """One run of the lane."""
    told = tell("benchmarks.one_lane", lane, folder)
    if isinstance(told, Absent):
        return told
    return Run(
        lane=lane,
        round=number,
        cpu_seconds=told.came["cpu_seconds"],
        wall_seconds=told.came["wall_seconds"],
        process_cpu_seconds=told.cpu_seconds,
        peak_bytes=told.came["peak_bytes"],
        digest=told.came["digest"],
    )


def tell(module: str, name: str, folder: Path) -> Told | Absent:
    """Run a module of this folder in a fresh process, and hear what it has to tell.

    The peak that the system tells of a process is never below that of whoever started it; so the
    runner imports nothing large.
    """
    with tempfile.TemporaryDirectory() as place:
        answer = Path(place) / "told.json"
        process = subprocess.Popen(
            [sys.executable, "-m", module, name, str(folder), str(answer)],
            cwd=ROOT,
            env=surroundings(),
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            because = f"it ended with {process.returncode}; see above"
            return Absent(lane=name, because=because, is_broken=True)
        came = json.loads(answer.read_text(encoding="utf-8"))
    if "missing" in came:
        return Absent(lane=name, because=came["missing"])
    return Told(came=came, cpu_seconds=usage.ru_utime + usage.ru_stime)


def surroundings() -> dict[str, str]:
    """The environment of a lane: this checkout's own source, and nobody else's."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return os.environ | {"PYTHONPATH": path}


def make_files(rows: int, folder: Path) -> None:
    """Let another process write the marketplace, then read it once, so that no lane reads it cold.

    Raises:
        CalledProcessError: it could not be written.
    """
    command = [sys.executable, "-m", "benchmarks.market", str(rows), str(folder)]
    subprocess.run(command, cwd=ROOT, env=surroundings(), check=True)
    with (folder / "raw.parquet").open("rb") as raw:
        while raw.read(1 << 20):
            pass


def line_of(came: Run | Absent) -> str:
    """One line, as it is told while the lanes run."""
    if isinstance(came, Absent):
        return f"  {came.lane:<18} DID NOT RUN: {came.because}"
    return (
        f"  {came.lane:<18} round {came.round}: {came.cpu_seconds:8.2f} CPU s, "
        f"{came.wall_seconds:8.2f} s, {came.peak_bytes / 1e9:5.2f} GB"
    )
