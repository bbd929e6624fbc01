"""The rows of a list that are in memory: read by pages when they are looked at, let go when the
eye is far away.

Used by ``RowTableModel``; lives on the GUI thread.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice

from PySide6.QtCore import QObject, Signal

from crm_desktop.gui.kit.row_groups import records_of
from crm_desktop.gui.kit.row_source import Row, RowSource
from crm_desktop.gui.kit.timers import single_shot

PAGE = 200
# Rows in memory: some screens to either side of the eye.
KEPT_ROWS = 4 * PAGE
_MOST_FETCHES = 2
_MOST_WANTED = 3


class RowPages(QObject):
    """The rows that are here, by their internal keys. ``came`` tells the first line and the
    number of lines that were read, ``missed`` the exception of lines that could not be read;
    ``keys`` gives the internal keys of the lines of a slice."""

    came = Signal(int, int)
    missed = Signal(object)

    def __init__(
        self, source: RowSource, keys: Callable[[slice], array[int]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._keys = keys
        self.rows: dict[int, Row] = {}
        self._wanted: dict[int, None] = {}
        self._fetching: set[int] = set()
        self._fetch_soon = single_shot(self, self._fetch_wanted)

    @property
    def are_coming(self) -> bool:
        """Whether lines are on their way."""
        return bool(self._fetching)

    def want(self, line: int) -> None:
        """The row of ``line`` is looked at, and not here."""
        page = line // PAGE
        if page in self._fetching:
            return
        self._wanted.pop(page, None)
        self._wanted[page] = None
        if not self._fetch_soon.isActive():
            self._fetch_soon.start(0)

    def keep(self, rows: Iterable[Row]) -> None:
        """These are here now."""
        self.rows.update((row.rid, row) for row in rows)

    def _fetch_wanted(self) -> None:
        """The newest wishes first: whoever drags the scroll bar has left the others behind."""
        for page in list(self._wanted)[:-_MOST_WANTED]:
            del self._wanted[page]
        while self._wanted and len(self._fetching) < _MOST_FETCHES:
            self._fetch(self._newest())

    def _newest(self) -> range:
        """The page that was looked at last, with its neighbour if that was looked at too: a
        screen that lies across both is painted once."""
        page, _ = self._wanted.popitem()
        for neighbour in (page - 1, page + 1):
            if neighbour in self._wanted:
                del self._wanted[neighbour]
                return range(min(page, neighbour), max(page, neighbour) + 1)
        return range(page, page + 1)

    def _fetch(self, pages: range) -> None:
        keys = self._keys(slice(pages.start * PAGE, pages.stop * PAGE))
        self._fetching.update(pages)
        self._source.find_rows(
            records_of(keys), partial(self._take, pages, len(keys)), partial(self._miss, pages)
        )

    def _take(self, pages: range, number: int, rows: Sequence[Row]) -> None:
        self._fetching.difference_update(pages)
        self.keep(rows)
        self._free_far_from((pages.start + pages.stop) * PAGE // 2)
        self.came.emit(pages.start * PAGE, number)
        if self._wanted:
            self._fetch_soon.start(0)

    def _miss(self, pages: range, error: BaseException) -> None:
        self._fetching.difference_update(pages)
        self.missed.emit(error)

    def _free_far_from(self, line: int) -> None:
        """As many as came too much, the oldest first: to let all go at once that are far away
        would hold up the frame that they are let go in."""
        excess = len(self.rows) - KEPT_ROWS
        if excess <= 0:
            return
        reach = KEPT_ROWS // 2
        near = set(self._keys(slice(max(0, line - reach), line + reach)))
        for rid in list(islice((rid for rid in self.rows if rid not in near), excess)):
            del self.rows[rid]
