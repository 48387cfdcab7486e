"""Builders with defaults, so that a test shows only what matters to it.

The default contract ended on Monday 2 March 2026 at 15:30 UTC; its window closes with 16 March. The
client gave feedback on the day of the end, the freelancer two days later: released on 4 March.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

import pytest

from goodstanding.core.complaint import Claim, ClaimKind, Complaint, complain, put_to_respondent
from goodstanding.core.contract import Contract, Side
from goodstanding.core.feedback.change import ChangeRequest, ask_to_change, grant_change
from goodstanding.core.feedback.exchange import Exchange
from goodstanding.core.feedback.form import Answer, Answers, Form
from goodstanding.core.feedback.forms import form_for
from goodstanding.core.feedback.interim import InterimFeedback, give_interim
from goodstanding.core.feedback.leverage import LeverageReport, report_leverage
from goodstanding.core.feedback.report import Ground, Report, Reportable, report_feedback
from goodstanding.core.feedback.seal import Feedback, submit
from goodstanding.core.words import MICROSECOND, Money, Refusal


def instant(text: str) -> datetime:
    """The instant that an ISO 8601 text with a `Z` names."""
    return datetime.fromisoformat(text)


STARTED_AT = instant("2025-11-03T09:00:00Z")
ENDED_AT = instant("2026-03-02T15:30:00Z")
CLOSES_AT = instant("2026-03-16T23:59:59.999999Z")
OPENED_AT = instant("2026-03-17T00:00:00Z")
CLIENT_GAVE_AT = instant("2026-03-02T16:00:00Z")
FREELANCER_GAVE_AT = instant("2026-03-04T10:00:00Z")
RELEASED_AT = FREELANCER_GAVE_AT
LATER_AT = instant("2026-03-20T12:00:00Z")
REVIEWER = "rosa"

Record = TypeVar("Record")


def just_before(moment_at: datetime) -> datetime:
    """One microsecond earlier."""
    return moment_at - MICROSECOND


def just_after(moment_at: datetime) -> datetime:
    """One microsecond later."""
    return moment_at + MICROSECOND


def usd(amount: str) -> Money:
    """So many US dollars."""
    return Money(amount=Decimal(amount), currency="USD")


@contextmanager
def refused(code: str) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """The block must end in a refusal of that code."""
    with pytest.raises(Refusal) as caught:
        yield caught
    assert caught.value.code == code


def a_contract(**given: Any) -> Contract:
    """A paid contract between Fritzi and Carla that ended on 2 March 2026."""
    known: dict[str, Any] = {
        "id": "contract-1",
        "freelancer": "fritzi",
        "client": "carla",
        "client_group": "carla-and-sons",
        "net_paid": usd("1200.00"),
        "started_at": STARTED_AT,
        "ended_at": ENDED_AT,
        "ended_by": Side.CLIENT,
        "kind": "hourly",
        "last_paid_at": instant("2026-03-01T08:00:00Z"),
    }
    return Contract(**{**known, **given})


def a_running_contract(**given: Any) -> Contract:
    """The same contract while it still runs."""
    return a_contract(**{"ended_at": None, "ended_by": None, **given})


def some_answers(**given: Answer) -> dict[str, Answer]:
    """Five stars in public, words in public and in private, and one private concern."""
    return {
        "stars_skills": 5,
        "stars_quality": 5,
        "overall": 5,
        "comment": "A pleasure to work with.",
        "end_reason": "completed",
        "recommend": 3,
        "concern_performance": True,
        "note": "Late twice, and I was too polite to say so in public.",
        **given,
    }


def simple_answers(**given: Answer) -> dict[str, Answer]:
    """The short form with a private note to the recipient."""
    return {
        "overall": 4,
        "comment": "Good work.",
        "note_to_recipient": "Do answer messages sooner.",
        **given,
    }


def a_feedback(
    *,
    contract: Contract | None = None,
    side: Side = Side.CLIENT,
    form: Form | None = None,
    answers: Answers | None = None,
    **given: Any,
) -> Feedback:
    """The client's feedback on the contract, submitted half an hour after its end."""
    contract = contract or a_contract()
    known = {"id": f"{side}-1", "at": CLIENT_GAVE_AT, "author": contract.party(side)}
    return submit(
        form or form_for("classic", side),
        answers or (some_answers() if side is Side.CLIENT else {"overall": 4}),
        contract=contract,
        **{**known, **given},
    )


def the_other_feedback(**given: Any) -> Feedback:
    """The freelancer's feedback, two days after the end."""
    return a_feedback(**{"side": Side.FREELANCER, "at": FREELANCER_GAVE_AT, **given})


def an_exchange(*, contract: Contract | None = None, **given: Any) -> Exchange:
    """The contract with both sides' feedback, released on 4 March."""
    contract = contract or a_contract()
    both = (a_feedback(contract=contract), the_other_feedback(contract=contract))
    return Exchange(contract=contract, **{"given": both, **given})


def released_feedback(**given: Any) -> tuple[Feedback, Exchange]:
    """The client's feedback, and the exchange in which it was released on 4 March."""
    contract = given.pop("contract", None) or a_contract()
    feedback = a_feedback(contract=contract, **given)
    other = the_other_feedback(contract=contract)
    return feedback, Exchange(contract=contract, given=(feedback, other))


def a_granted_change(
    feedback: Feedback, exchange: Exchange, *, granted_at: datetime = LATER_AT, **given: Any
) -> ChangeRequest:
    """A request of the feedback's author, granted the instant it was made."""
    request = ask_to_change(
        feedback,
        contract=exchange.contract,
        given=exchange.given,
        **{"id": "change-1", "by": feedback.author, "at": granted_at, **given},
    )
    return grant_change(request, feedback, by=feedback.recipient, at=granted_at)


def a_report(feedback: Reportable, exchange: Exchange, **given: Any) -> Report:
    """The recipient's report of released feedback as manipulation."""
    known: dict[str, Any] = {
        "ground": Ground.MANIPULATION,
        "words": "She asked for money back and threatened one star.",
        "id": "report-1",
        "by": feedback.recipient,
        "at": LATER_AT,
        "attachments": ("message-17",),
    }
    return report_feedback(
        feedback, contract=exchange.contract, given=exchange.given, **{**known, **given}
    )


def a_leverage_report(**given: Any) -> LeverageReport:
    """Fritzi's report, an hour before the end, that Carla threatens with feedback."""
    known: dict[str, Any] = {
        "words": "Two more pages for nothing, or one star.",
        "id": "leverage-1",
        "contract": a_contract(),
        "by": "fritzi",
        "at": instant("2026-03-02T14:30:00Z"),
    }
    return report_leverage(**{**known, **given})


def an_interim(**given: Any) -> InterimFeedback:
    """Carla's mid-contract feedback of 10 January 2026."""
    known: dict[str, Any] = {
        "form": form_for("simple", Side.CLIENT),
        "answers": {"overall": 4, "comment": "Going well."},
        "id": "interim-1",
        "contract": a_running_contract(last_paid_at=instant("2026-01-05T00:00:00Z")),
        "author": "carla",
        "at": instant("2026-01-10T12:00:00Z"),
    }
    return give_interim(**{**known, **given})


def a_claim(**given: Any) -> Claim:
    """A degree on Fritzi's profile."""
    known: dict[str, Any] = {"id": "claim-1", "kind": ClaimKind.DEGREE, "says": "MSc, TU Graz"}
    return Claim(**{**known, **given})


def a_complaint(**given: Any) -> Complaint:
    """Carla's doubt about the degree, made on 20 March 2026."""
    known: dict[str, Any] = {
        "claim": a_claim(),
        "words": "The university has no record of her.",
        "id": "complaint-1",
        "complainant": "carla",
        "complainant_group": "carla-and-sons",
        "respondent": "fritzi",
        "attachments": ("letter-3",),
        "at": LATER_AT,
    }
    return complain(**{**known, **given})


def a_complaint_put(**given: Any) -> Complaint:
    """The complaint as put to Fritzi on 23 March; she has until the end of 2 April."""
    return put_to_respondent(a_complaint(**given), at=instant("2026-03-23T08:00:00Z"))


def changed(record: Record, **given: Any) -> Record:
    """The record with some fields as given."""
    copy: Any = record
    again: Record = replace(copy, **given)
    return again
