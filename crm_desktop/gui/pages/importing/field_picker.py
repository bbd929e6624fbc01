"""The list of fields a column can go to, with a line to search in: opens below its cell.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.text.folding import fold
from crm_desktop.features.data.importing.fields import FIELDS, IGNORE, LABEL, NOTE, ImportField
from crm_desktop.gui.kit.theme.icons import IconRole, icon
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_SIZE = (300, 340)
_CODE = Qt.ItemDataRole.UserRole
_FIRST = (IGNORE, NOTE)
_ICONS = {
    "name": "user",
    "person": "user",
    "record": "list-bullets",
    "company": "buildings",
    "bank": "receipt",
    "phone": "phone",
    "email": "envelope-simple",
    "site": "compass",
    "messenger": "chat-circle-text",
    "address": "map-pin",
    "other": "note-pencil",
}
_OWN_ICONS = {
    "birthday": "cake",
    "tags": "tag-simple",
    "owner": "user-circle",
    IGNORE: "prohibit",
}


def icon_of(code: str) -> str:
    """The name of a field's icon."""
    return _OWN_ICONS.get(code) or _ICONS[FIELDS[code].group]


def field_words(code: str) -> str:
    """A field's name in the current language."""
    return _("Keep in the note") if code == NOTE else FIELDS[code].label.text()


def group_words(group: str) -> str:
    """What a group of fields is called."""
    return {
        "name": _("Name"),
        "person": _("Person"),
        "record": _("Record"),
        "company": _("Company"),
        "bank": _("Bank"),
        "phone": _("Phones"),
        "email": _("E-mails"),
        "site": _("Sites"),
        "messenger": _("Messengers"),
        "address": _("Addresses"),
        "other": _("Other"),
    }[group]


class FieldPicker(QFrame):
    """Pops up, lets the person search and choose, and goes. ``chosen`` gives the code."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        dress(self, kind="popover")
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Find a field"))
        self.search.setAccessibleName(_("Find a field"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Fields"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.resize(*_SIZE)
        self._current = ""
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._choose)

    def open_at(self, place: QPoint, current: str) -> None:
        """Show all fields below ``place`` (global), with ``current`` marked."""
        self._current = current
        self.search.clear()
        self._fill("")
        screen = QGuiApplication.screenAt(place) or self.screen()
        room = screen.availableGeometry()
        left = max(room.left(), min(place.x(), room.right() - self.width()))
        top = max(room.top(), min(place.y(), room.bottom() - self.height()))
        self.move(left, top)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Arrows and Enter in the search line act on the list below it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentItem())
                return True
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                self.list.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def _choose(self, item: QListWidgetItem | None) -> None:
        code = item.data(_CODE) if item is not None else None
        if code:
            self.hide()
            self.chosen.emit(code)

    def _fill(self, text: str) -> None:
        self.list.clear()
        theme = ThemeManager.instance().theme
        group = ""
        for field in _matching(text):
            if field.group != group and field.code not in _FIRST:
                group = field.group
                self._add_heading(group_words(group))
            item = QListWidgetItem(field_words(field.code), self.list)
            item.setIcon(icon(icon_of(field.code), IconRole.DEFAULT, theme.colours))
            item.setData(_CODE, field.code)
            if field.code == self._current or self.list.currentItem() is None:
                self.list.setCurrentItem(item)
        if not self.list.count():
            self._add_heading(_("There is no such field"))

    def _add_heading(self, words: str) -> None:
        item = QListWidgetItem(words, self.list)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(ThemeManager.instance().theme.faces.caption_strong.font)


def _matching(text: str) -> Iterator[ImportField]:
    """The fields with each word of ``text`` in their name or group, the two ways out first."""
    words = fold(text).split()
    others = (field for code, field in FIELDS.items() if code not in (*_FIRST, LABEL))
    for field in (*(FIELDS[code] for code in _FIRST), *others):
        name = fold(f"{field_words(field.code)} {group_words(field.group)}")
        if all(word in name for word in words):
            yield field
