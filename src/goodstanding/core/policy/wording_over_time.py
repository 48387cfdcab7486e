"""What a ladder says over time becomes words: how often, how long, when one leaves, what shows."""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from goodstanding.core.policy.language import Cadence, Policy, Process, Rung, Until
from goodstanding.core.policy.over_time import Held, Stood
from goodstanding.core.policy.signal import LastVotes
from goodstanding.core.policy.wording import (
    days_told,
    expression_told,
    ladder_lines,
    months_told,
    until_told,
)


def lines_before(policy: Policy, rung: Rung) -> Iterator[str]:
    """What must have been before somebody comes to the rung, a paragraph each."""
    if rung.held is not None:
        yield f"{_held(rung.held, policy.process)}\n"
    if rung.stood is not None:
        yield f"{_stood(rung.stood)}\n"


def _held(held: Held, process: Process) -> str:
    looks = f"People are looked at {cadence_told(process)}"
    if held.times == held.of:
        return f"{looks}, and it must be true {held.times} times in a row."
    return f"{looks}, and it must be true at {held.times} or more of the last {held.of} times."


def _stood(stood: Stood) -> str:
    span = days_told(stood.days or 0) if stood.months is None else months_told(stood.months)
    return (
        f'And before that it takes {span} without a break on "{name_told(stood.on)}", or on '
        "something graver."
    )


def cadence_told(process: Process) -> str:
    """When people are judged, in words that follow "looked at"."""
    match process.cadence:
        case Cadence.ON_EVIDENCE:
            return "whenever something further is known"
        case Cadence.DAILY:
            return "every day"
        case Cadence.WEEKLY:
            return "every Monday"
        case Cadence.EVERY_TWO_WEEKS:
            return "every second Monday"
        case Cadence.MONTHLY:
            return f"on day {process.on_day or 1} of each month"
        case Cadence.QUARTERLY:
            return "on the first day of each quarter"
        case _:
            assert_never(process.cadence)


def lines_after(policy: Policy, rung: Rung) -> Iterator[str]:
    """How the rung is left: when it ends, what puts that off, and what is looked at meanwhile."""
    if rung.until is not None:
        yield f"- It ends {end_told(rung.until)}."
        if rung.until.more_days is not None:
            more = rung.until.more_days
            yield (
                f"- Each further outcome meanwhile puts the end off by {days_told(more.days)} when "
                f"this is true of it: {expression_told(more.each.root)}."
            )
    if rung.leave is not None:
        yield "- It lasts until this is true:"
        yield from _indented(ladder_lines(policy, rung.leave))
    if rung.probation is not None:
        votes = rung.probation.votes
        yield (
            f"- The next {votes} votes are then looked at alone. It is over when this is true of "
            "them:"
        )
        alone = tuple(replace(each, window=LastVotes(last=votes)) for each in policy.signals)
        yield from _indented(ladder_lines(replace(policy, signals=alone), rung.probation.passes))
        yield f'- Else "{name_told(rung.probation.fails)}" follows.'


def _indented(lines: list[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def end_told(until: Until) -> str:
    """When a restriction ends, and on which day one is free again."""
    released = until.released
    if released is None:
        return until_told(until)
    day = released.weekday.capitalize()
    return f"{until_told(until)}, on the next {day} at {released.at:%H:%M} UTC"


def protection_lines(policy: Policy) -> Iterator[str]:
    """What shows later than it is so, where something does."""
    if policy.protection is not None:
        span = days_told(policy.protection.days)
        yield "\n## What shows, and when\n"
        yield (
            f"A worse state shows only once it has lasted {span}; until then the milder one shows. "
            "A better state shows at once."
        )


def name_told(rung: str) -> str:
    """A rung's name as people read it."""
    return rung.replace("_", " ").capitalize()
