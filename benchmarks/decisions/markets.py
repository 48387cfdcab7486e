"""Seeds become markets, and each rule is measured on every one of them at equal budgets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np

from benchmarks.decisions.flags import first_rows, within_budget
from benchmarks.decisions.interval import Interval, over_seeds
from benchmarks.decisions.measures import by_volume, figures_of, known_of
from benchmarks.decisions.record import Record, record_of
from benchmarks.decisions.rules import RULES, Standards, standards_for
from goodstanding.engine.simulate.market import Market, simulate
from goodstanding.engine.simulate.people import DAY
from goodstanding.engine.simulate.votes import Votes, votes_of
from goodstanding.engine.simulate.world import World

PILOT = 100
"""The seed from which the pooled rate is taken, as one takes it from the year before."""
BUDGETS = {"2 %": 0.02, "0.5 %": 0.005}
POINTS = "P evidence points"
TIERS = {"watch, ln 5": log(5), "review, ln 20": log(20), "block, ln 200": log(200)}

Row = tuple[str, str]
Figures = Mapping[Row, Mapping[str, Interval]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """By rule (or tier) and budget: figures, and ordinary people flagged by volume."""

    standards: Standards
    votes: Interval
    pooled: Interval
    figures: Figures
    volumes: Figures


def compare(world: World, seeds: Sequence[int]) -> Compared:
    """Every rule on every seed's market."""
    mu = float(_votes(simulate(world, seed=PILOT)).negative.mean())
    standards = standards_for(mu)
    figures: dict[Row, dict[str, list[float]]] = {}
    volumes: dict[Row, dict[str, list[float]]] = {}
    numbers, rates = [], []
    for seed in seeds:
        market = simulate(world, seed=seed)
        votes = _votes(market)
        numbers.append(float(len(votes.negative)))
        rates.append(float(votes.negative.mean()))
        record = record_of(votes, people=world.freelancers, mu=mu)
        known = known_of(market, record)
        for row, flags in _flags(record, standards, np.random.default_rng(seed)):
            _add(figures.setdefault(row, {}), figures_of(record, known, flags))
            _add(volumes.setdefault(row, {}), by_volume(known, flags))
    return Compared(
        standards=standards,
        votes=over_seeds(numbers),
        pooled=over_seeds(rates),
        figures=_together(figures),
        volumes=_together(volumes),
    )


def _votes(market: Market) -> Votes:
    """The votes received before the world's end, so that no window is ever longer."""
    votes = votes_of(market)
    inside = votes.received_at < market.world.days * DAY
    return replace(
        votes,
        freelancer=votes.freelancer[inside],
        client=votes.client[inside],
        received_at=votes.received_at[inside],
        negative=votes.negative[inside],
    )


def _flags(
    record: Record, standards: Standards, chance: np.random.Generator
) -> Iterator[tuple[Row, np.typing.NDArray[np.int64]]]:
    for name, rule in RULES.items():
        statistic = rule(record, standards)
        for budget, share in BUDGETS.items():
            yield (name, budget), within_budget(record, statistic, share=share, chance=chance)[1]
        if name == POINTS:
            for tier, threshold in TIERS.items():
                yield (name, tier), first_rows(record, statistic, threshold)


def _add(to: dict[str, list[float]], figures: Mapping[str, float]) -> None:
    for name, figure in figures.items():
        to.setdefault(name, []).append(figure)


def _together(figures: Mapping[Row, Mapping[str, list[float]]]) -> Figures:
    return {
        row: {name: over_seeds(values) for name, values in of_row.items()}
        for row, of_row in figures.items()
    }
