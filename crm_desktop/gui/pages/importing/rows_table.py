"""The first rows of a file as they stand in it, the header's row marked.

GUI thread only. A model rather than items: exports have hundreds of columns, and only what is to
be seen is drawn.
"""

from __future__ import annotations

from heapq import nlargest
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.data.importing.preview import Preview, PreviewRow
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.importing.plain_cells import PlainCells
from crm_desktop.gui.shell.numbers import shown_number

_LEAST_WIDTH, _MOST_WIDTH = 60, 220
_PADDING = 24
_MEASURED_ROWS = 12
_LONGEST = 4
_ROW, _HEADER_ROW = 30, 32
_NUMBERS_WIDTH = 44
_EMPTY = "—"
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

    @property
    def header_row(self) -> int | None:
        """The line with the names of columns."""
        return self._header_row

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
        """The numbers that rows have in the file, and the names of columns for the ear."""
        if orientation == Qt.Orientation.Vertical:
            is_shown = role == Qt.ItemDataRole.DisplayRole
            return shown_number(self.rows[section].number) if is_shown else None
        if role == Qt.ItemDataRole.AccessibleTextRole and self._header_row is not None:
            return self.text(self._header_row, section)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Cells; the header strong, what stands above it pale, a dash where nothing stands."""
        line = index.row()
        text = self.text(line, index.column())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return text
        if role == Qt.ItemDataRole.DisplayRole:
            return text or _EMPTY
        return self._look(line, text).get(role)

    def _look(self, line: int, text: str) -> dict[int, Any]:
        theme = ThemeManager.instance().theme
        pale: dict[int, Any] = {Qt.ItemDataRole.ForegroundRole: theme.colours.text_tertiary}
        header = -1 if self._header_row is None else self._header_row
        if line < header or not text:
            return pale
        if line > header:
            return {}
        return {
            Qt.ItemDataRole.FontRole: theme.faces.body_strong.font,
            Qt.ItemDataRole.BackgroundRole: theme.colours.bg_sunken,
        }


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
        self.setWordWrap(False)
        self.setItemDelegate(PlainCells(self, has_line=False))
        numbers = self.verticalHeader()
        numbers.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        numbers.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        numbers.setMinimumWidth(_NUMBERS_WIDTH)
        ThemeManager.instance().changed.connect(self._follow_theme)
        self._follow_theme()

    def show_preview(self, preview: Preview) -> None:
        """Show the first rows of this file."""
        self.rows.show_preview(preview)
        self._follow_theme()
        self.scrollToTop()

    @property
    def shown_columns(self) -> int:
        """How many columns are to be seen without scrolling, a part of the last included."""
        place = self.columnAt(self.viewport().width() - 1)
        return self.rows.width if place < 0 else place + 1

    def go_to_row(self, number: int) -> bool:
        """Make the row with this number in the file the current one, if it is among the first."""
        for line, row in enumerate(self.rows.rows):
            if row.number == number:
                self.setCurrentIndex(self.rows.index(line, 0))
                self.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _follow_theme(self) -> None:
        theme = ThemeManager.instance().theme
        header = self.rows.header_row
        self.verticalHeader().setDefaultSectionSize(theme.grown(_ROW))
        if header is not None and header < len(self.rows.rows):
            self.verticalHeader().resizeSection(header, theme.grown(_HEADER_ROW))
        face = theme.faces.body_strong
        measured = range(min(_MEASURED_ROWS, len(self.rows.rows)))
        for place in range(self.rows.width):
            # As many letters may be wider: digits are, beside most words.
            longest = nlargest(_LONGEST, (self.rows.text(n, place) for n in measured), key=len)
            widest = max((face.width(text[:_MOST_WIDTH]) for text in longest), default=0)
            width = round(widest) + _PADDING
            self.setColumnWidth(place, max(_LEAST_WIDTH, min(width, _MOST_WIDTH)))
