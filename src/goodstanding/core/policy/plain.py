"""A policy in plain words, with its live numbers, for each of those whom it concerns."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from goodstanding.core.contract import Side
from goodstanding.core.policy.check_ladder import RESTRICTS, SEVERAL, least_clients
from goodstanding.core.policy.language import Anchor, Policy, Rung
from goodstanding.core.policy.overlays import OVERLAYS
from goodstanding.core.policy.parts import conditions_of, weight_of
from goodstanding.core.policy.points_told import points_exactly, points_told
from goodstanding.core.policy.vocabulary import wanted
from goodstanding.core.policy.wording import (
    CAPABILITIES,
    OUTCOMES,
    expression_told,
    ladder_lines,
    months_told,
    share_told,
    signal_told,
    votes_told,
    weight_told,
)
from goodstanding.core.policy.wording_over_time import (
    lines_after,
    lines_before,
    name_told,
    protection_lines,
)
from goodstanding.core.words import Capability, Outcome


class Audience(StrEnum):
    """Who reads the policy."""

    FREELANCER = "freelancer"
    CLIENT = "client"
    REVIEWER = "reviewer"


def tell(policy: Policy, audience: Audience) -> str:
    """The policy as Markdown for that reader. Every number in it is the policy's own."""
    parts: Mapping[Audience, Callable[[Policy], Iterator[str]]] = {
        Audience.FREELANCER: _for_judged if policy.about is Side.FREELANCER else _for_judging,
        Audience.CLIENT: _for_judging if policy.about is Side.FREELANCER else _for_judged,
        Audience.REVIEWER: _for_reviewer,
    }
    return "\n".join(parts[audience](policy)).strip() + "\n"


def _for_judged(policy: Policy) -> Iterator[str]:
    yield from _title(policy)
    yield (
        f"This is what we look at when a {policy.about.other} reports a bad outcome about your "
        "work with them, when a person here looks closer, and what that can lead to. A rule only "
        "ever asks for a look; a person decides, and tells you why."
    )
    yield from _negative(policy, whose=f"a {policy.about.other}")
    yield from _left_out(policy)
    yield from _counting(policy)
    yield from _ladder(policy, your=True)
    yield from _way_back(policy)
    yield from _privacy(policy, judged=True)
    yield from _rarity(policy)


def _for_judging(policy: Policy) -> Iterator[str]:
    yield from _title(policy)
    yield (
        f"This is what happens with what you report about a {policy.about} when a contract ends. "
        "Your honest experience, good or bad, is what the marketplace rests on. "
        + _one_report(policy)
        + "No rule decides: a person does."
    )
    yield from _negative(policy, whose="you")
    yield from _left_out(policy)
    yield from _counting(policy)
    yield from _ladder(policy, your=False)
    yield from _privacy(policy, judged=False)
    yield from _rarity(policy)


def _one_report(policy: Policy) -> str:
    """What one report alone can do, where it can do nothing grave."""
    signals = {signal.name: signal for signal in policy.signals}
    grave = [rung for rung in policy.ladder if rung.proposes in RESTRICTS]
    if any(least_clients(rung.when.root, signals) < SEVERAL for rung in grave):
        return ""
    return "One report never leads to a restriction by itself. "


def _for_reviewer(policy: Policy) -> Iterator[str]:
    yield from _title(policy)
    yield f"Digest `{policy.digest}`. Judges each {policy.about}; a verdict has no effect."
    yield from _exactly_negative(policy)
    yield from _left_out(policy, exact=True)
    yield from _own_items(policy)
    yield "\n## Figures\n"
    yield (
        f"Windows run on `{policy.anchor}`, open at their start and closed at the instant of "
        "judging. Figures are exact and compared unrounded unless a rounding is told."
        if policy.anchor is Anchor.OCCURRED_AT
        else f"Windows run on `{policy.anchor}`: on when we knew, not on when it occurred."
    )
    yield ""
    for signal in policy.signals:
        asked = ", ".join(f"{key} `{told.text}`" for key, told in conditions_of(signal).items())
        kind = type(signal.measure).__name__.lower()
        yield (
            f"- `{signal.name}` ({kind}: {asked}): {signal_told(signal)}. "
            f"{votes_told(signal.votes)}"
        )
        weight = weight_of(signal)
        if weight:
            yield f"  {weight_told(weight)}"
        yield from (f"  {sentence}" for sentence in points_exactly(signal))
        yield from (f"  {sentence}" for sentence in points_told(policy, signal))
        if signal.sample.votes or signal.sample.client_groups:
            yield (
                f"  Unknown below {signal.sample.votes} votes or "
                f"{signal.sample.client_groups} client groups."
            )
        if signal.round is not None:
            yield f"  Rounded to {signal.round.places} places ({signal.round.how})."
    yield from _ladder(policy, your=False, exact=True)
    yield from _terms(policy)
    yield from _way_back(policy)
    yield from _privacy(policy, judged=False)
    yield from _rarity(policy)
    yield from _origin(policy)


def _title(policy: Policy) -> Iterator[str]:
    yield f"# {policy.title}\n"
    yield f"Policy `{policy.name}`, version {policy.version}.\n"


def _negative(policy: Policy, *, whose: str) -> Iterator[str]:
    if not policy.negative:
        return
    yield f"\n## When an outcome is negative\n\nWhen {whose} reported any of this:\n"
    for clause in policy.negative:
        told = expression_told(clause.when.root)
        yield f"- {clause.says}: {told}" if clause.says else f"- {told}"
    yield (
        "\nPublic and private feedback both count, and private feedback may be the only negative "
        "one. Silence is never negative."
    )


def _exactly_negative(policy: Policy) -> Iterator[str]:
    if not policy.negative:
        return
    yield "\n## Negative\n\nAn outcome is negative when any of these is true:\n"
    for clause in policy.negative:
        told = f" ({clause.says})" if clause.says else ""
        about = f" [{clause.dimension}]" if clause.dimension else ""
        yield f"- `{clause.when.text}`{about}{told}"
    yield "\nUnknown is never true: silence is never negative."


def _left_out(policy: Policy, *, exact: bool = False) -> Iterator[str]:
    if not policy.leave_out:
        return
    yield "\n## What does not count\n"
    for clause in policy.leave_out:
        yield f"- {clause.because}" + (f" (`{clause.when.text}`)" if exact else "")


def _own_items(policy: Policy) -> Iterator[str]:
    if policy.items:
        yield "\n## Items of its own\n"
        yield from (f"- `{item.name}` ({wanted(item)}): {item.says}" for item in policy.items)


def _counting(policy: Policy) -> Iterator[str]:
    yield "\n## How it is counted\n"
    for sentence in dict.fromkeys(votes_told(signal.votes) for signal in policy.signals):
        yield f"- {sentence}"
    for signal in policy.signals:
        weight = weight_of(signal)
        weighed = f" {weight_told(weight)}" if weight else ""
        yield f"- We look at {signal_told(signal)}.{weighed}"
        yield from (f"- {sentence}" for sentence in points_told(policy, signal))


def _ladder(policy: Policy, *, your: bool, exact: bool = False) -> Iterator[str]:
    yield "\n## What can follow\n"
    for rung in policy.ladder:
        says = rung.says or f"{OUTCOMES[rung.proposes]} may be proposed"
        yield f"### {name_told(rung.name)}: {says}\n"
        if exact:
            yield f"`{rung.when.text}`; proposes `{rung.proposes}`.\n"
        yield "When this is true:\n"
        yield from ladder_lines(policy, rung.when)
        yield ""
        yield from lines_before(policy, rung)
        yield from _effect(rung)
        yield from lines_after(policy, rung)
        if rung.cure:
            yield f"- {'What helps' if your else 'They are told what helps'}: {rung.cure}"
        yield ""
    yield from protection_lines(policy)


def _effect(rung: Rung) -> Iterator[str]:
    if rung.proposes in RESTRICTS:
        yield f"A person may then decide on {OUTCOMES[rung.proposes]}.\n"
        yield f"- Not possible meanwhile: {_capabilities(rung.deny)}."
        yield (
            f"- Stays possible: {_capabilities(rung.keep)}."
            if rung.keep
            else ("- Running contracts go on.")
        )
    elif rung.proposes is Outcome.NO_ACTION:
        yield "Nothing follows, and nobody counts as flagged by it.\n"
    else:
        yield f"A person looks closer and may decide on {OUTCOMES[rung.proposes]}. Nothing stops.\n"


def _capabilities(capabilities: tuple[Capability, ...]) -> str:
    return ", ".join(CAPABILITIES[each] for each in capabilities)


def _way_back(policy: Policy) -> Iterator[str]:
    terms = policy.process.appeal
    wait = terms.reinstatement_after_months
    yield "\n## The way back\n"
    yield (
        "- If the count is wrong, or the decision broke a rule, an appeal can be lodged at once "
        f"and for {months_told(terms.open_for_months)}."
    )
    if wait:
        yield f"- {months_told(wait)} after the decision one may ask to be reinstated."
    else:
        yield "- One may ask to be reinstated at once."
    yield (
        "- Another person than the one who decided hears it, answers every ground, and aims to do "
        f"so within {terms.answer_within_business_days} business days."
    )
    if terms.cooling_off.days:
        yield f"- After an answer, the next appeal opens in {terms.cooling_off.days} days."


def _privacy(policy: Policy, *, judged: bool) -> Iterator[str]:
    least = policy.process.told_over_clients
    yield "\n## Who learns what\n"
    if judged:
        yield (
            "Public feedback is named. Private feedback is told only as themes, and only when at "
            f"least {least} different clients share them: never in their words, never with a date "
            "closer than a quarter, never with a name."
        )
        return
    yield (
        "What is said in private stays private: it is told only as a theme that at least "
        f"{least} different clients share, without words, names or dates."
    )


def _rarity(policy: Policy) -> Iterator[str]:
    if policy.impact_budget is not None:
        yield "\n## How rare it is\n"
        yield (
            f"At most {share_told(policy.impact_budget)} of all {policy.about}s may be flagged. "
            "The share is watched, and a version that would exceed it is not adopted."
        )


def _terms(policy: Policy) -> Iterator[str]:
    process = policy.process
    yield "\n## Terms\n"
    on_day = f", on day {process.on_day}" if process.on_day else ""
    yield f"- Judged: {process.cadence.replace('_', ' ')}{on_day}."
    yield f"- Notice before effect: {process.notice_days} days."
    yield f"- A new version binds {process.lead_days} days after it is published."
    for name in policy.law:
        overlay = OVERLAYS[name]
        yield f"- Stands under {overlay.law} ({overlay.source}; since {overlay.since})."


def _origin(policy: Policy) -> Iterator[str]:
    if policy.origin is not None:
        yield "\n## Where it comes from\n"
        yield f"{policy.origin.modelled_on}; read {policy.origin.retrieved}. {policy.origin.note}"
    if policy.cannot_say:
        yield "\nWhat the published policy says and this one cannot:\n"
        yield from (f"- {each}" for each in policy.cannot_say)
