"""The examples inside a policy become remarks: what they say that cannot be."""

from collections.abc import Iterator

from goodstanding.core.policy.language import Example, Policy
from goodstanding.core.policy.remark import Path, Remark
from goodstanding.core.policy.vocabulary import Vocabulary, fits, wanted
from goodstanding.core.words import did_you_mean


def check_examples(policy: Policy, vocabulary: Vocabulary) -> Iterator[Remark]:
    """What the examples name that the policy does not have, and values that cannot be."""
    rungs = [rung.name for rung in policy.ladder]
    signals = [signal.name for signal in policy.signals]
    for at, example in enumerate(policy.examples):
        path: Path = ("examples", at)
        yield from _check_items(example, vocabulary, path)
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
                    path=(*path, "wants", "figures", f"key {name}"),
                    code="wants-unknown-figure",
                    message=f"no signal is called `{name}`",
                    cure=did_you_mean(name, signals),
                )


def _check_items(example: Example, vocabulary: Vocabulary, path: Path) -> Iterator[Remark]:
    said = {(name, value) for outcome in example.outcomes for name, value in outcome.items.items()}
    for name, value in sorted(said, key=str):
        place = (*path, "outcomes")
        if name not in vocabulary:
            yield Remark(
                path=place,
                code="example-unknown-item",
                message=f"unknown item `{name}` in example `{example.name}`",
                cure=did_you_mean(name, vocabulary),
            )
        elif not fits(vocabulary[name], value):
            yield Remark(
                path=place,
                code="example-odd-value",
                message=f"`{name}` is never `{value}`, in example `{example.name}`",
                cure=f"give {wanted(vocabulary[name])}",
            )
