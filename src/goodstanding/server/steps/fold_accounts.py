"""Events about accounts become accounts, what they belong to, and the courses they completed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from goodstanding.server.steps.known_event import KnownEvent, events_about
from goodstanding.server.store.due import Kind, put
from goodstanding.server.store.written import written

ACCOUNTS = """
INSERT INTO account (name, is_freelancer, is_client, is_agency, country, joined_at, closed_at)
SELECT * FROM jsonb_to_recordset(%s::jsonb) AS x(name text, is_freelancer boolean,
  is_client boolean, is_agency boolean, country text, joined_at timestamptz, closed_at timestamptz)
ON CONFLICT (name) DO UPDATE SET is_freelancer = account.is_freelancer OR excluded.is_freelancer,
  is_client = account.is_client OR excluded.is_client, is_agency = excluded.is_agency,
  country = excluded.country, joined_at = excluded.joined_at, closed_at = excluded.closed_at
"""
LINKS = """
INSERT INTO account_link (account, kind, belongs_to, from_at)
SELECT * FROM jsonb_to_recordset(%s::jsonb)
  AS x(account text, kind text, belongs_to text, from_at timestamptz)
ON CONFLICT (account, kind, from_at) DO UPDATE SET belongs_to = excluded.belongs_to
  WHERE account_link.belongs_to IS DISTINCT FROM excluded.belongs_to
RETURNING account
"""
COURSES = """
INSERT INTO course_done (account, course, completed_at)
SELECT * FROM jsonb_to_recordset(%s::jsonb)
  AS x(account text, course text, completed_at timestamptz)
ON CONFLICT DO NOTHING RETURNING account
"""
THEIR_CONTRACTS = """
SELECT DISTINCT about FROM event WHERE type = 'goodstanding.contract.started'
AND about IN (
  SELECT 'contract:' || name FROM contract WHERE client = ANY(%s) OR freelancer = ANY(%s))
"""


def fold_accounts(names: Sequence[str], *, at: datetime) -> None:
    """The accounts folded anew; contracts of whom something new links are due; in a transaction."""
    events = {
        about.partition(":")[2]: [event for event in own if event.known_at <= at]
        for about, own in events_about(f"account:{name}" for name in names).items()
    }
    _run(ACCOUNTS, [_account(name, own) for name, own in sorted(events.items())])
    linked = _run(LINKS, [row for own in events.values() for row in _links(own)])
    cured = _run(COURSES, [row for own in events.values() for row in _courses(own)])
    put(Kind.RESTRICT, ((name, at) for name in cured))
    if linked:
        with connection.cursor() as cursor:
            cursor.execute(THEIR_CONTRACTS, [sorted(linked), sorted(linked)])
            put(Kind.FOLD, ((about, at) for (about,) in cursor.fetchall()))


def _account(name: str, events: Sequence[KnownEvent]) -> dict[str, object]:
    described = [event for event in events if event.type.endswith("account.described")]
    closed = [event.happened_at for event in events if event.type.endswith("account.closed")]
    roles = {role for event in described for role in event.body["roles"]}
    return {
        "name": name,
        "is_freelancer": "freelancer" in roles,
        "is_client": "client" in roles,
        "is_agency": "agency" in roles,
        "country": described[-1].body.get("country") if described else None,
        "joined_at": described[0].happened_at if described else None,
        "closed_at": closed[-1] if closed else None,
    }


def _links(events: Sequence[KnownEvent]) -> list[dict[str, object]]:
    """A link counts from when it was known: what was not known then changed nothing then."""
    links = {
        (event.body["kind"], event.known_at): {
            "account": event.body["account"],
            "kind": event.body["kind"],
            "belongs_to": event.body["belongs_to"],
            "from_at": event.known_at,
        }
        for event in events
        if event.type.endswith("account.linked")
    }
    return list(links.values())


def _courses(events: Sequence[KnownEvent]) -> list[dict[str, object]]:
    return [
        {
            "account": event.body["account"],
            "course": event.body["course"],
            "completed_at": event.happened_at,
        }
        for event in events
        if event.type.endswith("course.completed")
    ]


def _run(sql: str, rows: Sequence[dict[str, object]]) -> set[str]:
    """The accounts that a statement says it changed."""
    if not rows:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(sql, [written(rows)])
        return {account for (account,) in cursor.fetchall()} if cursor.description else set()
