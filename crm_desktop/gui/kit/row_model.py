"""A list of up to a million records of which only the lines near the eye are in memory.

The order of the list is an array of internal keys; rows come when a view asks for them and go
when they are far away (``row_pages``). Changes arrive as changed, inserted and removed
lines, never as a reset, so that scroll and selection stay. Lives on the GUI thread; knows no
entity and no database (see ``row_source``).
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from crm_desktop.gui.kit.order_changes import OrderChange, plan_change
from crm_desktop.gui.kit.row_columns import ColumnedLines
from crm_desktop.gui.kit.row_groups import Heading, Headings, records_of
from crm_desktop.gui.kit.row_pages import KEPT_ROWS, RowPages
from crm_desktop.gui.kit.row_source import Beginning, Column, Row, RowSource
from crm_desktop.gui.kit.timers import single_shot

_FIRST = 80  # more than a window shows; the others are there before one scrolls
# A list that is long to read is read again at most a fifth of the time.
_REST_PER_READING = 4.0

# Comparing enumerations costs 10 ms a frame, integers nothing (quality.md, 'Qt from Python').
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_TICK = int(Qt.ItemDataRole.CheckStateRole)
_TICKED, _NOT_TICKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked

_Index = QModelIndex | QPersistentModelIndex


class RowTableModel(ColumnedLines):
    """Lines of a ``RowSource`` under ``columns``.

    ``order_known`` tells that the order was read, and whether it must be read once more.
    ``holds`` may say that a new order has to wait until ``show_held``; ``held`` tells which
    one does. ``values_changed`` gives a key and the sections that look different now.
    """

    loaded = Signal()  # the first lines are there
    failed = Signal(object)  # the exception
    order_known = Signal(bool)
    held = Signal(object)  # OrderChange, or None
    values_changed = Signal(int, object)  # set[int]

    def __init__(
        self, source: RowSource, columns: Sequence[Column], parent: QObject | None = None
    ) -> None:
        super().__init__(columns, parent)
        self._source = source
        self.headings = Headings()
        self._pages = RowPages(source, self._keys_of, self)
        self._pages.came.connect(self._tell_came)
        self._pages.missed.connect(self._note_gap)
        self._looked_at = 0
        self.is_ticked: Callable[[int], bool] | None = None
        self.holds: Callable[[OrderChange], bool] | None = None
        self._held: OrderChange | None = None
        self._is_urgent = False
        self._is_asked = False
        self._is_loaded = False
        self._ordering = False
        self._orders_asked = 0
        self._order_is_stale = False
        self._asked_at = 0.0
        self._has_gaps = False
        self._rereading = False
        self._rows_are_stale = False
        self._is_quiet = False
        self._order_later = single_shot(self, self.read_order_again)

    # What views ask

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Text for the eye and for the ear; ``None`` while the line is on its way."""
        if role == _DISPLAY:
            return self.text_at(index.row(), index.column())
        if role == _SPOKEN:
            row = self.row_at(index.row())
            if isinstance(row, Heading):
                return row.spoken
            return None if row is None else _spoken(self._columns[index.column()], row)
        if role == _TICK and index.column() == 0 and self.is_ticked is not None:
            if self.is_heading(index.row()):
                return None
            return _TICKED if self.is_ticked(index.row()) else _NOT_TICKED
        return None

    def text_at(self, line: int, column: int) -> str | None:
        """What stands in a cell; asks for the line if it is not here."""
        row = self.row_at(line)
        if isinstance(row, Heading):
            return "" if column else row.label
        return None if row is None else self._columns[column].text(row)

    def row_at(self, line: int) -> Row | None:
        """The row of a line, which may be a ``Heading``; asks for it if it is not here."""
        key = self.rid_at(line)
        if key is None or self.is_placeless(line):
            return None if key is None else self._pages.rows.get(key)
        self._looked_at = line
        row = self._pages.rows.get(key)
        if row is None:
            if key < 0:
                return self.headings.get(key)
            self._pages.want(line)
        return row

    def record_at(self, line: int) -> Row | None:
        """The row of a line; nothing for a heading."""
        row = self.row_at(line)
        return None if isinstance(row, Heading) else row

    def is_heading(self, line: int) -> bool:
        """Whether the line is the heading of a group."""
        return 0 <= line < len(self._order) and self._order[line] < 0

    @property
    def records(self) -> array[int]:
        """The internal keys of the records in their order, those of folded groups last."""
        if not self.headings:
            return self._order
        return records_of(self._order) + array("q", self.headings.hidden)

    @property
    def number_of_records(self) -> int:
        """How many records the list holds, folded away or not."""
        return self.headings.number_of_records if self.headings else self._length

    def line_of(self, record_id: str) -> int | None:
        """Where the record stands, if its line is in memory."""
        for rid, row in self._pages.rows.items():
            if row.id == record_id:
                return self._order.index(rid) if rid in self._order else None
        return None

    def find_line_beginning_with(
        self, text: str, start: int, then: Callable[[int], object]
    ) -> None:
        """Hand ``then`` the next line from ``start`` on whose name begins with ``text`` in any
        case: at once if it is here, else when it was looked for in the whole list."""
        wanted, first = text.casefold(), self._columns[0]
        for line in range(start, len(self._order)):
            if self.is_heading(line):
                continue
            row = self._pages.rows.get(self._order[line])
            if row is None:
                break  # nearer ones may be among those that aren't here
            if first.text(row).casefold().startswith(wanted):
                then(line)
                return
        order = self._order
        self._source.find_line(text, order, start, partial(self._tell_line, order, then))

    def _tell_line(
        self, order: array[int], then: Callable[[int], object], line: int | None
    ) -> None:
        if line is not None and self.rid_at(line) == order[line]:
            then(line)

    @property
    def rows_in_memory(self) -> int:
        """How many lines are held."""
        return len(self._pages.rows)

    @property
    def is_behind(self) -> bool:
        """Whether the order is being read, or will be soon."""
        return self._ordering or self._order_later.isActive()

    @property
    def is_loaded(self) -> bool:
        """Whether the first lines have come."""
        return self._is_loaded

    # Loading

    def load(self) -> None:
        """Read the first lines, then the whole order; later, read all again and hold nothing
        back: who comes to the list, or asks for it anew, wants what there is."""
        if self._is_loaded:
            self.read_again(at_once=True)
            return
        self._is_asked = True
        self._find_beginning()

    def read_anew(self) -> None:
        """Another list is wanted: show its first lines as soon as they are known, whoever was
        current, then read the whole order."""
        if self._is_loaded:
            self._order_later.stop()
            self._find_beginning()
        else:
            self._order_is_stale = self._is_asked

    def _find_beginning(self) -> None:
        self._ordering = self._is_urgent = self._is_loaded
        self._order_is_stale = False
        self._orders_asked += 1
        number = self._orders_asked
        self._source.find_beginning(
            _FIRST, partial(self._begin, number), partial(self._ordering_failed, number)
        )

    def _begin(self, number: int, beginning: Beginning) -> None:
        if number != self._orders_asked:
            return
        was_loaded, self._is_loaded, self._ordering = self._is_loaded, True, False
        self._pages.keep(beginning.rows)
        self.headings.take_changed()
        self._hold(None)
        self.take_beginning(beginning.rids, beginning.total)
        if not was_loaded:
            self.loaded.emit()
        if self._rows_are_stale:
            self.read_rows_again()
        if self.is_behind:
            return
        if self._order_is_stale or not self.is_whole:
            self.read_order_again()
        elif was_loaded:
            self._is_urgent = False
            self.order_known.emit(False)

    def _keys_of(self, lines: slice) -> array[int]:
        return self._order[lines]

    def _tell_came(self, first: int, number: int) -> None:
        last = min(first + number, self._length) - 1
        if first <= last:
            self.tell_changed(first, last)
        if self._rows_are_stale and not self._rereading:
            self.read_rows_again()

    def _note_gap(self, error: BaseException) -> None:
        self._has_gaps = True
        self.failed.emit(error)

    # Changes of the records

    def read_again(self, *, at_once: bool = False) -> None:
        """Something may have changed everywhere: read lines and order again (``at_once``: see
        ``read_order_again``)."""
        if self._has_gaps and self._length:
            self._has_gaps = False
            self.tell_changed(0, self._length - 1)
        self.read_rows_again()
        self.read_order_again(at_once=at_once)

    def read_rows_again(self, *, quietly: bool = False) -> None:
        """Read the lines in memory again and tell which of them became different; ``quietly``:
        not because of a change of the records, so ``values_changed`` is not told."""
        self._is_quiet |= quietly and self._is_asked
        # The first lines may have been read before the change, too, if they were asked for.
        if self._rereading or not self._is_loaded:
            self._rows_are_stale = self._is_asked
            return
        # Pages that are on their way may have been read before the change.
        self._rows_are_stale = self._pages.are_coming
        rids = list(self._pages.rows)
        self._rereading = bool(rids)
        if rids:
            self._source.find_rows(rids, self._compare, self._reread_failed)

    def _reread_failed(self, error: BaseException) -> None:
        self._rereading = False
        self.failed.emit(error)

    def _compare(self, rows: Sequence[Row]) -> None:
        self._rereading = False
        changed = set()
        for row in rows:
            old = self._pages.rows.get(row.rid)
            if old is not None and old != row:
                changed.add(row.rid)
                self._pages.keep((row,))
                if not self._is_quiet:
                    self.values_changed.emit(row.rid, self._differing(old, row))
        self._is_quiet &= self._rows_are_stale  # those still to come were asked for in silence too
        for line in self._lines_of(changed):
            self.tell_changed(line, line)
        if self._rows_are_stale and not self._pages.are_coming:
            self.read_rows_again()

    def _differing(self, old: Row, new: Row) -> set[int]:
        texts = (column.text for column in self._columns)
        return {section for section, text in enumerate(texts) if text(old) != text(new)}

    def _lines_of(self, rids: set[int]) -> list[int]:
        """Lines near the eye; others are read afresh when they are scrolled to."""
        first = max(0, self._looked_at - KEPT_ROWS)
        near = self._order[first : self._looked_at + KEPT_ROWS] if rids else ()
        return [line for line, rid in enumerate(near, first) if rid in rids]

    def read_order_again(self, *, at_once: bool = False) -> None:
        """Read the order again and tell what came, left and moved; ``at_once``: it is the
        person's own doing, so nothing is held back, and nobody waits for what was asked before."""
        self._is_urgent |= at_once and self._is_loaded
        if at_once:
            self._order_later.stop()
            self._ordering = False
        if self._ordering or self._order_later.isActive() or not self._is_loaded:
            self._order_is_stale = self._is_asked
            return
        self._ordering, self._order_is_stale = True, False
        self._asked_at = time.monotonic()
        self._orders_asked += 1
        number = self._orders_asked
        self._source.find_order(
            partial(plan_change, self._order),
            partial(self._apply, number),
            partial(self._ordering_failed, number),
        )

    def show_held(self) -> None:
        """Let the order come that was held back."""
        change = self._held
        self._hold(None)
        if change is not None:
            self.take_order(change)
            self.order_known.emit(self.is_behind)

    def _hold(self, change: OrderChange | None) -> None:
        had, self._held = self._held is not None, change
        if had or change is not None:
            self.held.emit(change)

    def _ordering_failed(self, number: int, error: BaseException) -> None:
        if number != self._orders_asked:
            return
        self._ordering = False
        self.failed.emit(error)

    def _apply(self, number: int, change: OrderChange) -> None:
        if number != self._orders_asked:
            return
        self._ordering = False
        if not self.is_whole:
            change = self.without_unread_tail(change)
        waits = not (self._is_urgent or change.is_empty) and bool(self.holds and self.holds(change))
        self._is_urgent &= self._order_is_stale  # what was asked for since is still to come
        self._hold(change if waits else None)
        if not waits:
            self.take_order(change)
        for line in self._lines_of(self.headings.take_changed()):
            self.tell_changed(line, line)
        self.order_known.emit(self._order_is_stale)
        if self._order_is_stale:
            rest = (time.monotonic() - self._asked_at) * _REST_PER_READING
            rest = 0.0 if self._is_urgent else rest
            self._order_is_stale = False
            self._order_later.start(int(rest * 1000))


def _spoken(column: Column, row: Row) -> str:
    if column.spoken is not None:
        return column.spoken(row)
    text = column.text(row)
    return f"{column.title}: {text}" if text else column.title
