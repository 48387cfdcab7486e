"""A small marketplace for each test, and its columns as arrays."""

from typing import Any

import numpy as np
import pyarrow as pa

from goodstanding.engine.simulate.market import Market, simulate
from goodstanding.engine.simulate.scenarios import world_of


def a_market(
    scenario: str = "base", *, seed: int = 7, freelancers: int = 1_000, **changed: float
) -> Market:
    """A marketplace of that scenario with half as many clients again as freelancers."""
    sizes = {"freelancers": freelancers, "clients": freelancers * 3 // 2}
    typed = {name: str(value) for name, value in {**sizes, **changed}.items()}
    return simulate(world_of(scenario, typed), seed=seed)


def column(table: Any, name: str) -> Any:
    """The column as a NumPy array; words as text, instants in microseconds, nothing as NaN."""
    values = table[name]
    if pa.types.is_dictionary(values.type):
        values = values.cast(pa.string())
    if pa.types.is_timestamp(values.type):
        values = values.cast(pa.int64())
    return values.to_numpy()


def is_near(shares: Any, wanted: float, *, of: int) -> bool:
    """Whether the share is within four standard errors of what was wanted, of so many draws."""
    return bool(abs(shares - wanted) <= 4 * np.sqrt(wanted * (1 - wanted) / of))
