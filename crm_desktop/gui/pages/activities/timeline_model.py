"""The rows of one record's timeline as a model: changes come as few rows, never as a reset.

Filled by the timeline part, on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from crm_desktop.gui.pages.activities.entries import Entry, Shape

_ROOT = QModelIndex()
_MOST_COMPARED = 5_000
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

    def show(self, rows: Sequence[Entry], begin: int, end: int) -> None:
        """Show these from now on in the place of the rows from ``begin`` to before ``end``: what
        stays is kept, what changed is drawn anew."""
        shown = self._rows[begin:end]
        same = _common(shown, rows)
        last = _common(shown[same:][::-1], rows[same:][::-1])
        old = [row.key for row in shown[same : len(shown) - last]]
        new = [row.key for row in rows[same : len(rows) - last]]
        first = begin + same
        for a, b, c, d in reversed(_differing(old, new)):
            if b > a:
                self._remove(first + a, first + b)
            if d > c:
                self._insert(first + a, rows[same + c : same + d])
        for n, row in enumerate(rows, begin):
            # Those that are equal stay the same objects: what they look like is known.
            if row is not self._rows[n] and row != self._rows[n]:
                self._rows[n] = row
                self.dataChanged.emit(self.index(n), self.index(n))

    def follow(self, index: _Index) -> Callable[[], int]:
        """What gives the row of the same entry after a change; -1 if it is gone. Most rows only
        move, and Qt knows where to."""
        entry = self.entry(index.row())
        if entry is None:
            return lambda: -1
        key, followed = entry.key, QPersistentModelIndex(index)
        return lambda: followed.row() if followed.isValid() else self.row_of(key)

    def append(self, rows: Sequence[Entry]) -> None:
        """Older ones below all others."""
        if rows:
            self._insert(len(self._rows), rows)

    def _remove(self, begin: int, end: int) -> None:
        self.beginRemoveRows(_ROOT, begin, end - 1)
        del self._rows[begin:end]
        self.endRemoveRows()

    def _insert(self, place: int, rows: Sequence[Entry]) -> None:
        self.beginInsertRows(_ROOT, place, place + len(rows) - 1)
        self._rows[place:place] = rows
        self.endInsertRows()


def _differing(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Which parts of ``old`` (begin, end) become which of ``new``; of very many all at once: to
    find the few that stay and to go from one to the next takes longer than to show them anew."""
    if len(old) + len(new) > _MOST_COMPARED:
        return [(0, len(old), 0, len(new))]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _common(one: Sequence[Entry], other: Sequence[Entry]) -> int:
    """How many entries are of the same thing from the beginning."""
    number = 0
    for left, right in zip(one, other, strict=False):
        if left is not right and left.key != right.key:
            break
        number += 1
    return number
