"""The lines of the change log: read a page at a time, kept up to date from above.

Only pages that somebody scrolled to are in memory. Lives on the GUI thread; the bridge reads on
other threads.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QDateTime,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from crm_desktop.backend.change_log import LogFilter, LoggedOperation, find_older, find_these
from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.numbers import shown_moment, shown_number
from crm_desktop.store import operations

PAGE = 100
WHAT, WHO, WHEN, RECORDS, STATE = range(5)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class LogModel(QAbstractTableModel):
    """``shown``: an answer has come and the lines are as they are in the workspace. ``unread``:
    none of them could be read, for this reason."""

    shown = Signal()
    unread = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._titles = (_("What"), _("Who"), _("When"), _("Records"), _("State"))
        self._wanted = LogFilter()
        self._lines: list[LoggedOperation] = []
        self._has_more = False
        self._is_reading_on = False
        self.is_loaded = False

    # What views ask

    def rowCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802
        """The lines read so far."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802
        """What, who, when, how many, and whether it still holds."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell; for the ear they have their title."""
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == WHAT:
            return what_words(line)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._titles[index.column()]}: {_words(line, index.column())}"
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == RECORDS:
            return int(_RIGHT)
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The titles."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._titles[section]
            if role == Qt.ItemDataRole.TextAlignmentRole and section == RECORDS:
                return int(_RIGHT)
        return None

    def line_at(self, row: int) -> LoggedOperation | None:
        """The operation of a line."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    # Reading

    def narrow(self, wanted: LogFilter) -> None:
        """Show only these from now on."""
        if wanted != self._wanted:
            self._wanted = wanted
            self._replace([])
            self.is_loaded = False
            self.refresh()

    def refresh(self) -> None:
        """Read what is new, and what became of operations under way."""
        self._bridge.query(
            find_older,
            self._wanted,
            None,
            PAGE,
            then=self._take_newest,
            failed=self._fail_newest,
            owner=self,
            channel="new",
        )

    def _fail_newest(self, error: BaseException) -> None:
        if self.is_loaded:
            self._bridge.tell_failed_reading(error)
        else:
            self.unread.emit(error)

    def canFetchMore(self, parent: _Index) -> bool:  # noqa: N802
        """Whether older ones may be there."""
        return not parent.isValid() and self._has_more and not self._is_reading_on

    def fetchMore(self, parent: _Index) -> None:  # noqa: N802
        """Read the next page; the view asks when it is scrolled to the end."""
        if not self.canFetchMore(parent):
            return
        self._is_reading_on = True
        self._bridge.query(
            find_older,
            self._wanted,
            self._lines[-1].rid,
            PAGE,
            then=self._take_older,
            failed=self._fail_older,
            owner=self,
            channel="older",
        )

    def _take_newest(self, newest: list[LoggedOperation]) -> None:
        first = self._lines[0].rid if self._lines else 0
        new = [line for line in newest if line.rid > first]
        if not self._lines or len(new) == PAGE:
            self._replace(newest)
        else:
            if new:
                self.beginInsertRows(_ROOT, 0, len(new) - 1)
                self._lines[:0] = new
                self.endInsertRows()
            self._take_again(newest)
            self._read_again({line.reverses_rid for line in new if line.reverses_rid is not None})
        self.is_loaded = True
        self.shown.emit()

    def _take_older(self, older: list[LoggedOperation]) -> None:
        self._is_reading_on = False
        self._has_more = len(older) == PAGE
        if older and (not self._lines or older[0].rid < self._lines[-1].rid):
            last = len(self._lines)
            self.beginInsertRows(_ROOT, last, last + len(older) - 1)
            self._lines += older
            self.endInsertRows()

    def _fail_older(self, error: BaseException) -> None:
        self._is_reading_on = False
        self._bridge.tell_failed(error)

    def _read_again(self, reversed_: set[int]) -> None:
        """Operations below the first page whose state may be another one now."""
        below = self._lines[PAGE:]
        wanted = [line.rid for line in below if line.rid in reversed_ or is_open(line)]
        if wanted:
            self._bridge.query(
                find_these, wanted, then=self._take_again, owner=self, channel="again"
            )

    def _take_again(self, lines: list[LoggedOperation]) -> None:
        now = {line.rid: line for line in lines}
        for row, line in enumerate(self._lines):
            if line.rid in now and now[line.rid] != line:
                self._lines[row] = now[line.rid]
                self.dataChanged.emit(self.index(row, 0), self.index(row, STATE))

    def _replace(self, lines: list[LoggedOperation]) -> None:
        self.beginResetModel()
        self._lines = list(lines)
        self._has_more = len(lines) == PAGE
        self._is_reading_on = False
        self.endResetModel()

    @property
    def has_open(self) -> bool:
        """Whether something is under way."""
        return any(map(is_open, self._lines))


def is_open(line: LoggedOperation) -> bool:
    """Whether the operation is under way."""
    return line.state == operations.OPEN


def what_words(line: LoggedOperation) -> str:
    """``Change of a contact: Marina Kim``, ``Undo: Import``."""
    about = _(line.reverses) if line.reverses else line.record
    return f"{_(line.label)}: {about}" if about else _(line.label)


def state_words(line: LoggedOperation) -> str:
    """What became of it; nothing if it holds."""
    known = {
        operations.OPEN: _("Under way"),
        operations.UNDONE: _("Undone"),
        operations.CANCELLED: _("Stopped"),
    }
    return known.get(line.state, "")


def _words(line: LoggedOperation, column: int) -> str:
    if column == WHAT:
        return what_words(line)
    if column == WHO:
        return line.actor
    if column == WHEN:
        moment = QDateTime.fromSecsSinceEpoch(int(line.started_at.timestamp()))
        return shown_moment(moment)
    if column == RECORDS:
        return shown_number(line.records)
    return state_words(line)
