"""The first rows of a file as they stand in it, the header's row marked.

GUI thread only. A model rather than items: exports have hundreds of columns, and only what is to
be seen is drawn.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.data.importing.preview import Preview, PreviewRow
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.shell.numbers import shown_number

_LEAST_WIDTH, _MOST_WIDTH = 60, 220
_PADDING = 16
_MEASURED_ROWS = 12
_ROW = 30
_Index = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractTableModel):
    """Rows of cells; ``text`` gives one of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[PreviewRow, ...] = ()
        self.width = 0
        self._header_row: int | None = None

    def show_preview(self, preview: Preview) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = preview.top
        self.width = max((len(row.cells) for row in preview.top), default=0)
        self._header_row = preview.header_row
        self.endResetModel()

    def text(self, line: int, place: int) -> str:
        """What stands there; rows may be shorter than others."""
        cells = self.rows[line].cells
        return cells[place] if place < len(cells) else ""

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """The rows of the file that are shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """As many as the longest row has."""
        return 0 if parent.isValid() else self.width

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The numbers that rows have in the file."""
        if orientation == Qt.Orientation.Vertical and role == Qt.ItemDataRole.DisplayRole:
            return shown_number(self.rows[section].number)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Cells; the header strong, what stands above it pale."""
        line = index.row()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(line, index.column())
        if self._header_row is None or line > self._header_row:
            return None
        theme = ThemeManager.instance().theme
        if line < self._header_row:
            is_ink = role == Qt.ItemDataRole.ForegroundRole
            return theme.colours.text_tertiary if is_ink else None
        if role == Qt.ItemDataRole.FontRole:
            return theme.faces.body_strong.font
        return theme.colours.bg_sunken if role == Qt.ItemDataRole.BackgroundRole else None


class RowsTable(QTableView):
    """Shows the rows, each column as wide as its first cells."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RowsModel(self)
        self.setModel(self.rows)
        self.setAccessibleName(_("First rows of the file"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        numbers = self.verticalHeader()
        numbers.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        numbers.setDefaultSectionSize(ThemeManager.instance().theme.grown(_ROW))
        numbers.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_preview(self, preview: Preview) -> None:
        """Show the first rows of this file."""
        self.rows.show_preview(preview)
        face = ThemeManager.instance().theme.faces.body_strong
        measured = range(min(_MEASURED_ROWS, len(self.rows.rows)))
        for place in range(self.rows.width):
            longest = max((self.rows.text(line, place) for line in measured), key=len)
            width = round(face.width(longest[:_MOST_WIDTH])) + _PADDING
            self.setColumnWidth(place, max(_LEAST_WIDTH, min(width, _MOST_WIDTH)))
