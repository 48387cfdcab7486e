"""Real ratings with labels become how well three figures part the good from the bad.

    python -m benchmarks.otc FOLDER [--leave-out 20]

The folder holds `ratings.csv` (rater, rated, rating from -10 to 10, Unix seconds) and `labels.csv`
(rated, +1 or -1), as the Bitcoin OTC release has them. The labels come from the ratings of the
site's founder and people he trusted, so plain scores on them are circular: the raters that agree
best with the labels are left out first. AUC is the chance that somebody bad stands above somebody
good, ties counting half; its interval is by drawing the labelled people anew.
"""

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from pathlib import Path

import numpy as np
import numpy.typing as npt

from goodstanding.core.evidence import Evidence
from goodstanding.core.history import with_client_history
from goodstanding.core.policy.language import DeclaredItem, ItemKind, Policy
from goodstanding.core.policy.revise import with_negative
from goodstanding.core.policy.signal import Points, Rates, RollingMonths
from goodstanding.core.policy.text import read
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.engine.arrange import arrange
from goodstanding.engine.evidence import table_of
from goodstanding.engine.population import judge_frame
from goodstanding.engine.quotient import value_at

POLICY = Path(__file__).parents[1] / "policies" / "evidence-points.yaml"
RATING = DeclaredItem(name="rating", kind=ItemKind.NUMBER, says="from -10 to 10")
Rating = tuple[str, str, int, datetime]
Labels = Mapping[str, bool]
Z = 1.96
DRAWS = 2000
SEED = 20260701


def ratings_in(path: Path) -> list[Rating]:
    """Who rated whom how, and when, to the microsecond."""
    with path.open(newline="", encoding="utf-8") as lines:
        return [
            (rater, rated, int(rating), _instant(seconds))
            for rater, rated, rating, seconds in csv.reader(lines)
        ]


def _instant(seconds: str) -> datetime:
    whole = int(Decimal(seconds) * 1_000_000)
    return datetime.fromtimestamp(whole // 1_000_000, UTC).replace(microsecond=whole % 1_000_000)


def labels_in(path: Path) -> dict[str, bool]:
    """Of each labelled person, whether they are bad."""
    with path.open(newline="", encoding="utf-8") as lines:
        return {rated: label.strip().startswith("-") for rated, label in csv.reader(lines)}


def founder_like(ratings: Sequence[Rating], labels: Labels, *, most: int) -> list[str]:
    """The raters that agree with most labels, less those that they contradict; best first."""
    score: dict[str, int] = defaultdict(int)
    for rater, rated, rating, _ in ratings:
        if rated in labels:
            score[rater] += 1 if (rating < 0) == labels[rated] else -1
    return sorted(score, key=lambda rater: (-score[rater], rater))[:most]


def policy_on(ratings: Sequence[Rating]) -> Policy:
    """The shipped policy of evidence points, in which an outcome is negative below 0.

    Its rates are those of this market, by the rule that the shipped ones come from (tolerated are
    one and a half times the usual rate, between 4 % and 20 %; bad is three times that), and its
    window reaches over all ratings: the labels are about all time, and two years would forget.
    """
    shipped = read(POLICY.read_text(encoding="utf-8"), source=POLICY.name)
    own = with_negative(shipped, "rating < 0", items=(RATING,))
    usual = Fraction(sum(rating < 0 for *_, rating, _ in ratings), len(ratings))
    tolerated = min(max(usual * 3 / 2, Fraction(4, 100)), Fraction(20, 100))
    rates = Rates(usual=usual, tolerated=tolerated, bad=3 * tolerated)
    points, *others = own.signals
    assert isinstance(points.measure, Points)
    over_all = replace(
        points, measure=replace(points.measure, rates=rates), window=RollingMonths(months=72)
    )
    return replace(own, signals=(over_all, *others))


def evidence_of(ratings: Sequence[Rating]) -> list[Evidence]:
    """Each rating as the outcome of one contract."""
    return [
        Evidence(
            id=f"r{row}",
            subject=rated,
            client=rater,
            client_group=rater,
            contract=f"k{row}",
            occurred_at=at,
            received_at=at,
            items={"rating": rating},
        )
        for row, (rater, rated, rating, at) in enumerate(ratings)
    ]


def points_of(ratings: Sequence[Rating]) -> dict[str, float]:
    """Everybody's evidence points at the last instant, by the engine."""
    policy = policy_on(ratings)
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    evidence = with_client_history(policy, evidence_of(ratings))
    frame = arrange(table_of(evidence, vocabulary), vocabulary, anchor=policy.anchor)
    verdicts = judge_frame(policy, frame, max(at for *_, at in ratings))
    values = verdicts.figures["points"].values
    names = frame.subjects.to_pylist()
    return {name: float(value_at(values, at) or 0) for at, name in enumerate(names)}


def counted(ratings: Sequence[Rating]) -> tuple[dict[str, float], dict[str, float]]:
    """How many rated each person negatively, and the Wilson bound of their share."""
    first: dict[tuple[str, str], bool] = {}
    for rater, rated, rating, _ in sorted(ratings, key=lambda each: each[3]):
        first.setdefault((rated, rater), rating < 0)
    votes: dict[str, list[bool]] = defaultdict(list)
    for (rated, _), negative in first.items():
        votes[rated].append(negative)
    count = {rated: float(sum(own)) for rated, own in votes.items()}
    return count, {rated: wilson(sum(own), len(own)) for rated, own in votes.items()}


def wilson(negative: int, votes: int) -> float:
    """The lower end of Wilson's 95 % interval of the share of negatives."""
    share = negative / votes
    spread = Z * sqrt(share * (1 - share) / votes + Z * Z / (4 * votes * votes))
    return (share + Z * Z / (2 * votes) - spread) / (1 + Z * Z / votes)


def auc(scores: npt.NDArray[np.float64], bad: npt.NDArray[np.bool_]) -> float:
    """The chance that a bad one stands above a good one, ties counting half."""
    above = scores[bad][:, None] > scores[~bad][None, :]
    level = scores[bad][:, None] == scores[~bad][None, :]
    return float(above.mean() + level.mean() / 2)


def interval(scores: npt.NDArray[np.float64], bad: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """95 % of the AUC, by drawing the good and the bad anew."""
    chance = np.random.default_rng(SEED)
    good_scores, bad_scores = scores[~bad], scores[bad]
    drawn = []
    for _ in range(DRAWS):
        own_bad = chance.choice(bad_scores, len(bad_scores))
        own_good = chance.choice(good_scores, len(good_scores))
        ranks = np.searchsorted(np.sort(own_good), own_bad, side="left") + np.searchsorted(
            np.sort(own_good), own_bad, side="right"
        )
        drawn.append(ranks.mean() / 2 / len(own_good))
    low, high = np.quantile(drawn, (0.025, 0.975))
    return float(low), float(high)


def main(words: Sequence[str]) -> int:
    """Prints the AUC of points, count and Wilson, with so many raters left out."""
    parser = argparse.ArgumentParser(prog="benchmarks.otc", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--leave-out", type=int, nargs="*", default=[0, 10, 20, 50])
    asked = parser.parse_args(words)
    ratings = ratings_in(asked.folder / "ratings.csv")
    labels = labels_in(asked.folder / "labels.csv")
    print(f"{len(ratings):,} ratings, {len(labels)} labels, {sum(labels.values())} of them bad")
    print("raters left out | labelled people left | points | count | Wilson")
    for most in asked.leave_out:
        gone = set(founder_like(ratings, labels, most=most))
        print(told([each for each in ratings if each[0] not in gone], labels, most))
    return 0


def told(ratings: Sequence[Rating], labels: Labels, most: int) -> str:
    """One line: the three figures' AUC on those labelled people whom anybody still rates."""
    count, bound = counted(ratings)
    points = points_of(ratings)
    people = [name for name in labels if name in count]
    bad = np.array([labels[name] for name in people])
    cells = []
    for figure in (points, count, bound):
        scores = np.array([figure[name] for name in people])
        low, high = interval(scores, bad)
        cells.append(f"{auc(scores, bad):.3f} ({low:.3f} to {high:.3f})")
    return f"{most} | {len(people)} ({int(bad.sum())} bad) | " + " | ".join(cells)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
