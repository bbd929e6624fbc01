"""A portion of a bulk change with everything that is to be written, made before its transaction.

Half of what a portion took was Python between the statements: comparing, making rows and JSON,
reading documents to see whether they say something else. All of it is known as soon as the records
are read; what is left to the transaction is to lock them, to see that nothing has changed since
(``store.prepared`` says when that holds), and a handful of statements. Flat, so that a process may
hand it over. A file gets nothing so but plain columns with which documents change: the rest takes
it no longer to write than to make ready.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy.engine import Connection

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.store import journal, search_index
from crm_desktop.store.alike import Alike, alike, update_alike
from crm_desktop.store.ends import Ends, ends_of, write_ends
from crm_desktop.store.loading import lock_versions
from crm_desktop.store.records import RecordType
from crm_desktop.store.row_changes import Change, journaled
from crm_desktop.store.search_words import words_of
from crm_desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Packed:
    """Changes of ``fields`` of records of one ``entity``, read after the ``moment`` of the
    journal; they hold as long as nobody writes records of the kinds ``told_of`` since.
    ``versions`` of all records that were read, by internal key, those included that stay as they
    are; ``gone``: internal keys of those that lose their documents; ``rewritten``: other texts of
    documents, by their number; ``fresh``: those of records that have none, by internal key;
    ``words``: what these make known in a file."""

    entity: str
    fields: frozenset[str]
    moment: journal.Moment
    told_of: frozenset[str]
    versions: Mapping[int, int]
    updates: Sequence[Alike]
    ends: Sequence[Ends]
    entries: journal.Ready
    gone: Sequence[int]
    rewritten: Sequence[tuple[int, str]]
    fresh: Sequence[tuple[int, str]]
    words: str


def pack(
    unit: UnitOfWork,
    record: RecordType,
    moment: journal.Moment,
    *,
    fields: frozenset[str],
    versions: Mapping[int, int],
    effective: Sequence[Change],
    texts: Mapping[int, str | None],
    gone: Sequence[int],
) -> Packed | None:
    """The ``effective`` changes of ``fields``, and the documents that follow from them: the new
    ``texts``, and those ``gone``, by internal key. ``None`` if that isn't to be written so."""
    connection = unit.connection
    found = search_index.documents_of(connection, record.entity, texts, record.index)
    there = {one.rid: one for one in found}
    given = [(rid, text) for rid, text in texts.items() if text is not None]
    gone = [*gone, *(rid for rid, text in texts.items() if text is None and rid in there)]
    if not is_on_server(connection) and (gone or not texts or not _are_plain(record, fields)):
        return None
    other = [(there[rid], text) for rid, text in given if rid in there]
    rewritten = [(one.doc_id, text) for one, text in other if one.text != text]
    fresh = [(rid, text) for rid, text in given if rid not in there]
    return Packed(
        record.entity,
        fields,
        moment,
        record.targets(fields) | (record.spoken_targets if texts else frozenset()),
        versions,
        alike(unit.labels, record, effective),
        ends_of(unit.labels, record, fields, effective),
        journal.ready(connection.dialect, journal.UPDATE, record.entity, map(journaled, effective)),
        gone,
        rewritten,
        fresh,
        _words(connection, (*rewritten, *fresh)),
    )


def is_on_server(connection: Connection) -> bool:
    """Whether another process, perhaps on another computer, does what the database does."""
    return connection.dialect.name == "postgresql"


def _are_plain(record: RecordType, fields: Collection[str]) -> bool:
    """Whether these are columns that point at nothing."""
    return record.linking.isdisjoint(fields) and set(fields) <= {*record.single_fields}


def _words(connection: Connection, documents: Iterable[tuple[int, str]]) -> str:
    """What a file learns of the documents; a server keeps no words."""
    return "" if is_on_server(connection) else words_of(text for _key, text in documents)


def write_packed(unit: UnitOfWork, packed: Packed) -> bool:
    """Write it, if everything is as it was read; else nothing is written."""
    record, connection = unit.registry[packed.entity], unit.connection
    if lock_versions(connection, record, packed.versions) != packed.versions:
        return False
    told_of = packed.told_of
    if told_of and journal.others_wrote(connection, packed.moment, unit.op_rid, told_of):
        return False
    update_alike(connection, record, packed.updates)
    for ends in packed.ends:
        write_ends(connection, record, ends)
    index, words = record.index, packed.words
    if packed.gone:
        search_index.remove_documents(connection, packed.entity, packed.gone, index)
    search_index.rewrite_documents(connection, packed.rewritten, index, words)
    search_index.write_documents(
        connection, packed.entity, packed.fresh, fresh=True, index=index, words=words
    )
    unit.note_ready(packed.entries)
    return True
