"""Which field of many records shall change: a list with a line to search it. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.text.folding import fold
from crm_desktop.gui.kit.card_fields.field import CardField
from crm_desktop.gui.kit.filters.popover import Popover
from crm_desktop.gui.kit.list_keys import ListKeys
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_SIZE = (260, 280)
_PLACE = Qt.ItemDataRole.UserRole


class FieldChoice(Popover):
    """``chosen`` gives the field."""

    chosen = Signal(object)  # CardField

    def __init__(self, fields: Sequence[CardField], parent: QWidget) -> None:
        super().__init__(parent, _("Field"))
        self._fields = fields
        self.setFixedWidth(ThemeManager.instance().theme.grown(_SIZE[0]))
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(_("Find a field"))
        self.line.setAccessibleName(_("Find a field"))
        dress(self.line, scale="small")
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Fields"))
        self.list.setFixedHeight(_SIZE[1])
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for widget in (self.line, self.list):
            self.column.addWidget(widget)
        self.line.textEdited.connect(self._fill)
        ListKeys(self.line, self.list, self._choose)
        self.list.itemClicked.connect(self._choose)
        self._fill("")

    def _fill(self, text: str) -> None:
        sought = fold(text.strip())
        self.list.clear()
        for place, field in enumerate(self._fields):
            if sought in fold(field.label):
                QListWidgetItem(field.label, self.list).setData(_PLACE, place)
        self.list.setCurrentRow(0)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            field = self._fields[item.data(_PLACE)]
            self.close()
            self.chosen.emit(field)
