"""Puts records away and brings them back: archive, recycle bin. Made by the workspace view; GUI
thread only.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.data.bulk.commands import DeleteMany
from crm_desktop.features.data.queries import Hanging, count_hanging
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.delete_question import ask_delete
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import Chosen, RecordKind

# More records are dealt with by a long command: nobody waits for them, and it can be stopped.
_DONE_IN_ONE_GO = 250


class Removing(QObject):
    """``done`` says in words what was done and can be undone."""

    done = Signal(str)

    def __init__(self, bridge: Bridge, kinds: Mapping[str, RecordKind], window: QWidget) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._kinds = kinds
        self._window = window

    def archive(self, chosen: Chosen) -> None:
        """Put them into the archive."""
        kind = self._kinds[chosen.entity]

        def tell(_outcome: object) -> None:
            self.done.emit(kind.archived(len(chosen.ids)))

        if len(chosen.ids) <= _DONE_IN_ONE_GO:
            self._bridge.execute(kind.archive(chosen.ids), then=tell, owner=self)
        else:
            self._bridge.start(kind.archive_many(chosen.ids), _("Archiving"), then=tell, owner=self)

    def restore(self, chosen: Chosen, shelf: str) -> None:
        """Bring them back from a shelf."""
        number = len(chosen.ids)
        words = ngettext("The record is back.", "{number} records are back.", number)

        def tell(_outcome: object) -> None:
            self.done.emit(words.format(number=shown_number(number)))

        kind, ids = self._kinds[chosen.entity], chosen.ids
        if number <= _DONE_IN_ONE_GO:
            self._bridge.execute(kind.restore(ids, shelf), then=tell, owner=self)
            return
        many = (
            DeleteMany(chosen.entity, ids, deleted=False)
            if shelf == "bin"
            else kind.archive_many(ids, False)
        )
        self._bridge.start(many, _("Bringing back"), then=tell, owner=self)

    def ask_delete(self, chosen: Chosen) -> None:
        """Ask with numbers and words; the way back has the focus."""
        number = len(chosen.ids)
        words = ngettext(
            "The record is in the recycle bin now.",
            "{number} records are in the recycle bin now.",
            number,
        ).format(number=shown_number(number))

        def delete() -> None:
            def tell(_outcome: object) -> None:
                self.done.emit(words)

            if number <= _DONE_IN_ONE_GO:
                command = self._kinds[chosen.entity].delete(chosen.ids)
                self._bridge.execute(command, then=tell, owner=self)
            else:
                many = DeleteMany(chosen.entity, chosen.ids)
                self._bridge.start(many, _("Deleting"), then=tell, owner=self)

        def ask(hanging: Hanging) -> None:
            ask_delete(self._window, number, hanging, delete)

        self._bridge.query(count_hanging, chosen.entity, chosen.ids, then=ask, owner=self)
