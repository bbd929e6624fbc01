"""Which program made a file, by the set of its column names.

``recognise`` asks once for a file. The kind names the layout for people and for the duplicate
rule 'same source id from an earlier import of the same kind of file'; columns themselves are
recognised by meaning, so an unknown program's file comes in as well. Pure data and functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.core.text.folding import fold
from crm_desktop.features.data.importing.headers import without_money

SHEET = "sheet"
VCARD = "vcard"


@dataclass(frozen=True)
class Signature:
    """A program's layout: of ``names`` (folded headers) at least ``needed`` must be there, and
    all of ``always``."""

    kind: str
    needed: int
    names: frozenset[str]
    always: frozenset[str] = frozenset()


def _signature(kind: str, needed: int, names: str, always: str = "") -> Signature:
    return Signature(kind, needed, _set(names), _set(always))


def _set(names: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in names.split("|") if name.strip())


_AMOCRM_SHARED = """теги | ответственный | примечание 1 | примечание 2 | рабочий email |
    кем создан | рабочий телефон | сделки | кем редактирован | tags | note 1 | note 2 | leads |
    work email | responsible user | responsible | modified by | created by | last modified |
    work phone | deals"""
_BITRIX_SHARED = """доступен для всех | телефон для рассылок | e mail для рассылок |
    номер пейджера | контакт битрикс24 network | контакт открытая линия | микроблог twitter |
    частный e mail | страница livejournal | дополнительно об источнике | корпоративный сайт |
    available to everyone | available for everyone | newsletter phone | newsletters email |
    pager number | open channel | bitrix24 network | livejournal page | source information |
    corporate website | участвует в экспорте контактов | included in export"""
_BITRIX_POLISH = """id | osoba odpowiedzialna | telefon sluzbowy | telefon komorkowy |
    e mail sluzbowy | prywatny e mail | komentarz | zrodlo | strona firmowa | numer pagera |
    telefon do newslettera | e mail do newslettera | informacje o zrodle | otwarty kanal"""

SIGNATURES = (
    _signature(
        "amocrm-deals",
        4,
        f"""бюджет | этап сделки | статус сделки | воронка | дата создания сделки |
        кем создана сделка | дата закрытия | полное имя контакта | основной контакт |
        компания контакта | причина отказа | ответственный за контакт | {_AMOCRM_SHARED}""",
        "название сделки | бюджет",
    ),
    _signature(
        "amocrm-deals",
        4,
        f"""lead status | lead stage | pipeline | stage | budget | sale | date created |
        lead created by | main contact | contacts company | closed at | {_AMOCRM_SHARED}""",
        "lead title",
    ),
    _signature(
        "bitrix24-deals",
        4,
        f"""направление | воронка | сумма | валюта | сделка закрыта | дата начала |
        дата завершения | доступна для всех | вероятность | товар | цена | количество |
        предполагаемая дата закрытия | тип | название сделки | название | повторная сделка |
        {_BITRIX_SHARED}""",
        "стадия сделки",
    ),
    _signature(
        "bitrix24-deals",
        5,
        f"""pipeline | total | amount | currency | deal closed | closed | start date | end date |
        expected close date | probability | product | price | quantity | deal name |
        responsible | responsible person | {_BITRIX_SHARED}""",
        "stage | deal name",
    ),
    _signature(
        "hubspot-deals",
        2,
        """pipeline | amount | close date | deal owner | record id | deal id | create date |
        associated contact | associated company | deal type | closed lost reason |
        associated contact ids | associated company ids | deal currency code""",
        "deal name | deal stage",
    ),
    _signature(
        "hubspot-deals",
        3,
        """lejek | kwota | data zamkniecia | wlasciciel transakcji | identyfikator rekordu |
        powiazany kontakt | powiazana firma | typ transakcji | powod utraty transakcji |
        prawdopodobienstwo transakcji""",
        "nazwa transakcji | etap transakcji",
    ),
    _signature(
        "pipedrive-deals",
        3,
        """deal value | deal currency | deal organization | deal contact person | deal pipeline |
        deal stage | deal status | deal owner | deal expected close date | deal id |
        deal deal created | deal won time | deal lost time | deal lost reason | deal label |
        deal product name | deal created | deal currency of value""",
        "deal title",
    ),
    _signature(
        "pipedrive-deals",
        3,
        """сделка сумма | сделка организация | сделка контактное лицо | сделка воронка |
        сделка этап | сделка статус | сделка владелец | сделка ожидаемая дата закрытия |
        сделка id | сделка сделка создана | сделка причина проигрыша | сделка метка""",
        "сделка название",
    ),
    _signature(
        "pipedrive-deals",
        3,
        """szansa sprzedazy wartosc | szansa sprzedazy organizacja | szansa sprzedazy lejek |
        szansa sprzedazy osoba kontaktowa | szansa sprzedazy etap | szansa sprzedazy status |
        szansa sprzedazy wlasciciel | szansa sprzedazy przewidywana data zamkniecia |
        szansa sprzedazy id | szansa sprzedazy etykieta | szansa sprzedazy powod przegranej""",
        "szansa sprzedazy tytul",
    ),
    _signature(
        "pipedrive-deals",
        4,
        """currency | organization | contact person | person | pipeline | status | owner |
        expected close date | won time | lost time | lost reason | deal created""",
        "title | value | stage",
    ),
    _signature(
        "amocrm-products",
        3,
        """артикул | описание | цена | группа | единица измерения | оптовая цена | категория |
        специальная цена 1 | кем создан | дата создания | ответственный | количество""",
        "название | внешний id",
    ),
    _signature(
        "amocrm-products",
        3,
        """sku | description | price | group | unit | wholesale price | special price 1 |
        created by | date created | category | quantity""",
        "name | external id",
    ),
    _signature(
        "bitrix24-products",
        3,
        """id | название | активность | цена | валюта | ставка ндс | единица измерения | раздел |
        описание | сортировка""",
        "ндс включен в цену",
    ),
    _signature(
        "bitrix24-products",
        3,
        "id | name | active | price | currency | vat rate | unit | section | description | sort",
        "vat included in price",
    ),
    _signature(
        "bitrix24-products",
        2,
        """ie xml id | ie id | ie active | cv price 1 | cv currency 1 | ic group0 | cp quantity |
        ie preview text | ie detail text""",
        "ie name",
    ),
    _signature(
        "1c-products",
        3,
        """характеристика | характеристика номенклатуры | единица | ед изм | артикул | код | цена |
        вид цены | тип цен | штрихкод | базовая единица измерения | ставка ндс | группа |
        вид номенклатуры | номенклатурная группа | цена руб""",
        "номенклатура",
    ),
    _signature(
        "amocrm-companies",
        4,
        f"""кем создана компания | дата создания компании | название компании | company name |
        company created | {_AMOCRM_SHARED}""",
        "название компании | кем создана компания",
    ),
    _signature(
        "amocrm-companies",
        5,
        f"company name | name | company created by | date created | {_AMOCRM_SHARED}",
        "company created by",
    ),
    _signature(
        "amocrm-contacts",
        4,
        f"""полное имя контакта | кем создан контакт | дата создания контакта | имя контакта |
        рабочий прямой телефон | contact full name | full name | work direct phone | company |
        work direct dial | mobile phone | contact name | contact s company | direct phone |
        {_AMOCRM_SHARED}""",
    ),
    _signature(
        "bitrix24-companies",
        3,
        f"""тип компании | сфера деятельности | кол во сотрудников | годовой оборот | реквизиты |
        количество сотрудников | company type | annual revenue | employees | {_BITRIX_SHARED}""",
        "тип компании",
    ),
    _signature(
        "bitrix24-companies",
        4,
        f"company name | annual revenue | employees | industry | {_BITRIX_SHARED}",
        "company type",
    ),
    _signature("bitrix24-contacts", 3, f"тип контакта | contact type | {_BITRIX_SHARED}"),
    _signature("bitrix24-contacts", 3, _BITRIX_POLISH, "typ kontaktu | dostepny dla wszystkich"),
    _signature(
        "bitrix24-companies",
        3,
        f"branza | roczny obrot | liczba pracownikow | {_BITRIX_POLISH}",
        "typ firmy | dostepny dla wszystkich",
    ),
    _signature(
        "google-contacts",
        3,
        """given name | family name | additional name | yomi name | group membership | file as |
        organization name | organization title | labels | phonetic first name | name prefix |
        e mail 1 value | e mail 1 label | e mail 1 type | phone 1 value | phone 1 label |
        phone 1 type | organization 1 name""",
    ),
    _signature(
        "outlook-contacts",
        4,
        """имя помощника | телефон помощника | телекс | isdn | улица раб адрес | сервер каталогов |
        город дом адрес | телефон переносной | краткое имя эл почты | тип эл почты | пейджер |
        assistants phone | assistants name | telex | callback | business street | car phone |
        home street | e mail display name | radio phone | directory server | e mail 2 address |
        company main phone | e mail address | business phone | given yomi | surname yomi |
        personal web page | business address | teleks | dalekopis | telefon asystenta |
        imie i nazwisko asystenta | telefon w samochodzie | wywolanie zwrotne | radiotelefon |
        ulica adres sluzbowy | faks sluzbowy | telefon sluzbowy | serwer katalogow |
        typ e mail | adres e mail | glowny telefon firmy | telefon samochodowy""",
    ),
    _signature(
        "hubspot-companies",
        2,
        """company domain name | company owner | lifecycle stage | number of employees |
        create date | annual revenue | industry | last activity date | country region""",
        "company name | record id",
    ),
    _signature(
        "hubspot-contacts",
        2,
        """contact owner | lead status | lifecycle stage | associated company | create date |
        associated company ids | last activity date | marketing contact status | first name""",
        "record id",
    ),
    _signature(
        "hubspot-contacts",
        2,
        """wlasciciel kontaktu | stan leada | status leada | etap cyklu zycia | powiazana firma |
        data utworzenia | kontakt marketingowy | status kontaktu marketingowego |
        data ostatniej aktywnosci | imie | identyfikatory powiazanych firm""",
        "identyfikator rekordu",
    ),
    _signature(
        "hubspot-companies",
        2,
        """nazwa domeny firmy | wlasciciel firmy | etap cyklu zycia | liczba pracownikow |
        data utworzenia | roczny przychod | branza | data ostatniej aktywnosci | kraj region""",
        "nazwa firmy | identyfikator rekordu",
    ),
    _signature(
        "hubspot-contacts",
        3,
        """contact id | contact owner | lead status | lifecycle stage | associated company |
        associated company id | original source | became a lead date""",
    ),
    _signature(
        "pipedrive-contacts",
        3,
        """person name | person phone | person email | person organization | person owner |
        person label | person labels | person phone work | person email work | person id |
        person open deals | person phone mobile | person email home""",
    ),
    _signature(
        "pipedrive-contacts",
        3,
        """контактное лицо имя | контактное лицо телефон | контактное лицо телефон рабочий |
        контактное лицо телефон работа | контактное лицо телефон мобильный |
        контактное лицо email | контактное лицо email работа | контактное лицо email рабочий |
        контактное лицо e mail | контактное лицо e mail работа | контактное лицо организация |
        контактное лицо владелец | контактное лицо метка | контактное лицо метки |
        контактное лицо id | контактное лицо открытые сделки""",
    ),
    _signature(
        "pipedrive-contacts",
        3,
        """osoba imie i nazwisko | osoba nazwa | osoba imie | osoba telefon | osoba telefon praca |
        osoba telefon sluzbowy | osoba telefon komorkowy | osoba email | osoba e mail |
        osoba email praca | osoba e mail praca | osoba e mail sluzbowy | osoba organizacja |
        osoba wlasciciel | osoba etykieta | osoba etykiety | osoba id |
        osoba otwarte szanse sprzedazy""",
    ),
    _signature(
        "pipedrive-contacts",
        4,
        """name | label | labels | organization | phone work | phone mobile | email work |
        email home | closed deals | open deals | next activity date | won deals | lost deals |
        activities to do | done activities | phone home | owner""",
        "open deals",
    ),
    _signature(
        "pipedrive-companies",
        3,
        """organization name | organization address | organization people | organization owner |
        organization label | organization labels | organization id | organization open deals |
        organization closed deals""",
        "organization name",
    ),
    _signature(
        "pipedrive-companies",
        3,
        """организация адрес | организация люди | организация владелец | организация метка |
        организация метки | организация id | организация открытые сделки""",
        "организация название",
    ),
    _signature(
        "pipedrive-companies",
        3,
        """organizacja adres | organizacja osoby | organizacja wlasciciel | organizacja etykieta |
        organizacja etykiety | organizacja id | organizacja otwarte szanse sprzedazy""",
        "organizacja nazwa",
    ),
    _signature(
        "pipedrive-companies",
        4,
        """name | label | labels | address | people | closed deals | open deals | owner |
        next activity date | won deals | lost deals""",
        "people | open deals",
    ),
)


def kind_of_file(headers: Sequence[str]) -> str:
    """The kind whose signature holds with the most names, else ``sheet``."""
    names = {name for header in headers for name in (fold(header), without_money(fold(header)))}
    best, most = SHEET, 0
    for signature in SIGNATURES:
        hits = len(names & signature.names) + len(signature.always)
        if signature.always <= names and hits >= signature.needed and hits > most:
            best, most = signature.kind, hits
    return best
