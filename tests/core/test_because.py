"""A verdict without its because is none: every figure, every limit, every outcome, every gap."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from goodstanding.core.because import record, tell
from goodstanding.core.evidence import Evidence, ItemValue
from goodstanding.core.policy.over_time import Held
from goodstanding.core.verdict import Verdict, judge
from tests.core.story_builders import SHIPPED

AS_OF = datetime(2026, 7, 1, tzinfo=UTC)
SPRING = datetime(2026, 3, 1, tzinfo=UTC)


def outcome(number: int, items: dict[str, ItemValue], **changed: Any) -> Evidence:
    """What client number so and so said on a contract of its own."""
    evidence = Evidence(
        id=f"line {number}",
        subject="ada",
        client=f"c{number}",
        client_group=f"c{number}",
        contract=f"k{number}",
        occurred_at=SPRING,
        received_at=SPRING,
        items=items,
        public_items=frozenset({"overall"}),
    )
    return replace(evidence, **changed)


def ada() -> Verdict:
    """Three unhappy clients, one of them twice; a happy one; a lost dispute."""
    return judge(
        SHIPPED,
        "ada",
        [
            outcome(1, {"overall": 5, "concern_skills": True}),
            outcome(2, {"overall": 1}),
            outcome(
                3,
                {"recommend": 2},
                client_group="the company",
                contract=None,
                public_items=frozenset(),
            ),
            outcome(4, {"recommend": 1}, client="c1", client_group="c1"),
            outcome(5, {"overall": 5}),
            outcome(6, {"overall": 1, "dispute": "lost_by_client"}),
        ],
        AS_OF,
    )


def test_a_rung_that_looks_back_is_told_as_such_and_not_as_missed() -> None:
    review, block = SHIPPED.ladder
    policy = replace(SHIPPED, ladder=(review, replace(block, held=Held(times=2, of=2))))

    told = tell(ada(), policy)

    assert "  block: looks back, so that no verdict of one instant reaches it\n" in told
    assert "  block: not reached\n" not in told


def test_the_because_tells_every_figure_against_every_limit_and_each_outcome() -> None:
    told = tell(ada(), SHIPPED)

    assert told == (
        "ada at 2026-07-01T00:00:00Z: rung `review`, by policy `poor-contract-outcomes` "
        "version 1.\n"
        "\n"
        "Figures\n"
        "  unhappy_clients: different clients with a negative outcome (the last 12 months): 3, "
        "over 4 votes\n"
        "  unhappy_share: their share of all clients (the last 12 months): 75 %, over 4 votes\n"
        "\n"
        "Limits\n"
        "  review: reached\n"
        "    unhappy_clients 3: 3 or more holds\n"
        "    unhappy_share 75 %: 20 % or more holds\n"
        "  block: not reached\n"
        "    unhappy_clients 3: 4 or more does not hold\n"
        "    unhappy_share 75 %: 25 % or more holds\n"
        "\n"
        "Negative outcomes\n"
        "  line 3, client c3 of the company, 2026-03-01T00:00:00Z: the client would not recommend "
        "the freelancer\n"
        "  line 1, contract k1, client c1, 2026-03-01T00:00:00Z: the client was unhappy about "
        "skills, in private (counts in no figure)\n"
        "  line 2, contract k2, client c2, 2026-03-01T00:00:00Z: the client was unhappy on the "
        "whole, in public\n"
        "  line 4, contract k4, client c1, 2026-03-01T00:00:00Z: the client would not recommend "
        "the freelancer, in private\n"
        "\n"
        "Other outcomes: 1\n"
        "\n"
        "Left out\n"
        "  line 6, contract k6, client c6, 2026-03-01T00:00:00Z: the client lost a dispute about "
        "this contract\n"
        "\n"
        "The policy also reads what nobody said: concern_availability, concern_experience, "
        "concern_performance, end_reason, linked_accounts, pattern_rater, quarantined, "
        "report_open, stars_availability, stars_communication, stars_cooperation, stars_quality, "
        "stars_schedule, stars_skills\n"
    )


def test_nobody_is_told_of_negative_outcomes_where_there_are_none() -> None:
    verdict = judge(SHIPPED, "ada", [outcome(1, {"overall": 5})], AS_OF)

    told = tell(verdict, SHIPPED)

    assert "no rung is reached" in told
    assert "Negative outcomes" not in told
    assert "Left out" not in told
    assert "over 1 vote\n" in told


def test_a_policy_that_sees_all_it_reads_says_nothing_of_gaps() -> None:
    verdict = replace(ada(), unseen=())

    assert "nobody said" not in tell(verdict, SHIPPED)


def test_the_record_gives_exact_figures_beside_the_nearest_number() -> None:
    told = record(ada())

    assert told["rung"] == "review"
    assert told["as_of"] == "2026-07-01T00:00:00Z"
    assert told["figures"]["unhappy_share"] == {
        "value": 0.75,
        "exact": "3/4",
        "sample": 4,
        "counted": ["line 3", "line 2", "line 4"],
    }
    assert told["tests"][1] == {
        "rung": "block",
        "reached": False,
        "limits": [
            {
                "signal": "unhappy_clients",
                "value": 3,
                "operator": ">=",
                "limit": 4,
                "holds": False,
            },
            {
                "signal": "unhappy_share",
                "value": 0.75,
                "operator": ">=",
                "limit": 0.25,
                "holds": True,
            },
        ],
    }
    assert [each["id"] for each in told["outcomes"]] == [
        "line 3",
        "line 1",
        "line 2",
        "line 4",
        "line 5",
    ]
    assert told["outcomes"][1]["dimensions"] == ["skills"]
    assert told["left_out"][0]["because"] == "the client lost a dispute about this contract"


def test_an_unknown_figure_is_null_in_the_record() -> None:
    told = record(judge(SHIPPED, "ada", [], AS_OF))

    assert told["figures"]["unhappy_share"]["value"] is None
    assert told["figures"]["unhappy_share"]["exact"] is None
