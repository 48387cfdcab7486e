"""A made-up report, as a backtest would write it, with every kind of part and with gaps."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

from goodstanding.cli.report.cell import Column, Interval, Kind
from goodstanding.cli.report.chart import BarChart, Dot, Dots, Limit, LineChart, Series, StepChart
from goodstanding.cli.report.record import Fact, Figures, Prose, Report, Section, Table
from goodstanding.core.words import Money

SHARE_FLAGGED = Column(name="Share flagged", kind=Kind.SHARE)
MONTH = Column(name="Month", kind=Kind.INSTANT)
BUDGET = Limit(label="Impact budget", value=Fraction(2, 100))
JUDGED = (3146, 3391, 3650, 3802, 3877, 4019, 4205, 4390, 4611, 4790, 4902, 5136)
FLAGGED = (31, 36, 42, 51, 61, 70, None, 88, 94, 101, 104, 143)
BLOCKED = (12, 14, 15, 20, 22, 31, None, 35, 40, 39, 41, 77)
MONTHS = tuple(
    datetime(2025 + (6 + at) // 12, (6 + at) % 12 + 1, 1, tzinfo=UTC) for at in range(12)
)


def _shares(counts: tuple[int | None, ...]) -> tuple[Fraction | None, ...]:
    return tuple(
        None if count is None else Fraction(count, judged)
        for count, judged in zip(counts, JUDGED, strict=True)
    )


def _around(shares: tuple[Fraction | None, ...], width: Fraction) -> tuple[Interval | None, ...]:
    return tuple(
        None if share is None else Interval(low=share * (1 - width), high=share * (1 + width))
        for share in shares
    )


def over_months() -> LineChart:
    """Two shares over a year, one month of it unknown."""
    review, block = _shares(FLAGGED), _shares(BLOCKED)
    return LineChart(
        title="Share flagged, month by month",
        says="The last month is over the budget: 2.78 % flagged, where 2 % are allowed.",
        x=MONTH,
        y=SHARE_FLAGGED,
        at=MONTHS,
        series=(
            Series(name="Any rung", values=review, intervals=_around(review, Fraction(1, 6))),
            Series(name="`block`", values=block, intervals=_around(block, Fraction(1, 5))),
        ),
        limit=BUDGET,
    )


def by_threshold() -> StepChart:
    """How many are flagged, by the number of unhappy clients that is asked for."""
    return StepChart(
        title="People flagged, by how many unhappy clients are asked for",
        says="From 3 to 4 clients the number halves: 143 to 74.",
        x=Column(name="Unhappy clients", kind=Kind.WHOLE, unit="at least"),
        y=Column(name="People flagged", kind=Kind.WHOLE),
        at=(1, 2, 3, 4, 5, 6, 7, 8),
        series=(
            Series(name="version 1", values=(1204, 388, 143, 74, 41, 22, 12, 7)),
            Series(
                name="version 2, with a least sample of ten votes",
                values=(512, 190, 101, 66, 40, 22, 12, 7),
            ),
        ),
    )


def by_volume() -> BarChart:
    """The share flagged of those with few contracts and of those with many."""
    unequal = tuple(Fraction(each, 1000) for each in (4, 9, 12, 15, 21, 22, 25, 31, 36, 48))
    even = tuple(Fraction(each, 1000) for each in (22, 24, 25, 24, 26, 25, 27, 26, 29, 33))
    return BarChart(
        title="Share flagged, by how much people work",
        says="Those who work most are flagged 12 times as often as those who work least.",
        x=Column(name="Contracts in the last 12 months"),
        y=SHARE_FLAGGED,
        at=(
            "1",
            "2",
            "3",
            "4 to 5",
            "6 to 7",
            "8 to 10",
            "11 to 14",
            "15 to 21",
            "22 to 39",
            "40 and more",
        ),
        series=(
            Series(
                name="version 1",
                values=(*unequal[:-1], None),
                intervals=_around((*unequal[:-1], None), Fraction(1, 4)),
            ),
            Series(name="version 2", values=even),
        ),
        limit=BUDGET,
    )


def trade_off() -> Dots:
    """Precision against recall of several versions."""
    return Dots(
        title="Precision against recall",
        says="Four clients find 61 % of those who later lost a dispute, and 82 % of the found.",
        x=Column(name="Recall", kind=Kind.SHARE),
        y=Column(name="Precision", kind=Kind.SHARE),
        dots=tuple(
            Dot(label=f"{clients} clients", x=Decimal(recall), y=Decimal(precision), group=group)
            for group, each in {
                "version 1": (
                    (2, "0.91", "0.48"),
                    (3, "0.78", "0.69"),
                    (4, "0.61", "0.82"),
                    (5, "0.44", "0.86"),
                    (6, "0.31", "0.885"),
                ),
                "version 2": (
                    (2, "0.84", "0.61"),
                    (3, "0.72", "0.78"),
                    (4, "0.60", "0.87"),
                    (5, "0.435", "0.88"),
                ),
            }.items()
            for clients, recall, precision in each
        ),
        is_joined=True,
    )


def changed() -> Table:
    """Who changes side."""
    return Table(
        caption="Who changes side between version 1 and version 2",
        columns=(
            Column(name="freelancer"),
            Column(name="version 1"),
            Column(name="version 2"),
            Column(name="Unhappy clients", kind=Kind.WHOLE),
            Column(name="Their share", kind=Kind.SHARE),
            Column(name="Mean rating", kind=Kind.NUMBER, unit="stars"),
            Column(name="First flagged", kind=Kind.INSTANT),
            Column(name="Earned in that time", kind=Kind.MONEY),
        ),
        rows=tuple(
            (
                f"freelancer-{1139 + at * 17}",
                "block" if at % 3 else "review",
                None if at % 4 == 0 else "review",
                3 + at % 5,
                Fraction(3 + at % 5, 12 + at),
                None if at == 5 else Fraction(17 + at, 5),
                datetime(2026, 1 + at % 6, 3 + at, 9, 30, tzinfo=UTC),
                Money(amount=Decimal(1250 * at) + Decimal("17.50"), currency="USD"),
            )
            for at in range(14)
        ),
        says="Fourteen people, the gravest first. Nobody is restricted by a verdict.",
    )


POLICY_TEXT = """policy: poor-contract-outcomes
version: 1
title: Poor contract outcomes
about: freelancer

negative:
  - when: concern_skills or stars_skills <= 2
    dimension: skills
    says: the client was unhappy about skills
ladder:
  - rung: review
    when: unhappy_clients >= 3 and unhappy_share >= 0.20
"""


FACTS = (
    Fact(label="Policy", value="`poor-contract-outcomes`, version 1"),
    Fact(label="Digest", value="sha256:9f2b4c1e77aa0d5530b1c4f2e8d96a7b3c5d1e0f42a86b97"),
    Fact(label="Rows read", value=1_204_311, kind=Kind.WHOLE),
    Fact(label="Rows refused", value=0, kind=Kind.WHOLE),
    Fact(label="Until", value=datetime(2026, 6, 1, tzinfo=UTC), kind=Kind.INSTANT),
    Fact(label="Took", value=Decimal("4.8"), kind=Kind.NUMBER, unit="seconds"),
)


def in_short() -> Figures:
    """The numbers that matter most; one of them is unknown."""
    return Figures(
        title="At the end, on 1 June 2026",
        of=(
            Fact(label="Judged", value=5136, kind=Kind.WHOLE, unit="people"),
            Fact(
                label="Flagged",
                value=Fraction(143, 5136),
                kind=Kind.SHARE,
                interval=Interval(low=Decimal("0.0237"), high=Decimal("0.0327")),
                says="143 people; the budget is 2 %",
            ),
            Fact(
                label="Found without reason",
                value=None,
                kind=Kind.SHARE,
                says="nobody has labelled these outcomes",
            ),
            Fact(
                label="Median wait for an appeal",
                value=Fraction(11, 2),
                kind=Kind.NUMBER,
                unit="days",
            ),
        ),
    )


TO_LOOK_AT = """What to look at first:
- the step in June, when one large client left 300 ratings in a week
- the tenth of people who work most"""


def backtest() -> Report:
    """The whole of it."""
    return Report(
        title="Backtest of `poor-contract-outcomes`, July 2025 to June 2026",
        lead="The policy stays within its budget of 2 % until January, and exceeds it in June: 143 "
        "of 5,136 people are flagged. Read the section on fairness before it is adopted.",
        command="goodstanding backtest outcomes-2025.parquet outcomes-2026.parquet --policy "
        "policies/poor-contract-outcomes.yaml --from 2025-07-01T00:00:00Z --to "
        "2026-06-01T00:00:00Z --every month --output backtest.html",
        facts=FACTS,
        parts=(
            Section(title="In short", of=(in_short(), Prose(text=TO_LOOK_AT))),
            Section(
                title="Impact over time",
                says="Judged on the first of each month, with what was known then.",
                of=(over_months(),),
            ),
            Section(
                title="Limits",
                says="What would follow from other limits.",
                of=(by_threshold(), trade_off()),
            ),
            Section(title="Fairness by volume", of=(by_volume(),)),
            Section(title="Who changes side", of=(changed(),)),
        ),
        policy_text=POLICY_TEXT,
        made_with="Good Standing 0.1.0",
    )
