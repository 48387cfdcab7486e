"""What is made from the language is what the language says now."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from goodstanding.core.policy.schema import schema
from tools.generate import ROOT, generated


@pytest.mark.parametrize("path", sorted(generated()), ids=lambda path: path.name)
def test_every_generated_page_is_up_to_date(path: Path) -> None:
    wanted = generated()[path]

    assert path.read_text() == wanted, "run: python tools/generate.py"


def test_the_published_schema_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(schema())

    published = json.loads((ROOT / "policies" / "policy.schema.json").read_text())
    assert published["$schema"] == "https://json-schema.org/draft/2020-12/schema"
