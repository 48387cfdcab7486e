"""Rows become rows that know what their clients had said before, in bounded memory.

They are put in files by person, where contracts said again are found; then in files by client
group, where each group's record is counted. What is kept of the groups stays for later additions.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from goodstanding.core.policy.language import Policy
from goodstanding.engine.history import first_votes, group_of, with_client_history
from goodstanding.engine.store.building import spill, spilled
from goodstanding.engine.store.clients import clients_file, last_received, write_clients

Clean = Callable[[Any], Any]


def with_records(
    policy: Policy, tables: Iterable[Any], *, folder: Path, buckets: int, clean: Clean
) -> Iterator[Any]:
    """The tables' rows, as `clean` leaves those of each bucket of people, with what their clients
    had said before. The groups' records are then in the folder.

    Raises:
        Refusal: there are no rows, or a value cannot be.
    """
    people, groups = folder / "people", folder / "groups"
    people.mkdir()
    groups.mkdir()
    spill(people, tables, buckets)
    spill(groups, _cleaned(people, buckets, clean), buckets, whose=group_of)
    for bucket in range(buckets):
        for table in spilled(groups, bucket):
            votes = first_votes(policy, table)
            write_clients(clients_file(folder, bucket), votes, last_received(table))
            yield with_client_history(policy, table)


def _cleaned(folder: Path, buckets: int, clean: Clean) -> Iterator[Any]:
    for bucket in range(buckets):
        for table in spilled(folder, bucket):
            yield clean(table)
