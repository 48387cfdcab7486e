"""Rows become the one JSON parameter of a statement."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec


def written(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as one JSON array; instants as ISO 8601, decimals as text."""
    return msgspec.json.encode(rows).decode()
