"""Settings → Products and taxes: price lists, and the rates by which currencies are converted.

GUI thread only; each change is written at once and can be undone like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crm_desktop.backend.work import Reader
from crm_desktop.core import clock
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.core.values.numbers import parse_number, shown_decimal
from crm_desktop.features.products.commands import (
    ArchivePriceLists,
    CreatePriceList,
    DeleteRates,
    SetRate,
    SetVatRates,
    UpdatePriceList,
)
from crm_desktop.features.products.queries import (
    find_price_lists,
    find_rates,
    own_currency,
    vat_rates,
)
from crm_desktop.features.products.rows import PriceListRow, RateRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.buttons import icon_button
from crm_desktop.gui.kit.form_field import Line
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.states import ContentOrState
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.settings.catalogue_vat import VatRates
from crm_desktop.gui.pages.settings.section import ScrollingSection, line, sentence
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.card_fields.editors import near_day

_CURRENCY_WIDTH, _RATE_WIDTH, _DAY_WIDTH = 84, 110, 130


class CatalogueSection(ScrollingSection):
    """Price lists and rates."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(
            "catalogue",
            _("Products and taxes"),
            "package",
            _("What price lists there are, and what other currencies are worth."),
        )
        self._bridge = bridge
        self.words += [_("Price lists"), _("Exchange rates"), _("Currency"), _("VAT")]
        self.add_heading(_("Price lists"))
        self.rows.addWidget(
            sentence(_("Each product may have a price in each list, in the list’s currency."))
        )
        self.lists = _Rows(self)
        self.new_list = NewPriceList(self)
        self.new_list.wanted.connect(self._create_list)
        self.rows.addWidget(self.lists)
        self.rows.addWidget(self.new_list)
        self.add_heading(_("Rates of VAT"))
        told = _(
            "Offered for products and in deals. If there are none, the country’s rates are offered."
        )
        self.rows.addWidget(sentence(told))
        self.vat = VatRates(self)
        self.vat.wanted.connect(self._set_vat)
        self.rows.addWidget(self.vat)
        self.add_heading(_("Exchange rates"))
        self.own = sentence("")
        self.rates = _Rows(self)
        self.new_rate = NewRate(self)
        self.new_rate.wanted.connect(self._set_rate)
        for part in (self.own, self.rates, self.new_rate):
            self.rows.addWidget(part)
        self.states = ContentOrState(self.area, self)
        self.body.addWidget(self.states, 1)
        bridge.changed.connect(self._note_changes)

    def load(self) -> None:
        """Read lists and rates."""
        failed = partial(self.tell_unread, self._bridge, self.states)
        self._bridge.query(_read, then=self._show, failed=failed, owner=self, channel="catalogue")

    def _note_changes(self, changes: Changes) -> None:
        if self.isVisible() and changes.touch(("price_list", "exchange_rate", "vat_rates")):
            self.load()

    def _show(self, found: tuple[str, list[PriceListRow], list[RateRow], tuple[int, ...]]) -> None:
        own, lists, rates, vat = found
        self.is_read = True
        self.states.show_content()
        self.vat.show_rates(vat)
        words = _("Prices in {currency} need no rate. Of other currencies the latest one counts.")
        self.own.setText(words.format(currency=own))
        self.new_list.currency.setPlaceholderText(own)
        self.lists.show_rows([self._list_row(one) for one in lists])
        self.rates.show_rows([self._rate_row(one, own) for one in rates])

    # Price lists

    def _list_row(self, one: PriceListRow) -> QWidget:
        row = PriceListLine(one)
        row.renamed.connect(partial(self._rename, one))
        row.remove.clicked.connect(lambda: self._do(ArchivePriceLists((one.id,))))
        return row

    def _rename(self, one: PriceListRow, name: str) -> None:
        self._do(UpdatePriceList(one.id, one.version, {"name": name}))

    def _create_list(self, given: dict[str, str]) -> None:
        self._do(CreatePriceList(given), self.new_list)

    # VAT

    def _set_vat(self, rates: tuple[int, ...]) -> None:
        def failed(error: BaseException) -> None:
            self.vat.tell(words_for(error))

        self._bridge.execute(SetVatRates(rates), failed=failed, owner=self)

    # Rates

    def _rate_row(self, one: RateRow, own: str) -> QWidget:
        words = _("1 {currency} = {rate} {own} from {day}").format(
            currency=one.currency,
            rate=shown_decimal(one.rate),
            own=own,
            day=values.short_day(one.day.isoformat()),
        )
        row = RateLine(words)
        row.remove.clicked.connect(lambda: self._do(DeleteRates((one.id,))))
        return row

    def _set_rate(self, given: tuple[str, str, str]) -> None:
        self._do(SetRate(*given), self.new_rate)

    def _do(self, command: Any, asked: _NewLine | None = None) -> None:
        """Write it; what is refused is said below the line it was typed into."""

        def failed(error: BaseException) -> None:
            if asked is not None and isinstance(error, Invalid):
                asked.tell(words_for(error))
            else:
                self._bridge.tell_failed(error)
                self.load()

        def done(_outcome: object) -> None:
            if asked is not None:
                asked.clear()

        self._bridge.execute(command, then=done, failed=failed, owner=self)


def _read(reader: Reader) -> tuple[str, list[PriceListRow], list[RateRow], tuple[int, ...]]:
    lists, rates = find_price_lists(reader), find_rates(reader)
    return own_currency(reader), lists, rates, vat_rates(reader)


class _Rows(QWidget):
    """Rows one below the other, with lines between them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.setSpacing(0)
        self.rows: list[QWidget] = []

    def show_rows(self, rows: Sequence[QWidget]) -> None:
        """These in place of those that stand there."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = list(rows)
        for row in rows:
            self._column.addWidget(row)
            self._column.addWidget(line())


class PriceListLine(QWidget):
    """A price list: its name, which can be typed over, and its currency."""

    renamed = Signal(str)

    def __init__(self, one: PriceListRow) -> None:
        super().__init__()
        self._was = one.name
        self.name = Line(self)
        self.name.setText(one.name)
        self.name.setCursorPosition(0)
        self.name.setAccessibleName(_("Name of the price list"))
        dress(self.name, scale="small")
        self.name.editingFinished.connect(self._tell)
        self.remove = icon_button("archive", _("Archive “{name}”").format(name=one.name), self)
        currency = QLabel(one.currency, self)
        currency.setFixedWidth(_CURRENCY_WIDTH)
        dress(currency, tone="secondary")
        _in_a_row(self, self.name, currency, self.remove)

    def _tell(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.name.setText(self._was)
        elif name != self._was:
            self._was = name
            self.renamed.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc gives the old name back."""
        if event.key() == Qt.Key.Key_Escape:
            self.name.setText(self._was)
        else:
            super().keyPressEvent(event)


class RateLine(QWidget):
    """A rate in words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.label = QLabel(words, self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.remove = icon_button("x", _("Remove “{name}”").format(name=words), self)
        _in_a_row(self, self.label, self.remove)


class _NewLine(QWidget):
    """A line to type something new into, with a button, and what is wrong below."""

    def __init__(self, parent: QWidget, add: str, press: Callable[[], None]) -> None:
        super().__init__(parent)
        self.add = QPushButton(add, self)
        self.add.setAutoDefault(False)
        dress(self.add, scale="small")
        self.add.clicked.connect(press)
        self._press = press
        self.mistake = plain_label("", type="hint", tone="danger")
        self.mistake.setWordWrap(True)
        self.mistake.hide()
        self.fields: list[Line] = []

    def lay_out(self, *fields: Line) -> None:
        """Put these in a row before the button."""
        self.fields = list(fields)
        row = QWidget(self)
        _in_a_row(row, *fields, self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        column.addWidget(row)
        column.addWidget(self.mistake)
        for one in fields:
            dress(one, scale="small")
            one.textEdited.connect(lambda: self.tell(""))
            one.returnPressed.connect(self._press)

    def tell(self, words: str) -> None:
        """Say what is wrong; what was typed stays."""
        self.mistake.setText(words)
        self.mistake.setVisible(bool(words))

    def clear(self) -> None:
        """It was taken: ready for the next."""
        for one in self.fields:
            one.clear()
        self.tell("")
        self.fields[0].setFocus()


class NewPriceList(_NewLine):
    """``wanted`` gives the values of a new price list."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _("Add price list"), self._give)
        self.name, self.currency = Line(self), Line(self)
        self.name.setPlaceholderText(_("New price list"))
        self.name.setAccessibleName(_("New price list"))
        self.currency.setAccessibleName(_("Currency"))
        self.currency.setFixedWidth(_CURRENCY_WIDTH)
        self.lay_out(self.name, self.currency)

    def _give(self) -> None:
        name, currency = self.name.text().strip(), self.currency.text().strip()
        if not name:
            self.name.setFocus()
            return
        self.wanted.emit({"name": name, **({"currency": currency} if currency else {})})


class NewRate(_NewLine):
    """``wanted`` gives currency, day and rate."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _("Add rate"), self._give)
        self.currency, self.rate, self.day = Line(self), Line(self), Line(self)
        for field, words, width in (
            (self.currency, _("Currency"), _CURRENCY_WIDTH),
            (self.rate, _("Rate"), _RATE_WIDTH),
            (self.day, _("From today"), _DAY_WIDTH),
        ):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
            field.setFixedWidth(width)
        self.day.setAccessibleName(_("From which day on"))
        self.lay_out(self.currency, self.rate, self.day)

    def _give(self) -> None:
        if not self.currency.text().strip() or not self.rate.text().strip():
            (self.rate if self.currency.text().strip() else self.currency).setFocus()
            return
        try:
            rate = parse_number(self.rate.text())
            today = clock.now().astimezone(clock.LOCAL_ZONE).date().isoformat()
            day = near_day(self.day.text()) if self.day.text().strip() else today
        except Invalid as error:
            self.tell(error.message.text())
            return
        self.wanted.emit((self.currency.text().strip(), day, str(rate)))


def _in_a_row(box: QWidget, *parts: QWidget) -> None:
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 6, 0, 6)
    row.setSpacing(8)
    first, *rest = parts
    row.addWidget(first, 0 if first.maximumWidth() < _DAY_WIDTH else 1)
    for part in rest:
        row.addWidget(part)
    if first.maximumWidth() < _DAY_WIDTH:
        row.addStretch()
