"""A drawn policy becomes the text that says it."""

from collections.abc import Iterator
from typing import Any

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.nodes import Condition
from goodstanding.core.policy.signal import (
    AllTime,
    BestOf,
    ByVolume,
    Count,
    Distinct,
    LastVotes,
    Mean,
    Measure,
    NetShare,
    Points,
    RollingDays,
    RollingMonths,
    Sample,
    Share,
    Signal,
    Weight,
    Window,
)


def text_of(policy: Policy) -> str:
    """The policy as YAML, with windows and votes in their places and no word too many."""
    return "\n".join(_lines(policy)) + "\n"


def _lines(policy: Policy) -> Iterator[str]:
    yield f"policy: {policy.name}"
    yield f"version: {policy.version}"
    yield f"title: {policy.title}"
    yield f"about: {policy.about}"
    yield f"anchor: {policy.anchor}"
    yield "negative:"
    yield from (f"  - {{when: {_said(clause.when)}}}" for clause in policy.negative)
    if policy.leave_out:
        yield "leave_out:"
    for left in policy.leave_out:
        yield f"  - {{when: {_said(left.when)}, because: {left.because}}}"
    yield "signals:"
    for signal in policy.signals:
        yield f"  {signal.name}: {_flow(dict(_keys(signal)))}"
    yield "ladder:"
    for rung in policy.ladder:
        yield f"  - {{rung: {rung.name}, when: {_said(rung.when)}, propose: {rung.proposes}}}"


def _said(condition: Condition) -> str:
    return f"'{condition.text}'"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value)


def _keys(signal: Signal) -> Iterator[tuple[str, Any]]:
    yield from _measure(signal.measure)
    yield "window", _window(signal.window)
    yield "votes", {"per": signal.votes.per, "keep": signal.votes.keep}
    yield "better", signal.better
    if signal.sample != Sample():
        sample = {"votes": signal.sample.votes, "client_groups": signal.sample.client_groups}
        yield "sample", {key: least for key, least in sample.items() if least}
    if signal.round is not None:
        yield "round", {"places": signal.round.places, "how": signal.round.how}


def _measure(measure: Measure) -> Iterator[tuple[str, Any]]:
    match measure:
        case Count():
            yield "count", _said(measure.of)
        case Distinct():
            yield "distinct", measure.on
            yield "of", _said(measure.of)
        case Share():
            yield "share", _said(measure.of)
        case NetShare():
            yield "net_share", _said(measure.of)
            yield "minus", _said(measure.minus)
        case Mean():
            yield "mean", measure.of
        case Points():
            yield from _points(measure)
    if isinstance(measure, Share) and measure.prior:
        yield "prior", {"of": measure.prior.of, "per": measure.prior.per}
    if isinstance(measure, Share | NetShare | Mean):
        yield "per", _said(measure.per)
        if measure.weight is not None:
            yield "weight", _weight(measure.weight)


def _points(measure: Points) -> Iterator[tuple[str, Any]]:
    rates, strictness = measure.rates, measure.strictness
    yield "points", _said(measure.of)
    yield "per", _said(measure.per)
    yield "rates", {name: float(getattr(rates, name)) for name in ("usual", "tolerated", "bad")}
    yield "newcomers_weigh", float(measure.newcomers_weigh)
    if strictness:
        least, most = float(strictness.least), float(strictness.most)
        yield "strictness", {"history": strictness.history, "from": least, "to": most}


def _weight(weight: Weight) -> dict[str, Any]:
    steps = [{"from": float(start), "weighs": weighs} for start, weighs in weight.steps]
    return {"by": weight.by, "steps": steps}


def _window(window: Window) -> dict[str, Any]:
    match window:
        case RollingDays():
            return {"days": window.days, **_lag(window.lag_days)}
        case RollingMonths():
            return {"months": window.months, **_lag(window.lag_days)}
        case LastVotes():
            return {"last": window.last}
        case AllTime():
            return {"all_time": "true"}
        case BestOf():
            return {"best_of": [_window(one) for one in window.windows]}
        case ByVolume():
            return {
                "by_volume": {
                    "at_least": window.at_least,
                    "within": _window(window.within),
                    "then": _window(window.then),
                    "otherwise": _window(window.otherwise),
                }
            }


def _lag(days: int) -> dict[str, int]:
    return {"lag_days": days} if days else {}
