"""The columns of the file and where each goes: one row a column, painted, chosen by a picker.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.features.data.importing.custom import is_new
from crm_desktop.features.data.importing.fields import NOTE
from crm_desktop.features.data.importing.preview import PreviewColumn, Sureness
from crm_desktop.gui.kit.paint.marks import (
    Tag,
    paint_icon,
    paint_pill,
    paint_tag,
    pill_width,
)
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.pages.importing.field_picker import FieldPicker, column_words, icon_of
from crm_desktop.gui.shell.type_words import type_words

SOURCE, FIELD, TREATMENT, SURENESS, FILLED = range(5)
_ROW = 42
_WIDTHS = {SOURCE: 180, FIELD: 208, SURENESS: 112, FILLED: 94}
_NARROW = 700  # below it the share of filled rows gives way
_LEAST_WORDS = 90
_SPARE_SOURCE = 40  # as much may be taken from the samples
_PADDING = 8
_PILLS = {
    Sureness.SURE: ("success", "check-circle-fill"),
    Sureness.CHECK: ("warning", "question-bold"),
    Sureness.UNKNOWN: ("danger", "warning-circle-fill"),
}
_Index = QModelIndex | QPersistentModelIndex
_COLUMN = Qt.ItemDataRole.UserRole


def sureness_words(sureness: Sureness) -> str:
    """How sure it is, in a word or two."""
    return {
        Sureness.SURE: _("Sure"),
        Sureness.CHECK: _("Check"),
        Sureness.UNKNOWN: _("Unknown"),
        Sureness.EMPTY: _("Empty"),
        Sureness.LEFT_OUT: _("Left out"),
    }[sureness]


class ColumnModel(QAbstractTableModel):
    """The columns as they are understood now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[PreviewColumn, ...] = ()

    def show_columns(self, columns: Sequence[PreviewColumn]) -> None:
        """Show these; the same columns keep the current row."""
        old, new = self.columns, tuple(columns)
        if [c.source for c in old] == [c.source for c in new]:
            self.columns = new
            if new:
                self.dataChanged.emit(self.index(0, 0), self.index(len(new) - 1, FILLED))
            return
        self.beginResetModel()
        self.columns = new
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """One row for each column of the file."""
        return 0 if parent.isValid() else len(self.columns)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Source, field, treatment, sureness, share filled."""
        return 0 if parent.isValid() else FILLED + 1

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The titles."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section == FILLED:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            _("Column of the file"),
            _("Field in CRM"),
            _("What becomes of it"),
            _("How sure"),
            _("Filled"),
        )[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for the ear and for copying; the delegate takes the column itself."""
        column = self.columns[index.row()]
        if role == _COLUMN:
            return column
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == SOURCE:
            return f"{column.source}\n{column.sample}".strip()
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == FIELD:
            return "\n".join(filter(None, (column_words(column), _treatment(column))))
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == SOURCE:
            return _("{column}, for example {sample}").format(
                column=column.source, sample=column.sample or _("nothing")
            )
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _words(column, index.column())
        return None


def _words(column: PreviewColumn, section: int) -> str:
    if section == SOURCE:
        return column.source
    if section == FIELD:
        return column_words(column)
    if section == TREATMENT:
        return _treatment(column)
    if section == SURENESS:
        return sureness_words(column.sureness)
    return _("{number}%").format(number=column.filled)


def _treatment(column: PreviewColumn) -> str:
    told = column.treatment.text() if column.treatment else ""
    if column.custom is None or not is_new(column.code):
        return told
    return ", ".join(filter(None, (type_words()[column.custom.type], told)))


class _Cells(QStyledItemDelegate):
    """Paints the cells."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One cell with its ground and the line below it."""
        theme = ThemeManager.instance().theme
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        ground = theme.colours.selected if is_current else theme.colours.surface
        painter.fillRect(rect, ground)
        line = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(line, theme.colours.border_subtle)
        column: PreviewColumn = index.data(_COLUMN)
        place = rect.adjusted(_PADDING, 0, -_PADDING, -1)  # as the words of the header
        paint_cell = (_paint_source, _paint_field, _paint_words, _paint_sureness, _paint_filled)
        paint_cell[index.column()](painter, place, column, theme)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:  # noqa: N802
        """Two lines of words high."""
        return QSize(100, ThemeManager.instance().theme.grown(_ROW))


def _paint_source(painter: QPainter, rect: QRectF, column: PreviewColumn, theme: Theme) -> None:
    arrow = QRectF(
        rect.right() - measures.ICON_SMALL, rect.top(), measures.ICON_SMALL, rect.height()
    )
    paint_icon(painter, arrow, "arrow-right", theme.colours.text_tertiary, measures.ICON_SMALL)
    words = rect.adjusted(0, 0, -2 * measures.ICON_SMALL, 0)
    half = words.height() / 2
    upper = QRectF(words.left(), words.top() + 4, words.width(), half - 2)
    lower = QRectF(words.left(), words.top() + half, words.width(), half - 4)
    paint_text(painter, upper, column.source, theme.faces.body_medium, theme.colours.text)
    paint_text(painter, lower, column.sample, theme.faces.caption, theme.colours.text_tertiary)


def _paint_field(painter: QPainter, rect: QRectF, column: PreviewColumn, theme: Theme) -> None:
    """A box that looks like the list it opens."""
    height = theme.size.control_small
    top = round(rect.center().y() - height / 2)
    box = QRectF(rect.left(), top, rect.width(), height).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colours.border_input, measures.LINE))
    painter.setBrush(theme.colours.surface)
    painter.drawRoundedRect(box, theme.radius.md, theme.radius.md)
    side, gap = measures.ICON_SMALL, 8
    colours = theme.colours
    icon = QRectF(box.left() + gap, box.top(), side, box.height())
    is_open = column.sureness is Sureness.UNKNOWN and column.code == NOTE
    paint_icon(painter, icon, icon_of(column), colours.text_secondary, side)
    caret = QRectF(box.right() - gap - 10, box.top(), 10, box.height())
    paint_icon(painter, caret, "caret-down-bold", colours.text_tertiary, 10)
    words = box.adjusted(2 * gap + side, 0, -2 * gap - 10, 0)
    ink = colours.text_secondary if is_open else colours.text
    paint_text(painter, words, column_words(column), theme.faces.body, ink)


def _paint_words(painter: QPainter, rect: QRectF, column: PreviewColumn, theme: Theme) -> None:
    words = _words(column, TREATMENT)
    paint_text(painter, rect, words, theme.faces.label, theme.colours.text_secondary)


def _paint_sureness(painter: QPainter, rect: QRectF, column: PreviewColumn, theme: Theme) -> None:
    words = sureness_words(column.sureness)
    pill = _PILLS.get(column.sureness)
    if pill is None:
        paint_tag(painter, rect, Tag(words, "slate"), theme)
    else:
        tone, icon = pill
        paint_pill(painter, rect, icon, words, tone=tone, theme=theme)


def _paint_filled(painter: QPainter, rect: QRectF, column: PreviewColumn, theme: Theme) -> None:
    ink = theme.colours.text_secondary
    paint_text(painter, rect, _words(column, FILLED), theme.faces.label_digits, ink, right=True)


class ColumnTable(QTableView):
    """``decided`` gives the index of a column in the file and the code of its field."""

    decided = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Columns of the file and their fields"))
        self.columns = ColumnModel(self)
        self.setModel(self.columns)
        self.columns.modelReset.connect(self._share_width)
        self.columns.dataChanged.connect(self._share_width)
        self.setItemDelegate(_Cells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.picker = FieldPicker(self)
        self.picker.chosen.connect(self._decide)
        manager = ThemeManager.instance()
        manager.changed.connect(self._follow_theme)
        self._follow_theme()

    def columns_below(self) -> int:
        """How many rows are below those that are to be seen whole."""
        last = self.rowAt(self.viewport().height() - 1)
        if last < 0:
            return 0
        return self.columns.rowCount() - last - 1

    def pick(self) -> None:
        """Open the list of fields for the current column."""
        row = max(0, self.currentIndex().row())
        if row >= self.columns.rowCount():
            return
        cell = self.columns.index(row, FIELD)
        self.scrollTo(cell)
        place = self.visualRect(cell)
        corner = self.viewport().mapToGlobal(place.bottomLeft() + QPoint(_PADDING, 0))
        self.setCurrentIndex(cell)
        self.picker.open_at(corner, self.columns.columns[row])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter, F2 and Space open the list of fields; Delete leaves the column out."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space)
        if event.key() in keys:
            self.pick()
        elif event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self._decide("ignore")
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press on the box of the field opens its list."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == FIELD:
            self.pick()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Words share the room that boxes and pills leave."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        theme = ThemeManager.instance().theme
        widths = {section: theme.grown(width) for section, width in _WIDTHS.items()}
        widest = max(pill_width(sureness_words(one), theme) for one in Sureness)
        widths[SURENESS] = max(widths[SURENESS], round(widest) + 2 * _PADDING)
        room = self.viewport().width()
        is_narrow = room < theme.grown(_NARROW)
        self.setColumnHidden(FILLED, is_narrow)
        if is_narrow:
            del widths[FILLED]
        left, least = room - sum(widths.values()), theme.grown(_LEAST_WORDS)
        spare_source = theme.grown(_SPARE_SOURCE)
        has_words = left + spare_source >= least  # otherwise they are told on pointing
        self.setColumnHidden(TREATMENT, not has_words)
        wanted = min(self._widest_words(theme), left + spare_source)
        widths[TREATMENT] = max(least, left, wanted) if has_words else 0
        # Whatever lacks is taken from the samples, and then from the fields.
        for section, spare in ((SOURCE, spare_source), (FIELD, widths[FIELD] // 2)):
            lacking = max(0, sum(widths.values()) - room)
            widths[section] -= min(lacking, spare)
        for section, width in widths.items():
            self.setColumnWidth(section, width)

    def _widest_words(self, theme: Theme) -> int:
        """As wide as all that becomes of columns could be read."""
        told = (_treatment(column) for column in self.columns.columns)
        return ceil(max(map(theme.faces.label.width, told), default=0)) + 2 * _PADDING

    def _decide(self, code: str) -> None:
        row = self.currentIndex().row()
        if 0 <= row < len(self.columns.columns):
            self.decided.emit(self.columns.columns[row].index, code)

    def _follow_theme(self) -> None:
        self.verticalHeader().setDefaultSectionSize(ThemeManager.instance().theme.grown(_ROW))
        self._share_width()
        self.viewport().update()
