"""Cases, decisions and appeals with defaults, so that a test shows only what matters to it.

`ana` is judged by the shipped policy at noon of 23 November 2026. Clients are numbered: what number
7 says is evidence `evidence-7` on contract `contract-7` by account `client-7` of `group-7`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from goodstanding.core.appeal.hearing import Hearing, Reply, rehear
from goodstanding.core.appeal.lodging import lodge
from goodstanding.core.appeal.record import Answer, Appeal, Ground, GroundKind
from goodstanding.core.case.holding import claim
from goodstanding.core.case.opening import open_case, open_complaint_case
from goodstanding.core.case.record import Case
from goodstanding.core.decision import Decision, decide
from goodstanding.core.evidence import Evidence, ItemValue
from goodstanding.core.fact import Source
from goodstanding.core.policy import text
from goodstanding.core.policy.language import Policy
from goodstanding.core.reasons.redress import Door
from goodstanding.core.verdict import Verdict, judge
from goodstanding.core.words import Outcome, Refusal

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SPRING = datetime(2026, 5, 4, 9, tzinfo=UTC)
SUMMER = datetime(2026, 8, 3, 9, tzinfo=UTC)
POLICIES = Path(__file__).parents[2] / "policies"
SHIPPED = text.read(
    (POLICIES / "poor-contract-outcomes.yaml").read_text("utf-8"),
    source="policies/poor-contract-outcomes.yaml",
)
PUBLIC = frozenset({"overall", "comment"})


@contextmanager
def refused(code: str) -> Iterator[None]:
    """What is done inside must be refused with that code."""
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.code == code


def outcome(number: int, *, ended_at: datetime = SPRING, **changed: Any) -> Evidence:
    """Five stars in public, and ten of ten in private."""
    evidence = Evidence(
        id=f"evidence-{number}",
        subject="ana",
        client=f"client-{number}",
        client_group=f"group-{number}",
        contract=f"contract-{number}",
        occurred_at=ended_at,
        received_at=ended_at + DAY,
        items={"overall": 5, "recommend": 10},
        public_items=PUBLIC,
    )
    return replace(evidence, **changed)


def happy(number: int, *, ended_at: datetime = SPRING, **changed: Any) -> Evidence:
    """A client who was content."""
    return outcome(number, ended_at=ended_at, **changed)


def unhappy(
    number: int, *, about: str = "skills", ended_at: datetime = SPRING, **changed: Any
) -> Evidence:
    """Five stars in public, and in private a concern; `note_of` is what they wrote beside it."""
    items: dict[str, ItemValue] = {
        "overall": 5,
        "recommend": 1,
        f"concern_{about}": True,
    }
    return outcome(number, ended_at=ended_at, items=items, **changed)


def outspoken(number: int, *, ended_at: datetime = SPRING, **changed: Any) -> Evidence:
    """One star where everybody can read it, and nothing else."""
    return outcome(number, ended_at=ended_at, items={"overall": 1}, **changed)


def finding(number: int, **changed: Any) -> Evidence:
    """A complaint about a claim on the profile that was upheld."""
    items: dict[str, ItemValue] = {"claim": "degree", "claim_dimension": "experience"}
    return outcome(
        number,
        items=items,
        contract=None,
        source=Source.FINDING,
        public_items=frozenset(),
        **changed,
    )


def four_unhappy_of_ten() -> tuple[Evidence, ...]:
    """Numbers 1 to 4 unhappy in private about skills, 5 to 10 content, all in one quarter."""
    return (
        *(unhappy(number) for number in range(1, 5)),
        *(happy(number) for number in range(5, 11)),
    )


def policy(**process: Any) -> Policy:
    """The shipped policy with another process."""
    return replace(SHIPPED, process=replace(SHIPPED.process, **process))


def verdict(
    evidence: Iterable[Evidence] | None = None,
    *,
    by: Policy = SHIPPED,
    as_of: datetime = NOON,
) -> Verdict:
    """What the policy says of `ana`."""
    given = four_unhappy_of_ten() if evidence is None else evidence
    return judge(by, "ana", tuple(given), as_of)


def case(
    evidence: Iterable[Evidence] | None = None,
    *,
    id: str = "case-1",
    by: Policy = SHIPPED,
    as_of: datetime = NOON,
    earlier: Iterable[Case] = (),
) -> Case:
    """A case that is open and nobody's."""
    given = tuple(four_unhappy_of_ten() if evidence is None else evidence)
    return open_case(
        verdict(given, by=by, as_of=as_of),
        id=id,
        opened_at=as_of,
        earlier=earlier,
        private_words=[note_of(each) for each in given if each.items.get("recommend") == 1],
    )


def note_of(evidence: Evidence) -> str:
    """What an unhappy client wrote for the platform alone."""
    number = evidence.id.removeprefix("evidence-")
    return f"The drawings of room {number} never fitted the walls."


def complaint_case(*numbers: int, earlier: Iterable[Case] = ()) -> Case:
    """A case that upheld complaints opened by themselves."""
    return open_complaint_case(
        [finding(number) for number in numbers], id="case-c", opened_at=NOON, earlier=earlier
    )


def held(given: Case | None = None, *, by: str = "rita", at: datetime | None = None) -> Case:
    """The case, claimed by a reviewer as it opens."""
    opened = case() if given is None else given
    return claim(opened, by, at or opened.opened_at)


def decision(given: Case | None = None, **changed: Any) -> Decision:
    """Rita's block, decided one minute after the case was opened."""
    under = held() if given is None else given
    told: dict[str, Any] = {
        "id": "decision-1",
        "policy": SHIPPED,
        "outcome": Outcome.BLOCK,
        "reasons": "What was drawn could not be built.",
        "by": "rita",
        "seen": under.evidence_ids,
        "at": under.opened_at + timedelta(minutes=1),
        **changed,
    }
    return decide(under, **told)


def ground(kind: GroundKind = GroundKind.ERROR, **changed: Any) -> Ground:
    """A ground with words."""
    return replace(Ground(kind=kind, words="Two of those contracts were never mine."), **changed)


def appeal(of: Decision | None = None, **changed: Any) -> Appeal:
    """Ana's appeal of an error, a day after the decision, of which she was told at once."""
    against = decision() if of is None else of
    told: dict[str, Any] = {
        "id": "appeal-1",
        "door": Door.ERROR,
        "grounds": (ground(),),
        "by": "ana",
        "at": against.decided_at + DAY,
        "terms": SHIPPED.process.appeal,
        "informed_at": against.decided_at,
        **changed,
    }
    return lodge(against, **told)


def hearing(of: Appeal | None = None, **changed: Any) -> Hearing:
    """Hugo, who had no hand in it, upholds the decision an hour after the appeal."""
    heard = appeal() if of is None else of
    told: dict[str, Any] = {
        "id": "hearing-1",
        "policy": SHIPPED,
        "answer": Answer.UPHELD,
        "replies": tuple(
            Reply(kind=each.kind, words="We looked again at every contract.")
            for each in heard.grounds
        ),
        "by": "hugo",
        "seen": heard.decision.case.evidence_ids | heard.attachments,
        "at": heard.lodged_at + HOUR,
        **changed,
    }
    return rehear(heard, **told)
