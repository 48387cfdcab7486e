"""Every refusal from case to docket is provoked, and reads as the snapshot says."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from goodstanding.core.appeal.hearing import Milder, Reply
from goodstanding.core.appeal.lodging import supply
from goodstanding.core.appeal.record import Answer, GroundKind
from goodstanding.core.case.holding import claim, release
from goodstanding.core.case.opening import open_case, open_complaint_case
from goodstanding.core.decision import lift
from goodstanding.core.docket import Step, enter, stage_of
from goodstanding.core.ledger import Salted, append, canonical, redact, verify
from goodstanding.core.policy.language import Until
from goodstanding.core.reasons.redress import Door
from goodstanding.core.reasons.restriction import Terms
from goodstanding.core.words import MICROSECOND, Capability, Outcome, Refusal
from tests.core.story_builders import (
    DAY,
    HOUR,
    NOON,
    SHIPPED,
    SUMMER,
    appeal,
    case,
    decision,
    finding,
    ground,
    happy,
    hearing,
    held,
    policy,
    unhappy,
    verdict,
)

ROOT = Path(__file__).parents[2]
SNAPSHOT = ROOT / "tests" / "snapshots" / "core" / "decision_refusals.txt"
CHAPTERS = ("case", "reasons", "decision.py", "appeal", "ledger.py", "docket.py")

MACHINE = "policy:poor-contract-outcomes@1"
DECIDED = NOON + timedelta(minutes=1)
LODGED = DECIDED + DAY
REINSTATEMENT_OPENS = datetime.fromisoformat("2027-05-23T12:01:00Z")
PROPOSALS = frozenset({Capability.PROPOSAL_SUBMIT})
APPEALABLE = Until(appeal=True)
IMPROVED = (ground(GroundKind.IMPROVEMENT, words="The course is done."),)
NOTE = Salted(text="She told us of her illness.", salt="0123456789abcdef")
WARN = Milder(outcome=Outcome.WARN)


def _terms(**changed: object) -> Terms:
    return replace(Terms(denied=PROPOSALS, until=APPEALABLE), **changed)


def _without_evidence() -> object:
    reached = verdict()
    bare = replace(reached, figures=tuple(replace(f, counted=()) for f in reached.figures))
    return open_case(bare, id="case-1", opened_at=NOON)


def _supplied(**changed: object) -> object:
    asked = hearing(
        answer=Answer.MORE_INFORMATION,
        replies=(Reply(kind=GroundKind.ERROR, words="Which two contracts?"),),
    ).appeal
    told = {
        "ground": ground(),
        "by": "ana",
        "at": LODGED + DAY,
        "terms": SHIPPED.process.appeal,
        **changed,
    }
    return supply(told.pop("of", asked), **told)


def _twice() -> object:
    entry = append((), {"what": "a step"}, kind="step", at=NOON)
    return append(entry, "earlier", kind="step", at=NOON - MICROSECOND)


def _reinstatement(**changed: object) -> object:
    told = {
        "door": Door.REINSTATEMENT,
        "grounds": IMPROVED,
        "at": REINSTATEMENT_OPENS,
        **changed,
    }
    return appeal(**told)


PROVOKED: tuple[tuple[str, Callable[[], object]], ...] = (
    # A case is opened.
    ("verdict-without-rung", lambda: case([unhappy(1), happy(2)])),
    (
        "case-before-verdict",
        lambda: open_case(verdict(), id="case-1", opened_at=NOON - MICROSECOND),
    ),
    ("case-without-evidence", _without_evidence),
    ("judged-already", lambda: case(id="case-2", earlier=[case(), case(id="case-0")])),
    (
        "earlier-case-of-another",
        lambda: case(id="case-2", earlier=[replace(case(), subject="bo")]),
    ),
    (
        "not-a-finding",
        lambda: open_complaint_case([unhappy(1)], id="case-1", opened_at=NOON),
    ),
    (
        "findings-of-two-subjects",
        lambda: open_complaint_case(
            [finding(1), finding(2, subject="bo")], id="case-1", opened_at=NOON
        ),
    ),
    (
        "finding-not-known",
        lambda: open_complaint_case([finding(1, ended_at=SUMMER)], id="case-1", opened_at=SUMMER),
    ),
    # It is claimed.
    ("nobody-named", lambda: claim(case(), " ", NOON)),
    ("machine-cannot-decide", lambda: claim(case(), MACHINE, NOON)),
    ("party-cannot-review", lambda: claim(case(), "ana", NOON)),
    ("case-already-decided", lambda: claim(decision().case, "saul", NOON)),
    ("claim-out-of-time", lambda: claim(case(), "rita", NOON - MICROSECOND)),
    ("lease-without-length", lambda: claim(case(), "rita", NOON, lease=timedelta(0))),
    ("case-claimed", lambda: claim(held(), "saul", NOON)),
    ("claim-of-another", lambda: release(held(), "saul")),
    # It is decided.
    ("policy-of-another-verdict", lambda: decision(policy=replace(SHIPPED, version=2))),
    ("case-not-held", lambda: decision(by="saul")),
    ("decided-already", lambda: decision(decision().case)),
    ("evidence-not-seen", lambda: decision(seen=frozenset({"evidence-1", "evidence-3"}))),
    (
        "no-second-person",
        lambda: decision(outcome=Outcome.PERMANENT_BLOCK, terms=_terms()),
    ),
    ("seconded-by-the-decider", lambda: decision(seconded_by="rita")),
    ("seconded-by-a-party", lambda: decision(seconded_by="client-1")),
    (
        "effect-too-early",
        lambda: decision(policy=policy(notice_days=14), effective_at=DECIDED + DAY),
    ),
    ("outcome-without-terms", lambda: decision(outcome=Outcome.PAUSE)),
    ("denial-without-restriction", lambda: decision(outcome=Outcome.WARN, terms=_terms())),
    ("restriction-of-nothing", lambda: decision(terms=_terms(denied=frozenset()))),
    (
        "capability-always-kept",
        lambda: decision(terms=_terms(denied=PROPOSALS | {Capability.CONTRACT_WORK})),
    ),
    ("denied-and-kept", lambda: decision(terms=_terms(kept=PROPOSALS))),
    ("pause-without-course", lambda: decision(outcome=Outcome.PAUSE, terms=_terms())),
    ("restriction-without-end", lambda: decision(terms=_terms(until=None))),
    (
        "permanent-with-an-end",
        lambda: decision(
            outcome=Outcome.PERMANENT_BLOCK,
            terms=_terms(until=Until(months=12)),
            seconded_by="saul",
        ),
    ),
    ("client-named", lambda: decision(reasons="It was client-2 who said so.")),
    ("private-words-quoted", lambda: decision(reasons="The drawings of room 2, they wrote.")),
    ("told-over-too-few", lambda: decision(policy=policy(told_over_clients=2))),
    # It is lifted.
    (
        "policy-without-version",
        lambda: lift(decision(), id="2", by="policy:late", at=DECIDED, because="It is over."),
    ),
    (
        "nothing-to-lift",
        lambda: lift(
            decision(outcome=Outcome.NO_ACTION), id="2", by="saul", at=DECIDED, because="Over."
        ),
    ),
    (
        "before-the-decision",
        lambda: lift(decision(), id="2", by="saul", at=NOON, because="It is over."),
    ),
    # It is appealed.
    ("appeal-by-another", lambda: appeal(by="lena")),
    ("nothing-to-appeal", lambda: appeal(decision(outcome=Outcome.NO_ACTION))),
    ("error-door-closed", lambda: appeal(at=REINSTATEMENT_OPENS + DAY)),
    ("reinstatement-not-open", lambda: _reinstatement(at=REINSTATEMENT_OPENS - MICROSECOND)),
    ("nothing-to-reinstate", lambda: _reinstatement(of=decision(outcome=Outcome.WARN))),
    ("no-ground", lambda: appeal(grounds=())),
    ("ground-stated-twice", lambda: appeal(grounds=(ground(), ground()))),
    ("ground-at-the-wrong-door", lambda: appeal(grounds=IMPROVED)),
    ("appeal-open-already", lambda: appeal(id="appeal-2", earlier=[appeal()])),
    (
        "cooling-off",
        lambda: appeal(id="appeal-2", earlier=[hearing().appeal], at=LODGED + 2 * HOUR),
    ),
    ("nothing-asked", lambda: _supplied(of=appeal())),
    ("supplied-by-another", lambda: _supplied(by="lena")),
    ("supplied-before-lodged", lambda: _supplied(at=DECIDED)),
    # It is heard.
    ("heard-by-the-same", lambda: hearing(by="rita")),
    ("heard-by-a-party", lambda: hearing(by="client-1")),
    ("answered-already", lambda: hearing(hearing().appeal, by="ines")),
    ("heard-before-lodged", lambda: hearing(at=DECIDED)),
    ("appeal-not-seen", lambda: hearing(seen=frozenset({"evidence-1", "evidence-2"}))),
    (
        "reply-to-no-ground",
        lambda: hearing(replies=(Reply(kind=GroundKind.IMPROVEMENT, words="Well done."),)),
    ),
    ("ground-not-answered", lambda: hearing(replies=())),
    ("modified-to-what", lambda: hearing(answer=Answer.REVERSED, milder=WARN)),
    (
        "not-milder",
        lambda: hearing(answer=Answer.MODIFIED, milder=Milder(outcome=Outcome.BLOCK)),
    ),
    (
        "correction-of-other-evidence",
        lambda: hearing(answer=Answer.REVERSED, corrections={"evidence-9"}),
    ),
    ("correction-without-error", lambda: hearing(corrections={"evidence-1"})),
    # It is entered.
    ("no-canonical-form", lambda: canonical({"share": 0.25})),
    ("entry-before-the-last", _twice),
    (
        "short-salt",
        lambda: append((), "x", kind="step", at=NOON, words={"note": replace(NOTE, salt="a")}),
    ),
    (
        "words-inside-the-seal",
        lambda: append((), [NOTE.text], kind="step", at=NOON, words={"note": NOTE}),
    ),
    (
        "no-such-words",
        lambda: redact(append((), "x", kind="step", at=NOON, words={"note": NOTE})[0], "reasons"),
    ),
    (
        "ledger-broken",
        lambda: verify([replace(append((), "x", kind="step", at=NOON)[0], kind="other")]),
    ),
    (
        "words-without-salt",
        lambda: enter((), decision(), step=Step.DECIDED, at=NOON, salts={}),
    ),
    ("case-not-in-the-ledger", lambda: stage_of("case-1", ())),
    (
        "impossible-step",
        lambda: stage_of("case-1", enter((), case(), step=Step.CLOSED, at=NOON, salts={})),
    ),
)


def _refusal(provoke: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        provoke()
    return caught.value


def test_every_refusal_names_the_value_and_the_cure_as_the_snapshot_has_it() -> None:
    told = "".join(
        f"{refusal.code}\n    {refusal}\n"
        for refusal in (_refusal(provoke) for _, provoke in PROVOKED)
    )

    assert told == SNAPSHOT.read_text("utf-8")


@pytest.mark.parametrize(("code", "provoke"), PROVOKED)
def test_a_refusal_has_its_code_a_cure_and_no_full_stop(
    code: str, provoke: Callable[[], object]
) -> None:
    refusal = _refusal(provoke)

    assert refusal.code == code
    assert refusal.cure
    assert not str(refusal).endswith(".")
    assert refusal.message[0].islower() or refusal.message[0] == "`"


def test_no_refusal_of_these_chapters_is_missing_from_the_snapshot() -> None:
    core = ROOT / "src" / "goodstanding" / "core"
    written: set[str] = set()
    for chapter in CHAPTERS:
        files = (core / chapter).rglob("*.py") if "." not in chapter else [core / chapter]
        for file in files:
            written |= set(re.findall(r'Refusal\(\s*"([a-z-]+)"', file.read_text("utf-8")))

    assert written == {code for code, _ in PROVOKED}
