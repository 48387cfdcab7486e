"""A file of subjects, roles and rules becomes a decider: another policy behind the same protocol.

    {"subjects": {"user": {"rick": {"roles": ["admin"], "email": "rick@…"}}},
     "resources": {"todo": {"7": {"owner": "rick"}}},
     "rules": [{"actions": ["can_update_todo"], "roles": ["editor"], "owner": true}]}

A rule allows its actions to whoever has one of its roles; with `owner`, only with what is theirs.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from goodstanding.core.words import Refusal
from goodstanding.server.gate.question import Decision, Question

Things = dict[str, dict[str, dict[str, Any]]]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who may do what; an empty list of roles is everybody that is known."""

    actions: list[str]
    roles: list[str] = []
    owner: bool = False


class Fixture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that the decider knows."""

    subjects: Things
    rules: list[Rule]
    resources: Things = {}


class Mounted:
    """The decider of a fixture."""

    def __init__(self, fixture: Fixture) -> None:
        self._fixture = fixture

    def decide(self, question: Question) -> Decision:
        """Whether any rule allows it."""
        known = self._fixture.subjects.get(question.subject.type, {}).get(question.subject.id)
        if known is None:
            return Decision(decision=False)
        roles = set(known.get("roles", ()))
        for rule in self._fixture.rules:
            if question.action.name not in rule.actions:
                continue
            if rule.roles and not roles.intersection(rule.roles):
                continue
            if not rule.owner or self._owns(question, known):
                return Decision(decision=True)
        return Decision(decision=False)

    def _owns(self, question: Question, known: dict[str, Any]) -> bool:
        """Whether the resource is the subject's, by its own properties or those that are known."""
        resource = question.resource
        stored = self._fixture.resources.get(resource.type, {}).get(resource.id, {})
        owner = (resource.properties or {}).get("ownerID", stored.get("owner"))
        return owner is not None and owner in (question.subject.id, known.get("email"))

    def subjects(self, kind: str, *, after: str) -> Iterator[str]:
        """The fixture's subjects of that type."""
        return (name for name in sorted(self._fixture.subjects.get(kind, {})) if name > after)

    def resources(self, kind: str, *, after: str) -> Iterator[str]:
        """The fixture's resources of that type."""
        return (name for name in sorted(self._fixture.resources.get(kind, {})) if name > after)

    def actions(self) -> Iterator[str]:
        """Every action that a rule names."""
        return iter(sorted({action for rule in self._fixture.rules for action in rule.actions}))


def fixture_in(path: Path) -> Mounted:
    """The decider of the file.

    Raises:
        Refusal: it cannot be read, or is no fixture.
    """
    try:
        return Mounted(msgspec.json.decode(path.read_bytes(), type=Fixture))
    except (OSError, msgspec.DecodeError) as wrong:
        raise Refusal(
            "odd-fixture", f"`{path}` is no fixture: {wrong}", cure="see docs/reference/gate.md"
        ) from None
