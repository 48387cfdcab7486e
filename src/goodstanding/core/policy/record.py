"""A policy becomes plain values in one order: for its digest, its text, and programs."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from json import dumps
from typing import Any

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.nodes import Condition
from goodstanding.core.words import told_instant

NOT_SEALED = frozenset({"digest", "examples", "timelines"})


def digest_of(policy: Policy) -> str:
    """SHA-256 over all that the policy means, as canonical JSON: all but its own tests.

    Two texts that say the same have the same digest; comments and layout do not matter, nor how an
    expression is spaced, quoted and bracketed.
    """
    plain = {
        field.name: plain_of(getattr(policy, field.name), told=_meaning)
        for field in fields(policy)
        if field.name not in NOT_SEALED
    }
    return sha256(dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _meaning(condition: Condition) -> Any:
    return plain_of(condition.root)


def _text(condition: Condition) -> Any:
    return condition.text


def plain_of(value: Any, *, told: Callable[[Condition], Any] = _text) -> Any:
    """The value as JSON knows it: numbers exact, as text; conditions as `told` tells them (their
    text), and without where they stand."""
    if isinstance(value, Condition):
        return told(value)
    if is_dataclass(value):
        kind = {"kind": type(value).__name__}
        parts = (field for field in fields(value) if field.compare)
        return kind | {part.name: plain_of(getattr(value, part.name), told=told) for part in parts}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [plain_of(each, told=told) for each in value]
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, timedelta):
        return f"{value // timedelta(microseconds=1)} us"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime):
        return told_instant(value)
    return value
