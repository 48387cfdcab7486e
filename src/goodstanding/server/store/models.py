"""Every table, gathered where Django looks for them."""

from goodstanding.server.store.tables.account import Account, AccountLink, CourseDone
from goodstanding.server.store.tables.contract import (
    ContractRow,
    EvidenceRow,
    FeedbackRow,
    FeedbackWords,
)
from goodstanding.server.store.tables.decision import (
    DecisionRow,
    DecisionWords,
    RestrictionRow,
    StandingChange,
)
from goodstanding.server.store.tables.event import Due, Event, EventProblem, EventWords
from goodstanding.server.store.tables.key import (
    ApiKey,
    IdempotentAnswer,
    Member,
    SignInLink,
    WebhookEndpoint,
)
from goodstanding.server.store.tables.ledger import (
    LedgerCheckpoint,
    LedgerEntry,
    LedgerSeal,
    LedgerWords,
    Letter,
    LetterDelivery,
    WorkerSign,
)
from goodstanding.server.store.tables.verdict import CaseRow, PolicyVersion, VerdictRow

__all__ = [
    "Account",
    "AccountLink",
    "ApiKey",
    "CaseRow",
    "ContractRow",
    "CourseDone",
    "DecisionRow",
    "DecisionWords",
    "Due",
    "Event",
    "EventProblem",
    "EventWords",
    "EvidenceRow",
    "FeedbackRow",
    "FeedbackWords",
    "IdempotentAnswer",
    "LedgerCheckpoint",
    "LedgerEntry",
    "LedgerSeal",
    "LedgerWords",
    "Letter",
    "LetterDelivery",
    "Member",
    "PolicyVersion",
    "RestrictionRow",
    "SignInLink",
    "StandingChange",
    "VerdictRow",
    "WebhookEndpoint",
    "WorkerSign",
]
