"""What a replay found becomes a report that a policy owner reads and a lawyer may print."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from goodstanding import __version__
from goodstanding.cli.report.cell import Column, Interval, Kind
from goodstanding.cli.report.chart import BarChart, Limit, LineChart, Series
from goodstanding.cli.report.record import Fact, Figures, Report, Section, Table
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.wording import share_told
from goodstanding.core.words import told_instant
from goodstanding.engine.backtest import NEVER, Backtest, proposing
from goodstanding.engine.truth import Estimate, Rightness, Shares

INSTANT = Column(name="Instant", kind=Kind.INSTANT)
SHARE = Column(name="Share", kind=Kind.SHARE)
REPLAY = (
    "The policy was put to each instant with what was known then. Nobody is restricted in a "
    "replay: somebody who would have been stopped goes on working here."
)
INTERVALS = (
    "Intervals are of 95 %, by drawing the people of this market anew: they say how much is chance "
    "of who was in it, not whether another market is like it."
)


def looking_back(policy: Policy) -> str:
    """What a replay cannot say of rungs that look back; nothing where there are none."""
    names = ", ".join(f"`{rung.name}`" for rung in policy.ladder if rung.looks_back)
    return names and (
        "Each instant is asked on its own, so that nobody reaches a rung that looks back (`held`, "
        f"`stood`): {names}."
    )


def report_of(
    found: Backtest,
    *,
    right: Mapping[str, Rightness],
    fairness: Mapping[str, Shares],
    command: str,
    policy_text: str,
) -> Report:
    """The report on a replay."""
    policy = found.policy
    return Report(
        title=f"Backtest of {policy.title}",
        lead=_lead(found),
        command=command,
        facts=(
            Fact(label="Policy", value=f"{policy.name}, version {policy.version}"),
            Fact(label="Digest", value=policy.digest),
            Fact(label="From", value=found.instants[0], kind=Kind.INSTANT),
            Fact(label="Until", value=found.instants[-1], kind=Kind.INSTANT),
            Fact(label="Instants", value=len(found.instants), kind=Kind.WHOLE),
            Fact(label="People ever judged", value=len(found.volume), kind=Kind.WHOLE),
        ),
        parts=(
            _impact(found),
            *_truth(right),
            *_fairness(fairness),
            _counts(found),
        ),
        policy_text=policy_text,
        made_with=f"goodstanding {__version__}",
    )


def _lead(found: Backtest) -> str:
    shares = _shares(found)
    most = int(np.argmax([float(each) for each in shares]))
    at = told_instant(found.instants[most])[:10]
    budget = found.policy.impact_budget
    told = f"At most {share_told(shares[most])} of those judged were flagged at once (on {at})."
    if budget is None:
        return told
    over = sum(share > budget for share in shares)
    if not over:
        return f"{told} That is within the budget of {share_told(budget)} at every instant."
    return (
        f"{told} The budget of {share_told(budget)} is exceeded at {over} of "
        f"{len(shares)} instants: this version would not be adopted."
    )


def _at_the_end(found: Backtest) -> str:
    flagged, judged = int(found.flags[-1]), int(found.judged[-1])
    rungs = ", ".join(
        f"{int(found.standing[-1][place]):,} on `{found.policy.ladder[place].name}`"
        for place in proposing(found.policy)
    )
    return f"At the end {flagged:,} of {judged:,} stand flagged: {rungs}."


def _shares(found: Backtest) -> list[Fraction]:
    return [
        Fraction(int(flagged), int(judged) or 1)
        for flagged, judged in zip(found.flags, found.judged, strict=True)
    ]


def _impact(found: Backtest) -> Section:
    policy = found.policy
    series = [Series(name="flagged", values=tuple(_shares(found)))]
    for place in proposing(policy)[1:]:
        counts = found.standing[:, place:].sum(axis=1)
        values = tuple(
            Fraction(int(count), int(judged) or 1)
            for count, judged in zip(counts, found.judged, strict=True)
        )
        series.append(Series(name=policy.ladder[place].name, values=values))
    budget = policy.impact_budget
    return Section(
        title="Impact",
        says=f"{REPLAY} {looking_back(policy)}".strip(),
        of=(
            LineChart(
                title="Share of the judged who stand flagged, by instant",
                says=_at_the_end(found),
                x=INSTANT,
                y=SHARE,
                at=found.instants,
                series=tuple(series),
                limit=None if budget is None else Limit(label="impact budget", value=budget),
            ),
            BarChart(
                title="Flagged for the first time, by instant",
                says=f"{int((found.flagged != NEVER).sum()):,} people were ever flagged.",
                x=Column(name="Instant"),
                y=Column(name="People", kind=Kind.WHOLE),
                at=tuple(told_instant(each)[:10] for each in found.instants),
                series=(Series(name="newly", values=tuple(int(n) for n in found.newly)),),
            ),
        ),
    )


def _truth(right: Mapping[str, Rightness]) -> tuple[Section, ...]:
    if not right:
        return ()
    figures = [
        Figures(
            title=f"{name}, or graver",
            of=(
                Fact(label="Ever flagged", value=each.flagged, kind=Kind.WHOLE),
                _fact(
                    "Precision", each.precision, "of the flags fell on somebody who was bad then"
                ),
                *(
                    _fact(f"Recall, {least}+ outcomes", told, "of the bad who had so many")
                    for least, told in each.recall.items()
                ),
                _fact("Delay", each.delay, "days, median", kind=Kind.NUMBER),
            ),
        )
        for name, each in right.items()
    ]
    kinds = Table(
        caption="Ever flagged, by what people are in truth",
        columns=(
            Column(name="Rung, or graver"),
            Column(name="In truth"),
            Column(name="People", kind=Kind.WHOLE),
            Column(name="Flagged", kind=Kind.SHARE),
            Column(name="From", kind=Kind.SHARE),
            Column(name="To", kind=Kind.SHARE),
        ),
        rows=tuple(
            (name, kind, told.of, _exact(told), told.low, told.high)
            for name, each in right.items()
            for kind, told in each.by_kind.items()
        ),
    )
    return (Section(title="Against the truth", says=INTERVALS, of=(*figures, kinds)),)


def _exact(told: Estimate) -> Fraction | None:
    """The share as the quotient of people that it is, not as the double nearest to it."""
    return None if told.value is None else Fraction(round(told.value * told.of), told.of)


def _fact(label: str, told: Estimate, says: str, *, kind: Kind = Kind.SHARE) -> Fact:
    value = _exact(told) if kind is Kind.SHARE else told.value
    return Fact(label=label, value=value, kind=kind, interval=_interval(told), says=says)


def _interval(told: Estimate) -> Interval | None:
    if told.low is None or told.high is None:
        return None
    return Interval(low=told.low, high=told.high)


def _fairness(fairness: Mapping[str, Shares]) -> tuple[Section, ...]:
    charts = [
        BarChart(
            title=f"Share ever flagged, by {name}",
            says=_spread(shares),
            x=Column(name=name),
            y=SHARE,
            at=tuple(label for label, _ in shares),
            series=(
                Series(
                    name="ever flagged",
                    values=tuple(_exact(told) for _, told in shares),
                    intervals=tuple(_interval(told) for _, told in shares),
                ),
            ),
        )
        for name, shares in fairness.items()
        if shares
    ]
    says = (
        "Whoever works more is looked at more often. A rule that is fair to busy people flags "
        "them no more than others who work as well. " + INTERVALS
    )
    return (Section(title="Fairness", says=says, of=tuple(charts)),) if charts else ()


def _spread(shares: Shares) -> str:
    known = [(told.value, label) for label, told in shares if told.value is not None]
    if not known:
        return "Nobody is in any group."
    least, most = min(known), max(known)
    return (
        f"Least in {least[1]} ({share_told(Fraction(least[0]))}), most in {most[1]} "
        f"({share_told(Fraction(most[0]))})."
    )


def _counts(found: Backtest) -> Section:
    names = [rung.name for rung in found.policy.ladder]
    table = Table(
        caption="At each instant",
        columns=(
            INSTANT,
            Column(name="Judged", kind=Kind.WHOLE),
            *(Column(name=name, kind=Kind.WHOLE) for name in names),
            Column(name="Flagged", kind=Kind.SHARE),
            Column(name="Newly", kind=Kind.WHOLE),
        ),
        rows=tuple(
            (
                instant,
                int(found.judged[at]),
                *(int(each) for each in found.standing[at]),
                share,
                int(found.newly[at]),
            )
            for at, (instant, share) in enumerate(zip(found.instants, _shares(found), strict=True))
        ),
    )
    says = "Each rung with those who stand on it at that instant, and on none that is graver."
    return Section(title="All counts", says=says, of=(table,))
