"""What was found becomes tables to read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

MEASURES = (
    ("flagged", "flagged %"),
    ("precision", "precision"),
    ("recall", "recall, 5 votes or more"),
    ("recall of 20 votes", "recall, 20 or more"),
    ("recall poor", "poor"),
    ("recall turned", "turned"),
    ("delay votes poor", "votes poor"),
    ("delay votes turned", "votes turned"),
    ("delay days poor", "days poor"),
    ("delay days turned", "days turned"),
    ("flagged ordinary", "ordinary flagged %"),
    ("flagged attacked", "attacked flagged %"),
)
Found = Mapping[str, Any]


def told(found: Found) -> str:
    """The whole comparison in Markdown."""
    return "\n".join([*_head(found), *_budgets(found), *_volumes(found), *_rest(found)]) + "\n"


def _head(found: Found) -> Iterator[str]:
    run, market = found["run"], found["market"]
    standards = market["standards"]
    yield "# Rules of decision on simulated marketplaces"
    yield ""
    yield f"Made by `{run['command']}` in {run['seconds']:.0f} s. Nothing here was measured on a"
    yield "real marketplace; [what is drawn](../../docs/how-to/simulate-a-marketplace.md)."
    yield ""
    yield (
        f"Scenario `{run['scenario']}`, {run['freelancers']:,} freelancers, seeds "
        f"{run['seeds'][0]} to {run['seeds'][-1]}: {market['votes']['middle']:,.0f} votes, "
        f"{100 * market['pooled']['middle']:.2f} % negative. The standards come from seed "
        f"{run['pilot']}: pooled rate {standards['mu']:.4f}, tolerated "
        f"{standards['tolerated']:.4f}, bad {standards['bad']:.4f}. Where not said otherwise, ± "
        "is a 95 % t interval over seeds."
    )
    yield ""
    yield (
        "Right is a flag of somebody poor, or of somebody turned after the turn; every other is "
        "wrong. Recall is of the bad with so many votes since they are bad. Delays are medians, "
        "from the first vote or from the turn. Each rule gets the threshold that spends the budget "
        "on that very market, and ties at the threshold are broken by lot; a rule that too few "
        "people can reach at all spends less."
    )


def _budgets(found: Found) -> Iterator[str]:
    by_budget: dict[str, dict[str, Any]] = {}
    for row in found["market"]["figures"]:
        by_budget.setdefault(row["budget"], {})[row["rule"]] = row
    budgets = {budget: rows for budget, rows in by_budget.items() if len(rows) > 1}
    tiers = {budget: row for budget, rows in by_budget.items() for row in rows.values()}
    for budget, rows in budgets.items():
        yield from ("", f"## {budget} of freelancers flagged in 24 months", "")
        yield from _table("rule", [name for _, name in MEASURES], _measured(rows))
    yield from ("", "## Evidence points at their own thresholds", "")
    own = {tier: row for tier, row in tiers.items() if tier not in budgets}
    yield from _table("tier", [name for _, name in MEASURES], _measured(own))


def _measured(rows: Mapping[str, Found]) -> Iterator[tuple[str, list[str]]]:
    for name, row in rows.items():
        yield name, [_cell(key, row["figures"][key]) for key, _ in MEASURES]


def _cell(name: str, interval: Mapping[str, float | None]) -> str:
    middle, high = interval["middle"], interval["high"]
    if middle is None:
        return "-"
    if name.startswith("delay"):
        return f"{middle:.0f}"
    scale, places = (100, 2) if name.startswith("flagged") else (1, 3)
    cell = f"{scale * middle:.{places}f}"
    return cell if high is None else f"{cell} ± {scale * (high - middle):.{places}f}"


def _volumes(found: Found) -> Iterator[str]:
    rows = found["market"]["volumes"]
    columns = list(rows[0]["figures"])
    yield from ("", "## Ordinary freelancers flagged, %, by tenths of their contracts", "")
    yield from _table(
        "rule, budget or tier",
        columns,
        (
            (
                f"{row['rule']}, {row['budget']}",
                [_percent(row["figures"][column]) for column in columns],
            )
            for row in rows
        ),
    )


def _percent(interval: Mapping[str, float | None]) -> str:
    middle = interval["middle"]
    return "-" if middle is None or not isfinite(middle) else f"{100 * middle:.2f}"


def _rest(found: Found) -> Iterator[str]:
    held, needed = found["guarantee"], found["manipulation"]
    yield from ("", "## The guarantee: ever flagged within 24 months at one constant rate, %", "")
    yield f"{held['people']:,} people a cell; in brackets the 95 % interval (Wilson)."
    yield ""
    names = list(held["cells"][0]["flagged"])
    columns = [f"{cell['clients']} clients at {cell['rate']:.3f}" for cell in held["cells"]]
    yield from _table(
        "rule",
        columns,
        ((name, [_between(cell["flagged"][name]) for cell in held["cells"]]) for name in names),
    )
    yield ""
    yield (
        "`ln 20` promises 5 at most and `ln 200` 0.5, at the tolerated rate or below it, however "
        f"many clients. {_kept(held)}"
    )
    yield from ("", "## Manipulation: colluders until half of all innocents are flagged", "")
    yield (
        f"Honest clients report a negative at {needed['rate']:.3f}, colluders always, at the end, "
        f"within four weeks. 0: half are flagged anyway; more than {needed['most']}: not found."
    )
    yield ""
    names = list(needed["cells"][0]["colluders"])
    columns = [f"{cell['honest']} honest" for cell in needed["cells"]]
    yield from _table(
        "rule",
        columns,
        (
            (name, [_count(cell["colluders"][name], needed) for cell in needed["cells"]])
            for name in names
        ),
    )


def _kept(held: Found) -> str:
    promised = dict.fromkeys(held["promising"], 0.05) | {held["promising_less"]: 0.005}
    cells = [(cell, name) for cell in held["cells"] for name in promised]
    kept = sum(cell["flagged"][name]["middle"] <= promised[name] for cell, name in cells)
    above = [
        f"{name} with {cell['clients']} clients at {cell['rate']:.3f}"
        for cell, name in cells
        if cell["flagged"][name]["low"] > promised[name]
    ]
    said = f"Of {len(cells)} cells {kept} are at or below their promise"
    if not above:
        return f"{said}, and none is above it beyond chance."
    return f"{said}; above it beyond chance: {'; '.join(above)}."


def _between(interval: Mapping[str, float]) -> str:
    middle, low, high = (100 * interval[name] for name in ("middle", "low", "high"))
    return f"{middle:.2f} ({low:.2f} to {high:.2f})"


def _count(colluders: int | None, needed: Found) -> str:
    return f"more than {needed['most']}" if colluders is None else str(colluders)


def _table(
    first: str, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]
) -> Iterator[str]:
    yield "| " + " | ".join([first, *columns]) + " |"
    yield "|" + "---|" * (len(columns) + 1)
    for name, cells in rows:
        yield "| " + " | ".join([name, *cells]) + " |"
