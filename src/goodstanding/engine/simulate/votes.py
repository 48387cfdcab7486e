"""Simulated evidence becomes votes: the first answer of each client about each freelancer."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.engine.simulate.answers import (
    ADVERSE,
    DIMENSIONS,
    HIGHEST_LOW,
    LOST_BY_CLIENT,
)
from goodstanding.engine.simulate.market import Market
from goodstanding.engine.simulate.people import Kind, Truth, Whole
from goodstanding.engine.simulate.tables import STARTS

HIGHEST_UNHAPPY_STARS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """One row a vote, as received; people are rows of the truth, instants since the start."""

    freelancer: Whole
    client: Whole
    received_at: Whole
    negative: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A market in a few numbers; `kinds` counts the freelancers of each."""

    contracts: int
    answered: int
    votes: int
    negative_votes: int
    kinds: dict[str, int]


def votes_of(market: Market) -> Votes:
    """All votes; an outcome whose client lost a dispute about it gives none."""
    evidence = market.evidence
    lost = np.asarray(_is_word(evidence["dispute"], [LOST_BY_CLIENT]))
    rows = np.flatnonzero(_answered(evidence) & ~lost)
    freelancer = _places(evidence["freelancer"])[rows]
    client = _places(evidence["client"])[rows]
    pair = freelancer * market.clients.num_rows + client
    first = np.sort(np.unique(pair, return_index=True)[1])
    received_at = np.asarray(evidence["received_at"].cast(pa.int64()))[rows] - STARTS
    return Votes(
        freelancer=freelancer[first],
        client=client[first],
        received_at=received_at[first],
        negative=reported_negative(evidence)[rows][first],
    )


def summary_of(market: Market) -> Summary:
    """What a person wants to know of a market first."""
    votes = votes_of(market)
    kinds = market.freelancers["kind"].cast(pa.string()).to_numpy(zero_copy_only=False)
    return Summary(
        contracts=market.evidence.num_rows,
        answered=int(np.count_nonzero(_answered(market.evidence))),
        votes=len(votes.negative),
        negative_votes=int(np.count_nonzero(votes.negative)),
        kinds={
            kind.name.lower(): int(np.count_nonzero(kinds == kind.name.lower())) for kind in Kind
        },
    )


def reported_negative(evidence: Any) -> Truth:
    """Whether each row's client reported something negative, as the shipped policy reads it."""
    negative = _is_at_most(evidence["overall"], HIGHEST_UNHAPPY_STARS)
    negative |= _is_at_most(evidence["recommend"], HIGHEST_LOW)
    negative |= _is_word(evidence["end_reason"], ADVERSE)
    for dimension in DIMENSIONS:
        negative |= np.asarray(evidence[f"concern_{dimension}"].fill_null(False))
    return negative


def _answered(evidence: Any) -> Truth:
    return np.asarray(evidence["overall"].is_valid())


def _is_at_most(column: Any, highest: int) -> Truth:
    return np.asarray(pc.less_equal(column, highest).fill_null(False))


def _is_word(column: Any, words: Any) -> Truth:
    return np.asarray(pc.is_in(column.cast(pa.string()), value_set=pa.array(list(words))))


def _places(column: Any) -> Whole:
    return np.asarray(column.combine_chunks().indices).astype(np.int64)
