"""What an author had said of others before is frozen with each outcome."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from goodstanding.core.evidence import Evidence
from goodstanding.core.history import with_client_history
from goodstanding.core.words import MICROSECOND
from tests.judging import DAY, NOON, outcome, policy_of

POLICY = policy_of("{count: negative, window: {days: 30}}", leave_out="report_open")


def said(
    number: int, of: str, *, at: datetime = NOON, client: str = "c", **items: object
) -> Evidence:
    return replace(outcome(number, at=at, client=client, **(items or {"overall": 1})), subject=of)


def record_of(evidence: Iterable[Evidence], name: str) -> tuple[object, object]:
    (own,) = (each for each in with_client_history(POLICY, evidence) if each.id == name)
    return own.items["client_votes_before"], own.items["client_negatives_before"]


def test_votes_on_others_count_and_so_do_the_negative_ones_among_them() -> None:
    past = [said(1, "bea", at=NOON - DAY), said(2, "cid", at=NOON - DAY, overall=5)]

    assert record_of([*past, said(3, "ada")], "e3") == (2, 1)


def test_only_what_was_received_before_counts_to_the_microsecond() -> None:
    before = said(1, "bea", at=NOON - MICROSECOND)
    together = said(2, "cid")

    assert record_of([before, together, said(3, "ada")], "e3") == (1, 1)


def test_votes_on_the_same_person_say_nothing_of_how_others_are_rated() -> None:
    assert record_of([said(1, "ada", at=NOON - DAY), said(2, "ada")], "e2") == (0, 0)


def test_each_other_person_counts_once_by_the_vote_received_first() -> None:
    twice = [said(1, "bea", at=NOON - 2 * DAY, overall=5), said(2, "bea", at=NOON - DAY)]

    assert record_of([*twice, said(3, "ada")], "e3") == (1, 0)


def test_linked_accounts_have_one_record() -> None:
    other = replace(said(1, "bea", at=NOON - DAY, client="d"), client_group="c")

    assert record_of([other, said(2, "ada")], "e2") == (1, 1)


def test_silence_and_what_is_left_out_are_no_votes() -> None:
    silent = said(1, "bea", at=NOON - DAY, net_paid=5)
    reported = said(2, "cid", at=NOON - DAY, overall=1, report_open=True)

    assert record_of([silent, reported, said(3, "ada")], "e3") == (0, 0)


def test_a_version_that_was_superseded_later_counts_as_it_was_received() -> None:
    first = replace(said(1, "bea", at=NOON - 2 * DAY), superseded_at=NOON - DAY)
    mended = said(2, "bea", at=NOON - DAY, overall=5)

    assert record_of([first, mended, said(3, "ada")], "e3") == (1, 1)


def test_the_order_given_is_kept_and_its_own_record_does_not_depend_on_it() -> None:
    evidence = [said(3, "ada"), said(1, "bea", at=NOON - DAY), said(2, "cid", overall=5)]

    told = with_client_history(POLICY, evidence)

    assert [each.id for each in told] == ["e3", "e1", "e2"]
    assert record_of(reversed(evidence), "e3") == record_of(evidence, "e3") == (1, 1)
