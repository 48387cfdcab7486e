"""A simulated world: every number that a marketplace is drawn from, each with its source."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from goodstanding.core.words import Refusal, add_months
from goodstanding.engine.simulate.setting import (
    Setting,
    Status,
    count,
    number,
    setting_of,
    share,
)

STARTS_AT = datetime(2024, 1, 1, tzinfo=UTC)
# The numbers that were seen bracket the default; the default between them is still a guess.
ANSWERS = (
    "between half on eBay (survey of Li 2008) and 82 % on a large freelance marketplace "
    "(Filippas, Horton, Golden); the satisfied answer more often (Dellarocas, Wood)"
)
INFLATION = "3.74 stars in 2007, about 4.8 a decade later (Filippas, Horton, Golden)"
PUBLIC = "15 % unhappy in private, 4 % in public in April 2013 (Quartz, on the same market)"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The numbers of a marketplace; each field's metadata say what it is, its source and bounds.

    Raises:
        Refusal: a number is out of its bounds, or shares that make a whole do not.
    """

    freelancers: int = count(200_000, "freelancers", low=1, high=2_000_000)
    clients: int = count(300_000, "clients' accounts", low=1, high=3_000_000)
    months: int = count(24, "months that are drawn", low=2, high=120)
    volume_median: float = number(
        5, "the median of contracts a freelancer, beyond the first", low=0.1, high=1000
    )
    volume_sigma: float = number(1.4, "the spread of volumes, in logs", low=0, high=3)
    volume_most: int = count(3_000, "contracts of the busiest", low=1, high=100_000)
    share_joining: float = share(0.40, "of freelancers join while it is drawn, not before")
    share_poor: float = share(0.03, "of freelancers work poorly throughout")
    share_turned: float = share(0.01, "of freelancers turn from ordinary to poor")
    share_attacked: float = share(0.01, "of freelancers are ordinary, and attacked")
    ordinary_a: float = number(
        3, "Beta of ordinary bad rates, mean a / (a + b)", low=0.01, high=1e4
    )
    ordinary_b: float = number(57, "Beta of ordinary bad rates", low=0.01, high=1000)
    poor_a: float = number(9, "Beta of poor bad rates, mean a / (a + b)", low=0.01, high=1000)
    poor_b: float = number(21, "Beta of poor bad rates", low=0.01, high=1000)
    turn_first_day: float = number(150, "the first day that anybody turns", low=0, high=3600)
    turn_last_day: float = number(600, "the last day that anybody turns", low=0, high=3600)
    attack_by_one: float = share(0.60, "of attacks come from one fresh account")
    attack_by_two: float = share(0.25, "of attacks come from two fresh accounts")
    attack_by_three: float = share(0.15, "of attacks come from three fresh accounts")
    attack_days: float = number(30, "days that an attack takes", low=0.01, high=31)
    severity_sd: float = number(0.8, "spread of clients' severity, in logits", low=0, high=4)
    share_harsh: float = share(0.03, "of clients are harsh")
    harsh_logits: float = number(2, "what harsh clients add to it, in logits", low=0, high=6)
    activity_sigma: float = number(
        0, "spread of clients' activity, in logs; 0 is all alike", low=0, high=3
    )
    share_repeats: float = share(0.20, "of contracts after the first are with an earlier client")
    response_good: float = share(0.75, "of clients answer after a good outcome", source=ANSWERS)
    response_bad: float = share(0.60, "of clients answer after a bad outcome", source=ANSWERS)
    share_public: float = share(
        0.35,
        "of reported negatives stand in public too",
        source=PUBLIC,
        status=Status.MEMORY,
    )
    share_private: float = share(1, "of clients who answer are asked in private too")
    share_four: float = share(
        0.40, "of the privately unhappy give four public stars; the others five"
    )
    share_five: float = share(0.85, "of content clients give five stars at the start")
    share_three: float = share(0.03, "of content clients give three stars; all others four")
    inflation_per_year: float = share(
        0.05, "more of content clients give five stars each year", source=INFLATION
    )
    share_low: float = share(0.80, "of negatives have 0 to 4 as recommendation")
    share_concern: float = share(0.60, "of negatives name a concern")
    share_reason: float = share(0.30, "of negatives give an adverse reason of the end")
    share_disputed: float = share(0.02, "of reported negatives are disputed")
    share_both: float = share(0.80, "of answering clients' freelancers answer, too")
    answer_days: float = number(3, "mean days until an answer", low=0.01, high=365)

    def __post_init__(self) -> None:
        for name, setting in settings():
            _require_within(name, getattr(self, name), setting)
        _require_whole("share_poor", "share_turned", "share_attacked", world=self, exact=False)
        _require_whole("share_five", "share_three", world=self, exact=False)
        _require_whole("attack_by_one", "attack_by_two", "attack_by_three", world=self, exact=True)
        if not self.turn_first_day <= self.turn_last_day < self.days:
            raise Refusal(
                "turns-out-of-order",
                f"`turn_first_day` is `{self.turn_first_day:g}` and `turn_last_day` "
                f"`{self.turn_last_day:g}`, of {self.days} days",
                cure="let the first turn not come after the last, nor the last after the end",
            )

    @property
    def ends_at(self) -> datetime:
        """The instant at which the drawing ends, exclusive."""
        return add_months(STARTS_AT, self.months)

    @property
    def days(self) -> int:
        """The days that are drawn."""
        return (self.ends_at - STARTS_AT).days


def settings() -> Iterator[tuple[str, Setting]]:
    """Every number of a world by its name, with what is said of it."""
    for one in fields(World):
        yield one.name, setting_of(one)


def _require_within(name: str, value: float, setting: Setting) -> None:
    if not setting.low <= value <= setting.high:
        raise Refusal(
            "setting-out-of-range",
            f"`{name}` is `{value:g}`",
            cure=f"give a number from {setting.low:,.7g} to {setting.high:,.7g}",
        )


def _require_whole(*names: str, world: World, exact: bool) -> None:
    together = sum(getattr(world, name) for name in names)
    if together > 1 + 1e-9 or (exact and together < 1 - 1e-9):
        told = ", ".join(f"`{name}` {getattr(world, name):g}" for name in names)
        raise Refusal(
            "shares-are-no-whole",
            f"{told} add up to {together:g}",
            cure="let them add up to 1" + ("" if exact else " at most"),
        )
