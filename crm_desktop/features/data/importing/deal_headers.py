"""What a column means in a sheet of deals: the words for deals and their products.

``recognise`` asks whether a sheet is one of deals, and then for each of its columns. The words
are folded and written as in ``words``; what is not said here (names, phones, owners) means the
same as elsewhere, once the word for a deal is taken out of it (``Дата создания сделки``). Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from crm_desktop.core.text.folding import fold
from crm_desktop.features.data.importing import words
from crm_desktop.features.data.importing.contents import is_person_name
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
    закрыта успешно | zamkniet* wygran* | zamkniet* jako wygran*"""
LOST = """закрыто и не реализован* | не реализован* | сделка провалена | провал* | проигран* |
    отказ* | lost | closed lost | closedlost | fail* | przegran* | utracon* | stracon* |
    анализ причины провала | закрыта неуспешно | zamkniet* przegran* | zamkniet* jako przegran* |
    zamkniet* utracon*"""
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
_PEOPLE = re.compile(r"[;,|\n(]")  # between those whom a cell names
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
        currency of value | deal currency of value | waluta | currency code |
        валюта для поля сумма | waluta wartosc | waluta wartosci""",
    "deal.chance": """вероятность | вероятность сделки | шанс | шанс % | probability | chance |
        deal probability | win probability | prawdopodobienstwo |
        szansa | szansa wygranej""",
    "owner": "владелец | владелец сделки",
    "created_at": "создана | deal created | utworzona",
    "source_id": """id записи | id сделки | номер сделки | идентификатор записи | deal id |
        identyfikator rekordu | id rekordu | id szansy | id transakcji | numer szansy |
        numer transakcji""",
    "deal.expected_close": """дата завершения | предполагаемая дата закрытия | закрытие |
        ожидаемая дата закрытия | планируемая дата закрытия | дата закрытия | ожидаемое закрытие |
        close date | expected close date | expected close | closing date | end date |
        deal expected close date | deal close date | data zamkniecia | planowane zamkniecie |
        oczekiwana data zamkniecia | przewidywana data zamkniecia | zamkniecie |
        oczekiwane zamkniecie""",
    "deal.closed_at": """фактическая дата закрытия | закрыта | дата фактического закрытия |
        won time | lost time | deal won time | deal lost time | deal closed on | closed at |
        closed on | deal deal closed on | закрыта когда | zamknieto | время выигрыша |
        время проигрыша | czas wygranej | czas przegranej | data wygranej | data przegranej""",
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
        название товара | название продукта |
        line item name | produkt | nazwa produktu | towar | produkt lub usluga | usluga""",
    "product.sku": """артикул | артикул товара | sku | product code | deal product code |
        product sku | kod produktu | indeks | symbol""",
    "product.quantity": """количество | кол во | количество товара | количество продукта |
        ilosc produktu | quantity | qty |
        product quantity | deal product quantity | ilosc""",
    "product.unit": """единица | ед | ед изм | единица измерения | unit | units |
        unit of measure | jednostka | jm | j m""",
    "product.price": """цена | цена товара | цена за единицу | price | unit price | item price |
        product price | deal product price | cena | cena jednostkowa""",
    "product.discount": """скидка | скидка % | процент скидки | discount | product discount |
        deal product discount | rabat | discount %""",
    "product.vat": "ндс | ндс % | ставка ндс | vat | vat % | tax | product tax | stawka vat",
    "full_name": """основной контакт | контактное лицо | связанный контакт | associated contact |
        associated contacts | main contact | contact person | deal contact person | person |
        powiazany kontakt | powiazane kontakty | powiazana osoba | osoba kontaktowa""",
    "company.name": """компания контакта | contacts company | deal organization | organization |
        organisation | компания покупатель | organizacja""",
    "company.source_id": "associated company id* | id компании | organization id",
    IGNORE: """доступна для всех | сделка закрыта | deal closed | closed |
        is closed | is deal closed | is closed numeric | is open | is open numeric |
        associated contact id* | повторная сделка | повторное обращение | available to everyone |
        deal weighted value | weighted value | взвешенная сумма | contact person id |
        deal contact person id | dostepny dla wszystkich | deal zamkniety""",
}
# Words that say only that a deal is meant.
_ABOUT_DEALS = frozenset(
    {"сделка", "сделки", "сделке", "сделку", "deal", "deals", "lead", "leads", "opportunity"}
    | {"szansa", "szansy", "sprzedazy", "transakcja", "transakcji", "deala"}
)
# What these mean elsewhere they don't mean of a deal.
_NOT_OF_DEALS = frozenset(("kind", "status", "company.vat", "company.size"))


def are_of_deals(headers: Sequence[str]) -> bool:
    """Whether columns with these names tell of deals: what they are called, and how far they are
    or what they come to."""
    folded = [plain_name(header) for header in headers if header]
    words = ("deal.stage", "deal.pipeline", "deal.amount")
    told = [any(is_phrase(_WHOLE[field], _bare(text)) for field in words) for text in folded]
    return any(map(_is_title, folded)) and any(told)


def _is_title(text: str) -> bool:
    """``Название сделки``, also where each column says what it is of: ``Сделка - Название``."""
    bare = _bare(text)
    return is_phrase(_TITLES, text) or (bare != text and is_phrase(_TITLES_HERE, bare))


def _bare(text: str) -> str:
    """The name without the words for a deal; of one that has no others, all of it."""
    return " ".join(word for word in text.split() if word not in _ABOUT_DEALS) or text


def deal_meaning(header: str, found: Meaning, samples: Sequence[str] = ()) -> Meaning:
    """The field of a column with these cells in a sheet of deals; ``found`` is what it means
    elsewhere."""
    text = plain_name(header)
    bare = _bare(text)
    if is_phrase(_TITLES, text):
        return Meaning("deal.title", SURE)
    for name in dict.fromkeys((text, bare)):
        for field, phrases in _WHOLE.items():
            if is_phrase(phrases, name):
                return Meaning(field, SURE)
    named = found.field == NOTE and _are_people(samples)
    if is_phrase(_CONTACTS, text) and (named or found.field.startswith("email.")):
        return Meaning("full_name", LIKELY)  # Maeve O'Neill (maeve@example.com)
    if is_phrase(_TITLES_HERE, bare):
        return Meaning("deal.title", LIKELY)
    if bare != text and (general := meaning_of(bare)):
        found = general
    return Meaning(NOTE, 0.0) if found.field in _NOT_OF_DEALS else found


def _are_people(samples: Sequence[str]) -> bool:
    """Whether most of the cells begin with the name of a person."""
    named = sum(is_person_name(_PEOPLE.split(text)[0].strip()) for text in samples)
    return named * 2 > len(samples)


def outcome_of(text: str) -> str | None:
    """``won``, ``lost`` or ``open`` for a word that says so, of a stage or a status."""
    folded = fold(text)
    found = (code for code, phrases in _OUTCOMES.items() if is_phrase(phrases, folded))
    return next(found, None)


def settle_amount(fields: Sequence[str]) -> dict[int, Meaning]:
    """Where a sheet names no products, its price is what the deal comes to. Gives the new
    meanings by place."""
    if {"product.name", "product.sku", "deal.amount"}.intersection(fields):
        return {}
    prices = [place for place, field in enumerate(fields) if field == "product.price"]
    return {place: Meaning("deal.amount", LIKELY) for place in prices[:1]}


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
