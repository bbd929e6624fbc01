"""The form of a product: what is asked first of a new one, and all its fields.

Forms are made on the GUI thread; ``read_for_editing`` runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.core.values.money import Money, format_money, parse_money
from crm_desktop.features.products.commands import CreateProduct, UpdateProduct
from crm_desktop.features.products.queries import get_product, own_currency
from crm_desktop.features.products.rows import ProductRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.kit.form_field import ChoiceField, FormField, TextField
from crm_desktop.gui.pages.products.prices import PricesField
from crm_desktop.gui.pages.products.vat_field import VatField
from crm_desktop.gui.pages.products.words import ENTITY, read_percent, vat_words
from crm_desktop.gui.shell.form_create import CreateKind
from crm_desktop.gui.shell.form_edit import EditKind, RecordToEdit
from crm_desktop.gui.shell.form_record import NONE_ALIKE

SERVICE, GOODS = "service", "goods"


class KindField(ChoiceField):
    """Product or service: always one of them."""

    def __init__(self, label: str) -> None:
        super().__init__(label, kinds())
        self.box.removeItem(0)


class ProductForm(RecordForm):
    """The fields of a product; prices without a currency are in ``currency``."""

    def __init__(self, bridge: Bridge, *, is_new: bool) -> None:
        super().__init__()
        self.currency = ""
        self.add("name", FormField(_("Product &name")))
        self.add("sku", FormField(_("&SKU")), half=True)
        self.add("is_service", KindField(_("&Kind")), half=True)
        self.add("price_minor", FormField(_("&Price"), tidy=self._tidy_price), half=True)
        self.add("vat", VatField(bridge, _("&VAT")), half=True)
        self.add("unit", FormField(_("&Unit")), half=True)
        self.prices = PricesField(bridge)
        self.add("prices", self.prices, further=is_new)
        self.add("description", TextField(_("&Description")), further=is_new)
        bridge.query(own_currency, then=self._know, owner=self)

    def _know(self, currency: str) -> None:
        self.currency = self.currency or currency

    def _tidy_price(self, text: str) -> str:
        return format_money(parse_money(text, self.currency))

    def stored(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values of fields as commands take them."""
        return stored_values(values, self.currency)


def kinds() -> list[tuple[str, str]]:
    """(code, words) of what a product can be."""
    return [(GOODS, _("Product")), (SERVICE, _("Service"))]


def stored_values(values: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """What editors give, as commands take it; prices without a currency are in ``currency``."""
    stored = dict(values)
    if "is_service" in stored:
        stored["is_service"] = stored["is_service"] == SERVICE
    if "price_minor" in stored:
        text = stored["price_minor"]
        money = parse_money(text, currency) if text else None
        stored["price_minor"] = money.minor if money else None
        if money is not None and money.currency:
            stored["currency"] = money.currency
    if "vat" in stored:
        stored["vat"] = read_percent(stored["vat"]) if stored["vat"] else None
    return stored


def create_kind(form: ProductForm) -> CreateKind:
    """What the dialog of new products does."""
    return CreateKind(
        ENTITY,
        _("New product"),
        _("Create product"),
        lambda values: CreateProduct(form.stored(values)),
        NONE_ALIKE,
    )


def edit_kind(form: ProductForm) -> EditKind:
    """What the dialog of products that are there does."""
    return EditKind(
        ENTITY,
        read_for_editing,
        lambda key, version, changes: UpdateProduct(key, version, form.stored(changes)),
        NONE_ALIKE,
    )


def read_for_editing(reader: Reader, product_id: str) -> RecordToEdit | None:
    """The product as the form shows it."""
    row = get_product(reader, product_id)
    return RecordToEdit(row.id, row.name, row.version, form_values(row)) if row else None


def form_values(row: ProductRow) -> dict[str, Any]:
    """What the fields of the form load."""
    return {
        "name": row.name,
        "sku": row.sku,
        "is_service": SERVICE if row.is_service else GOODS,
        "price_minor": "" if row.minor is None else format_money(Money(row.minor, row.currency)),
        "vat": "" if row.vat is None else vat_words(row.vat),
        "unit": row.unit,
        "prices": [{"price_list": one.price_list_id, "minor": one.minor} for one in row.prices],
        "description": row.description,
    }
