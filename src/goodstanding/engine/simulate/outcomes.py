"""Contracts become outcomes: whether it went badly, and what of that the client reports."""

from dataclasses import dataclass

import numpy as np

from goodstanding.engine.simulate.contracts import Contracts
from goodstanding.engine.simulate.people import DAY, Clients, Freelancers, Real, Truth, Whole
from goodstanding.engine.simulate.world import World

WINDOW_DAYS = 14
ALMOST_ONE = 1 - 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """One row a contract: what the client thought, whether they answered, and how.

    `asked` says that an answering client was asked in private too. A `negative` one was reported,
    in private or in public; `public` says that it stands in public.
    """

    bad: Truth
    answered: Truth
    asked: Truth
    negative: Truth
    public: Truth
    received_at: Whole


def outcomes_of(
    world: World,
    contracts: Contracts,
    *,
    freelancers: Freelancers,
    clients: Clients,
    chance: np.random.Generator,
) -> Outcomes:
    """What came of each contract; colluders always report a negative."""
    number, colluding = contracts.number, contracts.colluding
    chance_of_bad = _chance_of_bad(contracts, freelancers, clients)
    bad = (chance.random(number) < chance_of_bad) | colluding
    response = np.where(bad, world.response_bad, world.response_good)
    answered = (chance.random(number) < response) | colluding
    asked = (chance.random(number) < world.share_private) & answered
    says_so = (chance.random(number) < world.share_public) | (colluding & ~asked)
    public = bad & answered & says_so
    return Outcomes(
        bad=bad,
        answered=answered,
        asked=asked,
        negative=bad & answered & (asked | says_so),
        public=public,
        received_at=_received_at(world, contracts.occurred_at, answered, chance=chance),
    )


def _chance_of_bad(contracts: Contracts, freelancers: Freelancers, clients: Clients) -> Real:
    of = contracts.freelancer
    turned = contracts.occurred_at >= freelancers.turned_at[of]
    rate = np.where(turned, freelancers.rate_later[of], freelancers.rate[of])
    rate = np.minimum(rate, ALMOST_ONE)
    odds = rate / (1 - rate) * np.exp(clients.severity[contracts.client])
    return np.asarray(odds / (1 + odds), dtype=np.float64)


def _received_at(
    world: World, occurred_at: Whole, answered: Truth, *, chance: np.random.Generator
) -> Whole:
    """When both sides had answered, or else the first microsecond after the window.

    That a client stays silent is known then, too. Day 0 is the UTC day of the end, and day 14 the
    last of the window.
    """
    closed_at = (occurred_at // DAY + WINDOW_DAYS + 1) * DAY
    both = answered & (chance.random(len(occurred_at)) < world.share_both)
    days = np.maximum(
        chance.exponential(world.answer_days, len(occurred_at)),
        chance.exponential(world.answer_days, len(occurred_at)),
    )
    second_at = occurred_at + (days * DAY).astype(np.int64)
    return np.where(both, np.minimum(second_at, closed_at), closed_at)
