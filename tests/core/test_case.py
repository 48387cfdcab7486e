"""A verdict, or findings, become a case, and a case becomes one reviewer's for a while."""

from dataclasses import replace
from datetime import timedelta

import pytest

from goodstanding.core.case.holding import claim, queue_order, release
from goodstanding.core.case.opening import open_case, open_complaint_case
from goodstanding.core.case.record import Kind
from goodstanding.core.words import MICROSECOND
from tests.core.story_builders import (
    DAY,
    HOUR,
    NOON,
    SUMMER,
    case,
    complaint_case,
    finding,
    four_unhappy_of_ten,
    happy,
    held,
    refused,
    unhappy,
    verdict,
)

LEASE_END = NOON + timedelta(minutes=30)


def test_a_verdict_that_reached_a_rung_opens_a_case_about_its_negative_outcomes() -> None:
    opened = case()

    assert opened.kind is Kind.QUALITY
    assert opened.subject == "ana"
    assert opened.evidence_ids == {"evidence-1", "evidence-2", "evidence-3", "evidence-4"}
    assert opened.due_at == NOON + timedelta(days=7)


def test_a_verdict_that_reached_no_rung_opens_no_case() -> None:
    with refused("verdict-without-rung"):
        case([unhappy(1), happy(2)])


def test_a_case_opens_at_its_verdicts_instant_and_not_a_microsecond_earlier() -> None:
    reached = verdict()

    assert open_case(reached, id="case-1", opened_at=NOON).opened_at == NOON
    with refused("case-before-verdict"):
        open_case(reached, id="case-1", opened_at=NOON - MICROSECOND)


def test_a_rung_that_rests_on_nothing_negative_opens_no_case() -> None:
    reached = verdict()
    nothing = replace(reached, figures=tuple(replace(f, counted=()) for f in reached.figures))

    with refused("case-without-evidence"):
        open_case(nothing, id="case-1", opened_at=NOON)


def test_nobody_is_judged_twice_for_the_same() -> None:
    before = case()

    with refused("judged-already"):
        case(id="case-2", as_of=NOON + DAY, earlier=[before])


def test_fewer_outcomes_of_an_earlier_case_open_no_second_one() -> None:
    before = case([*four_unhappy_of_ten(), unhappy(11)])

    with refused("judged-already"):
        case(id="case-2", earlier=[before])


def test_an_outcome_that_was_changed_since_is_still_the_same_outcome() -> None:
    before = case()
    changed = [
        replace(each, id=f"{each.id}-changed", items={**each.items, "overall": 4})
        for each in four_unhappy_of_ten()
    ]

    with refused("judged-already"):
        case(changed, id="case-2", earlier=[before])


def test_one_negative_outcome_that_no_earlier_case_rested_on_opens_another_case() -> None:
    before = case()

    after = case([*four_unhappy_of_ten(), unhappy(11)], id="case-2", earlier=[before])

    assert after.earlier == ("case-1",)
    assert after.earlier_groups == {f"group-{number}" for number in range(1, 11)}


def test_the_earlier_cases_are_those_of_the_same_subject() -> None:
    anothers = replace(case(), subject="bo")

    with refused("earlier-case-of-another"):
        case(id="case-2", earlier=[anothers])


def test_an_upheld_complaint_can_be_put_before_a_person_by_itself() -> None:
    opened = complaint_case(1)

    assert opened.kind is Kind.BACKGROUND
    assert opened.verdict is None
    assert opened.evidence_ids == {"evidence-1"}


def test_a_case_that_rests_on_findings_alone_is_about_the_background() -> None:
    reached = verdict()
    findings = tuple(
        replace(reading, evidence=finding(number))
        for number, reading in enumerate(reached.against, start=1)
    )
    about_claims = replace(
        reached,
        readings=findings,
        figures=tuple(replace(figure, counted=findings) for figure in reached.figures),
    )

    assert open_case(about_claims, id="case-1", opened_at=NOON).kind is Kind.BACKGROUND


def test_a_finding_once_put_before_a_person_opens_no_second_case() -> None:
    before = complaint_case(1)

    with refused("judged-already"):
        complaint_case(1, earlier=[before])
    assert complaint_case(1, 2, earlier=[before]).earlier_groups == {"group-1"}


def test_no_finding_opens_no_case() -> None:
    with refused("case-without-evidence"):
        complaint_case()


def test_feedback_is_no_finding() -> None:
    with refused("not-a-finding"):
        open_complaint_case([unhappy(1)], id="case-1", opened_at=NOON)


def test_findings_about_two_subjects_are_two_cases() -> None:
    with refused("findings-of-two-subjects"):
        open_complaint_case([finding(1), finding(2, subject="bo")], id="case-1", opened_at=NOON)


def test_a_finding_opens_no_case_before_it_is_known() -> None:
    known_at = SUMMER + DAY
    late = finding(1, ended_at=SUMMER)

    with refused("finding-not-known"):
        open_complaint_case([late], id="case-1", opened_at=known_at - MICROSECOND)
    assert open_complaint_case([late], id="case-1", opened_at=known_at).opened_at == known_at


def test_a_claimed_case_is_held_from_that_instant_for_the_length_of_the_lease() -> None:
    claimed = held()

    assert claimed.claim is not None
    assert claimed.claim.by == "rita"
    assert not claimed.claim.holds(NOON - MICROSECOND)
    assert claimed.claim.holds(NOON)
    assert claimed.claim.holds(LEASE_END - MICROSECOND)
    assert not claimed.claim.holds(LEASE_END)


def test_no_two_reviewers_hold_one_case() -> None:
    claimed = held()

    with refused("case-claimed"):
        claim(claimed, "saul", LEASE_END - MICROSECOND)


def test_at_the_very_end_of_a_lease_the_case_is_free() -> None:
    taken_over = claim(held(), "saul", LEASE_END)

    assert taken_over.claim is not None
    assert taken_over.claim.by == "saul"
    assert taken_over.claim.claimed_at == LEASE_END


def test_the_holder_renews_a_lease_and_never_shortens_it() -> None:
    claimed = held()

    longer = claim(claimed, "rita", NOON + timedelta(minutes=10)).claim
    no_shorter = claim(claimed, "rita", NOON + MICROSECOND, lease=timedelta(minutes=1)).claim

    assert longer is not None and no_shorter is not None
    assert longer.claimed_at == NOON
    assert longer.lease_ends_at == NOON + timedelta(minutes=40)
    assert no_shorter.lease_ends_at == LEASE_END


def test_whoever_claims_again_after_the_lease_holds_it_only_from_then() -> None:
    again = claim(held(), "rita", LEASE_END).claim

    assert again is not None
    assert again.claimed_at == LEASE_END


def test_a_case_is_not_claimed_before_it_stands_as_it_stands() -> None:
    with refused("claim-out-of-time"):
        claim(case(), "rita", NOON - MICROSECOND)
    with refused("claim-out-of-time"):
        claim(held(at=NOON + HOUR), "rita", NOON + HOUR - MICROSECOND)


def test_a_lease_has_a_length() -> None:
    assert claim(case(), "rita", NOON, lease=MICROSECOND).claim is not None
    with refused("lease-without-length"):
        claim(case(), "rita", NOON, lease=timedelta(0))


def test_a_released_case_can_be_claimed_by_another() -> None:
    freed = release(held(), "rita")

    assert freed.claim is None
    assert claim(freed, "saul", NOON).claim is not None


def test_only_the_holder_releases_a_case() -> None:
    with refused("claim-of-another"):
        release(held(), "saul")
    with refused("claim-of-another"):
        release(case(), "rita")


def test_a_machine_claims_no_case() -> None:
    with refused("machine-cannot-decide"):
        claim(case(), "policy:poor-contract-outcomes@1", NOON)


def test_nobody_claims_no_case() -> None:
    with refused("nobody-named"):
        claim(case(), " ", NOON)


@pytest.mark.parametrize("party", ["ana", "client-3", "group-3"])
def test_a_party_to_the_case_reviews_it_not(party: str) -> None:
    with refused("party-cannot-review"):
        claim(case(), party, NOON)


def test_a_decided_case_is_claimed_by_nobody() -> None:
    with refused("case-already-decided"):
        claim(replace(case(), decided_at=NOON), "rita", NOON)


def test_the_queue_shows_the_earliest_deadline_first_then_the_oldest() -> None:
    due_first = replace(case(id="c"), due_at=NOON)
    older = replace(case(id="b"), opened_at=NOON - MICROSECOND)
    newer = case(id="a")

    assert sorted([newer, older, due_first], key=queue_order) == [due_first, older, newer]
