"""A change, a report or a removal makes another version of evidence, and keeps the old one."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.contract import Side
from goodstanding.core.evidence import (
    Evidence,
    admit,
    readmit,
    supersede,
)
from goodstanding.core.feedback.change import revise
from goodstanding.core.feedback.exchange import Exchange
from goodstanding.core.feedback.removal import contest_removal, hear_contest
from goodstanding.core.feedback.report import ReportOutcome
from goodstanding.core.feedback.resolution import doubt_report, resolve_report
from tests.core.builders import (
    ENDED_AT,
    LATER_AT,
    OPENED_AT,
    RELEASED_AT,
    REVIEWER,
    a_feedback,
    a_granted_change,
    a_leverage_report,
    a_report,
    an_exchange,
    changed,
    instant,
    just_after,
    just_before,
    refused,
    usd,
)

RESOLVED_AT = instant("2026-03-25T09:00:00Z")
CONTESTED_AT = instant("2026-03-28T09:00:00Z")
REHEARD_AT = instant("2026-04-02T09:00:00Z")


def admitted(exchange: Exchange | None = None, **given: Any) -> Evidence:
    exchange = exchange or an_exchange()
    return admit(exchange.given[0], exchange=exchange, **given)


def revised() -> Exchange:
    exchange = an_exchange()
    change = a_granted_change(exchange.given[0], exchange)
    change = revise(change, exchange.given[0], {"overall": 2}, by="carla", at=LATER_AT)
    return changed(exchange, changes=(change,))


def test_a_granted_change_makes_another_version_and_keeps_the_old_one_for_replays() -> None:
    exchange = revised()
    first = admitted(exchange)

    old, later = readmit(first, exchange.given[0], exchange=exchange, at=LATER_AT)

    assert (old.items["overall"], old.superseded_at) == (5, LATER_AT)
    assert (later.items["overall"], later.received_at) == (2, LATER_AT)
    assert later.items["recommend"] == 3
    assert (old.occurred_at, later.occurred_at) == (ENDED_AT, ENDED_AT)
    assert old.id == later.id
    for as_of in (RELEASED_AT, just_before(LATER_AT), LATER_AT, just_after(LATER_AT)):
        assert [version.known_at(as_of) for version in (old, later)].count(True) == 1


def test_evidence_is_read_anew_with_its_own_feedback_and_minimums() -> None:
    exchange = an_exchange()
    first = admitted(exchange)

    with refused("evidence-of-other-feedback"):
        readmit(first, exchange.given[1], exchange=exchange, at=LATER_AT)
    _, later = readmit(
        first, exchange.given[0], exchange=exchange, at=LATER_AT, minimums=(usd("2000"),)
    )
    assert later.public_items == frozenset()


def test_evidence_about_a_client_is_read_anew_too() -> None:
    exchange = an_exchange()
    first = admit(exchange.given[1], exchange=exchange, about=Side.CLIENT)

    _, later = readmit(first, exchange.given[1], exchange=exchange, at=LATER_AT)

    assert later.subject == "carla"


def test_what_is_superseded_is_not_superseded_again() -> None:
    with refused("superseded-already"):
        supersede(supersede(admitted(), at=LATER_AT), at=RESOLVED_AT)
    with refused("superseded-before-received"):
        supersede(admitted(), at=just_before(RELEASED_AT))


@pytest.mark.parametrize(
    ("received_at", "is_open"),
    [
        (just_before(LATER_AT), False),
        (LATER_AT, True),
        (just_before(RESOLVED_AT), True),
        (RESOLVED_AT, False),
    ],
)
def test_a_plausible_report_is_a_fact_while_it_is_open(
    received_at: datetime, is_open: bool
) -> None:
    exchange = an_exchange()
    report = resolve_report(
        a_report(exchange.given[0], exchange),
        exchange.given[0],
        ReportOutcome.KEEP,
        by=REVIEWER,
        at=RESOLVED_AT,
        reasons="It is an opinion.",
    )
    reported = changed(exchange, reports=(report,))

    assert admitted(reported, received_at=received_at).items["report_open"] is is_open


def test_an_implausible_report_and_one_of_the_other_side_is_no_such_fact() -> None:
    exchange = an_exchange()
    doubted = doubt_report(a_report(exchange.given[0], exchange), by=REVIEWER, at=RESOLVED_AT)
    of_other = a_report(exchange.given[1], exchange, id="report-2", by="carla")
    reported = changed(exchange, reports=(doubted, of_other))

    assert admitted(reported, received_at=just_before(RESOLVED_AT)).items["report_open"] is True
    assert admitted(reported, received_at=RESOLVED_AT).items["report_open"] is False


def test_feedback_that_followed_a_threat_is_quarantined() -> None:
    exchange = an_exchange(leverage=(a_leverage_report(),))

    assert admitted(exchange).items["quarantined"] is True


def removed(items: frozenset[str] = frozenset()) -> Exchange:
    exchange = an_exchange()
    report = resolve_report(
        a_report(exchange.given[0], exchange),
        exchange.given[0],
        ReportOutcome.REMOVE_IN_PART if items else ReportOutcome.REMOVE,
        by=REVIEWER,
        at=RESOLVED_AT,
        reasons="It breaks a rule.",
        items=items,
    )
    return changed(exchange, reports=(report,))


def test_removed_feedback_is_superseded_without_a_successor() -> None:
    exchange = removed()
    first = admitted(exchange)

    assert supersede(first, at=RESOLVED_AT).superseded_at == RESOLVED_AT
    with refused("evidence-was-removed"):
        readmit(first, exchange.given[0], exchange=exchange, at=RESOLVED_AT)
    assert admitted(exchange, received_at=just_before(RESOLVED_AT)).id


def test_what_a_removal_in_part_took_away_is_in_no_later_version() -> None:
    exchange = removed(frozenset({"overall", "concern_performance"}))
    first = admitted(exchange)

    _, later = readmit(first, exchange.given[0], exchange=exchange, at=RESOLVED_AT)

    assert first.items.keys() - later.items.keys() == {"overall", "concern_performance"}
    assert later.public_items == {"stars_skills", "stars_quality"}


def test_a_contested_removal_that_is_reversed_makes_evidence_of_it_again() -> None:
    exchange = removed()
    feedback, (report,) = exchange.given[0], exchange.reports
    contested = contest_removal(report, feedback, "It was an opinion.", by="carla", at=CONTESTED_AT)
    kept = hear_contest(
        contested,
        feedback,
        ReportOutcome.KEEP,
        by="max",
        at=REHEARD_AT,
        reasons="It is an opinion.",
    )
    restored = changed(exchange, reports=(kept,))

    assert admitted(restored, received_at=REHEARD_AT).items["overall"] == 5
    with refused("evidence-was-removed"):
        admitted(restored, received_at=just_before(REHEARD_AT))


EDGES = [
    just_before(RELEASED_AT),
    RELEASED_AT,
    LATER_AT,
    just_before(RESOLVED_AT),
    RESOLVED_AT,
    REHEARD_AT,
]


@given(
    as_of=st.sampled_from(EDGES),
    steps=st.lists(st.sampled_from(EDGES[1:]), max_size=4, unique=True).map(sorted),
)
def test_law_at_any_instant_at_most_one_version_of_feedback_is_known(
    as_of: datetime, steps: list[datetime]
) -> None:
    exchange = an_exchange()
    versions = [admitted(exchange)]
    for step_at in steps:
        old, later = readmit(versions.pop(), exchange.given[0], exchange=exchange, at=step_at)
        versions += [old, later]

    known = [version for version in versions if version.known_at(as_of)]

    assert len(known) == (1 if as_of >= RELEASED_AT else 0)


@given(st.sampled_from([-2, -1, 0, 1]), st.booleans())
def test_law_nothing_sealed_is_ever_admitted(shift: int, both: bool) -> None:
    exchange = an_exchange() if both else an_exchange(given=(a_feedback(),))
    release_at = RELEASED_AT if both else OPENED_AT
    received_at = release_at.replace(microsecond=0)
    for _ in range(abs(shift)):
        received_at = just_before(received_at) if shift < 0 else just_after(received_at)

    if shift < 0:
        with refused("no-feedback-yet"):
            admitted(exchange, received_at=received_at)
    else:
        assert admitted(exchange, received_at=received_at).known_at(received_at)
