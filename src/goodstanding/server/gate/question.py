"""Who wants to do what with what: the question that every gate is asked, whoever decides.

The shapes are those of the OpenID AuthZEN Authorization API 1.0. What is decided, and by which
policy, is a matter of the decider: ours reads standing, another may read roles out of a file.
"""

from collections.abc import Iterator
from typing import Any, Protocol

import msgspec


class Entity(msgspec.Struct, frozen=True):
    """A subject or a resource, by its type and its identifier."""

    type: str
    id: str
    properties: dict[str, Any] | None = None


class Action(msgspec.Struct, frozen=True):
    """What is to be done."""

    name: str
    properties: dict[str, Any] | None = None


class Question(msgspec.Struct, frozen=True):
    """May this subject do this action with this resource?"""

    subject: Entity
    action: Action
    resource: Entity
    context: dict[str, Any] | None = None


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer; its context says why, where it is no."""

    decision: bool
    context: dict[str, Any] | None = None


class Decider(Protocol):
    """Whoever answers: a policy, with what it knows."""

    def decide(self, question: Question) -> Decision:
        """The answer to one question; never an error, a no that says why instead."""

    def subjects(self, kind: str, *, after: str) -> Iterator[str]:
        """The subjects of that type, in order, that come after one."""

    def resources(self, kind: str, *, after: str) -> Iterator[str]:
        """The resources of that type, in order, that come after one."""

    def actions(self) -> Iterator[str]:
        """The actions there are, in order."""
