"""What needs every record of a list waits until the whole order is known: until then only its
beginning is, or what was asked for before.

Made by whoever prints, exports or leads from record to record. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.gui.kit.row_model import RowTableModel
from crm_desktop.gui.shell.trail import Among

if TYPE_CHECKING:
    from crm_desktop.gui.shell.list_page import ListPage
    from crm_desktop.gui.shell.page import Page, RecordRef
    from crm_desktop.gui.shell.way import Way


def is_whole_known(model: RowTableModel) -> bool:
    """Whether ``model.records`` are all records of the list that is asked for now."""
    return model.is_loaded and model.is_whole and not model.is_behind


class WholeOrder(QObject):
    """Does ``then`` once, as soon as the whole order of ``model`` is known, and is gone; where it
    can't be read, it does nothing. Lives as long as ``parent`` at most."""

    def __init__(self, model: RowTableModel, then: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._then = model, then
        self._is_over = False
        model.loaded.connect(self._look)
        model.order_known.connect(self._look)
        model.failed.connect(self.give_up)

    def _look(self) -> None:
        if is_whole_known(self._model):
            self.give_up()
            self._then()

    def give_up(self) -> None:
        """It is not wanted any more."""
        if self._is_over:
            return
        self._is_over = True
        self._model.loaded.disconnect(self._look)
        self._model.order_known.disconnect(self._look)
        self._model.failed.disconnect(self.give_up)
        self.deleteLater()


def order_of(shown: ListPage | None, entity: str) -> Among | None:
    """The order of the list as far as it is known, for a card that is opened from it; ``None``
    where there is none, or it is one of other records than those of ``entity``."""
    if shown is None or shown.description.entity != entity:
        return None
    model = shown.list.model
    return Among(model.records, is_whole=is_whole_known(model))


def order_on(page: Page, record: RecordRef) -> Among | None:
    """The order of the list, or of the board, that ``page`` shows, likewise."""
    if page.shown_list is not None:
        return order_of(page.shown_list, record.entity)
    rids = page.order_around(record)
    return None if rids is None else Among(rids)


def follow_order(
    shown: ListPage | None, among: Among | None, way_of: Callable[[], Way], parent: QObject
) -> None:
    """Tell the way of the whole order of the list as soon as it is known, if ``among``, with which
    a card was opened on it, is only the beginning."""
    if shown is not None and among is not None and not among.is_whole:
        known, model = among.rids, shown.list.model
        WholeOrder(model, lambda: way_of().read_on(known, model.records), parent)
