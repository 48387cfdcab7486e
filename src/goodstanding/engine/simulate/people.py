"""A world and chance become its freelancers and clients, with the truth about each."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from goodstanding.engine.simulate.world import World

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Truth = NDArray[np.bool_]

DAY = 86_400_000_000
"""Instants are microseconds after the world's start, and this is a day of them."""
NEVER = np.iinfo(np.int64).max
LAST_JOINS_BEFORE_END = 31 * DAY
"""Whoever joins has at least this long, so that an attack of a month finds room."""


class Kind(IntEnum):
    """What a freelancer is in truth."""

    ORDINARY = 0
    POOR = 1
    TURNED = 2
    ATTACKED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Freelancers:
    """One row a freelancer; `rate_later` holds from `turned_at` on, and is `rate` for all others.

    Rates are of bad outcomes with a client of severity 0. `volume` counts honest contracts.
    """

    kind: Whole
    rate: Real
    rate_later: Real
    turned_at: Whole
    joined_at: Whole
    volume: Whole
    colluders: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """One row an account: its severity in logits, harsh ones included; colluders come last."""

    severity: Real
    harsh: Truth
    colluder: Truth

    @property
    def honest(self) -> int:
        """How many are no colluders."""
        return int(np.count_nonzero(~self.colluder))


def freelancers_of(world: World, chance: np.random.Generator) -> Freelancers:
    """All freelancers of the world."""
    number = world.freelancers
    kind = _kinds(world, chance)
    ordinary = chance.beta(world.ordinary_a, world.ordinary_b, number)
    poor = chance.beta(world.poor_a, world.poor_b, number)
    rate = np.where(kind == Kind.POOR, poor, ordinary)
    first, last = world.turn_first_day * DAY, world.turn_last_day * DAY
    turns = np.round(first + chance.random(number) * (last - first)).astype(np.int64)
    turned_at = np.where(kind == Kind.TURNED, turns, NEVER)
    return Freelancers(
        kind=kind,
        rate=rate,
        rate_later=np.where(kind == Kind.TURNED, poor, rate),
        turned_at=turned_at,
        joined_at=_joined_at(world, turned_at, chance),
        volume=_volumes(world, chance),
        colluders=np.where(kind == Kind.ATTACKED, _attack_sizes(world, chance), 0),
    )


def _kinds(world: World, chance: np.random.Generator) -> Whole:
    edges = np.cumsum([world.share_poor, world.share_turned, world.share_attacked])
    kinds = np.array([Kind.POOR, Kind.TURNED, Kind.ATTACKED, Kind.ORDINARY], dtype=np.int64)
    return kinds[np.searchsorted(edges, chance.random(world.freelancers), side="right")]


def _joined_at(world: World, turned_at: Whole, chance: np.random.Generator) -> Whole:
    """Nobody turns before they are there."""
    latest = np.minimum(world.days * DAY - LAST_JOINS_BEFORE_END, turned_at)
    joins = chance.random(world.freelancers) < world.share_joining
    later = (chance.random(world.freelancers) * latest).astype(np.int64)
    return np.where(joins, later, 0)


def _volumes(world: World, chance: np.random.Generator) -> Whole:
    beyond = chance.lognormal(np.log(world.volume_median), world.volume_sigma, world.freelancers)
    return np.minimum(1 + np.round(beyond), world.volume_most).astype(np.int64)


def _attack_sizes(world: World, chance: np.random.Generator) -> Whole:
    edges = np.cumsum([world.attack_by_one, world.attack_by_two])
    return 1 + np.searchsorted(edges, chance.random(world.freelancers), side="right")


def clients_of(world: World, colluders: int, chance: np.random.Generator) -> Clients:
    """All clients of the world, and that many colluders after them."""
    number = world.clients + colluders
    colluder = np.arange(number) >= world.clients
    harsh = (chance.random(number) < world.share_harsh) & ~colluder
    severity = chance.normal(0, world.severity_sd, number) + world.harsh_logits * harsh
    return Clients(severity=np.where(colluder, 0, severity), harsh=harsh, colluder=colluder)
