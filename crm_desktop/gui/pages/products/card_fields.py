"""The fields of a product on its card.

The plan is made on the GUI thread; ``read_fields`` runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.core.values.money import Money, format_money, parse_money
from crm_desktop.features.common.similar import Similar
from crm_desktop.features.products.commands import UpdateProduct
from crm_desktop.features.products.queries import find_price_lists, get_state, own_currency
from crm_desktop.features.products.rows import PriceListRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.field import CardField, CardGroup, ShownLine, plain_words
from crm_desktop.gui.kit.form_field import FormField, TextField
from crm_desktop.gui.pages.products.form import (
    GOODS,
    SERVICE,
    KindField,
    kinds,
    stored_values,
)
from crm_desktop.gui.pages.products.prices import PricesField
from crm_desktop.gui.pages.products.vat_field import VatField
from crm_desktop.gui.pages.products.words import ENTITY, vat_words
from crm_desktop.gui.shell.card_fields import shared
from crm_desktop.gui.shell.card_fields.custom import (
    Layout,
    custom_drafts,
    laid_out,
    read_layout,
    with_custom,
)
from crm_desktop.gui.shell.card_fields.kind import FieldsKind, FieldsRecord
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.card_fields.reading import made_and_changed, written
from crm_desktop.gui.shell.form_record import NONE_ALIKE


@dataclass(frozen=True)
class ProductLayout(Layout):
    """The layout with the ``currency`` of prices without one, and the price lists."""

    currency: str = ""
    lists: tuple[PriceListRow, ...] = ()


def make_fields_part(bridge: Bridge) -> FieldsPart:
    """The left pane of a product's card."""
    part = FieldsPart(bridge, fields_kind(bridge))
    part.pane.grow()
    return part


def fields_kind(bridge: Bridge) -> FieldsKind:
    """What the pane has to know of products."""
    return FieldsKind(
        ENTITY,
        _("Fields of the product"),
        lambda layout: _plan(bridge, layout),
        read_fields,
        lambda key, version, changes: UpdateProduct(key, version, as_taken(changes)),
        NONE_ALIKE,
        _alike,
        "",
        drafts_of,
        UpdateProduct,
        untold=frozenset({"currency"}),
        beside={"price_minor": "currency"},
    )


def as_taken(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What editors gave, as commands take it. Prices were tidied with their currency."""
    return stored_values(with_custom(changes), "")


def _plan(bridge: Bridge, layout: Layout) -> list[CardGroup]:
    asked = layout if isinstance(layout, ProductLayout) else ProductLayout(layout.fields)
    return laid_out((_main(bridge, asked), written()), layout, bridge)


def _main(bridge: Bridge, asked: ProductLayout) -> CardGroup:
    price, prices, kind = _("Price"), _("Prices by price lists"), _("Kind")
    vat, description = _("VAT"), _("Description")
    # Under this name fields without a group of their own join it.
    return CardGroup(
        "work",
        _("Basics"),
        (
            shared.line("name", _("Product name")),
            shared.line("sku", _("SKU")),
            CardField("is_service", kind, _kind_words, lambda: KindField(kind)),
            CardField(
                "price_minor",
                price,
                plain_words,
                lambda: FormField(price, tidy=partial(_tidy_price, asked.currency)),
            ),
            CardField("vat", vat, plain_words, lambda: VatField(bridge, vat)),
            shared.line("unit", _("Unit")),
            shared.wide(
                "prices", prices, partial(_prices_words, asked.lists), lambda: PricesField(bridge)
            ),
            CardField(
                "description",
                description,
                plain_words,
                lambda: TextField(description),
                is_wide=True,
                is_long=True,
            ),
        ),
    )


def _tidy_price(currency: str, text: str) -> str:
    return format_money(parse_money(text, currency))


def _kind_words(value: Any) -> list[ShownLine]:
    return plain_words(dict(kinds()).get(value or ""))


def _prices_words(lists: tuple[PriceListRow, ...], value: Any) -> list[ShownLine]:
    known = {one.id: one for one in lists}
    return [
        ShownLine(format_money(Money(item["minor"], one.currency)), aside=one.name)
        for item in value or ()
        if (one := known.get(item["price_list"])) is not None
    ]


def read_fields(reader: Reader, product_id: str) -> FieldsRecord | None:
    """The product as the editors load it."""
    loaded = get_state(reader, product_id)
    if loaded is None:
        return None
    usual = read_layout(reader, ENTITY)
    lists = tuple(find_price_lists(reader))
    layout = ProductLayout(usual.fields, usual.card, own_currency(reader), lists)
    return FieldsRecord(
        product_id,
        loaded.state["name"],
        loaded.version,
        drafts_of(reader, loaded.state, layout) | made_and_changed(reader, loaded),
        layout=layout,
    )


def drafts_of(
    reader: Reader, state: dict[str, Any], layout: Layout | None = None
) -> dict[str, Any]:
    """What the editors load."""
    minor, vat = state["price_minor"], state["vat"]
    own = {name: state[name] for name in ("name", "sku", "unit", "prices", "description")}
    own |= {
        "is_service": SERVICE if state["is_service"] else GOODS,
        "price_minor": "" if minor is None else format_money(Money(minor, state["currency"])),
        "vat": "" if vat is None else vat_words(vat),
    }
    layout = layout or read_layout(reader, ENTITY)
    return own | custom_drafts(reader, layout, state["custom"])


def _alike(one: Similar) -> str:
    return one.name
