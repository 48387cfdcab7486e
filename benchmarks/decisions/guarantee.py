"""People at one constant rate become the share of them that each rule ever flags in 24 months.

A rule that looks again after every vote must hold its error over all of them together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log
from types import MappingProxyType

import numpy as np

from benchmarks.decisions.flags import NEVER, first_rows
from benchmarks.decisions.interval import Interval, of_share
from benchmarks.decisions.record import LEAST_STRICTNESS, MOST_STRICTNESS, Record
from benchmarks.decisions.rules import RULES, Standards, moved
from goodstanding.engine.simulate.people import DAY

DAYS = 731
CLIENTS = (10, 50, 200, 1000, 2000)
VOTES_AT_ONCE = 2_000_000
ONE_IN_TWENTY = log(20)
ONE_IN_TWO_HUNDRED = log(200)
HALF_NEW = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Which clients somebody has: the share of newcomers, and whether their strictness varies.

    Strict clients report a negative more often, mild ones less, as their history says.
    """

    newcomers: float = 0
    varied: bool = False


KNOWN, FRESH, VARIED = Crowd(), Crowd(newcomers=HALF_NEW), Crowd(newcomers=HALF_NEW, varied=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A rule at the threshold at which it would send somebody to a review, among these clients."""

    rule: str
    crowd: Crowd
    threshold: float


def held(standards: Standards) -> Mapping[str, Held]:
    """The rules whose error over 24 months is measured, the thresholds as each rule means them."""
    count, wilson, exact, posterior, cusum, monthly, points = (
        *("A count in 12 months", "E Wilson 95 %, 3 or more negative"),
        *("F exact binomial, 3 or more negative", "G posterior", "K CUSUM without fee"),
        *("N monthly starts", "P evidence points"),
    )
    return MappingProxyType(
        {
            "count, 5 or more": Held(rule=count, crowd=KNOWN, threshold=5),
            "Wilson 95 % above": Held(rule=wilson, crowd=KNOWN, threshold=standards.tolerated),
            "exact binomial, 5 %": Held(rule=exact, crowd=KNOWN, threshold=ONE_IN_TWENTY),
            "posterior above 95 %": Held(rule=posterior, crowd=KNOWN, threshold=ONE_IN_TWENTY),
            "CUSUM, ln 20": Held(rule=cusum, crowd=KNOWN, threshold=ONE_IN_TWENTY),
            "monthly starts, ln 20": Held(rule=monthly, crowd=KNOWN, threshold=ONE_IN_TWENTY),
            "points, ln 20": Held(rule=points, crowd=KNOWN, threshold=ONE_IN_TWENTY),
            "points, half newcomers": Held(rule=points, crowd=FRESH, threshold=ONE_IN_TWENTY),
            "points, varied clients": Held(rule=points, crowd=VARIED, threshold=ONE_IN_TWENTY),
            "points, ln 200": Held(rule=points, crowd=KNOWN, threshold=ONE_IN_TWO_HUNDRED),
        }
    )


def ever_flagged(
    standards: Standards, *, rate: float, clients: int, people: int, seed: int
) -> dict[str, Interval]:
    """For each rule the share of people who are ever flagged, with its 95 % interval."""
    chance = np.random.default_rng([seed, clients, round(rate * 1e6)])
    flagged = dict.fromkeys(held(standards), 0)
    for number in _portions(people, clients):
        records: dict[Crowd, Record] = {}
        for name, one in held(standards).items():
            if one.crowd not in records:
                drawn = constant(number, clients, rate, crowd=one.crowd, chance=chance)
                records[one.crowd] = drawn
            record = records[one.crowd]
            statistic = RULES[one.rule](record, standards)
            rows = first_rows(record, statistic, one.threshold)
            flagged[name] += int(np.count_nonzero(rows != NEVER))
    return {name: of_share(hits, people) for name, hits in flagged.items()}


def constant(
    people: int, clients: int, rate: float, *, crowd: Crowd, chance: np.random.Generator
) -> Record:
    """The record of people with so many clients each, at instants spread evenly over 24 months."""
    shape = (people, clients)
    instants = np.sort(chance.random(shape), axis=1) * DAYS * DAY
    between = (LEAST_STRICTNESS, MOST_STRICTNESS) if crowd.varied else (0.0, 0.0)
    strictness = chance.uniform(*between, shape)
    return Record(
        people=people,
        person=np.repeat(np.arange(people), clients),
        at=instants.astype(np.int64).ravel(),
        negative=(chance.random(shape) < moved(rate, strictness)).ravel(),
        strictness=strictness.ravel(),
        newcomer=(chance.random(shape) < crowd.newcomers).ravel(),
    )


def _portions(people: int, clients: int) -> Iterator[int]:
    """So many at a time that their votes fit into memory."""
    most = max(VOTES_AT_ONCE // clients, 1)
    while people > 0:
        yield min(people, most)
        people -= most
