"""An innocent with so many honest clients becomes the number of colluders that has them flagged."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import log
from types import MappingProxyType

import numpy as np

from benchmarks.decisions.flags import NEVER, first_rows
from benchmarks.decisions.guarantee import DAYS, KNOWN, constant
from benchmarks.decisions.record import Record, Whole
from benchmarks.decisions.rules import RULES, Standards
from goodstanding.engine.simulate.people import DAY

HONEST = (3, 10, 30, 100, 300, 1000)
MOST_COLLUDERS = 30
ATTACK_DAYS = 28
HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Attacked:
    """A rule at its threshold, and whether colluders come with accounts that never voted."""

    rule: str
    threshold: float
    fresh: bool


ATTACKED: Mapping[str, Attacked] = MappingProxyType(
    {
        "count, 3 or more": Attacked(rule="A count in 12 months", threshold=3, fresh=True),
        "exact binomial, 5 %": Attacked(
            rule="F exact binomial, 3 or more negative", threshold=log(20), fresh=True
        ),
        "posterior above 95 %": Attacked(rule="G posterior", threshold=log(20), fresh=True),
        "CUSUM, ln 20": Attacked(rule="K CUSUM without fee", threshold=log(20), fresh=True),
        "points, accounts with history": Attacked(
            rule="P evidence points", threshold=log(20), fresh=False
        ),
        "points, fresh accounts": Attacked(rule="P evidence points", threshold=log(20), fresh=True),
        "points at a block, fresh accounts": Attacked(
            rule="P evidence points", threshold=log(200), fresh=True
        ),
    }
)


def colluders_needed(
    standards: Standards, *, rate: float, honest: int, people: int, seed: int
) -> dict[str, int | None]:
    """For each rule the fewest colluders that get half of all innocents flagged.

    Honest clients report a negative at the rate, spread over 24 months; colluders always, within
    the last four weeks. 0 says that half are flagged anyway, None that 30 colluders do not do.
    """
    found: dict[str, int | None] = {}
    for name, one in ATTACKED.items():
        chance = np.random.default_rng([seed, honest])
        calm = constant(people, honest, rate, crowd=KNOWN, chance=chance)
        record, before = attacked(calm, honest, fresh=one.fresh, chance=chance)
        rows = first_rows(record, RULES[one.rule](record, standards), one.threshold)
        needed = np.where(rows == NEVER, MOST_COLLUDERS + 1, before[rows])
        median = int(np.sort(needed)[int(np.ceil(HALF * people)) - 1])
        found[name] = median if median <= MOST_COLLUDERS else None
    return found


def attacked(
    calm: Record, honest: int, *, fresh: bool, chance: np.random.Generator
) -> tuple[Record, Whole]:
    """The record with colluders' votes, and for each vote how many of them there were by then.

    All colluders come after the honest, whose votes are moved before the attack: it comes at the
    end, and whoever is flagged at the n-th colluder is flagged by n of them.
    """
    people, length = calm.people, honest + MOST_COLLUDERS
    attack = chance.random((people, MOST_COLLUDERS)) * ATTACK_DAYS * DAY
    begins_at = (DAYS - ATTACK_DAYS) * DAY
    before = (calm.at * ((DAYS - ATTACK_DAYS) / DAYS)).reshape(people, honest)
    at = np.concatenate([before, begins_at + np.sort(attack, axis=1)], axis=1)
    colluding = np.zeros((people, length), dtype=np.bool_)
    colluding[:, honest:] = True
    negative = colluding.copy()
    negative[:, :honest] = calm.negative.reshape(people, honest)
    record = replace(
        calm,
        person=np.repeat(np.arange(people), length),
        at=at.astype(np.int64).ravel(),
        negative=negative.ravel(),
        strictness=np.zeros(people * length),
        newcomer=(colluding & fresh).ravel(),
    )
    return record, np.cumsum(colluding, axis=1, dtype=np.int64).ravel()
