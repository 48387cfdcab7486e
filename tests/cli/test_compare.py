"""Two policies are held against each other on files or a store, and reported for people."""

import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.desk import AS_OF, MARKET, POLICY, ROOT, say

STRICTER = POLICY.read_text(encoding="utf-8").replace(
    "unhappy_clients >= 3", "unhappy_clients >= 2"
)


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    path = tmp_path / "stricter.yaml"
    path.write_text(STRICTER.replace("version: 1", "version: 2"), encoding="utf-8")
    return path


def test_it_says_how_many_change_and_who(stricter: Path) -> None:
    said = say("compare", POLICY, stricter, MARKET, "--as-of", AS_OF, "--no-progress")

    assert said.code == 0, said.err
    lines = said.out.splitlines()
    assert lines[0].endswith("135 judged")
    assert lines[1] == "to 5 the other proposes something graver, to 0 something milder"
    assert lines[-1] == "f-oli: no rung -> review"


def test_nobody_changes_between_a_policy_and_itself(tmp_path: Path) -> None:
    report = tmp_path / "same.html"

    said = say("compare", POLICY, POLICY, MARKET, "--as-of", AS_OF, "--report", report)

    assert said.code == 0, said.err
    told = report.read_text(encoding="utf-8")
    assert "Nobody would be proposed another outcome." in told
    assert "The two texts are the same." in told


def test_every_form_of_the_report_tells_the_figures_that_differ(
    stricter: Path, tmp_path: Path
) -> None:
    paths = [tmp_path / f"report.{kind}" for kind in ("html", "json", "parquet")]
    changed = tmp_path / "changed.parquet"
    asked = [word for path in paths for word in ("--report", path)]

    said = say("compare", POLICY, stricter, MARKET, "--as-of", AS_OF, *asked, "--changed", changed)

    assert said.code == 0, said.err
    html, plain, _ = (path.read_bytes().decode(errors="replace") for path in paths)
    assert "f-fay" in html and "2 or more holds" in html and "3 or more does not hold" in html
    assert "http://" not in html.replace("http://www.w3.org", "") and "src=" not in html
    assert "f-oli" in json.dumps(json.loads(plain))
    assert pq.read_table(paths[2]).num_rows > 0
    names = pq.read_table(changed).column("subject").to_pylist()
    assert names == ["f-fay", "f-gil", "f-hal", "f-nia", "f-oli"]


def test_a_store_tells_what_the_file_tells(stricter: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    built = say("store", "build", MARKET, "--policy", POLICY, "--into", store, "--buckets", "3")
    assert built.code == 0, built.err

    from_store, from_file = (
        say("compare", POLICY, stricter, source, "--as-of", AS_OF) for source in (store, MARKET)
    )

    assert (from_store.code, from_store.out) == (from_file.code, from_file.out)


def test_policies_about_two_sides_are_refused() -> None:
    riders = ROOT / "policies" / "zoo" / "6d-uber-riders.yaml"

    said = say("compare", POLICY, riders, MARKET, "--as-of", AS_OF)

    assert said.code == 2
    assert "compare two policies about the same side" in said.err


def test_why_tells_of_a_store_what_it_tells_of_the_file(tmp_path: Path) -> None:
    store = tmp_path / "store"
    say("store", "build", MARKET, "--policy", POLICY, "--into", store, "--buckets", "3")
    asked = ("--policy", POLICY, "--as-of", AS_OF)

    from_store, from_file = (say("why", "f-ada", source, *asked) for source in (store, MARKET))

    assert from_store.code == 0, from_store.err
    # A store does not know on which line of which file something stood.
    assert from_store.out == re.sub(r"line \d+, contract (\w+)", r"\1, contract \1", from_file.out)


def test_why_says_who_is_not_in_a_store(tmp_path: Path) -> None:
    store = tmp_path / "store"
    say("store", "build", MARKET, "--policy", POLICY, "--into", store)

    said = say("why", "f-nobody", store, "--policy", POLICY, "--as-of", AS_OF)

    assert said.code == 2
    assert "no freelancer is called `f-nobody` in the store" in said.err
