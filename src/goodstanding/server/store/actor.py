"""Whoever asks: a program by its key and scopes. Every reader takes one."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a key may be good for; each lets in to some routes and to nothing else."""

    EVENTS = "events"
    HISTORY = "history"
    READ = "read"
    GATE = "gate"
    KEYS = "keys"
    WEBHOOKS = "webhooks"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A program that was let in, by the name of its key."""

    name: str
    scopes: frozenset[Scope]

    def may(self, scope: Scope) -> bool:
        """Whether its key is good for that."""
        return scope in self.scopes
