"""The prices of a product: a line for each price list. GUI thread only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _, msg
from crm_desktop.core.values.money import Money, format_money, parse_money
from crm_desktop.features.products.queries import find_price_lists
from crm_desktop.features.products.rows import PriceListRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.form_field import FormEntry, Line
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress


class PricesField(FormEntry):
    """What the product costs by each price list; lists without a price stay empty."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        self.body = QWidget()
        super().__init__(_("Prices by price lists"), self.body, parent)
        self._bridge = bridge
        self._grid = QGridLayout(self.body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._lists: list[PriceListRow] = []
        self.lines: dict[str, Line] = {}
        self._loaded: dict[str, int] = {}
        self.none = plain_label(_("There are no price lists yet. Make them in the settings."))
        dress(self.none, type="hint")
        self._grid.addWidget(self.none, 0, 0, 1, 2)
        bridge.changed.connect(self._note_changes)
        self._read()

    def _note_changes(self, changes: Changes) -> None:
        if changes.touch(("price_list",)):
            self._read()

    def _read(self) -> None:
        self._bridge.query(find_price_lists, then=self._take, owner=self, channel="lists")

    def _take(self, lists: Sequence[PriceListRow]) -> None:
        """Lines for the lists that are there; what is typed stays."""
        if list(lists) == self._lists:
            return
        typed = {key: line.text() for key, line in self.lines.items()}
        self._clear()
        self._lists = list(lists)
        for number, one in enumerate(lists, start=1):
            line = Line(self.body)
            line.setAccessibleName(_("Price in “{list}”").format(list=one.name))
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
            line.setText(typed.get(one.id, self._shown(one)))
            line.textChanged.connect(self._change)
            line.editingFinished.connect(self.check)
            label = QLabel(one.name, self.body)
            label.setTextFormat(Qt.TextFormat.PlainText)
            self._grid.addWidget(label, number, 0)
            self._grid.addWidget(line, number, 1)
            self.lines[one.id] = line
        self.none.setVisible(not lists)
        if self.lines:
            self.setFocusProxy(next(iter(self.lines.values())))

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.none:
                widget.hide()
                widget.deleteLater()
        self._grid.addWidget(self.none, 0, 0, 1, 2)
        self.lines = {}

    def _shown(self, one: PriceListRow) -> str:
        minor = self._loaded.get(one.id)
        return "" if minor is None else format_money(Money(minor, one.currency))

    def _change(self) -> None:
        self.clear_mistake()
        self.changed.emit()

    # As forms know fields

    def value(self) -> list[dict[str, Any]]:
        """The prices as commands take them; of lists that are not offered they stay."""
        known = dict(self._loaded)
        for one in self._lists:
            text = self.lines[one.id].text().strip()
            known.pop(one.id, None)
            if text:
                known[one.id] = _read_price(text, one)
        return [{"price_list": key, "minor": minor} for key, minor in known.items()]

    def load(self, value: Sequence[Mapping[str, Any]] | None) -> None:
        """Show these prices."""
        self._loaded = {item["price_list"]: item["minor"] for item in value or ()}
        for one in self._lists:
            self.lines[one.id].setText(self._shown(one))
        self.clear_mistake()

    def check(self) -> bool:
        """Tidy the amounts; say what is wrong with the first wrong one."""
        found = ""
        for one in self._lists:
            line, words = self.lines[one.id], ""
            try:
                if text := line.text().strip():
                    tidied = format_money(Money(_read_price(text, one), one.currency))
                    if tidied != text:
                        line.setText(tidied)
            except Invalid as error:
                words = error.message.text()
            line.show_wrong(words)
            found = found or words
        if found:
            self.show_mistake(found)
        else:
            self.clear_mistake()
        return not found


def _read_price(text: str, one: PriceListRow) -> int:
    money = parse_money(text, one.currency)
    if money.currency != one.currency:
        raise Invalid(
            msg(
                "The price list “{list}” is in {currency}. Write the price in it.",
                list=one.name,
                currency=one.currency,
            )
        )
    return money.minor
