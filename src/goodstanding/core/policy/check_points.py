"""Evidence points of a policy become remarks: what would cost them their guarantee."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from goodstanding.core.policy.language import Anchor, Policy
from goodstanding.core.policy.remark import Path, Remark, key_path
from goodstanding.core.policy.signal import (
    Keep,
    Points,
    Rates,
    RollingMonths,
    Signal,
    Voter,
    Votes,
)
from goodstanding.core.policy.wording import number_told

ONE_FIRST_VOTE = Votes(per=Voter.CLIENT_GROUP, keep=Keep.FIRST)


def check_points(policy: Policy, signal: Signal, path: Path) -> Iterator[Remark]:
    """What is wrong with a signal that measures points; nothing of any other.

    The promise holds for votes in the order in which they became known, one for each client.
    """
    if not isinstance(signal.measure, Points):
        return
    yield from _check_rates(signal.measure.rates, (*path, "rates"))
    if policy.anchor is not Anchor.RECEIVED_AT:
        yield Remark(
            path=key_path(path, "points"),
            code="points-on-another-clock",
            message=f"`{signal.name}` would put votes in the order in which contracts ended",
            cure="say `anchor: received_at`; a vote that comes in late must not change the past",
        )
    if signal.votes != ONE_FIRST_VOTE:
        yield Remark(
            path=key_path(path, "points"),
            code="points-of-other-votes",
            message=f"`{signal.name}` counts votes per `{signal.votes.per}`, the "
            f"`{signal.votes.keep}` of each",
            cure="say `votes: {per: client_group, keep: first}`; a client who may vote again, or "
            "choose which vote counts, weighs more than one",
        )
    window = signal.window
    if not isinstance(window, RollingMonths) or window.lag_days or window.months == 1:
        yield Remark(
            path=(*path, "window"),
            code="points-over-months",
            message=f"`{signal.name}` starts anew with calendar months",
            cure="give a window of `months: 2` or more, without a lag; 24 is usual",
        )


def _check_rates(rates: Rates, path: Path) -> Iterator[Remark]:
    rising = (Fraction(0), rates.usual, rates.tolerated, rates.bad, Fraction(1))
    if any(low >= high for low, high in pairwise(rising)):
        told = [number_told(rate) for rate in (rates.usual, rates.tolerated, rates.bad)]
        yield Remark(
            path=path,
            code="rates-not-rising",
            message=f"usual `{told[0]}`, tolerated `{told[1]}` and bad `{told[2]}` do not rise",
            cure="let them rise between 0 and 1: usual below tolerated below bad",
        )
