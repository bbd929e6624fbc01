"""The dialog of a new company: a name is enough. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.companies.form import create_kind, make_new_form
from crm_desktop.gui.shell.form_create import CreateDialog


def make_new_dialog(bridge: Bridge, parent: QWidget) -> CreateDialog:
    """One for the window."""
    return CreateDialog(bridge, create_kind(bridge), make_new_form(bridge), parent)
