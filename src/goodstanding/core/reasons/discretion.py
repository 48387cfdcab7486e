"""A reviewer's own words become words that may be told: they name and quote nobody in private."""

import re

from goodstanding.core.case.record import Case
from goodstanding.core.evidence import Evidence
from goodstanding.core.words import Refusal, require_words

# Shorter names ("7", "al") would also be found in innocent words.
SHORTEST_NAME = 3
LONGEST_QUOTE = 3
A_WORD = re.compile(r"\w+")


def require_discreet(
    name: str, words: str, *, case: Case, cited: frozenset[str] = frozenset()
) -> str:
    """The words themselves, once they are written, name no client and quote no private feedback.

    Named is a client, a client group, a piece of evidence, or a contract that is not among the
    `cited`, by an identifier of three characters or more. Quoted are four words in a row of what
    clients wrote for the platform alone; punctuation and capitals make no difference. A
    paraphrase is not seen.

    Raises:
        Refusal: the words are blank or too long, name somebody, or quote.
    """
    require_words(name, words)
    told = words.casefold()
    for evidence in _evidence_of(case):
        for identifier in sorted(_names_in(evidence) - cited):
            if re.search(rf"(?<!\w){re.escape(identifier.casefold())}(?!\w)", told):
                raise Refusal(
                    "client-named",
                    f"{name} hold `{identifier}`, which points at a client",
                    cure="say what happened without saying with whom",
                )
    in_private = {run for written in case.private_words for run in _runs(written)}
    for quote in (run for run in _runs(words) if run in in_private):
        raise Refusal(
            "private-words-quoted",
            f"{name} quote `{' '.join(quote)}` from private feedback",
            cure="tell the theme in your own words",
        )
    return words


def _evidence_of(case: Case) -> tuple[Evidence, ...]:
    resting_on = tuple(reading.evidence for reading in case.against)
    if case.verdict is None:
        return resting_on
    read = tuple(reading.evidence for reading in case.verdict.readings)
    return read + tuple(left.evidence for left in case.verdict.left_out)


def _names_in(evidence: Evidence) -> set[str]:
    names = {evidence.id, evidence.client, evidence.client_group, evidence.contract or ""}
    return {name for name in names if len(name) >= SHORTEST_NAME}


def _runs(words: str) -> list[tuple[str, ...]]:
    each = A_WORD.findall(words.casefold())
    length = LONGEST_QUOTE + 1
    return [tuple(each[at : at + length]) for at in range(len(each) - LONGEST_QUOTE)]
