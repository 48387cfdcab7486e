"""One provocation for each refusal from `words` to `evidence`, in the order of the chapters."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from goodstanding.core.complaint import FindingOutcome, ResponseKind, put_to_respondent, respond
from goodstanding.core.contract import Side, end_of
from goodstanding.core.evidence import Evidence, admit, admit_finding, readmit, supersede
from goodstanding.core.feedback.answer import PublicAnswer, answer
from goodstanding.core.feedback.change import ChangeRequest, ask_to_change, grant_change, revise
from goodstanding.core.feedback.form import check_answers
from goodstanding.core.feedback.forms import CLASSIC, CLASSIC_MIRROR, form_for
from goodstanding.core.feedback.interim import ask_for_interim
from goodstanding.core.feedback.leverage import uphold_leverage
from goodstanding.core.feedback.removal import contest_removal, hear_contest
from goodstanding.core.feedback.report import Report, ReportOutcome
from goodstanding.core.feedback.resolution import doubt_report, resolve_report
from goodstanding.core.feedback.seal import edit, release_at, withdraw
from goodstanding.core.feedback.visibility import shows_publicly
from goodstanding.core.finding import find, warn_complainant
from goodstanding.core.words import (
    Money,
    add_days,
    add_months,
    require_id,
    require_instant,
    require_words,
)
from tests.core.builders import (
    CLIENT_GAVE_AT,
    ENDED_AT,
    LATER_AT,
    OPENED_AT,
    RELEASED_AT,
    REVIEWER,
    STARTED_AT,
    a_complaint,
    a_complaint_put,
    a_contract,
    a_feedback,
    a_granted_change,
    a_leverage_report,
    a_report,
    a_running_contract,
    an_exchange,
    an_interim,
    changed,
    instant,
    just_before,
    released_feedback,
)

FEEDBACK, EXCHANGE = released_feedback()
OTHER = EXCHANGE.given[1]
CONTRACT = EXCHANGE.contract
MUCH_LATER_AT = instant("2026-11-23T09:00:00Z")
CHANGE = ChangeRequest(id="change-1", feedback=FEEDBACK.id, asked_at=LATER_AT)
IN_VIENNA_AT = datetime(2026, 3, 2, 16, tzinfo=timezone(timedelta(hours=1)))


def gone() -> Any:
    return withdraw(a_feedback(), contract=CONTRACT, by="carla", at=CLIENT_GAVE_AT)


def edited(at: datetime) -> Any:
    return edit(a_feedback(), {"overall": 1}, contract=CONTRACT, by="carla", at=at)


def asked(**given: Any) -> Any:
    known: dict[str, Any] = {"id": "change-2", "by": "carla", "at": LATER_AT}
    return ask_to_change(FEEDBACK, contract=CONTRACT, given=EXCHANGE.given, **{**known, **given})


def answered(**given: Any) -> Any:
    known: dict[str, Any] = {"words": "Thanks.", "by": "fritzi", "at": LATER_AT}
    return answer(FEEDBACK, contract=CONTRACT, given=EXCHANGE.given, **{**known, **given})


def reported(**given: Any) -> Report:
    return a_report(FEEDBACK, EXCHANGE, **given)


def resolved(outcome: ReportOutcome = ReportOutcome.REMOVE, **given: Any) -> Report:
    known: dict[str, Any] = {
        "report": reported(),
        "feedback": FEEDBACK,
        "by": REVIEWER,
        "at": LATER_AT,
        "reasons": "It is a threat.",
    }
    return resolve_report(outcome=outcome, **{**known, **given})


def contested(report: Report) -> Report:
    return contest_removal(report, FEEDBACK, "It is not.", by="carla", at=LATER_AT)


def heard(report: Report, by: str = "max") -> Report:
    return hear_contest(
        report, FEEDBACK, ReportOutcome.KEEP, by=by, at=LATER_AT, reasons="It is an opinion."
    )


def upheld(**given: Any) -> Any:
    known: dict[str, Any] = {
        "report": a_leverage_report(),
        "contract": CONTRACT,
        "by": REVIEWER,
        "at": LATER_AT,
        "reasons": "It is in the messages.",
    }
    return uphold_leverage(**{**known, **given})


def requested(**given: Any) -> Any:
    contract = a_running_contract(last_paid_at=instant("2026-01-05T00:00:00Z"))
    known: dict[str, Any] = {
        "contract": contract,
        "by": "fritzi",
        "at": instant("2026-01-10T12:00:00Z"),
    }
    return ask_for_interim(**{**known, **given})


def responded(**given: Any) -> Any:
    known: dict[str, Any] = {
        "complaint": a_complaint_put(),
        "kind": ResponseKind.CORRECTION,
        "words": "It was a BSc.",
        "by": "fritzi",
        "at": LATER_AT + timedelta(days=4),
    }
    return respond(**{**known, **given})


def found(outcome: FindingOutcome = FindingOutcome.MALICIOUS, **given: Any) -> Any:
    known: dict[str, Any] = {
        "complaint": a_complaint_put(),
        "by": REVIEWER,
        "at": MUCH_LATER_AT,
        "reasons": "The degree is in the register.",
    }
    return find(outcome=outcome, **{**known, **given})


def evidence(**given: Any) -> Evidence:
    return changed(admit(FEEDBACK, exchange=EXCHANGE), **given)


REMOVED = changed(EXCHANGE, reports=(resolved(),))

PROVOCATIONS: tuple[Callable[[], object], ...] = (
    lambda: require_id("client", " carla"),
    lambda: require_id("client", "x" * 201),
    lambda: require_id("client", "car\nla"),
    lambda: require_instant("at", datetime(2026, 3, 2, 16)),
    lambda: require_instant("at", IN_VIENNA_AT),
    lambda: require_words("answer", " "),
    lambda: require_words("answer", "x" * 4001),
    lambda: add_months(ENDED_AT, 12 * 9000),
    lambda: add_days(LATER_AT, 3_000_000),
    lambda: Money(amount=Decimal("NaN"), currency="USD"),
    lambda: Money(amount=Decimal(1), currency="dollars"),
    lambda: a_contract(client="fritzi"),
    lambda: a_contract(ended_at=just_before(STARTED_AT)),
    lambda: a_contract().side_of("otto"),
    lambda: end_of(a_running_contract()),
    lambda: form_for("clasic", Side.CLIENT),
    lambda: a_feedback(form=CLASSIC_MIRROR),
    lambda: check_answers(CLASSIC, {"star_skills": 5}),
    lambda: check_answers(CLASSIC, {"recommend": 5}),
    lambda: check_answers(CLASSIC, {"overall": True}),
    lambda: check_answers(CLASSIC, {"overall": 6}),
    lambda: check_answers(CLASSIC, {"end_reason": "late"}),
    lambda: a_feedback(at=just_before(ENDED_AT)),
    lambda: a_feedback(at=OPENED_AT),
    lambda: a_feedback(given=(a_feedback(),)),
    lambda: edited(just_before(CLIENT_GAVE_AT)),
    lambda: edited(OPENED_AT),
    lambda: edit(FEEDBACK, {"overall": 1}, contract=CONTRACT, by="fritzi", at=OPENED_AT),
    lambda: release_at(FEEDBACK, contract=a_contract(id="contract-2")),
    lambda: release_at(gone(), contract=CONTRACT),
    lambda: asked(at=just_before(RELEASED_AT)),
    lambda: asked(asked=(changed(CHANGE, declined_at=LATER_AT),)),
    lambda: asked(asked=(CHANGE,)),
    lambda: grant_change(CHANGE, FEEDBACK, by="fritzi", at=MUCH_LATER_AT),
    lambda: grant_change(CHANGE, OTHER, by="fritzi", at=LATER_AT),
    lambda: revise(CHANGE, FEEDBACK, {"overall": 1}, by="carla", at=LATER_AT),
    lambda: revise(
        a_granted_change(FEEDBACK, EXCHANGE),
        FEEDBACK,
        {"overall": 1},
        by="carla",
        at=MUCH_LATER_AT,
    ),
    lambda: revise(
        a_granted_change(FEEDBACK, EXCHANGE), FEEDBACK, {"recommend": 1}, by="carla", at=LATER_AT
    ),
    lambda: answered(by="carla"),
    lambda: answered(
        answers=(
            PublicAnswer(feedback="client-1", author="fritzi", words="Hm.", answered_at=LATER_AT),
        )
    ),
    lambda: answered(at=MUCH_LATER_AT),
    lambda: reported(by="carla"),
    lambda: reported(reports=(reported(),)),
    lambda: doubt_report(
        doubt_report(reported(), by=REVIEWER, at=LATER_AT), by=REVIEWER, at=LATER_AT
    ),
    lambda: resolved(report=resolved()),
    lambda: resolved(at=just_before(LATER_AT)),
    lambda: resolved(feedback=OTHER),
    lambda: resolved(by="fritzi"),
    lambda: resolved(reasons="As fritzi says."),
    lambda: resolved(items=frozenset({"comment"})),
    lambda: contested(reported()),
    lambda: contested(contested(resolved())),
    lambda: heard(resolved()),
    lambda: heard(contested(resolved()), by=REVIEWER),
    lambda: heard(heard(contested(resolved()))),
    lambda: a_leverage_report(given=EXCHANGE.given, at=RELEASED_AT),
    lambda: a_leverage_report(reports=(a_leverage_report(),)),
    lambda: upheld(report=upheld()),
    lambda: upheld(at=STARTED_AT),
    lambda: upheld(by="carla"),
    lambda: an_interim(at=instant("2025-11-10T00:00:00Z")),
    lambda: an_interim(at=instant("2026-02-20T00:00:00Z")),
    lambda: an_interim(given=(an_interim(),)),
    lambda: an_interim(contract=a_contract(), at=ENDED_AT),
    lambda: an_interim(answers={"overall": 4, "note_to_recipient": "Hurry."}),
    lambda: requested(requests=(requested(),)),
    lambda: shows_publicly(a_contract(net_paid=Money(amount=Decimal(9), currency="EUR"))),
    lambda: a_complaint(respondent="carla"),
    lambda: a_complaint(contract=CONTRACT, complainant="otto"),
    lambda: a_complaint(attachments=()),
    lambda: a_complaint(earlier=(a_complaint(),)),
    lambda: put_to_respondent(a_complaint_put(), at=MUCH_LATER_AT),
    lambda: put_to_respondent(a_complaint(), at=just_before(LATER_AT)),
    lambda: responded(complaint=a_complaint()),
    lambda: responded(by="otto"),
    lambda: responded(kind=ResponseKind.PROOF),
    lambda: responded(complaint=responded()),
    lambda: found(at=LATER_AT + timedelta(days=5)),
    lambda: found(complaint=found()),
    lambda: found(by="fritzi"),
    lambda: found(FindingOutcome.CORRECTED),
    lambda: found(reasons="As carla says."),
    lambda: warn_complainant(a_complaint_put(), at=MUCH_LATER_AT),
    lambda: warn_complainant(warn_complainant(found(), at=MUCH_LATER_AT), at=MUCH_LATER_AT),
    lambda: evidence(received_at=just_before(ENDED_AT)),
    lambda: evidence(superseded_at=just_before(RELEASED_AT)),
    lambda: admit(an_interim(), exchange=an_exchange()),
    lambda: admit(OTHER, exchange=EXCHANGE),
    lambda: admit(FEEDBACK, exchange=REMOVED, received_at=LATER_AT),
    lambda: admit_finding(found()),
    lambda: supersede(evidence(superseded_at=LATER_AT), at=MUCH_LATER_AT),
    lambda: readmit(evidence(), OTHER, exchange=EXCHANGE, at=LATER_AT),
)
