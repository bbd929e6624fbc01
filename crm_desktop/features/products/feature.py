"""The catalogue's part of the program: products, price lists, rates."""

from __future__ import annotations

from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.core.i18n import N_
from crm_desktop.features.products import commands, handlers
from crm_desktop.features.products.fields import CATALOGUE
from crm_desktop.features.products.records import (
    EXCHANGE_RATE,
    LISTS,
    PRICE_LIST,
    PRODUCT,
    RATES,
    VAT_RATES,
)

WRITE = "products:product:write"
DELETE = "products:product:delete"

FEATURE = Feature(
    "products",
    records=(PRICE_LIST, PRODUCT, EXCHANGE_RATE, VAT_RATES),
    commands=(
        CommandType(commands.CreateProduct, WRITE, handlers.create, N_("New product")),
        CommandType(commands.UpdateProduct, WRITE, handlers.update, N_("Change of a product")),
        CommandType(commands.ArchiveProducts, WRITE, handlers.archive, N_("Archive")),
        CommandType(
            commands.ArchiveManyProducts, WRITE, handlers.archive_many, N_("Archive"), long=True
        ),
        CommandType(commands.DeleteProducts, DELETE, handlers.delete, N_("Recycle bin")),
        CommandType(
            commands.CreatePriceList, LISTS, handlers.create_price_list, N_("New price list")
        ),
        CommandType(
            commands.UpdatePriceList,
            LISTS,
            handlers.update_price_list,
            N_("Change of a price list"),
        ),
        CommandType(commands.ArchivePriceLists, LISTS, handlers.archive_price_lists, N_("Archive")),
        CommandType(commands.SetRate, RATES, handlers.set_rate, N_("Exchange rate")),
        CommandType(commands.SetVatRates, RATES, handlers.set_vat_rates, N_("Rates of VAT")),
        CommandType(
            commands.DeleteRates, RATES, handlers.delete_rates, N_("Removal of an exchange rate")
        ),
    ),
    catalogues=(CATALOGUE,),
)
