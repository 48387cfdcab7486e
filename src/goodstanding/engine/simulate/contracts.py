"""Freelancers and clients become contracts: who worked for whom, and when it ended."""

from dataclasses import dataclass

import numpy as np

from goodstanding.engine.simulate.people import DAY, Clients, Freelancers, Real, Truth, Whole
from goodstanding.engine.simulate.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Contracts:
    """One row a contract: rows of its freelancer and client, when it ended, and if in collusion."""

    freelancer: Whole
    client: Whole
    occurred_at: Whole
    colluding: Truth

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.freelancer)


def contracts_of(
    world: World,
    freelancers: Freelancers,
    clients: Clients,
    *,
    chance: np.random.Generator,
) -> Contracts:
    """All contracts, in the order in which they ended."""
    honest = _honest(world, freelancers, clients, chance=chance)
    attacks = _attacks(world, freelancers, clients, chance=chance)
    freelancer = np.concatenate([honest.freelancer, attacks.freelancer])
    client = np.concatenate([honest.client, attacks.client])
    occurred_at = np.concatenate([honest.occurred_at, attacks.occurred_at])
    order = np.argsort(occurred_at, kind="stable")
    return Contracts(
        freelancer=freelancer[order],
        client=client[order],
        occurred_at=occurred_at[order],
        colluding=(np.arange(len(order)) >= honest.number)[order],
    )


def _honest(
    world: World, freelancers: Freelancers, clients: Clients, *, chance: np.random.Generator
) -> Contracts:
    freelancer = np.repeat(np.arange(world.freelancers), freelancers.volume)
    joined_at = freelancers.joined_at[freelancer]
    span = world.days * DAY - joined_at
    ended_at = joined_at + (chance.random(len(freelancer)) * span).astype(np.int64)
    ended_at = ended_at[np.lexsort((ended_at, freelancer))]
    client = _drawn_clients(world, clients, len(freelancer), chance=chance)
    return Contracts(
        freelancer=freelancer,
        client=client[_first_with_client(world, freelancers.volume, chance)],
        occurred_at=ended_at,
        colluding=np.zeros(len(freelancer), dtype=np.bool_),
    )


def _drawn_clients(
    world: World, clients: Clients, number: int, *, chance: np.random.Generator
) -> Whole:
    """Honest clients, each as often as they are active."""
    activity: Real = chance.lognormal(0, world.activity_sigma, clients.honest)
    edges = np.cumsum(activity / activity.sum())
    drawn = np.searchsorted(edges, chance.random(number), side="right")
    return np.minimum(drawn, clients.honest - 1)


def _first_with_client(world: World, volume: Whole, chance: np.random.Generator) -> Whole:
    """For each contract the row of the freelancer's first one with the same client.

    A repeat is with the client of one of the freelancer's earlier contracts, each as likely, so
    whoever came back comes back more often.
    """
    rows = np.arange(int(volume.sum()))
    begins = np.repeat(np.cumsum(volume) - volume, volume)
    earlier = begins + (chance.random(len(rows)) * (rows - begins)).astype(np.int64)
    repeats = (chance.random(len(rows)) < world.share_repeats) & (rows > begins)
    first = np.where(repeats, earlier, rows)
    while np.any(first[first] != first):
        first = first[first]
    return first


def _attacks(
    world: World, freelancers: Freelancers, clients: Clients, *, chance: np.random.Generator
) -> Contracts:
    """Each colluder has one contract, and all of one attack end within `attack_days`."""
    number = world.freelancers
    length = world.attack_days * DAY
    room = world.days * DAY - freelancers.joined_at - length
    begins_at = freelancers.joined_at + chance.random(number) * room
    freelancer = np.repeat(np.arange(number), freelancers.colluders)
    within = chance.random(len(freelancer)) * length
    return Contracts(
        freelancer=freelancer,
        client=np.flatnonzero(clients.colluder),
        occurred_at=(begins_at[freelancer] + within).astype(np.int64),
        colluding=np.ones(len(freelancer), dtype=np.bool_),
    )
