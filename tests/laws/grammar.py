"""Small policies are drawn from the whole grammar: every measure, window, vote and operator."""

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
    RollingDays,
    RollingMonths,
    Round,
    Rounding,
    Sample,
    Share,
    Signal,
    SimpleWindow,
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
    "net_paid in (0.5, 100)",
    "recommend not in (9, 10)",
    'end_reason == "poor_performance"',
    'end_reason not in ("completed", "other")',
    "concern_skills",
    "not concern_skills",
)
ABOUT_KNOWING = ("overall is None", "recommend is not None")
OF_EXTREMES = ("min(", "max(")
IN_SIGNALS = ("negative", "negative", "rated", "all", "not negative")


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, st.sampled_from(["and", "or"]), inner)
    return st.one_of(
        inner.map(lambda one: f"not ({one})"),
        pairs.map(lambda pair: f"({pair[0]}) {pair[1]} ({pair[2]})"),
    )


def conditions(*atoms: str) -> st.SearchStrategy[Condition]:
    """Conditions joined of those atoms by `and`, `or` and `not`."""
    written = st.recursive(st.sampled_from(atoms), _joined, max_leaves=3)
    return written.map(parse)


def of_what_was_said() -> st.SearchStrategy[Condition]:
    """Conditions on one outcome that are never true of silence, as the language demands."""
    return conditions(*ASKED, *ABOUT_KNOWING).filter(lambda asked: not holds(asked, {}))


IN_SIGNAL = st.one_of(
    st.sampled_from(IN_SIGNALS).map(parse), conditions(*IN_SIGNALS, *ASKED, *ABOUT_KNOWING)
)
DIVIDED_BY = st.one_of(*[st.sampled_from(["all", "rated"]).map(parse)] * 3, IN_SIGNAL)

# Windows.

LAGS = st.sampled_from([0, 0, 0, 0, 1, 31])
SPANS: st.SearchStrategy[RollingDays | RollingMonths] = st.one_of(
    st.builds(RollingDays, days=st.sampled_from([1, 30, 31, 365]), lag_days=LAGS),
    st.builds(RollingMonths, months=st.sampled_from([1, 2, 6, 12]), lag_days=LAGS),
)
IN_TIME: st.SearchStrategy[SimpleWindow] = st.one_of(SPANS, st.just(AllTime()))
SIMPLE: st.SearchStrategy[SimpleWindow] = st.one_of(
    IN_TIME, st.builds(LastVotes, last=st.integers(1, 3))
)


def windows(simple: st.SearchStrategy[SimpleWindow] = SIMPLE) -> st.SearchStrategy[Window]:
    """Windows that are simple, the best of several, or chosen by volume."""
    best = st.builds(BestOf, windows=st.lists(simple, min_size=2, max_size=3).map(tuple))
    volume = st.builds(
        ByVolume, at_least=st.integers(1, 4), within=SPANS, then=simple, otherwise=simple
    )
    return st.one_of(simple, simple, best, volume)


# Signals.

STEPS = st.sampled_from(
    [
        ((Fraction(0), 1), (Fraction(100), 3)),
        ((Fraction(1, 2), 2), (Fraction(100), 1)),
        ((Fraction(0), 0), (Fraction(100), 1)),
    ]
)
WEIGHTS = st.one_of(st.none(), st.builds(Weight, by=st.just("net_paid"), steps=STEPS))
VOTES = st.builds(Votes, per=st.sampled_from(Voter), keep=st.sampled_from(Keep))
SAMPLES = st.one_of(
    st.just(Sample()),
    st.builds(Sample, votes=st.integers(0, 3), client_groups=st.integers(0, 3)),
)
ROUNDS = st.one_of(
    st.none(),
    st.none(),
    st.builds(Round, places=st.integers(0, 1), how=st.sampled_from(Rounding)),
)
QUOTIENTS: st.SearchStrategy[Measure] = st.one_of(
    st.builds(Share, of=IN_SIGNAL, per=DIVIDED_BY, weight=WEIGHTS),
    st.builds(NetShare, of=IN_SIGNAL, minus=IN_SIGNAL, per=DIVIDED_BY, weight=WEIGHTS),
    st.builds(Mean, of=st.sampled_from(["overall", "net_paid"]), per=DIVIDED_BY, weight=WEIGHTS),
)


@st.composite
def signals(draw: st.DrawFn, name: str) -> Signal:
    """Signals of that name, each as the language lets it be written."""
    kind = draw(st.sampled_from(["count", "distinct", "quotient", "quotient"]))
    measure: Measure
    if kind == "count":
        measure = Count(of=draw(IN_SIGNAL))
    elif kind == "distinct":
        measure = Distinct(of=draw(IN_SIGNAL), on=draw(st.sampled_from(Voter)))
    else:
        measure = draw(QUOTIENTS)
    quotient = kind == "quotient"
    return Signal(
        name=name,
        measure=measure,
        window=draw(windows(IN_TIME if kind == "distinct" else SIMPLE)),
        votes=draw(VOTES),
        sample=draw(SAMPLES) if quotient else Sample(),
        round=draw(ROUNDS) if quotient else None,
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
        case _:
            return st.sampled_from(["1", "2.5", "3", "4.5"])


@st.composite
def _compared(draw: st.DrawFn, among: tuple[Signal, ...]) -> str:
    signal = draw(st.sampled_from(among))
    limit = draw(limits_for(signal))
    operator = draw(st.sampled_from(["<", "<=", ">", ">=", ">=", "==", "!="]))
    if draw(st.integers(0, 9)) == 0:
        return f"{signal.name} is None"
    if draw(st.integers(0, 4)) == 0:
        return f"{limit} {operator} {signal.name}"
    return f"{signal.name} {operator} {limit}"


@st.composite
def ladders(draw: st.DrawFn, among: tuple[Signal, ...]) -> tuple[Rung, ...]:
    """One to three rungs over the signals, each with a condition of its own."""
    written = draw(
        st.lists(
            st.recursive(_compared(among), _joined, max_leaves=2),
            min_size=1,
            max_size=3,
            unique=True,
        )
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


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Policies of one or two signals, from the whole grammar."""
    names = ["figure", "other"][: draw(st.integers(1, 2))]
    drawn = tuple(draw(signals(name)) for name in names)
    left_out = st.one_of(st.just(parse("report_open")), of_what_was_said())
    return policy_of(
        drawn,
        draw(ladders(drawn)),
        negative=tuple(draw(st.lists(of_what_was_said(), min_size=1, max_size=2))),
        leave_out=tuple(draw(st.lists(left_out, max_size=1))),
        anchor=draw(st.sampled_from(Anchor)),
    )
