"""The dialog of a new entry: its name, what is required, and all other fields for who wants them.

Made when it is wanted, because the fields of a list change; GUI thread, ``read_layout`` on a
reader's.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.custom_lists.commands import CreateEntry
from crm_desktop.features.custom_lists.rows import CustomListRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.kit.form_field import FormField, TextField
from crm_desktop.gui.shell.card_fields.custom import (
    Layout,
    card_field,
    read_layout,
)
from crm_desktop.gui.shell.form_create import CreateDialog, CreateKind
from crm_desktop.gui.shell.form_record import NONE_ALIKE

# As many fields stand in the dialog at once, those that are required in any case.
_FEW = 6


def begin_new(
    bridge: Bridge, row: CustomListRow, parent: QWidget, then: Callable[[CreateDialog], object]
) -> None:
    """Make the dialog for an entry of this list and show it; ``then`` gets it."""

    def begin(layout: Layout) -> None:
        dialog = make_dialog(bridge, row, layout, parent)
        dialog.finished.connect(dialog.deleteLater)
        then(dialog)
        dialog.begin()

    bridge.query(read_layout, row.entity, then=begin, owner=parent, channel="new-entry")


def make_dialog(
    bridge: Bridge, row: CustomListRow, layout: Layout, parent: QWidget
) -> CreateDialog:
    """The dialog with the fields that the list has now."""
    region = bridge.settings.get("region")
    form = RecordForm()
    form.add("name", FormField(_("Title")))
    is_long = len(layout.fields) > _FEW
    for asked in layout.fields:
        field = card_field(asked, bridge)
        if field.make is not None:
            form.add(asked.key, field.make(), further=is_long and not asked.required)
    form.add("note", TextField(_("Note")), further=True)
    kind = CreateKind(
        row.entity,
        row.one,
        _("Create entry"),
        lambda values: CreateEntry(row.entity, values, region),
        NONE_ALIKE,
    )
    return CreateDialog(bridge, kind, form, parent)
