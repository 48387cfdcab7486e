"""A second judge, slow and written in another way, becomes the measure of the first.

Truth is 0, 1/2 or 1; a month is walked back on the calendar; a vote is the greatest by a key. It
shares nothing with the judge of the core but the records.
"""

from calendar import monthrange
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

UNKNOWN = Fraction(1, 2)


def value(node: Any, known: dict[str, Any]) -> Any:
    """What an expression comes to: a number, a word, None, or for conditions 0, 1/2 or 1."""
    kind = type(node).__name__
    if kind in ("Number", "Text", "Truth", "Name"):
        found = known.get(node.name) if kind == "Name" else node.value
        return Fraction(found) if not isinstance(found, str) and found is not None else found
    if kind == "Unknown":
        return Fraction((value(node.operand, known) is None) != node.negated)
    if kind in ("Both", "Either", "Not", "Extreme"):
        parts = [value(part, known) for part in getattr(node, "parts", ())]
        told = [part for part in parts if part is not None]
        if kind == "Extreme":
            return sorted(told)[0 if node.function == "min" else -1] if told else None
        if kind == "Not":
            return 1 - truth(node.operand, known)
        truths = [truth(part, known) for part in node.parts]
        return min(truths) if kind == "Both" else max(truths)
    if kind == "Membership":
        asked = value(node.operand, known)
        found = any(asked == value(choice, known) for choice in node.choices)
        return UNKNOWN if asked is None else Fraction(found != node.negated)
    left, right = value(node.left, known), value(node.right, known)
    if left is None or right is None:
        return UNKNOWN
    order = {"<": left < right, ">": left > right, "==": left == right}
    flipped = {">=": not order["<"], "<=": not order[">"], "!=": not order["=="]}
    return Fraction((order | flipped)[node.operator])


def truth(node: Any, known: dict[str, Any]) -> Fraction:
    """0, 1/2 or 1; an item that nobody answered is 1/2."""
    found = value(node, known)
    return UNKNOWN if found is None else found


def true_of(condition: Any, known: dict[str, Any]) -> bool:
    return truth(condition.root, known) == 1


def span(window: Any, as_of: datetime) -> tuple[datetime, datetime]:
    """Start (out) and end (in) of a window."""
    end_at = as_of - timedelta(hours=24 * getattr(window, "lag_days", 0))
    if type(window).__name__ == "RollingDays":
        return end_at - timedelta(seconds=86_400 * window.days), end_at
    if type(window).__name__ == "RollingMonths":
        year, month = end_at.year, end_at.month
        for _ in range(window.months):
            year, month = (year - 1, 12) if month == 1 else (year, month - 1)
        longest = monthrange(year, month)[1]
        day = min(end_at.day, longest)
        return end_at.replace(year=year, month=month, day=day), end_at
    return datetime.min.replace(tzinfo=as_of.tzinfo), datetime.max.replace(tzinfo=as_of.tzinfo)


def voter(per: str, one: Any) -> str:
    return one.contract or one.id if per == "contract" else getattr(one, str(per))


def rounded(figure: Fraction, to: Any) -> Fraction:
    if to is None:
        return figure
    scaled = figure * 10**to.places
    near = {floor(scaled), ceil(scaled)}
    if to.how in ("up", "down"):
        chosen = max(near, key=abs) if to.how == "up" else min(near, key=abs)
    else:
        away = {each: abs(each) if to.how == "half_up" else 1 - each % 2 for each in near}
        chosen = min(near, key=lambda each: (abs(each - scaled), -away[each]))
    return Fraction(chosen, 10**to.places)


def simple(signal: Any, window: Any, heard: list[Any], *, as_of: datetime) -> tuple[Any, int, Any]:
    """The signal over one window: the figure, over how many, and who is counted. `heard` are
    (evidence, what is known of it, its instant), in order."""
    start_at, end_at = span(window, as_of)
    inside = [h for h in heard if start_at < h[2] <= end_at]
    kind, measure = type(signal.measure).__name__, signal.measure
    if kind == "Distinct":
        found = [h for h in inside if true_of(measure.of, h[1])]
        return Fraction(len({voter(measure.on, h[0]) for h in found})), len(inside), found
    if kind == "Points":
        return points(signal, heard, start_at)
    keep, cast = str(signal.votes.keep), []
    for who in {voter(signal.votes.per, h[0]) for h in inside}:
        own = [(at, h) for at, h in enumerate(inside) if voter(signal.votes.per, h[0]) == who]
        cast.append(max(own, key=lambda each: rank(keep, each[0], each[1][1])))
    votes = [h for _, h in sorted(cast, key=lambda each: each[0])]
    if kind != "Count":
        votes = [h for h in votes if true_of(measure.per, h[1])]
    if kind == "Mean":
        votes = [h for h in votes if measure.of in h[1]]
    votes = votes[max(0, len(votes) - getattr(window, "last", len(votes))) :]
    of = [kind == "Mean" or true_of(measure.of, h[1]) for h in votes]
    less = [kind == "NetShare" and true_of(measure.minus, h[1]) for h in votes]
    found = [h for h, is_of, is_less in zip(votes, of, less, strict=True) if is_of or is_less]
    if kind == "Count":
        return Fraction(len(found)), len(votes), found
    worth = [
        Fraction(h[1][measure.of]) if kind == "Mean" else Fraction(o - m)
        for h, o, m in zip(votes, of, less, strict=True)
    ]
    weights = [weight(measure.weight, h[1]) for h in votes]
    groups = {h[0].client_group for h in votes}
    enough = len(votes) >= signal.sample.votes and len(groups) >= signal.sample.client_groups
    given = getattr(measure, "prior", None)
    more, prior = (given.of, given.per) if given else (0, 0)
    if not enough or sum(weights) + prior == 0:
        return None, len(votes), found
    total = sum((a * b for a, b in zip(worth, weights, strict=True)), Fraction(more))
    return rounded(total / (sum(weights) + prior), signal.round), len(votes), found


def points(signal: Any, heard: list[Any], start_at: datetime) -> tuple[Fraction, int, Any]:
    """Points: every vote once as the first of the sum, in decimals; the dearest start wins."""
    measure, seen, votes = signal.measure, set(), []
    silent = {h[0].client_group for h in heard} - {
        h[0].client_group for h in heard if h[1]["rated"]
    }
    for one in heard:
        group = one[0].client_group
        if group not in seen and (one[1]["rated"] or group in silent):
            seen.add(group)
            votes.append(one)
    votes = [h for h in votes if true_of(measure.per, h[1])]
    steps = [step(measure, h[1], bad=true_of(measure.of, h[1])) for h in votes]
    best, since = None, len(votes)
    for at, vote in enumerate(votes):
        month = vote[2].strftime("%Y-%m")
        if vote[2] <= start_at or (at and votes[at - 1][2].strftime("%Y-%m") == month):
            continue
        weight = 2 if at == 0 else 2 * (signal.window.months - 1)
        worth = sum(steps[at:]) - ceil(Decimal(weight).ln() * 10**6)
        if best is None or worth > best:
            best, since = worth, at
    summed = votes[since:] if best and best > 0 else []
    found = [h for h in summed if true_of(measure.of, h[1])]
    return Fraction(max(0, best or 0), 10_000), len(votes), found


def step(measure: Any, known: dict[str, Any], *, bad: bool) -> int:
    """The log of the likelihood ratio, by logits."""
    votes = known.get("client_votes_before", 0)
    negatives = known.get("client_negatives_before", 0)
    shift, moved = Decimal(0), measure.strictness
    if moved is not None:
        usual = measure.rates.usual
        own = (negatives + moved.history * usual) / (votes + moved.history)
        shift = min(max(logit(own) - logit(usual), decimal(moved.least)), decimal(moved.most))
    low, high = (
        1 / (1 + (-(logit(rate) + shift)).exp())
        for rate in (measure.rates.tolerated, measure.rates.bad)
    )
    told = (high / low).ln() if bad else ((1 - high) / (1 - low)).ln()
    weighs = Decimal(1) if votes else decimal(measure.newcomers_weigh)
    return floor(told * weighs * 10**6)


def decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def logit(rate: Fraction) -> Decimal:
    return decimal(rate / (1 - rate)).ln()


def rank(keep: str, at: int, known: dict[str, Any]) -> tuple[bool, bool, int]:
    worse = keep == "worst" and known["negative"] is True
    return known["rated"], worse, -at if keep == "first" else at


def weight(steps: Any, known: dict[str, Any]) -> int:
    if steps is None:
        return 1
    paid = Fraction(known.get(steps.by, steps.steps[0][0]))
    reached = [
        weighs for start, weighs in steps.steps if paid is not None and Fraction(paid) >= start
    ]
    return reached[-1] if reached else steps.steps[0][1]


def figure(signal: Any, heard: list[Any], as_of: datetime) -> tuple[Any, int, Any]:
    window = signal.window
    if type(window).__name__ == "ByVolume":
        start_at, end_at = span(window.within, as_of)
        busy = sum(start_at < h[2] <= end_at for h in heard) >= window.at_least
        return simple(signal, window.then if busy else window.otherwise, heard, as_of=as_of)
    if type(window).__name__ != "BestOf":
        return simple(signal, window, heard, as_of=as_of)
    tried = [simple(signal, one, heard, as_of=as_of) for one in window.windows]
    told = sorted((t for t in tried if t[0] is not None), key=lambda t: t[0])
    if not told:
        return tried[0]
    best = told[0][0] if signal.better == "lower" else told[-1][0]
    return next(t for t in tried if t[0] == best)


def judge(policy: Any, subject: str, evidence: Any, as_of: datetime) -> dict[str, Any]:
    """Rung, figures, whom each counts, what was read how, and what was left out."""
    anchor = str(policy.anchor)
    known = [
        e
        for e in evidence
        if e.subject == subject
        and e.received_at <= as_of
        and not (e.superseded_at is not None and e.superseded_at <= as_of)
    ]
    known.sort(
        key=lambda e: (
            getattr(e, anchor),
            e.contract or "",
            str(sorted(e.items.items())),
            e.client,
            e.id,
        )
    )
    out = [e for e in known if any(true_of(c.when, dict(e.items)) for c in policy.leave_out)]
    heard = []
    for one in (e for e in known if e not in out):
        negative = any(true_of(c.when, dict(one.items)) for c in policy.negative)
        rated = any(name in c.when.reads for c in policy.negative for name in one.items)
        said = {"negative": negative if rated else None, "rated": rated, "all": True}
        heard.append((one, {**one.items, **said}, getattr(one, anchor)))
    figures = {signal.name: figure(signal, heard, as_of) for signal in policy.signals}
    values = {name: told[0] for name, told in figures.items()}
    reached = [rung.name for rung in policy.ladder if true_of(rung.when, values)]
    return {
        "rung": reached[-1] if reached else None,
        "figures": {n: (v, size, [h[0].id for h in who]) for n, (v, size, who) in figures.items()},
        "read": [(e.id, bool(k["rated"]), bool(k["negative"])) for e, k, _ in heard],
        "left_out": [e.id for e in out],
    }
