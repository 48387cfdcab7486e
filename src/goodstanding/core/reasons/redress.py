"""Appeal terms and dates become the ways back: the two doors, and those outside the house."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from goodstanding.core.policy.language import AppealTerms
from goodstanding.core.reasons.restriction import Restriction
from goodstanding.core.words import add_months, end_of_utc_day, told_instant


class Door(StrEnum):
    """The two doors of an appeal: the decision was wrong, or it need no longer stand."""

    ERROR = "error"
    REINSTATEMENT = "reinstatement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redress:
    """Where an appeal is lodged, and who outside the marketplace can be turned to."""

    where: str = "the appeal page, or the signed link in the notice, which needs no login"
    out_of_court: tuple[str, ...] = ()
    court: str = "the courts that have jurisdiction over the contract with the marketplace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way of redress: open from `opens_at`, to `closes_at` inclusive (None: stays open)."""

    name: str
    what: str
    where: str
    opens_at: datetime
    closes_at: datetime | None


def error_door_closes_at(informed_at: datetime, terms: AppealTerms) -> datetime:
    """The last instant of the error door: the end of the UTC day so many months after being told.

    Counted from the day the person was informed, as Article 20(1) of Regulation (EU) 2022/2065
    does; the whole of that last day still counts.
    """
    return end_of_utc_day(add_months(informed_at, terms.open_for_months))


def reinstatement_opens_at(
    terms: AppealTerms, *, decided_at: datetime, restricted_from_at: datetime
) -> datetime:
    """The first instant of the reinstatement door: so many months after the restriction began.

    Without a wait it opens with the decision itself. It does not close while the restriction lasts:
    a restriction that only an appeal ends would otherwise become permanent by the clock.
    """
    if terms.reinstatement_after_months == 0:
        return decided_at
    return add_months(restricted_from_at, terms.reinstatement_after_months)


def routes_of(
    redress: Redress,
    terms: AppealTerms,
    *,
    decided_at: datetime,
    restriction: Restriction | None,
) -> tuple[Route, ...]:
    """Every way of redress with its dates, as told with a decision.

    The error door is told as if the person were informed with the decision; whoever is informed
    later has it open later. Reinstatement is told where a restriction outlasts the wait.
    """
    routes = [
        Route(
            name="appeal of an error",
            what="the count is wrong, it is not you, a rule was broken, something new is known, "
            "or the policy has changed",
            where=redress.where,
            opens_at=decided_at,
            closes_at=error_door_closes_at(decided_at, terms),
        )
    ]
    if restriction is not None:
        opens_at = reinstatement_opens_at(
            terms, decided_at=decided_at, restricted_from_at=restriction.from_at
        )
        if restriction.until_at is None or opens_at < restriction.until_at:
            routes.append(
                Route(
                    name="appeal for reinstatement",
                    what="what has got better since, and everything an appeal of an error may say",
                    where=redress.where,
                    opens_at=opens_at,
                    closes_at=restriction.until_at,
                )
            )
    routes.extend(_outside("out of court", body, decided_at) for body in redress.out_of_court)
    return (*routes, _outside("in court", redress.court, decided_at))


def _outside(name: str, where: str, decided_at: datetime) -> Route:
    return Route(
        name=name,
        what="independent of the marketplace, and of any appeal to it",
        where=where,
        opens_at=decided_at,
        closes_at=None,
    )


def told_route(route: Route) -> str:
    """One way of redress on one line."""
    closes = "" if route.closes_at is None else f" until {told_instant(route.closes_at)}"
    opens = f"open from {told_instant(route.opens_at)}{closes}"
    return f"{route.name} ({route.what}): {route.where}; {opens}"
