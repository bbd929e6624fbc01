"""Records read, and their search documents made, before the transaction that changes them.

While the database writes one portion of a bulk change, a thread (``backend.ahead``) or a process
(``backend.beside``) reads the next ones. What was read holds if the records have the same versions
under the lock: each write raises them. A document speaks of other records, too, so it holds if
nobody wrote such since.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy.engine import Connection

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.store import journal
from crm_desktop.store.loading import Loaded, load_fields, lock_versions
from crm_desktop.store.records import RecordType, State


@dataclass(frozen=True)
class Prepared:
    """Records of one ``entity`` by id, in the order of their internal keys, whose states hold
    ``fields`` alone, read after the ``moment`` of the journal. ``texts``: by internal key what was
    to become of a record, and the document that it then has."""

    entity: str
    fields: frozenset[str]
    moment: journal.Moment
    loaded: Mapping[str, Loaded]
    texts: Mapping[int, tuple[State, str | None]]

    def serves(self, record: RecordType, fields: Collection[str]) -> bool:
        """Whether these fields of such records were read."""
        return record.entity == self.entity and self.fields.issuperset(fields)

    def locked(
        self, connection: Connection, record: RecordType, ids: Collection[str]
    ) -> dict[str, Loaded]:
        """The records with these ids as they are now, by id, all locked by one statement: in the
        order that everybody keeps to."""
        wanted = frozenset(ids)
        if not wanted <= self.loaded.keys():
            return load_fields(connection, record, wanted, self.fields)
        read = [loaded for key, loaded in self.loaded.items() if key in wanted]
        versions = lock_versions(connection, record, [loaded.rid for loaded in read])
        same = {one.id: one for one in read if versions.get(one.rid) == one.version}
        if others := wanted - same.keys():
            same |= load_fields(connection, record, others, self.fields)
        return same

    def texts_hold(self, connection: Connection, record: RecordType, op_rid: int) -> bool:
        """Whether documents still say what they do of other records; the operation ``op_rid``
        itself names nobody otherwise."""
        return not journal.others_wrote(connection, self.moment, op_rid, record.spoken_targets)
