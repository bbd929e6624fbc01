"""Columns of prices by price lists: ``Price: wholesale``, ``Оптовая цена``, ``Цена опт, руб.``

As we write it ourselves (``Price: “Wholesale”, PLN``) the name stands in quotation marks, letter
by letter, and the currency behind it. ``product_headers`` asks which columns are such, the
cleaning what their lists are called. What a shop pays itself is no price of a list. Pure.
"""

from __future__ import annotations

import re

from crm_desktop.core.text.folding import clean_line, fold
from crm_desktop.features.data.importing.headers import is_phrase, without_money

LIST_PRICE = "product.list_price"
"""The code of a column whose prices are those of the price list that its header names."""

_AROUND = ".,:;()[]-–—/\"'«»„”“"
_PRICE = "цена | цены | прайс | прайс лист | price | prices | cena | ceny"
_SEPARATED = re.compile(
    r"^\s*(?:цен[аы]|прайс(?:-лист)?|prices?|cen[ay])\s*[:(\[/–—-]", re.IGNORECASE
)
_OURS = re.compile(
    r"(?:цена|price|cena): [“«„](?P<name>.+)[”»], (?P<currency>[A-Z]{3})", re.IGNORECASE
)
_USUAL_LISTS = """опт* | мелк* опт* | крупн* опт* | средн* опт* | дилер* | партнер* | vip | вип |
    франчайз* | дистрибьют* | интернет магазин* | wholesale* | dealer* | partner* | reseller* |
    distributor* | trade | hurt* | dystrybu* | diler*"""
_ALONE = "опт | мелкий опт | крупный опт | wholesale | hurt"
_OF_NO_LIST = """закуп* | себестоим* | входн* | cost* | purchase* | buying* | zakup* | koszt* |
    за * | per * | for * | za * | from * | стар* | old | stara"""


def price_list_of(header: str) -> tuple[str, bool] | None:
    """What the price list is called whose prices stand in the column, and whether that is sure;
    ``None`` for a column of no list."""
    name = list_name(header)
    if _OURS.fullmatch(header.strip()):
        return name, True
    folded = fold(name)
    if not folded or is_phrase(_PRICE, folded) or is_phrase(_OF_NO_LIST, folded):
        return None
    has_price = any(map(_is_price, _words(header)))
    if is_phrase(_USUAL_LISTS if has_price else _ALONE, folded):
        return name, True
    return (name, False) if _SEPARATED.match(header) else None


def is_of_price_list(header: str) -> bool:
    """Whether the header says by itself that prices of a list stand in the column."""
    return any(map(_is_price, _words(header))) and price_list_of(header) is not None


def list_name(header: str) -> str:
    """The header without the words for prices and currencies, as people would write a name; all
    of it where nothing else is left."""
    if ours := _OURS.fullmatch(header.strip()):
        return ours["name"]
    kept = [w for w in _words(header) if without_money(fold(w)) and not _is_price(w)]
    name = " ".join(kept) or clean_line(header)
    return name[:1].upper() + name[1:]


def list_currency(header: str) -> str | None:
    """The currency of the list, ISO 4217, where we wrote the header ourselves."""
    ours = _OURS.fullmatch(header.strip())
    return ours["currency"] if ours else None


def _words(header: str) -> list[str]:
    words = (word.strip(_AROUND) for word in clean_line(header).split())
    return [word for word in words if word]


def _is_price(word: str) -> bool:
    return is_phrase(_PRICE, fold(word))
