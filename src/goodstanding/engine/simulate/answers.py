"""Outcomes become answers: what stands on each form, in public and in private.

The classic form's items: an outcome is negative by the shipped policy exactly where its client
reported a negative.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goodstanding.core.fact import FACTS
from goodstanding.core.words import Dimension
from goodstanding.engine.simulate.outcomes import Outcomes
from goodstanding.engine.simulate.people import DAY, Real, Truth, Whole
from goodstanding.engine.simulate.world import World

DIMENSIONS = tuple(Dimension)
ADVERSE = (
    "skills_not_as_stated",
    "experience_not_as_stated",
    "freelancer_unavailable",
    "poor_performance",
)
"""The reason of the end that speaks of each dimension, in the dimensions' order."""
END_REASONS = (*ADVERSE, "completed", "mutual", "no_longer_needed", "other")
DISPUTES = next(fact.choices for fact in FACTS if fact.name == "dispute")
LOST_BY_CLIENT = "lost_by_client"
NOTHING = -1
HIGHEST_LOW = 4
"""The highest recommendation that is still a negative one."""
YEAR = 365.25 * DAY

# Guesses all: nothing published says how these answers fall.
BLAMES = (0.20, 0.10, 0.15, 0.55)
LOW_RECOMMENDATIONS = (0.25, 0.20, 0.25, 0.15, 0.15)
UNHAPPY_RECOMMENDATIONS = {5: 0.4, 6: 0.3, 7: 0.2, 8: 0.1}
HAPPY_RECOMMENDATIONS = {5: 0.01, 6: 0.02, 7: 0.07, 8: 0.15, 9: 0.20, 10: 0.55}
HAPPY_ENDS = (0.90, 0.03, 0.05, 0.02)
# Still open, lost by the client, lost by the freelancer, settled.
DISPUTE_ENDS = (0.10, 0.20, 0.40, 0.30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """One row a contract; `NOTHING` where the client said nothing.

    `concern` is the dimension named, `end_reason` and `dispute` are positions in their lists.
    Private items mean something only where the client was asked.
    """

    overall: Whole
    recommend: Whole
    concern: Whole
    end_reason: Whole
    dispute: Whole


def answers_of(
    world: World, outcomes: Outcomes, occurred_at: Whole, *, chance: np.random.Generator
) -> Answers:
    """What each client answered."""
    number = len(occurred_at)
    negative, asked = outcomes.negative, outcomes.asked
    blamed = _drawn(BLAMES, number, chance)
    low = negative & (chance.random(number) < world.share_low)
    concerned = negative & (chance.random(number) < world.share_concern)
    adverse = negative & (chance.random(number) < world.share_reason)
    # Whoever is unhappy in private alone says so somewhere.
    low |= negative & ~outcomes.public & ~concerned & ~adverse
    reason = np.where(adverse, blamed, len(ADVERSE) + _drawn(HAPPY_ENDS, number, chance))
    return Answers(
        overall=_overall(world, outcomes, occurred_at, chance=chance),
        recommend=np.where(asked, _recommend(low, negative, chance=chance), NOTHING),
        concern=np.where(concerned & asked, blamed, NOTHING),
        end_reason=np.where(asked, reason, NOTHING),
        dispute=_disputes(world, negative, chance),
    )


def _overall(
    world: World, outcomes: Outcomes, occurred_at: Whole, *, chance: np.random.Generator
) -> Whole:
    drawn = chance.random(len(occurred_at))
    share_five = np.minimum(
        world.share_five + world.inflation_per_year * occurred_at / YEAR, 1 - world.share_three
    )
    content = np.where(drawn < share_five, 5, np.where(drawn >= 1 - world.share_three, 3, 4))
    polite = np.where(drawn < world.share_four, 4, 5)
    plain = np.where(drawn < 0.5, 1, 2)
    stars = np.where(outcomes.public, plain, np.where(outcomes.bad, polite, content))
    return np.where(outcomes.answered, stars, NOTHING)


def _recommend(low: Truth, negative: Truth, *, chance: np.random.Generator) -> Whole:
    number = len(low)
    lows = _drawn(LOW_RECOMMENDATIONS, number, chance)
    unhappy = _drawn_from(UNHAPPY_RECOMMENDATIONS, number, chance)
    happy = _drawn_from(HAPPY_RECOMMENDATIONS, number, chance)
    return np.where(low, lows, np.where(negative, unhappy, happy))


def _disputes(world: World, negative: Truth, chance: np.random.Generator) -> Whole:
    disputed = negative & (chance.random(len(negative)) < world.share_disputed)
    return np.where(disputed, _drawn(DISPUTE_ENDS, len(negative), chance), NOTHING)


def _drawn_from(shares: dict[int, float], number: int, chance: np.random.Generator) -> Whole:
    return np.array(list(shares), dtype=np.int64)[_drawn(tuple(shares.values()), number, chance)]


def _drawn(shares: Sequence[float], number: int, chance: np.random.Generator) -> Whole:
    """Positions in the shares, each as often as its share."""
    edges: Real = np.cumsum(shares)[:-1]
    return np.searchsorted(edges, chance.random(number), side="right")
