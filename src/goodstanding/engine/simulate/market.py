"""A world and a seed become a marketplace: its evidence, and the truth behind it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from goodstanding.engine.simulate.answers import answers_of
from goodstanding.engine.simulate.contracts import contracts_of
from goodstanding.engine.simulate.outcomes import outcomes_of
from goodstanding.engine.simulate.people import clients_of, freelancers_of
from goodstanding.engine.simulate.tables import (
    clients_table,
    contracts_table,
    evidence_table,
    names_of,
    truth_table,
)
from goodstanding.engine.simulate.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Arrow tables: what the marketplace knows, and the truth of contracts and of both sides."""

    world: World
    seed: int
    evidence: Any
    contracts: Any
    freelancers: Any
    clients: Any


def simulate(world: World, *, seed: int) -> Market:
    """The marketplace of that seed; the same world, seed and NumPy give it again, bit by bit."""
    chance = np.random.Generator(np.random.PCG64(seed))
    freelancers = freelancers_of(world, chance)
    clients = clients_of(world, int(freelancers.colluders.sum()), chance)
    contracts = contracts_of(world, freelancers, clients, chance=chance)
    outcomes = outcomes_of(
        world, contracts, freelancers=freelancers, clients=clients, chance=chance
    )
    answers = answers_of(world, outcomes, contracts.occurred_at, chance=chance)
    names = names_of(world.freelancers, len(clients.severity), chance)
    return Market(
        world=world,
        seed=seed,
        evidence=evidence_table(contracts, outcomes, answers, names=names),
        contracts=contracts_table(contracts, outcomes),
        freelancers=truth_table(freelancers, names=names),
        clients=clients_table(clients, names=names),
    )
