"""What a column means in a sheet of deals: the words for deals and their products.

``recognise`` asks whether a sheet is one of deals, and then for each of its columns. The words
are folded and written as in ``words``; what is not said here (names, phones, owners) means the
same as elsewhere, once the word for a deal is taken out of it (``Дата создания сделки``). Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm_desktop.core.text.folding import fold
from crm_desktop.features.data.importing import words
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

WON = """успешно реализован* | сделка успешна | успешна* | успех | выигран* | реализован* |
    оплачен* | won | closed won | closedwon | success* | wygran* | zrealizowan* | sukces |
    закрыта успешно"""
LOST = """закрыто и не реализован* | не реализован* | сделка провалена | провал* | проигран* |
    отказ* | lost | closed lost | closedlost | fail* | przegran* | utracon* | stracon* |
    анализ причины провала | закрыта неуспешно"""
WON_COLUMNS = "is closed won | is won | is deal won | closed won | сделка выиграна"
LOST_COLUMNS = "is closed lost | is lost | is deal lost | closed lost | сделка проиграна"
OPEN = "open | открыт* | в работе | активн* | active | otwart* | in progress | w toku"

_TITLES = """название сделки | имя сделки | наименование сделки | сделка | deal | deal name |
    deal title | lead title | lead name | opportunity | opportunity name | nazwa szansy |
    szansa sprzedazy | transakcja | nazwa transakcji | nazwa sprzedazy"""
_CONTACTS = (
    "контакт | контакты | клиент | contact | contacts | client | kontakt | kontakty | klient"
)
_TITLES_HERE = "название | наименование | тема | title | name | subject | nazwa | tytul"
_WHOLE = {
    "deal.pipeline": """воронка | воронка продаж | направление | направление сделки | pipeline |
        deal pipeline | sales pipeline | funnel | lejek | lejek sprzedazy | proces sprzedazy""",
    "deal.stage": """этап | стадия | этап сделки | стадия сделки | статус сделки | этап воронки |
        stage | deal stage | lead status | lead stage | pipeline stage | etap | etap szansy |
        etap sprzedazy | etap transakcji""",
    "deal.status": """статус | status | deal status | результат | итог | outcome | won or lost |
        выиграна или проиграна | wygrana lub przegrana | wynik | """
    f"{WON_COLUMNS} | {LOST_COLUMNS}",
    "deal.amount": """сумма | бюджет | сумма сделки | бюджет сделки | стоимость | amount | value |
        deal value | deal amount | budget | total | sale | price total | kwota | wartosc |
        wartosc szansy | wartosc transakcji | suma""",
    "deal.currency": """валюта | валюта сделки | currency | deal currency | deal currency code |
        currency of value | deal currency of value | waluta | currency code""",
    "deal.chance": """вероятность | вероятность сделки | шанс | шанс % | probability | chance |
        deal probability | win probability | prawdopodobienstwo |
        szansa | szansa wygranej""",
    "deal.expected_close": """дата завершения | предполагаемая дата закрытия | закрытие |
        ожидаемая дата закрытия | планируемая дата закрытия | дата закрытия | ожидаемое закрытие |
        close date | expected close date | expected close | closing date | end date |
        deal expected close date | deal close date | data zamkniecia | planowane zamkniecie |
        oczekiwana data zamkniecia | przewidywana data zamkniecia | zamkniecie |
        oczekiwane zamkniecie""",
    "deal.closed_at": """фактическая дата закрытия | закрыта | дата фактического закрытия |
        won time | lost time | deal won time | deal lost time | deal closed on | closed at |
        closed on | deal deal closed on | закрыта когда | zamknieto""",
    "deal.lost_reason": """причина отказа | причина проигрыша | причина провала | почему проиграна |
        lost reason | deal lost reason | closed lost reason | loss reason | reason of loss |
        powod przegranej | powod utraty | powod odmowy""",
    "deal.lost_detail": """причина отказа какая именно | lost reason which one |
        lost reason detail* | powod utraty ktory dokladnie""",
    "deal.lost_comment": """комментарий к отказу | комментарий к причине отказа |
        комментарий об отказе | comment on the loss | lost comment* | loss comment |
        lost reason comment* | lost notes | komentarz do utraty""",
    "deal.roles": "роли участников | роли контактов | roles of participants | role uczestnikow",
    "product.name": """товар | товары | товар или услуга | номенклатура | услуга | продукт |
        product | product name | deal product name | product or service | item | line item |
        line item name | produkt | nazwa produktu | towar | produkt lub usluga | usluga""",
    "product.sku": """артикул | артикул товара | sku | product code | deal product code |
        product sku | kod produktu | indeks | symbol""",
    "product.quantity": """количество | кол во | количество товара | quantity | qty |
        product quantity | deal product quantity | ilosc""",
    "product.unit": """единица | ед | ед изм | единица измерения | unit | units |
        unit of measure | jednostka | jm | j m""",
    "product.price": """цена | цена товара | цена за единицу | price | unit price | item price |
        product price | deal product price | cena | cena jednostkowa""",
    "product.discount": """скидка | скидка % | процент скидки | discount | product discount |
        deal product discount | rabat | discount %""",
    "product.vat": "ндс | ндс % | ставка ндс | vat | vat % | tax | product tax | stawka vat",
    "full_name": """основной контакт | контактное лицо | связанный контакт | associated contact |
        associated contacts | main contact | contact person | deal contact person | person""",
    "company.name": """компания контакта | contacts company | deal organization | organization |
        organisation | компания покупатель""",
    "company.source_id": "associated company id* | id компании | organization id",
    IGNORE: """доступна для всех | сделка закрыта | deal closed | closed |
        is closed | is deal closed | is closed numeric | is open | is open numeric |
        associated contact id* | повторная сделка | повторное обращение | available to everyone |
        deal weighted value | weighted value | взвешенная сумма""",
}
# Words that say only that a deal is meant.
_ABOUT_DEALS = frozenset(
    {"сделка", "сделки", "сделке", "сделку", "deal", "deals", "lead", "leads", "opportunity"}
    | {"szansa", "szansy", "sprzedazy", "transakcja", "transakcji"}
)
# What these mean elsewhere they don't mean of a deal.
_NOT_OF_DEALS = frozenset(("kind", "status", "company.vat", "company.size"))


def are_of_deals(headers: Sequence[str]) -> bool:
    """Whether columns with these names tell of deals: what they are called, and how far they are
    or what they come to."""
    folded = [plain_name(header) for header in headers if header]
    titled = any(is_phrase(_TITLES, text) for text in folded)
    words = ("deal.stage", "deal.pipeline", "deal.amount")
    return titled and any(is_phrase(_WHOLE[field], text) for text in folded for field in words)


def deal_meaning(header: str, found: Meaning) -> Meaning:
    """The field of a column in a sheet of deals; ``found`` is what it means elsewhere."""
    text = plain_name(header)
    if is_phrase(_TITLES, text):
        return Meaning("deal.title", SURE)
    for field, phrases in _WHOLE.items():
        if is_phrase(phrases, text):
            return Meaning(field, SURE)
    if is_phrase(_CONTACTS, text) and found.field.startswith("email."):
        return Meaning("full_name", LIKELY)  # Maeve O'Neill (maeve@example.com)
    bare = " ".join(word for word in text.split() if word not in _ABOUT_DEALS)
    if is_phrase(_TITLES_HERE, bare):
        return Meaning("deal.title", LIKELY)
    if bare and bare != text and (general := meaning_of(bare)):
        found = general
    return Meaning(NOTE, 0.0) if found.field in _NOT_OF_DEALS else found


def outcome_of(text: str) -> str | None:
    """``won``, ``lost`` or ``open`` for a word that says so, of a stage or a status."""
    folded = fold(text)
    found = (code for code, phrases in _OUTCOMES.items() if is_phrase(phrases, folded))
    return next(found, None)


def outcome_in(name: str, text: str) -> str | None:
    """As ``outcome_of``, for a cell of the column ``name``: a column such as ``Is Closed Won``
    holds yes or no. Of yes the outcome; of no nothing is known, which is ``""``."""
    folded, column = fold(text), plain_name(name)
    for outcome, phrases in (("won", WON_COLUMNS), ("lost", LOST_COLUMNS)):
        if is_phrase(phrases, column) and is_phrase(f"{words.YES} | {words.NO}", folded):
            return outcome if is_phrase(words.YES, folded) else ""
    return outcome_of(text)


_OUTCOMES = {"won": WON, "lost": LOST, "open": OPEN}


def settle_stage(
    fields: Sequence[str], samples_of: Callable[[int], Sequence[str]]
) -> dict[int, Meaning]:
    """Where a sheet has one column for both, whatever its name: a ``Status`` whose cells don't
    tell open deals from closed ones names stages. Gives the new meanings by place."""
    statuses = [place for place, field in enumerate(fields) if field == "deal.status"]
    if "deal.stage" in fields or not statuses:
        return {}
    samples = samples_of(statuses[0])
    if all(
        outcome_of(text) or is_phrase(f"{words.YES} | {words.NO}", fold(text)) for text in samples
    ):
        return {}
    return {statuses[0]: Meaning("deal.stage", POSSIBLE)}
