"""The whole life of a complaint: five stars in public, four unhappy clients in private.

Ana draws plans for a living. In public every client gave her five stars. In private four of ten
said that her skills were not what she had stated. This is what happens to her, and what does not.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from goodstanding.core.appeal.hearing import Reply, rehear
from goodstanding.core.appeal.lodging import lodge
from goodstanding.core.appeal.record import Answer, Appeal, Ground, GroundKind
from goodstanding.core.case.holding import claim
from goodstanding.core.case.opening import open_case
from goodstanding.core.case.record import Case
from goodstanding.core.decision import Decision, decide
from goodstanding.core.docket import Recorded, Stage, Step, enter, stage_of
from goodstanding.core.evidence import Evidence
from goodstanding.core.ledger import Entry, head, redact, verify
from goodstanding.core.policy import text
from goodstanding.core.reasons.redress import Door
from goodstanding.core.reasons.telling import told
from goodstanding.core.standing import Access, standing_of
from goodstanding.core.verdict import judge
from goodstanding.core.words import MICROSECOND, Capability, Outcome, Refusal

POLICY_FILE = Path(__file__).parents[2] / "policies" / "poor-contract-outcomes.yaml"
POLICY = text.read(POLICY_FILE.read_text("utf-8"), source=POLICY_FILE.name)
TERMS = POLICY.process.appeal

MONDAY = datetime(2026, 8, 31, 9, tzinfo=UTC)
DECIDED = MONDAY + timedelta(hours=3)
# Six months after 31 August there is no 31st: the last day of February is to the day.
REINSTATEMENT = datetime(2027, 2, 28, 12, tzinfo=UTC)
CLIENTS = (
    "okafor",
    "lindqvist",
    "moreau",
    "tanaka",
    "abreu",
    "novak",
    "haddad",
    "kim",
    "ruiz",
    "yu",
)
UNHAPPY = CLIENTS[:4]


def contract_of(client: str) -> Evidence:
    """What a client said when a contract ended in the spring: five stars where all can see it."""
    ended_at = datetime(2026, 4, 1 + CLIENTS.index(client), 17, tzinfo=UTC)
    in_private = (
        {"recommend": 1, "concern_skills": True} if client in UNHAPPY else {"recommend": 10}
    )
    return Evidence(
        id=f"feedback-of-{client}",
        subject="ana",
        client=client,
        client_group=client,
        contract=f"plans-for-{client}",
        occurred_at=ended_at,
        received_at=ended_at + timedelta(days=14),
        items={"overall": 5, **in_private},
        public_items=frozenset({"overall"}),
    )


@dataclass
class Life:
    """What has happened so far, as the ledger and the gate would see it."""

    case: Case
    entries: tuple[Entry, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def enter(self, record: Recorded, step: Step, at: datetime) -> None:
        """One more thing has happened."""
        salts = {
            name: f"{name}, drawn for entry {len(self.entries) + 1}"
            for name in ("reasons", "note", *(kind.value for kind in GroundKind))
        }
        self.entries = enter(self.entries, record, step=step, at=at, salts=salts)

    def may(self, capability: Capability, at: datetime) -> bool:
        """What the gate answers."""
        return standing_of("ana", self.decisions, at).may(capability)

    @property
    def stage(self) -> Stage:
        """How far the case has come."""
        return stage_of(self.case.id, self.entries)


def flagged() -> Life:
    """The rule finds her, and all that it can do is to put a case before a person."""
    feedback = [contract_of(client) for client in CLIENTS]
    verdict = judge(POLICY, "ana", feedback, MONDAY)
    assert verdict.rung == "block"

    notes = [f"The stairs at {client} lead nowhere." for client in UNHAPPY]
    life = Life(case=open_case(verdict, id="case-77", opened_at=MONDAY, private_words=notes))
    life.enter(life.case, Step.OPENED, MONDAY)
    return life


def blocked() -> tuple[Life, Decision]:
    """Rita takes the case, reads every word, and blocks new work."""
    life = flagged()
    claimed_at = DECIDED - timedelta(minutes=20)
    life.case = claim(life.case, "rita", claimed_at)
    life.enter(life.case, Step.CLAIMED, claimed_at)
    block = decide(
        life.case,
        id="decision-77",
        policy=POLICY,
        outcome=Outcome.BLOCK,
        reasons="Several clients found that plans could not be built as drawn.",
        by="rita",
        seen=life.case.evidence_ids,
        at=DECIDED,
        note="Seems overworked since spring.",
    )
    life.case = block.case
    life.decisions += (block,)
    life.enter(block, Step.DECIDED, DECIDED)
    return life, block


def appealed(life: Life, block: Decision, *, door: Door, kind: GroundKind, at: datetime) -> Appeal:
    """Ana says why it should not stand."""
    appeal = lodge(
        block,
        id=f"appeal-{door}",
        door=door,
        grounds=(Ground(kind=kind, words="Look again, please.", attachments=("plans.pdf",)),),
        by="ana",
        at=at,
        terms=TERMS,
        informed_at=DECIDED,
    )
    life.enter(appeal, Step.APPEALED, at)
    return appeal


def test_four_unhappy_clients_in_private_open_a_case_and_change_nothing_yet() -> None:
    life = flagged()

    assert life.stage is Stage.OPENED
    assert life.case.evidence_ids == {f"feedback-of-{client}" for client in UNHAPPY}
    assert all(life.may(capability, MONDAY) for capability in Capability)


def test_a_person_decides_proposals_stop_and_the_running_contract_goes_on() -> None:
    life, _ = blocked()

    assert life.stage is Stage.DECIDED
    assert life.may(Capability.PROPOSAL_SUBMIT, DECIDED - MICROSECOND)
    assert not life.may(Capability.PROPOSAL_SUBMIT, DECIDED)
    assert not life.may(Capability.CONTRACT_ACCEPT, DECIDED)
    for running in (
        Capability.CONTRACT_WORK,
        Capability.CONTRACT_DELIVER,
        Capability.CONTRACT_BILL,
        Capability.MESSAGE_CURRENT_CLIENT,
        Capability.PAYOUT_WITHDRAW,
        Capability.APPEAL_LODGE,
        Capability.FEEDBACK_GIVE,
    ):
        assert life.may(running, DECIDED)


def test_she_is_told_truthfully_why_and_no_client_is_named() -> None:
    _, block = blocked()

    reasons = told(block.statement)

    assert "At least 4 negative outcomes, from 4 different clients." in reasons
    assert "In private, at least 3 clients each named: `skills`." in reasons
    assert "Several clients found that plans could not be built as drawn." in reasons
    assert "open from 2027-02-28T12:00:00Z" in reasons
    assert "overworked" not in reasons
    assert "stairs" not in reasons
    for client in CLIENTS:
        assert client not in reasons
    for day in range(1, 11):
        assert f"2026-04-{day:02}" not in reasons


def test_the_error_appeal_is_lodged_at_once_and_refused_to_the_reviewer_who_decided() -> None:
    life, block = blocked()
    appeal = appealed(life, block, door=Door.ERROR, kind=GroundKind.ERROR, at=DECIDED)
    assert life.stage is Stage.UNDER_APPEAL

    with pytest.raises(Refusal, match="`rita` decided in the matter"):
        rehear(
            appeal,
            id="hearing-77",
            policy=POLICY,
            answer=Answer.UPHELD,
            replies=(Reply(kind=GroundKind.ERROR, words="I had seen it all."),),
            by="rita",
            seen=block.case.evidence_ids | appeal.attachments,
            at=DECIDED + timedelta(days=1),
        )


def test_the_reinstatement_appeal_opens_at_six_months_to_the_day() -> None:
    life, block = blocked()

    with pytest.raises(Refusal, match="ask from `2027-02-28T12:00:00Z` on"):
        appealed(
            life,
            block,
            door=Door.REINSTATEMENT,
            kind=GroundKind.IMPROVEMENT,
            at=REINSTATEMENT - MICROSECOND,
        )
    appeal = appealed(
        life, block, door=Door.REINSTATEMENT, kind=GroundKind.IMPROVEMENT, at=REINSTATEMENT
    )
    assert appeal.lodged_at == REINSTATEMENT


def test_reversal_by_another_person_restores_all_at_once_and_the_ledger_verifies() -> None:
    life, block = blocked()
    appeal = appealed(
        life, block, door=Door.REINSTATEMENT, kind=GroundKind.IMPROVEMENT, at=REINSTATEMENT
    )
    heard_at = REINSTATEMENT + timedelta(days=1)

    hearing = rehear(
        appeal,
        id="hearing-77",
        policy=POLICY,
        answer=Answer.REVERSED,
        replies=(Reply(kind=GroundKind.IMPROVEMENT, words="The new plans are sound."),),
        by="hugo",
        seen=block.case.evidence_ids | appeal.attachments,
        at=heard_at,
        told_before={"agency-of-ana"},
    )
    life.enter(hearing, Step.REHEARD, heard_at)
    assert hearing.decision is not None
    life.decisions += (hearing.decision,)

    assert not life.may(Capability.PROPOSAL_SUBMIT, heard_at - MICROSECOND)
    assert all(life.may(capability, heard_at) for capability in Capability)
    assert standing_of("ana", life.decisions, heard_at).access is Access.NORMAL
    assert hearing.must_be_told == ("agency-of-ana", "ana")
    assert life.stage is Stage.REHEARD
    assert verify(life.entries) == head(life.entries)


def test_years_later_her_words_are_erased_and_the_ledger_still_verifies() -> None:
    life, _ = blocked()
    sealed_head = head(life.entries)

    erased = tuple(
        redact(entry, "note") if entry.kind == Step.DECIDED else entry for entry in life.entries
    )

    assert "overworked" not in repr(erased)
    assert verify(erased, published_head=sealed_head) == sealed_head
