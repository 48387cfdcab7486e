"""Outcomes become rows of YAML, alike ones together, that read back as the same outcomes."""

from collections.abc import Iterable
from itertools import groupby

from goodstanding.core.evidence import Evidence, ItemValue
from goodstanding.core.policy.layout import Block, figure, word, yes_or_no
from goodstanding.core.policy.outcomes import row_of
from goodstanding.core.words import told_instant

Section = dict[str, Block]


def rows_of(outcomes: Iterable[Evidence]) -> list[Block]:
    """The rows, each for as many outcomes as it gave."""
    return [_row(tuple(row)) for _, row in groupby(outcomes, key=row_of)]


def _row(alike: tuple[Evidence, ...]) -> Section:
    """One row for outcomes that differ in nothing but their time, and in a client of their own."""
    first = alike[0]
    apart = (alike[1].occurred_at - first.occurred_at).days if len(alike) > 1 else 0
    own = [(each.client, f"client of {each.id}") for each in alike]
    grouped = [(each.client_group, each.client) for each in alike]
    contracts = [(each.contract or each.id, each.id) for each in alike]
    return {
        **({"times": str(len(alike))} if len(alike) > 1 else {}),
        **({"apart_days": str(apart)} if apart else {}),
        "at": told_instant(first.occurred_at),
        **_named("client", own),
        **_named("client_group", grouped),
        **_named("contract", contracts),
        **(
            {"received_at": told_instant(first.received_at)}
            if first.received_at != first.occurred_at
            else {}
        ),
        **({"superseded_at": told_instant(first.superseded_at)} if first.superseded_at else {}),
        **{name: _value(value) for name, value in sorted(first.items.items())},
    }


def _named(key: str, names: list[tuple[str, str]]) -> Section:
    """The name that all share, unless each has the one that it has anyway."""
    return {} if all(name == usual for name, usual in names) else {key: word(names[0][0])}


def _value(value: ItemValue) -> str:
    if isinstance(value, bool):
        return yes_or_no(value=value)
    return word(value) if isinstance(value, str) else figure(value)
