"""The rows of one record's timeline as a model: changes come as few rows, never as a reset.

Filled by the timeline part, on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from crm_desktop.gui.pages.activities.entries import Entry, Shape

_ROOT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class TimelineModel(QAbstractListModel):
    """Entries from the newest to the oldest that was read."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._rows: list[Entry] = []

    def rowCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802
        """How many rows were read."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row for the ear and for type-ahead; painting takes ``entry``."""
        if not index.isValid():
            return None
        entry = self._rows[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title or entry.spoken
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings can't be chosen."""
        if index.isValid() and self._rows[index.row()].shape is Shape.HEADING:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @property
    def rows(self) -> Sequence[Entry]:
        """All rows."""
        return self._rows

    def entry(self, row: int) -> Entry | None:
        """The entry of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, key: str) -> int:
        """Where the entry with this key stands; -1 if it is not here."""
        return next((n for n, entry in enumerate(self._rows) if entry.key == key), -1)

    def show(self, rows: Sequence[Entry]) -> None:
        """Show these from now on: what stays is kept, what changed is drawn anew."""
        old, new = [row.key for row in self._rows], [row.key for row in rows]
        first = _common(old, new)
        last = _common(old[first:][::-1], new[first:][::-1])
        middle_old, middle_new = old[first : len(old) - last], new[first : len(new) - last]
        if middle_old or middle_new:
            matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=False)
            for tag, a, b, c, d in reversed(matcher.get_opcodes()):
                if tag in ("delete", "replace"):
                    self._remove(first + a, first + b)
                if tag in ("insert", "replace"):
                    self._insert(first + a, rows[first + c : first + d])
        changed = [n for n, row in enumerate(rows) if row != self._rows[n]]
        for n in changed:
            self._rows[n] = rows[
                n
            ]  # the others stay the same objects: what they look like is known
        for n in changed:
            self.dataChanged.emit(self.index(n), self.index(n))

    def redraw(self) -> None:
        """Days and times are others than before, though nothing was changed."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _remove(self, begin: int, end: int) -> None:
        self.beginRemoveRows(_ROOT, begin, end - 1)
        del self._rows[begin:end]
        self.endRemoveRows()

    def _insert(self, place: int, rows: Sequence[Entry]) -> None:
        self.beginInsertRows(_ROOT, place, place + len(rows) - 1)
        self._rows[place:place] = rows
        self.endInsertRows()


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many keys are the same from the beginning."""
    number = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        number += 1
    return number
