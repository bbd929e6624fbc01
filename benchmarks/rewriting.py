"""The floor of mass writes: the rows that the product wrote, written again by the driver alone.

``harvest`` reads what came into a workspace since ``before`` was noted: records, their rows, search
documents, journal. ``write`` brings the same rows into another copy, ``unwrite`` takes them out
again, both in transactions of ``_PORTION`` records.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.plain import Plain, Row
from crm_desktop.catalog import FEATURES
from crm_desktop.store.records import RecordType

_PORTION = 1_000
RECORDS = [record for feature in FEATURES for record in feature.records]


@dataclass(frozen=True)
class Before:
    """The highest keys before something was written."""

    rids: dict[str, int]
    seq: int
    operation: int


@dataclass
class Portion:
    """Records of one kind from ``first`` to ``last`` with all that belongs to them."""

    record: RecordType
    first: int
    last: int
    rows: dict[str, list[Row]] = field(default_factory=dict)
    documents: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Harvest:
    """All that was written."""

    columns: dict[str, list[str]]
    operations: list[Row]
    portions: list[Portion]


@dataclass(frozen=True)
class Deletions:
    """The operation that deleted, and its journal."""

    operations: list[Row]
    journal: list[Row]


def before(plain: Plain) -> Before:
    """Note where the workspace ends now."""
    rids = {
        record.entity: plain.value(f'SELECT coalesce(max(rid), 0) FROM "{record.table.name}"')
        for record in RECORDS
    }
    seq = plain.value("SELECT coalesce(max(seq), 0) FROM journal")
    return Before(rids, seq, plain.value("SELECT coalesce(max(rid), 0) FROM operation"))


def harvest(plain: Plain, since: Before) -> Harvest:
    """What was inserted ``since`` then."""
    columns: dict[str, list[str]] = {
        name: plain.columns(name) for name in ("operation", "journal", "search_document")
    }
    portions: list[Portion] = []
    for record in RECORDS:
        portions += _portions(plain, record, since, columns)
    operations = plain.rows("SELECT * FROM operation WHERE rid > ?", (since.operation,))
    return Harvest(columns, operations, portions)


def _portions(
    plain: Plain, record: RecordType, since: Before, columns: dict[str, list[str]]
) -> list[Portion]:
    known = since.rids[record.entity]
    table = record.table.name
    columns[table] = plain.columns(table)
    rows = plain.rows(f'SELECT * FROM "{table}" WHERE rid > ? ORDER BY rid', (known,))
    if not rows:
        return []
    starts = range(0, len(rows), _PORTION)
    portions = [Portion(record, rows[at][0], rows[at : at + _PORTION][-1][0]) for at in starts]
    for portion, at in zip(portions, starts, strict=True):
        portion.rows[table] = rows[at : at + _PORTION]
    for belonging in record.belongings:
        name = belonging.table.name
        columns[name] = plain.columns(name)
        parent = f"{record.entity}_rid"
        found = plain.rows(f'SELECT * FROM "{name}" WHERE {parent} > ? ORDER BY {parent}', (known,))
        _hand_out(portions, name, found, [row[columns[name].index(parent)] for row in found])
    rid_of = {str(row[columns[table].index("id")]): row[0] for row in rows}
    entries = plain.rows(
        "SELECT * FROM journal WHERE seq > ? AND entity = ? AND kind = 'insert'",
        (since.seq, record.entity),
    )
    key = columns["journal"].index("record_id")
    _hand_out(portions, "journal", entries, [rid_of[str(entry[key])] for entry in entries])
    for document in plain.rows(
        "SELECT * FROM search_document WHERE entity = ? AND record_rid > ?",
        (record.entity, known),
    ):
        rid = document[columns["search_document"].index("record_rid")]
        _portion_of(portions, rid).documents.append(document)
    return portions


def _hand_out(
    portions: Sequence[Portion], table: str, rows: Sequence[Row], rids: Sequence[int]
) -> None:
    for row, rid in zip(rows, rids, strict=True):
        _portion_of(portions, rid).rows.setdefault(table, []).append(row)


def _portion_of(portions: Sequence[Portion], rid: int) -> Portion:
    return portions[bisect_right(portions, rid, key=lambda portion: portion.first) - 1]


def write(plain: Plain, harvested: Harvest) -> None:
    """Write it all."""
    with plain.transaction():
        plain.insert("operation", harvested.columns["operation"], harvested.operations)
    for portion in harvested.portions:
        with plain.transaction():
            for table, rows in portion.rows.items():
                plain.insert(table, harvested.columns[table], rows)
            columns = harvested.columns["search_document"]
            plain.insert("search_document", columns, portion.documents)
            if not plain.is_postgresql:
                plain.insert("search_index", ("rowid", "text"), _texts(portion, columns))


def deletions(plain: Plain, since: Before) -> Deletions:
    """What the journal holds of what was deleted ``since`` then."""
    return Deletions(
        plain.rows("SELECT * FROM operation WHERE rid > ?", (since.operation,)),
        plain.rows("SELECT * FROM journal WHERE seq > ? AND kind = 'delete'", (since.seq,)),
    )


def unwrite(plain: Plain, harvested: Harvest, deleted: Deletions) -> None:
    """Delete it all again, with the journal of the deletion."""
    with plain.transaction():
        plain.insert("operation", harvested.columns["operation"], deleted.operations)
    done = 0
    for portion in reversed(harvested.portions):
        size = len(portion.rows[portion.record.table.name])
        with plain.transaction():
            _delete(plain, portion, harvested.columns["search_document"])
            plain.insert(
                "journal", harvested.columns["journal"], deleted.journal[done : done + size]
            )
        done += size


def _delete(plain: Plain, portion: Portion, columns: Sequence[str]) -> None:
    record = portion.record
    span: tuple[Any, ...] = (portion.first, portion.last)
    for belonging in record.belongings:
        plain.run(
            f'DELETE FROM "{belonging.table.name}" WHERE {record.entity}_rid BETWEEN ? AND ?', span
        )
    if not plain.is_postgresql:
        plain.many(
            "INSERT INTO search_index(search_index, rowid, text) VALUES ('delete', ?, ?)",
            _texts(portion, columns),
        )
    plain.run(
        "DELETE FROM search_document WHERE entity = ? AND record_rid BETWEEN ? AND ?",
        (record.entity, *span),
    )
    plain.run(f'DELETE FROM "{record.table.name}" WHERE rid BETWEEN ? AND ?', span)


def _texts(portion: Portion, columns: Sequence[str]) -> list[Row]:
    key, text = columns.index("doc_id"), columns.index("text")
    return [(document[key], document[text]) for document in portion.documents]
