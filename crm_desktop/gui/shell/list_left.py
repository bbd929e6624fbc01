"""A list that can be left and come back to: as it was when one went on from it, with view, filter,
order, groups, shelf, typed line, current record and scroll (interaction.md, section 1).

The base of ``ListPage``; the window's way keeps for each step how it was. GUI thread only.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.views.rows import ViewLook
from crm_desktop.filters.ast import Node
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.asked_list import AskedList
from crm_desktop.gui.shell.list_description import ListDescription

_GOES_ON = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)
_HELD = (Qt.Key.Key_Alt, Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Meta)


@dataclass(frozen=True)
class ListLeft:
    """How a list was looked at; ``kept`` as ``LeftList.kept`` gives it."""

    view_id: str
    filter: Node
    look: ViewLook
    quick: str
    kept: Any


def _is_on_the_way(event: QEvent) -> bool:
    """Whether it is a key that may belong to going back and forward."""
    return isinstance(event, QKeyEvent) and (
        event.key() in _HELD or bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    )


class LeftList(AskedList):
    """Remembers where one was."""

    def __init__(
        self, bridge: Bridge, description: ListDescription, parent: QWidget | None = None
    ) -> None:
        super().__init__(bridge, description, parent)
        self._kept: tuple[str, int, int] | None = None
        self._seeks_current = False
        self.quick.ended.connect(self._seek_current)
        self.list.model.order_known.connect(self._show_current)
        self.list.model.loaded.connect(self._choose_kept)
        self.list.model.order_known.connect(self._choose_left)
        for place in (self.list.table, self.list.table.viewport()):
            place.installEventFilter(self)

    @property
    def is_ready(self) -> bool:
        """Whether the first lines have come."""
        return self.list.model.is_loaded

    def kept(self) -> Any:
        """The current record with its line, and how far one has scrolled."""
        table = self.list.table
        line = table.currentIndex().row()
        return self.list.current_id(), line, table.verticalScrollBar().value()

    def restore(self, kept: Any) -> None:
        """There again, when the first lines have come, unless the person goes elsewhere first."""
        self._kept = kept

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Whoever goes through the lines is not led away from there."""
        if event.type() in _GOES_ON and not _is_on_the_way(event):
            self._kept, self._seeks_current = None, False
        return super().eventFilter(watched, event)

    def _seek_current(self) -> None:
        """Who found a row by typing looks at it still when the list is whole again."""
        self._seeks_current = bool(self.asked.quick)

    def _show_current(self, is_stale: bool) -> None:
        table = self.list.table
        if self._seeks_current and not is_stale:
            self._seeks_current = False
            if table.currentIndex().isValid():
                table.updateGeometries()
                table.scrollTo(table.currentIndex(), table.ScrollHint.PositionAtCenter)

    def _choose_kept(self) -> None:
        if self._kept is not None:
            (record_id, line, scroll), self._kept = self._kept, None
            found = self.list.model.line_of(record_id)
            self.list.table.choose(line if found is None else found)
            self.list.table.updateGeometries()
            self.list.table.verticalScrollBar().setValue(scroll)

    def ask_for(self, root: Node) -> None:
        """Show the current records that match, and the names of what is asked."""
        self.quick.end()
        if self.asked.shelf != "current":
            self.show_shelf("current")
        self.views.ask(root)
        self.views.load()

    # By the way

    def looked_at(self) -> ListLeft:
        """View, filter, order and what else the person looked at."""
        views = self.views
        look, quick = self.view_look(), self.asked.quick
        return ListLeft(views.view_id, views.root, look, quick, self.kept())

    def come_back(self, left: Any) -> None:
        """Look at the list like that again. Columns stay as they are in a view that is still
        shown: they are no part of the way."""
        now, look = self.looked_at(), left.look
        if left.view_id == now.view_id:
            look = replace(look, columns=now.look.columns, widths=now.look.widths)
        look = replace(look, density=now.look.density, preview=now.look.preview)
        wanted = replace(left, look=look, kept=now.kept)
        self._kept = left.kept
        if wanted == now:
            self._choose_left()
            return
        self.views.view_id = left.view_id
        self.quick.show_text(left.quick)
        self.quick.changed.emit(left.quick)
        self.views.show(left.filter, look)

    def _choose_left(self, is_stale: bool = False) -> None:
        """What was asked then has come; who is there already stays where the eye is."""
        if self._kept is None or is_stale or not self.is_ready:
            return
        if self._kept[0] == self.list.current_id():
            self._kept = None
        else:
            self._choose_kept()
