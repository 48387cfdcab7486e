"""Every number of time in a policy is held by a timeline: without its timelines, it is free."""

from pathlib import Path

import pytest

from tests.policies.mutants import mutants_of, survives
from tests.policies.test_shipped_policies import SAME, ZOO

WEEKDAYS = ("tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FREED = {
    "1b-outcomes-hold-of-14-days": {
        "ladder.0.until.days: 14 to 13",
        "ladder.0.until.days: 14 to 15",
    },
    "1c-outcomes-pause-until-course": {
        'ladder.0.until.released.at: "23:59" to "23:58"',
        'ladder.0.until.released.at: "23:59" to "00:00"',
        *(f"ladder.0.until.released.weekday: monday to {day}" for day in WEEKDAYS),
    },
    "4-etsy-service-standards": {"process.on_day: 1 to 2"},
    "6b-uber-canada-probation": {
        "ladder.0.probation.votes: 50 to 49",
        "ladder.0.probation.votes: 50 to 51",
        "ladder.0.probation.passes: recent_stars >= 4.5 to > 4.5",
        "ladder.0.probation.passes: recent_stars >= 4.5 to >= 4.4",
        "ladder.0.probation.passes: recent_stars >= 4.5 to >= 4.6",
        "ladder.1.probation.votes: 25 to 26",
        "ladder.1.probation.passes: recent_stars >= 4.5 to > 4.5",
        "ladder.1.probation.passes: recent_stars >= 4.5 to >= 4.4",
        "ladder.1.probation.passes: recent_stars >= 4.5 to >= 4.6",
    },
    "12b-fiverr-levels": {"protection.days: 30 to 29", "protection.days: 30 to 31"},
    "15-app-store-outdated-apps": {
        "ladder.0.leave: updates >= 1 to > 1",
        "ladder.0.leave: updates >= 1 to >= 2",
        "ladder.0.leave: updates >= 1 to >= 0",
        "ladder.1.stood.days: 90 to 89",
        "ladder.1.stood.days: 90 to 91",
        "ladder.1.when: updates == 0 to != 0",
        "ladder.1.when: updates == 0 to == 1",
        "ladder.1.when: versions >= 1 and to or",
        "ladder.1.when: versions >= 1 to > 1",
        "ladder.1.when: versions >= 1 to >= 0",
        "ladder.1.when: versions >= 1 to >= 2",
    },
    "16-turo-cancellations": {
        "ladder.0.until.days: 7 to 6",
        "ladder.0.until.days: 7 to 8",
        "ladder.0.until.more_days.days: 7 to 6",
        "ladder.0.until.more_days.days: 7 to 8",
        "negative: without cancelled_by_host",
    },
    "24-whatnot-account-health": {
        *(f"ladder.{rung}.held.times: 4 to 3" for rung in (1, 2)),
        *(f"ladder.{rung}.held.of: 4 to 5" for rung in (1, 2)),
        "ladder.1.when: on_time_share < 0.7 to <= 0.7",
        "ladder.1.when: on_time_share < 0.7 to < 0.6",
        "ladder.1.when: on_time_share < 0.7 to < 0.8",
        "ladder.2.when: defect_share > 0.15 to >= 0.15",
        "ladder.2.when: defect_share > 0.15 to > 0.14",
        "ladder.2.when: defect_share > 0.15 to > 0.16",
    },
}


TIMED = [path for path in ZOO if path.stem in FREED]


@pytest.mark.parametrize("path", TIMED, ids=lambda path: path.stem)
def test_without_its_timelines_the_policy_s_numbers_of_time_are_free(path: Path) -> None:
    examples_alone, mark, _ = path.read_text(encoding="utf-8").partition("\ntimelines:\n")

    survivors = {mutant.told for mutant in mutants_of(examples_alone + "\n") if survives(mutant)}

    assert mark
    freed = {each for each in survivors if not each.startswith("process.cadence")}
    assert freed - set(SAME.get(path.stem, {})) == FREED[path.stem]
