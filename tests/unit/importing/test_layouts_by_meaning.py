"""Files of other programs and of people: recognised by meaning, in three languages.

Each layout is written as it looks, one line a row (an indented line goes on with the one above),
cells parted by ``|``; the expected field of each column stands beside, in the columns' order.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from crm_desktop.features.data.importing.recognise import Recognition, recognise
from crm_desktop.integrations.tabular.table import Table
from tests.unit.importing.test_cleaning_rules import clean

REGIONS = {"ru": "RU", "en": "US", "pl": "PL"}


@dataclass(frozen=True)
class LayoutCase:
    """A layout, and what has to be recognised in it."""

    name: str
    language: str
    text: str
    fields: str
    kind: str = "sheet"
    header_row: int | None = 0
    rows_are: str = "contacts"


def rows_of(text: str) -> list[list[str]]:
    lines = text.strip().replace("\n    ", "").split("\n")
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def recognised(text: str, language: str) -> Recognition:
    rows = rows_of(text)
    table = Table("csv", rows, range(1, len(rows) + 1))
    return recognise(table, language=language, region=REGIONS[language])


CASES = (
    LayoutCase(
        "a Russian list of clients",
        "ru",
        """
ФИО|Организация|Тел. моб.|Почта|Город|Дата рожд.|Сегмент|Менеджер|Отгрузок|Код 1С
Ким Марина Олеговна|Вектор Плюс|89005550114|m.kim@vektor.example|СПб|18.03.1984|опт|Соколова|12
    |00-01
""",
        "full_name company.name phone.mobile email.work address.work.city birthday tags owner note "
        "source_id",
    ),
    LayoutCase(
        "titles above, numbered lines, a company beside the person",
        "ru",
        """
Список клиентов на 01.01.2026|||
|||
№|Клиент|Контактное лицо|Телефон
1|ООО "Ромашка"|Иванова Анна|8 912 831 20 21
2|ИП Петров|Петров Олег Ильич|8 912 831 20 22
""",
        "ignore company.name full_name phone.work",
        header_row=2,
    ),
    LayoutCase(
        "no header at all",
        "ru",
        """
Иванов Иван Иванович|8 912 831-20-21|ivanov@example.com|ООО Вектор
Петрова Анна|+7 912 831-20-22|anna@example.com|ИП Сидоров
Сидоров Олег|8(912)8312023|oleg@example.com|АО Балтлог
""",
        "full_name phone.work email.work company.name",
        header_row=None,
    ),
    LayoutCase(
        "a header in two rows with merged cells",
        "ru",
        """
ФИО|Контакты||Адрес|
|Телефон|E-mail|Город|Улица
Иванов Иван|8 912 831-20-21|i@example.com|Пермь|Мира, 5
""",
        "full_name phone.work email.work address.work.city address.work.street",
        header_row=1,
    ),
    LayoutCase(
        "groups above columns of the same name",
        "ru",
        """
Клиент|Рабочий||Домашний|
ФИО|Телефон|E-mail|Телефон|E-mail
Иванов Иван|8 912 831-20-21|i@example.com|8 912 831-20-22|d@example.com
""",
        "full_name phone.work email.work phone.home email.home",
        header_row=1,
    ),
    LayoutCase(
        "headers that contradict their cells",
        "ru",
        """
Имя|Телефон|Почта
Анна Ким|a@example.com|8 912 831-20-21
Олег Ким|o@example.com|8 912 831-20-22
""",
        "full_name email.work phone.work",
    ),
    LayoutCase(
        "headers that a program made up",
        "ru",
        """
Столбец1|Unnamed: 2|Column 3
Иван Петров|8 912 831 20 21|a@example.com
Олег Чен|8 912 831 20 22|b@example.com
""",
        "full_name phone.work email.work",
    ),
    LayoutCase(
        "a letterhead with phones above the header",
        "ru",
        """
ООО "Свет", тел. 8 495 555-11-22, info@example.com||
Отчёт: контрагенты||
Наименование|ИНН|Телефон
ООО Луч|7707083893|8 495 555 11 23
""",
        "company.name company.inn phone.work",
        header_row=2,
        rows_are="companies",
    ),
    LayoutCase(
        "1C counterparties, companies and people",
        "ru",
        """
Наименование|Полное наименование|ИНН|КПП|Вид контрагента|Юридический адрес|Фактический адрес|Р/с
    |БИК|Банк
Вектор|ООО "Вектор"|7707083893|770701001|Юридическое лицо|Москва|Тула|40702810400000000225
    |044525225|Сбер
Иванов И. И.||||Физическое лицо|||||
""",
        "company.name company.legal_name company.inn company.kpp kind company.address.text "
        "company.address.text company.account company.bic company.bank_name",
        rows_are="mixed",
    ),
    LayoutCase(
        "companies told by status",
        "ru",
        """
Тип|Название|Телефон
Клиент|ООО Луч|8 495 555 11 22
Поставщик|ООО Свет|8 495 555 11 23
""",
        "status company.name phone.work",
        rows_are="companies",
    ),
    LayoutCase(
        "messengers, consent and a date that is none",
        "ru",
        """
Фамилия Имя|раб. тел.|e-mail личный|Telegram|WhatsApp|ВКонтакте|Согласие на рассылку
    |Дата последнего звонка
Мирзоева Анна|(495) 555-11-22|g@example.com|@gulya|+7 912 831 20 21|vk.com/gulya|да|не закрыта
""",
        "full_name phone.work email.home messenger.telegram messenger.whatsapp messenger.vk "
        "consent note",
    ),
    LayoutCase(
        "amoCRM companies",
        "ru",
        """
ID|Название компании|Кем создана компания|Дата создания компании|Ответственный|Теги
    |Рабочий телефон|Web|Примечание 1
77|ООО Луч|Анна|05.01.2026 09:30:00|Анна|VIP|8 495 555-11-22|luch.example|утром
""",
        "source_id company.name note created_at owner tags phone.work site note",
        kind="amocrm-companies",
        rows_are="companies",
    ),
    LayoutCase(
        "amoCRM contacts with the record in brackets",
        "ru",
        """
ID|Имя контакта|Имя|Фамилия|Компания контакта|Ответственный|Кем создан|Теги
    |Рабочий телефон (контакт)|Бюджет |Сделки
5|Анна Ким|Анна|Ким|ООО Луч|Анна|Анна|VIP|'+79128312021|1000|
""",
        "source_id full_name given_name family_name company.name owner note tags phone.work note "
        "note",
        kind="amocrm-contacts",
    ),
    LayoutCase(
        "Kommo contacts in English",
        "en",
        """
ID|Type|Full name|First name|Last name|Company|Responsible user|Created at|Modified by|Tags
    |Note 1|Work phone|Work direct phone|Personal email|Web
12|contact|John Smith|John|Smith|Acme|Jane Roe|12/31/2026 09:15|Jane|vip|x|(415) 200-0898|||
13|company||||Acme|Jane Roe|12/31/2026 09:15|||||||
""",
        "source_id kind full_name given_name family_name company.name owner created_at note tags "
        "note phone.work phone.work email.home site",
        kind="amocrm-contacts",
        rows_are="mixed",
    ),
    LayoutCase(
        "Bitrix24 companies",
        "ru",
        """
ID|Название компании|Тип компании|Сфера деятельности|Кол-во сотрудников|Годовой оборот
    |Корпоративный сайт|Юридический адрес|Доступен для всех
5|ООО Луч|Поставщик|Производство|50 - 250|100000|luch.example|Тула|да
""",
        "source_id company.name status company.industry company.size note site "
        "company.address.text ignore",
        kind="bitrix24-companies",
        rows_are="companies",
    ),
    LayoutCase(
        "Bitrix24 contacts in English",
        "en",
        """
ID|Salutation|First name|Second name|Last name|Responsible person|Pager Number|Newsletter phone
    |Newsletters email|Corporate website|Bitrix24.Network|MSN/Live!|Contact type
    |Available to everyone
9|Mr.|John|A|Smith|Jane||||acme.example|||Clients|yes
""",
        "source_id note given_name middle_name family_name owner phone.other phone.other "
        "email.other site messenger.other messenger.other status ignore",
        kind="bitrix24-contacts",
    ),
    LayoutCase(
        "Google contacts, the older layout",
        "pl",
        """
Name|Given Name|Additional Name|Family Name|Yomi Name|Group Membership|E-mail 1 - Type
    |E-mail 1 - Value|IM 1 - Service|IM 1 - Value|Phone 1 - Type|Phone 1 - Value
    |Organization 1 - Name|Organization 1 - Title
Jan Nowak|Jan||Nowak||* myContacts|* Work|j@example.com|Skype|jan.n|Mobile|601 234 567|FHU Nowak
    |Prezes
""",
        "full_name given_name middle_name family_name note tags label email.work label "
        "messenger.other label phone.work company.name position",
        kind="google-contacts",
    ),
    LayoutCase(
        "Outlook in English",
        "en",
        """
Title|First Name|Last Name|Company|Job Title|Business Street|Business Postal Code|Home City
    |Assistant's Phone|Business Fax|Callback|Company Main Phone|Mobile Phone|Telex|Birthday
    |E-mail Address|E-mail Type|E-mail Display Name|Web Page
Mr.|John|Smith|Acme|CEO|1 Main St|02110|Salem|415-200-1111|||415-200-9999|415-200-0777|
    |12/31/1980|j@example.com|SMTP|John Smith (j@example.com)|acme.example
""",
        "note given_name family_name company.name position address.work.street "
        "address.work.postal_code address.home.city note phone.fax phone.other company.phone "
        "phone.mobile note birthday email.work note full_name site",
        kind="outlook-contacts",
    ),
    LayoutCase(
        "Outlook in Polish",
        "pl",
        """
Imię|Drugie imię|Nazwisko|Firma|Dział|Stanowisko|Ulica (adres służbowy)
    |Kraj/Region (adres domowy)|Telefon asystenta|Faks służbowy|Telefon służbowy
    |Główny telefon firmy|Telefon komórkowy|Teleks|Urodziny|Adres e-mail|Typ e-mail
    |Strona sieci Web|Małżonek
Jan||Nowak|FHU|Handel|Prezes|Mokra 1|Polska|||22 555 04 40||601 234 567||31.12.1980|j@example.com
    |SMTP||Anna
""",
        "given_name middle_name family_name company.name note position address.work.street "
        "address.home.country note phone.fax phone.work company.phone phone.mobile note birthday "
        "email.work note site note",
        kind="outlook-contacts",
    ),
    LayoutCase(
        "Outlook.com",
        "en",
        """
First Name|Last Name|Title|Given Yomi|Surname Yomi|E-mail Address|E-mail 2 Address|Business Phone
    |Radio Phone|IMAddress|Job Title|Manager's Name|Personal Web Page|Anniversary|Notes
Maeve|O'Neill||||m@example.com||415-200-0898||m@im.example|Buyer||||
""",
        "given_name family_name note note note email.work email.work phone.work phone.other "
        "messenger.other position note site note note",
        kind="outlook-contacts",
    ),
    LayoutCase(
        "HubSpot companies",
        "en",
        """
Record ID|Company name|Company owner|Create Date|Phone Number|Last Activity Date|City
    |Country/Region|Industry|Company Domain Name|Lifecycle Stage|Number of Employees|Annual Revenue
55|Acme, Inc.|Jane Roe|2026-01-05 09:30|(415) 200-0898||Boston|USA|Software|acme.example|Customer
    |50|1000000
""",
        "source_id company.name owner created_at phone.work note address.work.city "
        "address.work.country company.industry company.site status company.size note",
        kind="hubspot-companies",
        rows_are="companies",
    ),
    LayoutCase(
        "Pipedrive people",
        "en",
        """
Person - Name|Person - First name|Person - Last name|Person - Phone - Work
    |Person - Phone - Mobile|Person - Email - Home|Person - Organization|Person - Label
    |Person - Owner|Person - Open deals|Person - Person created|Person - ID
John Smith|John|Smith|(415) 200-0898||jh@example.com|Acme|Hot|Jane|2|2026-01-05 09:30:00|77
""",
        "full_name given_name family_name phone.work phone.mobile email.home company.name tags "
        "owner note created_at source_id",
        kind="pipedrive-contacts",
    ),
    LayoutCase(
        "Pipedrive organizations",
        "en",
        """
Organization - Name|Organization - Label|Organization - Address|Organization - People
    |Organization - Owner|Organization - ID
Acme, Inc.|Key|1 Main St, Boston|3|Jane|5
""",
        "company.name tags company.address.text note owner company.source_id",
        kind="pipedrive-companies",
        rows_are="companies",
    ),
    LayoutCase(
        "a Polish list of clients",
        "pl",
        """
Imię i nazwisko|Firma|NIP|Tel. kom.|Tel. stacjonarny|E-mail|Miasto|Ulica|Kod|Uwagi|Opiekun
Anna Kowalska|Hurtownia S.A.|525-234-40-78|601 234 567|22 555 04 40|a@example.com|Łódź|Mokra 1
    |90-001|x|Jan
""",
        "full_name company.name company.nip phone.mobile phone.work email.work address.work.city "
        "address.work.street address.work.postal_code note owner",
    ),
    LayoutCase(
        "Polish companies with bank accounts",
        "pl",
        """
Nazwa|NIP|REGON|KRS|Adres|Telefon|Numer konta|Strona www|Branża|Liczba pracowników
Alfa sp. z o.o.|5252344078|146139087|0000123456|Mokra 1|22 555 04 40|PL61109010140000071219812874
    |a.example|usługi|12
""",
        "company.name company.nip company.regon company.krs address.work.text phone.work "
        "company.iban site company.industry company.size",
        rows_are="companies",
    ),
    LayoutCase(
        "an English sheet made by a program",
        "en",
        """
first_name|lastName|company|email_address|phone|cell|notes|DOB|Zip|State|LinkedIn URL|Opt-in
    |createdAt
John|Smith|Acme|j@example.com|415-200-0898|415-200-0777|vip|12/31/1980|02110|MA|x|yes|2026-01-05
""",
        "given_name family_name company.name email.work phone.work phone.mobile note birthday "
        "address.work.postal_code address.work.region messenger.linkedin consent created_at",
    ),
    LayoutCase(
        "a phone book",
        "en",
        """
Name|Phone
Bob|415-200-0898
Alice Doe|415-200-0899
""",
        "full_name phone.work",
    ),
    LayoutCase(
        "a list of attendees, whose names have an unknown header",
        "en",
        """
Attendee|Attendee Email|Ticket Type|Mobile Number
Ann Lee|ann@example.com|VIP|415-200-0898
Bob Ray|bob@example.com|Std|
""",
        "full_name email.work note phone.mobile",
    ),
    LayoutCase(
        "every header with the client in it",
        "ru",
        """
Имя клиента|Фамилия клиента|Номер телефона клиента|Почта клиента|Компания клиента|ID клиента
Анна|Ким|89128312021|a@example.com|Луч|5
""",
        "given_name family_name phone.work email.work company.name source_id",
    ),
    LayoutCase(
        "companies with their directors",
        "ru",
        """
Название организации|ФИО директора|Телефоны|Электронная почта|Адрес офиса|Примечания
ООО "Луч"|Ким Анна Олеговна|(495) 555-11-22|l@example.com|Москва|
""",
        "company.name full_name phone.work email.work address.work.text note",
    ),
    LayoutCase(
        "Salesforce contacts",
        "en",
        """
Account Name|Contact ID|Salutation|First Name|Last Name|Title|Phone|Mobile|Mailing Street
    |Mailing City|Mailing Zip/Postal Code|Account Owner|Lead Source|Email Opt Out
Acme|003|Ms.|Ann|Lee|CEO|(415) 200-0898||1 Main|Boston|02110|Jane|Web|0
""",
        "company.name source_id note given_name family_name position phone.work phone.mobile "
        "address.work.street address.work.city address.work.postal_code owner source note",
    ),
    LayoutCase("one column of phones", "ru", "Телефон\n8 912 831 20 21", "phone.work"),
    LayoutCase(
        "addresses and nothing else",
        "en",
        "a@example.com\nb@example.com",
        "email.work",
        header_row=None,
    ),
    LayoutCase(
        "empty columns before and after",
        "ru",
        """
||||
||ФИО|Телефон|
||Иван Петров|8 912 831 20 21|
""",
        "full_name phone.work",
        header_row=1,
    ),
    LayoutCase(
        "doubled names and a nameless column",
        "ru",
        """
Имя|Телефон|Телефон|E-mail |E-mail |
Анна|8 912 831 20 21|8 912 831 20 22|a@example.com|b@example.com|x
""",
        "given_name phone.work phone.work email.work email.work note",
    ),
    LayoutCase(
        "full and empty lines of an English trade list",
        "en",
        """
Account Name|Contact|Job|Direct phone|Main fax|Web|Shipping address|VAT number|Lead source|Tags
Acme, Inc.|Smith, John A.|CEO|415-200-0898|415-200-0899|acme.example|1 Main St|DE136695976|Fair|key
""",
        "company.name full_name position phone.work phone.fax site address.other.text company.vat "
        "source tags",
    ),
    LayoutCase(
        "people of Pipedrive in Russian",
        "ru",
        """
Контактное лицо - Имя|Контактное лицо - Метка|Контактное лицо - Организация
    |Контактное лицо - Email - Работа|Контактное лицо - Телефон - Рабочий
    |Контактное лицо - Телефон - Мобильный|Контактное лицо - Открытые сделки
    |Контактное лицо - Владелец|Контактное лицо - ID
Мария Петрова|Горячий|Альфа|maria@alfa.example|8 812 555-01-10|8 921 555-01-11|2|Иван Менеджер
    |55
""",
        "full_name tags company.name email.work phone.work phone.mobile note owner source_id",
        kind="pipedrive-contacts",
    ),
    LayoutCase(
        "people of Pipedrive in Polish",
        "pl",
        """
Osoba - Imię i nazwisko|Osoba - Etykieta|Osoba - Organizacja|Osoba - E-mail - Praca
    |Osoba - Telefon - Praca|Osoba - Telefon - Komórka|Osoba - Otwarte szanse sprzedaży
    |Osoba - Właściciel|Osoba - ID
Maria Nowak|VIP|Alfa|maria@alfa.example|22 555 01 10|600 555 111|2|Jan Opiekun|55
""",
        "full_name tags company.name email.work phone.work phone.mobile note owner source_id",
        kind="pipedrive-contacts",
    ),
    LayoutCase(
        "organizations of Pipedrive in Russian",
        "ru",
        """
Организация - Название|Организация - Метка|Организация - Адрес|Организация - Люди
    |Организация - Открытые сделки|Организация - Владелец|Организация - ID|Организация - Телефон
Альфа|VIP|Пермь Мира 5|3|2|Иван Менеджер|7|8 495 555 01 01
""",
        "company.name tags company.address.text note note owner company.source_id company.phone",
        kind="pipedrive-companies",
        rows_are="companies",
    ),
    LayoutCase(
        "organizations of Pipedrive in Polish",
        "pl",
        """
Organizacja - Nazwa|Organizacja - Etykieta|Organizacja - Adres|Organizacja - Osoby
    |Organizacja - Otwarte szanse sprzedaży|Organizacja - Właściciel|Organizacja - ID
Alfa|VIP|Prosta 1 Warszawa|3|2|Jan Opiekun|7
""",
        "company.name tags company.address.text note note owner company.source_id",
        kind="pipedrive-companies",
        rows_are="companies",
    ),
    LayoutCase(
        "contacts of HubSpot in Polish",
        "pl",
        """
Identyfikator rekordu|Imię|Nazwisko|Adres e-mail|Numer telefonu|Właściciel kontaktu
    |Etap cyklu życia|Stan leada|Powiązana firma|Data utworzenia|Kontakt marketingowy
101|Łukasz|Źrebiec|lukasz@zrebiec.example|600 555 101|Jan Opiekun|Klient|Nowy
    |Źrebiec sp. z o.o.|2026-01-02 10:11|Tak
102|Anna|Nowak|anna@nowak.example|22 555 04 41|Jan Opiekun|Lead|Otwarty||2026-01-03 10:11|Nie
""",
        "source_id given_name family_name email.work phone.work owner status status "
        "company.name created_at note",
        kind="hubspot-contacts",
    ),
    LayoutCase(
        "companies of HubSpot in Polish",
        "pl",
        """
Identyfikator rekordu|Nazwa firmy|Właściciel firmy|Data utworzenia|Numer telefonu
    |Data ostatniej aktywności|Miejscowość|Kraj/region|Branża
501|Alfa|Jan Opiekun|2026-01-02 10:11|22 555 01 10||Warszawa|Polska|IT
""",
        "source_id company.name owner created_at phone.work note address.work.city "
        "address.work.country company.industry",
        kind="hubspot-companies",
        rows_are="companies",
    ),
    LayoutCase(
        "contacts of Bitrix24 in Polish",
        "pl",
        """
ID|Typ kontaktu|Imię|Nazwisko|Drugie imię|Data urodzenia|Telefon służbowy|Telefon komórkowy
    |E-mail służbowy|Prywatny e-mail|Stanowisko|Firma|Źródło|Osoba odpowiedzialna|Komentarz
    |Dostępny dla wszystkich
7|Klienci|Paweł|Gołąb|Jan|13.02.1980|22 555 04 42|600555102|pawel@golab.example||Prezes
    |Gołąb SA|Strona internetowa|Ewa Wójcik|stały klient|tak
""",
        "source_id status given_name family_name middle_name birthday phone.work phone.mobile "
        "email.work email.home position company.name source owner note ignore",
        kind="bitrix24-contacts",
    ),
    LayoutCase(
        "companies of Bitrix24 in Polish",
        "pl",
        """
ID|Typ firmy|Nazwa firmy|Branża|Liczba pracowników|Telefon służbowy|E-mail służbowy
    |Osoba odpowiedzialna|Dostępny dla wszystkich|Komentarz
7|Dostawcy|Alfa|IT|50|22 555 01 10|a@alfa.example|Ewa Wójcik|tak|x
""",
        "source_id status company.name company.industry company.size phone.work email.work "
        "owner ignore note",
        kind="bitrix24-companies",
        rows_are="companies",
    ),
    LayoutCase(
        "contacts of Bitrix24 in English",
        "en",
        """
ID|Contact type|First name|Last name|Second name|Date of birth|Work phone|Mobile|Work e-mail
    |Home e-mail|Position|Company|Source|Responsible person|Comment|Available to everyone
    |Included in export
7|Clients|Paul|Golab|Jan|02/13/1980|202 555 0142|202 555 0143|p@g.example||CEO|Golab Inc
    |Website|Eve Wood|x|yes|yes
""",
        "source_id status given_name family_name middle_name birthday phone.work phone.mobile "
        "email.work email.home position company.name source owner note ignore ignore",
        kind="bitrix24-contacts",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_columns_are_recognised_by_meaning(case: LayoutCase) -> None:
    found = recognised(case.text, case.language)
    assert [column.field for column in found.columns] == case.fields.split()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_file_its_header_and_its_rows_are_told(case: LayoutCase) -> None:
    found = recognised(case.text, case.language)
    assert (found.kind, found.header_row, found.rows_are) == (
        case.kind,
        case.header_row,
        case.rows_are,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_confidence_tells_sure_from_unknown(case: LayoutCase) -> None:
    for column in recognised(case.text, case.language).columns:
        assert 0.0 <= column.confidence <= 1.0
        if column.field != "note":
            assert column.confidence > 0.0


def test_the_order_of_dates_is_told_by_all_date_columns_together() -> None:
    text = "Name|Birthday|Created\nJohn Smith|03/04/1980|12/31/2026\nAnn Lee|05/06/1981|"
    assert recognised(text, "en").day_first is False
    assert recognised(text.replace("12/31", "31/12"), "en").day_first is True
    assert recognised("Name|Birthday\nJohn Smith|03/04/1980", "en").day_first is None


def test_the_order_of_dates_is_told_by_whichever_row_tells_it() -> None:
    """It was guessed from sixty cells of the first thousand rows."""
    lines = [
        "Name|Birthday",
        *(f"John Smith{n}|03/{n % 12 + 1:02}/19{n % 90 + 10}" for n in range(2_000)),
    ]
    assert recognised("\n".join(lines), "en").day_first is None
    assert recognised("\n".join([*lines, "Ann Lee|12/31/1981 9:15"]), "en").day_first is False


@pytest.mark.parametrize(
    ("names", "order"),
    [
        ("Иванов Пётр|Ким Марина|Мирзоева Гульчачак", "family-first"),
        ("Пётр Иванов|Марина Ким|Гульчачак Мирзоева", "given-first"),
        ("Пётр Иванов|Ким Марина", None),
        ("Такси|Мама", None),
    ],
)
def test_the_order_of_names_is_told_by_those_without_doubt(names: str, order: str | None) -> None:
    text = "ФИО\n" + "\n".join(names.split("|"))
    assert recognised(text, "ru").name_order == order


def test_a_nameless_column_filled_far_below_is_not_overlooked() -> None:
    rows = [["Имя", "", ""], *(["Анна", "", ""] for _row in range(1_500)), ["Олег", "XL", ""]]
    table = Table("csv", rows, range(1, len(rows) + 1))
    found = recognise(table, language="ru", region="RU")
    assert [column.source for column in found.columns] == ["Имя", "B"]


def test_a_header_below_a_long_report_is_found_and_values_are_none() -> None:
    report = "\n".join(f"Отчёт, строка {number}|" for number in range(60))
    assert recognised(f"{report}\nФИО|Телефон\nИван Петров|89128312021", "ru").header_row == 60
    names = "\n".join(f"Иван Петров{number * 'а'}|89128312021" for number in range(1, 60))
    assert recognised(names, "ru").header_row is None


def test_the_person_may_say_where_the_header_stands() -> None:
    rows = rows_of("Имя|Телефон\nИмя клиента|Мобильный\nАнна|89128312021")
    table = Table("csv", rows, (1, 2, 3))
    found = recognise(table, language="ru", region="RU", header_row=1)
    assert [column.source for column in found.columns] == ["Имя клиента", "Мобильный"]
    assert found.first_data_row == 2


@pytest.mark.parametrize("header", ["Наименование", "Название", "Имя", "ФИО"])
def test_a_name_beside_a_company_is_that_of_whoever_the_row_is(header: str) -> None:
    """In a list of people and companies: the company of a person went to the note."""
    person, firm = clean(
        f"ID|Тип|{header}|Компания", "1|контакт|Ольга Ким|ООО Вектор", "2|компания|ООО Ромашка|"
    )
    assert person.contact == {"family_name": "Ким", "given_name": "Ольга"}
    assert (person.company or {})["name"] == "ООО Вектор"
    assert firm.contact is None
    assert (firm.company or {})["name"] == "ООО Ромашка"
