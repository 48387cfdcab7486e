"""What clients said first of whom becomes files in a store, so that a day can be added to it.

For each client group: when it first voted on each person, and whether negatively; and when the last
of its outcomes was received. Groups are kept in as many files as there are buckets, each group in
the one of its own name's sum.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.text import read
from goodstanding.engine.buckets import buckets_of
from goodstanding.engine.column import Whole
from goodstanding.engine.history import Votes, first_votes, group_of, received_of
from goodstanding.engine.store.adding import added_rows, alike, merge
from goodstanding.engine.store.bucket import read_lists, write_lists
from goodstanding.engine.store.building import parted
from goodstanding.engine.store.folder import Store


def clients_file(folder: Path, bucket: int) -> Path:
    """Where the records of the groups in that bucket are kept."""
    return folder / f"clients-{bucket:04d}.votes"


def write_clients(path: Path, votes: Votes, last: Any) -> None:
    """The votes, and `last` (a table of `group` and `last_at`) of every group, voting or not."""
    last = last.sort_by("group")
    place = pc.index_in(votes.groups, value_set=last.column("group").combine_chunks())
    order = np.argsort(np.asarray(place), kind="stable")
    starts = np.searchsorted(np.asarray(place)[order], np.arange(last.num_rows + 1))
    columns = {
        "groups": last.column("group").combine_chunks(),
        "last_at": last.column("last_at").combine_chunks(),
        "starts": starts.astype(np.int64),
        "subjects": votes.subjects.take(pa.array(order)),
        "at": votes.at[order],
        "negative": votes.negative[order],
    }
    write_lists(path, columns, {})


def last_received(table: Any) -> Any:
    """When the last outcome of each group was received."""
    rows = pa.table({"group": group_of(table), "last_at": received_of(table)})
    return _latest_of(rows)


def _latest_of(rows: Any) -> Any:
    grouped = rows.group_by("group").aggregate([("last_at", "max")])
    return pa.table({"group": grouped.column("group"), "last_at": grouped.column("last_at_max")})


def known_clients(store: Store, groups: Any) -> tuple[Votes, Any]:
    """The votes kept of those groups (Arrow texts), and when each was heard of last.

    Of what was merged; additions since are not in it.
    """
    votes, last = [], []
    own = buckets_of(groups, store.buckets)
    for bucket in np.unique(own).tolist():
        columns, _ = read_lists(clients_file(store.path, bucket))
        asked = groups.filter(pa.array(own == bucket))
        mine = np.flatnonzero(np.asarray(pc.is_in(columns["groups"], value_set=asked)))
        votes.append(_votes_of(columns, mine))
        places = pa.array(mine)
        last.append(
            pa.table(
                {
                    "group": columns["groups"].take(places),
                    "last_at": columns["last_at"].take(places),
                }
            )
        )
    return _joined(votes), pa.concat_tables(last)


def _votes_of(columns: dict[str, Any], groups: Whole) -> Any:
    starts = np.asarray(columns["starts"])
    sizes = np.diff(starts)[groups]
    rows = np.repeat(starts[groups] - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
    return pa.table(
        {
            "group": columns["groups"].take(pa.array(np.repeat(groups, sizes))),
            "subject": columns["subjects"].take(pa.array(rows)),
            "at": columns["at"].take(pa.array(rows)),
            "negative": columns["negative"].take(pa.array(rows)),
        }
    )


def _joined(tables: list[Any]) -> Votes:
    whole = pa.concat_tables(tables).combine_chunks()
    return Votes(
        groups=whole.column("group").combine_chunks(),
        subjects=whole.column("subject").combine_chunks(),
        at=np.asarray(whole.column("at")),
        negative=np.asarray(whole.column("negative")),
    )


def waiting_rows(store: Store) -> Any | None:
    """All rows added to the store and not yet merged; None if there are none."""
    found = None
    for bucket in range(store.buckets):
        rows = added_rows(store, bucket)
        if rows is not None:
            found = rows if found is None else below(found, rows)
    return found


def below(upper: Any, lower: Any) -> Any:
    """Both tables as one, the second below the first."""
    return pa.concat_tables(alike(upper, lower), promote_options="default")


def merge_all(store: Store) -> Store:
    """The store with all additions in its buckets, and their votes in its clients' records."""
    waiting = waiting_rows(store)
    if waiting is not None and store.clients is not None:
        policy = read(store.clients, source=str(store.path))
        for bucket, rows in parted(waiting, store.buckets, whose=group_of):
            _merge_clients(store, bucket, rows, policy=policy)
    return merge(store)


def _merge_clients(store: Store, bucket: int, rows: Any, *, policy: Policy) -> None:
    """One file of records anew. Doing it twice changes nothing, so that it may break off."""
    path = clients_file(store.path, bucket)
    columns, _ = read_lists(path)
    groups = columns["groups"]
    known = _joined([_votes_of(columns, np.arange(len(groups)))])
    before = pa.table({"group": groups, "last_at": columns["last_at"]})
    last = _latest_of(pa.concat_tables([before, last_received(rows)]))
    write_clients(path, _together(known, policy, rows), last)


def _together(known: Votes, policy: Policy, rows: Any) -> Votes:
    """The votes known, and those of the rows on whoever the group had not voted on."""
    own = first_votes(policy, rows, known=known)
    old, fresh = known.table(), own.table()
    pairs = [
        pc.binary_join_element_wise(each.column("group"), each.column("subject"), "\x00")
        for each in (old, fresh)
    ]
    unknown = pc.invert(pc.is_in(pairs[1], value_set=pairs[0].combine_chunks()))
    return _joined([old, fresh.filter(unknown)])
