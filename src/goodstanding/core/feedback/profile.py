"""The exchanges about one party become the public page of their profile.

What is not shown leaves no trace here: no gap, no count. The page is in order of release, newest
first (at the same instant, by identifier), and never by rating.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from goodstanding.core.contract import Side
from goodstanding.core.feedback.exchange import Exchange
from goodstanding.core.feedback.visibility import (
    DEFAULT_MINIMUMS,
    Minimums,
    View,
    Viewer,
    interim_seen_by,
    seen_by,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Average:
    """The mean of one question's answers, exactly, and how many answers there are."""

    item: str
    mean: Fraction
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilePage:
    """What everybody may read of one party: final feedback, mid-contract feedback, averages.

    Tombstones stand among the feedback and count in no average; nor does mid-contract feedback.
    """

    subject: str
    feedback: tuple[View, ...]
    interims: tuple[View, ...]
    averages: tuple[Average, ...]


def profile_page(
    subject: str,
    exchanges: Iterable[Exchange],
    *,
    as_of: datetime,
    side: Side = Side.FREELANCER,
    minimums: Minimums = DEFAULT_MINIMUMS,
) -> ProfilePage:
    """The page about the subject as that side of their contracts, as it stood at the instant.

    Raises:
        Refusal: something is released on a contract whose currency has no minimum.
    """
    least = tuple(minimums)
    feedback: list[View | None] = []
    interims: list[View | None] = []
    for exchange in exchanges:
        if exchange.contract.party(side) == subject:
            feedback += [
                seen_by(Viewer.PUBLIC, given, exchange=exchange, as_of=as_of, minimums=least)
                for given in exchange.given
                if given.side is side.other
            ]
            interims += [
                interim_seen_by(
                    Viewer.PUBLIC, interim, exchange=exchange, as_of=as_of, minimums=least
                )
                for interim in exchange.interims
                if interim.side is side.other
            ]
    shown = _newest_first(feedback)
    return ProfilePage(
        subject=subject,
        feedback=shown,
        interims=_newest_first(interims),
        averages=_averages(shown),
    )


def _newest_first(views: Iterable[View | None]) -> tuple[View, ...]:
    by_id = sorted((view for view in views if view is not None), key=lambda view: view.feedback)
    return tuple(sorted(by_id, key=lambda view: view.since_at, reverse=True))


def _averages(views: Iterable[View]) -> tuple[Average, ...]:
    marks: dict[str, list[int]] = {}
    for view in views:
        for item, answer in view.answers.items():
            if isinstance(answer, int) and not isinstance(answer, bool):
                marks.setdefault(item, []).append(answer)
    return tuple(
        Average(item=item, mean=Fraction(sum(given), len(given)), count=len(given))
        for item, given in sorted(marks.items())
    )
