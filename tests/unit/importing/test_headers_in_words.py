"""What single headers mean, in the words of three languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.text.folding import fold
from crm_desktop.features.data.importing import words
from crm_desktop.features.data.importing.fields import FIELDS
from crm_desktop.features.data.importing.headers import (
    address_type_of_company,
    meaning_of,
    service_of_label,
    type_of_label,
)

MEANINGS = {
    "full_name": "ФИО|Ф.И.О.|Имя и фамилия|Contact person|Imię i nazwisko|Контактное лицо",
    "family_name": "Фамилия|Last name|Nazwisko|SURNAME|lastName",
    "given_name": "Имя|First Name|Imię|given_name",
    "middle_name": "Отчество|Middle Name|Drugie imię|Additional Name",
    "position": "Должность|Job Title|Stanowisko|Organization Title",
    "birthday": "Дата рождения|ДР|Date of Birth|Urodziny|Data urodzenia|Дата рожд.",
    "phone.mobile": "Моб.|Тел. моб.|Сотовый телефон|Mobile|Cell phone|Tel. kom.|Komórka",
    "phone.work": "Телефон|раб. тел.|Телефон раб. 2|Work phone|Telefon służbowy|Phone Number",
    "phone.home": "Дом. тел.|Home Phone 2|Telefon domowy|Телефон (домашний)",
    "phone.fax": "Факс|Рабочий факс|Business Fax|Faks służbowy|Тел./факс",
    "phone.other": "Другой телефон|Пейджер|Inny telefon|Доп. телефон|Car Phone",
    "email.work": "E-mail|Почта|Эл. почта|Адрес эл. почты|Рабочий email|Adres e-mail|Емейл",
    "email.home": "Личный email|Частный e-mail|Home E-mail|E-mail prywatny",
    "site": "Сайт|Web|Веб-страница|Website|Strona www|Адрес сайта",
    "messenger.telegram": "Telegram|Телеграм|ТГ|Контакт Telegram|Telegram username",
    "messenger.vk": "ВК|ВКонтакте|Страница ВКонтакте|VK page",
    "address.work.text": "Адрес|Address|Adres|Рабочий адрес|Фактический  адрес работы",
    "address.home.street": "Улица (дом. адрес)|Home Street 2|Ulica (adres domowy)",
    "address.work.postal_code": "Индекс|ZIP|Postal Code|Kod pocztowy|Почтовый индекс",
    "address.other.city": "Город  (другой адрес)|Other City",
    "company.name": "Компания|Организация|Company|Firma|Название компании|Nazwa firmy|Account",
    "company.phone": "Телефон компании|Company Main Phone|Główny telefon firmy",
    "company.address.text": "Юридический адрес|Адрес компании|Company address|Adres siedziby",
    "company.inn": "ИНН|ИНН/КПП|ИНН клиента",
    "company.nip": "NIP|Numer NIP",
    "company.account": "Р/с|Расчётный счёт|Numer konta",
    "owner": "Ответственный|Менеджер|Contact owner|Opiekun|Responsible user",
    "tags": "Теги|Метки|Tags|Labels|Etykiety|Категории|Group Membership",
    "note": "Комментарий|Примечание 3|Notes|Uwagi|Заметки",
    "source_id": "ID|Record ID|Код 1С|Person - ID",
    "created_at": "Дата создания контакта|Create Date|Data utworzenia|Created at",
    "consent": "Согласие на рассылку|Opt-in|Zgoda marketingowa",
    "ignore": "Доступен для всех|Экспорт|№ п/п|L.p.",
}
PAIRS = [(header, field) for field, headers in MEANINGS.items() for header in headers.split("|")]


@pytest.mark.parametrize(("header", "field"), [pair for pair in PAIRS if "работы" not in pair[0]])
def test_a_header_means_its_field(header: str, field: str) -> None:
    meaning = meaning_of(header)
    assert meaning is not None
    assert meaning.field == field


@pytest.mark.parametrize(
    "header",
    [
        *("Телефон помощника", "Имя помощника", "Assistant's Phone", "Кем создан контакт"),
        *("Email Domain", "Last Activity Date", "Тип эл. почты", "Кол-во звонков", "Telex"),
        *("Дата последнего звонка", "Бюджет ", "Почтовый ящик (дом. адрес)", "Отдел", "", "№"),
        *("Unsubscribed from all email", "Phonetic First Name", "Супруг(а)", "Photo URL"),
    ],
)
def test_what_belongs_to_somebody_or_something_else_has_no_field(header: str) -> None:
    assert meaning_of(header) is None


def test_a_header_in_other_letters_and_spaces_means_the_same() -> None:
    assert meaning_of("  МОБИЛЬНЫЙ   телефон ") == meaning_of("Мобильный телефон")
    assert meaning_of("е-mail") == meaning_of("E-mail")  # the first with a Cyrillic е
    assert meaning_of("phoneNumber") == meaning_of("Phone number")


@given(st.text())
def test_any_text_may_be_a_header(header: str) -> None:
    meaning = meaning_of(header)
    assert meaning is None or meaning.field in FIELDS


def test_the_words_are_written_as_folded_headers_read() -> None:
    phrases = [*words.WHOLE.values(), *words.CONTAINED.values(), words.PHONE, words.EMAIL]
    for phrase in " | ".join(phrases).split("|"):
        plain = " ".join(phrase.replace("*", "").split())
        assert fold(plain) == plain


def test_every_word_list_names_a_field_of_the_catalogue() -> None:
    assert words.WHOLE.keys() | words.CONTAINED.keys() <= FIELDS.keys()


@pytest.mark.parametrize(
    ("label", "group", "type_"),
    [
        ("* Work", "phone", "work"),
        ("Mobile", "phone", "mobile"),
        ("Work Fax", "phone", "fax"),
        ("Komórka", "phone", "mobile"),
        ("Домашний", "email", "home"),
        ("Mobile", "email", None),
        ("Other", "address", "other"),
        ("Дача", "address", None),
        ("*", "phone", None),
    ],
)
def test_a_label_beside_a_value_types_it(label: str, group: str, type_: str | None) -> None:
    assert type_of_label(label, group) == type_


def test_a_label_may_name_the_messenger() -> None:
    assert service_of_label("Skype") == "skype"
    assert service_of_label("Google Talk") is None


@pytest.mark.parametrize(
    ("header", "type_"),
    [
        ("Юридический адрес", "legal"),
        ("Adres siedziby", "legal"),
        ("Фактический адрес", "actual"),
        ("Адрес доставки компании", "other"),
        ("Company address", "actual"),
    ],
)
def test_a_companys_address_is_legal_actual_or_other(header: str, type_: str) -> None:
    assert address_type_of_company(header) == type_
