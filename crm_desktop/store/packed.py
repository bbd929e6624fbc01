"""A portion of a bulk change with everything that is to be written, made before its transaction.

Half of what a portion took was Python between the statements: comparing, making rows and JSON,
reading documents to see whether they say something else. Of a change of plain columns all of it is
known as soon as the records are read; what is left to the transaction is to lock them, to see that
nothing has changed since (``store.prepared`` says when that holds), and a handful of statements.
Flat, so that a process may hand it over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.engine import Connection

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.store import journal, search_index
from crm_desktop.store.alike import Alike, alike, update_alike
from crm_desktop.store.loading import lock_versions
from crm_desktop.store.records import RecordType
from crm_desktop.store.row_changes import Change, journaled
from crm_desktop.store.search_words import words_of
from crm_desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Packed:
    """Changes of ``fields`` of records of one ``entity``, read after the ``moment`` of the
    journal. ``versions`` of all records that were read, by internal key, those included that stay
    as they are; ``rewritten``: other texts of documents, by their number; ``fresh``: those of
    records that have none, by internal key; ``words``: what these make known in a file."""

    entity: str
    fields: frozenset[str]
    moment: int
    versions: Mapping[int, int]
    updates: Sequence[Alike]
    entries: journal.Ready
    rewritten: Sequence[tuple[int, str]]
    fresh: Sequence[tuple[int, str]]
    words: str


def pack(
    unit: UnitOfWork,
    record: RecordType,
    moment: int,
    *,
    fields: frozenset[str],
    versions: Mapping[int, int],
    effective: Sequence[Change],
    texts: Mapping[int, str | None],
) -> Packed | None:
    """The ``effective`` changes of ``fields``, and the documents that follow from them; ``None``
    if more than plain columns changes, or a document has to go."""
    links = record.linking.intersection(fields)
    if links or not fields.issubset(record.single_fields):
        return None
    found = search_index.documents_of(unit.connection, record.entity, texts, record.index)
    there = {one.rid: one for one in found}
    if any(text is None and rid in there for rid, text in texts.items()):
        return None
    given = [(rid, text) for rid, text in texts.items() if text is not None]
    other = [(there[rid], text) for rid, text in given if rid in there]
    rewritten = [(one.doc_id, text) for one, text in other if one.text != text]
    fresh = [(rid, text) for rid, text in given if rid not in there]
    return Packed(
        record.entity,
        fields,
        moment,
        versions,
        alike(unit.labels, record, effective),
        journal.ready(
            unit.connection.dialect, journal.UPDATE, record.entity, map(journaled, effective)
        ),
        rewritten,
        fresh,
        _words(unit.connection, (*rewritten, *fresh)),
    )


def _words(connection: Connection, documents: Iterable[tuple[int, str]]) -> str:
    """What a file learns of the documents; a server keeps no words."""
    if connection.dialect.name != "sqlite":
        return ""
    return words_of(text for _key, text in documents)


def write_packed(unit: UnitOfWork, packed: Packed) -> bool:
    """Write it, if everything is as it was read; else nothing is written."""
    record, connection = unit.registry[packed.entity], unit.connection
    if lock_versions(connection, record, packed.versions) != packed.versions:
        return False
    if journal.others_wrote(connection, packed.moment, unit.op_rid, record.spoken_targets):
        return False
    update_alike(connection, record, packed.updates)
    index, words = record.index, packed.words
    search_index.rewrite_documents(connection, packed.rewritten, index, words)
    search_index.write_documents(
        connection, packed.entity, packed.fresh, fresh=True, index=index, words=words
    )
    unit.note_ready(packed.entries)
    return True
