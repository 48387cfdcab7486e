"""A name, and settings as they were typed, become a world."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from goodstanding.core.words import Refusal, did_you_mean
from goodstanding.engine.simulate.world import World, settings

ORDINARY_TIMES = World()
SCENARIOS: Mapping[str, World] = MappingProxyType(
    {
        "base": ORDINARY_TIMES,
        "busier": replace(ORDINARY_TIMES, volume_median=12),
        "subtler": replace(ORDINARY_TIMES, poor_a=6, poor_b=24),
        "harsher": replace(ORDINARY_TIMES, share_harsh=0.10, severity_sd=1.2),
        "heavier_attacks": replace(
            ORDINARY_TIMES, attack_by_one=0.20, attack_by_two=0.30, attack_by_three=0.50
        ),
        "public_only": replace(ORDINARY_TIMES, share_private=0),
        "few_answers": replace(ORDINARY_TIMES, response_good=0.05, response_bad=0.04),
    }
)


def world_of(scenario: str, changed: Mapping[str, str]) -> World:
    """The world of that name with the settings changed, each still as it was typed.

    Raises:
        Refusal: there is no such scenario or setting, a value is no number, or no such world can
            be.
    """
    if scenario not in SCENARIOS:
        raise Refusal(
            "unknown-scenario",
            f"there is no scenario `{scenario}`",
            cure=did_you_mean(scenario, SCENARIOS),
        )
    world = SCENARIOS[scenario]
    place = f"scenario `{scenario}`"
    read: dict[str, Any] = {
        name: _read(world, name, value, place=place) for name, value in changed.items()
    }
    try:
        return replace(world, **read)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.message, cure=refusal.cure, place=place) from None


def _read(world: World, name: str, value: str, *, place: str) -> float:
    known = dict(settings())
    if name not in known:
        raise Refusal(
            "unknown-setting",
            f"a world has no `{name}`",
            cure=did_you_mean(name, known),
            place=place,
        )
    whole = known[name].whole
    try:
        return int(value) if whole else float(value)
    except ValueError:
        wanted = "a whole number" if whole else "a number"
        raise Refusal(
            "setting-is-no-number",
            f"`{name}` is `{value}`",
            cure=f"give {wanted}, for example {getattr(world, name):g}",
            place=place,
        ) from None
