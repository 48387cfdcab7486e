"""What a policy says of time stands on its pages, with its own numbers, for all who read them."""

from dataclasses import replace

import pytest

from goodstanding.core.policy.language import Cadence, Process
from goodstanding.core.policy.plain import Audience, tell
from goodstanding.core.policy.text import read
from goodstanding.core.policy.wording_over_time import cadence_told

POLICY = """
policy: timed
version: 1
title: Timed
about: freelancer
negative: [{when: overall <= 2}]
signals:
  f: {count: negative, window: {days: 90}, says: unhappy clients}
  share: {share: negative, per: rated, window: {days: 90}, says: their share}
ladder:
  - {rung: look, when: f >= 3, propose: advise, leave: f <= 1}
  - rung: second_chance
    when: f >= 4
    propose: warn
    probation: {votes: 25, passes: share <= 0.2, fails: held_back}
  - rung: held_back
    when: f >= 5
    propose: block
    deny: [proposal.submit]
    held: {times: 13, of: 16}
    until:
      days: 14
      more_days: {each: overall <= 2, days: 7}
      released: {weekday: monday, at: "23:59"}
    cure: wait
  - rung: out
    when: f >= 5
    propose: block
    deny: [proposal.submit]
    stood: {on: second_chance, days: 90}
    until: {course: Basics, released: {weekday: friday, at: "06:05"}}
protection: {days: 30}
process: {cadence: weekly}
"""


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("leave: f <= 1", "leave: f <= 1"),
            "- It lasts until this is true:\n  - unhappy clients (the last 90 days): 1 or less\n",
        ),
        (("f <= 1", "f == 0"), "  - unhappy clients (the last 90 days): exactly 0\n"),
        (
            ("votes: 25", "votes: 50"),
            "- The next 50 votes are then looked at alone. It is over when this is true of them:\n"
            "  - their share (the latest 50 votes): 20 % or less\n"
            '- Else "Held back" follows.\n',
        ),
        (
            ("of: 16", "of: 15"),
            "People are looked at every Monday, and it must be true at 13 or more of the last 15 "
            "times.\n",
        ),
        (
            ("times: 13, of: 16", "times: 2, of: 2"),
            "People are looked at every Monday, and it must be true 2 times in a row.\n",
        ),
        (
            ("days: 90}\n    until", "days: 60}\n    until"),
            'And before that it takes 60 days without a break on "Second chance", or on something '
            "graver.\n",
        ),
        (
            ("days: 90}\n    until", "months: 1}\n    until"),
            "And before that it takes 1 month without a break",
        ),
        (("days: 14", "days: 15"), "- It ends after 15 days, on the next Monday at 23:59 UTC.\n"),
        (
            ('"06:05"', '"07:00"'),
            '- It ends when the course "Basics" is completed, on the next Friday at 07:00 UTC.\n',
        ),
        (
            ("days: 7}", "days: 8}"),
            "- Each further outcome meanwhile puts the end off by 8 days when this is true of it: "
            "overall is 2 or less.\n",
        ),
        (
            ("{days: 30}", "{days: 31}"),
            "A worse state shows only once it has lasted 31 days; until then the milder one shows. "
            "A better state shows at once.",
        ),
    ],
)
def test_what_is_said_of_time_is_told_to_everybody(
    audience: Audience, change: tuple[str, str], told: str
) -> None:
    assert POLICY.count(change[0]) == 1
    policy = read(POLICY.replace(*change), source="timed")

    assert told in tell(policy, audience)


def test_what_is_not_said_of_time_is_not_told() -> None:
    policy = read(POLICY, source="timed")
    silent = replace(policy.ladder[2], held=None, until=None)

    page = tell(replace(policy, protection=None, ladder=(silent,)), Audience.FREELANCER)

    for words in ("in a row", "of the last 16", "without a break", "alone", "shows", "ends"):
        assert words not in page


@pytest.mark.parametrize(
    ("process", "told"),
    [
        (Process(cadence=Cadence.ON_EVIDENCE), "whenever something further is known"),
        (Process(cadence=Cadence.DAILY), "every day"),
        (Process(cadence=Cadence.WEEKLY), "every Monday"),
        (Process(cadence=Cadence.EVERY_TWO_WEEKS), "every second Monday"),
        (Process(cadence=Cadence.MONTHLY), "on day 1 of each month"),
        (Process(cadence=Cadence.MONTHLY, on_day=20), "on day 20 of each month"),
        (Process(cadence=Cadence.QUARTERLY), "on the first day of each quarter"),
    ],
)
def test_the_cadence_in_words(process: Process, told: str) -> None:
    assert cadence_told(process) == told
