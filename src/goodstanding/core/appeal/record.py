"""What the subject of a decision says against it, as a record."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from goodstanding.core.decision import Decision
from goodstanding.core.reasons.redress import Door


class GroundKind(StrEnum):
    """Why a decision should not stand."""

    ERROR = "error"
    NEW_INFORMATION = "new_information"
    POLICY_CHANGE = "policy_change"
    IMPROVEMENT = "improvement"


class Answer(StrEnum):
    """What a hearing comes to."""

    UPHELD = "upheld"
    REVERSED = "reversed"
    MODIFIED = "modified"
    MORE_INFORMATION = "more_information"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One ground in the appellant's words, with the names of what is attached to it."""

    kind: GroundKind
    words: str
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """One challenge to one decision; open until it is answered.

    `clock_from_at` is when we last had all we had asked for; None while we wait for the appellant.
    `earlier_hands` heard an earlier appeal of the same decision.
    """

    id: str
    decision: Decision
    door: Door
    grounds: tuple[Ground, ...]
    by: str
    lodged_at: datetime
    clock_from_at: datetime | None
    answer_due_at: datetime | None
    earlier_hands: frozenset[str] = frozenset()
    answer: Answer | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer, or for the appellant."""
        return self.answered_at is None

    @property
    def attachments(self) -> frozenset[str]:
        """All that is attached to its grounds."""
        return frozenset(name for ground in self.grounds for name in ground.attachments)
