"""A policy that is written reads back as the same policy, whatever is in it."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.layout import figure, lines_of, word
from goodstanding.core.policy.record import digest_of
from goodstanding.core.policy.text import read
from goodstanding.core.policy.writing import write
from tests.core.policy.whole import DECIMALS, ODD_TEXTS, QUOTIENTS, whole_policies

POLICIES = Path(__file__).parents[3] / "policies"


@given(whole_policies())
def test_what_is_written_reads_back_as_the_same_policy(policy: Policy) -> None:
    written = write(policy)

    again = read(written, source="written")

    assert again == replace(policy, digest=digest_of(policy))
    assert write(again) == written


@pytest.mark.parametrize("path", sorted(POLICIES.rglob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_policy_reads_back_from_what_is_written_of_it(path: Path) -> None:
    shipped = read(path.read_text(encoding="utf-8"), source=path.name)

    assert read(write(shipped), source="written") == shipped


def test_a_policy_is_written_as_a_person_would_write_it() -> None:
    policy = read(
        "{policy: late, version: 1, title: 'Late: work', about: freelancer, negative: [{when: "
        "'end_reason == \"other\"'}], signals: {unhappy: {count: negative, window: {days: 90}}}, "
        "ladder: [{rung: review, when: unhappy >= 3, propose: warn}], examples: [{example: one, "
        "as_of: 2026-07-01, outcomes: [{times: 2, at: 2026-06-01, net_paid: 0.50}], wants: {}}]}",
        source="late",
    )

    assert write(policy) == (
        "policy: late\n"
        "version: 1\n"
        'title: "Late: work"\n'
        "about: freelancer\n"
        "anchor: occurred_at\n"
        "negative:\n"
        '  - when: end_reason == "other"\n'
        "signals:\n"
        "  unhappy:\n"
        "    count: negative\n"
        "    window:\n"
        "      days: 90\n"
        "    votes:\n"
        "      per: client_group\n"
        "      keep: worst\n"
        "    better: lower\n"
        "ladder:\n"
        "  - rung: review\n"
        "    when: unhappy >= 3\n"
        "    propose: warn\n"
        "process:\n"
        "  cadence: on_evidence\n"
        "  human_gate: true\n"
        "  notice_days: 0\n"
        "  lead_days: 30\n"
        "  told_over_clients: 3\n"
        "  appeal:\n"
        "    reinstatement_after_months: 0\n"
        "    open_for_months: 6\n"
        "    answer_within_business_days: 2\n"
        "    cooling_off_days: 90\n"
        "examples:\n"
        "  - example: one\n"
        "    as_of: 2026-07-01T00:00:00Z\n"
        "    outcomes:\n"
        "      - times: 2\n"
        "        at: 2026-06-01T00:00:00Z\n"
        "        net_paid: 0.5\n"
        "    wants: {}\n"
    )


@given(st.one_of(st.sampled_from(ODD_TEXTS), st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_text_is_written_so_that_every_reader_takes_it_for_that_text(text: str) -> None:
    in_section = yaml.safe_load("\n".join(lines_of({"key": word(text)})))
    in_list = yaml.safe_load("\n".join(lines_of([word(text), [word(text), "x"]])))

    assert in_section == {"key": text}
    assert in_list == [text, [text, "x"]]


@pytest.mark.parametrize(
    ("exact", "written"),
    [
        (Fraction(3), "3"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(3, 16), "0.1875"),
        (Fraction(1, 3), '"1/3"'),
        (Fraction(-10, 7), '"-10/7"'),
        (Fraction(1, 10**38), "0." + "0" * 37 + "1"),
        (Fraction(1, 10**39), "." + "0" * 38 + "1"),
        (Fraction(1, 2**59), f'"1/{2**59}"'),
    ],
)
def test_a_number_is_written_in_digits_and_else_as_a_quotient(
    exact: Fraction, written: str
) -> None:
    assert figure(exact) == written


@given(st.one_of(DECIMALS, QUOTIENTS))
def test_a_written_number_is_exact(exact: Fraction) -> None:
    assert Fraction(figure(exact).strip('"')) == exact


WHOLE = """
policy: whole
version: 3
title: Whole
about: freelancer
items: {rating: {kind: number, says: a rating}}
negative: [{when: rating < 0}]
signals:
  mean: {mean: rating, per: rated, window: {all_time: true}}
  last: {count: negative, window: {last: 25}}
  lagged: {count: negative, window: {days: 9, lag_days: 2}}
  best: {share: negative, per: all, better: lower, window: {best_of: [{days: 9}, {months: 2}]}}
  busy:
    count: negative
    window:
      by_volume: {at_least: 9, within: {days: 9}, then: {last: 9}, otherwise: {all_time: true}}
ladder:
  - rung: look
    when: mean < 0 and last >= 2 or lagged >= 2 or best > 0.3 or busy >= 2
    propose: advise
examples:
  - {example: nothing, as_of: 2026-07-01, outcomes: [], wants: {}}
  - example: a long number
    as_of: 2026-07-01
    outcomes: [{at: 2026-06-01, rating: 1.0000000000000000000000000000000000001}]
    wants: {figures: {mean: "1/3", best: ~}}
"""


def test_a_policy_with_every_window_and_measure_reads_back_too() -> None:
    policy = read(WHOLE, source="whole")

    again = read(write(policy), source="written")

    assert (again.digest, again.examples) == (policy.digest, policy.examples)
