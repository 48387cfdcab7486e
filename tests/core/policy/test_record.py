"""A digest is of what a policy means: not of its layout, its comments or its examples."""

from pathlib import Path

import pytest

from goodstanding.core.policy.record import digest_of, plain_of
from goodstanding.core.policy.text import read

SHIPPED = (Path(__file__).parents[3] / "policies" / "poor-contract-outcomes.yaml").read_text(
    encoding="utf-8"
)


def digest(text: str) -> str:
    """The digest of the policy that the text says."""
    return read(text, source="shipped").digest


def test_comments_layout_and_examples_leave_the_digest_alone() -> None:
    told_otherwise = SHIPPED.replace("# An outcome is negative", "# Negative is").replace(
        "votes: {per: client_group, keep: worst}", 'votes:\n  keep: "worst"\n  per: client_group'
    )
    without_examples = SHIPPED[: SHIPPED.index("\nexamples:")] + "\n"

    assert digest(told_otherwise) == digest(SHIPPED) == digest(without_examples)


@pytest.mark.parametrize(
    ("sound", "other"),
    [
        ("version: 1", "version: 2"),
        ("unhappy_clients >= 4", "unhappy_clients > 4"),
        ("overall <= 2", "overall < 2"),
        ("keep: worst", "keep: first"),
        ("months: 12", "months: 13"),
        ("per: all", "per: rated"),
        ("impact_budget: 0.02", "impact_budget: 0.03"),
        ("cooling_off_days: 90", "cooling_off_days: 91"),
        ("dimension: skills", "dimension: experience"),
        ("until: {appeal: true}", "until: {days: 90}"),
        ("the client lost a dispute", "the client has lost a dispute"),
    ],
)
def test_what_changes_the_meaning_changes_the_digest(sound: str, other: str) -> None:
    assert sound in SHIPPED

    changed = SHIPPED[: SHIPPED.index("\nexamples:")].replace(sound, other) + "\n"

    assert digest(changed) != digest(SHIPPED)


def test_a_policy_as_plain_values_says_everything_exactly() -> None:
    policy = read(SHIPPED, source="shipped")
    plain = plain_of(policy)

    assert plain["impact_budget"] == "1/50"
    assert plain["ladder"][0]["when"] == "unhappy_clients >= 3 and unhappy_share >= 0.2"
    assert plain["process"]["appeal"]["cooling_off"] == "7776000000000 us"
    assert plain["examples"][0]["as_of"] == "2026-07-01T00:00:00Z"
    assert plain["signals"][0]["window"] == {"kind": "RollingMonths", "months": 12, "lag_days": 0}
    assert digest_of(policy) == policy.digest
