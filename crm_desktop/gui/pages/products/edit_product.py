"""The dialog that shows and changes a product. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.products.form import ProductForm, edit_kind
from crm_desktop.gui.shell.form_edit import EditDialog


def make_edit_dialog(bridge: Bridge, parent: QWidget) -> EditDialog:
    """One for the window; it shows one product at a time."""
    form = ProductForm(bridge, is_new=False)
    return EditDialog(bridge, edit_kind(form), form, parent)
