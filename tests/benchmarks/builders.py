"""Answers of a few freelancers, made by hand."""

import numpy as np

from benchmarks.question import Answer, answer_of


def an_answer(*figures: tuple[int, int], turned: bool = False) -> Answer:
    """Freelancers 1, 2, ... with so many unhappy of so many rated clients; or last to first."""
    step = -1 if turned else 1
    unhappy, rated = np.array(figures, np.int64).reshape(-1, 2)[::step].T
    freelancer = np.arange(1, len(figures) + 1)[::step]
    return answer_of(freelancer, unhappy=unhappy, clients=rated, rated=rated)
