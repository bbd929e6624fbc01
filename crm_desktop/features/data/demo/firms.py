"""Companies of the demo data: their names first, their records one by one when asked for.

Called by ``generator``, on the thread that fills the workspace.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crm_desktop.features.data.demo.draw import Draw, by_rank
from crm_desktop.features.data.demo.numbers import bank_account, landline_numbers, tax_ids
from crm_desktop.features.data.demo.recipe import (
    HISTORY_DAYS,
    Firm,
    Recipe,
    address,
    note,
    slug,
)
from crm_desktop.features.data.demo.stock import Stock

_SIZES = by_rank(("1-10", "11-50", "51-200", "201-1000", "1001+"))
_STATUSES = ("client",) * 9 + ("potential",) * 7 + ("former",) * 2 + ("partner", "supplier")


def directory(stock: Stock, count: int, seed: int) -> list[Firm]:
    """The names, domains and cities of ``count`` companies; those of the pictures come first."""
    draw = Draw(seed, f"{stock.language}/directory")
    cities = by_rank(stock.cities)
    home = stock.cities[0]
    firms = [
        Firm(
            shown.name,
            _quoted(shown.name),
            f"{shown.domain}.example",
            shown.industry,
            shown.tags,
            home,
        )
        for shown in stock.shown_companies[:count]
    ]
    domains = {firm.domain for firm in firms}
    namesakes: dict[str, int] = {}
    trades = by_rank(stock.trades)
    brands, modifiers = by_rank(stock.brands), by_rank(stock.modifiers)
    shown_names = {firm.name for firm in firms}
    while len(firms) < count:
        trade = draw.pick(trades)
        brand = draw.pick(brands)
        if draw.chance(0.4) and "{}-" not in trade.pattern:
            brand += draw.pick(modifiers)
        name = trade.pattern.format(brand)
        if name in shown_names:
            continue
        domain = _free_domain(slug(brand), domains, namesakes)
        tags = (trade.tag,) if draw.chance(0.7) else ()
        firms.append(Firm(name, brand, domain, trade.industry, tags, draw.pick(cities)))
    return firms


def _quoted(name: str) -> str:
    """Полдень of Кофейня «Полдень»; a name without quotes as it is."""
    return name.partition("«")[2].rstrip("»") or name


def _free_domain(name: str, domains: set[str], namesakes: dict[str, int]) -> str:
    """``vektor.example``, the next company of that name ``vektor-2.example``; notes it as taken."""
    while True:
        number = namesakes[name] = namesakes.get(name, 0) + 1
        domain = f"{name}.example" if number == 1 else f"{name}-{number}.example"
        if domain not in domains:
            domains.add(domain)
            return domain


def companies(recipe: Recipe) -> Iterator[dict[str, Any]]:
    """The records of all companies of ``recipe``, in the order of its directory."""
    draw = recipe.draw("companies")
    taken = recipe.shown_phones
    offset = draw.below(10_000)
    lines = {city.name: landline_numbers(city, 0, offset, taken) for city in recipe.stock.cities}
    for index, firm in enumerate(recipe.firms):
        shown = index < len(recipe.stock.shown_companies)
        blacklisted = index == recipe.stock.shown_blacklist or draw.chance(0.004)
        yield {
            **_business(draw, recipe, firm, index),
            "name": firm.name,
            "source": draw.pick(recipe.stock.sources),
            "note": note(draw, recipe.stock),
            "phones": [_phone(next(lines[firm.city.name]))] if shown or draw.chance(0.9) else [],
            "emails": _emails(draw, recipe.stock, firm),
            "sites": [f"https://{firm.domain}"] if draw.chance(0.7) else [],
            "addresses": [address(draw, recipe.stock, firm.city, "work")],
            "tags": list(firm.tags),
            "owner": draw.below(recipe.users),
            "parent": draw.below(index) if not shown and draw.chance(0.03) else None,
            "blacklisted": recipe.stock.blacklist_reasons[0] if blacklisted else None,
            "archived": not shown and draw.chance(0.02),
            "created": draw.moment_before(recipe.now, HISTORY_DAYS),
        }


def _business(draw: Draw, recipe: Recipe, firm: Firm, index: int) -> dict[str, Any]:
    """What a company is by law and trade."""
    accounts = []
    if draw.chance(0.4):
        accounts.append(bank_account(firm.city.country, draw.pick(recipe.stock.banks), index))
    # Those of the pictures without tags are schools, libraries and residents, no trading firms.
    trading = bool(firm.tags) and draw.chance(0.9)
    return {
        "legal_name": recipe.stock.legal_pattern.format(firm.brand) if trading else "",
        "industry": firm.industry,
        "size": draw.pick(_SIZES),
        "status": draw.pick(_STATUSES),
        "tax_ids": tax_ids(firm.city, index) if index == 0 or draw.chance(0.8) else [],
        "bank_accounts": accounts,
    }


def _phone(value: str) -> dict[str, Any]:
    return {"value": value, "extension": None, "type": "work", "primary": True}


def _emails(draw: Draw, stock: Stock, firm: Firm) -> list[dict[str, Any]]:
    if draw.chance(0.1):
        return []
    value = f"{draw.pick(stock.mailboxes)}@{firm.domain}"
    return [{"value": value, "type": "work", "primary": True}]
