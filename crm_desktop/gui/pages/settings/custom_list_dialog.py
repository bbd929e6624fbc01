"""The dialog of Settings → Custom lists: what a list is called, and its icon.

Window-modal; what is wrong is told at its line and nothing typed is lost. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QToolButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.custom_lists.commands import CreateList, UpdateList
from crm_desktop.features.custom_lists.rows import CustomListRow
from crm_desktop.features.custom_lists.rules import ICONS
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.buttons import icon_button
from crm_desktop.gui.kit.form_field import FormEntry, FormField
from crm_desktop.gui.pages.settings.field_dialog import FieldDialog

_IN_A_ROW = 10


class ListDialog(FieldDialog):
    """A new list, or one that is there."""

    def __init__(self, bridge: Bridge, row: CustomListRow | None, parent: QWidget) -> None:
        super().__init__(bridge, _("Create list") if row is None else _("Save"), parent)
        self._row = row
        self.setWindowTitle(
            _("New list") if row is None else _("List “{name}”").format(name=row.name)
        )
        self.form.add("name", FormField(_("Name of the list, such as Objects")))
        self.form.add("one", FormField(_("Name of one entry, such as Object")))
        self.form.add("icon", IconField(_("Icon")))
        self.form.add("note", FormField(_("Description")))
        self.form.load(
            {"icon": ICONS[0]}
            if row is None
            else {"name": row.name, "one": row.one, "icon": row.icon, "note": row.note}
        )

    def carry_out(self) -> None:
        """Write what differs."""
        if not self.form.check():
            return
        if self._row is None:
            icon = self.form.entries["icon"].value()
            self.write(CreateList({**self.form.values(), "icon": icon}))
        elif changes := self.form.changes():
            self.write(UpdateList(self._row.id, self._row.version, changes))
        else:
            self.accept()


class IconField(FormEntry):
    """The icons that a list can have, one of them chosen."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        self.body = QWidget()
        super().__init__(label, self.body, parent)
        self._group = QButtonGroup(self)
        grid = QGridLayout(self.body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        for number, name in enumerate(ICONS):
            words = _("Icon {number} of {total}").format(number=number + 1, total=len(ICONS))
            button = icon_button(name, words, self.body)
            button.setCheckable(True)
            self._group.addButton(button, number)
            grid.addWidget(button, number // _IN_A_ROW, number % _IN_A_ROW)
        grid.setColumnStretch(_IN_A_ROW, 1)
        self._group.idToggled.connect(lambda _number, _on: self.changed.emit())

    @property
    def buttons(self) -> list[QToolButton]:
        """The icons in their order."""
        return [one for one in self._group.buttons() if isinstance(one, QToolButton)]

    def value(self) -> str:
        """The name of the chosen icon."""
        return ICONS[max(self._group.checkedId(), 0)]

    def load(self, value: str | None) -> None:
        """Choose this one."""
        number = ICONS.index(value) if value in ICONS else 0
        button = self._group.button(number)
        button.setChecked(True)
        self.setFocusProxy(button)
