"""Writes of the catalogue; they run on the writer's thread inside one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.features.common import checks
from crm_desktop.features.common.keys import sought
from crm_desktop.features.common.lifecycle import set_moment, set_moments
from crm_desktop.features.common.links import require_links
from crm_desktop.features.custom_fields.handlers import with_custom
from crm_desktop.features.products import rules, vat
from crm_desktop.features.products.commands import (
    ArchiveManyProducts,
    ArchivePriceLists,
    ArchiveProducts,
    CreatePriceList,
    CreateProduct,
    DeleteProducts,
    DeleteRates,
    SetRate,
    SetVatRates,
    UpdatePriceList,
    UpdateProduct,
)
from crm_desktop.features.products.queries import own_currency
from crm_desktop.features.products.tables import (
    exchange_rate,
    price_list,
    product_price,
    vat_rates,
)
from crm_desktop.store import turns

_MOST_PRICE_LISTS = 100

# Products


def create(work: Work, command: CreateProduct) -> str:
    """Handler of ``CreateProduct``."""
    given = {"is_service": False, "currency": own_currency(work), **command.values}
    values = checks.checked(given, rules.PRODUCT_CHECKS, None)
    if not values.get("name"):
        raise Invalid(msg("A product needs a name. Nothing was saved yet; type one."), "name")
    values = with_custom(work, "product", values, None)
    require_links(work, "product", values)
    return work.unit.insert("product", values)


def update(work: Work, command: UpdateProduct) -> None:
    """Handler of ``UpdateProduct``."""
    changes = checks.checked(command.changes, rules.PRODUCT_CHECKS, None)
    changes = with_custom(work, "product", changes, None, command.product_id)
    require_links(work, "product", changes)
    work.unit.update("product", command.product_id, changes, command.base_version)


def archive(work: Work, command: ArchiveProducts) -> None:
    """Handler of ``ArchiveProducts``."""
    set_moment(work, "product", command.product_ids, "archived_at", command.archived)


def archive_many(work: LongWork, command: ArchiveManyProducts) -> None:
    """Handler of ``ArchiveManyProducts``."""
    set_moments(work, "product", command.product_ids, "archived_at", command.archived)


def delete(work: Work, command: DeleteProducts) -> None:
    """Handler of ``DeleteProducts``."""
    set_moment(work, "product", command.product_ids, "deleted_at", command.deleted)


# Price lists


def create_price_list(work: Work, command: CreatePriceList) -> str:
    """Handler of ``CreatePriceList``."""
    return add_price_list(work, command.values)


def add_price_list(work: Work, values: Mapping[str, Any], list_id: str | None = None) -> str:
    """A new price list; those of an import have their ids already. Gives the id."""
    given = {"name": None, "currency": own_currency(work), **values}
    checked = checks.checked(given, rules.PRICE_LIST_CHECKS, None)
    _require_free_name(work, checked["name"])
    return work.unit.insert("price_list", checked, list_id)


def update_price_list(work: Work, command: UpdatePriceList) -> None:
    """Handler of ``UpdatePriceList``."""
    changes = checks.checked(command.changes, rules.PRICE_LIST_CHECKS, None)
    loaded = work.unit.load("price_list", command.price_list_id)
    if "name" in changes:
        _require_free_name(work, changes["name"], besides=loaded.rid)
    if changes.get("currency", loaded.state["currency"]) != loaded.state["currency"]:
        _require_no_prices(work, loaded.rid)
    work.unit.update("price_list", command.price_list_id, changes, command.base_version)


def archive_price_lists(work: Work, command: ArchivePriceLists) -> None:
    """Handler of ``ArchivePriceLists``."""
    set_moment(work, "price_list", command.price_list_ids, "archived_at", command.archived)


def _require_free_name(work: Work, name: str, besides: int = 0) -> None:
    """``Invalid`` for a name that another price list has, in any case of letters."""
    others = sa.select(price_list.c.folded).where(price_list.c.rid != besides)
    taken = list(work.connection.execute(others).scalars())
    if sought(name) in taken:
        raise Invalid(
            msg(
                "There is a price list called “{name}” already. Nothing was saved; choose another "
                "name.",
                name=name,
            ),
            "name",
        )
    if len(taken) >= _MOST_PRICE_LISTS:
        raise Invalid(
            msg(
                "There is room for {limit} price lists. Nothing was saved.", limit=_MOST_PRICE_LISTS
            )
        )


def _require_no_prices(work: Work, rid: int) -> None:
    priced = sa.select(product_price.c.product_rid).where(product_price.c.price_list_rid == rid)
    if work.connection.execute(priced.limit(1)).first() is not None:
        raise Invalid(
            msg(
                "There are prices in this list already, so its currency stays. Nothing was saved; "
                "make a new list for another currency."
            ),
            "currency",
        )


# Rates


def set_rate(work: Work, command: SetRate) -> str:
    """Handler of ``SetRate``."""
    values = {
        "currency": rules.currency(command.currency),
        "day": rules.rate_day(command.day),
        "rate": rules.rate(command.rate),
    }
    if values["currency"] == own_currency(work):
        raise Invalid(
            msg(
                "{currency} is the workspace’s own currency: it needs no rate. Nothing was saved.",
                currency=values["currency"],
            ),
            "currency",
        )
    turns.take(work.connection, turns.RATES)
    there = sa.select(exchange_rate.c.id).where(
        exchange_rate.c.currency == values["currency"], exchange_rate.c.day == values["day"]
    )
    known = work.connection.execute(there.limit(1)).scalar_one_or_none()
    if known is None:
        return work.unit.insert("exchange_rate", values)
    work.unit.update("exchange_rate", str(known), {"rate": values["rate"]}, None)
    return str(known)


def set_vat_rates(work: Work, command: SetVatRates) -> None:
    """Handler of ``SetVatRates``."""
    values = {"rates": vat.written(vat.checked_rates(command.rates))}
    turns.take(work.connection, turns.RATES)
    known = work.connection.execute(sa.select(vat_rates.c.id).limit(1)).scalar_one_or_none()
    if known is None:
        work.unit.insert("vat_rates", values)
    else:
        work.unit.update("vat_rates", str(known), values, None)


def delete_rates(work: Work, command: DeleteRates) -> None:
    """Handler of ``DeleteRates``."""
    loaded = [work.unit.load("exchange_rate", rate_id) for rate_id in command.rate_ids]
    work.unit.delete_many("exchange_rate", loaded)
