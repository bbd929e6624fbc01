"""The rules by which cells become records (command-line.md, 'Import')."""

from __future__ import annotations

import pickle

import pytest

from crm_desktop.core.errors import Invalid
from crm_desktop.features.data.importing.assembling import Assembler
from crm_desktop.features.data.importing.cleaning import Cleaner, make_cleaner, readable
from crm_desktop.features.data.importing.drafts import Record, RowDraft
from crm_desktop.features.data.importing.moments import moment
from crm_desktop.features.data.importing.recognise import recognise, with_overrides
from crm_desktop.features.data.importing.rowparts import RowParts
from crm_desktop.integrations.tabular.table import Table
from tests.factories.zones import computer_in


def clean(
    header: str,
    *rows: str,
    language: str = "ru",
    region: str = "RU",
    overrides: dict[int | str, str] | None = None,
) -> list[RowDraft]:
    cells = [line.split("|") for line in (header, *rows)]
    table = Table("csv", cells, range(1, len(cells) + 1))
    recognition = recognise(table, language=language, region=region, header_row=0)
    recognition = with_overrides(recognition, overrides or {})
    cleaner = make_cleaner(recognition, region=region, language=language)
    return cleaner.clean(list(zip(table.row_numbers, cells, strict=True))[1:])


def contact(header: str, row: str, **options: str) -> Record:
    [draft] = clean(header, row, **options)  # type: ignore[arg-type]
    assert draft.contact is not None
    return draft.contact


def test_full_names_are_split_and_parts_win_over_a_full_name() -> None:
    assert contact("ФИО|Телефон", "Ким Марина Олеговна|") == {
        "family_name": "Ким",
        "given_name": "Марина",
        "middle_name": "Олеговна",
    }
    both = contact("Имя|Фамилия|Отображаемое имя|ФИО", "Марина|Ким||Марина Ким")
    assert both == {"family_name": "Ким", "given_name": "Марина"}


def test_a_patronymic_beside_the_given_name_is_told_apart() -> None:
    assert contact("Фамилия|Имя", "Ким|Марина Олеговна") == {
        "family_name": "Ким",
        "given_name": "Марина",
        "middle_name": "Олеговна",
    }
    two_names = contact("Фамилия|Имя", "Ли|Анна Мария")
    assert two_names == {"family_name": "Ли", "given_name": "Анна Мария"}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("ФИО|Телефон|Сумма", "Итого:||125 000"),
        ("Клиент|Телефон|Сумма", "Всего 17||125 000"),
        ("Фамилия|Имя|Телефон", "ИТОГО||"),
        ("Name|Phone|Amount", "Total||1250"),
        ("ФИО|Телефон|Сумма", "Итого по списку: 3||305"),
        ("Imię i nazwisko|Telefon", "Suma końcowa|"),
        ("№|Имя|Фамилия|Телефон", "Всего записей||2|"),
        ("Imię i nazwisko|Telefon|Kwota", "Łącznie||1250"),
    ],
)
def test_a_line_of_totals_is_nobody(header: str, row: str) -> None:
    person = "Ким Марина" + "|" * row.count("|")
    _person, total = clean(header, person, row)
    assert total.error is not None
    assert total.contact is total.company is None


def test_a_line_of_totals_is_no_deal() -> None:
    deal, total = clean("Название сделки|Бюджет|Контакт", "Свет|5|Ким Анна", "Всего сделок: 1|5|")
    assert deal.deal is not None
    assert total.deal is None
    assert total.error is not None


@pytest.mark.parametrize("name", ["Total Energies", "Suma Sp. z o.o.", "ООО Итого"])
def test_a_company_called_like_a_total_is_one(name: str) -> None:
    [draft] = clean("Компания|Телефон", f"{name}|")
    assert draft.company is not None


def test_a_total_that_can_be_called_is_somebody() -> None:
    [draft] = clean("Имя|Телефон", "Всего|+7 912 831-20-21")
    assert draft.error is None


def test_a_full_name_that_says_more_than_its_parts_is_noted() -> None:
    found = contact("Имя|Фамилия|ФИО", "Марина|Ким|Марина Ким (Соколова)")
    assert found["note"] == "ФИО: Марина Ким (Соколова)"


def test_the_order_of_the_column_decides_names_that_read_both_ways() -> None:
    drafts = clean("ФИО", "Иванов Пётр", "Ким Марина", "Чен Ли")
    assert drafts[2].contact == {"family_name": "Чен", "given_name": "Ли"}


def test_several_phones_and_words_in_one_cell() -> None:
    found = contact("Имя|Телефон", "Анна|8 912 831-20-21 доб. 5; +7 (903) 003-53-33 секретарь")
    assert found["phones"] == [
        {"value": "+79128312021", "extension": "5", "type": "work", "primary": True},
        {"value": "+79030035333", "extension": None, "type": "work", "primary": False},
    ]
    assert found["note"] == "Телефон: секретарь"


def test_an_email_among_phones_finds_its_place() -> None:
    found = contact("ФИО|Контакты", "Анна Ким|8 912 831 20 21, a@example.com")
    assert [phone["value"] for phone in found["phones"]] == ["+79128312021"]
    assert [email["value"] for email in found["emails"]] == ["a@example.com"]
    assert "note" not in found


@pytest.mark.parametrize(
    ("cells", "primary"),
    [
        ("601234567|601234568", "+48601234567"),
        ("601234567|* 601234568", "+48601234568"),
        ("|601234568", "+48601234568"),
    ],
)
def test_exactly_one_phone_is_primary_the_marked_or_the_first(cells: str, primary: str) -> None:
    found = contact("Imię|Telefon|Tel. kom.", f"Anna|{cells}", language="pl", region="PL")
    assert [phone["value"] for phone in found["phones"] if phone["primary"]] == [primary]


def test_a_fax_is_not_primary_beside_a_phone() -> None:
    found = contact("Имя|Факс|Телефон", "Анна|8 495 555 11 22|8 495 555 11 23")
    assert [phone["primary"] for phone in found["phones"]] == [False, True]


def test_the_same_value_twice_is_kept_once() -> None:
    found = contact("Имя|Тел. 1|Тел. 2|E-mail", "Анна|89128312021|+79128312021|a@x.pl; A@x.pl")
    assert len(found["phones"]) == 1
    assert [email["value"] for email in found["emails"]] == ["a@x.pl"]


def test_refused_values_go_to_the_note_after_the_note_that_was_there() -> None:
    [draft] = clean(
        "ФИО|Телефон|Дата рождения|Комментарий|Размер",
        "Анна Ким|нет|не закрыта|звонить утром|XL",
    )
    assert draft.contact is not None
    assert draft.contact["note"] == (
        "звонить утром\nТелефон: нет\nДата рождения: не закрыта\nРазмер: XL"
    )
    assert draft.moved == 3


@pytest.mark.parametrize("empty", ["", "0.0.00", "00.00.0000", "0000-00-00", "-", " ", "—"])
def test_empty_dates_are_nothing(empty: str) -> None:
    assert contact("Имя|Дата рождения", f"Анна|{empty}") == {"given_name": "Анна"}


def test_no_task_in_another_program_is_no_note_but_a_task_is() -> None:
    [none, planned] = clean("Имя|Ближайшая задача", "Анна|не назначена", "Ольга|21.03.2026")
    assert (none.contact, none.moved) == ({"given_name": "Анна"}, 0)
    assert planned.contact is not None
    assert planned.contact["note"] == "Ближайшая задача: 21.03.2026"


def test_a_column_left_out_leaves_no_trace() -> None:
    [draft] = clean("Имя|Размер", "Анна|XL", overrides={"Размер": "ignore"})
    assert (draft.contact, draft.moved) == ({"given_name": "Анна"}, 0)


def test_a_column_may_be_sent_to_another_field_by_name_or_index() -> None:
    [draft] = clean(
        "Имя|Куда|Код", "Анна|89128312021|X", overrides={1: "phone.home", "Код": "tags"}
    )
    assert draft.contact is not None
    assert draft.contact["phones"][0]["type"] == "home"
    assert draft.tags == ("X",)


@pytest.mark.parametrize(
    "overrides", [{"Нет такого": "tags"}, {7: "tags"}, {"Имя": "no.such.field"}]
)
def test_an_override_of_nothing_known_is_refused(overrides: dict[int | str, str]) -> None:
    with pytest.raises(Invalid):
        clean("Имя", "Анна", overrides=overrides)


def test_spreadsheet_and_html_traces_are_taken_off() -> None:
    found = clean("Имя|Компания|Телефон", "Анна|Smith &amp; Sons Ltd|'+7 912 831-20-21")[0]
    assert found.company == {"name": "Smith & Sons Ltd"}
    assert found.contact is not None
    assert found.contact["phones"][0]["value"] == "+79128312021"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" Анна\u00a0 Ким ", "Анна Ким"),
        ("'=2+2", "=2+2"),
        ("'Ndrangheta", "'Ndrangheta"),
        ("a?b=1&copy=2", "a?b=1&copy=2"),
        ("&lt;b&gt; &#1040;", "<b> А"),
        ("—", ""),
        ("\u200b", ""),
    ],
)
def test_a_readable_cell(cell: str, text: str) -> None:
    assert readable(cell) == text


@pytest.mark.parametrize(
    "row",
    [
        ["Ким ", " Анна", "'+7 912 1234567", "—", "OOO 'Свет'", "(911)"],
        ["Ким", "a\u00a0b", "two  blanks", "R&amp;D", "е\u0308лка", "\u200bАнна"],
        ["А", "\u0308", "R & D", "&", "...", "-"],
    ],
)
def test_a_row_is_read_as_each_of_its_cells_by_itself(row: list[str]) -> None:
    told: list[str] = []

    def take(_parts: RowParts, text: str) -> None:
        told.append(text)

    steps = tuple((index, take) for index in range(len(row)))
    Cleaner(steps, len(row), Assembler("contacts", None, "ru", {})).clean([(2, row)])
    assert told == [*filter(None, map(readable, row))]


def test_rows_without_name_phone_and_email_are_errors_and_empty_rows_are_none() -> None:
    drafts = clean("Имя|Телефон|Город", "||Москва", "|нет|", "||", " |-|", "Анна||")
    assert [(draft.row_number, draft.error is not None) for draft in drafts] == [
        (2, True),
        (3, True),
        (6, False),
    ]
    assert "2" in str(drafts[0].error.text() if drafts[0].error else "")


def test_lines_that_hold_their_number_alone_are_empty() -> None:
    assert len(clean("№|Имя|Телефон", "1|Анна|", "2|Олег|", "3||")) == 2


def test_a_row_with_a_company_and_no_person_is_the_company() -> None:
    [draft] = clean("Компания|ФИО|Телефон|Город", "ООО Луч||8 495 555 11 22|Тула")
    assert draft.contact is None
    assert draft.company == {
        "name": "ООО Луч",
        "phones": [{"value": "+74955551122", "extension": None, "type": "work", "primary": True}],
        "addresses": [{"type": "actual", "city": "Тула"}],
    }


def test_a_name_that_is_a_companys_makes_a_company() -> None:
    drafts = clean("Клиент|Телефон", "ООО «Луч»|", "Анна Ким|", "Олег Чен|", "Марина Ким|")
    assert [draft.company for draft in drafts] == [{"name": "ООО «Луч»"}, None, None, None]


def test_a_persons_row_in_a_list_with_one_name_column_is_a_contact() -> None:
    drafts = clean("Наименование|Вид", "Вектор|Юр. лицо", "Ким Анна|Физ. лицо")
    assert drafts[0].company == {"name": "Вектор"}
    assert drafts[1].contact == {"family_name": "Ким", "given_name": "Анна"}


def test_company_columns_stand_on_the_company_of_the_row() -> None:
    [draft] = clean(
        "ФИО|Компания|ИНН/КПП|Сайт компании|Юридический адрес|Р/с|БИК|Отрасль",
        "Анна Ким|Луч|7707083893/770701001|l.example|Тула|40702810400000000225|044525225|Свет",
    )
    assert draft.contact == {"family_name": "Ким", "given_name": "Анна"}
    assert draft.company == {
        "name": "Луч",
        "industry": "Свет",
        "tax_ids": [{"kind": "inn", "value": "7707083893"}, {"kind": "kpp", "value": "770701001"}],
        "bank_accounts": [{"account": "40702810400000000225", "bic": "044525225"}],
        "sites": ["l.example"],
        "addresses": [{"type": "legal", "text": "Тула"}],
    }


def test_a_companys_values_without_its_name_are_not_lost() -> None:
    found = contact("ФИО|Компания|ИНН|Телефон компании", "Анна Ким||7707083893|8 495 555 11 22")
    assert found["phones"][0]["value"] == "+74955551122"
    assert found["note"] == "ИНН: 7707083893"


def accounts(header: str, cells: str, **options: str) -> object:
    [draft] = clean(f"Компания|{header}", f"Луч|{cells}", **options)  # type: ignore[arg-type]
    assert draft.company is not None
    return draft.company.get("bank_accounts"), draft.company.get("note", "")


def test_accounts_of_other_countries_are_kept() -> None:
    kz = "KZ86125KZT5004100100"
    assert accounts("Расчётный счёт", kz) == ([{"iban": kz}], "")
    nrb = "61 1090 1014 0000 0712 1981 2874"
    assert accounts("Р/с", nrb) == ([{"iban": "PL61109010140000071219812874"}], "")
    assert accounts("Р/с", "0210-0002 112345678") == ([{"account": "02100002112345678"}], "")
    assert accounts("Р/с", "4070281040000000022") == (None, "Р/с: 4070281040000000022")


@pytest.mark.parametrize(
    ("cells", "region", "value", "note"),
    [
        ("345-67-89|Екатеринбург", "RU", "+73433456789", None),
        ("223456; 8 912 345-67-89|г. Омск", "RU", "+73812223456", None),
        ("22-34-56|Екатеринбург", "RU", None, "Телефон: 22-34-56"),
        ("345-67-89|Нигдеград", "RU", None, "Телефон: 345-67-89"),
        ("345 67 89|Kraków", "PL", "+48123456789", None),
        ("345 67 89|Nigdzie", "PL", None, "Телефон: 345 67 89"),
    ],
)
def test_a_number_without_area_code_gets_that_of_its_town(
    cells: str, region: str, value: str | None, note: str | None
) -> None:
    found = contact("ФИО|Телефон|Город", f"Ким Анна|{cells}", region=region)
    assert found.get("phones", [{"value": None}])[0]["value"] == value
    assert found.get("note") == note


def test_the_town_may_stand_within_an_address() -> None:
    found = contact("ФИО|Телефон|Адрес", "Ким Анна|345-67-89|620014, г. Екатеринбург, Ленина 5")
    assert found["phones"][0]["value"] == "+73433456789"


def test_a_wrong_tax_number_goes_to_the_note() -> None:
    [draft] = clean("Nazwa|NIP", "Alfa sp. z o.o.|1234567890", language="pl", region="PL")
    assert draft.company == {"name": "Alfa sp. z o.o.", "note": "NIP: 1234567890"}
    assert draft.moved == 1


def test_what_a_company_can_not_have_is_noted() -> None:
    [draft] = clean("Тип|Название|Должность|Telegram", "компания|Луч|Директор|@luch")
    assert draft.company == {"name": "Луч", "note": "Должность: Директор\nTelegram: luch"}


def test_addresses_gather_their_parts_by_type() -> None:
    found = contact("Имя|Улица|Дом|Город|Домашний адрес", "Анна|Мира|5|Пермь|Тула, Ленина 1")
    assert found["addresses"] == [
        {"type": "work", "street": "Мира, 5", "city": "Пермь"},
        {"type": "home", "text": "Тула, Ленина 1"},
    ]


def test_labels_that_are_no_type_are_noted() -> None:
    found = contact("Name|Phone 1 - Label|Phone 1 - Value", "Anna|Дача|89128312021")
    assert found["phones"][0]["type"] == "other"
    assert found["note"] == "Phone 1 - Value: Дача"


def test_a_custom_field_is_noted_under_its_own_name() -> None:
    header = "Name|Custom Field 1 - Label|Custom Field 1 - Value|Event 1 - Label|Event 1 - Value"
    assert contact(header, "Anna|Размер|XL|Wedding|2020-05-01")["note"] == (
        "Размер: XL\nWedding: 2020-05-01"
    )


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("VIP, опт; склад", ("VIP", "опт", "склад")),
        ("* myContacts ::: Key, big", ("Key, big",)),
        ("* myContacts", ()),
        ("* starred ::: VIP ::: VIP", ("starred", "VIP")),
    ],
)
def test_tags_are_parted_and_the_group_of_everybody_is_none(
    cell: str, tags: tuple[str, ...]
) -> None:
    assert clean("Имя|Теги", f"Анна|{cell}")[0].tags == tags


@pytest.mark.parametrize(
    ("cell", "consent"),
    [
        ("да", {"date": None, "origin": "Согласие на рассылку"}),
        ("31.12.2026", {"date": "2026-12-31", "origin": "Согласие на рассылку"}),
        ("нет", None),
    ],
)
def test_consent_is_yes_or_a_date(cell: str, consent: dict[str, str] | None) -> None:
    assert contact("Имя|Согласие на рассылку", f"Анна|{cell}").get("consent") == consent


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("Клиенты", "client"),
        ("Klienci", "client"),
        ("Поставщики", "supplier"),
        ("lead", "potential"),
        ("Potencjalny", "potential"),
        ("Партнёр", "partner"),
        ("Бывший клиент", "former"),
    ],
)
def test_other_programs_words_for_a_status(cell: str, status: str) -> None:
    assert contact("Имя|Статус", f"Анна|{cell}")["status"] == status


def test_a_status_without_a_code_goes_to_the_note() -> None:
    assert contact("Имя|Статус", "Анна|думает")["note"] == "Статус: думает"


def test_outlooks_defaults_are_no_news() -> None:
    header = "First Name|Priority|Private|Sensitivity|Gender|E-mail Address|E-mail Type"
    row = "Ann|Normal|FALSE|Normal|Unspecified|a@example.com|SMTP"
    assert set(contact(header, row, language="en")) == {"given_name", "emails"}


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("31.12.2026 09:15:00", "2026-12-31T09:15:00.000Z"),
        ("2026-12-31 09:15", "2026-12-31T09:15:00.000Z"),
        ("2026-12-31T09:15:00+02:00", "2026-12-31T07:15:00.000Z"),
        ("12/31/2026 9:15 PM", "2026-12-31T21:15:00.000Z"),
        ("2026-12-31", "2026-12-31T00:00:00.000Z"),
    ],
)
def test_the_moment_a_record_was_made(text: str, iso: str) -> None:
    assert moment(text, day_first=None) == iso


def test_a_row_longer_than_every_other_keeps_its_last_cells() -> None:
    cells = [["Имя"], ["Анна"]]
    recognition = recognise(Table("csv", cells, (1, 2)), language="ru", region="RU")
    cleaner = make_cleaner(recognition, region="RU", language="ru")
    [draft] = cleaner.clean([(3, ["Олег", "XL"])])
    assert draft.contact == {"given_name": "Олег", "note": "B: XL"}


def test_a_standards_columns_need_no_recognising_and_notes_name_the_field() -> None:
    columns = ("given_name", "phone.mobile", "address.work.city", "address.work.city", "note")
    table = Table("vcard", [["Анна", "нет", "Пермь", "Тула", "x"]], (1,), columns=columns)
    recognition = recognise(table, language="ru", region="RU")
    cleaner = make_cleaner(recognition, region="RU", language="ru")
    [draft] = cleaner.clean([(1, table.rows[0])])
    assert recognition.kind == "vcard"
    assert draft.contact == {
        "given_name": "Анна",
        "addresses": [{"type": "work", "city": "Пермь"}, {"type": "work", "city": "Тула"}],
        "note": "x\nMobile phone: нет",
    }


def test_cleaner_and_drafts_travel_between_processes() -> None:
    table = Table("csv", [["Имя", "Город"], ["Анна", ""], ["", "Тула"]], (1, 2, 3))
    recognition = recognise(table, language="ru", region="RU")
    cleaner = pickle.loads(pickle.dumps(make_cleaner(recognition, region="RU", language="ru")))
    drafts = cleaner.clean([(2, ["Анна", ""]), (3, ["", "Тула"])])
    assert pickle.loads(pickle.dumps(drafts)) == drafts


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("Иванов И.И., Петров П.П.", 2),
        ("Иванов И. И.; Петров П. П.", 2),
        ("Иванов И.И.\nПетров П.П.\nКим Марина", 3),
        ("Иванов И.И. и Петров П.П.", 2),
        ("Jan Kowalski / Anna Nowak", 2),
        ("Иванов Иван, директор", 1),
        ("Иванов И.И.; директор", 1),
        ("Ким, Марина", 1),
        ("Smith J.R., Ph. D.", 1),
        ("Иванов; Петров", 1),
        ("Garcia Lopez, Maria Jose", 1),
    ],
)
def test_whole_names_in_one_cell_are_people_and_other_words_are_not(cell: str, number: int) -> None:
    [draft] = clean("Компания|Контактное лицо", f"ООО «Свет»|{cell}")
    assert (draft.contact is not None) + len(draft.others) == number


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Иванов И.И., директор по сбыту и рекламе", ["Иванов: директор по сбыту и рекламе"]),
        ("Иванов И.И. (директор)", ["Иванов: директор"]),
        ("John Smith, sales manager", ["Smith: sales manager"]),
        ("Иванов И.И., директор, Петров П.П., юрист", ["Иванов: директор", "Петров: юрист"]),
        ("Иванов И.И. - директор, Петров П.П.", ["Иванов: директор", "Петров: "]),
        ("Иванов Иван и Петров Пётр - юрист", ["Иванов: ", "Петров: юрист"]),
    ],
)
def test_positions_behind_names_are_no_names(cell: str, people: list[str]) -> None:
    """“Иванов И.И., директор” was somebody called директор."""
    [draft] = clean("Компания|Контактное лицо", f"ООО «Свет»|{cell}")
    found = filter(None, (draft.contact, *draft.others))
    assert [f"{one['family_name']}: {one.get('position', '')}" for one in found] == people


def test_an_email_behind_a_name_is_the_persons() -> None:
    """The name went to the company's note, and nobody came in."""
    person = contact("Компания|Контактное лицо", "ООО «Свет»|Иванов Иван, ivan@example.com")
    assert (person["family_name"], person["given_name"]) == ("Иванов", "Иван")
    assert [one["value"] for one in person["emails"]] == ["ivan@example.com"]


@pytest.mark.parametrize(
    ("zone", "made"),
    [
        ("(GMT+3)", "2026-03-05T06:30:00.000Z"),
        ("(UTC-05:30)", "2026-03-05T15:00:00.000Z"),
        ("(UTC)", "2026-03-05T09:30:00.000Z"),
    ],
)
def test_a_column_tells_the_zone_of_its_times(zone: str, made: str) -> None:
    """HubSpot writes it into the header, and the times were those of the computer."""
    row = "Ann|Kim|a@x.example|2026-03-05 09:30"
    with computer_in("Asia/Tokyo"):
        found = contact(f"First Name|Last Name|Email|Create Date {zone}", row)
    assert found["created_at"] == made
