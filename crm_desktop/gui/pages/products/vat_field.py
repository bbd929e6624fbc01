"""The rate of VAT of a product: one of those that the workspace offers. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from crm_desktop.features.products.queries import vat_rates
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.form_field import ChoiceField
from crm_desktop.gui.pages.products.words import vat_words


class VatField(ChoiceField):
    """Gives and loads the rate in words (``22 %``); nothing is chosen for what is free of VAT. A
    rate that is not offered any more stays as it is."""

    def __init__(self, bridge: Bridge, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, (), parent)
        self.box.setItemText(0, vat_words(None))
        self._bridge = bridge
        self._ask()
        bridge.changed.connect(self._note_changes)

    def _ask(self) -> None:
        self._bridge.query(vat_rates, then=self._offer, owner=self)

    def _note_changes(self, changes: Changes) -> None:
        if changes.touch(("vat_rates",)):
            self._ask()

    def _offer(self, rates: tuple[int, ...]) -> None:
        chosen = self.value()
        with QSignalBlocker(self.box):
            while self.box.count() > 1:
                self.box.removeItem(1)
            for rate in rates:
                self.box.addItem(vat_words(rate), vat_words(rate))
            self.load(chosen)
