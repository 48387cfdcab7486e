"""Complaints about a claim on a profile: made, put to the respondent, answered, found."""

from datetime import datetime
from typing import Any

import pytest

from goodstanding.core.complaint import (
    DIMENSION_OF,
    ClaimKind,
    Complaint,
    FindingOutcome,
    ResponseKind,
    put_and_deadline,
    put_to_respondent,
    respond,
)
from goodstanding.core.finding import counts_as_misuse, find, for_respondent, warn_complainant
from goodstanding.core.words import Dimension
from tests.core.builders import (
    LATER_AT,
    REVIEWER,
    a_claim,
    a_complaint,
    a_complaint_put,
    a_contract,
    changed,
    instant,
    just_after,
    just_before,
    refused,
)

PUT_AT = instant("2026-03-23T08:00:00Z")
DEADLINE_AT = instant("2026-04-02T23:59:59.999999Z")
FOUND_AT = instant("2026-04-03T00:00:00Z")


def proved(**given: Any) -> Complaint:
    known: dict[str, Any] = {
        "complaint": a_complaint_put(),
        "kind": ResponseKind.PROOF,
        "words": "Here is the certificate.",
        "by": "fritzi",
        "at": PUT_AT,
        "attachments": ("certificate-1",),
    }
    return respond(**{**known, **given})


def corrected(**given: Any) -> Complaint:
    return proved(**{"kind": ResponseKind.CORRECTION, "words": "It was a BSc.", **given})


def found(outcome: FindingOutcome = FindingOutcome.SUBSTANTIATED, **given: Any) -> Complaint:
    known: dict[str, Any] = {
        "complaint": a_complaint_put(),
        "by": REVIEWER,
        "at": FOUND_AT,
        "reasons": "The register does not list the degree.",
    }
    return find(outcome=outcome, **{**known, **given})


def test_there_are_eight_kinds_of_claim_and_each_speaks_of_skills_or_experience() -> None:
    assert dict(DIMENSION_OF) == {
        ClaimKind.IDENTITY: Dimension.EXPERIENCE,
        ClaimKind.POSITION: Dimension.EXPERIENCE,
        ClaimKind.DEGREE: Dimension.EXPERIENCE,
        ClaimKind.LICENCE: Dimension.SKILLS,
        ClaimKind.CERTIFICATION: Dimension.SKILLS,
        ClaimKind.SKILL_LEVEL: Dimension.SKILLS,
        ClaimKind.PORTFOLIO: Dimension.SKILLS,
        ClaimKind.WORK_HISTORY: Dimension.EXPERIENCE,
    }
    assert set(DIMENSION_OF) == set(ClaimKind)
    assert a_claim(kind=ClaimKind.PORTFOLIO).dimension is Dimension.SKILLS


def test_a_client_may_complain_before_there_is_a_contract() -> None:
    complaint = a_complaint()

    assert complaint.contract is None
    assert (complaint.complainant, complaint.respondent) == ("carla", "fritzi")
    assert complaint.complained_at == LATER_AT


def test_a_client_may_complain_of_the_freelancer_of_their_contract() -> None:
    assert a_complaint(contract=a_contract()).contract == "contract-1"
    with refused("complaint-off-contract"):
        a_complaint(contract=a_contract(), complainant="otto")
    with refused("complaint-off-contract"):
        a_complaint(contract=a_contract(), respondent="felix")
    with refused("complaint-off-contract"):
        a_complaint(contract=a_contract(), complainant="fritzi", respondent="carla")


def test_nobody_complains_of_themselves() -> None:
    with refused("complaint-about-oneself"):
        a_complaint(respondent="carla")


def test_a_complaint_comes_with_words_and_evidence() -> None:
    with refused("complaint-without-evidence"):
        a_complaint(attachments=())
    with refused("blank-id"):
        a_complaint(attachments=("",))
    with refused("blank-words"):
        a_complaint(words="")
    with refused("blank-id"):
        a_complaint(complainant_group="")
    with refused("instant-without-zone"):
        a_complaint(at=datetime(2026, 3, 20))


def test_a_group_of_accounts_questions_one_claim_once() -> None:
    first = a_complaint()

    with refused("complained-already"):
        a_complaint(complainant="carl", earlier=(first,))
    assert a_complaint(claim=a_claim(id="claim-2"), earlier=(first,)).id
    assert a_complaint(complainant="otto", complainant_group="otto", earlier=(first,)).id


def test_the_respondent_has_ten_days_from_when_the_claim_is_put_to_them() -> None:
    put = a_complaint_put()

    assert put_and_deadline(put) == (PUT_AT, DEADLINE_AT)


def test_another_deadline_can_be_set() -> None:
    put = put_to_respondent(a_complaint(), at=PUT_AT, days=3)

    assert put.respond_until_at == instant("2026-03-26T23:59:59.999999Z")


def test_a_claim_is_put_once_and_not_before_the_complaint() -> None:
    with refused("claim-put-already"):
        put_to_respondent(a_complaint_put(), at=PUT_AT)
    with refused("complaint-out-of-order"):
        put_to_respondent(a_complaint(), at=just_before(LATER_AT))
    assert put_to_respondent(a_complaint(), at=LATER_AT).put_at == LATER_AT


def test_the_respondent_proves_or_corrects_the_claim_once() -> None:
    response = proved().response

    assert response is not None
    assert (response.kind, response.attachments) == (ResponseKind.PROOF, ("certificate-1",))
    assert (response.words, response.responded_at) == ("Here is the certificate.", PUT_AT)
    with refused("response-closed"):
        corrected(complaint=proved())


def test_a_proof_refers_to_something_and_a_correction_need_not() -> None:
    with refused("proof-without-reference"):
        proved(attachments=())
    with refused("blank-id"):
        proved(attachments=("",))
    with refused("blank-words"):
        corrected(words=" ")
    assert corrected(attachments=()).response


def test_only_the_respondent_responds_and_only_to_what_was_put() -> None:
    with refused("not-the-respondent"):
        proved(by="carla")
    with refused("claim-not-put"):
        proved(complaint=a_complaint())
    with refused("complaint-out-of-order"):
        proved(at=just_before(PUT_AT))


def test_a_late_response_is_heard_as_long_as_nothing_is_found() -> None:
    late_at = instant("2026-05-01T00:00:00Z")

    assert proved(at=late_at).response
    with refused("response-closed"):
        proved(complaint=found(), at=late_at)


@pytest.mark.parametrize("moment_at", [just_before(DEADLINE_AT), DEADLINE_AT])
def test_nothing_is_found_before_the_deadline_has_passed(moment_at: datetime) -> None:
    with refused("respondent-not-heard"):
        found(at=moment_at)


def test_something_may_be_found_with_the_first_microsecond_after_the_deadline() -> None:
    finding = found(at=just_after(DEADLINE_AT)).finding

    assert finding is not None
    assert (finding.outcome, finding.by) == (FindingOutcome.SUBSTANTIATED, REVIEWER)
    assert finding.reasons == "The register does not list the degree."
    assert finding.found_at == FOUND_AT


def test_a_response_makes_a_finding_possible_at_once() -> None:
    assert found(complaint=proved(), at=PUT_AT).finding
    with refused("complaint-out-of-order"):
        found(complaint=proved(), at=just_before(PUT_AT))


def test_what_was_not_put_to_the_respondent_is_not_found() -> None:
    with refused("claim-not-put"):
        found(complaint=a_complaint())
    with refused("claim-not-put"):
        found(complaint=changed(a_complaint_put(), respond_until_at=None))


def test_a_finding_is_made_once_by_a_named_person_without_a_part_in_it() -> None:
    with refused("found-already"):
        found(complaint=found())
    with refused("blank-id"):
        found(by="")
    for party in ("carla", "fritzi"):
        with refused("party-finds"):
            found(by=party)


def test_a_correction_is_found_only_where_something_was_corrected() -> None:
    assert found(FindingOutcome.CORRECTED, complaint=corrected()).finding
    with refused("nothing-corrected"):
        found(FindingOutcome.CORRECTED, complaint=proved())
    with refused("nothing-corrected"):
        found(FindingOutcome.CORRECTED)


def test_a_correction_may_still_be_found_dishonest() -> None:
    assert found(FindingOutcome.SUBSTANTIATED, complaint=corrected()).finding


@pytest.mark.parametrize(
    "reasons",
    ["Carla: carla asked.", "Ask carla-and-sons.", "On contract-1 the degree was needed."],
)
def test_the_reasons_do_not_tell_who_complained(reasons: str) -> None:
    complaint = put_to_respondent(a_complaint(contract=a_contract()), at=PUT_AT)

    with refused("reasons-tell-the-complainant"):
        found(complaint=complaint, reasons=reasons)


def test_the_reasons_are_written_and_may_hold_longer_words_with_a_name_inside() -> None:
    with refused("blank-words"):
        found(reasons="")
    assert found(reasons="Scarlatti is not carlas.").finding


def test_the_respondent_learns_the_claim_and_the_deadline_and_never_who_asked() -> None:
    complaint = put_to_respondent(a_complaint(contract=a_contract()), at=PUT_AT)

    told = for_respondent(complaint)

    assert told.claim == a_claim()
    assert (told.put_at, told.respond_until_at) == (PUT_AT, DEADLINE_AT)
    assert (told.response, told.outcome, told.reasons) == (None, None, None)
    secrets = ("carla", "complaint-1", "contract-1", "letter-3", "no record", "2026-03-20")
    assert not any(secret in repr(told) for secret in (*secrets, repr(LATER_AT)))


def test_the_respondent_is_told_nothing_before_the_claim_is_put_to_them() -> None:
    with refused("claim-not-put"):
        for_respondent(a_complaint())


def test_the_respondent_reads_the_finding_and_its_reasons() -> None:
    told = for_respondent(found(complaint=proved()))

    assert told.outcome is FindingOutcome.SUBSTANTIATED
    assert told.reasons == "The register does not list the degree."
    assert told.response is not None


def test_a_malicious_complaint_looks_unsubstantiated_to_the_respondent() -> None:
    malicious = for_respondent(found(FindingOutcome.MALICIOUS))
    unsubstantiated = for_respondent(found(FindingOutcome.UNSUBSTANTIATED))

    assert malicious == unsubstantiated


def malicious(**given: Any) -> Complaint:
    put = put_to_respondent(a_complaint(**given), at=given.get("at", LATER_AT), days=0)
    return found(FindingOutcome.MALICIOUS, complaint=put, at=instant("2026-06-02T09:00:00Z"))


def test_a_first_malicious_complaint_is_warned_of_and_does_not_count() -> None:
    first = warn_complainant(malicious(), at=instant("2026-06-02T09:00:00Z"))

    assert first.warned_at == instant("2026-06-02T09:00:00Z")
    assert not counts_as_misuse(first, ())


@pytest.mark.parametrize(
    ("complained", "counts"),
    [
        ("2026-05-01T08:59:59.999999Z", False),
        ("2026-05-01T09:00:00Z", True),
        ("2026-05-01T09:00:00.000001Z", True),
    ],
)
def test_a_malicious_complaint_after_the_warning_counts(complained: str, counts: bool) -> None:
    first = changed(malicious(), warned_at=instant("2026-05-01T09:00:00Z"))
    second = malicious(id="complaint-2", at=instant(complained))

    assert counts_as_misuse(second, (first,)) is counts


def test_neither_the_warning_of_another_nor_a_missing_one_counts() -> None:
    of_otto = changed(malicious(complainant="otto", complainant_group="otto"), warned_at=LATER_AT)
    unwarned = malicious()
    second = malicious(id="complaint-2", at=instant("2026-05-01T09:00:00Z"))

    assert not counts_as_misuse(second, (of_otto, unwarned))


def test_a_complaint_in_good_faith_never_counts_against_the_complainant() -> None:
    warned = changed(malicious(), warned_at=LATER_AT)

    assert not counts_as_misuse(found(FindingOutcome.UNSUBSTANTIATED), (warned,))
    assert not counts_as_misuse(a_complaint(), (warned,))


def test_a_warning_follows_a_malicious_complaint_once_and_not_before_the_finding() -> None:
    complaint = malicious()

    with refused("warning-without-malice"):
        warn_complainant(found(FindingOutcome.UNSUBSTANTIATED), at=FOUND_AT)
    with refused("warning-without-malice"):
        warn_complainant(a_complaint_put(), at=FOUND_AT)
    with refused("warned-already"):
        warn_complainant(
            warn_complainant(complaint, at=instant("2026-06-02T09:00:00Z")),
            at=instant("2026-06-03T09:00:00Z"),
        )
    with refused("complaint-out-of-order"):
        warn_complainant(complaint, at=instant("2026-06-02T08:59:59.999999Z"))
