"""Standing in memory becomes decisions on what freelancers and clients may do now."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from time import time_ns
from urllib.parse import quote

from goodstanding.core.words import Capability, told_instant
from goodstanding.server.gate.question import Decision, Question
from goodstanding.server.gate.roster import NEVER, Denial, Roster
from goodstanding.server.store.capability import NUMBER_OF

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PEOPLE = frozenset({"freelancer", "client", "agency", "account", "user"})
NUMBERS = {capability.value: number for capability, number in NUMBER_OF.items()}
ALLOWED = Decision(decision=True)
SAYS = {
    "proposal.submit": "submit proposals",
    "contract.accept": "accept contracts",
    "job.post": "post jobs",
    "contract.offer": "offer contracts",
    "search.appear": "appear in search",
}
Directory = Callable[[str], Iterator[str]]


class Marketplace:
    """The decider of this marketplace: everything may be done but what a decision denies.

    `age` gives how old its knowledge is, in seconds; beyond `stale_after` it answers as `is_open`
    says, and says so.
    """

    def __init__(
        self,
        roster: Callable[[], Roster | None],
        age: Callable[[], float],
        *,
        url: str,
        stale_after: float = 60.0,
        is_open: bool = True,
        directory: Directory = lambda _: iter(()),
    ) -> None:
        self._roster = roster
        self._age = age
        self._url = url
        self._stale_after = stale_after
        self._is_open = is_open
        self._directory = directory

    def decide(self, question: Question) -> Decision:
        """Whether nothing in force denies it."""
        number = NUMBERS.get(question.action.name)
        if number is None:
            return _no("unknown-action", f"there is no action `{question.action.name[:100]}`")
        if question.subject.type not in PEOPLE:
            kind = question.subject.type[:100]
            return _no("unknown-subject-type", f"there is no subject type `{kind}`")
        roster = self._roster()
        age = self._age()
        if roster is None or age > self._stale_after:
            return self._unsure(question, roster, number, age=age)
        denial = roster.denial(question.subject.id, number, at=time_ns() // 1000)
        return ALLOWED if denial is None else self._denied(question, denial)

    def subjects(self, kind: str, *, after: str) -> Iterator[str]:
        """The accounts that the marketplace told us of."""
        return self._directory(after) if kind in PEOPLE else iter(())

    def resources(self, kind: str, *, after: str) -> Iterator[str]:
        """None: what there is to work on, the marketplace knows."""
        del kind, after
        return iter(())

    def actions(self) -> Iterator[str]:
        """All capabilities."""
        return iter(sorted(each.value for each in Capability))

    def _unsure(
        self, question: Question, roster: Roster | None, number: int, *, age: float
    ) -> Decision:
        """What is answered while nothing fresh is known."""
        denial = None
        if roster is not None:
            denial = roster.denial(question.subject.id, number, at=time_ns() // 1000)
        if denial is not None:
            return self._denied(question, denial)
        told = {"knowledge": {"stale": True, "age_seconds": None if roster is None else round(age)}}
        if self._is_open:
            return Decision(decision=True, context=told)
        reason = {"en": "This cannot be checked right now. Please try again in a few minutes."}
        return Decision(decision=False, context={**told, "reason_user": reason})

    def _denied(self, question: Question, denial: Denial) -> Decision:
        what = SAYS.get(question.action.name, question.action.name)
        ends_at = None
        if denial.until_at != NEVER:
            ends_at = told_instant(EPOCH + timedelta(microseconds=denial.until_at))
        until = "until the decision is lifted" if ends_at is None else f"until {ends_at}"
        appeal = f"{self._url}/appeal/{quote(denial.decision, safe='')}"
        said = f"You cannot {what} {until}. Why, and how to appeal: {appeal}"
        return Decision(
            decision=False,
            context={
                "reason_user": {"en": said},
                "reason_admin": {"en": f"denied by {denial.decision}, {until}"},
                "restriction": denial.decision,
                "ends_at": ends_at,
                "appeal": appeal,
            },
        )


def _no(code: str, said: str) -> Decision:
    return Decision(decision=False, context={"error": {"code": code, "message": said}})
