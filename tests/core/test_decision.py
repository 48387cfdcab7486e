"""A person who has seen the evidence decides, with reasons; running work is never taken."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from goodstanding.core.contract import Side
from goodstanding.core.decision import decide, lift
from goodstanding.core.policy.language import Until
from goodstanding.core.policy.over_time import Released, Weekday
from goodstanding.core.reasons.restriction import (
    ALWAYS_KEPT,
    Restriction,
    Terms,
    is_milder,
    restrict,
)
from goodstanding.core.reasons.telling import told
from goodstanding.core.words import MICROSECOND, Capability, Outcome
from tests.core.story_builders import (
    DAY,
    NOON,
    SHIPPED,
    case,
    complaint_case,
    decision,
    held,
    policy,
    refused,
)

DECIDED = NOON + timedelta(minutes=1)
LEASE_END = NOON + timedelta(minutes=30)
PROPOSALS = frozenset({Capability.PROPOSAL_SUBMIT})
BY_APPEAL = Until(appeal=True)
MONDAY_NIGHT = Released(weekday=Weekday.MONDAY, at=time(23, 59))
RUNNING_WORK = frozenset(
    {
        Capability.CONTRACT_WORK,
        Capability.CONTRACT_DELIVER,
        Capability.CONTRACT_BILL,
        Capability.MESSAGE_CURRENT_CLIENT,
        Capability.PAYOUT_WITHDRAW,
        Capability.APPEAL_LODGE,
        Capability.FEEDBACK_GIVE,
    }
)
A_RESTRICTION = Restriction(
    denied=frozenset({Capability.PROPOSAL_SUBMIT, Capability.CONTRACT_ACCEPT}),
    kept=RUNNING_WORK,
    from_at=NOON,
    until_at=None,
    course=None,
)


def test_a_block_denies_new_work_and_keeps_running_work_until_an_appeal_lifts_it() -> None:
    made = decision()

    assert made.restriction == Restriction(
        denied=frozenset({Capability.PROPOSAL_SUBMIT, Capability.CONTRACT_ACCEPT}),
        kept=RUNNING_WORK,
        from_at=DECIDED,
        until_at=None,
        course=None,
    )


def test_a_decision_names_who_made_it_and_marks_its_case_decided() -> None:
    made = decision(note="Looks like a hard year.")

    assert made.hands == {"rita"}
    assert made.subject == "ana"
    assert made.case.decided_at == DECIDED
    assert made.note == "Looks like a hard year."
    assert "hard year" not in told(made.statement)


def test_a_machine_never_decides_not_even_to_do_nothing() -> None:
    with refused("machine-cannot-decide"):
        decision(by="policy:poor-contract-outcomes@1")
    with refused("machine-cannot-decide"):
        decision(by="policy:poor-contract-outcomes@1", outcome=Outcome.NO_ACTION)


def test_nobody_is_restricted_by_nobody() -> None:
    with refused("nobody-named"):
        decision(by="")


def test_only_who_holds_the_case_decides_it() -> None:
    with refused("case-not-held"):
        decision(case())
    with refused("case-not-held"):
        decision(by="saul")


def test_a_case_is_decided_while_the_lease_runs_and_not_at_its_very_end() -> None:
    assert decision(at=NOON).decided_at == NOON
    assert decision(at=LEASE_END - MICROSECOND).decided_at == LEASE_END - MICROSECOND
    with refused("case-not-held"):
        decision(at=LEASE_END)
    with refused("case-not-held"):
        decision(at=NOON - MICROSECOND)


def test_a_decided_case_is_not_decided_again() -> None:
    with refused("decided-already"):
        decision(decision().case)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_nothing_is_decided_without_seeing_all_that_the_case_rests_on(outcome: Outcome) -> None:
    three = frozenset({"evidence-1", "evidence-2", "evidence-3"})

    for seen in (three, three | {"another"}):
        with refused("evidence-not-seen"):
            decision(outcome=outcome, seen=seen)


def test_whoever_has_seen_more_may_decide() -> None:
    seen = case().evidence_ids | {"another"}

    assert decision(seen=seen).by == "rita"


@pytest.mark.parametrize("reasons", ["", "  \n"])
def test_nothing_is_decided_without_reasons(reasons: str) -> None:
    with refused("blank-words"):
        decision(reasons=reasons)


def test_the_reasons_name_no_client() -> None:
    with refused("client-named"):
        decision(reasons="client-2 was unhappy.")


@pytest.mark.parametrize("outcome", [Outcome.NO_ACTION, Outcome.ADVISE, Outcome.WARN])
def test_a_person_may_choose_something_milder_than_the_rule_proposed(outcome: Outcome) -> None:
    made = decision(outcome=outcome)

    assert made.outcome is outcome
    assert made.restriction is None
    assert made.effective_at == DECIDED


def test_what_the_policy_does_not_propose_needs_terms_of_its_own() -> None:
    with refused("outcome-without-terms"):
        decision(outcome=Outcome.PAUSE)
    with refused("outcome-without-terms"):
        decision(outcome=Outcome.PERMANENT_BLOCK, seconded_by="saul")


def test_a_case_without_a_verdict_takes_the_terms_of_the_rung_that_proposes_the_outcome() -> None:
    made = decision(held(complaint_case(1)), reasons="The degree was never awarded.")

    assert made.restriction is not None
    assert made.restriction.denied == {Capability.PROPOSAL_SUBMIT, Capability.CONTRACT_ACCEPT}


def test_of_two_rungs_that_propose_the_same_the_reached_one_gives_the_terms_else_the_highest() -> (
    None
):
    lower = replace(SHIPPED.ladder[-1], name="softer", deny=(Capability.PROPOSAL_SUBMIT,))
    two = replace(SHIPPED, ladder=(*SHIPPED.ladder, lower))
    reached_softer = case(by=two)
    reached_block = replace(reached_softer, verdict=replace(case().verdict, rung="block"))

    softer = decision(held(reached_softer), policy=two).restriction
    block = decision(held(reached_block), policy=two).restriction

    assert softer is not None
    assert block is not None
    assert softer.denied == PROPOSALS
    by_finding = decision(held(complaint_case(1)), policy=two, reasons="No degree.").restriction
    assert by_finding is not None
    assert by_finding.denied == PROPOSALS
    assert block.denied == {Capability.PROPOSAL_SUBMIT, Capability.CONTRACT_ACCEPT}


def test_a_block_takes_effect_when_the_notice_has_run_out_and_not_before() -> None:
    two_weeks = policy(notice_days=14)
    ends_at = DECIDED + 14 * DAY

    assert decision(policy=two_weeks).effective_at == ends_at
    assert decision(policy=two_weeks, effective_at=ends_at).effective_at == ends_at
    later_at = ends_at + DAY
    assert decision(policy=two_weeks, effective_at=later_at).effective_at == later_at
    with refused("effect-too-early"):
        decision(policy=two_weeks, effective_at=ends_at - MICROSECOND)


def test_a_pause_and_a_permanent_block_have_the_same_notice() -> None:
    two_weeks = policy(notice_days=14)
    pause = Terms(denied=PROPOSALS, until=Until(course="working-with-clients"))
    for_good = Terms(denied=PROPOSALS, until=BY_APPEAL)

    paused = decision(policy=two_weeks, outcome=Outcome.PAUSE, terms=pause)
    blocked = decision(
        policy=two_weeks, outcome=Outcome.PERMANENT_BLOCK, terms=for_good, seconded_by="saul"
    )

    assert paused.effective_at == blocked.effective_at == DECIDED + 14 * DAY


def test_a_warning_needs_no_notice_but_takes_no_effect_before_it_is_made() -> None:
    assert decision(policy=policy(notice_days=14), outcome=Outcome.WARN).effective_at == DECIDED
    with refused("effect-too-early"):
        decision(outcome=Outcome.WARN, effective_at=DECIDED - MICROSECOND)


def test_a_permanent_block_needs_a_second_person() -> None:
    terms = Terms(denied=PROPOSALS, until=BY_APPEAL)

    seconded = decision(outcome=Outcome.PERMANENT_BLOCK, terms=terms, seconded_by="saul")

    assert seconded.hands == {"rita", "saul"}
    assert seconded.restriction is not None
    assert seconded.restriction.kept == RUNNING_WORK
    with refused("no-second-person"):
        decision(outcome=Outcome.PERMANENT_BLOCK, terms=terms)


@pytest.mark.parametrize("outcome", [Outcome.BLOCK, Outcome.PERMANENT_BLOCK])
def test_the_second_person_is_another_person_without_a_part_in_it(outcome: Outcome) -> None:
    terms = Terms(denied=PROPOSALS, until=BY_APPEAL)

    with refused("seconded-by-the-decider"):
        decision(outcome=outcome, terms=terms, seconded_by="rita")
    with refused("machine-cannot-decide"):
        decision(outcome=outcome, terms=terms, seconded_by="policy:poor-contract-outcomes@1")
    with refused("seconded-by-a-party"):
        decision(outcome=outcome, terms=terms, seconded_by="client-1")


@pytest.mark.parametrize("capability", sorted(ALWAYS_KEPT))
@pytest.mark.parametrize("outcome", [Outcome.PAUSE, Outcome.BLOCK, Outcome.PERMANENT_BLOCK])
def test_running_work_pay_appeal_and_feedback_are_never_denied(
    capability: Capability, outcome: Outcome
) -> None:
    terms = Terms(denied=PROPOSALS | {capability}, until=BY_APPEAL)

    with refused("capability-always-kept"):
        restrict(outcome, terms, about=Side.FREELANCER, from_at=NOON)


def test_a_client_who_is_restricted_still_pays_and_talks_to_running_freelancers() -> None:
    terms = Terms(denied=frozenset({Capability.JOB_POST}), until=BY_APPEAL)

    restriction = restrict(Outcome.BLOCK, terms, about=Side.CLIENT, from_at=NOON)

    assert restriction is not None
    assert {Capability.CONTRACT_PAY, Capability.MESSAGE_CURRENT_FREELANCER} <= restriction.kept


def test_whether_somebody_is_found_in_search_can_be_kept_by_the_policy() -> None:
    terms = Terms(denied=PROPOSALS, kept=frozenset({Capability.SEARCH_APPEAR}), until=BY_APPEAL)

    restriction = restrict(Outcome.BLOCK, terms, about=Side.FREELANCER, from_at=NOON)

    assert restriction is not None
    assert Capability.SEARCH_APPEAR in restriction.kept


@pytest.mark.parametrize(
    ("outcome", "terms", "code"),
    [
        (Outcome.BLOCK, Terms(denied=frozenset(), until=BY_APPEAL), "restriction-of-nothing"),
        (Outcome.WARN, Terms(denied=PROPOSALS), "denial-without-restriction"),
        (
            Outcome.BLOCK,
            Terms(denied=PROPOSALS, kept=PROPOSALS, until=BY_APPEAL),
            "denied-and-kept",
        ),
        (Outcome.BLOCK, Terms(denied=PROPOSALS), "restriction-without-end"),
        (
            Outcome.BLOCK,
            Terms(denied=PROPOSALS, until=Until(restored_by="Monday")),
            "restriction-without-end",
        ),
        (Outcome.PAUSE, Terms(denied=PROPOSALS), "pause-without-course"),
        (Outcome.PAUSE, Terms(denied=PROPOSALS, until=Until(days=14)), "pause-without-course"),
        (
            Outcome.PERMANENT_BLOCK,
            Terms(denied=PROPOSALS, until=Until(appeal=True, days=900)),
            "permanent-with-an-end",
        ),
        (
            Outcome.PERMANENT_BLOCK,
            Terms(denied=PROPOSALS, until=Until(months=12)),
            "permanent-with-an-end",
        ),
    ],
)
def test_an_unsound_restriction_is_refused(outcome: Outcome, terms: Terms, code: str) -> None:
    with refused(code):
        restrict(outcome, terms, about=Side.FREELANCER, from_at=NOON)


@pytest.mark.parametrize(
    ("until", "ends_at"),
    [
        (Until(days=14), datetime(2026, 12, 7, 12, tzinfo=UTC)),
        (Until(months=6), datetime(2027, 5, 23, 12, tzinfo=UTC)),
        (Until(days=14, months=6), datetime(2026, 12, 7, 12, tzinfo=UTC)),
        (Until(appeal=True, months=6), datetime(2027, 5, 23, 12, tzinfo=UTC)),
        (BY_APPEAL, None),
        (Until(days=14, released=MONDAY_NIGHT), datetime(2026, 12, 7, 23, 59, tzinfo=UTC)),
        (Until(days=15, released=MONDAY_NIGHT), datetime(2026, 12, 14, 23, 59, tzinfo=UTC)),
        (Until(course="Basics", released=MONDAY_NIGHT), None),
    ],
)
def test_a_block_ends_as_the_terms_say(until: Until, ends_at: datetime | None) -> None:
    terms = Terms(denied=PROPOSALS, until=until)

    restriction = restrict(Outcome.BLOCK, terms, about=Side.FREELANCER, from_at=NOON)

    assert restriction is not None
    assert restriction.until_at == ends_at


def test_a_restriction_holds_from_its_start_up_to_but_not_including_its_end() -> None:
    restriction = replace(A_RESTRICTION, until_at=NOON + DAY)

    assert not restriction.in_force(NOON - MICROSECOND)
    assert restriction.in_force(NOON)
    assert restriction.in_force(NOON + DAY - MICROSECOND)
    assert not restriction.in_force(NOON + DAY)
    assert A_RESTRICTION.in_force(NOON + 9999 * DAY)


@pytest.mark.parametrize(
    ("changed", "milder"),
    [
        ({}, False),
        ({"denied": PROPOSALS}, True),
        ({"denied": A_RESTRICTION.denied | {Capability.SEARCH_APPEAR}}, False),
        ({"kept": RUNNING_WORK | {Capability.SEARCH_APPEAR}}, True),
        ({"kept": RUNNING_WORK - {Capability.FEEDBACK_GIVE}, "denied": PROPOSALS}, False),
        ({"until_at": NOON + DAY}, True),
        ({"from_at": NOON + MICROSECOND}, True),
        ({"from_at": NOON - MICROSECOND}, False),
        ({"course": "working-with-clients"}, True),
        ({"denied": frozenset({Capability.SEARCH_APPEAR})}, False),
    ],
)
def test_milder_is_nowhere_worse_and_somewhere_better(
    changed: dict[str, object], milder: bool
) -> None:
    assert is_milder(replace(A_RESTRICTION, **changed), A_RESTRICTION) is milder


def test_milder_than_an_end_is_only_an_earlier_one() -> None:
    ending = replace(A_RESTRICTION, until_at=NOON + DAY)
    fewer = replace(ending, denied=PROPOSALS)

    assert is_milder(replace(fewer, until_at=NOON + DAY), ending)
    assert not is_milder(replace(fewer, until_at=NOON + DAY + MICROSECOND), ending)
    assert not is_milder(replace(fewer, until_at=None), ending)


def test_to_take_the_course_away_is_not_milder() -> None:
    with_course = replace(A_RESTRICTION, course="working-with-clients")

    assert not is_milder(replace(with_course, course=None, denied=PROPOSALS), with_course)
    assert is_milder(replace(with_course, denied=PROPOSALS), with_course)


def test_nothing_is_milder_than_no_restriction_and_none_is_milder_than_any() -> None:
    assert is_milder(None, A_RESTRICTION)
    assert not is_milder(A_RESTRICTION, None)
    assert not is_milder(None, None)


def test_a_policy_lifts_what_a_person_imposed_when_it_has_run_out() -> None:
    made = decision()

    lifted = lift(
        made,
        id="decision-2",
        by="policy:poor-contract-outcomes@1",
        at=DECIDED + DAY,
        because="The course is completed.",
    )

    assert lifted.lifts == "decision-1"
    assert lifted.outcome is Outcome.NO_ACTION
    assert lifted.restriction is None
    assert lifted.effective_at == DECIDED + DAY
    assert lifted.hands == {"rita", "policy:poor-contract-outcomes@1"}
    assert lifted.statement.facts == made.statement.facts
    said = told(lifted.statement)
    assert "- Decision `decision-1` is lifted." in said
    assert "Nothing follows from it" not in said
    assert "a policy lifted it by itself" in said


def test_a_person_may_lift_at_the_instant_of_the_decision_but_not_before() -> None:
    made = decision()

    lifted = lift(made, id="2", by="saul", at=DECIDED, because="It was the wrong case.")

    assert "No machine decided." in told(lifted.statement)
    with refused("before-the-decision"):
        lift(made, id="2", by="saul", at=DECIDED - MICROSECOND, because="Too soon.")


@pytest.mark.parametrize(
    "by", ["policy:", "policy:poor-contract-outcomes", "policy:poor-contract-outcomes@0"]
)
def test_a_machine_that_lifts_is_a_version_of_a_policy(by: str) -> None:
    with refused("policy-without-version"):
        lift(decision(), id="2", by=by, at=DECIDED, because="The course is completed.")


def test_a_lifting_is_by_somebody_and_with_words_that_may_be_told() -> None:
    with refused("nobody-named"):
        lift(decision(), id="2", by=" ", at=DECIDED, because="Enough.")
    with refused("blank-words"):
        lift(decision(), id="2", by="saul", at=DECIDED, because=" ")
    with refused("client-named"):
        lift(decision(), id="2", by="saul", at=DECIDED, because="client-1 was wrong.")


def test_what_takes_nothing_cannot_be_lifted() -> None:
    nothing = decision(outcome=Outcome.NO_ACTION)
    lifted = lift(decision(), id="2", by="saul", at=DECIDED, because="Enough.")

    for each in (nothing, lifted):
        with refused("nothing-to-lift"):
            lift(each, id="3", by="saul", at=DECIDED, because="Enough.")


def test_there_is_no_way_to_decide_without_saying_on_what() -> None:
    with pytest.raises(TypeError, match="seen"):
        decide(
            held(),
            id="1",
            policy=SHIPPED,
            outcome=Outcome.WARN,
            reasons="Because.",
            by="rita",
            at=NOON,
        )
