"""Each number of a policy can be read on a page: whoever moves it moves the words with it."""

import re
from pathlib import Path

import pytest

from goodstanding.core.policy.finding import Severity
from goodstanding.core.policy.plain import Audience, tell
from goodstanding.core.policy.text import examine, read

POLICIES = Path(__file__).parents[3] / "policies"
NAMES = sorted(path.stem for path in POLICIES.rglob("*.yaml"))
NUMBER = re.compile(r"(?<=[ \[])[0-9]+(?:\.[0-9]+)?(?=[\s,})]|\Z)")
# Where it comes from, and what it cannot say, are words, whatever numbers stand in them.
SOURCES = re.compile(r"^(?:modelled_on|cannot_say):.*?(?=^\w|\Z)", re.MULTILINE | re.DOTALL)
WORDS = re.compile(r" *(?:#|[a-z_]+: [A-Z]|says:|because:|cure:|- [A-Z]|[A-Z])")


# Whoever has nothing known of them any more must get off the rung: no other number would let them.
FIXED = {"15-app-store-outdated-apps": ["leave: updates >= 1 or versions == 0"]}


def text_of(name: str) -> str:
    """The shipped policy of that name, less its sources, gaps and examples."""
    (path,) = POLICIES.rglob(f"{name}.yaml")
    text = path.read_text(encoding="utf-8")
    return SOURCES.sub("", text[: text.index("\nexamples:")] + "\n")


def pages(text: str) -> str:
    """What all three read, one after the other, but for the digest."""
    policy = read(text, source="shipped")
    told = "\n".join(tell(policy, audience) for audience in Audience)
    return told.replace(policy.digest, "DIGEST")


def numbers_in(text: str) -> list[tuple[int, int]]:
    """From where to where the policy's numbers stand."""
    found = []
    at = 0
    for line in text.splitlines(keepends=True):
        if not WORDS.match(line):
            found += [(at + each.start(), at + each.end()) for each in NUMBER.finditer(line)]
        at += len(line)
    return found


def moved(text: str, place: tuple[int, int]) -> str | None:
    """The text with the number at that place a little greater, or less where that cannot be; None
    where no other number is allowed."""
    start, end = place
    written = text[start:end]
    tries = [f"{written}1"] if "." in written else [str(int(written) + 1), str(int(written) - 1)]
    texts = [f"{text[:start]}{other}{text[end:]}" for other in [*tries, "0.5", f"{written}.5"]]
    return next((each for each in texts if is_sound(each)), None)


def is_sound(text: str) -> bool:
    """Whether the policy can be used."""
    return all(each.severity is Severity.WARNING for each in examine(text)[1])


@pytest.mark.parametrize("name", NAMES)
def test_a_number_that_moves_in_a_policy_moves_on_a_page(name: str) -> None:
    text = text_of(name)
    told = pages(text)

    fixed, unmoved = [], []
    for start, end in numbers_in(text):
        line = text[text.rfind("\n", 0, start) + 1 : text.find("\n", end)].strip()
        other = moved(text, (start, end))
        if other is None:
            fixed.append(line)
        elif pages(other) == told:
            unmoved.append(line)

    assert unmoved == []
    assert fixed == FIXED.get(name, [])


@pytest.mark.parametrize(
    ("name", "count"), [("poor-contract-outcomes", 22), ("1e-job-success-score", 18)]
)
def test_every_number_is_moved(name: str, count: int) -> None:
    assert len(numbers_in(text_of(name))) == count


def test_what_a_contract_weighs_is_told_to_all_whom_it_concerns() -> None:
    policy = read(text_of("1e-job-success-score"), source="1e")

    for audience in Audience:
        assert (
            "An outcome weighs by net paid: 1 from 0 on, 2 from 1000 on. Where that is unknown or "
            "less, it weighs as at the first of them."
        ) in tell(policy, audience)


def test_the_reviewer_reads_on_which_day_people_are_judged_and_what_a_policy_asks_itself() -> None:
    page = tell(read(text_of("4-etsy-service-standards"), source="4"), Audience.REVIEWER)

    assert "- Judged: monthly, on day 1.\n" in page
    assert "## Items of its own\n" in page
    assert "- `stars` (a number from 1 to 5): the stars of a review\n" in page
