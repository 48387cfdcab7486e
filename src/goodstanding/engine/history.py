"""Everybody's rows become rows that know what their author had said of others before.

The vectorised form of `core/history.py`, which says what a record is: on how many other people the
client's group had voted before the row was received, and on how many of them negatively.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.core.fact import NEGATIVES_BEFORE, VOTES_BEFORE
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.engine.arrange import Said, sayings
from goodstanding.engine.buckets import buckets_of
from goodstanding.engine.cells import instants, item_column, texts
from goodstanding.engine.column import Column, Truths, Whole
from goodstanding.engine.frame import NEVER
from goodstanding.engine.population import read_items

PART_ROWS = 2**18


@dataclass(frozen=True, kw_only=True)
class Votes:
    """The first vote of each client group on each person: Arrow texts, microseconds, and signs."""

    groups: Any
    subjects: Any
    at: Whole
    negative: Truths

    def table(self) -> Any:
        """The votes as an Arrow table."""
        return pa.table(
            {
                "group": self.groups,
                "subject": self.subjects,
                "at": pa.array(self.at, pa.int64()),
                "negative": pa.array(self.negative, pa.bool_()),
            }
        )


def with_client_history(policy: Policy, table: Any, *, known: Votes | None = None) -> Any:
    """The table (as for `arrange`) with `client_votes_before` and `client_negatives_before`.

    `known` are votes from before all rows of the table that are votes; on one instant they come
    first.

    Raises:
        Refusal: a value of the table cannot be.
    """
    if known is None and table.num_rows > PART_ROWS:
        counts = _part_by_part(policy, table)
    else:
        counts = _counts(policy, table, known)
    for name, values in zip((VOTES_BEFORE, NEGATIVES_BEFORE), counts, strict=True):
        if name in table.column_names:
            table = table.drop_columns([name])
        table = table.append_column(name, pa.array(values, pa.int64()))
    return table


def _counts(policy: Policy, table: Any, known: Votes | None) -> tuple[Whole, Whole]:
    """Both counts of each row of the table."""
    told = _told(policy, table, known)
    before, negatives = _records(told, *_first_votes(told))
    return before[told.known :], negatives[told.known :]


def _part_by_part(policy: Policy, table: Any) -> tuple[Whole, Whole]:
    """The same, some groups at a time: what fits into a processor's cache is counted quicker."""
    own = buckets_of(group_of(table), table.num_rows // PART_ROWS + 1)
    order = np.argsort(own, kind="stable")
    bounds = np.searchsorted(own[order], np.arange(int(own.max()) + 2))
    counts = np.empty((2, table.num_rows), dtype=np.int64)
    for first, last in pairwise(bounds.tolist()):
        rows = order[first:last]
        counts[:, rows] = _counts(policy, table.take(pa.array(rows)), None)
    return counts[0], counts[1]


def first_votes(policy: Policy, table: Any, *, known: Votes | None = None) -> Votes:
    """The first vote of each group on each person, of the table and of those known already."""
    told = _told(policy, table, known)
    votes, _ = _first_votes(told)
    rows = votes.row[votes.row >= 0]
    order = rows[np.argsort(told.groups[rows], kind="stable")]
    return Votes(
        groups=told.group_names.take(pa.array(told.groups[order])),
        subjects=told.subject_names.take(pa.array(told.subjects[order])),
        at=told.received_at[order],
        negative=told.negative[order],
    )


@dataclass(frozen=True, kw_only=True)
class _Told:
    """Known votes and then the rows of a table, as codes, instants, and how each is read."""

    groups: Whole
    group_names: Any
    subjects: Whole
    subject_names: Any
    received_at: Whole
    is_vote: Truths
    negative: Truths
    said: Said
    known: int


def _told(policy: Policy, table: Any, known: Votes | None) -> _Told:
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    items: Mapping[str, Column] = {
        name: item_column(table.column(name), vocabulary[name])
        for name in table.column_names
        if name in vocabulary and table.column(name).null_count < table.num_rows
    }
    readings = read_items(policy, items, table.num_rows)
    is_vote = readings.rated if readings.left_out is None else readings.rated & ~readings.left_out
    negative = readings.negative
    received_at = received_of(table)
    groups, subjects = group_of(table), texts(table.column("subject"))
    if known is not None:
        groups = pa.concat_arrays([texts(known.groups), groups])
        subjects = pa.concat_arrays([texts(known.subjects), subjects])
        received_at = np.concatenate((known.at, received_at))
        is_vote = np.concatenate((np.ones(len(known.at), dtype=np.bool_), is_vote))
        negative = np.concatenate((known.negative, negative))
    group_codes, group_names = _codes(groups)
    subject_codes, subject_names = _codes(subjects)
    return _Told(
        groups=group_codes,
        group_names=group_names,
        subjects=subject_codes,
        subject_names=subject_names,
        received_at=received_at,
        is_vote=is_vote,
        negative=negative,
        said=sayings(table, items),
        known=len(received_at) - table.num_rows,
    )


def group_of(table: Any) -> Any:
    """Each row's client group, as text: the client's own name where nothing else is said."""
    client = texts(table.column("client"))
    if "client_group" not in table.column_names:
        return client
    return pc.coalesce(texts(table.column("client_group")), client)


def received_of(table: Any) -> Whole:
    """When each row was received, in microseconds since 1970."""
    whole = instants(table.column("occurred_at"), "occurred_at")
    if "received_at" in table.column_names:
        whole = pc.coalesce(instants(table.column("received_at"), "received_at"), whole)
    return np.asarray(whole.to_numpy(zero_copy_only=False))


def _codes(names: Any) -> tuple[Whole, Any]:
    encoded = pc.dictionary_encode(names)
    return np.asarray(encoded.indices).astype(np.int64), encoded.dictionary


@dataclass(frozen=True, kw_only=True)
class _PairVotes:
    """Of each group and person the row of the first vote (-1: none), when it came, its sign."""

    row: Whole
    at: Whole
    negative: Truths


def _first_votes(told: _Told) -> tuple[_PairVotes, Whole]:
    """Each pair's first vote, and the pair of each row."""
    rows = len(told.groups)
    key = told.groups * max(1, len(told.subject_names)) + told.subjects
    order = np.argsort(key)
    begins = np.ones(rows, dtype=np.bool_)
    begins[1:] = key[order[1:]] != key[order[:-1]]
    pair_of = np.empty(rows, dtype=np.int64)
    pair_of[order] = np.cumsum(begins) - 1
    starts = np.flatnonzero(begins)
    if not rows:
        nothing = np.zeros(0, dtype=np.int64)
        return _PairVotes(row=nothing, at=nothing, negative=nothing.astype(np.bool_)), pair_of
    at = np.minimum.reduceat(np.where(told.is_vote, told.received_at, NEVER)[order], starts)
    is_first = told.is_vote[order] & (
        told.received_at[order] == np.repeat(at, np.diff(np.append(starts, rows)))
    )
    place = np.where(is_first, order, rows)
    row = np.minimum.reduceat(place, starts)
    row = _said_first(told, row, order[is_first], pair_of=pair_of)
    voted = row < rows
    row = np.where(voted, row, -1)
    return _PairVotes(row=row, at=at, negative=voted & told.negative[row]), pair_of


def _said_first(told: _Told, row: Whole, candidates: Whole, *, pair_of: Whole) -> Whole:
    """The first votes, where several came at one instant and differ: by what they say.

    A vote that was known before comes before all rows of the table.
    """
    pairs = pair_of[candidates]
    negatives = np.bincount(pairs[told.negative[candidates]], minlength=len(row))
    every = np.bincount(pairs, minlength=len(row))
    mixed = np.flatnonzero((negatives > 0) & (negatives < every) & (row >= told.known))
    if not len(mixed):
        return row
    tied = candidates[np.isin(pairs, mixed)]
    tied = tied[np.argsort(pair_of[tied], kind="stable")]
    bounds = np.searchsorted(pair_of[tied], mixed, side="left")
    chosen = row.copy()
    for pair, own in zip(mixed, np.split(tied, bounds[1:]), strict=True):
        chosen[pair] = min(own.tolist(), key=lambda each: told.said(each - told.known))
    return chosen


def _records(told: _Told, votes: _PairVotes, pair_of: Whole) -> tuple[Whole, Whole]:
    """For each row how many other people its group had voted on before, and on how many
    negatively."""
    rows = len(told.groups)
    instants_told, rank = np.unique(told.received_at, return_inverse=True)
    key = told.groups * max(1, len(instants_told)) + rank
    # Group by group in the order of time: all that follows is read from front to back.
    order = np.argsort(key)
    is_first = np.zeros(rows, dtype=np.bool_)
    is_first[votes.row[votes.row >= 0]] = True
    first = is_first[order]
    sorted_key, sorted_group = key[order], told.groups[order]
    earlier = _since_start(sorted_key), _since_start(sorted_group)
    before = np.empty(rows, dtype=np.int64)
    negatives = np.empty(rows, dtype=np.int64)
    before[order] = _counted_between(first, *earlier)
    negatives[order] = _counted_between(first & told.negative[order], *earlier)
    # Whom the row is about does not count, if the group had voted on them before.
    own_before = (votes.at < NEVER)[pair_of] & (votes.at[pair_of] < told.received_at)
    return before - own_before, negatives - (own_before & votes.negative[pair_of])


def _since_start(values: Whole) -> Whole:
    """Of each place in sorted values the first place that has the same value."""
    place = np.arange(len(values))
    begins = np.ones(len(values), dtype=np.bool_)
    begins[1:] = values[1:] != values[:-1]
    return np.maximum.accumulate(np.where(begins, place, 0))


def _counted_between(flags: Truths, until: Whole, since: Whole) -> Whole:
    """How many flags are true from one place up to another, without it."""
    counted = np.concatenate(([0], np.cumsum(flags)))
    return np.asarray(counted[until] - counted[since])
