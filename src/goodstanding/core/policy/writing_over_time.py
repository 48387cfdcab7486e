"""What a ladder says over time becomes sections of YAML that read back as the same."""

from collections.abc import Sequence

from goodstanding.core.policy.language import Rung, Until
from goodstanding.core.policy.layout import Block, word
from goodstanding.core.policy.over_time import Act, GoldenTimeline, Released, Wanted
from goodstanding.core.words import told_instant

Section = dict[str, Block]


def rung_section(rung: Rung) -> Section:
    """The keys of a rung that look back and ahead, those that are said."""
    section: Section = {}
    if rung.held is not None:
        section["held"] = {"times": str(rung.held.times), "of": str(rung.held.of)}
    if rung.stood is not None:
        section["stood"] = {"on": rung.stood.on, **_span(rung.stood.days, rung.stood.months)}
    if rung.leave is not None:
        section["leave"] = word(rung.leave.text)
    if rung.probation is not None:
        section["probation"] = {
            "votes": str(rung.probation.votes),
            "passes": word(rung.probation.passes.text),
            "fails": rung.probation.fails,
        }
    return section


def _span(days: int | None, months: int | None) -> Section:
    return {"days": str(days)} if months is None else {"months": str(months)}


def until_section(until: Until) -> Section:
    """What puts off the end, and when people are free again, where that is said."""
    section: Section = {}
    if until.more_days is not None:
        more = until.more_days
        section["more_days"] = {"each": word(more.each.text), "days": str(more.days)}
    if until.released is not None:
        section["released"] = _released(until.released)
    return section


def _released(released: Released) -> Section:
    return {"weekday": released.weekday, "at": word(f"{released.at:%H:%M}")}


def timeline_section(timeline: GoldenTimeline, rows: Sequence[Block]) -> Section:
    """A golden timeline, over its outcomes in rows."""
    return {
        "timeline": word(timeline.name),
        "from": told_instant(timeline.from_at),
        "until": told_instant(timeline.until_at),
        "outcomes": rows,
        **({"acts": [_act(act) for act in timeline.acts]} if timeline.acts else {}),
        "wants": [_wanted(wanted) for wanted in timeline.wants],
    }


def _act(act: Act) -> Section:
    return {"at": told_instant(act.done_at), "done": act.deed}


def _wanted(wanted: Wanted) -> Section:
    return {
        "at": told_instant(wanted.as_of),
        **({"rung": wanted.rung} if wanted.rung else {}),
        **({"shown": wanted.shown} if wanted.shown else {}),
    }
