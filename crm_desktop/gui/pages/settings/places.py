"""The sidebar's places as a list: a tick shows one, dragging or Alt with an arrow moves it.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.settings import Sidebar
from crm_desktop.gui.kit.theme.manager import ThemeManager

Places = Callable[[], Sequence[tuple[str, str]]]
"""Names of places with their translated titles, as they are at this moment."""

_NAME = Qt.ItemDataRole.UserRole
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}


class PlacesList(QListWidget):
    """``chosen`` gives all names in order, and those that are hidden."""

    chosen = Signal(tuple, tuple)

    def __init__(self, places: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """``places``: names with their translated titles."""
        super().__init__(parent)
        self._titles = dict(places)
        self._manager = ThemeManager.instance()
        self.setAccessibleName(_("Places of the sidebar"))
        self.setAccessibleDescription(
            _("Drag a place to move it, or press Alt with an arrow. Space shows or hides it.")
        )
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.show_chosen(Sidebar())
        self.itemChanged.connect(self._keep_one)
        self.model().rowsMoved.connect(self._tell)
        self._manager.changed.connect(self._fit)

    def take(self, places: Sequence[tuple[str, str]], chosen: Sidebar) -> None:
        """There are these places now."""
        if dict(places) != self._titles:
            self._titles = dict(places)
            with QSignalBlocker(self):
                self.clear()
            self.show_chosen(chosen)

    def show_chosen(self, chosen: Sidebar) -> None:
        """Show this order and these ticks."""
        names = chosen.arranged(list(self._titles))
        if names == self.names and self.hidden == {n for n in chosen.hidden if n in names}:
            return
        with QSignalBlocker(self):
            row = self.currentRow()
            self.clear()
            for name in names:
                item = QListWidgetItem(self._titles[name], self)
                item.setData(_NAME, name)
                is_hidden = name in chosen.hidden
                item.setCheckState(Qt.CheckState.Unchecked if is_hidden else Qt.CheckState.Checked)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            self.setCurrentRow(row)  # none, before the keyboard comes here
        self._fit()

    @property
    def names(self) -> list[str]:
        """All names, in the order that is shown."""
        return [str(self.item(row).data(_NAME)) for row in range(self.count())]

    @property
    def hidden(self) -> set[str]:
        """Those without a tick."""
        return {
            str(self.item(row).data(_NAME))
            for row in range(self.count())
            if self.item(row).checkState() == Qt.CheckState.Unchecked
        }

    def event(self, event: QEvent) -> bool:
        """No shortcut of the window may take Alt with an arrow away."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            if is_alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Alt with an arrow moves the current place."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        row = self.currentRow()
        if 0 <= row + step < self.count():
            item = self.takeItem(row)
            self.insertItem(row + step, item)
            self.setCurrentRow(row + step)
            self._tell()

    def _keep_one(self, item: QListWidgetItem) -> None:
        """One place must stay."""
        if len(self.hidden) == self.count():
            item.setCheckState(Qt.CheckState.Checked)
            return
        self._tell()

    def _tell(self) -> None:
        names, hidden = self.names, self.hidden
        self.chosen.emit(tuple(names), tuple(name for name in names if name in hidden))

    def _fit(self) -> None:
        rows = self.count() * max(self.sizeHintForRow(0), 1)
        self.setFixedHeight(rows + 2 * self.frameWidth() + 2)
