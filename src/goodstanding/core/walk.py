"""Judged again and again, and with dated acts between, a person takes a way over the ladder.

Two rules stand here in code: what was served is served, and at the instant of an end nothing
begins.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from goodstanding.core.evidence import Evidence
from goodstanding.core.figure import Value, measure
from goodstanding.core.policy.evaluation import holds
from goodstanding.core.policy.language import Policy, Rung, Until
from goodstanding.core.policy.over_time import Act, Deed, MoreDays, Probation, later
from goodstanding.core.policy.signal import (
    AllTime,
    Better,
    Count,
    Keep,
    Sample,
    Signal,
    Voter,
    Votes,
)
from goodstanding.core.probation import contract_of, is_passed
from goodstanding.core.verdict import Verdict, judge

OFF = -1


class Because(StrEnum):
    """Why somebody stands where they stand."""

    START = "start"
    CONDITION = "condition"
    HELD = "held"
    STOOD = "stood"
    STAYED = "stayed"
    MORE_DAYS = "more_days"
    PASSED = "probation_passed"
    FAILED = "probation_failed"
    SERVED = "served"
    RELEASED = "released"
    COURSE = "course"
    APPEAL = "appeal"
    FIX = "fix"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where somebody stands from an instant on: the rung by its place on the ladder, or off it."""

    rung: int
    entered_at: datetime
    because: Because
    ends_at: datetime | None = None


class Walk:
    """One person's way over the ladder, instant by instant."""

    def __init__(
        self, policy: Policy, subject: str, evidence: tuple[Evidence, ...], *, from_at: datetime
    ) -> None:
        self.policy = policy
        self.subject = subject
        self.evidence = evidence
        self.here = Standing(rung=OFF, entered_at=from_at, because=Because.START)
        self.stood = {from_at: self.here}
        self.left_at: datetime | None = None
        self.places = {rung.name: place for place, rung in enumerate(policy.ladder)}
        # By place: true or not at the latest looks, since when one stands there or higher, and
        # when one entered what one has served of it.
        self.truths: dict[int, deque[bool]] = {
            place: deque(maxlen=rung.held.of)
            for place, rung in enumerate(policy.ladder)
            if rung.held is not None
        }
        self.since: dict[int, datetime] = {}
        self.served: dict[int, datetime] = {}
        self.verdicts: dict[datetime, Verdict] = {}

    @property
    def rung(self) -> Rung:
        """The rung that the person stands on; they must stand on one."""
        return self.policy.ladder[self.here.rung]

    def go_to(self, at: datetime) -> None:
        """Lets end what ends by then."""
        ends_at = self.here.ends_at
        if ends_at is not None and ends_at <= at:
            self._leave(ends_at, _by_time(self.rung.until))

    def take(self, act: Act) -> None:
        """What the act ends."""
        if self.here.rung == OFF:
            return
        match act.deed:
            case Deed.APPEAL:
                self._leave(act.done_at, Because.APPEAL)
            case Deed.FIX:
                if self.rung.cure:
                    self._leave(act.done_at, Because.FIX)
            case Deed.COURSE:
                self._finish_course(act.done_at)
            case _:
                assert_never(act.deed)

    def _finish_course(self, at: datetime) -> None:
        until = self.rung.until
        if until is None or until.course is None:
            return
        ends_at = _release(until, at)
        if ends_at == at:
            self._leave(at, Because.COURSE)
        else:
            self._stand(at, replace(self.here, ends_at=ends_at, because=Because.COURSE))

    def add_days(self, at: datetime) -> None:
        """The end, as the outcomes since entering have it."""
        entered_at, ends_at = self.here.entered_at, self.here.ends_at
        if ends_at is None or (until := self.rung.until) is None or until.more_days is None:
            return
        further = self._true_of(until.more_days, at) - self._true_of(until.more_days, entered_at)
        due_at = later(entered_at, days=until.days, months=until.months)
        more_at = _release(until, later(due_at, days=len(further) * until.more_days.days))
        if more_at <= at:
            self._leave(at, _by_time(until))
        elif more_at != ends_at:
            self._stand(at, replace(self.here, ends_at=more_at, because=Because.MORE_DAYS))

    def _true_of(self, more: MoreDays, at: datetime) -> frozenset[str]:
        """The contracts whose outcome, as known then, adds days."""
        counting = Signal(
            name="adding days",
            measure=Count(of=more.each),
            window=AllTime(),
            votes=Votes(per=Voter.CONTRACT, keep=Keep.LATEST),
            sample=Sample(),
            better=Better.LOWER,
        )
        readings = self._verdict(at).readings
        counted = measure(counting, readings, as_of=at, anchor=self.policy.anchor).counted
        return frozenset(contract_of(reading) for reading in counted)

    def look(self, at: datetime) -> None:
        """Judges the person, and moves them."""
        values = {figure.signal: figure.value for figure in self._verdict(at).figures}
        true = {
            place
            for place, rung in enumerate(self.policy.ladder)
            if self._is_true(place, rung, values=values, at=at)
        }
        if self.left_at == at:
            return
        gravest = max((place for place in true if self._may_enter(place, at)), default=OFF)
        if gravest > self.here.rung:
            self._enter(gravest, at, _by_rung(self.policy.ladder[gravest]))
        elif self.here.rung != OFF and self.rung.until is None:
            self._stay_or_go(gravest, at, values=values, true=self.here.rung in true)

    def _is_true(
        self, place: int, rung: Rung, *, values: Mapping[str, Value], at: datetime
    ) -> bool:
        true = holds(rung.when, values)
        if rung.held is not None:
            self.truths[place].append(true)
            true = sum(self.truths[place]) >= rung.held.times
        if rung.stood is not None:
            since_at = self.since.get(self.places[rung.stood.on])
            true = true and since_at is not None and rung.stood.is_over(since_at, at)
        return true

    def _stay_or_go(
        self, gravest: int, at: datetime, *, values: Mapping[str, Value], true: bool
    ) -> None:
        rung = self.rung
        if rung.probation is not None:
            self._probe(rung.probation, at)
        elif true:
            self._stand(at, replace(self.here, because=_by_rung(rung)))
        elif rung.leave is not None and not holds(rung.leave, values):
            self._stand(at, replace(self.here, because=Because.STAYED))
        else:
            why = Because.CONDITION if gravest == OFF else _by_rung(self.policy.ladder[gravest])
            self._enter(gravest, at, why)

    def _probe(self, probation: Probation, at: datetime) -> None:
        passed = is_passed(
            probation,
            self.policy,
            before=self._verdict(self.here.entered_at).readings,
            readings=self._verdict(at).readings,
            as_of=at,
        )
        if passed:
            self._leave(at, Because.PASSED)
        elif passed is False:
            self._enter(self.places[probation.fails], at, Because.FAILED)

    def _may_enter(self, place: int, at: datetime) -> bool:
        """Whether something was said since one entered what one has served of the rung."""
        served_at = self.served.get(place)
        return served_at is None or bool(self._against(at) - self._against(served_at))

    def _against(self, at: datetime) -> frozenset[str]:
        """The contracts that speak against the person, as known then."""
        readings = self._verdict(at).readings
        says = bool(self.policy.negative)
        return frozenset(contract_of(each) for each in readings if each.negative or not says)

    def _verdict(self, at: datetime) -> Verdict:
        """The verdict of that instant; those that will be asked for again are kept."""
        if at not in self.verdicts:
            kept = {self.here.entered_at, *self.served.values()}
            verdicts = {each: told for each, told in self.verdicts.items() if each in kept}
            verdict = judge(self.policy, self.subject, self.evidence, at)
            self.verdicts = {**verdicts, at: verdict}
        return self.verdicts[at]

    def _enter(self, place: int, at: datetime, because: Because) -> None:
        if place == OFF:
            self._stand(at, Standing(rung=OFF, entered_at=at, because=because))
            return
        until = self.policy.ladder[place].until
        ends_at = None
        if until is not None and (until.days is not None or until.months is not None):
            ends_at = _release(until, later(at, days=until.days, months=until.months))
        self._stand(at, Standing(rung=place, entered_at=at, ends_at=ends_at, because=because))

    def _leave(self, at: datetime, because: Because) -> None:
        """What is served is served: the rung, and all milder ones."""
        self.served |= dict.fromkeys(range(self.here.rung + 1), self.here.entered_at)
        self.left_at = at
        self._enter(OFF, at, because)

    def _stand(self, at: datetime, standing: Standing) -> None:
        self.since = {place: self.since.get(place, at) for place in range(standing.rung + 1)}
        self.here = standing
        self.stood[at] = standing


def _by_rung(rung: Rung) -> Because:
    if rung.stood is not None:
        return Because.STOOD
    return Because.CONDITION if rung.held is None else Because.HELD


def _by_time(until: Until | None) -> Because:
    return Because.RELEASED if until is not None and until.released else Because.SERVED


def _release(until: Until, due_at: datetime) -> datetime:
    return due_at if until.released is None else until.released.first_after(due_at)
