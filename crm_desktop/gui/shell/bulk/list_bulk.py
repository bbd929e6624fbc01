"""The bar of a list page, and what the menus of its rows offer: the same words, the same order.

Made by the page when the first row is ticked or the first menu opened. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.common.listing import Shelf
from crm_desktop.features.common.lying import lying_on
from crm_desktop.features.data.bulk.commands import ChangeMany
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.bulk.actions import BulkActions
from crm_desktop.gui.shell.bulk.bar import BulkAction, BulkBar
from crm_desktop.gui.shell.bulk.kind import Format, Rows
from crm_desktop.gui.shell.page import Chosen
from crm_desktop.gui.shell.whole_order import WholeOrder, is_whole_known

if TYPE_CHECKING:
    from crm_desktop.gui.shell.bulk.export import Exporting
    from crm_desktop.gui.shell.list_page import ListPage

_ALONE = ("task", "tags", "owner", "deal")
"""What is offered for one row that is not ticked: all else its card does."""


class ListBulk(QObject):
    """``done``: something was done that can be undone, in words; ``told``: something that can't,
    with a button."""

    done = Signal(str)
    told = Signal(str, object)

    def __init__(self, bridge: Bridge, page: ListPage) -> None:
        super().__init__(page)
        self._bridge = bridge
        self._page = page
        self._shelf = ""
        self._awaited: WholeOrder | None = None
        self.bar = BulkBar(page)
        make_kind = page.description.bulk
        self.actions = BulkActions(bridge, make_kind, page) if make_kind is not None else None
        if self.actions is not None:
            self.actions.done.connect(self.done)
            self.actions.told.connect(self._tell)
            self.actions.ended.connect(page.list.table.clear_ticks)
        self.exporting = self._make_exporting(bridge)
        self.bar.all_wanted.connect(page.list.table.tick_all)
        page.list.table.ticks_unseen.connect(self._drop_gone)
        self.bar.closed.connect(self._close)
        layout = page.layout()
        assert layout is not None
        layout.addWidget(self.bar)

    def _make_exporting(self, bridge: Bridge) -> Exporting | None:
        if self.actions is None:
            return None
        from crm_desktop.gui.shell.bulk.export import Exporting

        exporting = Exporting(bridge, self.actions.kind, self._page)
        exporting.told.connect(self.told)
        return exporting

    def follow(self) -> None:
        """Other rows are ticked, or others are listed."""
        table, shelf = self._page.list.table, self._page.asked.shelf
        if table.ticks and (shelf != self._shelf or not self.bar.isVisible()):
            self._shelf = shelf
            self.offer()
        unseen = len(table.unseen)
        self.bar.tell(len(table.ticks) - unseen, self._page.list.count, unseen)

    def offer(self) -> None:
        """Let the bar offer what can be done with the ticked rows now."""
        self.bar.offer([*self.offered(self._ticked, are_ticked=True), self._copying()])

    def _tell(self, words: str) -> None:
        self.told.emit(words, None)

    def _drop_gone(self) -> None:
        """What a filter hides stays ticked; what left the shelf does not."""
        table, asked = self._page.list.table, self._page.asked
        unseen = sorted(table.unseen)
        if not asked.is_narrowed:
            table.drop_ticks(unseen)
            return
        self._bridge.query(
            lying_on,
            self._page.description.entity,
            Shelf(asked.shelf),
            unseen,
            then=lambda there: table.drop_ticks(set(unseen) - there),
            owner=self,
            channel="unseen ticks",
        )

    def offered(self, rids: Callable[[], Sequence[int]], *, are_ticked: bool) -> list[BulkAction]:
        """What can be done with the rows: do, take along, remove or bring back."""

        def rows() -> Rows:
            return Rows(rids(), are_ticked)

        changes: list[BulkAction] = []
        if self.actions is not None and self._page.asked.shelf == "current":
            changes = self.actions.changes(rows, are_ticked=are_ticked)
            if not are_ticked:
                changes = [one for one in changes if one.name in _ALONE]
            changes = [*self._page.further(rids(), are_ticked), *changes]
        if are_ticked and self.exporting is not None:
            ask = partial(self._ask_ticked, rids)
            changes.append(BulkAction("export", _("E&xport…"), "export", ask))
        return [*changes, *self._ends(rids)]

    def ask_export(self, anchor: QWidget) -> None:
        """Ask how to export the ticked rows, or where none is ticked the whole list, as soon as
        it is known: what is shown until then is its beginning, or what was asked before."""
        model = self._page.list.model
        if self._awaited is not None:
            self._awaited.give_up()
            self._awaited = None
        if not (is_whole_known(model) or self._page.list.table.ticks):
            self._awaited = WholeOrder(model, partial(self._go_on_exporting, anchor), self)
            return
        self._ask_how(self._exported(), anchor)

    def _ask_ticked(self, rids: Callable[[], Sequence[int]], anchor: QWidget) -> None:
        """Never the whole list, should the rows have lost their ticks meanwhile."""
        self._ask_how(rids(), anchor)

    def _ask_how(self, rids: Sequence[int], anchor: QWidget) -> None:
        from crm_desktop.gui.shell.bulk.export import ExportPopover

        if self.actions is not None and rids:
            asked = ExportPopover(len(rids), self.actions.kind, self._page)
            asked.wanted.connect(partial(self._export, rids))
            self.actions.open(asked, anchor, asked)

    def _go_on_exporting(self, anchor: QWidget) -> None:
        if self._page.isVisible():
            self.ask_export(anchor)

    def _export(self, rids: Sequence[int], chosen: Format, as_shown: bool) -> None:
        from crm_desktop.gui.shell.bulk.export import Written

        page = self._page
        columns = page.list.table.layout_of_columns.shown if as_shown else ()
        what = Written(rids, page.description.reads, columns)
        if self.exporting is not None:
            self.exporting.choose_place(chosen, page.title, what)

    def _ends(self, rids: Callable[[], Sequence[int]]) -> list[BulkAction]:
        page, shelf = self._page, self._page.asked.shelf
        # Whoever may not change these records may not put them away either.
        locked = self._bridge.locked(ChangeMany)

        def end(name: str, words: str, icon: str, tell: Callable[[Chosen], None]) -> BulkAction:
            run = partial(_with_records, page, rids, tell)
            return BulkAction(
                name, words, icon, run, is_end=True, is_grave=name != "restore", locked=locked
            )

        if shelf == "current":
            return [end("archive", _("&Archive"), "archive", page.archive_wanted.emit)]

        def restore(chosen: Chosen) -> None:
            page.restore_wanted.emit(chosen, shelf)

        ends = [end("restore", _("&Bring back"), "arrow-counter-clockwise", restore)]
        if shelf == "archive":
            ends.append(end("delete", _("&Delete…"), "trash-simple", page.delete_wanted.emit))
        return ends

    def _copying(self) -> BulkAction:
        return BulkAction(
            "copy", _("Cop&y as a table"), "copy-simple",
            lambda _anchor: self._page.copy_rows(), is_apart=True,
        )  # fmt: skip

    def _ticked(self) -> Sequence[int]:
        table = self._page.list.table
        return table.acted_on() if table.ticks else ()

    def _exported(self) -> Sequence[int]:
        shown = self._page.list
        return self._ticked() if shown.table.ticks else list(shown.model.records)

    def _close(self) -> None:
        self._page.list.table.clear_ticks()
        self._page.list.setFocus()


def _with_records(
    page: ListPage,
    rids: Callable[[], Sequence[int]],
    tell: Callable[[Chosen], None],
    _anchor: object,
) -> None:
    page.find_records(rids(), tell)
