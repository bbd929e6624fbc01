"""What the bar below the list of deals and the menu of its rows offer besides what every list does:
requests are sorted, deals go to a stage, are won or lost.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.deals.commands import LoseDeals, MoveDeals, WinDeals
from crm_desktop.features.deals.rules import OPEN
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.deals.ending import Find, lose_chosen, move_chosen, win_chosen
from crm_desktop.gui.pages.deals.request_bulk import ListSorting
from crm_desktop.gui.pages.deals.stage_menu import add_stages
from crm_desktop.gui.shell.bulk.bar import BulkAction, choose_from
from crm_desktop.gui.shell.line_columns import Line
from crm_desktop.gui.shell.list_page import ListPage

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.page import DealsPage


class ListDoing:
    """Acts on the ticked rows, else on the current one."""

    def __init__(self, part: ListPage, page: DealsPage, bridge: Bridge) -> None:
        self._part, self._page, self._bridge = part, page, bridge
        self._sorting = ListSorting(part, page, bridge)

    def offered(self, rids: Sequence[int], are_ticked: bool) -> list[BulkAction]:
        """What can be done with these rows."""
        sorting = self._sorting.offered(rids, are_ticked)
        row = None if are_ticked else self._row(rids)
        if row is not None and row.row.status != OPEN:
            return sorting
        # Ticks come and go below the bar; a menu over a row without one means that row alone.
        find: Find = self._page.find_chosen
        if not are_ticked:
            find = partial(self._part.find_records, tuple(rids))
        move = self._moving(find, row)
        if sorting and not are_ticked:
            return [*sorting, move]  # a request is accepted or rejected, it can't be won
        return [*sorting, move, *self._ends(find)]

    def _row(self, rids: Sequence[int]) -> Line | None:
        line = self._part.list.model.record_at(self._part.list.table.currentIndex().row())
        return line if isinstance(line, Line) and list(rids) == [line.rid] else None

    def _moving(self, find: Find, row: Line | None) -> BulkAction:
        def fill(menu: QMenu) -> None:
            here = (row.row.stage_id,) if row is not None else ()
            move = partial(move_chosen, self._page, self._bridge, find=find)
            add_stages(menu, self._page.toolbar.pipelines, self._page.pipeline_id, move, here)

        run, locked = partial(choose_from, fill), self._bridge.locked(MoveDeals)
        return BulkAction("stage", _("&Move to"), "flow-arrow", run, locked=locked, fill=fill)

    def _ends(self, find: Find) -> list[BulkAction]:
        locked = self._bridge.locked

        def win(_anchor: QWidget) -> None:
            win_chosen(self._page, self._bridge, find)

        def lose(_anchor: QWidget) -> None:
            lose_chosen(self._page, self._bridge, find)

        return [
            BulkAction("win", _("Wo&n"), "trophy", win, locked=locked(WinDeals)),
            BulkAction("lose", _("&Lost…"), "x-circle", lose, locked=locked(LoseDeals)),
        ]
