"""The laws that a policy says it must stand under become remarks where it would break them.

Each overlay restates, as checks, what the law asks of a policy's text. It is no legal advice: have
a lawyer read the policy. Sources stand beside each overlay.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from goodstanding.core.policy.check_ladder import RESTRICTS
from goodstanding.core.policy.language import ItemKind, Policy, Rung
from goodstanding.core.policy.parts import items_negative_reads
from goodstanding.core.policy.remark import Path, Remark
from goodstanding.core.policy.signal import Mean
from goodstanding.core.policy.vocabulary import NEGATIVE, SPECIAL, vocabulary_of
from goodstanding.core.words import Outcome, did_you_mean

Rule = Callable[["Overlay", Policy], Iterator[Remark]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """One law as checks on a policy; `since` and `source` say from when and where it stands."""

    name: str
    law: str
    since: str
    source: str
    rules: tuple[Rule, ...]


def _remark(overlay: Overlay, path: Path, code: str, *, message: str, cure: str) -> Remark:
    said = f"{overlay.law}: {message}"
    return Remark(path=path, code=code, message=said, cure=cure, instead=("law",))


def _restricting(policy: Policy) -> Iterator[tuple[Path, Rung]]:
    for at, rung in enumerate(policy.ladder):
        if rung.proposes in RESTRICTS:
            yield ("ladder", at), rung


def _full_appeal_at_once(overlay: Overlay, policy: Policy) -> Iterator[Remark]:
    wait = policy.process.appeal.reinstatement_after_months
    if wait:
        yield _remark(
            overlay,
            ("process", "appeal", "reinstatement_after_months"),
            "law-makes-nobody-wait",
            message=f"an appeal may not wait `{wait}` months",
            cure="say `reinstatement_after_months: 0`: every ground is heard at once",
        )


def _appeal_open_six_months(overlay: Overlay, policy: Policy) -> Iterator[Remark]:
    months = policy.process.appeal.open_for_months
    if months < 6:
        yield _remark(
            overlay,
            ("process", "appeal", "open_for_months"),
            "law-appeal-too-short",
            message=f"appeals close after `{months}` months, and must be open for six",
            cure="say `open_for_months: 6` or more",
        )


def _human_gate(overlay: Overlay, policy: Policy) -> Iterator[Remark]:
    if not policy.process.human_gate:
        yield _remark(
            overlay,
            ("process", "human_gate"),
            "law-wants-a-person",
            message="a person must take the decision, and `human_gate` is `false`",
            cure="remove `human_gate: false`",
        )


def _answer_in_two_weeks(overlay: Overlay, policy: Policy) -> Iterator[Remark]:
    days = policy.process.appeal.answer_within_business_days
    if days > 10:
        yield _remark(
            overlay,
            ("process", "appeal", "answer_within_business_days"),
            "law-answer-too-slow",
            message=f"answers take `{days}` business days, and must come within two weeks",
            cure="say `answer_within_business_days: 10` or fewer",
        )


def _notice_of(days: int) -> Rule:
    def rule(overlay: Overlay, policy: Policy) -> Iterator[Remark]:
        given = policy.process.notice_days
        if given < days and any(_restricting(policy)):
            yield _remark(
                overlay,
                ("process", "notice_days"),
                "law-notice-too-short",
                message=f"notice is `{given}` days, and must be `{days}` before it has effect",
                cure=f"say `notice_days: {days}` or more",
            )

    return rule


def _thirty_days_before_the_end(overlay: Overlay, policy: Policy) -> Iterator[Remark]:
    for path, rung in _restricting(policy):
        if rung.proposes is Outcome.PERMANENT_BLOCK and policy.process.notice_days < 30:
            yield _remark(
                overlay,
                (*path, "propose"),
                "law-termination-too-sudden",
                message=f"`{rung.name}` ends the service for good, and reasons must come "
                f"30 days before, not `{policy.process.notice_days}`",
                cure="say `notice_days: 30`, or propose `block`",
            )


def _lead_of(days: int) -> Rule:
    def rule(overlay: Overlay, policy: Policy) -> Iterator[Remark]:
        given = policy.process.lead_days
        if given < days:
            yield _remark(
                overlay,
                ("process", "lead_days"),
                "law-lead-too-short",
                message=f"a version binds after `{given}` days, and must be known `{days}` before",
                cure=f"say `lead_days: {days}` or more",
            )

    return rule


def _more_than_ratings(overlay: Overlay, policy: Policy) -> Iterator[Remark]:
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    for path, rung in _restricting(policy):
        read = _items_behind(policy, rung)
        if read and all(
            name in vocabulary and vocabulary[name].kind is ItemKind.NUMBER for name in read
        ):
            yield _remark(
                overlay,
                (*path, "when"),
                "law-ratings-alone",
                message=f"`{rung.name}` rests on nothing but aggregate customer ratings",
                cure="let `negative:` read what was wrong (a concern, an end reason) as well",
            )


def _items_behind(policy: Policy, rung: Rung) -> frozenset[str]:
    """The items that bring somebody to the rung, by the signals that it compares."""
    read: set[str] = set()
    for signal in policy.signals:
        if signal.name in rung.when.reads:
            measure = signal.measure
            read |= {measure.of} if isinstance(measure, Mean) else measure.of.reads
    if NEGATIVE in read:
        read |= items_negative_reads(policy)
    return frozenset(read - SPECIAL.keys())


def _stated_length(overlay: Overlay, policy: Policy) -> Iterator[Remark]:
    for path, rung in _restricting(policy):
        until = rung.until
        if until is None or (until.days is None and until.months is None):
            yield _remark(
                overlay,
                (*path, "until"),
                "law-wants-a-length",
                message=f"`{rung.name}` does not state the number of days",
                cure="say `until: {days: N}` or `{months: N}`",
            )


def _stated_cure(overlay: Overlay, policy: Policy) -> Iterator[Remark]:
    for path, rung in _restricting(policy):
        if not rung.cure:
            yield _remark(
                overlay,
                path,
                "law-wants-a-cure",
                message=f"`{rung.name}` does not say what would remedy it",
                cure="add `cure:` in a sentence that the person will read",
            )


def _warning_first(overlay: Overlay, policy: Policy) -> Iterator[Remark]:
    warned = False
    for at, rung in enumerate(policy.ladder):
        warned = warned or rung.proposes is Outcome.WARN
        if rung.proposes in RESTRICTS and not warned:
            yield _remark(
                overlay,
                ("ladder", at),
                "law-wants-a-warning",
                message=f"no rung warns before `{rung.name}`",
                cure="add a milder rung with `propose: warn`",
            )


OVERLAYS: Mapping[str, Overlay] = {
    overlay.name: overlay
    for overlay in (
        Overlay(
            name="eu-dsa",
            law="EU Digital Services Act, Art. 20",
            since="2024-02-17",
            source="Regulation (EU) 2022/2065",
            rules=(_full_appeal_at_once, _appeal_open_six_months),
        ),
        Overlay(
            name="eu-p2b",
            law="EU platform-to-business Regulation, Art. 3 and 4",
            since="2020-07-12",
            source="Regulation (EU) 2019/1150; its repeal is proposed in COM(2025) 837",
            rules=(_thirty_days_before_the_end, _lead_of(15)),
        ),
        Overlay(
            name="eu-platform-work",
            law="EU Platform Work Directive, Art. 10 and 11",
            since="2026-12-02",
            source="Directive (EU) 2024/2831",
            rules=(_human_gate, _answer_in_two_weeks, _full_appeal_at_once),
        ),
        Overlay(
            name="us-seattle",
            law="Seattle SMC 8.40",
            since="2025-01-01",
            source="Ordinance 126878; 8.40.050.A.2(e), 8.40.070",
            rules=(_more_than_ratings, _notice_of(14), _answer_in_two_weeks, _full_appeal_at_once),
        ),
        Overlay(
            name="us-washington",
            law="WAC 296-128-99100",
            since="in force when read, 2026",
            source="Washington Administrative Code",
            rules=(_stated_cure,),
        ),
        Overlay(
            name="us-minnesota",
            law="Minnesota Statutes 181C.04",
            since="2024-12-01",
            source="Minnesota Statutes 181C.01 to 181C.04",
            rules=(_stated_length, _lead_of(30)),
        ),
        Overlay(
            name="au-deactivation-code",
            law="Australian Digital Labour Platform Deactivation Code, s. 8",
            since="2025-02",
            source="Fair Work (Digital Labour Platform Deactivation Code) 2024",
            rules=(_warning_first, _human_gate),
        ),
        Overlay(
            name="in-karnataka",
            law="Karnataka Platform Based Gig Workers Act 2025",
            since="2025",
            source="read second-hand; check before you rely on it",
            rules=(_notice_of(14), _answer_in_two_weeks),
        ),
    )
}


def check_law(policy: Policy) -> Iterator[Remark]:
    """Where the policy would break a law that it names."""
    for at, name in enumerate(policy.law):
        overlay = OVERLAYS.get(name)
        if overlay is None:
            yield Remark(
                path=("law", at),
                code="unknown-law",
                message=f"no law overlay is called `{name}`",
                cure=did_you_mean(name, OVERLAYS),
            )
            continue
        for rule in overlay.rules:
            yield from rule(overlay, policy)
