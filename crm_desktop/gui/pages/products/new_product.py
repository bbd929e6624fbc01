"""The dialog of a new product: a name is enough. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.products.form import ProductForm, create_kind
from crm_desktop.gui.shell.form_create import CreateDialog


def make_new_dialog(bridge: Bridge, parent: QWidget) -> CreateDialog:
    """One for the window."""
    form = ProductForm(bridge, is_new=True)
    return CreateDialog(bridge, create_kind(form), form, parent)
