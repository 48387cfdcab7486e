"""Rows become evidence; whatever cannot become evidence becomes a reject, and nothing is lost."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from goodstanding.cli.place import Reject, Row
from goodstanding.core.evidence import Evidence, ItemValue
from goodstanding.core.fact import Source
from goodstanding.core.words import Refusal
from goodstanding.engine.intake.cell import (
    BadCell,
    identifier,
    instant,
    is_empty,
    item_value,
    shown,
)
from goodstanding.engine.intake.fields import Fields

FAR_AT = datetime.max.replace(tzinfo=UTC)


@dataclass
class Intake:
    """All that was read: evidence by the person it is about, and the rejects."""

    by_subject: dict[str, list[Evidence]] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    rows: int = 0
    ignored: set[str] = field(default_factory=set)


@dataclass
class RowReader:
    """Turns rows of one layout into evidence; remembers contracts, so that none counts twice."""

    assume_utc: bool
    public: frozenset[str]
    several_files: bool
    seen: dict[tuple[str, str, Source], list[Evidence]] = field(default_factory=dict)

    def take(self, row: Row, fields: Fields, intake: Intake) -> None:
        """The row as evidence or as rejects, one for each cell that is wrong."""
        intake.rows += 1
        wrong: list[Reject] = []
        read = _Cells(row, wrong, assume_utc=self.assume_utc)
        parts = read.parts(fields)
        if not wrong:
            evidence = self._evidence(row, fields, parts=parts, wrong=wrong)
            if evidence is not None:
                intake.by_subject.setdefault(evidence.subject, []).append(evidence)
        intake.rejects.extend(wrong)

    def _evidence(
        self, row: Row, fields: Fields, *, parts: "_Parts", wrong: list[Reject]
    ) -> Evidence | None:
        try:
            evidence = Evidence(
                id=f"{row.file}:{row.line}" if self.several_files else f"line {row.line}",
                subject=parts.subject,
                client=parts.reporter,
                client_group=parts.group or parts.reporter,
                occurred_at=parts.occurred_at,
                received_at=parts.received_at or parts.occurred_at,
                superseded_at=parts.superseded_at,
                contract=parts.contract,
                source=Source(str(parts.items.get("source", Source.FEEDBACK))),
                items=parts.items,
                public_items=self.public & parts.items.keys(),
            )
        except Refusal as refusal:
            column = fields.received_at or fields.occurred_at
            wrong.append(_reject(row, column, wrong=refusal.message, cure=refusal.cure))
            return None
        return self._once(evidence, row, fields=fields, wrong=wrong)

    def _once(
        self, evidence: Evidence, row: Row, *, fields: Fields, wrong: list[Reject]
    ) -> Evidence | None:
        """The evidence, unless another version of it is in force at the same time."""
        if evidence.contract is None:
            return evidence
        versions = self.seen.setdefault((evidence.subject, evidence.contract, evidence.source), [])
        for earlier in versions:
            if _overlap(earlier, evidence):
                message = f"contract `{evidence.contract}` stands on {earlier.id} already"
                cure = "keep one, or say when each version is superseded (`superseded_at`)"
                wrong.append(_reject(row, fields.contract or "", wrong=message, cure=cure))
                return None
        versions.append(evidence)
        return evidence


def _overlap(one: Evidence, other: Evidence) -> bool:
    """Whether both versions would be in force at some instant."""
    first, second = sorted((one, other), key=lambda each: each.received_at)
    return first.superseded_at is None or second.received_at < first.superseded_at


@dataclass
class _Parts:
    subject: str
    reporter: str
    group: str | None
    contract: str | None
    occurred_at: datetime
    received_at: datetime | None
    superseded_at: datetime | None
    items: dict[str, ItemValue]


@dataclass
class _Cells:
    """Reads the cells of one row, and notes each that is wrong."""

    row: Row
    wrong: list[Reject]
    assume_utc: bool = field(kw_only=True)

    def parts(self, fields: Fields) -> _Parts:
        return _Parts(
            subject=self._id(fields.subject) or "",
            reporter=self._id(fields.reporter) or "",
            group=self._id(fields.group, needed=False),
            contract=self._id(fields.contract, needed=False),
            occurred_at=self._instant(fields.occurred_at) or FAR_AT,
            received_at=self._instant(fields.received_at, needed=False),
            superseded_at=self._instant(fields.superseded_at, needed=False),
            items=dict(self._items(fields)),
        )

    def _value(self, column: str | None, *, needed: bool) -> Any:
        value = None if column is None else self.row.cells.get(column)
        if needed and is_empty(value):
            self._note(column or "", "nothing stands here", "every row needs a value here")
        return None if is_empty(value) else value

    def _id(self, column: str | None, *, needed: bool = True) -> str | None:
        value = self._value(column, needed=needed)
        try:
            return None if value is None else identifier(value)
        except BadCell as bad:
            self._note(column or "", bad.wrong, bad.cure)
            return None

    def _instant(self, column: str | None, *, needed: bool = True) -> datetime | None:
        value = self._value(column, needed=needed)
        try:
            return None if value is None else instant(value, assume_utc=self.assume_utc)
        except BadCell as bad:
            self._note(column or "", bad.wrong, bad.cure)
            return None

    def _items(self, fields: Fields) -> Iterator[tuple[str, ItemValue]]:
        for name, item in fields.items.items():
            value = self._value(fields.columns[name], needed=False)
            if value is None:
                continue
            try:
                yield name, item_value(value, item)
            except BadCell as bad:
                self._note(fields.columns[name], bad.wrong, bad.cure)

    def _note(self, column: str, wrong: str, cure: str) -> None:
        self.wrong.append(_reject(self.row, column, wrong=wrong, cure=cure))


def _reject(row: Row, column: str, *, wrong: str, cure: str) -> Reject:
    value = row.cells.get(column)
    return Reject(
        file=row.file,
        line=row.line,
        column=column,
        value="" if value is None else shown(value),
        wrong=wrong,
        cure=cure,
    )


def rejected(rows: Iterable[Row | Reject], intake: Intake) -> Iterator[Row]:
    """The rows that could be read; the others go to the intake's rejects."""
    for each in rows:
        if isinstance(each, Reject):
            intake.rows += 1
            intake.rejects.append(each)
        else:
            yield each
