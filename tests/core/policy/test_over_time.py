"""What a policy says of time: set times, releases, and what goes together and what does not."""

from datetime import UTC, datetime, time, timedelta, timezone

import pytest

from goodstanding.core.policy.language import Cadence, Process
from goodstanding.core.policy.over_time import Released, Weekday
from goodstanding.core.policy.set_times import set_times
from goodstanding.core.policy.text import examine
from tests.core.builders import refused

US = timedelta(microseconds=1)


def at(text: str) -> datetime:
    """The instant, or the midnight of the day, UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# Set times.


def days(cadence: Cadence, first: str, last: str, *, on_day: int | None = None) -> list[str]:
    """The days on which people are judged, from the one day to the other."""
    times = set_times(Process(cadence=cadence, on_day=on_day), at(first), at(last))
    assert all(each.time() == time.min and each.tzinfo is UTC for each in times)
    return [each.date().isoformat() for each in times]


@pytest.mark.parametrize(
    ("cadence", "first", "last", "judged"),
    [
        (Cadence.ON_EVIDENCE, "2026-01-01", "2026-12-31", []),
        (Cadence.DAILY, "2026-02-27", "2026-03-01", ["2026-02-27", "2026-02-28", "2026-03-01"]),
        (Cadence.WEEKLY, "2026-01-05", "2026-01-19", ["2026-01-05", "2026-01-12", "2026-01-19"]),
        (Cadence.EVERY_TWO_WEEKS, "2026-01-05", "2026-02-01", ["2026-01-05", "2026-01-19"]),
        (Cadence.EVERY_TWO_WEEKS, "1970-01-01", "1970-01-19", ["1970-01-05", "1970-01-19"]),
        (Cadence.MONTHLY, "2026-01-02", "2026-03-01", ["2026-02-01", "2026-03-01"]),
        (Cadence.QUARTERLY, "2026-01-02", "2026-12-31", ["2026-04-01", "2026-07-01", "2026-10-01"]),
        (Cadence.QUARTERLY, "2026-01-01", "2026-01-01", ["2026-01-01"]),
    ],
)
def test_each_cadence_has_its_days(
    cadence: Cadence, first: str, last: str, judged: list[str]
) -> None:
    assert days(cadence, first, last) == judged


@pytest.mark.parametrize(
    ("on_day", "judged"),
    [
        (20, ["2026-01-20", "2026-02-20", "2026-03-20", "2026-04-20"]),
        (31, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
    ],
)
def test_a_day_that_the_month_lacks_is_its_last(on_day: int, judged: list[str]) -> None:
    assert days(Cadence.MONTHLY, "2026-01-01", "2026-04-30", on_day=on_day) == judged


def test_both_ends_belong_to_the_span_to_the_microsecond() -> None:
    daily = Process(cadence=Cadence.DAILY)
    midnight_at = at("2026-07-01")

    assert set_times(daily, midnight_at, midnight_at) == (midnight_at,)
    assert set_times(daily, midnight_at + US, midnight_at + timedelta(days=1) - US) == ()


def test_the_calendar_has_a_first_and_a_last_day() -> None:
    assert days(Cadence.DAILY, "9999-12-31", "9999-12-31") == ["9999-12-31"]
    assert days(Cadence.DAILY, "0001-01-01", "0001-01-01") == ["0001-01-01"]


def test_set_times_are_in_utc() -> None:
    elsewhere_at = datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=2)))
    with refused("instant-not-utc"):
        set_times(Process(), elsewhere_at, at("2026-07-02"))
    with refused("instant-not-utc"):
        set_times(Process(), at("2026-06-01"), elsewhere_at)


# Releases. 6 July 2026 is a Monday.


@pytest.mark.parametrize(
    ("due_at", "free_at"),
    [
        ("2026-07-06T23:59:00", "2026-07-06T23:59:00"),
        ("2026-07-06T23:58:59.999999", "2026-07-06T23:59:00"),
        ("2026-07-06T23:59:00.000001", "2026-07-13T23:59:00"),
        ("2026-07-07T00:00:00", "2026-07-13T23:59:00"),
        ("2026-07-12T12:00:00", "2026-07-13T23:59:00"),
        ("2026-07-06T00:00:00", "2026-07-06T23:59:00"),
    ],
)
def test_one_is_free_at_the_next_such_instant_never_before(due_at: str, free_at: str) -> None:
    released = Released(weekday=Weekday.MONDAY, at=time(23, 59))

    assert released.first_after(at(due_at)) == at(free_at)


def test_every_day_of_the_week_can_be_the_day() -> None:
    due_at = at("2026-07-06T12:00:00")
    free = [Released(weekday=day, at=time(6)).first_after(due_at) for day in Weekday]

    assert [(each - at("2026-07-06T06:00:00")).days for each in free] == [7, 1, 2, 3, 4, 5, 6]


def test_a_release_beyond_the_calendar_is_refused() -> None:
    with refused("day-out-of-range"):
        Released(weekday=Weekday.MONDAY, at=time(6)).first_after(at("9999-12-31"))


# What goes together.

POLICY = """
policy: timed
version: 1
title: Timed
about: freelancer
items: {{late: {{kind: yes_no, says: it came late}}}}
{negative}
signals:
  f: {{count: late, votes: {{per: contract}}, window: {{days: 90}}}}
  share: {{share: late, per: late is not None, votes: {{per: contract}}, window: {{days: 90}}}}
ladder:
  - {{rung: look, when: '{when}', propose: advise{look}}}
  - {{rung: block, when: f >= 5 and share > 0, propose: block, deny: [proposal.submit], cure: wait,
      until: {{{until}}}{block}}}
process: {{cadence: daily}}
impact_budget: 0.02
examples: [{{example: one, as_of: 2026-07-01, outcomes: [], wants: {{}}}}]
{more}
"""
NOTHING = {"one-client-suffices"}


def said(
    *,
    look: str = "",
    block: str = "",
    when: str = "f >= 3",
    until: str = "days: 30",
    more: str = "",
    negative: str = "negative: [{when: late}]",
) -> set[str]:
    """The codes of what is said against the policy with these parts."""
    text = POLICY.format(
        look=f", {look}" if look else "",
        block=f", {block}" if block else "",
        when=when,
        until=until,
        more=more,
        negative=negative,
    )
    return {finding.code for finding in examine(text)[1]} - NOTHING


def test_the_sound_policy_is_sound() -> None:
    assert said() == set()


@pytest.mark.parametrize(
    ("when", "leave", "codes"),
    [
        ("f >= 3", "f <= 1", set()),
        ("f >= 3", "f < 3", set()),
        ("f >= 3", "1 > f", set()),
        ("f >= 3", "f == 0", set()),
        ("f >= 3", "share < 0.1 or share is None", set()),
        ("f >= 3", "f <= 1 and share <= 0.1", {"silence-never-leaves"}),
        ("share >= 0.2", "f == 0", set()),
        ("share >= 0.2", "share < 0.2", {"silence-never-leaves"}),
        ("f >= 3", "f >= 3", {"leave-as-when"}),
        ("f >= 3", "f >= 1", {"leave-as-when"}),
        ("f >= 3", "1 < f", {"leave-as-when"}),
        ("3 <= f", "f > 5", {"leave-as-when"}),
        ("f >= 3 and share > 0", "f >= 3 and share > 0", {"leave-as-when"}),
        ("f >= 3", "f != 3", set()),
        ("f >= 3", "overall <= 2", {"item-in-ladder"}),
        ("f >= 3", "g == 0", {"unknown-word"}),
        ("f >= 3", "f", {"not-a-condition"}),
        ("f >= 3", 'f < "few"', {"kinds-differ"}),
    ],
)
def test_to_leave_asks_for_another_side_that_can_be_reached(
    when: str, leave: str, codes: set[str]
) -> None:
    assert said(when=when, look=f"leave: '{leave}'") == codes


@pytest.mark.parametrize(
    ("part", "codes"),
    [
        ("held: {times: 13, of: 16}", set()),
        ("held: {times: 2, of: 2}", set()),
        ("held: {times: 3, of: 2}", {"held-too-often"}),
        ("held: {times: 2, of: 1}", {"held-too-often", "held-at-once"}),
        ("held: {times: 0, of: 2}", {"whole-number-out-of-range"}),
        ("held: {times: 2}", {"missing-key"}),
        ("stood: {on: look, days: 90}", set()),
        ("stood: {on: look, months: 3}", set()),
        ("stood: {on: look}", {"none-of"}),
        ("stood: {on: look, days: 90, months: 3}", {"several-of"}),
        ("stood: {on: block, days: 90}", {"stood-on-graver"}),
        ("stood: {on: lok, days: 90}", {"stood-on-unknown"}),
    ],
)
def test_a_rung_that_looks_back_says_at_what(part: str, codes: set[str]) -> None:
    assert said(block=part) == codes


def test_the_first_rung_can_have_stood_on_none() -> None:
    assert said(look="stood: {on: block, days: 9}") == {"stood-on-graver"}


@pytest.mark.parametrize(
    ("passes", "fails", "votes", "codes"),
    [
        ("share <= 0.2", "block", 25, set()),
        ("f <= 2 and share <= 0.2", "block", 1, set()),
        ("share <= 0.2", "blok", 25, {"fails-to-unknown"}),
        ("share <= 0.2", "look", 25, {"fails-to-milder"}),
        ("late", "block", 25, {"item-in-ladder"}),
        ("share <= 0.2", "block", 0, {"whole-number-out-of-range"}),
    ],
)
def test_probation_passes_by_signals_and_fails_upwards(
    passes: str, fails: str, votes: int, codes: set[str]
) -> None:
    probation = f"probation: {{votes: {votes}, passes: '{passes}', fails: {fails}}}"

    assert said(look=probation) == codes


@pytest.mark.parametrize("least", ["votes", "client_groups"])
def test_probation_is_as_long_as_the_sample_that_its_figure_needs(least: str) -> None:
    for votes, codes in ((24, {"probation-too-short"}), (25, set())):
        text = POLICY.format(
            look=f", probation: {{votes: {votes}, passes: share <= 0.2, fails: block}}",
            block="",
            when="f >= 3",
            until="days: 30",
            more="",
            negative="",
        ).replace("{share: late,", f"{{share: late, sample: {{{least}: 25}},")

        assert {finding.code for finding in examine(text)[1]} - NOTHING == codes


@pytest.mark.parametrize(
    ("measure", "codes"),
    [
        ("{share: late, prior: {of: 1, per: 15},", set()),
        ("{share: late, prior: {of: 4, per: 15},", {"silence-never-leaves"}),
        ("{share: late, prior: {of: 1, per: 15}, sample: {votes: 5},", {"silence-never-leaves"}),
        ("{share: late,", {"silence-never-leaves"}),
    ],
)
def test_a_share_that_is_known_without_a_vote_can_be_left_at(measure: str, codes: set[str]) -> None:
    text = POLICY.format(
        look=", leave: share <= 0.2",
        block="",
        when="f >= 3",
        until="days: 30",
        more="",
        negative="",
    ).replace("{share: late,", measure)

    assert {finding.code for finding in examine(text)[1]} - NOTHING == codes


def test_a_rung_has_one_way_to_end() -> None:
    probation = "probation: {votes: 5, passes: share <= 0.2, fails: block}"

    assert said(look=f"{probation}, leave: f == 0") == {"leave-beside-end"}
    assert said(block="leave: f == 0") == {"leave-beside-end"}


@pytest.mark.parametrize(
    ("until", "codes"),
    [
        ("days: 14, more_days: {each: late, days: 7}", set()),
        ("months: 1, more_days: {each: negative, days: 7}", set()),
        ("days: 14, more_days: {each: all, days: 7}", {"silence-adds-days"}),
        ("days: 14, more_days: {each: not late, days: 7}", set()),
        ("days: 14, more_days: {each: f >= 1, days: 7}", {"signal-in-outcome"}),
        ('days: 14, more_days: {each: all > "few", days: 7}', {"kinds-differ"}),
        ("days: 14, more_days: {each: late, days: 0}", {"whole-number-out-of-range"}),
        ("appeal: true, more_days: {each: late, days: 7}", {"stands-alone"}),
        ("course: Basics, more_days: {each: late, days: 7}", {"stands-alone"}),
        ("days: 14, released: {weekday: monday, at: '23:59'}", set()),
        ("months: 1, released: {weekday: friday, at: 06:30}", set()),
        ("course: Basics, released: {weekday: monday, at: '00:00'}", set()),
        ("appeal: true, released: {weekday: monday, at: '23:59'}", {"stands-alone"}),
        ("days: 14, released: {weekday: mon, at: '23:59'}", {"not-a-choice"}),
        ("days: 14, released: {weekday: monday, at: '9:59'}", {"wants-time-of-day"}),
        ("days: 14, released: {weekday: monday, at: '23:60'}", {"wants-time-of-day"}),
        ("days: 14, released: {weekday: monday}", {"missing-key"}),
    ],
)
def test_only_what_ends_can_be_put_off_or_released(until: str, codes: set[str]) -> None:
    assert said(until=until) == codes


def test_what_adds_days_cannot_be_negative_where_nothing_is() -> None:
    until = "days: 14, more_days: {each: negative or rated, days: 7}"

    assert said(until=until, negative="") >= {"negative-not-said"}
    assert "negative-not-said" not in said(until=until.replace("negative or rated", "late"),
                                           negative="")  # fmt: skip


@pytest.mark.parametrize(
    ("until", "codes"),
    [
        ("days: 31", set()),
        ("days: 30", {"ends-unseen"}),
        ("months: 1", set()),
        ("appeal: true", set()),
        ("days: 14, more_days: {each: late, days: 7}", set()),
        ("days: 14, released: {weekday: monday, at: '23:59'}", set()),
    ],
)
def test_a_rung_that_surely_ends_before_it_shows_is_told(until: str, codes: set[str]) -> None:
    assert said(until=until, more="protection: {days: 30}") == codes


def test_a_month_can_end_before_it_shows_too() -> None:
    assert said(until="months: 1", more="protection: {days: 31}") == {"ends-unseen"}


@pytest.mark.parametrize(
    ("graver", "codes"),
    [
        ("", {"rung-hides-another"}),
        (", held: {times: 2, of: 3}", set()),
        (", stood: {on: look, days: 90}", set()),
    ],
)
def test_the_same_condition_is_graver_once_it_is_held_or_stood(
    graver: str, codes: set[str]
) -> None:
    text = (
        POLICY.format(look="", block="", when="f >= 3", until="days: 30", more="", negative="")
        .replace("f >= 5 and share > 0", "f >= 3")
        .replace("cure: wait", f"cure: wait{graver}")
    )

    found = {finding.code for finding in examine(text)[1]} - NOTHING - {"signal-not-compared"}

    assert found == codes


# Golden timelines.

TIMELINE = (
    "timelines: [{{timeline: one, from: 2026-01-01, until: {until}, "
    "outcomes: [{{at: 2026-01-05, {item}: true}}], acts: [{{at: {done_at}, done: {deed}}}], "
    "wants: [{{at: {at}, rung: {rung}}}]}}]"
)
SOUND = {
    "until": "2026-02-01",
    "item": "late",
    "done_at": "2026-01-07",
    "deed": "appeal",
    "at": "2026-01-05",
    "rung": "look",
}


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, set()),
        ({"deed": "fix"}, set()),
        ({"deed": "course"}, {"act-ends-nothing"}),
        ({"deed": "pardon"}, {"not-a-choice"}),
        ({"item": "lat"}, {"example-unknown-item"}),
        ({"rung": "lok"}, {"wants-unknown-rung"}),
        ({"at": "2026-02-01"}, set()),
        ({"at": "2026-02-01T00:00:00.000001Z"}, {"outside-the-timeline"}),
        ({"done_at": "2025-12-31"}, {"outside-the-timeline"}),
        ({"until": "2025-12-31"}, {"timeline-upside-down"}),
        ({"until": "2036-01-09"}, set()),
        ({"until": "2036-01-10"}, {"timeline-too-long"}),
        ({"rung": "look, shown: look"}, {"shown-without-protection"}),
    ],
)
def test_a_golden_timeline_says_what_can_be(changed: dict[str, str], codes: set[str]) -> None:
    assert said(more=TIMELINE.format(**(SOUND | changed))) == codes


def test_a_course_is_an_act_where_a_rung_asks_for_one() -> None:
    timeline = TIMELINE.format(**(SOUND | {"deed": "course"}))

    assert said(more=timeline, until="course: Basics") == set()


def test_what_shows_is_wanted_where_something_is_protected() -> None:
    timeline = TIMELINE.format(**(SOUND | {"rung": "look, shown: look"}))

    assert said(more=f"{timeline}\nprotection: {{days: 9}}") == set()
    assert said(more=f"{timeline.replace('shown: look', 'shown: lok')}\n"
                     "protection: {days: 9}") == {"wants-unknown-rung"}  # fmt: skip


def test_a_timeline_has_its_own_odd_outcomes_and_too_many() -> None:
    timeline = TIMELINE.format(**SOUND)
    early = timeline.replace("late: true", "received_at: 2026-01-04, late: true")
    many = timeline.replace("late: true}", "late: true}, {times: 100000, at: 2026-01-05}")

    assert said(more=early) == {"received-before-it-occurred"}
    assert said(more=many) == {"too-many-outcomes"}
