"""The dialog of a new person: a name or a phone or an e-mail is enough. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form_field import FormField
from crm_desktop.gui.kit.form_items import ItemsField
from crm_desktop.gui.kit.form_suggest import SuggestField
from crm_desktop.gui.pages.contacts.form import NAME_ALIASES, create_kind, make_new_form
from crm_desktop.gui.shell.form_create import CreateDialog


class NewContactDialog(CreateDialog):
    """Opened by Ctrl+N, from an empty list and from a search that found nobody."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        form = make_new_form(bridge)
        super().__init__(bridge, create_kind(bridge), form, parent)
        self.aliases = NAME_ALIASES
        name, phone, email = (form.entries[key] for key in ("name", "phones", "emails"))
        company = form.entries["company"]
        assert isinstance(name, FormField)
        assert isinstance(phone, ItemsField)
        assert isinstance(email, ItemsField)
        assert isinstance(company, SuggestField)
        self.name, self.phone, self.email, self.company = name, phone, email, company

    def begin_named(self, name: str) -> None:
        """Begin with the name that was sought, if there was one."""
        if name:
            self.begin(name=name)
        else:
            self.begin()
