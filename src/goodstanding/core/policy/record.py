"""A policy becomes plain values in one order: for its digest, its text, and programs."""

from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from json import dumps
from typing import Any

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.nodes import Condition
from goodstanding.core.words import told_instant

NOT_SEALED = frozenset({"digest", "examples"})


def digest_of(policy: Policy) -> str:
    """SHA-256 over all that the policy means: everything but its examples, in canonical JSON.

    Two texts that say the same have the same digest; comments and layout do not matter.
    """
    plain = {
        field.name: plain_of(getattr(policy, field.name))
        for field in fields(policy)
        if field.name not in NOT_SEALED
    }
    return sha256(dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def plain_of(value: Any) -> Any:
    """The value as JSON knows it: conditions as their text, numbers exact, as text."""
    if isinstance(value, Condition):
        return value.text
    if is_dataclass(value):
        kind = {"kind": type(value).__name__}
        return kind | {f.name: plain_of(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [plain_of(each) for each in value]
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, timedelta):
        return f"{value // timedelta(microseconds=1)} us"
    if isinstance(value, datetime):
        return told_instant(value)
    return value
