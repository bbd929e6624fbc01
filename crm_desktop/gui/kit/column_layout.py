"""Which columns of a table are shown, in which order and how wide: the person's choice.

Made by ``RowTable`` over its header; the first column always stands first. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView

from crm_desktop.gui.kit.column_widths import fitted_widths
from crm_desktop.gui.kit.list_ends import with_ends
from crm_desktop.gui.kit.row_drawing import CELL_PADDING, RIGHT_ROOM, TICK_WIDTH
from crm_desktop.gui.kit.row_header import RowHeader
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.theme import Theme

# In compact rows the second line stands after the first.
_SECOND_LINE = 120
_LEAST, _MOST = 44, 600


class MeasuredTable(QTableView):
    """A table that knows what is to be seen of it."""

    @property
    def lines_on_screen(self) -> range:
        """The lines that can be seen."""
        last = self.rowAt(self.viewport().height() - 1)
        model = self.model()
        end = last + 1 if last >= 0 else (0 if model is None else model.rowCount())
        return range(max(0, self.rowAt(0)), end)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """On macOS ⌘ with an arrow leads to the first or the last line."""
        super().keyPressEvent(with_ends(event))


class ColumnLayout(QObject):
    """``chosen`` tells that the person showed, hid, moved or sized columns."""

    chosen = Signal()

    def __init__(self, table: MeasuredTable, header: RowHeader) -> None:
        super().__init__(table)
        self._table = table
        self._header = header
        self._columns: Sequence[Column] = ()
        self._has_ticks = False
        self._shown: list[int] = []  # sections in the order on the screen
        self._widths: dict[str, int] = {}
        self._is_arranging = False
        header.sectionResized.connect(self._note_size)
        header.sectionMoved.connect(self._note_move)
        header.sectionHandleDoubleClicked.connect(self.fit_to_content)
        header.move_wanted.connect(self._shift)
        header.fit_wanted.connect(self.fit_to_content)

    def begin(self, columns: Sequence[Column], *, has_ticks: bool) -> None:
        """Lay these columns out as they were designed."""
        self._columns, self._has_ticks = columns, has_ticks
        self.apply((), {})

    @property
    def columns(self) -> Sequence[Column]:
        """All columns there are."""
        return self._columns

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns shown, in their order; nothing if they are those of the design."""
        keys = tuple(self._columns[section].name for section in self._shown)
        return () if keys == self._designed() else keys

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns shown, in their order."""
        return tuple(self._columns[section] for section in self._shown)

    @property
    def widths(self) -> Mapping[str, int]:
        """The widths that the person gave; nothing if the columns share the room."""
        return dict(self._widths)

    def apply(self, keys: Sequence[str], widths: Mapping[str, int]) -> None:
        """Show these columns (those of the design where none is known) in these widths."""
        sections = {column.name: section for section, column in enumerate(self._columns)}
        wanted = [sections[key] for key in keys or self._designed() if key in sections]
        self._shown = list(dict.fromkeys([0, *wanted])) if self._columns else []
        self._widths = {key: width for key, width in widths.items() if key in sections}
        self._arrange()

    def choose(self, keys: Sequence[str]) -> None:
        """The person wants to see these columns; none: those of the design, sharing the room."""
        if keys:
            widths = {**self._designed_widths(keys), **self._widths} if self._widths else {}
            self.apply(keys, widths)
        else:
            self.apply((), {})
        self.chosen.emit()

    def hide(self, section: int) -> None:
        """The person wants to see this column no longer; the first one stays."""
        if section in self._shown[1:]:
            self.choose([self._columns[s].name for s in self._shown if s != section])

    def fit(self) -> None:
        """Share the room among the columns, unless the person has sized them."""
        if not self._columns:
            return
        extra = TICK_WIDTH if self._has_ticks else 0
        self._is_arranging = True
        for section, width in zip(self._shown, self._fitting(extra), strict=True):
            self._table.setColumnHidden(section, width is None)
            if width is not None:
                self._table.setColumnWidth(section, width + (extra if section == 0 else 0))
        self._is_arranging = False

    def _fitting(self, extra: int) -> Iterable[int | None]:
        if self._widths:
            return [self._widths.get(column.name, column.width) for column in self.shown]
        theme = ThemeManager.instance().theme
        more = _SECOND_LINE if theme.density == "compact" else 0
        room = self._table.viewport().width() - extra
        # What must never be cut, such as phones, gets wider with larger letters.
        shown = [c if c.grows else replace(c, width=_least_width(c, theme)) for c in self.shown]
        return fitted_widths(shown, room, first_more=more, may_hide=not self.keys)

    def fit_to_content(self, section: int) -> None:
        """As wide as the lines on the screen need."""
        model, column = self._table.model(), self._columns[section]
        texts = [
            model.index(line, section).data(Qt.ItemDataRole.DisplayRole)
            for line in self._table.lines_on_screen
        ]
        face = ThemeManager.instance().theme.faces.body
        needed = max((face.width(text) for text in (*texts, column.title) if text), default=0)
        width = round(needed) + 2 * CELL_PADDING + column.spare + 1
        self._keep_widths()
        self._widths[column.name] = min(max(width, _LEAST), _MOST)
        self.fit()
        self.chosen.emit()

    def _designed(self) -> tuple[str, ...]:
        return tuple(column.name for column in self._columns if column.usual)

    def _designed_widths(self, keys: Sequence[str]) -> dict[str, int]:
        return {column.name: column.width for column in self._columns if column.name in keys}

    def _arrange(self) -> None:
        self._is_arranging = True
        for place, section in enumerate(self._shown):
            self._header.moveSection(self._header.visualIndex(section), place)
        for section in range(len(self._columns)):
            self._table.setColumnHidden(section, section not in self._shown)
        self._is_arranging = False
        self.fit()

    def _keep_widths(self) -> None:
        """From now on the widths are the person's: those that are to be seen."""
        extra = TICK_WIDTH if self._has_ticks else 0
        for section in self._shown:
            if not self._table.isColumnHidden(section):
                width = self._table.columnWidth(section) - (extra if section == 0 else 0)
                self._widths[self._columns[section].name] = width

    def _note_size(self, _section: int, _old: int, _new: int) -> None:
        if self._header.is_held and not self._is_arranging:
            self._keep_widths()
            self.chosen.emit()

    def _note_move(self, _section: int, _old: int, _new: int) -> None:
        if self._is_arranging:
            return
        self._shown.sort(key=self._header.visualIndex)
        self.chosen.emit()

    def _shift(self, section: int, by: int) -> None:
        """Move a column with the keys."""
        if section not in self._shown[1:]:
            return
        place = self._shown.index(section) + by
        if 1 <= place < len(self._shown):
            self._shown.remove(section)
            self._shown.insert(place, section)
            self._arrange()
            self.chosen.emit()


def _least_width(column: Column, theme: Theme) -> int:
    """Its own in these letters, or as its title needs, which is longer in some languages."""
    width = theme.grown(column.width)
    if column.icon:
        return width
    around = 2 * CELL_PADDING + (RIGHT_ROOM if column.right else 0)
    return max(width, ceil(theme.faces.label_medium.width(column.title)) + around)
