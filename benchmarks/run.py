"""One command becomes a page of figures: every lane, its floor and its peers, in one run.

    python -m benchmarks.run                       1 M and 10 M rows, the default lanes
    python -m benchmarks.run --rows 1000000 --only floor-duckdb,polars --rounds 5

Writes docs/benchmarks/throughput.json, .md and .svg. The exit code is 1 where a lane broke or two
lanes answered differently.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.chart import chart, millions
from benchmarks.lanes import FLOORS, LANES, Question, lanes_for
from benchmarks.machine import load, machine
from benchmarks.measuring import ROOT, Absent, make_files, measure, tell
from benchmarks.outcome import Size, as_json, growth, summed_up
from benchmarks.report import SMALL_SAYS, page, shouted

DEFAULT_SIZES = (1_000_000, 10_000_000)
HUNDRED_MILLION = 100_000_000
WISHES = {
    "sweep-peers": "the peers' 24 queries of a sweep, beyond a million rows too",
    "python-loop": "the plain Python loop beyond a million rows too (4 GB at 10 M)",
    "spark": "Spark's lanes (needs requirements-spark.txt and Java 17)",
}


def say(line: str) -> None:
    """Tell the person, at once."""
    print(line, flush=True)


def options(words: Sequence[str]) -> argparse.Namespace:
    """What was asked for."""
    known = argparse.ArgumentParser(prog="dev.py bench", description="Measure every lane.")
    known.add_argument("--rows", type=int, nargs="+", default=list(DEFAULT_SIZES))
    known.add_argument("--hundred-million", action="store_true", help="100 M rows too")
    known.add_argument("--rounds", type=int, help="else 5 up to a million rows, 3 beyond")
    known.add_argument("--only", default="", help="names of lanes, with commas; floors always run")
    known.add_argument("--no-small", action="store_true", help="leave out the small batches")
    known.add_argument("--files", type=Path, default=ROOT / ".bench", help="where files go")
    known.add_argument("--into", type=Path, default=ROOT / "docs" / "benchmarks")
    for wish, does in WISHES.items():
        known.add_argument(f"--{wish}", action="store_true", help=does)
    return known.parse_args(words)


def main(words: Sequence[str]) -> int:
    """Measure, write the page, and say what did not run."""
    asked = options(words)
    wishes = frozenset(wish for wish in WISHES if getattr(asked, wish.replace("-", "_")))
    rows = sorted({*asked.rows, *([HUNDRED_MILLION] if asked.hundred_million else [])})
    only = frozenset(name for name in asked.only.split(",") if name)
    if unknown := only - LANES.keys():
        say(f"unknown lanes: {', '.join(sorted(unknown))}; known are {', '.join(LANES)}")
        return 2
    sizes = [measured(size, asked, wishes=wishes, only=only) for size in rows]
    small = {} if asked.no_small else small_batches(asked.files / str(rows[0]))
    write(sizes, small, into=asked.into)
    for line in shouted(sizes):
        say(line)
    same = len({str(answers) for answers in digests(small)}) <= 1
    if not same:
        say("!!! the small batches were ANSWERED DIFFERENTLY")
    return 0 if same and all(size.is_sound for size in sizes) else 1


def measured(
    rows: int, asked: argparse.Namespace, *, wishes: frozenset[str], only: frozenset[str]
) -> Size:
    """All lanes at one size."""
    folder = asked.files / str(rows)
    say(f"{millions(rows)}: files in {folder}")
    make_files(rows, folder)
    lanes = [lane.name for lane in lanes_for(rows, wishes=wishes)]
    if only:
        lanes = [name for name in LANES if name in only or name in FLOORS]
    before = load()
    rounds = asked.rounds or (5 if rows <= DEFAULT_SIZES[0] else 3)
    came = measure(lanes, folder, rounds=rounds, say=say)
    return summed_up(rows, came, load_before=before, load_after=load())


def small_batches(folder: Path) -> dict[str, Any]:
    """The small batches of each peer; who is absent says why."""
    came: dict[str, Any] = {}
    for name in SMALL_SAYS:
        told = tell("benchmarks.small", name, folder)
        came[name] = {"missing": told.because} if isinstance(told, Absent) else told.came
        say(f"  small batches: {name}" + (" DID NOT RUN" if isinstance(told, Absent) else ""))
    return came


def digests(small: dict[str, Any]) -> list[list[str]]:
    """What each peer answered to the small batches."""
    return [
        [batch["digest"] for batch in came.values()]
        for came in small.values()
        if "missing" not in came
    ]


def write(sizes: Sequence[Size], small: dict[str, Any], *, into: Path) -> None:
    """The figures, the page and the chart."""
    into.mkdir(parents=True, exist_ok=True)
    told = {
        "machine": machine(),
        "sizes": [as_json(size) for size in sizes],
        "growth": growth(sizes),
        "small_batches": small,
    }
    drawn = chart(sizes, asks=Question.VERDICTS, title="Verdicts on everybody, at one instant")
    text = page(sizes, small, machine=machine())
    (into / "throughput.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    (into / "throughput.md").write_text(text, encoding="utf-8")
    (into / "throughput.svg").write_text(drawn, encoding="utf-8")
    say(f"written: {into / 'throughput.md'}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
