"""What can be done with the picked cards of a board at once: the bar below it and their menu.

Made by a board when the first card is picked or the first menu opened. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.deals.bulk import make_kind
from crm_desktop.gui.pages.deals.reads import ENTITY
from crm_desktop.gui.pages.deals.request_bulk import sorting_actions
from crm_desktop.gui.shell.bulk.actions import BulkActions
from crm_desktop.gui.shell.bulk.bar import BulkAction, BulkBar
from crm_desktop.gui.shell.bulk.export import Exporting, ExportPopover, Written
from crm_desktop.gui.shell.bulk.kind import Format, Rows
from crm_desktop.gui.shell.page import Chosen

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.deal_board import DealBoard


class BoardBulk(QObject):
    """``done``: something was done that can be undone, in words; ``told``: something that can't,
    with a button; ``archive_wanted`` gives ``Chosen``."""

    done = Signal(str)
    told = Signal(str, object)
    archive_wanted = Signal(object)

    def __init__(self, bridge: Bridge, part: DealBoard) -> None:
        super().__init__(part)
        self._part = part
        self._board = part.board
        self._requests = (0, False)
        self.bar = BulkBar(part)
        self.actions = BulkActions(bridge, make_kind, part)
        self.exporting = Exporting(bridge, self.actions.kind, part)
        self.actions.done.connect(self.done)
        self.actions.told.connect(lambda words: self.told.emit(words, None))
        self.actions.ended.connect(self._board.clear_picked)
        self.exporting.told.connect(self.told)
        self.bar.all_wanted.connect(self._board.pick_all)
        self.bar.closed.connect(self._close)
        layout = part.layout()
        assert layout is not None
        layout.addWidget(self.bar)

    def follow(self) -> None:
        """Other cards are picked, or others are on the board."""
        picked = self._board.picked
        number = len(self._part.requests_among(picked))
        requests = (number, number == len(picked))  # all of them can't be won
        if picked and (requests != self._requests or not self.bar.isVisible()):
            self._requests = requests
            self.bar.offer(self.offered())
        self.bar.tell(len(picked), self._board.count)

    def offered(self) -> list[BulkAction]:
        """What can be done with the picked cards: sort, change, take along, remove."""
        changes: list[BulkAction] = []
        if self._part.may_write:
            requests = len(self._part.requests_among(self._board.picked))
            changes = sorting_actions(requests, self._part.sort_wanted.emit)
            changes += self._part.further()
            changes += self.actions.changes(lambda: Rows(self._board.picked))
        changes.append(BulkAction("export", _("E&xport…"), "export", self.ask_export))
        if self._part.may_write:
            archive = BulkAction(
                "archive", _("&Archive"), "archive", self._archive, is_end=True, is_grave=True
            )
            changes.append(archive)
        return changes

    def _archive(self, _anchor: QWidget) -> None:
        picked = self._board.picked
        self._part.with_ids(picked, lambda ids: self.archive_wanted.emit(Chosen(ENTITY, ids)))

    def ask_export(self, anchor: QWidget) -> None:
        """Ask how to export the picked cards, or where none is picked all, column by column."""
        rids = self._board.picked or list(chain(*self._board.order.columns.values()))
        if rids:
            kind = self.actions.kind
            asked = ExportPopover(len(rids), kind, self._part, has_columns=False)
            asked.wanted.connect(lambda chosen, _as_shown: self._export(chosen, rids))
            self.actions.open(asked, anchor, asked)

    def _export(self, chosen: Format, rids: Sequence[int]) -> None:
        self.exporting.choose_place(chosen, _("Deals"), Written(rids))

    def _close(self) -> None:
        self._board.clear_picked()
        self._part.focus()
