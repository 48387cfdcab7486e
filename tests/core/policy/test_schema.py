"""The published schema takes what the reader takes, and helps where editors complete."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from goodstanding.core.policy.schema import schema

VALIDATOR = Draft202012Validator(schema())
LEAST: dict[str, Any] = {
    "policy": "a-policy",
    "version": 1,
    "title": "A policy",
    "about": "freelancer",
    "signals": {"unhappy": {"count": "negative", "window": {"days": 90}}},
    "ladder": [{"rung": "look", "when": "unhappy >= 3", "propose": "advise"}],
}


def test_the_least_policy_fits() -> None:
    assert VALIDATOR.is_valid(LEAST)


@pytest.mark.parametrize(
    "more",
    [
        {"impact_budget": 0.02},
        {"impact_budget": None},
        {"windows": {"year": {"months": 12}}},
        {"signals": {"unhappy": {"count": "negative", "window": "year"}}},
        {"items": {"rating": {"kind": "number", "says": "a rating", "from": -10, "to": 10}}},
        {"process": {"human_gate": True, "appeal": {"open_for_months": 6}}},
        {
            "examples": [
                {
                    "example": "one",
                    "as_of": "2026-07-01",
                    "outcomes": [{"at": "2026-06-01", "overall": 1, "concern_skills": None}],
                    "wants": {"figures": {"unhappy": "3/23"}},
                }
            ]
        },
    ],
)
def test_what_the_reader_takes_fits(more: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid(LEAST | more)


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 0},
        {"version": "1"},
        {"titel": "A policy"},
        {"policy": "A Policy"},
        {"about": "agency"},
        {"impact_budget": 2},
        {"ladder": []},
        {"windows": {"year": {"months": 12, "days": 3}}},
        {"windows": {"The Year": {"months": 12}}},
        {"items": {"rating": {"kind": "number"}}},
        {"process": {"human_gate": "yes"}},
    ],
)
def test_what_the_reader_refuses_by_shape_does_not_fit(wrong: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(LEAST | wrong)


def test_every_key_tells_what_it_is() -> None:
    sections = [schema(), *schema()["$defs"].values()]

    for section in sections:
        for name, key in section["properties"].items():
            assert key["description"], name
