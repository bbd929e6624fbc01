"""A table whose rows can be ticked, with a box in the header for all of them.

The base of ``RowTable``: which rows are ticked; keys and mouse are the table's. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.gui.kit.column_layout import MeasuredTable
from crm_desktop.gui.kit.row_header import RowHeader
from crm_desktop.gui.kit.row_model import RowTableModel
from crm_desktop.gui.kit.row_ticks import Ticks


class TickedTable(MeasuredTable):
    """``ticks_changed`` tells that other rows are ticked; ``ticks_unseen`` that the list, as it
    was read last, lacks ticked ones, which may be hidden only, or gone (then: ``drop_ticks``)."""

    ticks_changed = Signal()
    ticks_unseen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.has_ticks = False
        self.ticks = Ticks()
        self._ticks_all = False  # those, too, whose keys are not known yet
        self.unseen: frozenset[int] = frozenset()
        """The internal keys of the ticked records that the list does not show."""
        self.header = RowHeader(self)
        self.setHorizontalHeader(self.header)
        self.header.box_pressed.connect(self._press_box)

    def clear_ticks(self) -> None:
        """Tick none."""
        self._ticks_all = False
        self.ticks.clear()
        self.unseen = frozenset()
        self._ticks_differ()

    def drop_ticks(self, keys: Iterable[int]) -> None:
        """Take the ticks of these away, for they are gone."""
        self.ticks.drop(keys)
        self._find_unseen()
        self._ticks_differ()

    def is_ticked(self, line: int) -> bool:
        """Whether a row is ticked."""
        return self.key_of(line) in self.ticks

    def key_of(self, line: int) -> int | None:
        """The internal key of a row."""
        model = self.model()
        return model.rid_at(line) if isinstance(model, RowTableModel) else None

    def flip(self, line: int) -> None:
        """Tick a row, or take its tick away."""
        key = self.key_of(line)
        if key is not None and key >= 0:
            self.ticks.flip(key)
            self._ticks_differ()

    def tick_range(self, first: int, last: int) -> None:
        """Tick the rows from where the range began to the other, whichever comes first, and give
        those back that were ticked by its having reached farther."""
        low, high = sorted((first, last))
        keys = [self.key_of(line) for line in range(low, high + 1)]
        self.ticks.stretch(key for key in keys if key is not None and key >= 0)
        self._ticks_differ()

    def tick_all(self) -> None:
        """Tick all, those too whose lines are not in memory."""
        model = self.model()
        if isinstance(model, RowTableModel):
            self.ticks.add(model.records)
            self._ticks_all = len(model.order) < model.rowCount()
            self._ticks_differ()

    def tick_only(self, keys: Iterable[int]) -> None:
        """Tick the rows with these internal keys and no others, and show the first."""
        self._ticks_all = False
        self.ticks.clear()
        self.ticks.add(keys)
        self._find_unseen()
        self._ticks_differ()
        model = self.model()
        if isinstance(model, RowTableModel):
            first = next((line for line, key in enumerate(model.order) if key in self.ticks), 0)
            self.scrollTo(model.index(first, 0))

    def catch_up_ticks(self, is_stale: bool) -> None:
        """The order is known: tick what was ticked before it was, find what it lacks. A stale one
        may have been read for something else than what is asked by now."""
        model = self.model()
        if not self.ticks or not isinstance(model, RowTableModel):
            return
        self._find_unseen()
        if self._ticks_all:
            self.tick_all()
            return
        self._ticks_differ()
        if self.unseen and not is_stale and model.is_whole:
            self.ticks_unseen.emit()

    def _find_unseen(self) -> None:
        model = self.model()
        if isinstance(model, RowTableModel):
            self.unseen = self.ticks.besides(model.records)

    def acted_on(self, line: int | None = None) -> list[int]:
        """The internal keys of the rows that an action means, in the order of the list: the
        ticked ones, those last that it does not show, or the current one; begun at a ``line``
        that isn't ticked, that one."""
        model = self.model()
        if not isinstance(model, RowTableModel):
            return []
        if self.ticks and (line is None or self.is_ticked(line)):
            seen = [key for key in model.records if key in self.ticks]
            return [*seen, *sorted(self.ticks.besides(seen))]
        key = self.key_of(self.currentIndex().row() if line is None else line)
        return [] if key is None or key < 0 else [key]

    def _press_box(self) -> None:
        if len(self.ticks) == len(self.unseen):
            self.tick_all()
        else:  # the box speaks of the rows below it
            self._ticks_all = False
            self.drop_ticks(self.ticks.keys - self.unseen)

    def _ticks_differ(self) -> None:
        model = self.model()
        number = model.number_of_records if isinstance(model, RowTableModel) else 0
        self.header.show_box(self.ticks.box(number, len(self.unseen)))
        self.viewport().update()
        self.ticks_changed.emit()
