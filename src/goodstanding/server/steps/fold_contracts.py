"""Contracts that are due become their rows: contract, feedback, evidence; and people to judge.

One transaction a batch, and one statement a table: what was sealed and is released at the same
microsecond for a whole marketplace is done in batches too.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from goodstanding.core.contract import Side
from goodstanding.core.feedback.form import Kind as ItemKind
from goodstanding.core.feedback.seal import Feedback
from goodstanding.core.words import Refusal
from goodstanding.server.steps.entering import enter_digests
from goodstanding.server.steps.folding_contract import Folded, Link, folded
from goodstanding.server.steps.keeping_evidence import keep_evidence
from goodstanding.server.steps.known_event import KnownEvent, events_about
from goodstanding.server.store.due import Kind, put
from goodstanding.server.store.models import Letter
from goodstanding.server.store.written import written

PREFIX = "contract:"
TAKEN = Refusal(
    "feedback-id-taken",
    "feedback of that id is on another contract",
    cure="give it an id of its own",
)
LINKS = "SELECT account, kind, belongs_to, from_at FROM account_link WHERE account = ANY(%s)"
CONTRACTS = """
INSERT INTO contract (name, freelancer, client, client_group, agency, kind, started_at, ended_at,
  ended_by, end_reason, net_paid, currency, refunded_in_full, dispute, last_paid_at, changes_at)
SELECT * FROM jsonb_to_recordset(%s::jsonb) AS x(name text, freelancer text, client text,
  client_group text, agency text, kind text, started_at timestamptz, ended_at timestamptz,
  ended_by text, end_reason text, net_paid numeric, currency text, refunded_in_full boolean,
  dispute text, last_paid_at timestamptz, changes_at timestamptz)
ON CONFLICT (name) DO UPDATE SET (freelancer, client, client_group, agency, kind, started_at,
  ended_at, ended_by, end_reason, net_paid, currency, refunded_in_full, dispute, last_paid_at,
  changes_at) = (excluded.freelancer, excluded.client, excluded.client_group, excluded.agency,
  excluded.kind, excluded.started_at, excluded.ended_at, excluded.ended_by, excluded.end_reason,
  excluded.net_paid, excluded.currency, excluded.refunded_in_full, excluded.dispute,
  excluded.last_paid_at, excluded.changes_at)
RETURNING name, id
"""
# What is withdrawn makes room first: a side has one feedback on a contract that stands.
FEEDBACK = """
INSERT INTO feedback (name, contract_id, side, form, author, recipient, answers, submitted_at,
  edited_at, withdrawn_at, release_at)
SELECT * FROM jsonb_to_recordset(%s::jsonb) AS x(name text, contract_id bigint, side text,
  form text, author text, recipient text, answers jsonb, submitted_at timestamptz,
  edited_at timestamptz, withdrawn_at timestamptz, release_at timestamptz)
ON CONFLICT (name) DO UPDATE SET (answers, edited_at, withdrawn_at, release_at) =
  (excluded.answers, excluded.edited_at, excluded.withdrawn_at, excluded.release_at)
  WHERE feedback.contract_id = excluded.contract_id
RETURNING name, id
"""
WORDS = """
WITH sent AS (
  SELECT * FROM jsonb_to_recordset(%s::jsonb) AS x(feedback_id bigint, name text, text text)
), gone AS (
  DELETE FROM feedback_words words WHERE feedback_id = ANY(%s)
    AND NOT EXISTS (SELECT FROM sent WHERE sent.feedback_id = words.feedback_id
                                       AND sent.name = words.name)
)
INSERT INTO feedback_words (feedback_id, name, text) SELECT feedback_id, name, text FROM sent
ON CONFLICT (feedback_id, name) DO UPDATE SET text = excluded.text
"""
ACCOUNTS = """
INSERT INTO account (name, is_freelancer, is_client, is_agency)
SELECT name, role = 'freelancer', role = 'client', false
FROM jsonb_to_recordset(%s::jsonb) AS x(name text, role text)
ON CONFLICT (name) DO UPDATE SET is_freelancer = account.is_freelancer OR excluded.is_freelancer,
  is_client = account.is_client OR excluded.is_client
"""
PROBLEMS = """
WITH gone AS (DELETE FROM event_problem WHERE event_id = ANY(%s) AND event_id <> ALL(%s))
INSERT INTO event_problem (event_id, code, message, cure, found_at)
SELECT event_id, code, message, cure, %s FROM jsonb_to_recordset(%s::jsonb)
  AS x(event_id bigint, code text, message text, cure text)
ON CONFLICT (event_id) DO UPDATE SET (code, message, cure) =
  (excluded.code, excluded.message, excluded.cure)
"""


def fold_contracts(names: Sequence[str], *, at: datetime) -> None:
    """The contracts folded anew, as known at the instant; to be called in a transaction."""
    events = events_about(PREFIX + name for name in names)
    links = _links(events)
    folds = {name: folded(events.get(PREFIX + name, []), links, as_of=at) for name in sorted(names)}
    ids = _keep_contracts(folds)
    _keep_accounts(folds)
    _keep_feedback(folds, ids, events=events)
    kept = keep_evidence(folds, at=at)
    _keep_problems(events, folds, at=at)
    put(Kind.JUDGE, ((key, at) for key in kept.judged))
    put(
        Kind.FOLD,
        (
            (PREFIX + name, fold.changes_at)
            for name, fold in folds.items()
            if fold.changes_at is not None
        ),
    )
    if kept.digests:
        enter_digests("evidence.admitted", kept.digests, at=at)
    Letter.objects.bulk_create(Letter(topic="feedback.released", body=each) for each in kept.told)


def _links(events: Mapping[str, Sequence[KnownEvent]]) -> list[Link]:
    """What the parties of these contracts belong to, and since when."""
    accounts = {
        event.body[side]
        for own in events.values()
        for event in own
        if event.type.endswith("contract.started")
        for side in ("client", "freelancer")
    }
    with connection.cursor() as cursor:
        cursor.execute(LINKS, [sorted(accounts)])
        return [
            Link(account=account, kind=kind, belongs_to=belongs_to, from_at=from_at)
            for account, kind, belongs_to, from_at in cursor.fetchall()
        ]


def _keep_contracts(folds: Mapping[str, Folded]) -> dict[str, int]:
    rows = [
        {
            "name": contract.id,
            "freelancer": contract.freelancer,
            "client": contract.client,
            "client_group": contract.client_group,
            "agency": contract.agency,
            "kind": contract.kind,
            "started_at": contract.started_at,
            "ended_at": contract.ended_at,
            "ended_by": contract.ended_by and contract.ended_by.value,
            "end_reason": contract.end_reason,
            "net_paid": str(contract.net_paid.amount),
            "currency": contract.net_paid.currency,
            "refunded_in_full": contract.refunded_in_full,
            "dispute": contract.dispute and contract.dispute.value,
            "last_paid_at": contract.last_paid_at,
            "changes_at": fold.changes_at,
        }
        for fold in folds.values()
        if (contract := fold.contract) is not None
    ]
    return _names_and_ids(CONTRACTS, rows)


def _keep_accounts(folds: Mapping[str, Folded]) -> None:
    """Who is party to a contract has an account, whether it was described or not."""
    parties = {
        (contract.party(side), side.value)
        for fold in folds.values()
        if (contract := fold.contract) is not None
        for side in Side
    }
    # One statement may not meet a row twice: who is on both sides is told in two.
    for side in Side:
        rows = [{"name": name, "role": role} for name, role in sorted(parties) if role == side]
        if rows:
            _run(ACCOUNTS, [written(rows)])


def _keep_feedback(
    folds: Mapping[str, Folded],
    ids: Mapping[str, int],
    *,
    events: Mapping[str, Sequence[KnownEvent]],
) -> None:
    """The feedback and its words; what has another contract's name is told as a problem."""
    every = [
        (fold, feedback)
        for fold in folds.values()
        if fold.contract is not None
        for feedback in fold.given
    ]
    kept: dict[str, int] = {}
    for gone in (True, False):
        rows = [
            _feedback_row(feedback, ids[feedback.contract], fold.releases.get(feedback.id))
            for fold, feedback in every
            if (feedback.withdrawn_at is not None) is gone
        ]
        kept |= _names_and_ids(FEEDBACK, rows)
    words = []
    for fold, feedback in every:
        if feedback.id not in kept:
            _take_back(fold, feedback, events[PREFIX + feedback.contract])
            continue
        words += [
            {"feedback_id": kept[feedback.id], "name": name, "text": answer}
            for name, answer in feedback.answers.items()
            if feedback.form.item(name).kind is ItemKind.WORDS
        ]
    if kept:
        _run(WORDS, [written(words), sorted(kept.values())])


def _take_back(fold: Folded, feedback: Feedback, events: Sequence[KnownEvent]) -> None:
    """Feedback whose name another contract's has: it cannot be kept, and so is no evidence."""
    fold.evidence.pop(feedback.side.other, None)
    for event in events:
        if event.body.get("feedback") == feedback.id:
            fold.problems[event.id] = TAKEN


def _feedback_row(feedback: Feedback, contract: int, release_at: datetime | None) -> dict[str, Any]:
    return {
        "name": feedback.id,
        "contract_id": contract,
        "side": feedback.side.value,
        "form": feedback.form.name,
        "author": feedback.author,
        "recipient": feedback.recipient,
        "answers": {
            name: answer
            for name, answer in feedback.answers.items()
            if feedback.form.item(name).kind is not ItemKind.WORDS
        },
        "submitted_at": feedback.submitted_at,
        "edited_at": feedback.edited_at,
        "withdrawn_at": feedback.withdrawn_at,
        "release_at": release_at,
    }


def _keep_problems(
    events: Mapping[str, Sequence[KnownEvent]], folds: Mapping[str, Folded], *, at: datetime
) -> None:
    """What could not be used is told with its event, and no longer once it can be."""
    rows = [
        {
            "event_id": event,
            "code": refusal.code,
            "message": refusal.message,
            "cure": refusal.cure,
        }
        for fold in folds.values()
        for event, refusal in fold.problems.items()
    ]
    every = [event.id for own in events.values() for event in own]
    _run(PROBLEMS, [every, [row["event_id"] for row in rows], at, written(rows)])


def _names_and_ids(sql: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    if not rows:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [written(rows)])
        return dict(cursor.fetchall())


def _run(sql: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
