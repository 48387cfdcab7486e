"""The examples inside a policy become evidence, so that the policy can be held to them."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import count
from types import MappingProxyType
from typing import Any

from goodstanding.core.evidence import Evidence, ItemValue
from goodstanding.core.policy.language import Example
from goodstanding.core.words import Refusal, told_instant

SUBJECT = "the person judged"
OWN_KEYS = frozenset(
    {
        "at",
        "client",
        "client_group",
        "contract",
        "received_at",
        "superseded_at",
        "times",
        "apart_days",
    }
)
Section = Mapping[str, Any]
Plain = bool | Fraction | str


def example(section: Section, outcomes: tuple[Evidence, ...]) -> Example:
    """The example that a section of a policy's text gives, over outcomes made already."""
    wants = section["wants"]
    return Example(
        name=section["example"],
        as_of=section["as_of"],
        outcomes=outcomes,
        rung=wants.get("rung"),
        figures=tuple(wants.get("figures", {}).items()),
        left_out=wants.get("left_out"),
    )


def outcomes_of(section: Section, *, row: int) -> Iterator[Evidence]:
    """One piece of evidence for each of the `times`; each has a client of its own, unless one is
    named. A named client with `times` has that many contracts. `row` counts from 1.

    Raises:
        Refusal: an outcome cannot be, for example one received before it occurred, or one after the
            end of the calendar.
    """
    items = MappingProxyType(
        {
            key: _plain(value)
            for key, value in section.items()
            if key not in OWN_KEYS and value is not None
        }
    )
    for number in range(section.get("times", 1)):
        name = f"outcome {row}.{number + 1}"
        client = section.get("client", f"client of {name}")
        later = timedelta(days=number * section.get("apart_days", 0))
        yield Evidence(
            id=name,
            subject=SUBJECT,
            client=client,
            client_group=section.get("client_group", client),
            occurred_at=_later(section["at"], later),
            received_at=_later(section.get("received_at", section["at"]), later),
            superseded_at=section.get("superseded_at"),
            contract=section.get("contract", name),
            items=items,
        )


def row_of(outcome: Evidence) -> int:
    """The row of an example, from 1, that gave the outcome."""
    return int(outcome.id.removeprefix("outcome ").partition(".")[0])


def _later(first_at: datetime, later: timedelta) -> datetime:
    try:
        return first_at + later
    except OverflowError:
        raise Refusal(
            "outside-the-calendar",
            f"`apart_days` leads `{later.days}` days beyond `{told_instant(first_at)}`",
            cure="use fewer `times` or `apart_days`",
        ) from None


def _plain(value: Plain) -> ItemValue:
    """A number as evidence keeps it: whole, or decimal, both exact (the texts give no others)."""
    if not isinstance(value, Fraction):
        return value
    if value.denominator == 1:
        return int(value)
    places = next(each for each in count() if 10**each % value.denominator == 0)
    return Decimal(f"{value.numerator * 10**places // value.denominator}E-{places}")
