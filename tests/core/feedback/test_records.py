"""Every record of feedback names whom and what it is about, and is dated in UTC."""

from datetime import datetime
from typing import Any

import pytest

from goodstanding.core.feedback.change import ChangeRequest
from goodstanding.core.feedback.seal import edit
from tests.core.builders import (
    LATER_AT,
    a_complaint,
    a_contract,
    a_feedback,
    a_leverage_report,
    a_report,
    an_interim,
    changed,
    refused,
    released_feedback,
)

FEEDBACK, EXCHANGE = released_feedback()
WITHOUT_ZONE_AT = datetime(2026, 3, 20, 12)
RECORDS = {
    "feedback": FEEDBACK,
    "change": ChangeRequest(id="change-1", feedback="client-1", asked_at=LATER_AT),
    "report": a_report(FEEDBACK, EXCHANGE),
    "leverage": a_leverage_report(),
    "interim": an_interim(),
    "complaint": a_complaint(),
}


@pytest.mark.parametrize(
    ("record", "names"),
    [
        ("feedback", ("id", "contract", "author", "recipient")),
        ("change", ("id", "feedback")),
        ("report", ("id", "feedback", "reporter")),
        ("leverage", ("id", "contract", "reporter")),
        ("interim", ("id", "contract", "author", "recipient")),
        ("complaint", ("id", "complainant", "complainant_group", "respondent")),
    ],
)
def test_every_name_on_a_record_is_an_identifier(record: str, names: tuple[str, ...]) -> None:
    for name in names:
        with refused("blank-id") as caught:
            changed(RECORDS[record], **{name: " "})
        assert caught.value.message.startswith(name)


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ("feedback", "submitted_at"),
        ("change", "asked_at"),
        ("report", "reported_at"),
        ("leverage", "reported_at"),
        ("interim", "given_at"),
        ("complaint", "complained_at"),
    ],
)
def test_every_record_is_dated_in_utc(record: str, name: str) -> None:
    with refused("instant-without-zone") as caught:
        changed(RECORDS[record], **{name: WITHOUT_ZONE_AT})
    assert caught.value.message.startswith(name)


def test_every_step_is_dated_in_utc_before_it_is_compared() -> None:
    steps: tuple[Any, ...] = (
        lambda: a_report(FEEDBACK, EXCHANGE, at=WITHOUT_ZONE_AT),
        lambda: a_leverage_report(given=EXCHANGE.given, at=WITHOUT_ZONE_AT),
        lambda: edit(
            a_feedback(), {"overall": 1}, contract=a_contract(), by="carla", at=WITHOUT_ZONE_AT
        ),
    )

    for step in steps:
        with refused("instant-without-zone"):
            step()
