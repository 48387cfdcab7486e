"""The table of keys becomes a JSON Schema, so that editors complete policies and show the help."""

from collections.abc import Iterator
from typing import Any, assert_never

from goodstanding.core.policy.keys import POLICY
from goodstanding.core.policy.leaf import DASHED, NAME, TIME_OF_DAY
from goodstanding.core.policy.shape import (
    Exactly,
    Identifier,
    InstantOrDay,
    Key,
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

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
SCALARS = ["string", "number", "boolean", "null"]


def schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a policy's text.

    It is laxer than the reader, which also knows what goes together; it is never stricter.
    """
    sections = {section.name: _section(section) for section in _sections(POLICY)}
    policy = sections.pop(POLICY.name)
    return {"$schema": DRAFT, "title": "Good Standing policy", **policy, "$defs": sections}


def _sections(section: Section) -> Iterator[Section]:
    """The section and all that its keys hold, some of them more than once."""
    yield section
    for key in section.keys:
        holds: Shape = key.holds
        while isinstance(holds, Many | Named | NameOr):
            holds = holds.of
        if isinstance(holds, Section):
            yield from _sections(holds)


def _of(shape: Shape) -> Schema:
    match shape:
        case Words() | Written():
            return {"type": "string", "minLength": 1}
        case Identifier():
            return {"type": "string", "pattern": _pattern(dashes=shape.dashes)}
        case Whole():
            return {"type": "integer", "minimum": shape.low, "maximum": shape.high}
        case Numeral():
            return _numeral(shape)
        case YesNo():
            return {"type": "boolean"}
        case OneOf():
            return {"enum": [choice.value for choice in shape.choices]}
        case InstantOrDay():
            return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}"}
        case TimeOfDay():
            return {"type": "string", "pattern": TIME_OF_DAY.pattern.removesuffix(r"\Z") + "$"}
        case Scalar() | Exactly():
            return {"type": SCALARS}
        case Many():
            return {"type": "array", "items": _of(shape.of), "minItems": shape.least}
        case Named():
            names = {"pattern": _pattern(dashes=False)}
            return {
                "type": "object",
                "propertyNames": names,
                "additionalProperties": _of(shape.of),
            }
        case NameOr():
            return {"anyOf": [_of(Identifier()), _of(shape.of)]}
        case Section():
            return {"$ref": f"#/$defs/{shape.name}"}
        case _:
            assert_never(shape)


def _pattern(*, dashes: bool) -> str:
    return "^" + (DASHED if dashes else NAME).pattern.removesuffix(r"\Z") + "$"


def _numeral(shape: Numeral) -> Schema:
    bounds: Schema = {"type": "number"}
    if shape.low is not None:
        bounds["minimum"] = float(shape.low)
    if shape.high is not None:
        bounds["maximum"] = float(shape.high)
    return bounds


def _section(section: Section) -> Schema:
    told: Schema = {
        "type": "object",
        "description": section.says,
        "properties": {key.name: _key(key) for key in section.keys},
        "additionalProperties": {"type": SCALARS} if section.further else False,
    }
    required = [key.name for key in section.keys if key.required]
    if required:
        told["required"] = required
    if section.one_of:
        told["oneOf"] = [{"required": [name]} for name in section.one_of]
    return told


def _key(key: Key) -> Schema:
    """The shape of a key with its help; an optional key may also be left empty."""
    described = {"description": key.says, **_of(key.holds)}
    if key.required:
        return described
    return {"description": key.says, "anyOf": [described, {"type": "null"}]}
