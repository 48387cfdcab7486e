"""The grammar of a policy, as records: what counts, over which time, and what follows from it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from goodstanding.core.contract import Side
from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.nodes import Condition
from goodstanding.core.policy.over_time import (
    GoldenTimeline,
    Held,
    MoreDays,
    Probation,
    Protection,
    Released,
    Stood,
)
from goodstanding.core.policy.signal import Signal
from goodstanding.core.words import Capability, Dimension, Outcome


class ItemKind(StrEnum):
    """What values an item has: exact numbers, yes or no, or words."""

    NUMBER = "number"
    YES_NO = "yes_no"
    WORD = "word"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredItem:
    """An item that a policy reads beyond those of the forms; `low` and `high` are inclusive."""

    name: str
    kind: ItemKind
    says: str
    low: Fraction | None = None
    high: Fraction | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NegativeClause:
    """One way in which an outcome is negative, and the dimension it then speaks of."""

    when: Condition
    dimension: Dimension | None = None
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOut:
    """Outcomes that do not count, and the reason that is shown for it."""

    when: Condition
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """When a restriction ends: after a span, or only by appeal, or when a course is done."""

    days: int | None = None
    months: int | None = None
    appeal: bool = False
    course: str | None = None
    restored_by: str = ""
    more_days: MoreDays | None = None
    released: Released | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of the ladder; a higher one outranks all before it."""

    name: str
    when: Condition
    proposes: Outcome
    deny: tuple[Capability, ...] = ()
    keep: tuple[Capability, ...] = ()
    until: Until | None = None
    cure: str = ""
    says: str = ""
    held: Held | None = None
    stood: Stood | None = None
    leave: Condition | None = None
    probation: Probation | None = None

    @property
    def looks_back(self) -> bool:
        """Whether one instant is too little to tell: what was before belongs to the condition.

        A verdict never reaches such a rung; a timeline can.
        """
        return self.held is not None or self.stood is not None


class Cadence(StrEnum):
    """When people are judged: as evidence comes in, or at set times."""

    ON_EVIDENCE = "on_evidence"
    DAILY = "daily"
    WEEKLY = "weekly"
    EVERY_TWO_WEEKS = "every_two_weeks"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealTerms:
    """The two doors: error opens at once and stays open for so many months; reinstatement opens
    after a wait, and stays open as long as the restriction lasts."""

    reinstatement_after_months: int = 0
    open_for_months: int = 6
    answer_within_business_days: int = 2
    cooling_off: timedelta = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """How a verdict is turned into a decision by people."""

    cadence: Cadence = Cadence.ON_EVIDENCE
    on_day: int | None = None
    human_gate: bool = True
    notice_days: int = 0
    lead_days: int = 30
    told_over_clients: int = 3
    appeal: AppealTerms = AppealTerms()


class Anchor(StrEnum):
    """Which of evidence's two clocks windows are measured on."""

    OCCURRED_AT = "occurred_at"
    RECEIVED_AT = "received_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The published policy that a policy is modelled on, and when it was read."""

    modelled_on: str
    retrieved: str
    note: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Outcomes and the verdict that the policy must give: its own test, told with it.

    `figures` are exact; None means that the figure must be unknown.
    """

    name: str
    as_of: datetime
    outcomes: tuple[Evidence, ...]
    rung: str | None
    figures: tuple[tuple[str, Fraction | None], ...] = ()
    left_out: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One version of a policy. `version` is a whole number from 1."""

    name: str
    version: int
    title: str
    about: Side
    anchor: Anchor
    items: tuple[DeclaredItem, ...]
    negative: tuple[NegativeClause, ...]
    leave_out: tuple[LeaveOut, ...]
    signals: tuple[Signal, ...]
    ladder: tuple[Rung, ...]
    process: Process
    impact_budget: Fraction | None
    law: tuple[str, ...]
    origin: Origin | None = None
    cannot_say: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    protection: Protection | None = None
    timelines: tuple[GoldenTimeline, ...] = ()
    digest: str = ""
