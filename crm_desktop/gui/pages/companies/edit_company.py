"""The dialog that changes a company. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.companies.form import edit_kind, make_edit_form
from crm_desktop.gui.shell.form_edit import EditDialog


def make_edit_dialog(bridge: Bridge, parent: QWidget) -> EditDialog:
    """One for the window; it shows one company at a time."""
    return EditDialog(bridge, edit_kind(bridge), make_edit_form(bridge), parent)
