"""The tick list of a table's columns: search, tick, put in order by dragging or Alt with arrows.

Pops up below the columns' button or the header; what is chosen holds at once. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.core.text.folding import fold
from crm_desktop.gui.kit.column_layout import ColumnLayout
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.theme.stylesheet import dress

_SIZE = (260, 380)
_MARGIN = 8
_NAME = int(Qt.ItemDataRole.UserRole)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}


class ColumnChooser(QFrame):
    """Chooses among all columns but the first, which always stands there."""

    def __init__(self, layout_of_columns: ColumnLayout, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        dress(self, kind="popover")
        self._columns = layout_of_columns
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Find a column"))
        self.search.setAccessibleName(_("Find a column"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Columns"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reset = QPushButton(_("Show the usual columns"), self)
        dress(self.reset, kind="ghost", scale="small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        for widget in (self.search, self.list, self.reset):
            layout.addWidget(widget)
        self.resize(*_SIZE)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.itemChanged.connect(self._choose)
        self.list.model().rowsMoved.connect(self._choose)
        self.reset.clicked.connect(self._reset)
        self._fill()

    def open_at(self, place: QPoint) -> None:
        """Pop up with the upper left corner at ``place`` (global), or where there is room."""
        screen = QGuiApplication.screenAt(place) or self.screen()
        room = screen.availableGeometry()
        parent = self.parentWidget()
        window = parent.window().geometry() if parent is not None else room
        right = min(room.right(), window.right() - _MARGIN)
        left = max(room.left(), min(place.x(), right - self.width()))
        top = max(room.top(), min(place.y(), room.bottom() - self.height()))
        self.move(left, top)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fill(self) -> None:
        """Those that are shown in their order, then the others."""
        self.list.blockSignals(True)
        self.list.clear()
        shown = self._columns.shown[1:]
        for column in shown:
            self._add(column, Qt.CheckState.Checked)
        for column in self._columns.columns[1:]:
            if column not in shown:
                self._add(column, Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)

    def _add(self, column: Column, state: Qt.CheckState) -> None:
        item = QListWidgetItem(column.title, self.list)
        item.setData(_NAME, column.name)
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemIsDragEnabled
        )
        item.setCheckState(state)

    def _choose(self, *_details: object) -> None:
        items = (self.list.item(row) for row in range(self.list.count()))
        chosen = [item.data(_NAME) for item in items if item.checkState() == Qt.CheckState.Checked]
        self._columns.choose([self._columns.columns[0].name, *chosen])

    def _reset(self) -> None:
        self._columns.choose(())
        self.search.clear()
        self._fill()

    def _filter(self, text: str) -> None:
        words = fold(text).split()
        for row in range(self.list.count()):
            item = self.list.item(row)
            name = fold(item.text())
            item.setHidden(not all(word in name for word in words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Down leaves the search for the list; there Alt with arrows moves a column."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if watched is self.search and key == Qt.Key.Key_Down:
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if key in _STEPS and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._move(_STEPS[key])
                return True
        return super().eventFilter(watched, event)

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        if row >= 0 and 0 <= row + by < self.list.count():
            item = self.list.takeItem(row)
            self.list.insertItem(row + by, item)
            self.list.setCurrentRow(row + by)
            self._choose()
