"""People who are due become verdicts, by the engine, all of a batch at once; and cases."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction

from goodstanding.core.because import record
from goodstanding.core.contract import Side
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.parts import reads_clients
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.verdict import Verdict, judge
from goodstanding.core.words import MICROSECOND
from goodstanding.engine.arrange import arrange
from goodstanding.engine.figures import microseconds
from goodstanding.engine.frame import Frame
from goodstanding.engine.history import with_client_history
from goodstanding.engine.points import Cleared
from goodstanding.engine.population import Verdicts, judge_frame
from goodstanding.engine.quotient import value_at
from goodstanding.server.steps.opening_cases import open_cases
from goodstanding.server.store.clearings import clearings_of
from goodstanding.server.store.due import Kind, put, take
from goodstanding.server.store.evidence import evidence_of_many
from goodstanding.server.store.evidence_table import evidence_table
from goodstanding.server.store.policies import policies_in_force
from goodstanding.server.store.written import written

NEVER_CLEARED = int(np.iinfo(np.int64).min)
VERDICTS = """
INSERT INTO verdict (subject, policy, version, digest, as_of, rung, figures, because)
SELECT subject, %s, %s, %s, %s, rung, figures, because
FROM jsonb_to_recordset(%s::jsonb) AS x(subject text, rung text, figures jsonb, because jsonb)
ON CONFLICT (subject, policy, version, as_of) DO NOTHING
RETURNING subject, id
"""


def judge_due(*, at: datetime, limit: int = 2000) -> int:
    """How many people were judged at the instant, each under all policies; 0 once nobody is due.

    Whoever reaches a rung that proposes anything gets a case, once for the same outcomes.
    """
    with transaction.atomic():
        keys = take(Kind.JUDGE, at=at, limit=limit)
        by_side = {
            side: [key.partition(":")[2] for key in keys if key.startswith(f"{side}:")]
            for side in Side
        }
        for policy in policies_in_force(at) if keys else ():
            if by_side[policy.about]:
                judge_people(policy, by_side[policy.about], at=at)
        return len(keys)


def judge_people(policy: Policy, subjects: Sequence[str], *, at: datetime) -> None:
    """Their verdicts at the instant, stored, and cases where a rung says so; in a transaction."""
    frame = _frame(policy, subjects)
    if frame is None:
        return
    cleared = clearings_of(subjects, before_at=at)
    found = judge_frame(policy, frame, at, cleared=_cleared(frame, cleared))
    flagged = _told_in_full(policy, found, cleared, at=at)
    rows = list(_rows(policy, found, flagged))
    if not rows:
        return
    with connection.cursor() as cursor:
        said = [policy.name, policy.version, policy.digest, at]
        cursor.execute(VERDICTS, [*said, written(rows)])
        ids = dict(cursor.fetchall())
    # Who was judged at this very microsecond before, on less, is judged again at the next one.
    again = [row["subject"] for row in rows if row["subject"] not in ids]
    put(Kind.JUDGE, ((f"{policy.about}:{name}", at + MICROSECOND) for name in again))
    open_cases(policy, [each for each in flagged.values() if each.subject in ids], ids, at=at)


def _frame(policy: Policy, subjects: Sequence[str]) -> Frame | None:
    """Everything about these people, in the engine's order; None where nothing is known."""
    table = evidence_table(policy, subjects)
    if reads_clients(policy):
        table = with_client_history(policy, table)
        asked = pc.is_in(table.column("subject"), value_set=pa.array(subjects, pa.string()))
        table = table.filter(asked)
    if table.num_rows == 0:
        return None
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    return arrange(table, vocabulary, anchor=policy.anchor)


def _cleared(frame: Frame, cleared: Mapping[str, Sequence[datetime]]) -> Cleared | None:
    if not cleared:
        return None
    names = frame.subjects.to_pylist()
    own = [cleared.get(name, ()) for name in names]
    at = [microseconds(max(each)) if each else NEVER_CLEARED for each in own]
    return Cleared(at=np.array(at, np.int64), times=np.array([len(each) for each in own], np.int64))


def _told_in_full(
    policy: Policy,
    found: Verdicts,
    cleared: Mapping[str, Sequence[datetime]],
    *,
    at: datetime,
) -> dict[str, Verdict]:
    """Of whoever reached a rung, the verdict of the law itself, with its because."""
    names = found.subjects.to_pylist()
    reached = [names[row] for row in np.flatnonzero(found.judged & (found.rung >= 0))]
    if not reached:
        return {}
    evidence = evidence_of_many(policy, reached)
    return {
        name: judge(policy, name, evidence[name], at, cleared_at=tuple(cleared.get(name, ())))
        for name in reached
    }


def _rows(
    policy: Policy, found: Verdicts, flagged: Mapping[str, Verdict]
) -> Iterator[dict[str, Any]]:
    names = found.subjects.to_pylist()
    for row in map(int, np.flatnonzero(found.judged)):
        name = names[row]
        verdict = flagged.get(name)
        place = int(found.rung[row])
        yield {
            "subject": name,
            "rung": policy.ladder[place].name if place >= 0 else None,
            "figures": {
                signal: None if value is None else str(value)
                for signal, figure in found.figures.items()
                for value in (value_at(figure.values, row),)
            },
            "because": None if verdict is None else record(verdict),
        }
