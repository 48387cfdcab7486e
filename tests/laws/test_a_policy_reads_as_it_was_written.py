"""A policy written as text is read back as the very same, and judges the same."""

from dataclasses import replace

from hypothesis import given

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.record import digest_of
from goodstanding.core.policy.text import read
from tests.laws.generators import POLICIES
from tests.laws.written import text_of


@given(POLICIES)
def test_a_policy_reads_as_it_was_written(policy: Policy) -> None:
    again = read(text_of(policy), source="drawn")

    assert replace(again, digest="") == policy
    assert again.digest == digest_of(policy)
