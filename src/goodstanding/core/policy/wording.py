"""The parts of a policy become words: conditions, windows, votes, spans, shares, capabilities."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from goodstanding.core.policy.language import Policy, Until
from goodstanding.core.policy.nodes import (
    Both,
    Comparison,
    Condition,
    Either,
    Exact,
    Expression,
    Extreme,
    Membership,
    Name,
    Not,
    Number,
    Text,
    Truth,
    Unknown,
)
from goodstanding.core.policy.signal import (
    AllTime,
    BestOf,
    ByVolume,
    Keep,
    LastVotes,
    NetShare,
    Points,
    RollingDays,
    RollingMonths,
    Share,
    Signal,
    Voter,
    Votes,
    Weight,
    Window,
)
from goodstanding.core.words import Capability, Outcome

CAPABILITIES: Mapping[Capability, str] = {
    Capability.PROPOSAL_SUBMIT: "sending new proposals",
    Capability.CONTRACT_ACCEPT: "accepting new contracts",
    Capability.JOB_POST: "posting new jobs",
    Capability.CONTRACT_OFFER: "offering new contracts",
    Capability.SEARCH_APPEAR: "appearing in search",
    Capability.CONTRACT_WORK: "working on running contracts",
    Capability.CONTRACT_DELIVER: "delivering work",
    Capability.CONTRACT_BILL: "billing for running contracts",
    Capability.CONTRACT_PAY: "paying for running contracts",
    Capability.MESSAGE_CURRENT_CLIENT: "writing to current clients",
    Capability.MESSAGE_CURRENT_FREELANCER: "writing to current freelancers",
    Capability.PAYOUT_WITHDRAW: "withdrawing money",
    Capability.APPEAL_LODGE: "lodging an appeal",
    Capability.FEEDBACK_GIVE: "giving feedback",
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.NO_ACTION: "nothing",
    Outcome.ADVISE: "advice",
    Outcome.WARN: "a warning",
    Outcome.PAUSE: "a pause",
    Outcome.BLOCK: "a block",
    Outcome.PERMANENT_BLOCK: "a permanent block",
}
OPERATORS: Mapping[str, str] = {
    "<": "less than {}",
    "<=": "{} or less",
    ">": "more than {}",
    ">=": "{} or more",
    "==": "exactly {}",
    "!=": "not {}",
}
FLIPPED: Mapping[str, str] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "==": "==",
    "!=": "!=",
}


def number_told(value: Exact) -> str:
    """The number as people write it; a fraction that no decimal says, as a quotient."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    return format(decimal, "f") if Fraction(decimal) == exact else str(exact)


def range_told(low: Exact | None, high: Exact | None) -> str:
    """The numbers from the one to the other, both included; None where there is no such end."""
    if high is None:
        return "over all numbers" if low is None else f"from {number_told(low)} on"
    return (
        f"up to {number_told(high)}"
        if low is None
        else (f"from {number_told(low)} to {number_told(high)}")
    )


def share_told(value: Exact) -> str:
    """A share (0 to 1) as per cent, to at most two places."""
    rounded = Fraction(round(Fraction(value) * 10_000), 100)
    return f"{number_told(rounded)} %"


def figure_told(signal: Signal, value: Exact | None) -> str:
    """A signal's value as people read it: shares as per cent, unknown as such."""
    if value is None:
        return "too little to say"
    if isinstance(signal.measure, Share | NetShare):
        return share_told(value)
    if isinstance(signal.measure, Points):
        return f"{number_told(value)} points"
    exact = Fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    return number_told(Fraction(round(exact * 100), 100))


def signal_told(signal: Signal) -> str:
    """What the signal measures and over which time: its own words, or its name."""
    says = signal.says or signal.name.replace("_", " ")
    return f"{says} ({window_told(signal.window)}{_prior_told(signal)})"


def _prior_told(signal: Signal) -> str:
    prior = signal.measure.prior if isinstance(signal.measure, Share) else None
    return f", counted from {prior.of} of {prior.per} on" if prior else ""


def weight_told(weight: Weight) -> str:
    """How much an outcome weighs, as a sentence."""
    steps = ", ".join(f"{weighs} from {number_told(least)} on" for least, weighs in weight.steps)
    return (
        f"An outcome weighs by {weight.by.replace('_', ' ')}: {steps}. Where that is unknown or "
        "less, it weighs as at the first of them."
    )


def ladder_lines(policy: Policy, condition: Condition) -> list[str]:
    """The condition of a rung as a nested Markdown list, with the limits in it."""
    signals = {signal.name: signal for signal in policy.signals}
    return list(_lines(condition.root, signals, depth=0))


def _lines(part: Expression, signals: Mapping[str, Signal], *, depth: int) -> Iterator[str]:
    indent = "  " * depth
    match part:
        case Both() | Either():
            joined = "all of these:" if isinstance(part, Both) else "at least one of these:"
            yield f"{indent}- {joined}"
            for each in part.parts:
                yield from _lines(each, signals, depth=depth + 1)
        case Comparison(left=Name() as name, right=Number() as number):
            yield f"{indent}- {_limit(signals[name.name], part.operator, number.value)}"
        case Comparison(left=Number() as number, right=Name() as name):
            yield f"{indent}- {_limit(signals[name.name], FLIPPED[part.operator], number.value)}"
        case _:
            yield f"{indent}- {expression_told(part)}"


def _limit(signal: Signal, operator: str, limit: Exact) -> str:
    return f"{signal_told(signal)}: {OPERATORS[operator].format(figure_told(signal, limit))}"


def expression_told(part: Expression) -> str:
    """Any expression in words."""
    match part:
        case Name():
            return part.name.replace("_", " ")
        case Number():
            return number_told(part.value)
        case Text():
            return f'"{part.value.replace("_", " ")}"'
        case Truth():
            return "yes" if part.value else "no"
        case Comparison():
            right = OPERATORS[part.operator].format(expression_told(part.right))
            return f"{expression_told(part.left)} is {right}"
        case Both():
            return " and ".join(_in_brackets(each) for each in part.parts)
        case Either():
            return " or ".join(_in_brackets(each) for each in part.parts)
        case Not():
            return f"not {_in_brackets(part.operand)}"
        case Unknown():
            said = "is known" if part.negated else "is not known"
            return f"{expression_told(part.operand)} {said}"
        case Membership():
            choices = " or ".join(expression_told(each) for each in part.choices)
            said = "is not" if part.negated else "is"
            return f"{expression_told(part.operand)} {said} {choices}"
        case Extreme():
            which = "the least of" if part.function == "min" else "the greatest of"
            return f"{which} " + " and ".join(expression_told(each) for each in part.parts)
        case _:
            assert_never(part)


def _in_brackets(part: Expression) -> str:
    told = expression_told(part)
    return f"({told})" if isinstance(part, Both | Either) else told


def window_told(window: Window) -> str:
    """The window in words."""
    match window:
        case RollingDays():
            return f"the last {_count(window.days, 'day')}{_lag(window.lag_days)}"
        case RollingMonths():
            return f"the last {_count(window.months, 'month')}{_lag(window.lag_days)}"
        case LastVotes():
            return f"the latest {_count(window.last, 'vote')}"
        case AllTime():
            return "all time"
        case BestOf():
            return "the best of " + ", ".join(window_told(each) for each in window.windows)
        case ByVolume():
            return (
                f"{window_told(window.then)} with {window.at_least} outcomes or more in "
                f"{window_told(window.within)}, else {window_told(window.otherwise)}"
            )
        case _:
            assert_never(window)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _lag(days: int) -> str:
    return f", up to {_count(days, 'day')} ago" if days else ""


def votes_told(votes: Votes) -> str:
    """Whose vote counts, in a sentence."""
    match votes.per:
        case Voter.CONTRACT:
            return "Each contract counts."
        case Voter.CLIENT:
            who = "Each account counts once, however many contracts there were"
        case Voter.CLIENT_GROUP:
            who = (
                "Each client counts once, however many contracts there were; "
                "linked accounts are one client"
            )
        case _:
            assert_never(votes.per)
    which = {
        Keep.FIRST: "its first outcome that was rated",
        Keep.LATEST: "its latest outcome that was rated",
        Keep.WORST: "its latest negative outcome, or its latest one if none was negative",
    }
    return f"{who}. Its vote is {which[votes.keep]}."


def until_told(until: Until) -> str:
    """When a restriction ends."""
    if until.days is not None:
        return f"after {_count(until.days, 'day')}"
    if until.months is not None:
        return f"after {_count(until.months, 'month')}"
    if until.course is not None:
        back = f" ({until.restored_by})" if until.restored_by else ""
        return f'when the course "{until.course}" is completed{back}'
    return "when an appeal is granted"


def days_told(days: int) -> str:
    """A span of days."""
    return _count(days, "day")


def months_told(months: int) -> str:
    """A span of months."""
    return _count(months, "month")
