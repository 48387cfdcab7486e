"""The examples inside a policy become evidence, so that the policy can be held to them."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from goodstanding.core.evidence import Evidence, ItemValue
from goodstanding.core.policy.language import Example

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


def example(section: Section) -> Example:
    """The example that a section of a policy's text gives.

    Raises:
        Refusal: an outcome cannot be, for example one received before it occurred.
    """
    wants = section["wants"]
    outcomes = tuple(
        evidence
        for at, outcome in enumerate(section["outcomes"], start=1)
        for evidence in _outcomes(outcome, at)
    )
    return Example(
        name=section["example"],
        as_of=section["as_of"],
        outcomes=outcomes,
        rung=wants.get("rung"),
        figures=tuple(wants.get("figures", {}).items()),
        left_out=wants.get("left_out"),
    )


def _outcomes(section: Section, at: int) -> Iterator[Evidence]:
    """One piece of evidence for each of the `times`; each has a client of its own, unless one is
    named. A named client with `times` has that many contracts."""
    items = MappingProxyType(
        {
            key: _plain(value)
            for key, value in section.items()
            if key not in OWN_KEYS and value is not None
        }
    )
    for number in range(section.get("times", 1)):
        name = f"outcome {at}.{number + 1}"
        client = section.get("client", f"client of {name}")
        later = timedelta(days=number * section.get("apart_days", 0))
        yield Evidence(
            id=name,
            subject=SUBJECT,
            client=client,
            client_group=section.get("client_group", client),
            occurred_at=section["at"] + later,
            received_at=section.get("received_at", section["at"]) + later,
            superseded_at=section.get("superseded_at"),
            contract=section.get("contract", name),
            items=items,
        )


def _plain(value: Plain) -> ItemValue:
    """A number as evidence keeps it: whole, or decimal (the texts give no others)."""
    if not isinstance(value, Fraction):
        return value
    if value.denominator == 1:
        return int(value)
    return Decimal(value.numerator) / Decimal(value.denominator)
