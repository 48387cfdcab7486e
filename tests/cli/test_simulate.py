"""`simulate` writes a marketplace that `judge` reads, and says what it is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.desk import judge, say


def test_a_simulated_marketplace_can_be_judged(tmp_path: Path) -> None:
    folder = tmp_path / "market"

    said = say("simulate", folder, "--seed", "7", "--freelancers", "500")
    judged = judge(folder / "evidence.parquet", as_of="2026-02-01T00:00:00Z")

    assert (said.code, said.err) == (0, "")
    assert judged.code == 0
    assert judged.json["judged"] == 500
    assert not (folder / "rejects.csv").exists()


def test_the_summary_counts_contracts_votes_and_kinds(tmp_path: Path) -> None:
    said = say(
        *("simulate", tmp_path, "--seed", "1", "--freelancers", "40"),
        *("--set", "share_poor=0.5", "--set", "share_turned=0.5", "--set", "share_attacked=0"),
        *("--set", "response_good=1", "--set", "response_bad=1", "--set", "volume_median=9"),
        *("--set", "volume_sigma=0", "--set", "share_repeats=0", "--set", "clients=100000"),
        *("--set", "share_disputed=0"),
    )

    lines = said.out.splitlines()
    assert lines[0] == "400 contracts, of which 400 were answered"
    assert lines[1].startswith("400 votes, ")
    assert lines[2].startswith("40 freelancers: ordinary 0 %, poor ")
    assert lines[3] == (
        f"in {tmp_path}: evidence.parquet to judge; truth.parquet, clients.parquet and "
        "contracts.parquet with the truth; world.json"
    )


def test_the_world_beside_it_tells_how_to_draw_it_again(tmp_path: Path) -> None:
    run = [sys.executable, "-c", "from goodstanding.cli.main import main; main()"]
    words = ["simulate", str(tmp_path / "my market"), "--seed", "3", "--freelancers", "50"]
    subprocess.run([*run, *words, "--set", "share_poor=0.1"], check=True, capture_output=True)

    world = json.loads((tmp_path / "my market" / "world.json").read_text(encoding="utf-8"))

    assert world["command"] == (
        f"goodstanding simulate '{tmp_path}/my market' --seed 3 --freelancers 50 "
        "--set share_poor=0.1"
    )
    assert (world["seed"], world["scenario"], world["generator"]) == (3, "base", "PCG64")
    assert world["settings"]["freelancers"]["value"] == 50
    assert world["settings"]["clients"]["value"] == 75
    assert world["settings"]["share_poor"] == {
        "value": 0.1,
        "says": "of freelancers work poorly throughout",
        "status": "a guess",
        "source": "ours",
    }


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("--set", "share_poor"),
            "`--set share_poor`; write --set NAME=VALUE, without spaces",
        ),
        (
            ("--set", "share_poor=2"),
            "scenario `base`: `share_poor` is `2`; give a number from 0 to 1",
        ),
        (
            ("--freelancers", "0"),
            "scenario `base`: `freelancers` is `0`; give a number from 1 to 2,000,000",
        ),
        (
            ("--scenario", "public"),
            "there is no scenario `public`; did you mean `public_only`?",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    said = say("simulate", tmp_path / "market", "--seed", "1", *words)

    assert (said.code, said.out, said.err) == (2, "", f"goodstanding: {told}\n")
    assert not (tmp_path / "market").exists()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "market"

    said = say("simulate", folder, "--seed", "1", "--freelancers", "10")

    assert said.code == 2
    assert said.err == (
        f"goodstanding: folder `{folder}` cannot be written to: Not a directory; "
        "give another folder\n"
    )
