"""The list of fields a column can go to, with a line to search in: opens below its cell.

Below the program's own fields stand those that people added; a column may also become such a
field, named as the column or as the person types. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.text.folding import fold
from crm_desktop.features.custom_fields.rows import CustomFieldRow, in_groups
from crm_desktop.features.data.importing.custom import NEW_TYPES, is_new, new_code
from crm_desktop.features.data.importing.fields import FIELDS, IGNORE, LABEL, NOTE
from crm_desktop.features.data.importing.preview import PreviewColumn
from crm_desktop.gui.kit.list_keys import ListKeys
from crm_desktop.gui.kit.theme.icons import IconRole, icon
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.type_words import type_words

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
    "deal": "handshake",
    "product": "package",
    "other": "note-pencil",
}
_OWN_ICONS = {
    "birthday": "cake",
    "tags": "tag-simple",
    "owner": "user-circle",
    IGNORE: "prohibit",
}


class Offered(NamedTuple):
    """A line of the list: the code that it stands for, and how it looks."""

    code: str
    words: str
    group: str = ""
    icon: str = "text-aa"


def icon_of(column: PreviewColumn) -> str:
    """The name of the icon of the column's field."""
    if column.custom is not None:
        return "plus-bold" if is_new(column.code) else "text-aa"
    return _icon_of(column.code)


def _icon_of(code: str) -> str:
    return _OWN_ICONS.get(code) or _ICONS[FIELDS[code].group]


def column_words(column: PreviewColumn) -> str:
    """What the column's field is called in the current language."""
    if column.custom is None:
        return field_words(column.code)
    if is_new(column.code):
        return _("New field: {field}").format(field=column.custom.name)
    return column.custom.name


def field_words(code: str) -> str:
    """What a field of the program is called in the current language."""
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
        "deal": _("Deal"),
        "product": _("Product"),
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
        self._column: PreviewColumn | None = None
        self._own: tuple[Offered, ...] = ()
        self.can_make = False  # fields of columns: not everybody may
        self.search.textChanged.connect(self._fill)
        ListKeys(self.search, self.list, self._choose)
        self.list.itemClicked.connect(self._choose)

    def offer(self, own: Sequence[CustomFieldRow], of: Sequence[str]) -> None:
        """Offer the fields that people added to the records ``of`` these entities, the first
        being those that the rows are."""
        self._own = tuple(
            Offered(field.key, field.name, _own_group(field, of[0]))
            for entity in of
            for field in in_groups(one for one in own if one.entity == entity)
        )

    def open_at(self, place: QPoint, column: PreviewColumn) -> None:
        """Show all fields below ``place`` (global), with that of ``column`` marked."""
        self._column = column
        self.search.clear()
        self._fill("")
        screen = QGuiApplication.screenAt(place) or self.screen()
        room = screen.availableGeometry()
        left = max(room.left(), min(place.x(), room.right() - self.width()))
        top = max(room.top(), min(place.y(), room.bottom() - self.height()))
        self.move(left, top)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, item: QListWidgetItem | None) -> None:
        code = item.data(_CODE) if item is not None else None
        if code:
            self.hide()
            self.chosen.emit(code)

    def _fill(self, text: str) -> None:
        self.list.clear()
        theme = ThemeManager.instance().theme
        group = ""
        current = self._column.code if self._column is not None else ""
        for line in self._lines(text):
            if line.group != group:
                group = line.group
                self._add_heading(group)
            item = QListWidgetItem(line.words, self.list)
            item.setIcon(icon(line.icon, IconRole.DEFAULT, theme.colours))
            item.setData(_CODE, line.code)
            # Enter after a word that names no field makes none: that takes a press of its own.
            is_first = self.list.currentItem() is None and not is_new(line.code)
            if line.code == current or is_first:
                self.list.setCurrentItem(item)
        if not self.list.count():
            self._add_heading(_("There is no such field"))

    def _lines(self, text: str) -> Iterator[Offered]:
        """The ways out, the fields of people, those of the program; each with every word of
        ``text`` in its name or group. Then other fields that the column could become."""
        words = fold(text).split()
        made, others = self._to_be_made(text.strip())
        first = [Offered(code, field_words(code), icon=_icon_of(code)) for code in _FIRST]
        every = (*first, *(() if words else made), *self._own, *_program_fields())
        for line in every:
            sought = fold(f"{line.words} {line.group}")
            if all(word in sought for word in words):
                yield line
        if words:
            yield from made
        yield from others

    def _to_be_made(self, name: str) -> tuple[list[Offered], list[Offered]]:
        """The field that the column would become by itself, and those of other types."""
        column = self._column
        if column is None or not self.can_make:
            return [], []
        kinds = type_words()
        words = _("Create the field “{field}” ({type})") if name else _("Create a field ({type})")
        label = name or column.source
        own = words.format(field=label, type=kinds[column.guess])
        group = _("Create a field of another type")
        others = [
            Offered(new_code(kind, label), kinds[kind], group, "plus-bold")
            for kind in NEW_TYPES
            if kind != column.guess
        ]
        return [Offered(new_code(column.guess, label), own, icon="plus-bold")], others

    def _add_heading(self, words: str) -> None:
        item = QListWidgetItem(words, self.list)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(ThemeManager.instance().theme.faces.caption_strong.font)


def _own_group(field: CustomFieldRow, entity: str) -> str:
    group = field.group or _("Your own fields")
    if field.entity == entity:
        return group
    return _("Company: {field}").format(field=group)


def _program_fields() -> Iterator[Offered]:
    for code, field in FIELDS.items():
        if code not in (*_FIRST, LABEL):
            yield Offered(code, field_words(code), group_words(field.group), _icon_of(code))
