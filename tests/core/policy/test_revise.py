"""`negative` can be replaced by one expression, checked like any text."""

import pytest

from goodstanding.core.policy.finding import PolicyRefused
from goodstanding.core.policy.language import DeclaredItem, ItemKind
from goodstanding.core.policy.revise import with_negative
from tests.judging import figure_of, outcome, policy_of, verdict_of

RATING = DeclaredItem(name="rating", kind=ItemKind.NUMBER, says="a rating")
COUNT = "{count: negative, window: {all_time: true}}"


def test_an_outcome_is_negative_exactly_when_the_expression_is_true() -> None:
    revised = with_negative(policy_of(COUNT), "rating < 0", items=[RATING])

    verdict = verdict_of(revised, [outcome(1, rating=-1), outcome(2, overall=1, rating=1)])

    assert verdict.figures[0].value == 1
    assert revised.digest != policy_of(COUNT).digest
    assert figure_of(COUNT, [outcome(1, rating=-1)]) == 0


@pytest.mark.parametrize(
    ("expression", "code", "column"),
    [
        ("rating = 0", "single-equals", 8),
        ("ratng < 0", "unknown-word", 1),
        ("rating is None", "silence-is-negative", 1),
        ("overall", "not-a-condition", 1),
    ],
)
def test_an_expression_that_cannot_be_used_is_refused_with_its_place(
    expression: str, code: str, column: int
) -> None:
    with pytest.raises(PolicyRefused) as refused:
        with_negative(policy_of(COUNT), expression, items=[RATING])

    (finding,) = refused.value.findings
    assert (finding.code, finding.line, finding.column) == (code, 1, column)
    assert refused.value.source == expression
