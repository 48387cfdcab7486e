"""A world that cannot be is refused with the value, the place and the cure."""

import pytest

from goodstanding.core.words import Refusal
from goodstanding.engine.simulate.market import simulate
from goodstanding.engine.simulate.scenarios import SCENARIOS, world_of
from goodstanding.engine.simulate.setting import Status
from goodstanding.engine.simulate.world import World, settings


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"share_por": "0.1"},
            "scenario `busier`: a world has no `share_por`; did you mean `share_poor`?",
        ),
        (
            {"share_poor": "1.4"},
            "scenario `busier`: `share_poor` is `1.4`; give a number from 0 to 1",
        ),
        (
            {"share_poor": "-0.1"},
            "scenario `busier`: `share_poor` is `-0.1`; give a number from 0 to 1",
        ),
        (
            {"share_poor": "nan"},
            "scenario `busier`: `share_poor` is `nan`; give a number from 0 to 1",
        ),
        (
            {"freelancers": "0"},
            "scenario `busier`: `freelancers` is `0`; give a number from 1 to 2,000,000",
        ),
        (
            {"months": "1.5"},
            "scenario `busier`: `months` is `1.5`; give a whole number, for example 24",
        ),
        (
            {"volume_median": "many"},
            "scenario `busier`: `volume_median` is `many`; give a number, for example 12",
        ),
        (
            {"share_poor": "0.6", "share_turned": "0.5"},
            "scenario `busier`: `share_poor` 0.6, `share_turned` 0.5, `share_attacked` 0.01 add up "
            "to 1.11; let them add up to 1 at most",
        ),
        (
            {"attack_by_one": "0.5"},
            "scenario `busier`: `attack_by_one` 0.5, `attack_by_two` 0.25, `attack_by_three` 0.15 "
            "add up to 0.9; let them add up to 1",
        ),
        (
            {"months": "12"},
            "scenario `busier`: `turn_first_day` is `150` and `turn_last_day` `600`, of 366 days; "
            "let the first turn not come after the last, nor the last after the end",
        ),
    ],
)
def test_a_bad_setting_is_refused(changed: dict[str, str], told: str) -> None:
    with pytest.raises(Refusal) as refused:
        world_of("busier", changed)

    assert str(refused.value) == told


def test_a_scenario_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        world_of("bussier", {})

    assert str(refused.value) == "there is no scenario `bussier`; did you mean `busier`?"


def test_a_setting_changes_one_number_of_its_scenario() -> None:
    world = world_of("busier", {"share_poor": "0.05"})

    assert (world.volume_median, world.share_poor, world.share_turned) == (12, 0.05, 0.01)


def test_the_scenarios_differ_from_the_ordinary_world_as_they_say() -> None:
    ordinary = World()
    differing = {
        name: {
            setting: getattr(world, setting)
            for setting, _ in settings()
            if getattr(world, setting) != getattr(ordinary, setting)
        }
        for name, world in SCENARIOS.items()
    }

    assert differing == {
        "base": {},
        "busier": {"volume_median": 12},
        "subtler": {"poor_a": 6, "poor_b": 24},
        "harsher": {"share_harsh": 0.10, "severity_sd": 1.2},
        "heavier_attacks": {"attack_by_one": 0.20, "attack_by_two": 0.30, "attack_by_three": 0.50},
        "public_only": {"share_private": 0},
        "few_answers": {"response_good": 0.05, "response_bad": 0.04},
    }


def test_every_number_says_what_it_is_and_what_it_rests_on() -> None:
    said = dict(settings())

    assert all(setting.says and setting.source for setting in said.values())
    assert said["share_public"].status is Status.MEMORY
    assert said["severity_sd"].status is Status.GUESS


@pytest.mark.parametrize(
    "changed",
    [
        {"freelancers": "1", "clients": "1"},
        {"months": "2", "turn_first_day": "0", "turn_last_day": "0"},
        {"share_joining": "1", "share_attacked": "0.9"},
        {"ordinary_a": "0.01", "poor_b": "0.01", "share_poor": "0.5"},
        {"response_good": "0", "response_bad": "0"},
        {"share_repeats": "1", "volume_sigma": "0"},
        {"activity_sigma": "3"},
        {"answer_days": "365"},
    ],
)
def test_worlds_at_their_edges_can_be_drawn(changed: dict[str, str]) -> None:
    world = world_of("base", {"freelancers": "200", "clients": "300"} | changed)

    assert simulate(world, seed=1).evidence.num_rows >= world.freelancers
