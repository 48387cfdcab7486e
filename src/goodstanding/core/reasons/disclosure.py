"""A case becomes the facts that its subject may be told: all that no client is singled out by.

Promised, whoever reads a statement knowing the policy, the subject's own contracts and all that is
public, where `k` is the policy's `told_over_clients` and never below three:

- A public outcome is cited when the policy would count it on public words alone. So a citation, or
  its absence, says nothing of what the same client, or another, wrote in private.
- The number of clients is exact only when at least `k` client groups spoke in private alone, and at
  least `k` others who answered in the period are not counted. Otherwise it is the least that the
  rung's condition gives away by itself, or what is cited, whichever is more. None in private reads
  the same as one or two: were it exact at none, "at least" would betray the one.
- Where a contract or an account has a vote of its own, neither a number of clients nor a theme is
  told: fewer clients than votes would point at the only client who came back.
- Outcomes are told as "at least", and never more than one for each client who spoke in private: one
  more would point at the only client who came back.
- Shares and figures are never told, only the clause: a share times a known number is a count.
- A theme is told when at least `k` groups who spoke in private alone named it, and `k` others who
  answered in the period are not counted, so that "all of them" is never said. How many named it is
  not told.
- Private words are dated by the policy's whole period only, in quarters. To tell a quarter in which
  `k` spoke was tried: beside the exact number, what is in the quarter points at the few who are
  outside it, whatever is asked of them (one client in winter, six in spring, six in summer; seven
  spoke, three in spring and three in summer).
- Linked client accounts are one group throughout; evidence left out adds to nothing, nor hides it.
- After an earlier case of the same subject, the number is the least again, and themes are told
  over those groups only that no earlier verdict read: two statements cannot be subtracted.
  A decision on appeal repeats the facts of the first word for word.
- The instant of the verdict is not told: it would point at the feedback that came in just before.

Not promised, because no statement can: that the condition itself gives nothing away (a rung that
needs four, with three cited, says there is a fourth; if one other client answered, it is that one);
that the instant of a decision suggests nobody (judge at set times, `cadence`, to blur it); that a
subject who knows from elsewhere what a client thinks learns no more; or that a reviewer's own words
neither count nor paraphrase anybody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from goodstanding.core.case.record import Case, require_policy_of
from goodstanding.core.casting import Reading
from goodstanding.core.evidence import Evidence
from goodstanding.core.figure import measure
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.nodes import Condition, Name
from goodstanding.core.policy.signal import Better, Count, Signal
from goodstanding.core.policy.vocabulary import RATED
from goodstanding.core.reasons.rung import (
    is_by_groups,
    least_clients,
    least_outcomes,
    quarters_looked_at,
    signals_of,
)
from goodstanding.core.verdict import Verdict, read
from goodstanding.core.words import Dimension, Refusal

LEAST_TOLD_OVER = 3
ANSWERED = Condition(
    text=RATED, root=Name(name=RATED, start=0, end=len(RATED)), reads=frozenset({RATED})
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A public outcome, named by its contract and the UTC month (`2026-03`) it ended in."""

    contract: str
    month: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What may be told of what a case rests on; `clients` and `outcomes` of 0: no number is.

    `outcomes` are always "at least"; `clients` are unless `clients_are_exact`. `period` is the
    first and last quarter that the policy looked at.
    """

    told_over: int
    clients: int
    outcomes: int
    clients_are_exact: bool = False
    period: tuple[str, str] | None = None
    cited: tuple[Citation, ...] = ()
    themes: tuple[Dimension, ...] = ()

    @property
    def contracts(self) -> frozenset[str]:
        """The contracts that are cited."""
        return frozenset(citation.contract for citation in self.cited)


def facts_told(case: Case, policy: Policy) -> Facts:
    """The facts that the subject of the case may be told, as promised above.

    Raises:
        Refusal: the policy is not the one that judged, or would tell private feedback over fewer
            than three clients.
    """
    require_policy_of(case, policy)
    told_over = policy.process.told_over_clients
    if told_over < LEAST_TOLD_OVER:
        raise Refusal(
            "told-over-too-few",
            f"policy `{policy.name}` tells private feedback over `{told_over}` clients",
            cure=f"set `told_over_clients` to {LEAST_TOLD_OVER} or more",
        )
    if case.verdict is None:
        # A finding by itself: the complaint's own procedure has told them which claim it is about.
        return Facts(told_over=told_over, clients=1, outcomes=1)
    return _facts_of(case, case.verdict, policy)


def _facts_of(case: Case, verdict: Verdict, policy: Policy) -> Facts:
    told_over = policy.process.told_over_clients
    cited = _said_in_public(case, verdict, policy)
    in_public = _groups(cited)
    in_private = [each for each in case.against if _group(each) not in in_public]
    others = _answered_beside(case, verdict, policy) if is_by_groups(policy, verdict) else []
    exact = (
        not case.earlier
        and len(_groups(in_private)) >= told_over
        and len(_groups(others)) >= told_over
    )
    least = max(least_clients(policy, verdict), len(in_public))
    clients = len(_groups(case.against)) if exact else least
    first_read = [each for each in in_private if _group(each) not in case.earlier_groups]
    beside = [each for each in others if _group(each) not in case.earlier_groups]
    return Facts(
        told_over=told_over,
        clients=clients,
        clients_are_exact=exact,
        outcomes=max(least_outcomes(policy, verdict), clients - len(in_public) + len(cited)),
        period=quarters_looked_at(policy, verdict),
        cited=tuple(
            Citation(contract=contract, month=reading.evidence.occurred_at.strftime("%Y-%m"))
            for reading in cited
            if (contract := reading.evidence.contract) is not None
        ),
        themes=_themes(first_read, beside, told_over),
    )


def _said_in_public(case: Case, verdict: Verdict, policy: Policy) -> list[Reading]:
    """What the rung would rest on, and does, had nobody written a word in private."""
    public = [read(policy, _public_words(reading.evidence)) for reading in verdict.readings]
    counted = {
        reading.evidence.id
        for signal in signals_of(policy, verdict)
        for reading in _counted(signal, public, verdict=verdict, policy=policy)
        if reading.negative and _group(reading) in _groups(case.against)
    }
    return [
        reading
        for reading in public
        if reading.evidence.id in counted and reading.evidence.contract is not None
    ]


def _public_words(evidence: Evidence) -> Evidence:
    items = {name: evidence.items[name] for name in evidence.public_items & evidence.items.keys()}
    return replace(evidence, items=items)


def _answered_beside(case: Case, verdict: Verdict, policy: Policy) -> list[Reading]:
    """The votes of those who answered in the period, and whom the case does not rest on.

    Where a window could be one of several, the one with the fewest; of several signals, only who
    voted for each.
    """
    answered = [
        _counted(
            replace(signal, measure=Count(of=ANSWERED), better=Better.LOWER),
            verdict.readings,
            verdict=verdict,
            policy=policy,
        )
        for signal in signals_of(policy, verdict)
    ]
    beside = set.intersection(*(_groups(votes) for votes in answered)) - _groups(case.against)
    return [reading for reading in answered[0] if _group(reading) in beside]


def _counted(
    signal: Signal, readings: Sequence[Reading], *, verdict: Verdict, policy: Policy
) -> tuple[Reading, ...]:
    return measure(signal, readings, as_of=verdict.as_of, anchor=policy.anchor).counted


def _themes(
    readings: list[Reading], others: list[Reading], told_over: int
) -> tuple[Dimension, ...]:
    if len(_groups(others)) < told_over:
        return ()
    return tuple(
        dimension
        for dimension in Dimension
        if len(_groups(each for each in readings if dimension in each.dimensions)) >= told_over
    )


def _group(reading: Reading) -> str:
    return reading.evidence.client_group


def _groups(readings: Iterable[Reading]) -> set[str]:
    return {_group(reading) for reading in readings}
