"""Small policies are drawn from the whole grammar: every measure, window, vote and operator."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from goodstanding.core.contract import Side
from goodstanding.core.policy.evaluation import holds
from goodstanding.core.policy.expression import parse
from goodstanding.core.policy.language import (
    Anchor,
    LeaveOut,
    NegativeClause,
    Policy,
    Process,
    Rung,
)
from goodstanding.core.policy.nodes import Condition
from goodstanding.core.policy.signal import (
    AllTime,
    BestOf,
    Better,
    ByVolume,
    Count,
    Distinct,
    Keep,
    LastVotes,
    Mean,
    Measure,
    NetShare,
    Points,
    Prior,
    Rates,
    RollingDays,
    RollingMonths,
    Round,
    Rounding,
    Sample,
    Share,
    Signal,
    SimpleWindow,
    Strictness,
    Voter,
    Votes,
    Weight,
    Window,
)
from goodstanding.core.words import Outcome

# What a condition asks of one outcome; the limits are those that the outcomes are drawn around.
ASKED = (
    "overall <= 2",
    "overall >= 4",
    "overall == 3",
    "overall != 3",
    "2 < overall <= 4",
    "3 >= overall",
    "recommend < 5",
    "recommend > 8",
    "net_paid >= 100",
    "net_paid < 0.5",
    "min(overall, recommend) <= 2",
    "max(overall, recommend) >= 5",
    "overall in (1, 5)",
    "max(overall, net_paid) > 3",
    "net_paid in (0.5, 100)",
    "recommend not in (9, 10)",
    'end_reason == "poor_performance"',
    'end_reason not in ("completed", "other")',
    "concern_skills",
    "not concern_skills",
)
ABOUT_KNOWING = ("overall is None", "recommend is not None")
IN_SIGNALS = ("negative", "negative", "rated", "all", "not negative")
Conditions = st.SearchStrategy[Condition]


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, st.sampled_from(["and", "or"]), inner)
    return st.one_of(
        inner.map(lambda one: f"not ({one})"),
        pairs.map(lambda pair: f"({pair[0]}) {pair[1]} ({pair[2]})"),
    )


def conditions(*atoms: str) -> Conditions:
    """Conditions joined of those atoms by `and`, `or` and `not`."""
    written = st.recursive(st.sampled_from(atoms), _joined, max_leaves=3)
    return written.map(parse)


# Never true of silence, as the language demands of `negative` and `leave_out`.
OF_AN_OUTCOME = conditions(*ASKED, *ABOUT_KNOWING).filter(lambda asked: not holds(asked, {}))
PLAIN = st.sampled_from(["overall <= 2", "overall <= 2 or concern_skills"]).map(parse)
OF_A_VOTE = st.one_of(
    st.sampled_from(IN_SIGNALS).map(parse), conditions(*IN_SIGNALS, *ASKED, *ABOUT_KNOWING)
)
PLAINLY_OF_A_VOTE = st.sampled_from(
    [*IN_SIGNALS, "overall == 5", "overall == 3", "overall >= 3"]
).map(parse)

# Windows.

LAGS = st.sampled_from([0, 0, 0, 1, 31])
SPANS: st.SearchStrategy[RollingDays | RollingMonths] = st.one_of(
    st.builds(RollingDays, days=st.sampled_from([1, 30, 31, 365]), lag_days=LAGS),
    st.builds(RollingMonths, months=st.sampled_from([1, 2, 6, 12]), lag_days=LAGS),
)
ALL_TIME: st.SearchStrategy[SimpleWindow] = st.just(AllTime())
LATEST: st.SearchStrategy[SimpleWindow] = st.builds(LastVotes, last=st.integers(1, 3))


def best_of(*simple: st.SearchStrategy[SimpleWindow]) -> st.SearchStrategy[Window]:
    """The best of two or three of those windows."""
    several = st.lists(st.one_of(*simple), min_size=2, max_size=3)
    return st.builds(BestOf, windows=several.map(tuple))


def by_volume(*simple: st.SearchStrategy[SimpleWindow]) -> st.SearchStrategy[Window]:
    """One of those windows for busy people, another for the rest."""
    one = st.one_of(*simple)
    return st.builds(ByVolume, at_least=st.integers(1, 4), within=SPANS, then=one, otherwise=one)


IN_TIME: st.SearchStrategy[Window] = st.one_of(
    SPANS, ALL_TIME, best_of(SPANS, ALL_TIME), by_volume(SPANS, ALL_TIME)
)
WINDOWS: st.SearchStrategy[Window] = st.one_of(
    SPANS, ALL_TIME, LATEST, best_of(SPANS, ALL_TIME, LATEST), by_volume(SPANS, ALL_TIME, LATEST)
)

# Signals.

STEPS = st.sampled_from(
    [
        ((Fraction(0), 1), (Fraction(100), 3)),
        ((Fraction(1, 2), 2), (Fraction(100), 1)),
        ((Fraction(0), 0), (Fraction(100), 1)),
    ]
)
WEIGHTS = st.one_of(st.none(), st.builds(Weight, by=st.just("net_paid"), steps=STEPS))
KEPT = (Keep.WORST, Keep.LATEST, Keep.FIRST)
VOTES = st.builds(Votes, per=st.sampled_from(Voter), keep=st.sampled_from(KEPT))
OF_CLIENTS = st.builds(
    Votes, per=st.sampled_from([Voter.CLIENT_GROUP, Voter.CLIENT]), keep=st.sampled_from(KEPT)
)
NO_SAMPLE = st.just(Sample())
LEAST_SAMPLES = st.builds(Sample, votes=st.integers(0, 3), client_groups=st.integers(0, 3))
SAMPLES = st.one_of(NO_SAMPLE, NO_SAMPLE, LEAST_SAMPLES)
HOW = (Rounding.HALF_UP, Rounding.HALF_EVEN, *Rounding)
ROUNDS = st.builds(Round, places=st.sampled_from([0, 0, 1]), how=st.sampled_from(HOW))
MAYBE_ROUNDED: st.SearchStrategy[Round | None] = st.one_of(st.none(), ROUNDS)
KINDS = ("count", "distinct", "share", "net_share", "mean", "points")
PRIORS = st.sampled_from([None, None, Prior(of=1, per=15), Prior(of=0, per=1)])
TENTH = Fraction(1, 10)
RATES = st.sampled_from(
    [
        Rates(usual=Fraction("0.067"), tolerated=TENTH, bad=Fraction("0.3")),
        Rates(usual=Fraction("0.2"), tolerated=Fraction("0.25"), bad=Fraction("0.5")),
    ]
)
USUAL = Strictness(history=8, least=Fraction(-1), most=Fraction(2))
STRICTNESSES = st.sampled_from([None, USUAL, Strictness(history=1, least=Fraction(0), most=TENTH)])
MONTHS_OF_POINTS = st.builds(RollingMonths, months=st.sampled_from([2, 3, 12, 24]))


@st.composite
def measures(draw: st.DrawFn, kind: str, asked: Conditions) -> Measure:
    """Measures of that kind, asking that of a vote."""
    if kind == "count":
        return Count(of=draw(asked))
    if kind == "distinct":
        return Distinct(of=draw(asked), on=draw(st.sampled_from(Voter)))
    per = parse(draw(st.sampled_from(["all", "rated"]))) if draw(st.booleans()) else draw(asked)
    if kind == "points":
        weighs = draw(st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(0)]))
        return Points(
            of=draw(asked),
            per=per,
            rates=draw(RATES),
            strictness=draw(STRICTNESSES),
            newcomers_weigh=weighs,
        )
    weight = draw(WEIGHTS)
    if kind == "share":
        return Share(of=draw(asked), per=per, weight=weight, prior=draw(PRIORS))
    if kind == "net_share":
        return NetShare(of=draw(asked), minus=draw(asked), per=per, weight=weight)
    return Mean(of=draw(st.sampled_from(["overall", "net_paid"])), per=per, weight=weight)


@st.composite
def signals(
    draw: st.DrawFn,
    name: str,
    *,
    kinds: Sequence[str] = KINDS,
    over: st.SearchStrategy[Window] = WINDOWS,
    asked: Conditions = OF_A_VOTE,
    votes: st.SearchStrategy[Votes] = VOTES,
    samples: st.SearchStrategy[Sample] = SAMPLES,
    rounds: st.SearchStrategy[Round | None] = MAYBE_ROUNDED,
) -> Signal:
    """Signals of that name, each as the language lets it be written."""
    kind = draw(st.sampled_from(kinds))
    is_quotient = kind in ("share", "net_share", "mean")
    window = MONTHS_OF_POINTS if kind == "points" else IN_TIME if kind == "distinct" else over
    return Signal(
        name=name,
        measure=draw(measures(kind, asked)),
        window=draw(window),
        votes=Votes(keep=Keep.FIRST) if kind == "points" else draw(votes),
        sample=draw(samples) if is_quotient else Sample(),
        round=draw(rounds) if is_quotient else None,
        better=draw(st.sampled_from(Better)),
    )


# Ladders.


def limits_for(signal: Signal) -> st.SearchStrategy[str]:
    """Limits that the signal's figure can have, as text."""
    match signal.measure:
        case Count() | Distinct():
            return st.sampled_from(["0", "1", "2", "3"])
        case Share():
            return st.sampled_from(["0", "0.25", "0.5", "0.6", "1"])
        case NetShare():
            return st.sampled_from(["-0.5", "0", "0.3", "0.5"])
        case Points():
            return st.sampled_from(["0", "40.5464", "15.4149", "100", "0.0001"])
        case _:
            return st.sampled_from(["1", "2.5", "3", "4.5"])


@st.composite
def _compared(draw: st.DrawFn, among: tuple[Signal, ...]) -> str:
    signal = draw(st.sampled_from(among))
    limit = draw(limits_for(signal))
    operator = draw(st.sampled_from(["<", "<=", ">", ">=", ">=", "==", "!="]))
    shape = draw(st.sampled_from(["{0} {1} {2}"] * 3 + ["{2} {1} {0}", "{0} is None"]))
    return shape.format(signal.name, operator, limit)


@st.composite
def ladders(draw: st.DrawFn, among: tuple[Signal, ...]) -> tuple[Rung, ...]:
    """One to three rungs over the signals, each with a condition of its own."""
    compared = _compared(among)
    shapes = st.sampled_from(["{0}", "{0}", "not ({0})", "{0} and {1}", "{0} or {1}"])
    written = dict.fromkeys(
        draw(shapes).format(draw(compared), draw(compared)) for _ in range(draw(st.integers(1, 3)))
    )
    return tuple(
        Rung(name=f"rung_{at}", when=parse(text), proposes=Outcome.ADVISE)
        for at, text in enumerate(written, start=1)
    )


def policy_of(
    signals: tuple[Signal, ...],
    ladder: tuple[Rung, ...],
    *,
    negative: tuple[Condition, ...] = (parse("overall <= 2"),),
    leave_out: tuple[Condition, ...] = (),
    anchor: Anchor = Anchor.OCCURRED_AT,
) -> Policy:
    """The policy of those parts, with the plainest of all others."""
    return Policy(
        name="drawn",
        version=1,
        title="Drawn",
        about=Side.FREELANCER,
        anchor=anchor,
        items=(),
        negative=tuple(NegativeClause(when=when) for when in negative),
        leave_out=tuple(LeaveOut(when=when, because="set aside") for when in leave_out),
        signals=signals,
        ladder=ladder,
        process=Process(),
        impact_budget=None,
        law=(),
    )


SIGNALS = (signals("figure"), signals("other"))
LEFT_OUT = st.one_of(
    st.just(()), st.just((parse("report_open"),)), OF_AN_OUTCOME.map(lambda asked: (asked,))
)


@st.composite
def policies(
    draw: st.DrawFn,
    measured: Sequence[st.SearchStrategy[Signal]] = SIGNALS,
    *,
    negative: Conditions = OF_AN_OUTCOME,
) -> Policy:
    """Policies of one or more signals; of the whole grammar, where nothing narrower is given."""
    drawn = tuple(draw(one) for one in measured[: draw(st.integers(1, len(measured)))])
    has_points = any(isinstance(signal.measure, Points) for signal in drawn)
    return policy_of(
        drawn,
        draw(ladders(drawn)),
        negative=tuple(draw(negative) for _ in range(draw(st.integers(1, 2)))),
        leave_out=draw(LEFT_OUT),
        anchor=Anchor.RECEIVED_AT if has_points else draw(st.sampled_from(Anchor)),
    )
