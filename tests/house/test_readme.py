"""What the README shows is what the commands print."""

import re
from pathlib import Path

from tests.cli.desk import AS_OF, say

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "policies" / "examples" / "small-market.csv"
POLICY = ROOT / "policies" / "poor-contract-outcomes.yaml"


def test_the_output_in_the_readme_is_real() -> None:
    said = say("judge", EXAMPLE, "--policy", POLICY, "--as-of", AS_OF)

    assert [line.rstrip() for line in said.out.splitlines() if line not in README] == []


def test_what_the_readme_says_of_ada_cleo_and_dan_is_true() -> None:
    def why(subject: str) -> str:
        return say("why", subject, EXAMPLE, "--policy", POLICY, "--as-of", AS_OF).out

    assert "rung `block`" in why("f-ada")
    assert "in public" not in why("f-ada")
    assert "unhappy_clients 3: 3 or more holds" in why("f-cleo")
    assert "unhappy_share 7.5 %: 20 % or more does not hold" in why("f-cleo")
    assert "unhappy_clients 1: 3 or more does not hold" in why("f-dan")
    assert why("f-dan").count("client c-g0") == 3


def test_every_page_that_the_readme_names_is_there() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README)

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
