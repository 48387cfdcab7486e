"""Outcomes become a page: what was measured, on which machine, and what did not run."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.chart import millions
from benchmarks.lanes import Question
from benchmarks.outcome import Result, Size, Spread, growth

BATCHES = {"one": "1 freelancer", "thousand": "1,000 freelancers"}
SMALL_SAYS = {
    "ours": "ours",
    "core": "the law of judging itself (`core.verdict.judge`)",
    "python": "plain Python loop",
    "polars": "Polars",
    "duckdb": "DuckDB",
    "pandas": "pandas",
}
INTRODUCTION = """\
# How fast everybody is judged

Made by `python3 dev.py bench`; nothing here is written by hand. Every lane runs in a fresh process,
in rounds in which each lane has its turn, so that a busy machine is busy for all. A lane's **CPU
seconds** are user and system time of its process and all below it, from after the imports to the
answer in arrays. **x floor** holds them against the same round's floor: the lesser of DuckDB's and
Polars' bare `count(*)` for each freelancer over the same Parquet file. Of several rounds the median
stands here, the least and the most in brackets. The peak is that of a lane's largest process.

The question is [`bench-policy.yaml`](../../benchmarks/bench-policy.yaml): one vote for each client
group, its worst, over 730 days, in the versions that were known. All lanes of a question gave the
same answer, digest by digest, or the page says so. The peers use what this one policy allows:
whether *any* outcome of a client was negative settles its worst vote. "Picking each client's very
vote" does what a policy needs that measures more than that.
"""
OURS_MISSING = "**Ours is missing on this page**: it shows the floor and the peers alone"


def page(sizes: Sequence[Size], small: Mapping[str, Any], *, machine: Mapping[str, str]) -> str:
    """The whole page, in Markdown."""
    parts = [INTRODUCTION, warnings(sizes), told_machine(machine)]
    if sizes:
        parts.append("![Ratios to the floor](throughput.svg)\n")
    parts += [table for size in reversed(sizes) for table in tables(size)]
    if len(sizes) > 1:
        parts.append(growths(sizes))
    if small:
        parts.append(batches(small))
    return "\n".join(part for part in parts if part)


def warnings(sizes: Sequence[Size]) -> str:
    """What a reader must know before any figure."""
    told = [
        f"> **{millions(size.rows)}: different answers** to {what}\n"
        for size in sizes
        for what in size.differing
    ]
    if not any(result.is_ours for size in sizes for result in size.results):
        told.append(f"> {OURS_MISSING}.\n")
    absent = {each.lane: each for size in sizes for each in size.absent}
    told += [f"> **`{lane}` did not run**: {each.because}\n" for lane, each in absent.items()]
    return "\n".join(told)


def told_machine(machine: Mapping[str, str]) -> str:
    """One line of what it ran on."""
    return "Machine: " + ", ".join(f"{name} {value}" for name, value in machine.items()) + ".\n"


def tables(size: Size) -> Iterator[str]:
    """A table for each question; answers in the order of their cost."""
    yield (
        f"## {millions(size.rows)}\n\nLoad average {size.load_before:.1f} before, "
        f"{size.load_after:.1f} after; the floor is `{size.floor}`.\n"
    )
    for question in Question:
        shown = [result for result in size.results if result.asks == question]
        if shown:
            yield table(question, sorted(shown, key=lambda one: one.times_floor.median))


def table(question: Question, shown: Sequence[Result]) -> str:
    """One question's lanes."""
    lines = [
        f"| {question.value} | x floor | CPU s | wall s | CPU s with start | peak GB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for one in shown:
        says = f"**{one.says}**" if one.is_ours else one.says
        cells = (
            says,
            told_spread(one.times_floor),
            told_spread(one.cpu_seconds),
            told_spread(one.wall_seconds),
            f"{one.process_cpu_seconds.median:.2f}",
            f"{one.peak_bytes.median / 1e9:.2f}",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def told_spread(spread: Spread) -> str:
    """Median (least to most)."""
    return f"{spread.median:.2f} ({spread.least:.2f} to {spread.most:.2f})"


def growths(sizes: Sequence[Size]) -> str:
    """By which power of the rows each lane grows."""
    says = {result.lane: result.says for result in sizes[-1].results}
    lines = [
        f"## Growth from {millions(sizes[0].rows)} to {millions(sizes[-1].rows)}",
        "",
        "1 is ten times the time for ten times the rows.",
        "",
        "| lane | exponent |",
        "|---|--:|",
    ]
    grown = sorted(growth(sizes).items(), key=lambda one: one[1])
    return "\n".join([*lines, *(f"| {says[lane]} | {power:.2f} |" for lane, power in grown), ""])


def batches(small: Mapping[str, Any]) -> str:
    """What a small batch takes where the process and its rows are there already."""
    present = {name: came for name, came in small.items() if "missing" not in came}
    rows = {batch: next((came[batch]["rows"] for came in present.values()), 0) for batch in BATCHES}
    lines = [
        "## Small batches, in a process that runs already",
        "",
        "Median microseconds of wall time; the rows lie in memory, in each lane's favourite form.",
        "",
        "| lane | " + " | ".join(f"{BATCHES[b]}, {rows[b]:,} outcomes" for b in BATCHES) + " |",
        "|---|--:|--:|",
    ]
    for name, came in sorted(present.items(), key=lambda one: one[1]["one"]["median_microseconds"]):
        cells = (f"{came[batch]['median_microseconds']:,.0f}" for batch in BATCHES)
        lines.append(f"| {SMALL_SAYS[name]} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def shouted(sizes: Sequence[Size]) -> list[str]:
    """What the runner says loudly at its end; nothing where all is well."""
    absent = {each.lane: each for size in sizes for each in size.absent}
    lines = [f"!!! {lane} DID NOT RUN: {each.because}" for lane, each in absent.items()]
    if not any(result.is_ours for size in sizes for result in size.results):
        lines.append("!!! OURS IS MISSING: these are the floor and the peers alone")
    return lines + [
        f"!!! {millions(size.rows)}: DIFFERENT ANSWERS to {what}"
        for size in sizes
        for what in size.differing
    ]
