"""One lane in a process of its own becomes its cost and the digest of its answer, as JSON.

    python -m benchmarks.one_lane LANE FOLDER FILE-TO-TELL-IN

What is measured begins after the imports and ends with the answer in arrays.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from benchmarks.files import Files
from benchmarks.lanes import LANES, Lane
from benchmarks.measuring import PEAK_UNIT


def cpu_seconds() -> float:
    """User and system time of this process and of all below it, living ones too."""
    spent = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        spent += usage.ru_utime + usage.ru_stime
    return spent + sum(_spent_by(living) for living in _living_below(os.getpid()))


def _living_below(parent: int) -> Iterator[int]:
    """The processes that were started here and still run, as a Java machine does."""
    for listed in Path(f"/proc/{parent}/task").glob("*/children"):
        for word in listed.read_text().split():
            yield int(word)
            yield from _living_below(int(word))


def _spent_by(process: int) -> float:
    """Its own time and that of its ended children; fields 14 to 17 of proc(5)."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def peak_bytes() -> int:
    """The most memory that this process, or the largest one below it, has held so far."""
    ended = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    told = [resource.getrusage(who).ru_maxrss * PEAK_UNIT for who in ended]
    for process in _living_below(os.getpid()):
        status = Path(f"/proc/{process}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        told += [int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")]
    return max(told)


def run(lane: Lane, files: Files) -> dict[str, object]:
    """What the lane's work cost, and what came of it."""
    library = import_module(lane.module)
    lane.before(library, files)
    spent, began = cpu_seconds(), time.perf_counter()
    came = lane.work(library, files)
    spent, took = cpu_seconds() - spent, time.perf_counter() - began
    peak = peak_bytes()
    later = lane.after(library, files)
    return {
        "cpu_seconds": spent,
        "wall_seconds": took,
        "peak_bytes": peak,
        "digest": lane.digest(came if later is None else later),
    }


def main(words: list[str]) -> int:
    """Run the lane; what is not installed is told, and no failure."""
    name, folder, told = words
    try:
        came = run(LANES[name], Files(folder=Path(folder)))
    except ModuleNotFoundError as absent:
        came = {"missing": f"`{absent.name}` is not installed"}
    Path(told).write_text(json.dumps(came), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
