"""The list of everything that can be asked, with a line to search it: fields, then relations.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.filters.catalogue import Catalogue
from crm_desktop.gui.kit.filters.conditions import matching_names
from crm_desktop.gui.kit.filters.popover import Popover
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_NAME = int(Qt.ItemDataRole.UserRole)
_SIZE = (260, 320)
_STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class FieldPicker(Popover):
    """``chosen`` gives the name of a field or a relation; ``builder_wanted``: neither will do."""

    chosen = Signal(str)
    builder_wanted = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget, *, has_builder: bool = True) -> None:
        super().__init__(parent, _("Add a condition"))
        self._catalogue = catalogue
        self._relations = {relation.name for relation in catalogue.relations}
        self.setFixedWidth(ThemeManager.instance().theme.grown(_SIZE[0]))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Find a field"))
        self.search.setAccessibleName(_("Find a field"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Fields"))
        self.list.setFixedHeight(_SIZE[1])
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.builder = QPushButton(_("Advanced filter…"), self)
        dress(self.builder, kind="ghost", scale="small")
        self.builder.setVisible(has_builder)
        for widget in (self.search, self.list, self.builder):
            self.column.addWidget(widget)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._choose)
        self.builder.clicked.connect(self._want_builder)
        self._fill("")

    def _fill(self, text: str) -> None:
        self.list.clear()
        first: QListWidgetItem | None = None
        had_relation = False
        for name, label in matching_names(self._catalogue, text):
            if name in self._relations and not had_relation:
                had_relation = True
                self._add_heading(_("Related records"))
            item = QListWidgetItem(label, self.list)
            item.setData(_NAME, name)
            first = first or item
        if first is None:
            self._add_heading(_("There is no such field"))
        else:
            self.list.setCurrentItem(first)

    def _add_heading(self, words: str) -> None:
        item = QListWidgetItem(words, self.list)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(ThemeManager.instance().theme.faces.caption_strong.font)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Arrows and Enter in the search line act on the list below it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentItem())
                return True
            if key in _STEPS:
                self.list.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def _choose(self, item: QListWidgetItem | None) -> None:
        name = item.data(_NAME) if item is not None else None
        if name:
            self.close()
            self.chosen.emit(name)

    def _want_builder(self) -> None:
        self.close()
        self.builder_wanted.emit()
