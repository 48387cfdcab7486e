"""Two policies held against each other tell exactly who changes side, and on what."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from goodstanding.core.contract import Side
from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.text import read
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.verdict import judge
from goodstanding.core.words import Outcome, Refusal
from goodstanding.engine.arrange import arrange
from goodstanding.engine.compare import compare, why
from goodstanding.engine.evidence import evidence_in, table_of
from goodstanding.engine.frame import Frame
from goodstanding.engine.store.building import build
from goodstanding.engine.store.folder import Store, open_store

FOLDER = Path(__file__).parents[2] / "policies"
TEXT = (FOLDER / "poor-contract-outcomes.yaml").read_text(encoding="utf-8")
ONE = read(TEXT, source="one")
AS_OF = datetime(2026, 7, 1, tzinfo=UTC)
# One unhappy client more is needed, and those of two years count.
SLOWER = read(
    TEXT.replace("unhappy_clients >= 4", "unhappy_clients >= 5")
    .replace("unhappy_clients >= 3", "unhappy_clients >= 4")
    .replace("months: 12", "months: 24"),
    source="slower",
)


def outcome(
    subject: str, client: str, month: int, *, bad: bool = True, year: int = 2026
) -> Evidence:
    at = datetime(year, month, 3, tzinfo=UTC)
    return Evidence(
        id=f"{subject}-{client}",
        subject=subject,
        client=client,
        client_group=client,
        contract=f"{subject}-{client}",
        occurred_at=at,
        received_at=at,
        items={"overall": 1 if bad else 5},
    )


def unhappy(subject: str, clients: int, year: int = 2026) -> list[Evidence]:
    return [outcome(subject, f"k{n}-{year}", 1 + n % 6, year=year) for n in range(clients)]


MARKET = [
    *unhappy("ada", 4),
    *unhappy("ben", 3),
    *unhappy("cleo", 2),
    *unhappy("dan", 2),
    *unhappy("dan", 3, year=2025),
    *unhappy("eve", 6),
    outcome("fay", "k1", 2, bad=False),
]


def held(policy: Policy, market: list[Evidence] = MARKET) -> tuple[Policy, Frame]:
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    return policy, arrange(table_of(market, vocabulary), vocabulary, anchor=policy.anchor)


def stored(policy: Policy, path: Path, *, buckets: int) -> tuple[Policy, Store]:
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    build(path, [table_of(MARKET, vocabulary)], buckets=buckets, vocabulary=vocabulary)
    return policy, open_store(path)


def test_a_policy_against_itself_changes_nobody() -> None:
    found = compare(held(ONE), held(ONE), AS_OF)

    assert found.changed.num_rows == 0
    assert found.judged == 6
    assert np.array_equal(found.matrix, np.diag(np.diag(found.matrix)))


def test_the_changed_are_told_the_gravest_first_and_then_by_name() -> None:
    found = compare(held(ONE), held(SLOWER), AS_OF)

    assert found.changed.to_pylist() == [
        {"subject": "dan", "rung_one": None, "rung_other": "block", "steps": 4},
        {"subject": "ada", "rung_one": "block", "rung_other": "review", "steps": -3},
        {"subject": "ben", "rung_one": "review", "rung_other": None, "steps": -1},
    ]


def test_ladders_of_other_length_and_other_outcomes_are_compared_by_what_they_propose() -> None:
    gentle = replace(ONE, ladder=(replace(ONE.ladder[1], name="talk", proposes=Outcome.ADVISE),))

    found = compare(held(ONE), held(gentle), AS_OF)

    assert found.matrix.tolist() == [[0, 1], [2, 0], [0, 3]]
    told = [(row["subject"], row["steps"]) for row in found.changed.to_pylist()]
    assert told == [("ada", -3), ("eve", -3), ("ben", -1)]


def test_the_other_way_round_is_the_same_told_backwards() -> None:
    there, back = compare(held(ONE), held(SLOWER), AS_OF), compare(held(SLOWER), held(ONE), AS_OF)

    assert np.array_equal(there.matrix, back.matrix.T)
    steps = {row["subject"]: row["steps"] for row in there.changed.to_pylist()}
    assert {row["subject"]: -row["steps"] for row in back.changed.to_pylist()} == steps
    assert steps


def test_everybody_stands_where_the_law_of_judging_says() -> None:
    found = compare(held(ONE), held(SLOWER), AS_OF)
    told = {row["subject"]: row for row in found.changed.to_pylist()}

    for name in {each.subject for each in MARKET}:
        one, other = (judge(policy, name, MARKET, AS_OF) for policy in (ONE, SLOWER))
        if name in told:
            assert (told[name]["rung_one"], told[name]["rung_other"]) == (one.rung, other.rung)
        else:
            assert one.rung == other.rung


@pytest.mark.parametrize("buckets", [1, 4])
def test_a_store_tells_the_same_as_a_frame(buckets: int, tmp_path: Path) -> None:
    one = stored(ONE, tmp_path / "one", buckets=buckets)

    found = compare(one, (SLOWER, one[1]), AS_OF, processes=2)

    wanted = compare(held(ONE), held(SLOWER), AS_OF)
    assert np.array_equal(found.matrix, wanted.matrix)
    assert found.changed.equals(wanted.changed)


def test_why_names_exactly_the_outcomes_that_only_one_counts() -> None:
    of_dan = [each for each in MARKET if each.subject == "dan"]

    told = why((ONE, of_dan), (SLOWER, of_dan), subject="dan", as_of=AS_OF)

    assert (told.one.rung, told.other.rung) == (None, "block")
    assert told.counted == ((), ("dan-k0-2025", "dan-k1-2025", "dan-k2-2025"))
    assert told.negative == told.left_out == ((), ())


def test_policies_about_different_sides_are_not_compared() -> None:
    client = replace(SLOWER, about=Side.CLIENT)

    with pytest.raises(Refusal, match="about the same side"):
        compare(held(ONE), (client, held(SLOWER)[1]), AS_OF)


def test_a_table_of_evidence_gives_the_evidence_back() -> None:
    vocabulary = vocabulary_of(ONE.items, about=ONE.about)

    back = evidence_in(table_of(MARKET, vocabulary), vocabulary)

    assert [(each.id, each.occurred_at, dict(each.items)) for each in back] == [
        (each.id, each.occurred_at, dict(each.items)) for each in MARKET
    ]
