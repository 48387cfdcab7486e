"""Files become an intake: everybody's evidence, and what had to be refused of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from goodstanding.cli.place import Row
from goodstanding.cli.progress import Meter
from goodstanding.cli.rows import Intake, RowReader, rejected
from goodstanding.cli.source import Layout, Source, open_source
from goodstanding.core.contract import Side
from goodstanding.core.evidence import Evidence
from goodstanding.core.fact import VOTES_BEFORE
from goodstanding.core.feedback.form import Audience
from goodstanding.core.feedback.forms import FORMS
from goodstanding.core.history import with_client_history
from goodstanding.core.policy.language import DeclaredItem, Policy
from goodstanding.core.policy.parts import reads_clients
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.words import Refusal, did_you_mean
from goodstanding.engine.intake.fields import CONTRACT, INSTANTS, Fields, fields_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the user said of the files: layout, names of columns, zone, and items of their own."""

    files: tuple[Path, ...]
    layout: Layout
    mapped: Mapping[str, str]
    assume_utc: bool
    own_items: tuple[str, ...] = ()


def take_in(wish: Wish, policy: Policy, meter: Meter) -> Intake:
    """All evidence in the files, by the person it is about; the same whatever the rows' order.

    Raises:
        Refusal: a file cannot be read at all, or lacks a column that is needed.
    """
    intake = Intake()
    reader = RowReader(
        assume_utc=wish.assume_utc,
        public=public_items(policy.about),
        several_files=len(wish.files) > 1,
    )
    for path in wish.files:
        with open_source(path, wish.layout) as source:
            for fields, row in _rows(source, wish, policy, intake=intake):
                reader.take(row, fields, intake)
                meter.step()
    if not intake.rows:
        told = ", ".join(f"`{path}`" for path in wish.files)
        raise Refusal("no-rows", f"{told} has no rows", cure="give a file with rows")
    return intake


def with_records(policy: Policy, intake: Intake) -> Intake:
    """The intake; where the policy reads what clients had said of others before and no row says
    it, each outcome knows it from all that was read."""
    every = tuple(each for own in intake.by_subject.values() for each in own)
    if not reads_clients(policy) or any(VOTES_BEFORE in each.items for each in every):
        return intake
    by_subject: dict[str, list[Evidence]] = {}
    for each in with_client_history(policy, every):
        by_subject.setdefault(each.subject, []).append(each)
    return replace(intake, by_subject=by_subject)


def public_items(about: Side) -> frozenset[str]:
    """The items that the forms show to everybody."""
    forms = [form for form in FORMS if form.author is about.other]
    return frozenset().union(*(form.names(Audience.PUBLIC) for form in forms))


def _rows(
    source: Source, wish: Wish, policy: Policy, *, intake: Intake
) -> Iterator[tuple[Fields, Row]]:
    rows = rejected(source.rows, intake)
    columns = source.columns
    if columns is None:
        first = next(rows, None)
        if first is None:
            return
        rows = chain([first], rows)
        columns = _keys(first, wish, policy)
    fields = _fields(columns, source.file, wish=wish, policy=policy)
    ignored = set(fields.ignored) if source.columns is not None else set()
    intake.ignored |= ignored
    known = set(columns)
    for row in rows:
        if source.columns is None:
            intake.ignored |= row.cells.keys() - known
        yield fields, row


def _keys(first: Row, wish: Wish, policy: Policy) -> tuple[str, ...]:
    """The keys of JSON rows: those of the first, and all others that a later row may have."""
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    taken = set(wish.mapped.values())
    others = [*vocabulary, f"{policy.about.other}_group", CONTRACT, *INSTANTS[1:]]
    given = [key for key in first.cells if key in vocabulary or _is_wanted(key, wish, policy)]
    later = [key for key in others if key not in given and key not in taken]
    return (*given, *later)


def _is_wanted(key: str, wish: Wish, policy: Policy) -> bool:
    return key in wish.mapped or key in (policy.about, policy.about.other, *INSTANTS)


def _fields(columns: tuple[str, ...], file: str, *, wish: Wish, policy: Policy) -> Fields:
    vocabulary: Mapping[str, DeclaredItem] = vocabulary_of(policy.items, about=policy.about)
    fields = fields_of(
        columns, mapped=wish.mapped, about=policy.about, vocabulary=vocabulary, file=file
    )
    for name in wish.own_items:
        if name not in fields.items:
            raise Refusal(
                "no-column-for-item",
                f"`--negative` reads `{name}`, and `{file}` has no such column",
                cure=did_you_mean(name, columns),
            )
    return fields
