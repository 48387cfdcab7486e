"""Nobody is blamed for what nobody said, however a condition is spelt."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.policy.evaluation import holds
from goodstanding.core.policy.expression import parse
from goodstanding.core.policy.nodes import Condition
from goodstanding.core.policy.signal import AllTime, Better, Sample, Share, Signal, Votes
from goodstanding.core.verdict import judge
from tests.laws.generators import FRITZI, ITEMS, Items, World, worlds
from tests.laws.grammar import ASKED, conditions, policy_of

# `min` and `max` are of what is known, so that what is said later may well overturn them.
OF_WHAT_IS_SAID = conditions(*(text for text in ASKED if "(overall," not in text))
NOT_NEGATIVE = Signal(
    name="figure",
    measure=Share(of=parse("not negative"), per=parse("all")),
    window=AllTime(),
    votes=Votes(),
    sample=Sample(),
    better=Better.HIGHER,
)


@given(worlds())
def test_an_outcome_about_which_nothing_is_said_is_neither_negative_nor_not(world: World) -> None:
    silent = [replace(each, items={"currency": "USD"}) for each in world.evidence]
    policy = policy_of((NOT_NEGATIVE,), world.policy.ladder[:0])
    policy = replace(policy, negative=world.policy.negative)

    verdict = judge(policy, FRITZI, silent, world.as_of)

    assert not any(reading.rated or reading.negative for reading in verdict.readings)
    assert verdict.figures[0].value in (None, 0)


@given(OF_WHAT_IS_SAID)
def test_no_condition_on_what_is_said_is_true_of_silence(asked: Condition) -> None:
    assert not holds(asked, {})
    assert not holds(parse(f"not ({asked.text})"), {})


@given(OF_WHAT_IS_SAID, ITEMS, st.data())
def test_what_is_said_later_never_overturns_what_was_true_already(
    asked: Condition, items: Items, drawn: st.DataObject
) -> None:
    known = {name: items[name] for name in items if drawn.draw(st.booleans(), label=name)}

    if holds(asked, known):
        assert holds(asked, items)
