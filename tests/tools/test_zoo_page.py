"""The table of the zoo says what its files say, row by row."""

from pathlib import Path

import pytest

from tools.generate import ROOT
from tools.zoo_page import zoo_page

ZOO = ROOT / "policies" / "zoo"


def rows() -> dict[str, list[str]]:
    """The cells of the table by the row's number, in the order of the page."""
    lines = [line for line in zoo_page(ZOO) if line.startswith("| [")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return {each[0].removeprefix("[").partition("]")[0]: each[1:] for each in cells}


def test_every_file_has_a_row_and_rows_are_in_the_order_of_their_numbers() -> None:
    names = list(rows())

    assert len(names) == len(list(ZOO.glob("*.yaml")))
    assert names.index("1e") < names.index("2") < names.index("12") < names.index("12b")


def test_a_row_tells_who_what_and_over_which_time() -> None:
    whose, _, who, measured, ladder, time, held_by = rows()["2"]

    assert whose == "eBay, seller performance policy and seller levels"
    assert who == "freelancer"
    assert "transactions (the last 12 months)" in measured
    assert ladder == "not_top_rated (no action) → below_standard (warn) → limited (pause)"
    assert time.startswith("looked at on day 20 of each month")
    assert "**limited** after 90 days on below_standard; ends after 1 month" in time
    assert held_by == "24 examples, 5 timelines"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("1e", "**without_the_badge** after 4 of the last 16 times"),
        ("6b", "the next 50 votes must pass `recent_stars >= 4.5`"),
        ("12b", "a worse state shows after 30 days"),
        ("15", "**noticed** lasts until `updates >= 1 or versions == 0`"),
        ("16", "ends after 7 days; 7 days more for each: cancelled by host"),
        ("17", "**without_the_badge** after 2 times in a row"),
    ],
)
def test_each_way_of_saying_time_is_told(row: str, told: str) -> None:
    assert told in rows()[row][5]


def test_what_cannot_be_said_is_listed_in_full() -> None:
    page = "\n".join(zoo_page(ZOO))

    assert "- at least 400 USD earned, since no signal adds up what was paid" in page


def test_a_file_that_names_no_row_is_refused(tmp_path: Path) -> None:
    (tmp_path / "levels.yaml").write_text("policy: levels\n")

    with pytest.raises(ValueError, match=r"levels\.yaml"):
        list(zoo_page(tmp_path))
