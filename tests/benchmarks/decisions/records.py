"""Short records to hold rules against, written out or drawn small."""

from collections.abc import Sequence

import numpy as np

from benchmarks.decisions.record import Record
from goodstanding.engine.simulate.people import DAY


def a_record(
    votes: Sequence[str],
    *,
    every_days: float = 1,
    strictness: float = 0,
    newcomers: bool = False,
) -> Record:
    """One person for each word, a letter a vote: `n` is negative, anything else is not."""
    long = sum(len(word) for word in votes)
    person = [at for at, word in enumerate(votes) for _ in word]
    days = [every_days * (place + 1) for word in votes for place in range(len(word))]
    return Record(
        people=len(votes),
        person=np.array(person, dtype=np.int64),
        at=(np.array(days) * DAY).astype(np.int64),
        negative=np.array([letter == "n" for word in votes for letter in word], dtype=np.bool_),
        strictness=np.full(long, float(strictness)),
        newcomer=np.full(long, newcomers),
    )


def drawn(seed: int, *, people: int = 40, most: int = 60, rate: float = 0.3) -> Record:
    """People with very different numbers of votes over 24 months, all clients different."""
    chance = np.random.default_rng(seed)
    sizes = chance.integers(1, most, people)
    person = np.repeat(np.arange(people), sizes)
    at = chance.integers(0, 731 * DAY, len(person))
    return Record(
        people=people,
        person=person,
        at=at[np.lexsort((at, person))],
        negative=chance.random(len(person)) < rate,
        strictness=chance.uniform(-1, 2, len(person)),
        newcomer=chance.random(len(person)) < 0.3,
    )
