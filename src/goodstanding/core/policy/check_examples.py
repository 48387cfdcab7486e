"""The examples inside a policy become remarks: what they say that cannot be."""

from collections.abc import Iterator, Sequence

from goodstanding.core.evidence import Evidence, ItemValue
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.outcomes import row_of
from goodstanding.core.policy.remark import Path, Remark, key_path
from goodstanding.core.policy.shown import shown
from goodstanding.core.policy.vocabulary import Vocabulary, fits, wanted
from goodstanding.core.words import did_you_mean


def check_examples(policy: Policy, vocabulary: Vocabulary) -> Iterator[Remark]:
    """What the examples name that the policy does not have, and values that cannot be."""
    rungs = [rung.name for rung in policy.ladder]
    signals = [signal.name for signal in policy.signals]
    for at, example in enumerate(policy.examples):
        path: Path = ("examples", at)
        yield from check_items(example.outcomes, vocabulary, path)
        if example.rung is not None and example.rung not in rungs:
            yield Remark(
                path=(*path, "wants", "rung"),
                code="wants-unknown-rung",
                message=f"no rung is called `{example.rung}`",
                cure=did_you_mean(example.rung, rungs),
            )
        for name, _ in example.figures:
            if name not in signals:
                yield Remark(
                    path=key_path((*path, "wants", "figures"), name),
                    code="wants-unknown-figure",
                    message=f"no signal is called `{name}`",
                    cure=did_you_mean(name, signals),
                )


def check_items(
    outcomes: Sequence[Evidence], vocabulary: Vocabulary, path: Path
) -> Iterator[Remark]:
    """What the outcomes under that path say that cannot be.

    A row of several `times` says the same of each, so the row's first speaks for all.
    """
    rows = {row_of(outcome): outcome for outcome in reversed(outcomes)}
    for row, outcome in rows.items():
        for name, value in outcome.items.items():
            here: Path = (*path, "outcomes", row - 1, name)
            if name not in vocabulary:
                yield Remark(
                    path=key_path(here[:-1], name),
                    code="example-unknown-item",
                    message=f"unknown item `{name}`",
                    cure=did_you_mean(name, vocabulary),
                )
            elif not fits(vocabulary[name], value):
                yield Remark(
                    path=here,
                    code="example-odd-value",
                    message=f"`{name}` is never `{_written(value)}`",
                    cure=f"give {wanted(vocabulary[name])}",
                )


def _written(value: ItemValue) -> str:
    return str(value).lower() if isinstance(value, bool) else shown(str(value))
