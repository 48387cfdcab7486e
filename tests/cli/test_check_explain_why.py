"""Policies are checked as a compiler would, told in plain words, and applied to one person."""

import re
from pathlib import Path

import pytest

from tests.cli.desk import AS_OF, ROOT, Said, csv_file, say, unhappy

SMALL = """\
policy: small
version: 3
title: Small
about: freelancer
negative:
  - when: overall <= 2
    says: the client was unhappy
votes: {per: client_group, keep: worst}
signals:
  unhappy:
    count: negative
    window: {months: 12}
    says: unhappy clients
ladder:
  - rung: look
    when: unhappy >= 3
    propose: advise
    cure: Talk with your clients.
    says: three clients were unhappy
impact_budget: 0.02
examples:
  - example: three unhappy clients
    as_of: 2026-07-01
    outcomes:
      - {times: 3, at: 2026-03-01, overall: 2}
    wants: {rung: look}
  - example: two are too few
    as_of: 2026-07-01
    outcomes:
      - {times: 2, at: 2026-03-01, overall: 2}
      - {at: 2026-03-01, overall: 3}
    wants: {figures: {unhappy: 2}}
"""
BUDGET = "impact_budget: 0.02\n"
LINE_OF_WINDOW = "    window: {months: 12}\n"


def policy_file(folder: Path, text: str = SMALL, *, name: str = "small.yaml") -> Path:
    """A policy with one rung, as a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def without_digest(told: str) -> str:
    """What was told, with the digest of any policy as `DIGEST`."""
    return re.sub("digest [0-9a-f]{12}", "digest DIGEST", told)


def why(subject: str, rows: list[str], folder: Path, *words: str | Path) -> Said:
    """`goodstanding why` by the small policy, of a file with these rows."""
    policy = policy_file(folder)
    file = csv_file(folder, *rows)
    rejects = folder / "rejects.csv"
    known = ("--policy", policy, "--as-of", AS_OF, "--rejects", rejects)
    return say("why", subject, file, *known, *words)


# Check.


def test_a_clean_policy_says_how_many_examples_hold(tmp_path: Path) -> None:
    path = policy_file(tmp_path)

    said = say("check", path)

    assert (said.code, said.err) == (0, "")
    assert without_digest(said.out) == (
        f"{path}: `small` version 3, digest DIGEST: 2 of 2 examples hold, 0 warnings\n"
    )


def test_a_warning_is_told_with_its_place_and_cure_and_refuses_nothing(tmp_path: Path) -> None:
    path = policy_file(tmp_path, SMALL.replace(BUDGET, ""))

    said = say("check", path)

    assert said.code == 0
    assert without_digest(said.out) == (
        f"{path}:1:1: warning: no `impact_budget` is given [no-budget]\n"
        "    |\n"
        "  1 | policy: small\n"
        "    | ^\n"
        "    = add `impact_budget: 0.02`, the share of people that may be flagged\n"
        "\n"
        f"{path}: `small` version 3, digest DIGEST: 2 of 2 examples hold, 1 warning\n"
    )


def test_strict_lets_the_same_warning_refuse_and_nothing_else(tmp_path: Path) -> None:
    warned = policy_file(tmp_path, SMALL.replace(BUDGET, ""), name="warned.yaml")
    clean = policy_file(tmp_path)

    assert say("check", "--strict", warned).code == 2
    assert say("check", "--strict", clean).code == 0


def test_an_error_is_told_as_a_compiler_would(tmp_path: Path) -> None:
    path = policy_file(tmp_path, SMALL.replace("when: overall", "when: overal"))

    said = say("check", path)

    assert said.code == 2
    assert said.out == (
        f"{path}:6:11: error: unknown item `overal` [unknown-word]\n"
        "    |\n"
        "  6 |   - when: overal <= 2\n"
        "    |           ^^^^^^\n"
        "    = did you mean `overall`?\n"
        "\n"
        f"{path}: refused, 1 error\n"
    )


def test_every_error_is_told_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = SMALL.replace("propose: advise", "propose: advice").replace("months: 12", "months: 0")

    said = say("check", policy_file(tmp_path, text))

    assert re.findall(r"yaml:(\d+):\d+: error:", said.out) == ["12", "17"]
    assert said.out.endswith("refused, 2 errors\n")


def test_an_example_that_does_not_hold_refuses_the_policy(tmp_path: Path) -> None:
    path = policy_file(tmp_path, SMALL.replace("unhappy >= 3", "unhappy >= 2"))

    said = say("check", path)

    assert said.code == 2
    assert without_digest(said.out) == (
        f"{path}: error: example `two are too few`: wanted no rung, got rung `look` "
        "[example-fails]\n"
        f"{path}: `small` version 3, digest DIGEST: 1 of 2 examples hold, 0 warnings\n"
    )


def test_a_folder_stands_for_all_policies_in_it_and_one_refused_refuses_all(
    tmp_path: Path,
) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    policy_file(tmp_path, name="b.yml")
    policy_file(inner, SMALL.replace("version: 3", "version: none"), name="a.yaml")
    (tmp_path / "notes.txt").write_text("no policy", encoding="utf-8")

    said = say("check", tmp_path)

    assert said.code == 2
    assert f"{tmp_path}/b.yml: `small` version 3" in said.out
    assert f"{inner}/a.yaml: refused, 1 error" in said.out
    assert "notes.txt" not in said.out


def test_a_folder_without_policies_is_refused(tmp_path: Path) -> None:
    said = say("check", tmp_path)

    assert said.code == 2
    assert said.err == (
        f"goodstanding: folder `{tmp_path}` holds no policy; name a YAML file, or its folder\n"
    )


def test_a_policy_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    nowhere, binary = tmp_path / "nowhere.yaml", tmp_path / "binary.yaml"
    binary.write_bytes(b"policy: \xff\xfe")

    assert say("check", nowhere).err == (
        f"goodstanding: policy `{nowhere}` cannot be read: No such file or directory; give the "
        "path of a YAML file, or the name of a policy that we ship, for example "
        "poor-contract-outcomes\n"
    )
    assert say("check", binary).err == (
        f"goodstanding: policy `{binary}` is no text in UTF-8; save it as UTF-8\n"
    )


def test_what_is_checked_can_go_by_the_name_of_a_policy_that_we_ship() -> None:
    said = say("check", "poor-contract-outcomes")

    assert said.code == 0
    assert said.out.startswith(f"{ROOT}/policies/poor-contract-outcomes.yaml: ")


def test_no_policy_that_we_ship_is_refused() -> None:
    said = say("check", ROOT / "policies")

    assert said.code == 0, said.out


def test_in_json_every_finding_has_its_code_place_and_cure(tmp_path: Path) -> None:
    refused = policy_file(tmp_path, SMALL.replace("when: overall", "when: overal"))
    broken = policy_file(tmp_path, SMALL.replace(">= 3", ">= 2"), name="broken.yaml")

    said = say("check", "--format", "json", refused, broken)

    first, second = said.json
    assert said.code == 2
    assert first == {
        "file": str(refused),
        "refused": True,
        "policy": None,
        "version": None,
        "digest": None,
        "findings": [
            {
                "code": "unknown-word",
                "severity": "error",
                "line": 6,
                "column": 11,
                "message": "unknown item `overal`",
                "cure": "did you mean `overall`?",
            }
        ],
        "examples": [],
        "timelines": [],
    }
    assert (second["policy"], second["version"], second["refused"]) == ("small", 3, True)
    assert second["examples"] == [
        {"name": "three unhappy clients", "held": True, "told": ""},
        {
            "name": "two are too few",
            "held": False,
            "told": "wanted no rung, got rung `look`",
        },
    ]


# Explain.


@pytest.mark.parametrize(
    ("audience", "sentence"),
    [
        ("freelancer", "when a client reports a bad outcome about your work with them"),
        ("client", "This is what happens with what you report about a freelancer"),
        ("reviewer", "`unhappy >= 3`; proposes `advise`."),
    ],
)
def test_each_audience_is_told_the_policy_in_its_own_words(
    audience: str, sentence: str, tmp_path: Path
) -> None:
    path = policy_file(tmp_path)

    said = say("explain", path, "--for", audience, "--format", "markdown")

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("# Small\n\nPolicy `small`, version 3.\n")
    assert sentence in said.out


def test_it_is_told_to_the_freelancer_as_text_when_nothing_is_said(tmp_path: Path) -> None:
    path = policy_file(tmp_path)

    said = say("explain", path)

    assert said.out == say("explain", path, "--for", "freelancer", "--format", "text").out
    assert "your work with" in said.out
    assert "# Small" not in said.out and "`" not in said.out


def test_the_numbers_are_the_policys_own(tmp_path: Path) -> None:
    text = SMALL.replace("unhappy >= 3", "unhappy >= 5").replace("months: 12", "months: 7")
    path = policy_file(tmp_path, text)

    said = say("explain", path, "--format", "markdown")

    assert "unhappy clients (the last 7 months): 5 or more" in said.out


@pytest.mark.parametrize("audience", ["freelancer", "client", "reviewer"])
def test_in_json_the_words_stand_beside_the_whole_policy(audience: str, tmp_path: Path) -> None:
    path = policy_file(tmp_path)

    said = say("explain", path, "--for", audience, "--format", "json")

    assert said.code == 0
    assert said.json["audience"] == audience
    assert said.json["text"] == say("explain", path, "--for", audience, "--format", "markdown").out
    assert said.json["policy"]["name"] == "small"
    assert said.json["policy"]["impact_budget"] == "1/50"
    assert [example["name"] for example in said.json["policy"]["examples"]] == [
        "three unhappy clients",
        "two are too few",
    ]


def test_every_policy_that_we_ship_can_be_told_in_json() -> None:
    for path in sorted((ROOT / "policies").rglob("*.yaml")):
        assert say("explain", path, "--format", "json").json["policy"]["name"].endswith(path.stem)


def test_a_policy_with_an_error_is_not_told_but_refused(tmp_path: Path) -> None:
    path = policy_file(tmp_path, SMALL.replace(LINE_OF_WINDOW, LINE_OF_WINDOW.replace("12", "0")))

    said = say("explain", path)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"{path}:12:")


def test_an_audience_that_there_is_not_is_refused(tmp_path: Path) -> None:
    said = say("explain", policy_file(tmp_path), "--for", "judge")

    assert said.code == 2
    assert "'judge' is not one of 'freelancer', 'client', 'reviewer'" in said.err


# Why.


def test_why_tells_every_figure_limit_and_outcome(tmp_path: Path) -> None:
    rows = [*unhappy("ana", "c1", "c2", "c3"), "ana,c4,2026-04-01T00:00:00Z,5"]

    said = why("ana", rows, tmp_path)

    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "ana at 2026-07-01T00:00:00Z: rung `look`, by policy `small` version 3.\n"
        "\n"
        "Figures\n"
        "  unhappy: unhappy clients (the last 12 months): 3, over 4 votes\n"
        "\n"
        "Limits\n"
        "  look: reached\n"
        "    unhappy 3: 3 or more holds\n"
        "\n"
        "Negative outcomes\n"
        "  line 2, client c1, 2026-04-01T00:00:00Z: the client was unhappy, in public\n"
        "  line 3, client c2, 2026-04-01T00:00:00Z: the client was unhappy, in public\n"
        "  line 4, client c3, 2026-04-01T00:00:00Z: the client was unhappy, in public\n"
        "\n"
        "Other outcomes: 1\n"
    )


def test_why_in_json_has_the_same_and_nothing_else_on_stdout(tmp_path: Path) -> None:
    said = why("ana", unhappy("ana", "c1", "c2", "c3"), tmp_path, "--format", "json")

    assert (said.code, said.err) == (0, "")
    assert said.json["rung"] == "look"
    assert said.json["figures"] == {
        "unhappy": {
            "value": 3,
            "exact": "3",
            "sample": 3,
            "counted": ["line 2", "line 3", "line 4"],
        }
    }


def test_somebody_of_whom_nothing_was_known_yet_is_on_no_rung(tmp_path: Path) -> None:
    said = why("ana", ["ana,c1,2026-07-01T00:00:00.000001Z,1"], tmp_path)

    assert said.code == 0
    assert said.out.startswith("ana at 2026-07-01T00:00:00Z: no rung is reached")
    assert "unhappy clients (the last 12 months): 0, over 0 votes" in said.out


def test_a_name_that_is_nearly_there_is_proposed(tmp_path: Path) -> None:
    said = why("anna", unhappy("ana", "c1"), tmp_path)

    assert (said.code, said.out) == (2, "")
    assert said.err == (
        f"goodstanding: no freelancer is called `anna` in `{tmp_path}/outcomes.csv`; did you mean "
        "`ana`?\n"
    )


def test_for_a_name_unlike_any_other_nobody_is_proposed(tmp_path: Path) -> None:
    said = why("zacharias", unhappy("ana", "c1"), tmp_path)

    assert said.code == 2
    assert said.err.endswith("; check the name; `judge` lists the flagged\n")


def test_why_counts_good_rows_and_says_that_others_were_refused(tmp_path: Path) -> None:
    said = why("ana", [*unhappy("ana", "c1"), "ana,c2,2026-04-01,1"], tmp_path)

    assert said.code == 1
    assert "unhappy clients (the last 12 months): 1, over 1 vote" in said.out
    assert said.err.startswith("note: 1 of 2 rows were refused and not judged; all are in ")


def test_whose_every_row_was_refused_is_told_so_and_not_only_called_unknown(
    tmp_path: Path,
) -> None:
    said = why("ben", [*unhappy("ana", "c1"), "ben,c2,2026-04-01,1"], tmp_path)

    assert said.code == 2
    assert "line 3, column `occurred_at`: `2026-04-01` has no time zone" in said.err
    assert "no freelancer is called `ben`" in said.err
    assert (tmp_path / "rejects.csv").is_file()
