"""The table of keys, the law overlays and the zoo become the JSON Schema and the reference pages.

Run `python tools/generate.py` after a change of the language or of the zoo; tests compare what it
would write.
"""

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from goodstanding.core.policy.keys import POLICY
from goodstanding.core.policy.overlays import OVERLAYS
from goodstanding.core.policy.schema import schema
from goodstanding.core.policy.shape import (
    Exactly,
    Identifier,
    InstantOrDay,
    Many,
    Named,
    NameOr,
    Numeral,
    OneOf,
    Scalar,
    Section,
    Shape,
    TimeOfDay,
    Whole,
    Words,
    Written,
    YesNo,
)
from tools.zoo_page import zoo_page

ROOT = Path(__file__).resolve().parent.parent
MADE = "<!-- Made by tools/generate.py from the language itself. Change it there. -->"
MADE_OF_ZOO = "<!-- Made by tools/generate.py from the files in policies/zoo. Change them. -->"

# The shapes that are told alike wherever they stand.
TOLD = {
    Words: "text",
    Written: "an expression",
    Identifier: "a name",
    YesNo: "`true` or `false`",
    InstantOrDay: "an instant in UTC, or a day",
    TimeOfDay: "a time of day, UTC",
    Scalar: "a value, or `null`",
    Exactly: 'a number, a quotient (`"3/23"`), or `null`',
}


def generated() -> dict[Path, str]:
    """What every generated file should hold, by its path."""
    return {
        ROOT / "policies" / "policy.schema.json": json.dumps(schema(), indent=1) + "\n",
        ROOT / "docs" / "reference" / "policy-keys.md": "\n".join(keys_page()) + "\n",
        ROOT / "docs" / "reference" / "law-overlays.md": "\n".join(overlays_page()) + "\n",
        ROOT / "docs" / "reference" / "zoo.md": "\n".join(
            [MADE_OF_ZOO, "", *zoo_page(ROOT / "policies" / "zoo")]
        ).rstrip("\n")
        + "\n",
    }


def keys_page() -> Iterator[str]:
    """The reference page of every key."""
    yield f"{MADE}\n\n# Keys of a policy\n"
    seen: set[str] = set()
    waiting = [POLICY]
    while waiting:
        section = waiting.pop(0)
        if section.name in seen:
            continue
        seen.add(section.name)
        yield from section_lines(section)
        waiting.extend(sections_in(section))


def section_lines(section: Section) -> Iterator[str]:
    """One section as a table."""
    yield f"## `{section.name}`\n\n{section.says}\n"
    if section.one_of:
        yield "Exactly one of " + ", ".join(f"`{name}`" for name in section.one_of) + ".\n"
    yield "| key | holds | meaning |\n|---|---|---|"
    for key in section.keys:
        needed = " (needed)" if key.required else ""
        yield f"| `{key.name}`{needed} | {told(key.holds)} | {key.says} |"
    yield ""


def told(shape: Shape) -> str:
    """The shape in words."""
    match shape:
        case Whole():
            return f"a whole number, {shape.low} to {shape.high}"
        case Numeral():
            return "a number" if shape.low is None else f"a number, {shape.low} to {shape.high}"
        case OneOf():
            return told_choices(shape.choices)
        case Many():
            return f"a list: {told(shape.of)}"
        case Named():
            return f"names, each: {told(shape.of)}"
        case NameOr():
            return f"a name given elsewhere, or the keys of `{shape.of.name}`"
        case Section():
            return f"the keys of `{shape.name}`"
        case _:
            return TOLD[type(shape)]


def told_choices(choices: type[StrEnum]) -> str:
    """The values of an enumeration."""
    return ", ".join(f"`{choice.value}`" for choice in choices)


def sections_in(section: Section) -> Iterator[Section]:
    """The sections that a section's keys hold."""
    for key in section.keys:
        shape: Shape = key.holds
        while isinstance(shape, Many | Named | NameOr):
            shape = shape.of
        if isinstance(shape, Section):
            yield shape


def overlays_page() -> Iterator[str]:
    """The reference page of the law overlays."""
    yield f"{MADE}\n\n# Law overlays\n"
    yield "Checks on a policy's text that restate a law. No legal advice: have a lawyer read it.\n"
    yield "| name | law | since | source |\n|---|---|---|---|"
    for overlay in OVERLAYS.values():
        yield f"| `{overlay.name}` | {overlay.law} | {overlay.since} | {overlay.source} |"


if __name__ == "__main__":
    for path, text in generated().items():
        path.write_text(text)
        print(f"wrote {path.relative_to(ROOT)}")
