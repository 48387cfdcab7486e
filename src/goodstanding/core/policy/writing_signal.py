"""A signal becomes the section of a text that reads back as the same signal."""

from typing import assert_never

from goodstanding.core.policy.layout import Section, figure, given, said, word
from goodstanding.core.policy.parts import weight_of
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
    Votes,
    Weight,
    Window,
)


def signal_section(signal: Signal) -> Section:
    """The signal under its name: measure, window, votes, and what else it says."""
    return {
        **_measure(signal.measure),
        "window": _window(signal.window),
        "votes": _votes(signal.votes),
        **given("sample", _sample(signal.sample)),
        "better": signal.better,
        **_weight(weight_of(signal)),
        **_prior(signal.measure),
        **(
            {}
            if signal.round is None
            else {"round": {"places": str(signal.round.places), "how": signal.round.how}}
        ),
        **said("says", signal.says),
    }


def _measure(measure: Measure) -> Section:
    match measure:
        case Count():
            return {"count": word(measure.of.text)}
        case Distinct():
            return {"distinct": measure.on, "of": word(measure.of.text)}
        case Share():
            return {"share": word(measure.of.text), "per": word(measure.per.text)}
        case NetShare():
            return {
                "net_share": word(measure.of.text),
                "minus": word(measure.minus.text),
                "per": word(measure.per.text),
            }
        case Mean():
            return {"mean": measure.of, "per": word(measure.per.text)}
        case Points():
            return _points(measure)
        case _:
            assert_never(measure)


def _points(measure: Points) -> Section:
    rates, moved = measure.rates, measure.strictness
    strictness: Section = (
        {}
        if moved is None
        else {"history": str(moved.history), "from": figure(moved.least), "to": figure(moved.most)}
    )
    return {
        "points": word(measure.of.text),
        "per": word(measure.per.text),
        "rates": {
            "tolerated": figure(rates.tolerated),
            "bad": figure(rates.bad),
            "usual": figure(rates.usual),
        },
        **given("strictness", strictness),
        "newcomers_weigh": figure(measure.newcomers_weigh),
    }


def _prior(measure: Measure) -> Section:
    if not isinstance(measure, Share) or measure.prior is None:
        return {}
    return {"prior": {"of": str(measure.prior.of), "per": str(measure.prior.per)}}


def _votes(votes: Votes) -> Section:
    return {"per": votes.per, "keep": votes.keep}


def _sample(sample: Sample) -> Section:
    least = {"votes": sample.votes, "client_groups": sample.client_groups}
    return {key: str(number) for key, number in least.items() if number}


def _weight(weight: Weight | None) -> Section:
    if weight is None:
        return {}
    steps = [{"from": figure(low), "weighs": str(weighs)} for low, weighs in weight.steps]
    return {"weight": {"by": weight.by, "steps": steps}}


def _window(window: Window) -> Section:
    match window:
        case RollingDays():
            return {"days": str(window.days), **_lag(window.lag_days)}
        case RollingMonths():
            return {"months": str(window.months), **_lag(window.lag_days)}
        case LastVotes():
            return {"last": str(window.last)}
        case AllTime():
            return {"all_time": "true"}
        case BestOf():
            return {"best_of": [_window(each) for each in window.windows]}
        case ByVolume():
            chosen: Section = {
                "at_least": str(window.at_least),
                "within": _window(window.within),
                "then": _window(window.then),
                "otherwise": _window(window.otherwise),
            }
            return {"by_volume": chosen}
        case _:
            assert_never(window)


def _lag(days: int) -> Section:
    return {"lag_days": str(days)} if days else {}
