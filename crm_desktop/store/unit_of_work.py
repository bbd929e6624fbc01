"""The unit of work: every write of every record goes through here and nowhere else.

One transaction writes the record, the rows that belong to it, its search document and its
journal entry, or nothing. Handlers get one from the backend; it lives as long as the
transaction and on its thread.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.core.clock import iso
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.store import journal, search_index
from crm_desktop.store.bulk import allocate, delete_rows, execute, insert_rows
from crm_desktop.store.circles import refuse_circles
from crm_desktop.store.inserting import Inserts, PackedInserts, item_rows, settled
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.labels import Labels
from crm_desktop.store.loading import Loaded, load_by_id, load_by_rid
from crm_desktop.store.mentions import mentioning
from crm_desktop.store.merging import merge_changes
from crm_desktop.store.prepared import Prepared
from crm_desktop.store.ready import NewRecord
from crm_desktop.store.records import Belonging, RecordType, Registry, State, Written
from crm_desktop.store.row_changes import (
    Change,
    change_of,
    changed_meanwhile,
    differences,
    journaled,
    update_rows,
)


class UnitOfWork:
    """Writes inside one transaction on behalf of one operation."""

    def __init__(
        self, connection: Connection, registry: Registry, op_rid: int, labels: Labels | None = None
    ) -> None:
        self.connection = connection
        self.registry = registry
        self.op_rid = op_rid
        self.labels = labels or Labels(registry)
        # Whether what is computed from records is worked out as they are written.
        self.settles = True
        # For whoever works in portions: of which records of a kind with ``mention`` it is known
        # that others must hear, later. ``None``: they hear at once.
        self.put_off: list[tuple[str, list[int]]] | None = None
        # For whoever only adds and changes records: the search documents of new ones, and of many,
        # are written at the end, while others prepare what comes next (``LongWork.portion``).
        self.gathers = False
        self._gathered: list[tuple[RecordType, Iterable[tuple[int, str]]]] = []
        self._rewritten: list[tuple[RecordType, list[tuple[int, str]]]] = []
        self.prepared: Prepared | None = None
        # An operation without entries would be a step that undo takes back in vain.
        self.has_written = False

    def note(self, kind: str, entity: str, changes: Iterable[journal.Noted]) -> None:
        """Into the journal, what was written of records of one kind (``journal.write``)."""
        self.has_written = True
        journal.write(self.connection, self.op_rid, kind, entity, changes)

    def note_ready(self, entries: journal.Ready) -> None:
        """As ``note``, what was made ready before (``journal.write_ready``)."""
        self.has_written = True
        journal.write_ready(self.connection, self.op_rid, entries)

    def take_on(self, prepared: Prepared | None) -> None:
        """For a portion of a change of many: what was read of its records, and worked out, before
        the transaction. Names that earlier portions have learnt may have changed since."""
        self.prepared, self.gathers = prepared, True
        self.labels = Labels(self.registry)

    # Reading for writing

    def load(self, entity: str, record_id: str) -> Loaded:
        """The record, locked until the end of the transaction; ``NotFound`` if it is gone."""
        found = load_by_id(self.connection, self.registry[entity], [record_id], lock=True)
        if record_id not in found:
            raise NotFound(
                msg(
                    "The record isn’t there any more: someone deleted it. What you typed was "
                    "not saved; look in the recycle bin or create it anew."
                )
            )
        return found[record_id]

    def load_many(self, entity: str, rids: Collection[int]) -> dict[int, Loaded]:
        """The records that are there, locked, by internal key."""
        return load_by_rid(self.connection, self.registry[entity], rids, lock=True)

    # Inserting

    def insert(self, entity: str, values: Mapping[str, Any], record_id: str | None = None) -> str:
        """Write one new record; gives its id."""
        return self.insert_many(entity, [NewRecord(values, record_id)])[0]

    def insert_many(self, entity: str, new: Sequence[NewRecord]) -> list[str]:
        """Write new records; gives their ids in the same order."""
        if not new:
            return []
        record = self.registry[entity]
        self.labels.make_room()
        new = settled(self.connection, record, new) if self.settles else new
        given = {str(item.id): item.values for item in new if item.id is not None and record.way}
        refuse_circles(self.connection, record, given)
        rids = allocate(self.connection, record.table, len(new))
        made = Inserts(self.connection, self.labels, record, new, rids)
        for table, columns, rows in made.tables():
            insert_rows(self.connection, table, columns, rows)
        self._note_births(record, made.entries, made.texts)
        self._tell(entity, [(None, item.values) for item in new])
        return made.ids

    def insert_packed(self, packed: PackedInserts) -> None:
        """Write new records of which nobody is to be told. ``Conflict``, before anything is
        written, if somebody took their internal keys meanwhile."""
        record = self.registry[packed.entity]
        if allocate(self.connection, record.table, 1) != [packed.first]:
            raise changed_meanwhile(())
        execute(self.connection, packed.statements)
        self._note_births(record, packed.entries, packed.texts)

    def _note_births(
        self,
        record: RecordType,
        entries: Iterable[tuple[UUID | bytes, int]],
        texts: Iterable[tuple[int, str]],
    ) -> None:
        changes = ((key, version, None) for key, version in entries)
        self.note(journal.INSERT, record.entity, changes)
        # Made now if they wait: later on names may be forgotten.
        self._gathered.append((record, [*texts] if self.gathers else texts))
        if not self.gathers:
            self.write_gathered()

    def insert_items(
        self,
        record: RecordType,
        belonging: Belonging,
        states: Iterable[tuple[int, State]],
    ) -> None:
        """Write the rows of a list, by their record's internal key."""
        columns, rows = item_rows(self.labels, record, belonging, states)
        insert_rows(self.connection, belonging.table, columns, rows)

    # Changing

    def update(
        self, entity: str, record_id: str, changes: Mapping[str, Any], base_version: int | None
    ) -> Loaded:
        """Change one record. Changes made on an older ``base_version`` merge with what others
        saved since; ``Conflict`` when both changed the same field. Gives the record before."""
        loaded = self.load(entity, record_id)
        wanted = dict(changes)
        if base_version is not None and base_version != loaded.version:
            wanted = self._merge(self.registry[entity], loaded, wanted, base_version)
        self.update_many(entity, [(loaded, wanted)])
        return loaded

    def _merge(
        self, record: RecordType, loaded: Loaded, mine: dict[str, Any], base_version: int
    ) -> dict[str, Any]:
        bases: dict[str, Any] = {}
        for entry in journal.since_version(self.connection, loaded.id, base_version):
            for name, (old, _new) in entry.fields.items():
                bases.setdefault(name, old)
        merged, conflicts = merge_changes(record, loaded.id, loaded.state, mine, bases)
        if conflicts:
            raise changed_meanwhile(conflicts)
        return merged

    def update_many(
        self, entity: str, changes: Sequence[tuple[Loaded, Mapping[str, Any]]]
    ) -> list[Loaded]:
        """Change records that were loaded in this transaction; gives those that really changed."""
        if not changes:
            return []
        record = self.registry[entity]
        effective = self._effective(record, changes)
        if not effective:
            return []
        refuse_circles(self.connection, record, {c.loaded.id: c.differing for c in effective})
        renamed = self._learn_names(record, effective)
        update_rows(self.connection, self.labels, record, effective)
        self._write_items(record, effective)
        # Who changes very many doesn't make them the most recent.
        in_portions = self.put_off is not None
        texts = {c.loaded.rid: record.document(c.state, self.labels.label) for c in effective}
        self.write_texts(record, texts, in_place=in_portions)
        if renamed and record.mention and self.put_off is not None:
            self.put_off.append((entity, renamed))
        elif renamed:
            for pointing, rids in mentioning(self.connection, self.registry, entity, renamed):
                self.refresh_documents(pointing, rids)
        self.note(journal.UPDATE, entity, map(journaled, effective))
        self._tell(entity, [(change.loaded.state, change.state) for change in effective])
        return [change.loaded for change in effective]

    def _write_items(self, record: RecordType, effective: Sequence[Change]) -> None:
        """Write the lists anew that differ, or in whose rows columns stand that do."""
        differing = set[str]().union(*(change.differing for change in effective))
        for belonging in record.belongings:
            shown = (belonging.field, *belonging.mirrored)
            if differing.isdisjoint(shown):
                continue
            touched = [
                (change.loaded.rid, change.state)
                for change in effective
                if not change.differing.keys().isdisjoint(shown)
            ]
            self.delete_items(record, belonging, [rid for rid, _state in touched])
            self.insert_items(record, belonging, touched)

    def _tell(self, entity: str, written: Sequence[Written]) -> None:
        for follow in self.registry.followers(entity):
            follow(self.connection, written)

    def _learn_names(self, record: RecordType, effective: Sequence[Change]) -> list[int]:
        """Remember what the records are called now; gives the keys of those called otherwise."""
        renamed = []
        for change in effective:
            loaded = change.loaded
            name = record.name_of(change.state, change.after)
            self.labels.learn(record.entity, [(loaded.id, loaded.rid, name)])
            if name != record.name_of(loaded.state, change.before):
                renamed.append(loaded.rid)
        return renamed

    def _effective(
        self, record: RecordType, changes: Sequence[tuple[Loaded, Mapping[str, Any]]]
    ) -> list[Change]:
        """What of the ``changes`` makes a difference, without links to what is gone."""
        self.labels.make_room()
        candidates = [
            (loaded, {**loaded.state, **wanted})
            for loaded, wanted in changes
            if differences(record, loaded, wanted)
        ]
        settled: Sequence[State] = [state for _loaded, state in candidates]
        if record.settle is not None and self.settles:
            settled = record.settle(self.connection, settled)
        # What stays as it is in the database points at nothing that is gone.
        looked_up = record.followed.union(*(wanted for _loaded, wanted in changes))
        states = self.labels.resolve(self.connection, record, settled, looked_up)
        return [
            change_of(record, loaded, differing)
            for (loaded, _wanted), state in zip(candidates, states, strict=True)
            if (differing := differences(record, loaded, state))
        ]

    def delete_items(self, record: RecordType, belonging: Belonging, rids: Collection[int]) -> None:
        """Take the records' rows of a list away."""
        delete_rows(self.connection, belonging.table.c[record.owner], rids)

    # Deleting

    def delete_many(self, entity: str, doomed: Collection[Loaded]) -> None:
        """Delete records for good, whole record into the journal (undo brings them back)."""
        if not doomed:
            return
        record = self.registry[entity]
        rids = [loaded.rid for loaded in doomed]
        for belonging in record.belongings:
            having = [loaded.rid for loaded in doomed if loaded.state[belonging.field]]
            self.delete_items(record, belonging, having)
        self.remove_documents(record, rids)
        delete_rows(self.connection, record.table.c.rid, rids)
        gone = ((one.id, one.version + 1, _whole(one)) for one in doomed)
        self.note(journal.DELETE, entity, gone)
        self.labels.forget(entity, [loaded.id for loaded in doomed])
        self._tell(entity, [(loaded.state, None) for loaded in doomed])

    def referred_to(self, entity: str, rids: Collection[int]) -> set[int]:
        """Which of the records are pointed at by any that is not among them."""
        keys = list(rids)
        pointed: set[int] = set()
        for record, table, column, own in self.registry.pointing_at(entity):
            statement = _pointed_at(table, column, own if record.entity == entity else None)
            pointed.update(self.connection.execute(statement, {"keys": keys}).scalars())
        return pointed

    # Search

    def write_gathered(self) -> None:
        """Write the search documents that are still to be written."""
        for record, anew in self._rewritten:
            search_index.rewrite_documents(self.connection, anew, record.index)
        self._rewritten.clear()
        for record, texts in self._gathered:
            search_index.write_documents(
                self.connection, record.entity, texts, fresh=True, index=record.index
            )
        self._gathered.clear()

    def remove_documents(self, record: RecordType, rids: Collection[int]) -> None:
        """Take the search documents of these records away."""
        self.write_gathered()  # one of them may be among these
        search_index.remove_documents(self.connection, record.entity, rids, record.index)

    def refresh_documents(self, record: RecordType, rids: Sequence[int]) -> None:
        """Write the search documents of these records anew that say something else now."""
        spoken = record.speaks_of or None
        loaded = load_by_rid(self.connection, record, rids, fields=spoken)
        states = [(rid, one.state) for rid, one in loaded.items()]
        self.write_texts(record, self.texts_of(record, states), in_place=True)

    def texts_of(
        self, record: RecordType, states: Sequence[tuple[int, State]]
    ) -> dict[int, str | None]:
        """The documents of records, of whose states at least what documents speak of is given."""
        spoken = record.speaks_of or None
        self.labels.prefetch(self.connection, record, [state for _rid, state in states], spoken)
        return {rid: record.document(state, self.labels.label) for rid, state in states}

    def write_texts(
        self, record: RecordType, texts: dict[int, str | None], *, in_place: bool
    ) -> None:
        """Write the records' documents anew; ``in_place``: those that say something else now, and
        they stay as recent as they were."""
        if not texts:
            return
        self.write_gathered()  # one of them may be among these
        gone = [rid for rid, text in texts.items() if text is None]
        if in_place:
            self._rewrite_documents(record, texts)
        kept = [(rid, text) for rid, text in texts.items() if text is not None]
        if in_place:  # who has one already was just dealt with
            self._gathered.append((record, kept))
        else:
            search_index.write_documents(
                self.connection, record.entity, kept, fresh=False, index=record.index
            )
        if gone:
            self.remove_documents(record, gone)
        elif not self.gathers:
            self.write_gathered()

    def _rewrite_documents(self, record: RecordType, texts: dict[int, str | None]) -> None:
        """Take those of ``texts`` out that have a document already, which then says the same."""
        other = []
        for found in search_index.documents_of(self.connection, record.entity, texts, record.index):
            text = texts[found.rid]
            if text is not None:
                del texts[found.rid]
                other += [(found.doc_id, text)] if text != found.text else []
        self._rewritten.append((record, other))


# Kept: to build and to recognise a statement takes longer than to run it.
@lru_cache(maxsize=256)
def _pointed_at(table: sa.Table, column: str, own: str | None) -> sa.Select[Any]:
    """Which of the ``keys`` the column holds, in rows whose ``own`` is none of them."""
    statement = sa.select(table.c[column]).distinct().where(one_of(table.c[column], "keys"))
    return statement if own is None else statement.where(sa.not_(one_of(table.c[own], "keys")))


def _whole(loaded: Loaded) -> dict[str, list[Any]]:
    """The deleted record as journal fields; what was empty needs no line."""
    fields: dict[str, list[Any]] = {
        name: [value, None] for name, value in loaded.state.items() if value not in (None, [])
    }
    fields["created_at"] = [iso(loaded.created_at), None]
    return fields
