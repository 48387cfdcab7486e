"""What removals take away, what the author is told, and the one objection."""

from datetime import datetime
from typing import Any

import pytest

from goodstanding.core.feedback.removal import (
    contest_removal,
    hear_contest,
    is_removed,
    removals_told,
    removed_items,
)
from goodstanding.core.feedback.report import Ground, Report, ReportOutcome
from goodstanding.core.feedback.resolution import resolve_report
from tests.core.builders import (
    LATER_AT,
    REVIEWER,
    a_report,
    instant,
    just_before,
    refused,
    released_feedback,
)

FEEDBACK, EXCHANGE = released_feedback()
RESOLVED_AT = instant("2026-03-25T09:00:00Z")
CONTESTED_AT = instant("2026-03-28T09:00:00Z")
REHEARD_AT = instant("2026-04-02T09:00:00Z")
COMMENT = frozenset({"comment"})


def resolved(outcome: ReportOutcome = ReportOutcome.REMOVE, **given: Any) -> Report:
    known: dict[str, Any] = {
        "report": a_report(FEEDBACK, EXCHANGE),
        "by": REVIEWER,
        "at": RESOLVED_AT,
        "reasons": "The messages show a threat.",
    }
    return resolve_report(feedback=FEEDBACK, outcome=outcome, **{**known, **given})


def contested(report: Report | None = None, **given: Any) -> Report:
    known: dict[str, Any] = {
        "words": "I asked for a refund I was owed.",
        "by": "carla",
        "at": CONTESTED_AT,
    }
    return contest_removal(report or resolved(), FEEDBACK, **{**known, **given})


def reheard(outcome: ReportOutcome = ReportOutcome.KEEP, **given: Any) -> Report:
    known: dict[str, Any] = {
        "report": contested(),
        "by": "max",
        "at": REHEARD_AT,
        "reasons": "The refund was owed; that is no threat.",
    }
    return hear_contest(feedback=FEEDBACK, outcome=outcome, **{**known, **given})


@pytest.mark.parametrize(
    ("as_of", "removed"), [(just_before(RESOLVED_AT), False), (RESOLVED_AT, True)]
)
def test_feedback_is_removed_from_the_resolution_on(as_of: datetime, removed: bool) -> None:
    assert is_removed(FEEDBACK, as_of=as_of, reports=(resolved(),)) is removed


def test_feedback_that_is_kept_or_partly_removed_is_not_removed() -> None:
    kept = resolved(ReportOutcome.KEEP)
    part = resolved(ReportOutcome.REMOVE_IN_PART, items=COMMENT)

    assert not is_removed(FEEDBACK, as_of=RESOLVED_AT, reports=(kept, part))
    assert removed_items(FEEDBACK, as_of=RESOLVED_AT, reports=(kept, part)) == {"comment"}
    assert removed_items(FEEDBACK, as_of=just_before(RESOLVED_AT), reports=(part,)) == set()


def test_one_removal_is_enough_even_if_another_report_was_kept_later() -> None:
    kept_later = resolved(
        ReportOutcome.KEEP,
        report=a_report(FEEDBACK, EXCHANGE, id="report-2", by="otto"),
        at=REHEARD_AT,
    )

    assert is_removed(FEEDBACK, as_of=REHEARD_AT, reports=(resolved(), kept_later))


def test_a_removal_touches_only_its_own_feedback() -> None:
    assert not is_removed(EXCHANGE.given[1], as_of=REHEARD_AT, reports=(resolved(),))


def test_the_author_may_contest_a_removal_once() -> None:
    report = contested(attachments=("invoice-4",))

    assert report.contest is not None
    assert report.contest.contested_at == CONTESTED_AT
    assert report.contest.attachments == ("invoice-4",)
    with refused("contested-already"):
        contested(report)


def test_only_the_author_contests_and_says_why() -> None:
    with refused("not-the-author"):
        contested(by="fritzi")
    with refused("blank-words"):
        contested(words="")


def test_what_was_not_removed_is_not_contested() -> None:
    with refused("nothing-to-contest"):
        contested(resolved(ReportOutcome.KEEP))
    with refused("nothing-to-contest"):
        contested(a_report(FEEDBACK, EXCHANGE))
    with refused("nothing-to-contest"):
        contested(at=just_before(RESOLVED_AT))
    assert contested(at=RESOLVED_AT).contest


def test_a_removal_in_part_can_be_contested_too() -> None:
    assert contested(resolved(ReportOutcome.REMOVE_IN_PART, items=COMMENT)).contest


def test_the_removal_stays_while_it_is_contested() -> None:
    assert is_removed(FEEDBACK, as_of=CONTESTED_AT, reports=(contested(),))


@pytest.mark.parametrize(
    ("as_of", "removed"), [(just_before(REHEARD_AT), True), (REHEARD_AT, False)]
)
def test_to_keep_the_feedback_after_all_restores_it(as_of: datetime, removed: bool) -> None:
    assert is_removed(FEEDBACK, as_of=as_of, reports=(reheard(),)) is removed


def test_a_contest_is_heard_by_another_person_without_a_part_in_it() -> None:
    with refused("same-person-hears-contest"):
        reheard(by=REVIEWER)
    for party in ("fritzi", "carla"):
        with refused("party-resolves"):
            reheard(by=party)


def test_a_contest_is_heard_once_and_not_before_it_was_made() -> None:
    with refused("contest-heard-already"):
        reheard(report=reheard())
    for report in (resolved(), a_report(FEEDBACK, EXCHANGE)):
        with refused("not-contested"):
            reheard(report=report)
    with refused("not-contested"):
        reheard(at=just_before(CONTESTED_AT))
    assert reheard(at=CONTESTED_AT).rehearing


def test_a_rehearing_obeys_the_rules_of_a_first_resolution() -> None:
    with refused("items-do-not-fit-outcome"):
        reheard(ReportOutcome.REMOVE_IN_PART)
    with refused("reasons-name-the-reporter"):
        reheard(reasons="fritzi was mistaken")
    part = reheard(ReportOutcome.REMOVE_IN_PART, items=COMMENT)

    assert removed_items(FEEDBACK, as_of=REHEARD_AT, reports=(part,)) == {"comment"}


def test_the_author_is_told_of_a_removal_why_and_never_by_whom() -> None:
    (told,) = removals_told(FEEDBACK, as_of=RESOLVED_AT, reports=(resolved(),))

    assert told.feedback == "client-1"
    assert (told.ground, told.outcome) == (Ground.MANIPULATION, ReportOutcome.REMOVE)
    assert (told.reasons, told.resolved_at) == ("The messages show a threat.", RESOLVED_AT)
    assert told.items == frozenset()
    assert told.may_contest
    assert not any(secret in repr(told) for secret in ("fritzi", "report-1", "message-17"))


def test_the_author_is_not_told_of_a_report_that_is_open_or_was_kept() -> None:
    opened, kept = a_report(FEEDBACK, EXCHANGE), resolved(ReportOutcome.KEEP)

    assert removals_told(FEEDBACK, as_of=LATER_AT, reports=(opened,)) == ()
    assert removals_told(FEEDBACK, as_of=RESOLVED_AT, reports=(kept,)) == ()
    assert removals_told(FEEDBACK, as_of=just_before(RESOLVED_AT), reports=(resolved(),)) == ()


def test_the_author_is_told_that_a_contest_is_used_and_what_came_of_it() -> None:
    (before,) = removals_told(FEEDBACK, as_of=just_before(CONTESTED_AT), reports=(reheard(),))
    (waiting,) = removals_told(FEEDBACK, as_of=CONTESTED_AT, reports=(reheard(),))
    (restored,) = removals_told(FEEDBACK, as_of=REHEARD_AT, reports=(reheard(),))

    assert [told.may_contest for told in (before, waiting, restored)] == [True, False, False]
    assert waiting.outcome is ReportOutcome.REMOVE
    assert restored.outcome is ReportOutcome.KEEP
    assert restored.reasons == "The refund was owed; that is no threat."
