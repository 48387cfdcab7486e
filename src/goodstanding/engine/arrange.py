"""Rows in any order become a frame: each person's together, in the total order of the core."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.core.policy.language import Anchor, DeclaredItem, ItemKind
from goodstanding.core.policy.signal import Voter
from goodstanding.core.verdict import what_it_says
from goodstanding.core.words import Refusal
from goodstanding.engine.cells import instants, item_column, texts
from goodstanding.engine.column import Column, Whole
from goodstanding.engine.frame import MOST_ROWS, NEVER, Frame, Voters

IDENTITIES = ("subject", "client", "client_group", "contract", "id")
CLOCKS = ("occurred_at", "received_at", "superseded_at")
Vocabulary = Mapping[str, DeclaredItem]
Said = Callable[[int], tuple[str, str, str, str]]


def arrange(table: Any, vocabulary: Vocabulary, *, anchor: Anchor = Anchor.OCCURRED_AT) -> Frame:
    """The frame of a table: texts `subject`, `client`, `client_group`, `contract` and `id`, the
    instants of `CLOCKS`, and items.

    Without a contract a row is a contract of its own; `id` tells such rows apart.

    Raises:
        Refusal: a column is missing or of the wrong type, or a value cannot be.
    """
    return arranged(table, vocabulary, anchor=anchor)[0]


def arranged(table: Any, vocabulary: Vocabulary, *, anchor: Anchor) -> tuple[Frame, dict[str, Any]]:
    """The frame as from `arrange`, and the identifiers of its rows in the frame's order."""
    rows = table.num_rows
    if rows > MOST_ROWS:
        raise Refusal("frame-too-large", f"`{rows}` rows", cure="keep them in a store's buckets")
    occurred_at = _clock(table, "occurred_at")
    received_at = _received(table, occurred_at)
    superseded_at = _superseded(table)
    people, person = _codes(table.column("subject"))
    items = {
        name: item_column(table.column(name), vocabulary[name])
        for name in table.column_names
        if name in vocabulary
    }
    clock = occurred_at if anchor is Anchor.OCCURRED_AT else received_at
    contract = _array(table, "contract")
    order = ordered(person, clock, contract=contract, said=sayings(table, items))
    person = person[order]
    starts = np.searchsorted(person, np.arange(len(people) + 1)).astype(np.int64)
    frame = Frame(
        subjects=people,
        starts=starts,
        occurred_at=occurred_at[order],
        received_at=received_at[order],
        superseded_at=None if superseded_at is None else superseded_at[order],
        voters=_voters(table, order, person, starts=starts),
        items={name: column.take(order) for name, column in items.items()},
        anchor=anchor,
    )
    place = pa.array(order)
    kept = [name for name in IDENTITIES[1:] if name in table.column_names]
    return frame, {name: _array(table, name).take(place) for name in kept}


def _clock(table: Any, name: str) -> Whole:
    whole = instants(table.column(name), name)
    if whole.null_count:
        raise Refusal("no-instant", f"`{name}` is empty in some row", cure="give every row one")
    return np.asarray(whole.to_numpy(zero_copy_only=False))


def _received(table: Any, occurred_at: Whole) -> Whole:
    """When each row was known: when it occurred, where nothing is said."""
    if "received_at" not in table.column_names:
        return occurred_at
    whole = instants(table.column("received_at"), "received_at")
    received_at = pc.coalesce(whole, pa.array(occurred_at)).to_numpy(zero_copy_only=False)
    early = received_at < occurred_at
    if early.any():
        row = int(np.argmax(early))
        raise Refusal(
            "received-before-it-occurred",
            f"row {row + 1} was received {occurred_at[row] - received_at[row]} microseconds before "
            "it occurred",
            cure="check the two instants",
        )
    return occurred_at if (received_at == occurred_at).all() else np.asarray(received_at)


def _superseded(table: Any) -> Whole | None:
    if "superseded_at" not in table.column_names:
        return None
    whole = instants(table.column("superseded_at"), "superseded_at")
    if whole.null_count == len(whole):
        return None
    return np.asarray(pc.fill_null(whole, NEVER).to_numpy(zero_copy_only=False))


def _codes(values: Any) -> tuple[Any, Whole]:
    """The different texts, and each row's place among them."""
    own = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    encoded = own if pa.types.is_dictionary(own.type) else pc.dictionary_encode(own)
    if encoded.null_count:
        raise Refusal("no-identifier", "a row names nobody", cure="give every row an identifier")
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    return texts(encoded.dictionary), np.asarray(codes)


def _array(table: Any, name: str) -> Any:
    """The column as one Arrow array, None where there is none."""
    return table.column(name).combine_chunks() if name in table.column_names else None


def ordered(person: Whole, clock: Whole, *, contract: Any, said: Said) -> Whole:
    """The order by person, clock, contract and, where all tie, by what the core looks at then.

    `contract` is an Arrow array of texts, or None; no contract comes before any.
    """
    order = np.lexsort((clock, person)).astype(np.int32)
    tied = _tied(person[order], clock[order])
    if not tied.any():
        return order
    at = np.flatnonzero(np.concatenate((tied, [False])) | np.concatenate(([False], tied)))
    rows = order[at]
    rank = np.zeros(len(rows), dtype=np.int64)
    if contract is not None:
        own = pc.fill_null(texts(contract.take(pa.array(rows))), "")
        rank = np.asarray(pc.rank(own, tiebreaker="dense").to_numpy(zero_copy_only=False))
    by_contract = np.lexsort((rank, clock[rows], person[rows]))
    rows, rank = rows[by_contract], rank[by_contract]
    still = _tied(person[rows], clock[rows], rank)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], still, [False])).astype(np.int8)))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        rows[first : last + 1] = sorted(rows[first : last + 1].tolist(), key=said)
    order[at] = rows
    return order


def _tied(*keys: Whole) -> Whole:
    """Whether each place and the next are alike in all keys."""
    return np.logical_and.reduce([key[1:] == key[:-1] for key in keys])


def sayings(table: Any, items: Mapping[str, Column]) -> Said:
    """What tells rows of one instant apart: contract, what it says, client, id."""
    columns = {name: table.column(name) for name in IDENTITIES if name in table.column_names}

    def text(name: str, row: int) -> str:
        value = columns[name][row].as_py() if name in columns else None
        return "" if value is None else str(value)

    def said(row: int) -> tuple[str, str, str, str]:
        values = {name: told_value(column, row) for name, column in items.items()}
        known = {name: value for name, value in values.items() if value is not None}
        return text("contract", row), what_it_says(known), text("client", row), text("id", row)

    return said


def told_value(column: Column, row: int) -> Any:
    """One row's value as evidence holds it; None where nothing is known."""
    value = int(column.values[row])
    if value == np.iinfo(column.values.dtype).min:
        return None
    match column.kind:
        case ItemKind.WORD:
            return column.words[value]
        case ItemKind.YES_NO:
            return bool(value)
        case ItemKind.NUMBER:
            return Decimal(value).scaleb(-column.places)


def _voters(table: Any, order: Whole, person: Whole, *, starts: Whole) -> dict[Voter, Voters]:
    clients = _voter_codes(table, "client")
    groups = clients
    if "client_group" in table.column_names:
        groups = _groups(table, clients)
    by_client = voters_of(clients[order], person, starts=starts)
    return {
        Voter.CLIENT: by_client,
        Voter.CLIENT_GROUP: by_client
        if groups is clients
        else voters_of(groups[order], person, starts=starts),
        Voter.CONTRACT: _contracts(table, order, person, starts=starts),
    }


def _groups(table: Any, clients: Whole) -> Whole:
    """The groups' codes; the clients' own where every row's group is its client."""
    group, client = _array(table, "client_group"), _array(table, "client")
    if group.equals(client):
        return clients
    if group.null_count:
        group = pc.coalesce(texts(group), texts(client))
    return _codes(group)[1]


def _voter_codes(table: Any, name: str) -> Whole:
    return _codes(table.column(name))[1]


def _contracts(table: Any, order: Whole, person: Whole, *, starts: Whole) -> Voters:
    """Rows of one contract are one voter; without a contract, rows of one id."""
    contract, own = _array(table, "contract"), _array(table, "id")
    named = contract if contract is not None else own
    if named is None:
        return Voters.each_row(starts)
    if named.null_count and own is not None:
        named = pc.coalesce(texts(named), texts(own))
    encoded = pc.dictionary_encode(named)
    if len(encoded.dictionary) + encoded.null_count == len(named):
        return Voters.each_row(starts)
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    alone = codes < 0
    codes[alone] = len(encoded.dictionary) + np.arange(int(alone.sum()))
    return voters_of(codes[order], person, starts=starts)


def voters_of(codes: Whole, person: Whole, *, starts: Whole) -> Voters:
    """Who votes, from a code for each ordered row: rows of one person with one code are one."""
    rows = len(codes)
    key = person.astype(np.int64) * (int(codes.max(initial=0)) + 1) + codes
    order = np.argsort(key, kind="stable").astype(np.int32)
    sorted_key = key[order]
    begins = np.ones(rows, dtype=np.bool_)
    begins[1:] = sorted_key[1:] != sorted_key[:-1]
    at = np.flatnonzero(begins).astype(np.int32)
    if len(at) == rows:
        return Voters.each_row(starts)
    return Voters(order=order, starts=at, by_subject=np.searchsorted(at, starts))
