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
    order = ordered(person, clock, sayings(table, items))
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
    return frame, {name: texts(table.column(name)).take(place) for name in kept}


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
    encoded = pc.dictionary_encode(texts(values))
    if encoded.null_count:
        raise Refusal("no-identifier", "a row names nobody", cure="give every row an identifier")
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    return encoded.dictionary, np.asarray(codes)


def ordered(person: Whole, clock: Whole, said: Said) -> Whole:
    """The order by person, clock and, where two tie, by what the core looks at then."""
    order = np.lexsort((clock, person)).astype(np.int32)
    tied = (person[order[1:]] == person[order[:-1]]) & (clock[order[1:]] == clock[order[:-1]])
    if not tied.any():
        return order
    edges = np.flatnonzero(np.diff(np.concatenate(([False], tied, [False])).astype(np.int8)))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        group = order[first : last + 1]
        order[first : last + 1] = sorted(group.tolist(), key=said)
    return order


def sayings(table: Any, items: Mapping[str, Column]) -> Said:
    """What tells rows of one instant apart: contract, what it says, client, id."""
    columns = {name: table.column(name) for name in IDENTITIES if name in table.column_names}

    def text(name: str, row: int) -> str:
        value = columns[name][row].as_py() if name in columns else None
        return "" if value is None else str(value)

    def said(row: int) -> tuple[str, str, str, str]:
        told = {
            name: value
            for name, column in items.items()
            if (value := told_value(column, row)) is not None
        }
        return text("contract", row), what_it_says(told), text("client", row), text("id", row)

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
        own = pc.coalesce(texts(table.column("client_group")), texts(table.column("client")))
        _, groups = _codes(own)
    by_client = voters_of(clients[order], person, starts=starts)
    return {
        Voter.CLIENT: by_client,
        Voter.CLIENT_GROUP: by_client
        if groups is clients
        else voters_of(groups[order], person, starts=starts),
        Voter.CONTRACT: _contracts(table, order, person, starts=starts),
    }


def _voter_codes(table: Any, name: str) -> Whole:
    return _codes(table.column(name))[1]


def _contracts(table: Any, order: Whole, person: Whole, *, starts: Whole) -> Voters:
    """Rows of one contract are one voter; without a contract, rows of one id."""
    own = [texts(table.column(name)) for name in ("contract", "id") if name in table.column_names]
    if not own:
        return Voters.each_row(starts)
    named = pc.coalesce(*own) if len(own) > 1 else own[0]
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
