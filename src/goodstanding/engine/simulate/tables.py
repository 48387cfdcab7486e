"""What was drawn becomes tables: the evidence as a marketplace has it, and the truth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.engine.simulate.answers import (
    DIMENSIONS,
    DISPUTES,
    END_REASONS,
    NOTHING,
    Answers,
)
from goodstanding.engine.simulate.contracts import Contracts
from goodstanding.engine.simulate.outcomes import Outcomes
from goodstanding.engine.simulate.people import NEVER, Clients, Freelancers, Kind, Whole
from goodstanding.engine.simulate.world import STARTS_AT

STARTS = int(STARTS_AT.timestamp()) * 1_000_000
INSTANT = pa.timestamp("us", tz="UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What each freelancer and each client is called, by row; a name tells nothing of the truth."""

    freelancers: Any
    clients: Any


def names_of(freelancers: int, clients: int, chance: np.random.Generator) -> Names:
    """Names for all; the clients' are shuffled, as the colluders come last among them."""
    return Names(
        freelancers=_named("f", np.arange(freelancers)),
        clients=_named("c", chance.permutation(clients)),
    )


def evidence_table(
    contracts: Contracts, outcomes: Outcomes, answers: Answers, *, names: Names
) -> Any:
    """One row a contract, in the order in which it was received, as `goodstanding judge` reads it.

    A client who said nothing leaves every item empty.
    """
    order = np.argsort(outcomes.received_at, kind="stable")
    client = _pointing(contracts.client[order], names.clients)
    return pa.table(
        {
            "freelancer": _pointing(contracts.freelancer[order], names.freelancers),
            "client": client,
            "client_group": client,
            "contract": _named("k", order),
            "occurred_at": _instants(contracts.occurred_at[order]),
            "received_at": _instants(outcomes.received_at[order]),
            "overall": _numbers(answers.overall[order]),
            "recommend": _numbers(answers.recommend[order]),
            **_concerns(answers.concern[order], asked=outcomes.asked[order]),
            "end_reason": _words(answers.end_reason[order], END_REASONS),
            "dispute": _words(answers.dispute[order], DISPUTES),
        }
    )


def contracts_table(contracts: Contracts, outcomes: Outcomes) -> Any:
    """One row a contract, in the order of the evidence: how it went, and what of that was said."""
    order = np.argsort(outcomes.received_at, kind="stable")
    return pa.table(
        {
            "contract": _named("k", order),
            "bad": outcomes.bad[order],
            "answered": outcomes.answered[order],
            "negative": outcomes.negative[order],
            "public": outcomes.public[order],
            "colluding": contracts.colluding[order],
        }
    )


def truth_table(freelancers: Freelancers, *, names: Names) -> Any:
    """One row a freelancer: what they are in truth, which no rule may read."""
    turned = freelancers.turned_at != NEVER
    kinds = [kind.name.lower() for kind in Kind]
    return pa.table(
        {
            "freelancer": names.freelancers,
            "kind": _words(freelancers.kind, kinds),
            "rate": freelancers.rate,
            "rate_later": pa.array(freelancers.rate_later, mask=~turned),
            "turned_at": _instants(freelancers.turned_at),
            "joined_at": _instants(freelancers.joined_at),
            "volume": freelancers.volume,
            "colluders": _numbers(freelancers.colluders),
        }
    )


def clients_table(clients: Clients, *, names: Names) -> Any:
    """One row a client's account: its severity in logits, harsh or not, colluding or not."""
    return pa.table(
        {
            "client": names.clients,
            "severity": clients.severity,
            "harsh": clients.harsh,
            "colluder": clients.colluder,
        }
    )


def _named(letter: str, numbers: Whole) -> Any:
    text = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width=7, padding="0")
    return pc.binary_join_element_wise(letter, text, "")


def _pointing(rows: Whole, names: Any) -> Any:
    return pa.DictionaryArray.from_arrays(rows.astype(np.int32), names)


def _instants(since_start: Whole) -> Any:
    never = since_start == NEVER
    return pa.array(np.where(never, 0, since_start) + STARTS, mask=never).cast(INSTANT)


def _numbers(small: Whole) -> Any:
    return pa.array(small.astype(np.int8), mask=small == NOTHING)


def _words(places: Whole, words: Sequence[str]) -> Any:
    return pa.DictionaryArray.from_arrays(
        pa.array(places.astype(np.int8), mask=places == NOTHING), pa.array([str(w) for w in words])
    )


def _concerns(concern: Whole, *, asked: Any) -> dict[str, Any]:
    return {
        f"concern_{dimension}": pa.array(concern == place, mask=~asked)
        for place, dimension in enumerate(DIMENSIONS)
    }
