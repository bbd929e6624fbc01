"""What is said of products that a deal can't price: their lines begin at nothing, which would
otherwise look like a gift. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.values.money import Money, convert, format_money
from crm_desktop.features.deals.rows import DealLine
from crm_desktop.features.products.queries import get_products
from crm_desktop.features.products.rows import PriceListRow, ProductRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.deals.pricing import Pricing, price_of


def unpriced_words(
    lines: Iterable[DealLine], products: Mapping[str, ProductRow], pricing: Pricing
) -> str:
    """Of the first line at nothing whose product costs something in a currency without a rate:
    what it costs, and what can be done. Nothing where there is none."""
    for line in lines:
        product = None if line.price_minor else products.get(line.product_id or "")
        if product is not None and product.minor and price_of(product, pricing) is None:
            return _(
                "“{name}” costs {price}, and there is no exchange rate to {currency}. "
                "Write its price here, or add a rate in the settings."
            ).format(
                name=product.name,
                price=format_money(Money(product.minor, product.currency)),
                currency=pricing.currency,
            )
    return ""


def unreachable_words(lists: Iterable[PriceListRow], pricing: Pricing) -> str:
    """Of the chosen price list, if its prices can't be told in the deal's currency; else nothing:
    choosing it would change nothing, without a word."""
    for one in lists:
        told = convert(
            Money(0, one.currency), pricing.currency, pricing.day, pricing.rates, pricing.own
        )
        if one.id == pricing.price_list and told is None:
            return _(
                "The prices of “{name}” are in {list_currency}, and there is no exchange rate to "
                "{currency}. Usual prices stay; add a rate in the settings."
            ).format(name=one.name, list_currency=one.currency, currency=pricing.currency)
    return ""


class UnpricedHint(QLabel):
    """The words below a deal's products; out of sight while there is nothing to say."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._lines: tuple[DealLine, ...] = ()
        self._pricing: Pricing | None = None
        self._products: dict[str, ProductRow] = {}
        dress(self, type="hint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()

    def look_at(self, lines: Iterable[DealLine], pricing: Pricing | None) -> None:
        """Be about these lines; products among them that aren't known yet are read."""
        self._lines = tuple(one for one in lines if one.product_id and not one.price_minor)
        self._pricing = pricing
        ids = {one.product_id or "" for one in self._lines}
        if ids - self._products.keys():
            self._bridge.query(
                get_products, sorted(ids), then=self._know, owner=self, channel="unpriced"
            )
        self._tell()

    def forget(self) -> None:
        """Another deal, or other prices: what was read is read again."""
        self._products.clear()

    def _know(self, products: dict[str, ProductRow]) -> None:
        self._products |= products
        self._tell()

    def _tell(self) -> None:
        pricing = self._pricing
        words = unpriced_words(self._lines, self._products, pricing) if pricing else ""
        self.setText(words)
        self.setVisible(bool(words))
