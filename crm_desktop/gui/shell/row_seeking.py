"""Making a record current in its list, also where its line is far from those in memory.

Reads run on reader threads; used on the GUI thread.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.list_view import ListView
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.shell.page import RecordRef

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader

# A new record comes into a list of millions within this time, or the list doesn't show it.
_PATIENCE_MS = 5_000


class RowSeeker(QObject):
    """Makes a record current in ``view`` as soon as it is known where it stands, unless the
    person has gone to another line by then."""

    def __init__(self, bridge: Bridge, view: ListView, entity: str) -> None:
        super().__init__(view)
        self._bridge, self._view, self._entity = bridge, view, entity
        self._wanted = ""
        self._rid: int | None = None
        self._was: int | None = None
        self._patience = single_shot(self, self._give_up, _PATIENCE_MS)
        view.model.loaded.connect(self._begin)
        view.model.order_known.connect(self._look)

    def seek(self, record_id: str) -> None:
        """Make this record current: at once if its line is here, else when it comes."""
        self._give_up()
        self._wanted = record_id
        if self._view.model.is_loaded:
            self._begin()

    def _begin(self) -> None:
        if not self._wanted:
            return
        model, table = self._view.model, self._view.table
        line = model.line_of(self._wanted)
        if line is not None:
            table.choose(line)
            self._give_up()
            return
        self._was = model.rid_at(table.currentIndex().row())
        record = RecordRef(self._entity, self._wanted)
        take = partial(self._take, record.id)
        self._bridge.query(rid_of, record, then=take, owner=self, channel="sought")

    def _take(self, record_id: str, rid: int | None) -> None:
        if record_id == self._wanted:
            self._rid = rid
            self._look()

    def _look(self) -> None:
        if self._rid is None:
            return
        model, table = self._view.model, self._view.table
        if model.rid_at(table.currentIndex().row()) != self._was:
            self._give_up()
        elif self._rid in model.order:
            table.choose(model.order.index(self._rid))
            self._give_up()
        elif model.is_whole and not self._patience.isActive():
            self._patience.start()

    def _give_up(self) -> None:
        self._patience.stop()
        self._wanted, self._rid = "", None


def rid_of(reader: Reader, record: RecordRef) -> int | None:
    """The internal key by which lists know the record; ``None`` if there is no such record."""
    from crm_desktop.store.loading import load_by_id

    kind = reader.registry[record.entity]
    loaded = load_by_id(reader.connection, kind, [record.id]).get(record.id)
    return loaded.rid if loaded else None
