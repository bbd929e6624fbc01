"""What the bar below the list of deals and the menu of its rows offer besides what every list does:
requests are sorted, deals go to a stage, are won or lost.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.features.deals.rules import OPEN
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.deals.ending import Find
from crm_desktop.gui.pages.deals.offered_actions import end_actions, stage_action
from crm_desktop.gui.pages.deals.request_bulk import ListSorting
from crm_desktop.gui.shell.bulk.bar import BulkAction
from crm_desktop.gui.shell.line_columns import Line
from crm_desktop.gui.shell.list_page import ListPage

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.page import DealsPage


class DealListActions:
    """Acts on the ticked rows, else on the current one."""

    def __init__(self, part: ListPage, page: DealsPage, bridge: Bridge) -> None:
        self._part, self._page, self._bridge = part, page, bridge
        self._sorting = ListSorting(part, page, bridge)

    def offered(self, rids: Sequence[int], are_ticked: bool) -> list[BulkAction]:
        """What can be done with these rows."""
        # Ticks come and go below the bar; a menu over a row without one means that row alone.
        find: Find | None = None
        if not are_ticked:
            find = partial(self._part.find_records, tuple(rids))
        sorting = self._sorting.offered(rids, find)
        row = None if are_ticked else self._row(rids)
        if row is not None and row.row.status != OPEN:
            return sorting
        here = (row.row.stage_id,) if row is not None else ()
        move = stage_action(self._page, self._bridge, lambda: here, find)
        if sorting and not are_ticked:
            return [*sorting, move]  # a request is accepted or rejected, it can't be won
        return [*sorting, move, *end_actions(self._page, self._bridge, find)]

    def _row(self, rids: Sequence[int]) -> Line | None:
        line = self._part.list.model.record_at(self._part.list.table.currentIndex().row())
        return line if isinstance(line, Line) and list(rids) == [line.rid] else None
