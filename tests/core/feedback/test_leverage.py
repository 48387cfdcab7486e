"""Feedback as a threat: reported before it exists, quarantined when it follows."""

from datetime import datetime

import pytest

from goodstanding.core.contract import Side
from goodstanding.core.feedback.leverage import (
    dismiss_leverage,
    is_quarantined,
    uphold_leverage,
)
from goodstanding.core.feedback.seal import edit
from tests.core.builders import (
    CLIENT_GAVE_AT,
    FREELANCER_GAVE_AT,
    LATER_AT,
    OPENED_AT,
    RELEASED_AT,
    REVIEWER,
    a_contract,
    a_feedback,
    a_leverage_report,
    a_running_contract,
    instant,
    just_after,
    just_before,
    refused,
    the_other_feedback,
)


def test_a_party_may_report_a_threat_while_the_contract_runs() -> None:
    report = a_leverage_report(
        contract=a_running_contract(),
        at=instant("2026-01-01T00:00:00Z"),
        attachments=("message-3",),
    )

    assert (report.reporter, report.against) == ("fritzi", Side.CLIENT)
    assert report.attachments == ("message-3",)


def test_a_client_may_report_a_freelancer_too() -> None:
    assert a_leverage_report(by="carla").against is Side.FREELANCER


def test_only_a_party_reports_a_threat_in_words() -> None:
    with refused("not-a-party"):
        a_leverage_report(by="otto")
    with refused("blank-words"):
        a_leverage_report(words="")
    with refused("blank-id"):
        a_leverage_report(attachments=(" ",))


def test_each_party_reports_a_threat_once_a_contract() -> None:
    first = a_leverage_report()
    elsewhere = a_leverage_report(contract=a_contract(id="contract-2"), reports=(first,))

    with refused("leverage-reported-already"):
        a_leverage_report(reports=(elsewhere, first))
    assert a_leverage_report(by="carla", reports=(first,)).id


def test_released_feedback_is_reported_as_manipulation_instead() -> None:
    both = (a_feedback(), the_other_feedback())

    assert a_leverage_report(given=both, at=just_before(RELEASED_AT)).id
    with refused("leverage-after-feedback"):
        a_leverage_report(given=both, at=RELEASED_AT)


def test_sealed_feedback_of_the_other_side_is_not_betrayed_by_a_refusal() -> None:
    given_in_secret = (a_feedback(),)

    assert a_leverage_report(given=given_in_secret, at=LATER_AT.replace(day=10)) == (
        a_leverage_report(given=(), at=LATER_AT.replace(day=10))
    )


def test_ones_own_released_feedback_is_no_obstacle() -> None:
    assert a_leverage_report(given=(the_other_feedback(),), at=OPENED_AT).id


@pytest.mark.parametrize(
    ("reported_at", "follows"),
    [
        (just_before(CLIENT_GAVE_AT), True),
        (CLIENT_GAVE_AT, True),
        (just_after(CLIENT_GAVE_AT), False),
    ],
)
def test_feedback_follows_a_report_made_at_the_same_instant_or_before(
    reported_at: datetime, follows: bool
) -> None:
    report = a_leverage_report(at=reported_at)

    assert is_quarantined(a_feedback(), as_of=LATER_AT, reports=(report,)) is follows


def test_sealed_feedback_written_anew_after_the_report_follows_it() -> None:
    report = a_leverage_report(at=FREELANCER_GAVE_AT)
    anew = edit(
        a_feedback(), {"overall": 1}, contract=a_contract(), by="carla", at=FREELANCER_GAVE_AT
    )

    assert not is_quarantined(a_feedback(), as_of=LATER_AT, reports=(report,))
    assert is_quarantined(anew, as_of=LATER_AT, reports=(report,))


def test_a_report_touches_only_the_side_and_the_contract_it_is_about() -> None:
    report = a_leverage_report()
    elsewhere = a_feedback(contract=a_contract(id="contract-2"))

    assert not is_quarantined(the_other_feedback(), as_of=LATER_AT, reports=(report,))
    assert not is_quarantined(elsewhere, as_of=LATER_AT, reports=(report,))
    assert not is_quarantined(a_feedback(), as_of=LATER_AT)


def test_the_quarantine_begins_with_the_report() -> None:
    report = a_leverage_report()

    assert is_quarantined(a_feedback(), as_of=report.reported_at, reports=(report,))
    assert not is_quarantined(
        a_feedback(), as_of=just_before(report.reported_at), reports=(report,)
    )


def test_a_dismissed_report_ends_the_quarantine_and_an_upheld_one_keeps_it() -> None:
    report = a_leverage_report()
    dismissed = dismiss_leverage(
        report, contract=a_contract(), by=REVIEWER, at=LATER_AT, reasons="No threat was made."
    )
    upheld = uphold_leverage(
        report, contract=a_contract(), by=REVIEWER, at=LATER_AT, reasons="It is in the messages."
    )

    assert is_quarantined(a_feedback(), as_of=just_before(LATER_AT), reports=(dismissed,))
    assert not is_quarantined(a_feedback(), as_of=LATER_AT, reports=(dismissed,))
    assert is_quarantined(a_feedback(), as_of=LATER_AT, reports=(upheld,))
    assert is_quarantined(a_feedback(), as_of=LATER_AT, reports=(dismissed, upheld))
    assert (upheld.upheld_at, upheld.dismissed_at) == (LATER_AT, None)
    assert (dismissed.resolved_by, dismissed.reasons) == (REVIEWER, "No threat was made.")


def test_a_report_is_resolved_once_by_somebody_without_a_part_in_it_and_with_reasons() -> None:
    report = a_leverage_report()
    upheld = uphold_leverage(
        report, contract=a_contract(), by=REVIEWER, at=report.reported_at, reasons="Seen."
    )

    with refused("leverage-resolved-already"):
        dismiss_leverage(upheld, contract=a_contract(), by="max", at=LATER_AT, reasons="No.")
    for party in ("fritzi", "carla"):
        with refused("party-resolves-leverage"):
            uphold_leverage(report, contract=a_contract(), by=party, at=LATER_AT, reasons="Yes.")
    with refused("blank-words"):
        uphold_leverage(report, contract=a_contract(), by=REVIEWER, at=LATER_AT, reasons="")
    with refused("leverage-not-reported-yet"):
        dismiss_leverage(
            report,
            contract=a_contract(),
            by=REVIEWER,
            at=just_before(report.reported_at),
            reasons="No.",
        )
