"""What the decisions in force add up to, whatever the order they are given in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from goodstanding.core.appeal.hearing import Milder
from goodstanding.core.appeal.record import Answer
from goodstanding.core.case.record import Case
from goodstanding.core.decision import Decision, lift
from goodstanding.core.policy.language import Until
from goodstanding.core.reasons.restriction import ALWAYS_KEPT, Terms
from goodstanding.core.standing import Access, Risk, standing_of
from goodstanding.core.words import MICROSECOND, Capability, Outcome
from tests.core.story_builders import (
    DAY,
    HOUR,
    NOON,
    appeal,
    decision,
    hearing,
    held,
    policy,
    refused,
)

DECIDED = NOON + timedelta(minutes=1)
LATER = NOON + 30 * DAY
PROPOSALS = frozenset({Capability.PROPOSAL_SUBMIT})
HIDDEN = Terms(denied=frozenset({Capability.SEARCH_APPEAR}), until=Until(days=10))
BLOCK = decision()


def warning(id: str = "warning-1", *, at: datetime = DECIDED) -> Decision:
    """A warning about `ana`."""
    return decision(held(at=NOON), id=id, outcome=Outcome.WARN, at=DECIDED, effective_at=at)


def lifted(made: Decision, *, at: datetime) -> Decision:
    """Saul takes it back."""
    return lift(made, id=f"{made.id}-lifted", by="saul", at=at, because="It was the wrong case.")


def test_without_decisions_everything_is_open_and_the_standing_is_good() -> None:
    standing = standing_of("ana", [], NOON)

    assert (standing.access, standing.risk) == (Access.NORMAL, Risk.GOOD)
    assert standing.denied == frozenset()
    assert all(standing.may(capability) for capability in Capability)


def test_a_block_denies_new_work_from_its_effect_on_and_nothing_else() -> None:
    standing = standing_of("ana", [BLOCK], DECIDED)

    assert (standing.access, standing.risk) == (Access.RESTRICTED, Risk.HIGH_RISK)
    assert not standing.may(Capability.PROPOSAL_SUBMIT)
    assert not standing.may(Capability.CONTRACT_ACCEPT)
    assert all(standing.may(capability) for capability in ALWAYS_KEPT)
    assert standing.in_force == (BLOCK,)
    assert standing.because == ("decision `decision-1`: block since 2026-11-23T12:01:00Z",)
    assert standing_of("ana", [BLOCK], DECIDED - MICROSECOND).may(Capability.PROPOSAL_SUBMIT)


def test_during_the_notice_everything_is_open() -> None:
    in_two_weeks = decision(policy=policy(notice_days=14))
    effect_at = DECIDED + 14 * DAY

    assert standing_of("ana", [in_two_weeks], effect_at - MICROSECOND).access is Access.NORMAL
    assert standing_of("ana", [in_two_weeks], effect_at).access is Access.RESTRICTED


def test_at_its_very_end_a_restriction_is_over() -> None:
    ten_days = decision(terms=HIDDEN)
    ends_at = DECIDED + 10 * DAY

    assert not standing_of("ana", [ten_days], ends_at - MICROSECOND).may(Capability.SEARCH_APPEAR)
    after = standing_of("ana", [ten_days], ends_at)
    assert (after.access, after.risk) == (Access.NORMAL, Risk.GOOD)


def test_of_overlapping_restrictions_all_denials_hold_until_each_ends() -> None:
    both = [BLOCK, decision(id="decision-2", terms=HIDDEN)]

    assert standing_of("ana", both, DECIDED).denied == {
        Capability.PROPOSAL_SUBMIT,
        Capability.CONTRACT_ACCEPT,
        Capability.SEARCH_APPEAR,
    }
    assert standing_of("ana", both, LATER).denied == {
        Capability.PROPOSAL_SUBMIT,
        Capability.CONTRACT_ACCEPT,
    }


def test_what_is_lifted_counts_no_more_from_that_instant_on() -> None:
    history = [BLOCK, lifted(BLOCK, at=LATER)]

    assert standing_of("ana", history, LATER - MICROSECOND).access is Access.RESTRICTED
    after = standing_of("ana", history, LATER)
    assert (after.access, after.risk, after.in_force) == (Access.NORMAL, Risk.GOOD, ())


def test_lifting_one_restriction_leaves_the_other() -> None:
    other = decision(id="decision-2")

    standing = standing_of("ana", [BLOCK, other, lifted(BLOCK, at=LATER)], LATER)

    assert standing.in_force == (other,)


def test_reversal_restores_everything_at_once() -> None:
    reversed_ = hearing(answer=Answer.REVERSED)
    assert reversed_.decision is not None

    standing = standing_of("ana", [BLOCK, reversed_.decision], reversed_.heard_at)

    assert (standing.access, standing.risk) == (Access.NORMAL, Risk.GOOD)


def test_a_modified_decision_takes_the_place_of_the_first() -> None:
    modified = hearing(
        appeal(BLOCK),
        answer=Answer.MODIFIED,
        milder=Milder(outcome=Outcome.BLOCK, terms=Terms(denied=PROPOSALS, until=Until(months=2))),
    ).decision
    assert modified is not None
    heard_at = DECIDED + DAY + HOUR

    before = standing_of("ana", [BLOCK, modified], heard_at - MICROSECOND)
    after = standing_of("ana", [BLOCK, modified], heard_at)

    assert before.in_force == (BLOCK,)
    assert after.in_force == (modified,)
    assert after.denied == PROPOSALS


def test_a_permanent_block_revokes_access_and_keeps_running_work() -> None:
    permanent = decision(
        outcome=Outcome.PERMANENT_BLOCK,
        terms=Terms(denied=PROPOSALS, until=Until(appeal=True)),
        seconded_by="saul",
    )

    standing = standing_of("ana", [permanent], LATER)

    assert standing.access is Access.REVOKED
    assert standing.may(Capability.CONTRACT_WORK)
    assert standing.may(Capability.PAYOUT_WITHDRAW)
    assert standing.may(Capability.APPEAL_LODGE)


def test_one_warning_is_a_risk_and_two_are_a_high_one_with_full_access() -> None:
    one = standing_of("ana", [warning()], LATER)
    two = standing_of("ana", [warning(), warning("warning-2")], LATER)

    assert (one.access, one.risk) == (Access.NORMAL, Risk.AT_RISK)
    assert (two.access, two.risk) == (Access.NORMAL, Risk.HIGH_RISK)


def test_a_warning_lasts_twelve_months_to_the_microsecond_or_as_long_as_is_set() -> None:
    ends_at = datetime(2027, 11, 23, 12, 1, tzinfo=UTC)

    assert standing_of("ana", [warning()], ends_at - MICROSECOND).risk is Risk.AT_RISK
    assert standing_of("ana", [warning()], ends_at).risk is Risk.GOOD
    assert standing_of("ana", [warning()], LATER, warnings_last_months=1).risk is Risk.AT_RISK
    assert standing_of("ana", [warning()], LATER + DAY, warnings_last_months=1).risk is Risk.GOOD


@pytest.mark.parametrize("outcome", [Outcome.NO_ACTION, Outcome.ADVISE])
def test_advice_and_no_action_weigh_nothing(outcome: Outcome) -> None:
    standing = standing_of("ana", [decision(outcome=outcome)], LATER)

    assert standing.risk is Risk.GOOD
    assert standing.in_force == ()


def test_decisions_about_others_weigh_nothing() -> None:
    about_bo: Case = replace(BLOCK.case, subject="bo")

    assert standing_of("ana", [replace(BLOCK, case=about_bo)], LATER).access is Access.NORMAL


def test_the_order_in_which_decisions_are_given_changes_nothing() -> None:
    other = decision(id="decision-2", terms=HIDDEN)
    history = [BLOCK, other, warning(), lifted(BLOCK, at=LATER)]

    standings = {
        repr(standing_of("ana", order, as_of))
        for as_of in (DECIDED,)
        for order in permutations(history)
    }

    assert len(standings) == 1


def test_a_decision_given_twice_weighs_once() -> None:
    assert standing_of("ana", [warning(), warning()], LATER).risk is Risk.AT_RISK


def test_the_instant_of_a_standing_is_in_utc() -> None:
    with refused("instant-without-zone"):
        standing_of("ana", [], datetime(2026, 11, 23, 12))
