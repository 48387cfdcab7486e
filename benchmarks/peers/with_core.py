"""The benchmark's question, asked of the law of judging itself, one freelancer after the other."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.question import BLOCK, NO_RUNG, POLICY, REVIEW, Answer
from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.text import read
from goodstanding.core.verdict import judge

RUNGS = {None: NO_RUNG, "review": REVIEW, "block": BLOCK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The policy, and each freelancer's evidence."""

    policy: Policy
    evidence: dict[str, list[Evidence]]


def hold(table: pa.Table) -> Held:
    """Rows as the core knows them."""
    evidence: dict[str, list[Evidence]] = {}
    for number, row in enumerate(table.to_pylist()):
        each = outcome(number, row)
        evidence.setdefault(each.subject, []).append(each)
    policy = read(POLICY.read_text(encoding="utf-8"), source=POLICY.name)
    return Held(policy=policy, evidence=evidence)


def judge_held(held: Held, *, as_of: datetime) -> Answer:
    """Everybody's figures and rung; the share is told over the votes that it divides by."""
    told = []
    for freelancer, evidence in held.evidence.items():
        verdict = judge(held.policy, freelancer, evidence, as_of)
        unhappy, clients, share = verdict.figures
        if clients.value:
            rung = RUNGS[verdict.rung]
            told.append((int(freelancer), unhappy.value, clients.value, share.sample, rung))
    columns = np.array(told, np.int64).reshape(-1, 5).T
    freelancers, negative, voters, rated, rungs = columns
    return Answer(freelancer=freelancers, unhappy=negative, clients=voters, rated=rated, rung=rungs)


def outcome(number: int, row: dict[str, Any]) -> Evidence:
    """One raw row as evidence; what is null is not there."""
    told = {name: row[name] for name in ("overall", "recommend") if row[name] is not None}
    if row["net_paid"] is not None:
        told["net_paid"] = Decimal(row["net_paid"])
    return Evidence(
        id=f"e{number}",
        subject=str(row["freelancer"]),
        client=str(row["client"]),
        client_group=str(row["client_group"]),
        contract=str(row["contract"]),
        occurred_at=row["occurred_at"],
        received_at=row["received_at"],
        superseded_at=row["superseded_at"],
        items=told,
    )
