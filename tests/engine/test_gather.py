"""Batches that cut people are put together again, in bounded memory."""

from typing import Any

import pyarrow as pa
import pytest

from goodstanding.engine.gather import gathered, gathered_in_turn


def batches(*people: str) -> list[Any]:
    """A batch for each word; each of its letters is a row of the person of that letter."""
    told = [list(word) for word in people]
    return [
        pa.record_batch({"subject": pa.array(rows, pa.string()), "row": list(range(len(rows)))})
        for rows in told
    ]


def told(tables: Any) -> list[str]:
    """The people of each table, row by row."""
    return ["".join(table.column("subject").to_pylist()) for table in tables]


def test_all_rows_come_as_one_table() -> None:
    assert told(gathered(batches("ba", "", "ab"))) == ["baab"]


def test_no_rows_are_no_table() -> None:
    assert told(gathered(batches("", ""))) == []
    assert told(gathered_in_turn(batches("", ""), rows_at_once=1)) == []


@pytest.mark.parametrize(
    ("given", "rows_at_once", "wanted"),
    [
        (["aab", "bbc", "cc"], 1, ["aa", "bbb", "ccc"]),
        (["aab", "bbc", "cc"], 3, ["aabbb", "ccc"]),
        (["aab", "bbc", "cc"], 100, ["aabbbccc"]),
        (["aaa", "aaa", "aab"], 2, ["aaaaaaaa", "b"]),
        (["aa", "bb", "", "cc"], 2, ["aa", "bb", "cc"]),
        (["abcdef"], 2, ["abcde", "f"]),
        (["a"], 1, ["a"]),
    ],
)
def test_sorted_rows_come_in_turn_and_nobody_is_split(
    given: list[str], rows_at_once: int, wanted: list[str]
) -> None:
    assert told(gathered_in_turn(batches(*given), rows_at_once=rows_at_once)) == wanted


def test_rows_of_nobody_are_kept_for_whoever_refuses_them() -> None:
    nobody = pa.record_batch({"subject": pa.array([None, None], pa.string())})

    kept = list(gathered_in_turn([nobody, *batches()], rows_at_once=1))

    assert [table.num_rows for table in kept] == [2]
