"""What a column means in a sheet of products: price sheets, and catalogues of other programs.

``recognise`` asks whether a sheet is one of products, and then for each of its columns. The words
are folded and written as in ``words``. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.core.text.folding import fold
from crm_desktop.features.data.importing.fields import IGNORE, NOTE
from crm_desktop.features.data.importing.headers import (
    LIKELY,
    POSSIBLE,
    SURE,
    Meaning,
    is_phrase,
    meaning_of,
    plain_name,
)
from crm_desktop.features.data.importing.price_columns import (
    LIST_PRICE,
    is_of_price_list,
    price_list_of,
)
from crm_desktop.features.data.importing.words import NO, YES

_NAMES = """товар | товары | товар услуга | товары услуги | товары работы услуги | номенклатура |
    наименование товар* | название товар* | наименование номенклатуры | номенклатура наименование |
    наименование услуг* | название услуги | товар или услуга | услуга | услуги | product |
    product name | product title | product or service | item | item name | service | service name |
    produkt | nazwa produktu | towar | nazwa towaru | towar usluga | nazwa towaru uslugi | usluga |
    nazwa uslugi | produkt lub usluga | ie name"""
_NAMES_HERE = "наименование | название | name | title | nazwa | полное наименование | full name"
_SKUS = """артикул* | артикул товара | sku | product code | item code | item number | part number |
    vendor code | код товара | kod produktu | kod towaru | indeks | symbol | nr katalogowy |
    kod katalogowy"""
_CODES = "код | code | kod"
_PRICES = """цена | цена товара | цена за единицу | цена продажи | цена розничная |
    розничная цена | розница | розничная | базовая цена | цена базовая | стоимость | прайс |
    цена с ндс | цена за ед | price | unit price | sale price | retail price | list price |
    gross price | price gross | price incl vat | price including vat | cena | cena brutto |
    cena jednostkowa | cena jednostkowa brutto | cena sprzedazy | cena detaliczna |
    cena katalogowa | cv price"""
_NET_PRICES = """цена без ндс | price excl vat | price excluding vat | price without vat |
    net price | price net | cena netto | cena jednostkowa netto | cena sprzedazy netto"""
_UNITS = """единица | ед | ед изм | ед измерения | единица изм | единица измерения |
    базовая единица измерения | unit | units | uom | unit of measure | jednostka | jm | j m | jedn |
    jednostka miary"""
GROUPS = """группа | группа товар* | группа номенклатуры | номенклатурная группа | категория |
    категория товар* | раздел | родитель | category | product category | group | product group |
    folder | kategoria | kategoria produktu | grupa | grupa towar* | grupa produktow | ic group"""
"""What products are sorted by; they have no field for it, so it becomes one of the person's."""

_WHOLE = {
    "product.name": _NAMES,
    "product.sku": _SKUS,
    "product.unit": _UNITS,
    "product.price": _PRICES,
    "product.net": _NET_PRICES,
    "product.currency": "валюта | валюта цены | currency | currency code | waluta | cv currency",
    "product.vat": """ндс | ндс % | ставка ндс | vat | vat % | vat rate | tax | tax rate |
        stawka vat | podatek vat""",
    "product.vat_included": """ндс включен в цену | ндс включен | vat included |
        vat included in price | tax included | vat wliczony w cene""",
    "product.kind": """тип | тип номенклатуры | вид номенклатуры | тип товара | type | item type |
        product type | rodzaj | typ""",
    "product.group": GROUPS,
    "product.description": """описание | описание товара | подробное описание | примечание |
        комментарий | description | product description | note | notes | comment | opis |
        opis produktu | opis towaru | uwagi | notatka | заметка | ie preview text |
        ie detail text""",
    "product.active": "активность | активен | active | is active | aktywny | aktywnosc",
    "product.archived": """в архиве | архив | in the archive | archived | zarchiwizowany |
        w archiwum""",
    "source_id": """id | id товара | внешний id | внешний код | external id | product id |
        record id | ie id | ie xml id | xml id | guid""",
    IGNORE: "сортировка | sort | sorting | п п | lp | l p",
}
_KEPT = frozenset(("source_id", "created_at", "updated_at", IGNORE))
_MAKERS = """производител* | поставщик* | бренд | марка | supplier | vendor | manufacturer | brand |
    maker | dostawca | producent | marka"""
_OF_CLIENTS = frozenset(
    ("phone", "email", "messenger", "family_name", "given_name", "middle_name", "full_name")
) | {"birthday", "company", "position", "consent"}


def are_of_products(headers: Sequence[str]) -> bool:
    """Whether columns with these names list products: what they are called, and what they cost or
    by which number they are ordered; nothing of clients."""
    folded = [text for header in headers if header and (text := plain_name(header))]

    def has(phrases: str) -> bool:
        return any(is_phrase(phrases, text) for text in folded)

    is_priced = has(_PRICES) or has(_NET_PRICES) or any(map(is_of_price_list, headers))
    if has(_NAMES):
        are_products = is_priced or has(_SKUS) or has(_UNITS)
    else:
        are_products = has(_NAMES_HERE) and (is_priced or (has(_SKUS) and has(_UNITS)))
    if _are_of_our_export(folded):
        return True  # of whatever the fields tell that people added
    return are_products and not any(map(_tells_of_clients, folded))


def _are_of_our_export(folded: Sequence[str]) -> bool:
    number, name, *others = [*folded, "", ""]
    is_priced = any(is_phrase(_WHOLE["product.currency"], text) for text in others)
    return number == "id" and is_phrase(_NAMES, name) and is_priced


def _tells_of_clients(text: str) -> bool:
    if any(is_phrase(words, text) for words in (*_WHOLE.values(), _NAMES_HERE, _CODES, _MAKERS)):
        return False
    found = meaning_of(text)
    return found is not None and found.field.split(".")[0] in _OF_CLIENTS


def product_meanings(
    headers: Sequence[str], found: Sequence[Meaning], samples: Sequence[Sequence[str]]
) -> list[Meaning]:
    """The fields of the columns of a sheet of products; ``found`` is what they mean elsewhere."""
    texts = [plain_name(header) for header in headers]
    meanings = list(map(_meaning, headers, texts, found))
    for place, meaning in enumerate(meanings):
        if meaning.field == "product.name" and _are_yes_or_no(samples[place]):
            meanings[place] = Meaning("product.kind", LIKELY)
    fields = [meaning.field for meaning in meanings]
    named = [place for place, text in enumerate(texts) if is_phrase(_NAMES_HERE, text)]
    if "product.name" not in fields and named:
        meanings[named[0]] = Meaning("product.name", LIKELY)
    for place, text in enumerate(texts):
        if is_phrase(_CODES, text):
            code = "source_id" if "product.sku" in fields else "product.sku"
            meanings[place] = Meaning(code, POSSIBLE)
    return meanings


def _meaning(header: str, text: str, elsewhere: Meaning) -> Meaning:
    for field, phrases in _WHOLE.items():
        if is_phrase(phrases, text):
            return Meaning(field, SURE)
    if elsewhere.field in _KEPT:
        return elsewhere
    if (found := price_list_of(header)) is not None:
        return Meaning(LIST_PRICE, LIKELY if found[1] else POSSIBLE)
    return Meaning(NOTE, 0.0)


def _are_yes_or_no(samples: Sequence[str]) -> bool:
    return bool(samples) and all(is_phrase(f"{YES} | {NO}", fold(text)) for text in samples)


def columns_of_price_sheet(headers: Sequence[str]) -> tuple[int, frozenset[int]] | None:
    """Where names and prices stand, in a sheet that has no column of groups."""
    texts = [plain_name(header) for header in headers]
    if any(is_phrase(GROUPS, text) for text in texts):
        return None
    names = [place for place, text in enumerate(texts) if is_phrase(_NAMES, text)]
    names += [place for place, text in enumerate(texts) if is_phrase(_NAMES_HERE, text)]
    prices = [
        place
        for place, text in enumerate(texts)
        if is_phrase(_PRICES, text) or is_phrase(_NET_PRICES, text)
    ]
    return (names[0], frozenset(prices)) if names and prices else None
