"""The history of a record over the window that shows it.

Opened by ``gui/cards.py`` from the menu of a card. Window-modal; GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.dialog import MOST_OF_WINDOW, ROUND, Dialog, Head
from crm_desktop.gui.shell.card_fields.history_view import HistoryView
from crm_desktop.gui.shell.card_fields.kind import FieldsKind

_WIDTH, _HEIGHT = 720, 560


class RecordHistoryDialog(Dialog):
    """``view`` is the history."""

    def __init__(self, bridge: Bridge, kind: FieldsKind, record_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("History of changes"))
        self.view = HistoryView(bridge, kind, self)
        self.view.column.setContentsMargins(0, 0, 0, 0)  # the head has room below its words
        self.view.named.connect(self._tell_title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, ROUND)
        column.addWidget(Head(self))
        column.addWidget(self.view, 1)
        room = parent.window().size() * MOST_OF_WINDOW
        self.resize_panel(min(_WIDTH, room.width()), min(_HEIGHT, room.height()))
        self.view.show_record(record_id)

    def _tell_title(self, name: str) -> None:
        self.setWindowTitle(_("History: {record}").format(record=name))
