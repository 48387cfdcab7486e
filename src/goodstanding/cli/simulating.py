"""A scenario and a seed become a folder with a simulated marketplace, told in a few lines."""

from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from goodstanding.core.policy.wording import share_told
from goodstanding.core.words import Refusal

ENGINE = "goodstanding.engine.simulate"
ACCOUNTS_PER_FREELANCER = 1.5


def engine(part: str) -> Any:
    """A module of the simulator: heavy columns, loaded only when they are needed."""
    return import_module(f"{ENGINE}.{part}")


def simulate_market(
    folder: Path,
    *,
    seed: int,
    freelancers: int | None,
    scenario: str,
    changes: tuple[str, ...],
    command: str,
) -> int:
    """Writes the marketplace into the folder and tells what it is.

    Raises:
        Refusal: a setting or the scenario is refused, or the folder cannot be written to.
    """
    changed = _changed(changes)
    if freelancers is not None:
        accounts = round(freelancers * ACCOUNTS_PER_FREELANCER)
        changed = {"freelancers": str(freelancers), "clients": str(accounts)} | changed
    world = engine("scenarios").world_of(scenario, changed)
    market = engine("market").simulate(world, seed=seed)
    engine("writing").write_market(market, folder, scenario=scenario, command=command)
    click.echo(_told(engine("votes").summary_of(market), folder), nl=False)
    return 0


def _changed(changes: tuple[str, ...]) -> dict[str, str]:
    changed = {}
    for each in changes:
        name, equals, value = each.partition("=")
        if not (equals and name.strip() and value.strip()):
            raise Refusal(
                "odd-setting", f"`--set {each}`", cure="write --set NAME=VALUE, without spaces"
            )
        changed[name.strip()] = value.strip()
    return changed


def _told(summary: Any, folder: Path) -> str:
    freelancers = sum(summary.kinds.values())
    kinds = ", ".join(
        f"{kind} {share_told(Fraction(number, freelancers))}"
        for kind, number in summary.kinds.items()
    )
    negative = Fraction(summary.negative_votes, summary.votes or 1)
    return (
        f"{summary.contracts:,} contracts, of which {summary.answered:,} were answered\n"
        f"{summary.votes:,} votes, {share_told(negative)} of them negative\n"
        f"{freelancers:,} freelancers: {kinds}\n"
        f"in {folder}: evidence.parquet to judge; truth.parquet, clients.parquet and "
        "contracts.parquet with the truth; world.json\n"
    )
