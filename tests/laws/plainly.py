"""A verdict becomes plain values that two judges can be compared by."""

from typing import Any

from goodstanding.core.verdict import judge
from tests.laws.generators import FRITZI, World


def plainly(world: World, judged_by: Any = judge) -> dict[str, Any]:
    """Rung, figures, whom each counts, what was read how, and what was left out."""
    verdict = judged_by(world.policy, FRITZI, world.evidence, world.as_of)
    return {
        "rung": verdict.rung,
        "figures": {
            each.signal: (each.value, each.sample, [one.evidence.id for one in each.counted])
            for each in verdict.figures
        },
        "read": [(each.evidence.id, each.rated, each.negative) for each in verdict.readings],
        "left_out": [each.evidence.id for each in verdict.left_out],
    }
