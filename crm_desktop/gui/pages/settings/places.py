"""The sidebar's places as a list: a tick shows one, dragging or Alt with an arrow moves it.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.core.settings import Sidebar
from crm_desktop.gui.kit.paint.marks import paint_icon
from crm_desktop.gui.kit.theme.manager import ThemeManager

Places = Callable[[], Sequence[tuple[str, str]]]
"""Names of places with their translated titles, as they are at this moment."""

_NAME = Qt.ItemDataRole.UserRole
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}
_HANDLE, _RIGHT, _MARK = 14, 8, 2


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
        self.setDropIndicatorShown(False)
        self.setItemDelegate(_WithHandle(self))
        self._gap = -1
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

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """A mark shows where the place would come to stand."""
        super().dragMoveEvent(event)
        high = max(self.sizeHintForRow(0), 1)
        below = event.position().y() + self.verticalScrollBar().value()
        gap = min(int(below / high + 0.5), self.count())  # the lower half of a place is below it
        self.mark_gap(gap if event.isAccepted() else -1)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        """It would go nowhere."""
        super().dragLeaveEvent(event)
        self.mark_gap(-1)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """There it is."""
        super().dropEvent(event)
        self.mark_gap(-1)

    def mark_gap(self, gap: int) -> None:
        """Mark where a place would land: before how many of them it would not; -1 for none."""
        self._gap = gap
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The places, and the mark among them."""
        super().paintEvent(event)
        if self._gap < 0:
            return
        top = self._gap * self.sizeHintForRow(0) - self.verticalScrollBar().value() - _MARK / 2
        top = min(max(top, 0), self.viewport().height() - _MARK)
        painter = QPainter(self.viewport())
        mark = QRectF(0, top, self.viewport().width(), _MARK)
        painter.fillRect(mark, self._manager.theme.colours.accent)
        painter.end()

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


class _WithHandle(QStyledItemDelegate):
    """A place, with the handle by which it is dragged at its end."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw it."""
        super().paint(painter, option, index)
        rect = QRectF(option.rect)  # type: ignore[attr-defined]  # the stubs leave it out
        place = QRectF(rect.right() - _HANDLE - _RIGHT, rect.top(), _HANDLE, rect.height())
        ink = ThemeManager.instance().theme.colours.text_tertiary
        paint_icon(painter, place, "dots-six-vertical-bold", ink, _HANDLE)
