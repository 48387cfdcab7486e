"""A store and some names become all that the store holds of these people, as the core reads it."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from goodstanding.cli.intake import public_items
from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.words import Refusal
from goodstanding.engine.arrange import CLOCKS, IDENTITIES
from goodstanding.engine.evidence import evidence_in
from goodstanding.engine.store.folder import Store, open_store
from goodstanding.engine.store.standing import standing_rows


def people_in_store(store: Store, policy: Policy, names: Sequence[str]) -> tuple[Evidence, ...]:
    """Their evidence, additions included; of whom the store knows nothing there is none."""
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    wanted = frozenset((*IDENTITIES, *CLOCKS, *store.items)) & {*IDENTITIES, *CLOCKS, *vocabulary}
    rows = standing_rows(store, pa.table({"subject": pa.array(names, pa.string())}), names=wanted)
    return () if rows is None else evidence_in(rows, vocabulary, public=public_items(policy.about))


def one_in_store(path: Path, policy: Policy, subject: str) -> list[Evidence]:
    """One person's evidence in the store at the path.

    Raises:
        Refusal: it is no store, the policy does not go with it, or it knows nobody of that name.
    """
    store = open_store(path)
    store.require(policy)
    evidence = people_in_store(store, policy, [subject])
    if not evidence:
        raise Refusal(
            "unknown-subject",
            f"no {policy.about} is called `{subject}` in the store `{path}`",
            cure="check the name; `judge` lists the flagged",
        )
    return list(evidence)
