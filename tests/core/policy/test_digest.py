"""Two texts that say the same have one digest, and whatever changes the meaning changes it."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import time, timedelta
from enum import Enum
from fractions import Fraction
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.nodes import Condition
from goodstanding.core.policy.record import digest_of
from goodstanding.core.policy.text import read
from goodstanding.core.policy.writing import write
from tests.core.policy.whole import whole_policies

SOUND = """\
policy: late
version: 1
title: Late work
about: freelancer
negative:
  - when: overall <= 2 or end_reason == "other"
    says: unhappy
windows:
  quarter: {days: 90}
signals:
  unhappy: {count: negative, window: quarter}
ladder:
  - {rung: look, when: unhappy >= 3, propose: advise}
impact_budget: 0.02
"""
SPAN = "from: 2026-07-01, until: 2026-08-01"
WANT = "{at: 2026-07-01}"


def laid_out(text: str, *, by: Random) -> str:
    """The same with its keys in another order, in other lines and other brackets."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    _shuffle(node, by=by)
    written: str = yaml.serialize(node, Dumper=yaml.SafeDumper, width=by.choice([20, 80, 10_000]))
    return written


def _shuffle(node: yaml.Node, *, by: Random, named: bool = False) -> None:
    if node.tag == "tag:yaml.org,2002:timestamp":
        node.tag = "tag:yaml.org,2002:str"
    if isinstance(node, yaml.CollectionNode):
        node.flow_style = by.random() < 0.3
    if isinstance(node, yaml.MappingNode):
        if not named:
            by.shuffle(node.value)
        for key, value in node.value:
            _shuffle(value, by=by, named=key.value in ("signals", "items", "figures"))
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _shuffle(value, by=by)


@settings(max_examples=60)
@given(whole_policies(), st.integers(0, 10**6))
def test_the_order_of_keys_and_the_layout_change_nothing(policy: Policy, lot: int) -> None:
    text = write(policy)

    other = laid_out(text, by=Random(lot))

    assert read(other, source="other") == read(text, source="text")


def changes_of(value: Any) -> Iterator[Any]:
    """The value with one thing in it changed, each thing once."""
    match value:
        case Condition():
            yield from (replace(value, root=root) for root in changes_of(value.root))
        case Enum():
            yield next(each for each in type(value) if each is not value)
        case bool():
            yield not value
        case int() | Fraction():
            yield value + 1
        case str():
            yield f"{value}x"
        case time():
            yield value.replace(hour=(value.hour + 1) % 24)
        case timedelta():
            yield value + timedelta(days=1)
        case tuple():
            for at, member in enumerate(value):
                yield value[:at] + value[at + 1 :]
                yield from ((*value[:at], other, *value[at + 1 :]) for other in changes_of(member))
        case _ if is_dataclass(value):
            yield from (
                replace(value, **{name: other})
                for name in meant(value)
                for other in changes_of(getattr(value, name))
            )
        case _:
            assert value is None


def meant(record: Any) -> list[str]:
    """The fields of a record that say something of the policy."""
    named = [field.name for field in fields(record) if field.compare]
    return [name for name in named if name not in ("digest", "examples", "timelines")]


@settings(max_examples=15)
@given(whole_policies())
def test_every_change_of_meaning_changes_the_digest(policy: Policy) -> None:
    changed = list(changes_of(policy))

    digests = {digest_of(each) for each in changed}

    assert len(changed) > 60
    assert digest_of(policy) not in digests


@pytest.mark.parametrize(
    ("sound", "other"),
    [
        ("overall <= 2 or", "overall<=2   or"),
        ('"other"', "'other'"),
        ("overall <= 2 or", ">-\n      overall <= 2\n      or"),
        ("overall <= 2 or", "(overall <= 2.0) or"),
        ('end_reason == "other"', '((end_reason) == "other")'),
        ("title: Late work", "# a remark\n\ntitle:   'Late\n   work'  # another"),
        ("about: freelancer", 'about: "freelancer"'),
        ("window: quarter", "window: {days: 90}"),
        ("count: negative,", "count: negative, votes: {per: client_group},"),
        ("0.02", ".020"),
        ("0.02", "0.02\nprocess: {human_gate: true, appeal: {cooling_off_days: 90}}"),
        ("0.02", "0.02\nanchor:\nlaw: ~\nvotes: null"),
        ("0.02", "0.02\nexamples: [{example: one, as_of: 2026-07-01, outcomes: [], wants: {}}]"),
        ("0.02", f"0.02\ntimelines: [{{timeline: one, {SPAN}, outcomes: [], wants: [{WANT}]}}]"),
        ("policy: late", "%YAML 1.2\n---\npolicy: late"),
    ],
)  # fmt: skip
def test_what_is_said_in_other_words_has_the_same_digest(sound: str, other: str) -> None:
    assert SOUND.count(sound) == 1
    assert (
        read(SOUND.replace(sound, other), source="other").digest
        == read(SOUND, source="sound").digest
    )


def test_spaces_in_quoted_words_are_meant() -> None:
    one = SOUND.replace("end_reason == ", "contract_kind == ")

    assert (
        read(one, source="one").digest
        != read(one.replace('"other"', '"oth  er"'), source="two").digest
        != read(one.replace('"other"', '"oth er"'), source="three").digest
    )
