"""A policy and its own edges become the outcomes that are hardest for it to judge.

Instants are drawn at the start and the end of every window that the policy has, a microsecond
before and after; also where a careless month of 30 days would begin. Clients come back, share
accounts and fall silent; contracts tie on time; several people are judged side by side.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from goodstanding.core.evidence import Evidence, ItemValue
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.parts import windows_in
from goodstanding.core.policy.signal import ByVolume, RollingDays, RollingMonths
from goodstanding.core.words import MICROSECOND, add_months
from tests.laws.grammar import policies

POLICIES = policies()
FRITZI = "fritzi"
DAY = timedelta(days=1)
SIZES = (6, 8, 10, 7, 5, 4, 9, 3, 1, 0)
INSTANTS = tuple(
    datetime.fromisoformat(text)
    for text in (
        "2024-03-31T12:00:00+00:00",
        "2024-02-29T00:00:00+00:00",
        "2023-03-31T23:59:59.999999+00:00",
        "2023-05-30T08:00:00+00:00",
        "2026-08-31T12:34:56.000007+00:00",
        "2026-07-01T00:00:00+00:00",
        "2025-12-31T00:00:00+00:00",
    )
)
CLIENTS = ("carla", "conrad", "cleo", "carla", "cyril", "corin")
Items = dict[str, ItemValue]
GROUP_OF = {
    "carla": "company",
    "conrad": "company",
    "cleo": "cleo",
    "cyril": "cyril",
    "corin": "corin",
}
PAID = st.sampled_from([100, Decimal("0.5"), Decimal("99.99"), 0, 101, Decimal("-1.5"), 100])
ITEMS = st.fixed_dictionaries(
    {},
    optional={
        "overall": st.integers(1, 5),
        "recommend": st.sampled_from([0, 2, 4, 5, 8, 9, 10]),
        "concern_skills": st.booleans(),
        "end_reason": st.sampled_from(["completed", "poor_performance", "other"]),
        "net_paid": PAID,
        "report_open": st.booleans(),
    },
)
FEW_ITEMS = st.sampled_from(
    [{"overall": 1}, {"overall": 5}, {}, {"overall": 2}, {"overall": 3}, {"concern_skills": True}]
)

HALVES = st.sampled_from([Decimal("0.5"), Decimal("2.5"), Decimal("-1.5"), Decimal("0.25"), 2])


def paid_items(paid: st.SearchStrategy[ItemValue]) -> st.SearchStrategy[Items]:
    """A rating, together with an amount so drawn."""
    rated = st.sampled_from([1, 2, 5])
    return st.builds(lambda overall, net: {"overall": overall, "net_paid": net}, rated, paid)


PAID_ITEMS = paid_items(PAID)
HALVED_ITEMS = paid_items(HALVES)
RECORDS = st.sampled_from([(0, 0), (1, 1), (5, 0), (50, 50), (1000, 67), (1000, 200)])
OF_KNOWN_CLIENTS: st.SearchStrategy[Items] = st.builds(
    lambda said, record: {
        **said,
        "client_votes_before": record[0],
        "client_negatives_before": record[1],
    },
    st.sampled_from([{"overall": 1}, {"overall": 1}, {"overall": 5}]),
    RECORDS,
)
SOME_ITEMS: st.SearchStrategy[Items] = st.one_of(
    FEW_ITEMS, FEW_ITEMS, PAID_ITEMS, ITEMS, OF_KNOWN_CLIENTS
)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A policy, what happened, and the instant of judging."""

    policy: Policy
    evidence: tuple[Evidence, ...]
    as_of: datetime


def rarely(times: int) -> st.SearchStrategy[bool]:
    """Yes about once in so many times."""
    return st.sampled_from([*[False] * (times - 1), True])


def edges(policy: Policy, as_of: datetime) -> Iterator[datetime]:
    """The instants at which something changes for the policy."""
    yield as_of
    for signal in policy.signals:
        windows = windows_in(signal.window)
        if isinstance(signal.window, ByVolume):
            windows = (signal.window.within, *windows)
        for window in windows:
            if isinstance(window, RollingDays | RollingMonths):
                end_at = as_of - window.lag_days * DAY
                yield end_at
                yield from _starts(window, end_at)


def _starts(window: RollingDays | RollingMonths, end_at: datetime) -> Iterator[datetime]:
    if isinstance(window, RollingDays):
        yield end_at - window.days * DAY
        return
    start_at = add_months(end_at, -window.months)
    yield start_at
    # Where whoever takes a month for 30 days, overlooks its end, or lags too late would begin.
    yield end_at - 30 * window.months * DAY
    yield start_at.replace(day=1) + (end_at.day - 1) * DAY
    yield add_months(end_at + window.lag_days * DAY, -window.months) - window.lag_days * DAY


def moments(policy: Policy, as_of: datetime) -> st.SearchStrategy[datetime]:
    """Instants at the policy's edges, a microsecond off them, and a few in between."""
    at_edges = [
        edge_at + off * MICROSECOND
        for edge_at in dict.fromkeys(edges(policy, as_of))
        for off in (0, -1, 1)
    ]
    recently = [as_of - DAY / 2, as_of - 2 * DAY, as_of - 15 * DAY, as_of - 40 * DAY]
    return st.one_of(
        st.sampled_from(recently),
        st.sampled_from([*at_edges, as_of - 100 * DAY, as_of - 800 * DAY, as_of + DAY]),
    )


@st.composite
def evidence(
    draw: st.DrawFn,
    name: str,
    when: st.SearchStrategy[datetime],
    *,
    items: st.SearchStrategy[Items] = SOME_ITEMS,
    of_contracts: bool = False,
) -> Evidence:
    """Outcomes of that name with instants as given; only of contracts, where that is asked for."""
    occurred_at = draw(when)
    received_at = draw(when) if draw(rarely(4)) else occurred_at
    superseded_at = draw(when) if draw(rarely(10)) else None
    occurred_at, received_at = sorted((occurred_at, received_at))
    client = draw(st.sampled_from(CLIENTS))
    own = f"contract of {name}"
    contracts = [own] if of_contracts else [own, own, "contract k", None]
    return Evidence(
        id=name,
        subject="felix" if draw(rarely(8)) else FRITZI,
        client=client,
        client_group=GROUP_OF[client],
        occurred_at=occurred_at,
        received_at=received_at,
        superseded_at=superseded_at and max(superseded_at, received_at),
        contract=draw(st.sampled_from(contracts)),
        items=draw(items),
    )


@st.composite
def histories(
    draw: st.DrawFn,
    policy: Policy,
    as_of: datetime,
    *,
    items: st.SearchStrategy[Items] = SOME_ITEMS,
    of_contracts: bool = False,
) -> tuple[Evidence, ...]:
    """Up to ten outcomes, aimed at the policy's edges at that instant."""
    when = moments(policy, as_of)
    return tuple(
        draw(evidence(f"evidence {number}", when, items=items, of_contracts=of_contracts))
        for number in range(draw(st.sampled_from(SIZES)))
    )


@st.composite
def worlds(
    draw: st.DrawFn,
    policy: st.SearchStrategy[Policy] = POLICIES,
    *,
    items: st.SearchStrategy[Items] = SOME_ITEMS,
    of_contracts: bool = False,
) -> World:
    """A policy, an instant at which months are awkward, and what happened around it."""
    drawn = draw(policy)
    as_of = draw(st.sampled_from(INSTANTS))
    return World(
        policy=drawn,
        evidence=draw(histories(drawn, as_of, items=items, of_contracts=of_contracts)),
        as_of=as_of,
    )
