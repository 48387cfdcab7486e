"""The golden timelines inside a policy become remarks: what they say that cannot be."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from goodstanding.core.policy.check_examples import check_items
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.over_time import Act, Deed, GoldenTimeline
from goodstanding.core.policy.remark import Path, Remark
from goodstanding.core.policy.vocabulary import Vocabulary
from goodstanding.core.words import did_you_mean, told_instant

LONGEST = timedelta(days=3660)


def check_timelines(policy: Policy, vocabulary: Vocabulary) -> Iterator[Remark]:
    """What the timelines name that the policy does not have, and instants that cannot be."""
    for at, timeline in enumerate(policy.timelines):
        path: Path = ("timelines", at)
        if timeline.until_at < timeline.from_at:
            yield _upside_down(timeline, path)
            continue
        yield from _check_span(timeline, path)
        yield from check_items(timeline.outcomes, vocabulary, path)
        for number, act in enumerate(timeline.acts):
            here: Path = (*path, "acts", number)
            yield from _check_inside(timeline, act.done_at, (*here, "at"))
            yield from _check_act(policy, act, (*here, "done"))
        yield from _check_wants(policy, timeline, path)


def _upside_down(timeline: GoldenTimeline, path: Path) -> Remark:
    return Remark(
        path=(*path, "until"),
        code="timeline-upside-down",
        message=f"`{timeline.name}` ends at `{told_instant(timeline.until_at)}`, before it begins",
        cure="let `until` be later than `from`",
    )


def _check_span(timeline: GoldenTimeline, path: Path) -> Iterator[Remark]:
    if timeline.until_at - timeline.from_at > LONGEST:
        days = (timeline.until_at - timeline.from_at).days
        yield Remark(
            path=(*path, "until"),
            code="timeline-too-long",
            message=f"`{timeline.name}` runs over `{days}` days",
            cure=f"show the same in {LONGEST.days} days or fewer",
        )


def _check_inside(timeline: GoldenTimeline, at: datetime, path: Path) -> Iterator[Remark]:
    if not timeline.from_at <= at <= timeline.until_at:
        yield Remark(
            path=path,
            code="outside-the-timeline",
            message=f"`{told_instant(at)}` is outside `{timeline.name}`",
            cure="give an instant from its `from` to its `until`",
        )


def _check_act(policy: Policy, act: Act, path: Path) -> Iterator[Remark]:
    if act.deed is Deed.APPEAL:
        return
    course = act.deed is Deed.COURSE
    if not any(
        (rung.until and rung.until.course) if course else rung.cure for rung in policy.ladder
    ):
        asked = "until: {course: NAME}" if course else "cure: WORDS"
        yield Remark(
            path=path,
            code="act-ends-nothing",
            message=f"no rung is ended by a `{act.deed}`",
            cure=f"add `{asked}` to a rung, or remove the act",
        )


def _check_wants(policy: Policy, timeline: GoldenTimeline, path: Path) -> Iterator[Remark]:
    rungs = [rung.name for rung in policy.ladder]
    for number, wanted in enumerate(timeline.wants):
        here: Path = (*path, "wants", number)
        yield from _check_inside(timeline, wanted.as_of, (*here, "at"))
        for key, name in (("rung", wanted.rung), ("shown", wanted.shown)):
            if name is not None and name not in rungs:
                yield Remark(
                    path=(*here, key),
                    code="wants-unknown-rung",
                    message=f"no rung is called `{name}`",
                    cure=did_you_mean(name, rungs),
                )
        if wanted.shown is not None and policy.protection is None:
            yield Remark(
                path=(*here, "shown"),
                code="shown-without-protection",
                message=f"`{wanted.shown}` shows as soon as it is so, for nothing is protected",
                cure="add `protection: {days: 30}`, or remove `shown`",
            )
