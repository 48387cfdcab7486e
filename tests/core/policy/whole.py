"""Whole policies are drawn, with every part that a policy can have and the oddest of texts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from goodstanding.core.policy.expression import parse
from goodstanding.core.policy.language import (
    AppealTerms,
    Cadence,
    DeclaredItem,
    Example,
    ItemKind,
    Origin,
    Policy,
    Process,
    Rung,
    Until,
)
from goodstanding.core.policy.outcomes import outcomes_of
from goodstanding.core.policy.over_time import (
    Act,
    Deed,
    GoldenTimeline,
    Held,
    MoreDays,
    Probation,
    Protection,
    Released,
    Stood,
    Wanted,
    Weekday,
)
from goodstanding.core.words import RUNNING_WORK, Capability, Dimension, Outcome
from tests.laws.grammar import policies

EDGE = datetime(2026, 3, 1, tzinfo=UTC)
ODD_TEXTS = (
    "null", "~", "true", "No", "on", "- a", "a: b", "a #b", "# a", "'a'", '"a"', "a'b", 'say "a"',
    "[a]", "{a}", "*a", "&a", "!a", "| a", "> a", "% a", "@a", "`a`", "?", ":", "a:", "\\", "a\\nb",
    "1", "010", "1:30", "2026-01-01", ".5", "1e3", "...", "---", "<<", "=", "ä", "中", "\U0001f600",
    "\u200d", "\ufeff", "\u202e", "x" * 300, "a, b", "a (b)", "a;", "50 %", "a-", "- ", "a -",
)  # fmt: skip
SIGNS = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])
WORDS = st.one_of(st.sampled_from(ODD_TEXTS), st.text(SIGNS, max_size=12)).map(
    lambda text: " ".join(text.split()) or "x"
)
INSTANTS = st.one_of(
    st.just(EDGE),
    st.integers(0, 10**14).map(lambda later: EDGE + timedelta(microseconds=later)),
)
DECIMALS = st.one_of(
    st.integers(-(10**9), 10**9).map(Fraction),
    st.builds(
        lambda digits, places: Fraction(digits, 10**places),
        st.integers(-(10**30), 10**30),
        st.integers(0, 38),
    ),
)
QUOTIENTS = st.builds(Fraction, st.integers(-(10**18) + 1, 10**18 - 1), st.integers(1, 10**18 - 1))
OWN_ITEMS = (
    DeclaredItem(name="own_number", kind=ItemKind.NUMBER, says="a number", low=Fraction(-7, 2)),
    DeclaredItem(name="own_rating", kind=ItemKind.NUMBER, says="# 1", low=Fraction(1)),
    DeclaredItem(name="own_word", kind=ItemKind.WORD, says="a: word", choices=("no", "1", "a b")),
    DeclaredItem(name="own_answer", kind=ItemKind.YES_NO, says="yes or no"),
)  # fmt: skip
KEPT = sorted(RUNNING_WORK)
DENIED = sorted(set(Capability) - RUNNING_WORK)


def some(of: Sequence[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Some of them, in their order."""
    return st.lists(st.sampled_from(of), unique=True).map(
        lambda chosen: tuple(each for each in of if each in chosen)
    )


def maybe(of: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """One of them, or none."""
    return st.one_of(st.none(), of)


MORE_DAYS = st.builds(
    MoreDays,
    each=st.sampled_from([parse("overall <= 2"), parse('own_word == "no"')]),
    days=st.integers(1, 3660),
)
RELEASED = st.builds(
    Released,
    weekday=st.sampled_from(Weekday),
    at=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
)
ENDS = st.one_of(
    st.builds(
        Until,
        days=st.integers(1, 36_600),
        more_days=maybe(MORE_DAYS),
        released=maybe(RELEASED),
    ),
    st.builds(Until, months=st.integers(1, 1200), more_days=maybe(MORE_DAYS)),
    st.just(Until(appeal=True)),
    st.builds(
        Until,
        course=WORDS,
        restored_by=st.one_of(st.just(""), WORDS),
        released=maybe(RELEASED),
    ),
)
HELD = st.builds(Held, times=st.integers(1, 2), of=st.integers(2, 1000))


@st.composite
def blocks(draw: st.DrawFn) -> Rung:
    """A rung that blocks, until all that a block can last until."""
    return Rung(
        name="block",
        when=parse("figure is not None"),
        proposes=Outcome.BLOCK,
        deny=tuple(draw(some(DENIED))) or (Capability.PROPOSAL_SUBMIT,),
        keep=draw(some(KEPT)),
        until=draw(ENDS),
        cure=draw(WORDS),
        says=draw(st.one_of(st.just(""), WORDS)),
        held=draw(maybe(HELD)),
    )


@st.composite
def ladders(draw: st.DrawFn, drawn: tuple[Rung, ...], block: Rung) -> tuple[Rung, ...]:
    """The rungs and a block after them, the first of them left, or passed, as one likes."""
    spans = st.one_of(
        st.builds(Stood, on=st.just(drawn[0].name), days=st.integers(1, 36_600)),
        st.builds(Stood, on=st.just(drawn[0].name), months=st.integers(1, 1200)),
    )
    always, known = parse("figure is None or figure is not None"), parse("figure is not None")
    probation = Probation(votes=draw(st.integers(900, 1000)), passes=known, fails=block.name)
    over_time = draw(st.sampled_from([{}, {"leave": always}, {"probation": probation}]))
    first = replace(drawn[0], **over_time)
    return (first, *drawn[1:], replace(block, stood=draw(maybe(spans))))


@st.composite
def processes(draw: st.DrawFn, *, gated: bool) -> Process:
    """Every process; without a person only where nothing is restricted."""
    cadence = draw(st.sampled_from(Cadence))
    return Process(
        cadence=cadence,
        on_day=draw(maybe(st.integers(1, 31))) if cadence is Cadence.MONTHLY else None,
        human_gate=gated or draw(st.booleans()),
        notice_days=draw(st.integers(0, 365)),
        lead_days=draw(st.integers(0, 365)),
        told_over_clients=draw(st.integers(3, 1000)),
        appeal=AppealTerms(
            reinstatement_after_months=draw(st.integers(0, 60)),
            open_for_months=draw(st.integers(1, 120)),
            answer_within_business_days=draw(st.integers(1, 60)),
            cooling_off=timedelta(days=draw(st.integers(0, 3660))),
        ),
    )


ORIGINS = st.builds(
    Origin,
    modelled_on=WORDS,
    retrieved=WORDS,
    note=WORDS,
    sources=st.lists(WORDS, max_size=2).map(tuple),
)
ROWS = st.fixed_dictionaries(
    {"at": INSTANTS},
    optional={
        "times": st.integers(1, 3),
        "apart_days": st.integers(0, 40),
        "client": st.sampled_from(["carla", "client of outcome 1.1", "- c", "1"]),
        "client_group": st.sampled_from(["company", "carla", "#g"]),
        "contract": st.sampled_from(["k1", "outcome 1.1", "~"]),
        "superseded_at": st.just(datetime(2999, 1, 1, tzinfo=UTC)),
        "received_at": st.integers(0, 10**10).map(
            lambda later: EDGE + timedelta(microseconds=10**14 + later)
        ),
        "overall": st.integers(1, 5).map(Fraction),
        "net_paid": DECIMALS,
        "concern_skills": st.booleans(),
        "contract_kind": st.one_of(WORDS, st.sampled_from(["a  b", " a", "\u2028", "\x85"])),
        "own_word": st.sampled_from(["no", "1", "a b"]),
    },
)


@st.composite
def examples(draw: st.DrawFn, policy: Policy) -> Example:
    """An example for the policy, which it may or may not hold to."""
    rows = draw(st.lists(ROWS, max_size=3))
    figures = st.one_of(st.none(), DECIMALS, QUOTIENTS)
    names = [rung.name for rung in policy.ladder]
    return Example(
        name=draw(WORDS),
        as_of=draw(INSTANTS),
        outcomes=tuple(one for at, row in enumerate(rows, 1) for one in outcomes_of(row, row=at)),
        rung=draw(maybe(st.sampled_from(names))),
        figures=tuple(
            (signal.name, draw(figures)) for signal in policy.signals if draw(st.booleans())
        ),
        left_out=draw(maybe(st.integers(0, 9))),
    )


@st.composite
def timelines(draw: st.DrawFn, policy: Policy) -> GoldenTimeline:
    """A golden timeline for the policy, which it may or may not hold to."""
    rows = draw(st.lists(ROWS, max_size=3))
    rungs = maybe(st.sampled_from([rung.name for rung in policy.ladder]))
    from_at = draw(INSTANTS)
    until_at = from_at + timedelta(microseconds=draw(st.integers(0, 10**14)))
    inside = st.sampled_from([from_at, until_at])
    shown = rungs if policy.protection else st.none()
    wants = st.builds(Wanted, as_of=inside, rung=rungs, shown=shown)
    acts = st.builds(Act, deed=st.just(Deed.APPEAL), done_at=inside)
    return GoldenTimeline(
        name=draw(WORDS),
        from_at=from_at,
        until_at=until_at,
        outcomes=tuple(one for at, row in enumerate(rows, 1) for one in outcomes_of(row, row=at)),
        acts=tuple(draw(st.lists(acts, max_size=2))),
        wants=tuple(draw(st.lists(wants, min_size=1, max_size=2))),
    )


@st.composite
def whole_policies(draw: st.DrawFn) -> Policy:
    """Policies in which every part may be there, each as the language lets it be."""
    drawn = draw(policies())
    restricts = draw(maybe(blocks()))
    says = st.one_of(st.just(""), WORDS)
    policy = replace(
        drawn,
        name=draw(st.sampled_from(["drawn", "drawn-by-lot_2"])),
        version=draw(st.integers(1, 1_000_000)),
        title=draw(WORDS),
        items=OWN_ITEMS,
        negative=tuple(
            replace(each, says=draw(says), dimension=draw(maybe(st.sampled_from(Dimension))))
            for each in drawn.negative
        ),
        leave_out=tuple(replace(each, because=draw(WORDS)) for each in drawn.leave_out),
        signals=tuple(replace(each, says=draw(says)) for each in drawn.signals),
        ladder=draw(ladders(drawn.ladder, restricts)) if restricts else drawn.ladder,
        protection=draw(maybe(st.builds(Protection, days=st.integers(1, 365)))),
        process=draw(processes(gated=restricts is not None)),
        impact_budget=draw(maybe(DECIMALS.map(abs).filter(lambda share: 0 < share <= 1))),
        law=draw(st.sampled_from([(), ("us-washington",)])),
        origin=draw(maybe(ORIGINS)),
        cannot_say=tuple(draw(st.lists(WORDS, max_size=2))),
    )
    return replace(
        policy,
        examples=tuple(draw(st.lists(examples(policy), max_size=2))),
        timelines=tuple(draw(st.lists(timelines(policy), max_size=2))),
    )
