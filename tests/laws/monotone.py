"""Policies under which a better outcome can only help are told from those where it might not."""

from dataclasses import replace

from hypothesis import strategies as st

from goodstanding.core.policy.expression import parse
from goodstanding.core.policy.language import Policy, Rung
from goodstanding.core.policy.nodes import Both, Comparison, Either, Expression, Name, Number
from goodstanding.core.policy.parts import windows_in
from goodstanding.core.policy.signal import (
    Better,
    ByVolume,
    Count,
    Distinct,
    Keep,
    LastVotes,
    Sample,
    Share,
    Signal,
)
from goodstanding.core.words import Outcome
from tests.laws.grammar import policy_of, signals

NEGATIVE = st.sampled_from(["overall <= 2", "concern_skills or recommend < 5"]).map(parse)
OF_NEGATIVES = st.just(parse("negative"))
CONDITIONS = (
    "figure >= {0}",
    "figure > {0}",
    "figure >= {0} and other >= {1}",
    "figure > {0} or other >= {1}",
    "{0} <= figure",
    "figure == {0}",
    "figure < {0}",
    "not (figure < {0})",
)
LIMITS = {"count": ("1", "2", "3"), "share": ("0.2", "0.5", "1")}


def is_monotone(policy: Policy) -> bool:
    """Whether every rung asks for more of what is bad, and every signal counts only that.

    Where no more is known: a sample that a better outcome completes, a weight or a first vote that
    it moves, and limits that are met at nought might turn it against the person.
    """
    return all(_counts_what_is_bad(signal) for signal in policy.signals) and all(
        _asks_for_more(rung.when.root) for rung in policy.ladder
    )


def _counts_what_is_bad(signal: Signal) -> bool:
    measure = signal.measure
    if not isinstance(measure, Count | Distinct | Share) or measure.of.text != "negative":
        return False
    if isinstance(measure, Share) and (
        measure.per.text not in ("all", "rated") or measure.weight is not None
    ):
        return False
    return (
        signal.better is Better.LOWER
        and signal.sample == Sample()
        and not (_counts_the_latest(signal) and signal.votes.keep is Keep.FIRST)
    )


def _asks_for_more(part: Expression) -> bool:
    match part:
        case Both(parts=parts) | Either(parts=parts):
            return all(_asks_for_more(each) for each in parts)
        case Comparison(left=Name(), operator=">=" | ">", right=Number() as limit):
            return limit.value > 0
        case Comparison(left=Number() as limit, operator="<=" | "<", right=Name()):
            return limit.value > 0
        case _:
            return False


def counts_the_latest(policy: Policy) -> bool:
    """Whether an older vote comes in where one moves: who speaks at last may move it."""
    return any(_counts_the_latest(signal) for signal in policy.signals)


def _counts_the_latest(signal: Signal) -> bool:
    return any(isinstance(window, LastVotes) for window in windows_in(signal.window))


def is_chosen_by_volume(policy: Policy) -> bool:
    """Whether one more outcome, though good, might choose another window."""
    return any(isinstance(signal.window, ByVolume) for signal in policy.signals)


@st.composite
def about_negatives(draw: st.DrawFn) -> Policy:
    """Policies that count negatives, most of them monotone."""
    kinds = ("count", "distinct", "share")
    measured = tuple(
        draw(signals(name, kinds=kinds, asked=OF_NEGATIVES)) for name in ("figure", "other")
    )
    measured = tuple(replace(signal, better=Better.LOWER) for signal in measured)
    limits = [LIMITS["share" if isinstance(one.measure, Share) else "count"] for one in measured]
    shapes = draw(st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=3))
    ladder = tuple(
        Rung(
            name=f"rung_{at}",
            when=parse(shape.format(*(draw(st.sampled_from(some)) for some in limits))),
            proposes=Outcome.ADVISE,
        )
        for at, shape in enumerate(shapes, start=1)
    )
    return policy_of(measured, ladder, negative=(draw(NEGATIVE),))


MONOTONE = about_negatives().filter(is_monotone)
