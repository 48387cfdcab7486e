"""Reporting feedback that breaks a rule, and resolving the report."""

from datetime import datetime
from typing import Any

import pytest

from goodstanding.core.feedback.report import (
    Contest,
    Ground,
    Report,
    ReportOutcome,
    reports_of,
)
from goodstanding.core.feedback.resolution import doubt_report, resolve_report
from tests.core.builders import (
    LATER_AT,
    RELEASED_AT,
    REVIEWER,
    a_report,
    an_interim,
    changed,
    instant,
    just_after,
    just_before,
    refused,
    released_feedback,
)

FEEDBACK, EXCHANGE = released_feedback()
RESOLVED_AT = instant("2026-03-25T09:00:00Z")


def reported(**given: Any) -> Report:
    return a_report(FEEDBACK, EXCHANGE, **given)


def resolved(outcome: ReportOutcome = ReportOutcome.REMOVE, **given: Any) -> Report:
    known: dict[str, Any] = {
        "report": reported(),
        "feedback": FEEDBACK,
        "by": REVIEWER,
        "at": RESOLVED_AT,
        "reasons": "The messages show a threat.",
    }
    return resolve_report(outcome=outcome, **{**known, **given})


def test_there_are_five_grounds_and_low_marks_are_none_of_them() -> None:
    assert list(Ground) == [
        "manipulation",
        "inappropriate",
        "irrelevant",
        "insider",
        "factually_wrong",
    ]


def test_feedback_can_be_reported_from_its_release_on() -> None:
    assert reported(at=RELEASED_AT).reported_at == RELEASED_AT
    with refused("no-feedback-yet"):
        reported(at=just_before(RELEASED_AT))


def test_a_report_comes_with_words_and_may_refer_to_attachments() -> None:
    assert reported(attachments=("message-17", "image-2")).attachments == ("message-17", "image-2")
    assert reported(attachments=()).attachments == ()
    with refused("blank-words"):
        reported(words=" ")
    with refused("blank-id"):
        reported(attachments=("",))


def test_each_account_reports_one_feedback_once_whatever_the_ground() -> None:
    first = reported()

    with refused("reported-already"):
        reported(id="report-2", ground=Ground.INSIDER, reports=(first,))


def test_another_account_may_report_it_too_and_the_same_account_other_feedback() -> None:
    first = reported()
    other = a_report(EXCHANGE.given[1], EXCHANGE, id="report-3", by="carla", reports=(first,))

    assert reported(id="report-2", by="otto", reports=(first,)).reporter == "otto"
    assert other.feedback == "freelancer-1"
    assert reports_of(FEEDBACK, (first, other)) == (first,)


def test_nobody_reports_their_own_feedback() -> None:
    with refused("report-of-own-feedback"):
        reported(by="carla")


def test_mid_contract_feedback_can_be_reported_at_once() -> None:
    interim = an_interim()

    report = a_report(FEEDBACK, EXCHANGE, by="fritzi")
    of_interim = a_report(interim, EXCHANGE, by="fritzi", at=interim.given_at, reports=(report,))

    assert of_interim.feedback == "interim-1"


@pytest.mark.parametrize(
    ("reported_on", "target"),
    [
        ("2026-03-20T00:00:00Z", "2026-03-31T23:59:59.999999Z"),
        ("2026-03-20T23:59:59.999999Z", "2026-03-31T23:59:59.999999Z"),
        ("2026-03-21T12:00:00Z", "2026-03-31T23:59:59.999999Z"),
        ("2026-03-22T12:00:00Z", "2026-03-31T23:59:59.999999Z"),
        ("2026-03-23T12:00:00Z", "2026-04-01T23:59:59.999999Z"),
        ("2026-03-25T12:00:00Z", "2026-04-03T23:59:59.999999Z"),
        ("2026-03-26T12:00:00Z", "2026-04-06T23:59:59.999999Z"),
    ],
)
def test_a_report_should_be_resolved_by_the_end_of_the_seventh_weekday_after(
    reported_on: str, target: str
) -> None:
    assert reported(at=instant(reported_on)).target_at == instant(target)


@pytest.mark.parametrize(
    ("as_of", "is_open"),
    [
        (just_before(LATER_AT), False),
        (LATER_AT, True),
        (just_before(RESOLVED_AT), True),
        (RESOLVED_AT, False),
    ],
)
def test_a_report_is_open_from_when_it_is_made_until_it_is_resolved(
    as_of: datetime, is_open: bool
) -> None:
    report = resolved(ReportOutcome.KEEP)

    assert report.is_open(as_of) is is_open
    assert report.suspends(as_of) is is_open


def test_a_report_found_implausible_is_open_but_suspends_nothing_from_then_on() -> None:
    doubted = doubt_report(reported(), by=REVIEWER, at=instant("2026-03-21T09:00:00Z"))

    assert doubted.doubted_by == REVIEWER
    assert doubted.suspends(just_before(instant("2026-03-21T09:00:00Z")))
    assert not doubted.suspends(instant("2026-03-21T09:00:00Z"))
    assert doubted.is_open(instant("2026-03-21T09:00:00Z"))


def test_a_report_is_doubted_once_by_somebody_else_while_it_is_open() -> None:
    doubted = doubt_report(reported(), by=REVIEWER, at=LATER_AT)

    with refused("doubted-already"):
        doubt_report(doubted, by="max", at=RESOLVED_AT)
    with refused("party-resolves"):
        doubt_report(reported(), by="fritzi", at=LATER_AT)
    with refused("report-not-made-yet"):
        doubt_report(reported(), by=REVIEWER, at=just_before(LATER_AT))
    with refused("report-resolved-already"):
        doubt_report(resolved(), by=REVIEWER, at=RESOLVED_AT)


def test_a_named_person_resolves_a_report_with_reasons() -> None:
    resolution = resolved(ReportOutcome.KEEP).resolution

    assert resolution is not None
    assert (resolution.outcome, resolution.by) == (ReportOutcome.KEEP, REVIEWER)
    assert resolution.reasons == "The messages show a threat."
    assert resolution.resolved_at == RESOLVED_AT
    with refused("blank-words"):
        resolved(reasons="")
    with refused("blank-id"):
        resolved(by="")


def test_neither_reporter_nor_author_nor_recipient_resolves_a_report() -> None:
    by_otto = reported(by="otto")

    for party in ("otto", "carla", "fritzi"):
        with refused("party-resolves"):
            resolved(report=by_otto, by=party)


def test_the_reasons_do_not_name_who_reported() -> None:
    with refused("reasons-name-the-reporter"):
        resolved(reasons="As fritzi, says, it is a threat.")
    assert resolved(reasons="The Fritziland messages of fritzi2 show it.").resolution


def test_a_report_is_resolved_once_and_not_before_it_was_made() -> None:
    with refused("report-resolved-already"):
        resolved(report=resolved())
    with refused("report-not-made-yet"):
        resolved(at=just_before(LATER_AT))
    assert resolved(at=LATER_AT).resolution


def test_a_removal_in_part_names_items_of_the_form_and_nothing_else_does() -> None:
    part = resolved(ReportOutcome.REMOVE_IN_PART, items=frozenset({"comment"}))

    assert part.resolution is not None
    assert part.resolution.items == {"comment"}
    with refused("items-do-not-fit-outcome"):
        resolved(ReportOutcome.REMOVE_IN_PART)
    for whole in (ReportOutcome.KEEP, ReportOutcome.REMOVE):
        with refused("items-do-not-fit-outcome"):
            resolved(whole, items=frozenset({"comment"}))
    with refused("unknown-answer"):
        resolved(ReportOutcome.REMOVE_IN_PART, items=frozenset({"coment"}))


def test_a_report_is_read_with_its_own_feedback() -> None:
    with refused("report-of-other-feedback"):
        resolved(feedback=EXCHANGE.given[1])


def test_the_rehearing_holds_from_its_own_instant_on() -> None:
    report = resolved()
    reheard_at = instant("2026-04-02T09:00:00Z")
    assert report.resolution is not None
    kept = changed(
        report,
        rehearing=changed(report.resolution, outcome=ReportOutcome.KEEP, resolved_at=reheard_at),
    )

    def outcome_at(as_of: datetime) -> ReportOutcome | None:
        resolution = kept.in_force(as_of)
        return None if resolution is None else resolution.outcome

    assert outcome_at(just_before(RESOLVED_AT)) is None
    assert outcome_at(RESOLVED_AT) is ReportOutcome.REMOVE
    assert outcome_at(just_before(reheard_at)) is ReportOutcome.REMOVE
    assert outcome_at(reheard_at) is ReportOutcome.KEEP
    assert outcome_at(just_after(reheard_at)) is ReportOutcome.KEEP


def test_an_objection_refers_to_attachments_too() -> None:
    with refused("blank-id"):
        Contest(words="No.", attachments=("",), contested_at=LATER_AT)
