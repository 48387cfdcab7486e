"""The whole run works from files to page, and says loudly what it could not measure."""

import json
from pathlib import Path

import pytest

from benchmarks.run import main


@pytest.fixture(autouse=True)
def installed() -> None:
    """A floor needs one of the two."""
    pytest.importorskip("duckdb", reason="duckdb is not installed: THE RUN IS NOT TESTED")


def run(folder: Path, *words: str) -> int:
    """A run over 20,000 rows."""
    files, into = folder / "files", folder / "page"
    return main(["--rows", "20000", "--files", str(files), "--into", str(into), *words])


def test_a_run_measures_each_lane_and_writes_page_chart_and_figures(tmp_path: Path) -> None:
    code = run(tmp_path, "--only", "duckdb,duckdb-votes", "--rounds", "2", "--no-small")

    told = json.loads((tmp_path / "page" / "throughput.json").read_text())
    lanes = {one["lane"]: one for one in told["sizes"][0]["results"]}
    assert code == 0
    assert lanes["duckdb"]["rounds"] == 2
    assert lanes["duckdb"]["digest"] == lanes["duckdb-votes"]["digest"]
    assert lanes["duckdb"]["cpu_seconds"]["median"] > 0
    assert lanes["duckdb"]["peak_bytes"]["median"] > 50_000_000
    assert told["sizes"][0]["differing"] == []
    page = (tmp_path / "page" / "throughput.md").read_text()
    assert "| DuckDB, picking each client's very vote |" in page
    assert "Machine: processor" in page
    assert (tmp_path / "page" / "throughput.svg").read_text().startswith("<svg ")


def test_a_lane_that_nobody_knows_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "--only", "polers") == 2
    assert "unknown lanes: polers; known are floor-duckdb" in capsys.readouterr().out


def test_small_batches_are_answered_alike_by_all_who_are_there(tmp_path: Path) -> None:
    code = run(tmp_path, "--only", "duckdb", "--rounds", "1")

    told = json.loads((tmp_path / "page" / "throughput.json").read_text())
    small = told["small_batches"]
    assert code == 0
    assert small["core"]["one"]["rows"] == 50
    assert small["core"]["one"]["digest"] == small["duckdb"]["one"]["digest"]
    assert small["core"]["thousand"]["median_microseconds"] > 1000
