"""Plain values of what a ladder says over time become its records."""

from collections.abc import Mapping
from typing import Any

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Until
from goodstanding.core.policy.over_time import (
    Act,
    GoldenTimeline,
    Held,
    MoreDays,
    Probation,
    Released,
    Stood,
    Wanted,
)

Section = Mapping[str, Any]
RECORDS = {"held": Held, "stood": Stood, "probation": Probation}


def rung_over_time(section: Section) -> Section:
    """What a rung's section says of time, by the names of the rung's fields."""
    records = {key: kind(**section[key]) for key, kind in RECORDS.items() if key in section}
    return records | {"leave": section.get("leave")}


def until_of(section: Section | None) -> Until | None:
    """When a rung ends, None where it does not say."""
    if section is None:
        return None
    plain = {key: value for key, value in section.items() if key not in ("more_days", "released")}
    return Until(
        **plain,
        more_days=MoreDays(**section["more_days"]) if "more_days" in section else None,
        released=Released(**section["released"]) if "released" in section else None,
    )


def golden_timeline(section: Section, outcomes: tuple[Evidence, ...]) -> GoldenTimeline:
    """The timeline that a section of a policy's text gives, over outcomes made already."""
    return GoldenTimeline(
        name=section["timeline"],
        from_at=section["from"],
        until_at=section["until"],
        outcomes=outcomes,
        acts=tuple(Act(deed=act["done"], done_at=act["at"]) for act in section.get("acts", ())),
        wants=tuple(
            Wanted(as_of=want["at"], rung=want.get("rung"), shown=want.get("shown"))
            for want in section["wants"]
        ),
    )
