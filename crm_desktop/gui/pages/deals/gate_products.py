"""The products a gate asks for: each picked from the catalogue or just named, how many, for what.

Part of the gate's pop-over; GUI thread only, the catalogue is read on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.backend.work import Reader
from crm_desktop.core import clock
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.core.text.folding import clean_line, fold
from crm_desktop.core.values.money import Money, format_money
from crm_desktop.core.values.numbers import shown_decimal
from crm_desktop.features.deals.rows import DealLine
from crm_desktop.features.deals.rules import line_total
from crm_desktop.features.products.queries import find_products, find_rates, own_currency
from crm_desktop.features.products.rows import ProductRow, RateRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.buttons import icon_button
from crm_desktop.gui.kit.form_field import FormEntry, Line
from crm_desktop.gui.kit.form_suggest import Suggested, SuggestLine, Tell
from crm_desktop.gui.kit.painted import CutLabel, plain_label
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.deals.pricing import Pricing
from crm_desktop.gui.pages.deals.product_lines import (
    EMPTY,
    PRICE,
    QUANTITY,
    changed_line,
    command_lines,
    line_of,
    product_words,
    typed_words,
)
from crm_desktop.gui.pages.deals.unpriced import unpriced_words

_OFFERED = 8
_MOST_SEEN = 5  # lines, before they scroll
_LINE_HEIGHT, _GAP = 28, 4
_QUANTITY_WIDTH, _PRICE_WIDTH = 52, 92
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Search(SuggestLine):
    """Enter takes what is typed, before it would press the pop-over's button."""

    named = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """With nothing typed Enter is the pop-over's, on a suggestion that of the list."""
        popup = self.suggestions.popup()
        is_chosen = popup.isVisible() and popup.currentIndex().isValid()
        if event.key() in _ENTER and self.text().strip() and not is_chosen:
            self.named.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


class ProductLine(QWidget):
    """One line: what, how many, for how much each. ``wrong`` says why it can't be taken."""

    changed = Signal()
    left = Signal()

    def __init__(self, line: DealLine, currency: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.line, self.wrong = line, ""
        self._currency = currency
        self.name = CutLabel(lambda theme: theme.faces.body)
        self.name.setText(line.name)
        self.quantity = self._field(_("Quantity"), shown_decimal(line.quantity), _QUANTITY_WIDTH)
        self.price = self._field(_("Price"), typed_words(line, PRICE, currency), _PRICE_WIDTH)
        self.remove = icon_button("x", _("Remove"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self.name, 1)
        for widget in (self.quantity, self.price, self.remove):
            row.addWidget(widget)
        self.quantity.textEdited.connect(self._read)
        self.price.textEdited.connect(self._read)
        self.remove.clicked.connect(self.left)

    def _field(self, name: str, text: str, width: int) -> Line:
        field = Line(self)
        dress(field, scale="small")
        field.setText(text)
        field.setAccessibleName(f"{self.line.name}: {name}")
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setFixedWidth(ThemeManager.instance().theme.grown(width))
        return field

    def _read(self) -> None:
        line, self.wrong = self.line, ""
        for column, field in ((QUANTITY, self.quantity), (PRICE, self.price)):
            try:
                line = changed_line(line, column, field.text(), self._currency)
                dress(field, state="")
            except Invalid as error:
                self.wrong = error.message.text()
                dress(field, state="invalid")
        self.line = line
        self.changed.emit()


class ProductsEntry(FormEntry):
    """What the client buys. ``grown``: there are more lines now, or fewer."""

    grown = Signal()

    def __init__(self, bridge: Bridge, label: str, currency: Callable[[], str]) -> None:
        body = QWidget()
        super().__init__(label, body)
        self._bridge, self._currency = bridge, currency
        self._rates: tuple[str, tuple[RateRow, ...]] = ("", ())
        self._found: dict[str, ProductRow] = {}
        self._taken: dict[str, ProductRow] = {}
        self.lines: list[ProductLine] = []
        self._inner = QWidget()
        dress(self._inner, kind="clear")
        self._rows = QVBoxLayout(self._inner)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(_GAP)
        self._rows.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._area = Scrolled(body, self._inner, sideways=True)
        self._area.hide()
        self.search = _Search(self._ask, body)
        self.search.setPlaceholderText(_("Product or service"))
        self.search.setAccessibleName(self.name)
        self.total = plain_label("", type="hint")
        self.total.hide()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        self.unpriced = plain_label("", type="hint")
        self.unpriced.setWordWrap(True)
        self.unpriced.hide()
        for widget in (self._area, self.search, self.total, self.unpriced):
            column.addWidget(widget)
        self.caption.setBuddy(self.search)
        self.setFocusProxy(self.search)
        self.search.picked.connect(self._take)
        self.search.named.connect(self._take)
        bridge.query(_read_rates, then=self._know_rates, owner=self)

    def _know_rates(self, rates: tuple[str, tuple[RateRow, ...]]) -> None:
        self._rates = rates

    @property
    def _pricing(self) -> Pricing:
        today = clock.now().astimezone(clock.LOCAL_ZONE).date()
        own, rates = self._rates
        return Pricing(self._currency(), own or self._currency(), rates, today)

    def _ask(self, text: str, tell: Tell) -> None:
        take = partial(self._offer, tell)
        self._bridge.query(find_products, text, _OFFERED, then=take, owner=self, channel="products")

    def _offer(self, tell: Tell, found: Sequence[ProductRow]) -> None:
        self._found = {product.id: product for product in found}
        pricing = self._pricing
        tell([Suggested(one.id, one.name, product_words(one, pricing)) for one in found])

    def _take(self) -> None:
        """What was picked, or something that is only called so."""
        entered = self.search.entered()
        if entered is not None:
            product = self._found.get(entered.id) or self._called(entered.words)
            if product is not None:
                self._taken[product.id] = product
            named = replace(EMPTY, name=clean_line(entered.words))
            self._add(line_of(product, self._pricing) if product is not None else named)
        self.search.show_chosen(None)
        self.search.suggestions.popup().hide()

    def _called(self, words: str) -> ProductRow | None:
        found = self._found.values()
        return next((one for one in found if fold(one.name) == fold(words)), None)

    def _add(self, line: DealLine) -> None:
        made = ProductLine(line, self._currency(), self._inner)
        made.changed.connect(self._tell)
        made.left.connect(partial(self._remove, made))
        self._rows.addWidget(made)
        self.lines.append(made)
        self._settle()

    def _remove(self, line: ProductLine) -> None:
        self.lines.remove(line)
        self._rows.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.search.setFocus()
        self._settle()

    def _settle(self) -> None:
        seen = min(len(self.lines), _MOST_SEEN)
        height = ThemeManager.instance().theme.grown(_LINE_HEIGHT)
        self._area.setFixedHeight(max(0, seen * (height + _GAP) - _GAP))
        self._area.setVisible(bool(self.lines))
        self._tell()
        self.grown.emit()

    def _tell(self) -> None:
        whole = sum(line_total(line) for line in command_lines(one.line for one in self.lines))
        words = _("Total: {sum}").format(sum=format_money(Money(whole, self._currency())))
        self.total.setText(words)
        self.total.setVisible(bool(self.lines))
        left = unpriced_words((one.line for one in self.lines), self._taken, self._pricing)
        self.unpriced.setText(left)
        self.unpriced.setVisible(bool(left))
        if not any(one.wrong for one in self.lines):
            self.clear_mistake()
        self.changed.emit()

    def value(self) -> list[dict[str, object]]:
        """The lines, as commands take them."""
        return command_lines(one.line for one in self.lines)

    def load(self, value: object) -> None:
        """A gate asks for what isn't there: it begins without lines."""

    def check(self) -> bool:
        """What is typed but not taken yet is taken; numbers that are none are named."""
        if self.search.text().strip():
            self._take()
        wrong = next((one.wrong for one in self.lines if one.wrong), "")
        if wrong:
            self.show_mistake(wrong)
        return not wrong


def _read_rates(reader: Reader) -> tuple[str, tuple[RateRow, ...]]:
    """The workspace's own currency, and the rates of exchange."""
    return own_currency(reader), tuple(find_rates(reader))
