"""What the bars below the board and the list offer for requests among the picked deals.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import ngettext
from crm_desktop.features.deals.commands import AcceptDeals
from crm_desktop.features.deals.intake.queries import count_waiting
from crm_desktop.features.deals.rules import OPEN
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.deals.request_ways import ACCEPT, ATTACH, REJECT, WAYS
from crm_desktop.gui.shell.bulk.bar import BulkAction
from crm_desktop.gui.shell.line_columns import Line
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.numbers import shown_number

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.ending import Find
    from crm_desktop.gui.pages.deals.page import DealsPage

Sort = Callable[[str], object]


def sorting_actions(number: int, sort: Sort, locked: str = "") -> list[BulkAction]:
    """The ways to sort so many requests, whose number the words name; none without any. ``sort``
    is told which way."""
    if not number:
        return []
    words = {
        ACCEPT: ngettext("Accept {number} request", "Accept {number} requests", number),
        ATTACH: ngettext("Attach {number} request…", "Attach {number} requests…", number),
        REJECT: ngettext("Reject {number} request…", "Reject {number} requests…", number),
    }

    def action(name: str, icon: str) -> BulkAction:
        told = words[name].format(number=shown_number(number))
        return BulkAction(name, told, icon, partial(_run, sort, name), locked=locked)

    return [action(one.name, one.icon) for one in WAYS]


def _run(sort: Sort, way: str, _anchor: QWidget) -> None:
    sort(way)


class ListSorting(QObject):
    """Requests among the rows of the list: the ticked ones are counted by a reader, since those far
    from the lines in sight aren't here."""

    def __init__(self, part: ListPage, page: DealsPage, bridge: Bridge) -> None:
        super().__init__(part)
        self._part, self._page, self._bridge = part, page, bridge
        self._locked = bridge.locked(AcceptDeals)
        self._ticked = 0
        part.list.table.ticks_changed.connect(self._count)

    def offered(self, rids: Sequence[int], find: Find | None) -> list[BulkAction]:
        """What can be done with the ticked rows, or with the one that ``find`` gives alone."""
        if find is None:
            return sorting_actions(self._ticked, self._sort, self._locked)
        if not self._is_request(rids):
            return []
        sort = partial(self._sort, find=find)
        return [
            BulkAction(
                one.name,
                one.title.text(),
                one.icon,
                partial(_run, sort, one.name),
                locked=self._locked,
            )
            for one in WAYS
        ]

    def _is_request(self, rids: Sequence[int]) -> bool:
        """Whether the one row that is meant, the current one, is a request."""
        table = self._part.list.table
        line = self._part.list.model.record_at(table.currentIndex().row())
        if not isinstance(line, Line) or list(rids) != [line.rid] or line.row.status != OPEN:
            return False
        stages = (stage for each in self._page.toolbar.pipelines for stage in each.stages)
        return any(one.is_intake and one.id == line.row.stage_id for one in stages)

    def _count(self) -> None:
        table = self._part.list.table
        if not table.ticks:
            self._ticked = 0
            return
        rids = table.acted_on()
        self._bridge.query(count_waiting, rids, then=self._take, owner=self, channel="waiting")

    def _take(self, number: int) -> None:
        if number != self._ticked and self._part.list.table.ticks:
            self._ticked = number
            self._part.bulk.offer()

    def _sort(self, way: str, find: Find | None = None) -> None:
        from crm_desktop.gui.pages.deals.requests import sort_chosen

        sort_chosen(self._page, self._bridge, way, find)
