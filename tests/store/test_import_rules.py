"""What an import promises beside the duplicates (command-line.md, 'Import'): counts, columns, rows
with errors, several sheets and files at once, and that nothing is lost.

What the database decides is shown on both engines in ``test_import_duplicates`` and the journeys;
these rules are the import's own, so a file suffices."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import set_language
from crm_desktop.features.data.importing.commands import Counts, ImportResult
from crm_desktop.features.data.importing.preview import Decisions, look, make_command
from crm_desktop.features.data.importing.source_file import read_file
from crm_desktop.features.search.queries import search
from crm_desktop.integrations.tabular.table import ReadOptions
from crm_desktop.integrations.tabular.writing import write_csv, write_xlsx
from tests.store.importing import (
    bring_in,
    companies,
    company_names,
    full_names,
    many_people,
    outcome_of,
    owner_name,
    people,
    sheet,
    tag_names,
    values,
)
from tests.store.workshop import journal_length, snapshot

HEADER = "Фамилия;Имя;Телефон;E-mail;Заметка"
PETROV = "Петров;Иван;+79123456789;ivan@example.com;"
NOBODY = ";;;;любит чай"


@pytest.fixture
def workspace_url(tmp_path: Path) -> str:
    return str(tmp_path / "workspace.db")


def counted(result: ImportResult) -> tuple[object, ...]:
    """What a dry run tells beforehand."""
    return (
        result.rows,
        result.contacts,
        result.companies,
        result.errors,
        result.notes,
        [(pair.name, pair.company) for pair in result.possible_duplicates],
    )


def test_a_dry_run_tells_what_the_import_will_do_and_writes_nothing(
    client: Backend, tmp_path: Path
) -> None:
    bring_in(client, many_people(tmp_path, 300))
    first = many_people(tmp_path, 700, name="first.csv", first=100)
    second = sheet(
        tmp_path,
        "Фамилия;Имя;Телефон;E-mail;Компания;Заметка;Теги;Ответственный",
        *["Ким;Анна;;;ООО «Свет 1»;;;"] * 3,
        "Иванов799;;+79120000799;second@example.com;;;;",
        "Иванов7;;+79120000007;;;;новая;",
        "Иванов8;;+79120000008;;;;;Кто-то новый",
        "Иванов9;;нет;p9@example.com;;;;",
        ";;;;;ни имени, ни номера;;",
    )
    before, length = snapshot(client), journal_length(client)
    told = bring_in(client, first, second, dry_run=True)
    assert (snapshot(client), journal_length(client)) == (before, length)
    assert counted(bring_in(client, first, second)) == counted(told)


def test_several_files_are_one_operation(client: Backend, tmp_path: Path) -> None:
    before = snapshot(client)
    files = [sheet(tmp_path, HEADER, f"Петров;Иван{n};+7912345678{n};;") for n in range(3)]
    outcome = outcome_of(client, *files)
    assert outcome.result.contacts == Counts(created=3)
    client.execute(UndoOperation(outcome.operation_id))
    people_only = {key: state for key, state in snapshot(client).items() if key[0] == "contact"}
    assert people_only == {key: state for key, state in before.items() if key[0] == "contact"}


def test_a_person_of_two_files_is_counted_once(client: Backend, tmp_path: Path) -> None:
    one = sheet(tmp_path, HEADER, PETROV)
    two = sheet(tmp_path, HEADER, "Петров;Иван;+79123456789;more@example.com;")
    told = bring_in(client, one, two, dry_run=True)
    result = bring_in(client, one, two)
    assert counted(result) == counted(told)
    assert result.contacts == Counts(created=1)


def test_a_file_given_twice_doubles_nobody(client: Backend, tmp_path: Path) -> None:
    names = sheet(tmp_path, "Фамилия;Имя", "Петров;Иван", "Ким;Анна")
    assert bring_in(client, names, names).contacts == Counts(created=2)


def test_one_refused_file_of_several_stops_all(client: Backend, tmp_path: Path) -> None:
    broken = tmp_path / "photo.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)))
    with pytest.raises(Invalid, match=r"^photo\.jpg: .* None of the files was imported\.$"):
        bring_in(client, sheet(tmp_path, HEADER, PETROV), broken)
    assert people(client) == []


def test_every_sheet_of_a_workbook_comes_in(client: Backend, tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in {
            "Люди": [["ФИО", "Телефон"], ["Петров Иван Ильич", "89123456789"]],
            "Пусто": [],
            "Фирмы": [["Название компании", "ИНН"], ["ООО «Свет»", "7707083893"]],
        }.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    result = bring_in(client, path)
    assert (result.rows, result.contacts, result.companies) == (
        2,
        Counts(created=1),
        Counts(created=1),
    )
    assert full_names(client) == ["Петров Иван Ильич"]
    only = bring_in(client, path, options=ReadOptions(sheet="Фирмы"), dry_run=True)
    assert (only.rows, only.companies) == (1, Counts(unchanged=1))


def test_people_and_companies_of_one_file_are_told_apart_by_its_column(
    client: Backend, tmp_path: Path
) -> None:
    header = "ID;Тип;Полное имя контакта;Название компании;Рабочий телефон;Ответственный;Теги"
    path = sheet(
        tmp_path,
        header,
        "1;контакт;Иван Петров;ООО «Свет»;+79123456789;Анна Ким;опт",
        "2;компания;;ООО «Свет»;+74950000000;Анна Ким;",
    )
    result = bring_in(client, path)
    assert (result.contacts, result.companies) == (Counts(created=1), Counts(created=1))
    [person], [company] = people(client), companies(client)
    assert company_names(client, person) == ["ООО «Свет»"]
    assert values(company, "phones") == ["+74950000000"]
    assert (owner_name(client, person), owner_name(client, company)) == ("Анна Ким", "Анна Ким")
    assert tag_names(client, person) == ["опт"]
    assert bring_in(client, path).companies == Counts(unchanged=1)


@pytest.mark.parametrize(
    ("region", "phone"), [("RU", "+79123456789"), ("PL", None), ("KZ", "+79123456789")]
)
def test_a_phone_without_a_country_is_of_the_region(
    client: Backend, tmp_path: Path, region: str, phone: str | None
) -> None:
    path = sheet(tmp_path, "Имя;Телефон", "Анна Ким;8 912 345-67-89")
    result = bring_in(client, path, region=region)
    [person] = people(client)
    assert values(person, "phones") == ([phone] if phone else [])
    assert person["note"] == (None if phone else "Телефон: 8 912 345-67-89")
    assert result.notes == (0 if phone else 1)


def test_an_unknown_country_is_refused(client: Backend, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="XQ"):
        bring_in(client, sheet(tmp_path, HEADER, PETROV), region="XQ")


def test_what_has_no_field_or_is_refused_by_it_goes_to_the_note(
    client: Backend, tmp_path: Path
) -> None:
    header = "Фамилия;Телефон;E-mail;День рождения;Любимый цвет"
    result = bring_in(
        client, sheet(tmp_path, header, "Ким;позвонить Оле;kim(at)example;32.13.1999;синий")
    )
    [person] = people(client)
    assert set(person["note"].split("\n")) == {
        "Телефон: позвонить Оле",
        "E-mail: kim(at)example",
        "День рождения: 32.13.1999",
        "Любимый цвет: синий",
    }
    assert result.notes == 4


def test_a_column_can_be_named_by_hand(client: Backend, tmp_path: Path) -> None:
    path = sheet(tmp_path, "Кто;Куда;Зачем", "Анна Ким;89123456789;чай")
    fields = {"Кто": "full_name", "Куда": "phone.work", "Зачем": "ignore"}
    result = bring_in(client, path, fields=fields)
    [person] = people(client)
    assert [(p["value"], p["type"]) for p in person["phones"]] == [("+79123456789", "work")]
    assert person["note"] is None
    assert {column.source: column.field for column in result.columns} == fields


@pytest.mark.parametrize("fields", [{"Нет такой": "full_name"}, {"Имя": "no_such_field"}])
def test_an_unknown_column_or_field_is_refused(
    client: Backend, tmp_path: Path, fields: dict[str, str]
) -> None:
    with pytest.raises(Invalid):
        bring_in(client, sheet(tmp_path, HEADER, PETROV), fields=fields)
    assert people(client) == []


def test_the_encoding_can_be_named_by_hand(client: Backend, tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_bytes("Имя;Телефон\nЙ;+79123456789\n".encode("cp866"))
    result = bring_in(client, path, options=ReadOptions(encoding="cp866"))
    assert full_names(client) == ["Й"]
    assert result.encoding == "cp866"


def error_rows(result: ImportResult) -> list[list[str]]:
    """The file of errors, header included."""
    assert result.error_file is not None
    with result.error_file.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_rows_with_errors_are_in_a_file_with_the_reason_beside_each(
    client: Backend, tmp_path: Path
) -> None:
    result = bring_in(client, sheet(tmp_path, HEADER, PETROV, ";;;;", NOBODY, ";;12;;x"))
    header, *rows = error_rows(result)
    assert header[1:] == HEADER.split(";")
    assert [row[1:] for row in rows] == [NOBODY.split(";"), ["", "", "12", "", "x"]]
    assert all(row[0] for row in rows)
    assert (result.rows, result.errors, len(people(client))) == (3, 2, 1)


@pytest.mark.parametrize("language", ["ru", "en", "pl"])
def test_corrected_error_rows_come_in_and_the_reasons_are_left_out(
    client: Backend, tmp_path: Path, language: str
) -> None:
    set_language(language)
    first = bring_in(client, sheet(tmp_path, HEADER, PETROV, NOBODY), language=language)
    set_language("en")
    assert first.error_file is not None
    text = first.error_file.read_text(encoding="utf-8-sig")
    first.error_file.write_text(
        text.replace(";;;;;любит", ";Ким;Анна;;;любит"), encoding="utf-8-sig"
    )
    second = bring_in(client, first.error_file)
    assert (second.contacts, second.notes, second.errors) == (Counts(created=1), 0, 0)
    assert [(p["family_name"], p["note"]) for p in people(client)] == [
        ("Петров", None),
        ("Ким", "любит чай"),
    ]


def test_error_rows_of_a_file_without_a_header_come_in_again(
    client: Backend, tmp_path: Path
) -> None:
    rows = ("Иван Петров;+79123456789;", "Анна Ким;+79123456780;", ";;просто чай", "Олег Ким;;")
    first = bring_in(client, sheet(tmp_path, *rows))
    assert (first.contacts, first.errors) == (Counts(created=3), 1)
    assert first.error_file is not None
    text = first.error_file.read_text(encoding="utf-8-sig")
    first.error_file.write_text(text.replace(";;;просто", ";Ян Ли;;просто"), encoding="utf-8-sig")
    second = bring_in(client, first.error_file)
    assert (second.contacts, second.errors) == (Counts(created=1), 0)
    assert "CRM" not in str(people(client)[-1]["note"])


def test_the_errors_of_all_files_are_in_one(client: Backend, tmp_path: Path) -> None:
    one = sheet(tmp_path, HEADER, PETROV, NOBODY)
    two = sheet(tmp_path, "Имя;Заметка;Цвет;Цвет", "Анна;;;", ";;синий;серый")
    result = bring_in(client, one, two)
    header, *rows = error_rows(result)
    assert header[1:] == [*HEADER.split(";"), "Цвет", "Цвет"]
    assert [row[1:] for row in rows] == [
        ["", "", "", "", "любит чай", "", ""],
        ["", "", "", "", "", "синий", "серый"],
    ]


def test_errors_are_told_where_the_folder_cannot_be_written(
    client: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "own"

    def refusing(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        if path.parent != elsewhere:
            raise PermissionError(path)
        write_csv(path, header, rows)

    module = "crm_desktop.features.data.importing.error_file"
    monkeypatch.setattr(f"{module}.user_data_folder", lambda: elsewhere)
    monkeypatch.setattr(f"{module}.write_csv", refusing)
    result = bring_in(client, sheet(tmp_path, HEADER, PETROV, NOBODY))
    assert result.error_file is not None
    assert result.error_file.parent == elsewhere


def test_cards_with_errors_are_in_an_address_book_and_come_in_corrected(
    client: Backend, tmp_path: Path
) -> None:
    start, end = "BEGIN:VCARD\nVERSION:3.0", "END:VCARD"
    lines = [start, "FN:Анна Ким", end, start, "без смысла", end, "мусор"]
    lines += [start, "NOTE:раз\\nдва", "X-OWN:три", end]
    first = bring_in(client, sheet(tmp_path, *lines, name="book.vcf"))
    assert (first.rows, first.errors) == (4, 3)
    again = _corrected(first)
    second = bring_in(client, again)
    assert (second.contacts, second.errors) == (Counts(), 3), "nothing is corrected yet"
    text = _corrected(second).read_text(encoding="utf-8")
    assert text.count("X-CRM-DESKTOP-REASON:") == 3, "of each only the newest reason"
    for name, line in {"Ян": "без смысла", "Ия": "мусор", "Яр": "NOTE:раз"}.items():
        text = text.replace(line, f"FN:{name}\r\n{line}")
    third = bring_in(client, sheet(tmp_path, *text.splitlines(), name="mended.vcf"))
    assert (third.contacts, third.errors) == (Counts(created=3), 0)
    assert {p["given_name"] or p["family_name"]: p["note"] for p in people(client)[1:]} == {
        "Ян": "без смысла", "Ия": "мусор", "Яр": "раз\nдва\nOwn: три",
    }  # fmt: skip


def test_cards_and_rows_with_errors_each_come_in_again_as_they_were(
    client: Backend, tmp_path: Path
) -> None:
    """The cards' lines were cells of the table, from which nobody could mend them."""
    card = "BEGIN:VCARD\nVERSION:3.0\nбез смысла\nTEL:+79123456781\nEND:VCARD"
    book = sheet(tmp_path, "BEGIN:VCARD\nVERSION:3.0\nNOTE:раз\nEND:VCARD", card, name="book.vcf")
    result = bring_in(client, sheet(tmp_path, HEADER, PETROV, NOBODY), book)
    header, *rows = error_rows(result)
    assert (header[1:], len(rows)) == (HEADER.split(";"), 1)
    [said] = [words for words in result.warnings if ".vcf" in words]
    [cards] = tmp_path.glob("*-errors-*.vcf")
    assert cards.name in said
    assert "NOTE:раз" in cards.read_text(encoding="utf-8")


def _corrected(result: ImportResult) -> Path:
    assert result.error_file is not None
    assert result.error_file.suffix == ".vcf"
    return result.error_file


def test_a_file_of_no_known_column_is_told_of(client: Backend, tmp_path: Path) -> None:
    path = sheet(tmp_path, "root;x;0;/root", "daemon;x;1;/usr/sbin", name="passwd")
    result = bring_in(client, path)
    assert (result.rows, result.errors) == (2, 2)
    assert [words for words in result.warnings if "No column of passwd" in words]
    known = bring_in(client, sheet(tmp_path, HEADER, NOBODY))
    assert (known.errors, known.warnings) == (1, ())


def test_a_long_file_name_leaves_room_for_the_errors_beside_it(
    client: Backend, tmp_path: Path
) -> None:
    result = bring_in(client, sheet(tmp_path, HEADER, PETROV, NOBODY, name="ж" * 125 + ".csv"))
    assert result.error_file is not None
    assert result.error_file.parent == tmp_path


def test_a_date_of_creation_is_kept(client: Backend, tmp_path: Path) -> None:
    path = sheet(tmp_path, "Имя;Телефон;Дата создания", "Анна;+79123456789;05.01.2024 09:30")
    bring_in(client, path)
    [person] = people(client)
    assert person["created_at"].isoformat()[:10] == "2024-01-05"


def test_an_import_of_workbook_cells_keeps_numbers_as_written(
    client: Backend, tmp_path: Path
) -> None:
    path = tmp_path / "people.xlsx"
    write_xlsx(path, "People", ("Имя", "Телефон", "Номер"), [("Анна", "89123456789", "007")])
    bring_in(client, path)
    [person] = people(client)
    assert values(person, "phones") == ["+79123456789"]
    assert person["note"] == "Номер: 007"


def test_the_row_of_the_header_is_that_of_the_file_it_was_said_of(
    client: Backend, tmp_path: Path
) -> None:
    odd = sheet(tmp_path, "Фамилия;Телефон", "Name;Nummer", "Петров;+79123456789", name="odd.csv")
    plain = sheet(tmp_path, HEADER, "Ким;Анна;+79123456780;;", name="plain.csv")
    source = read_file(odd, ReadOptions())
    decided = Decisions("RU", "ru", header_row=1, fields={0: "family_name", 1: "phone.work"})
    command = make_command((odd, plain), source, look(source, decided), decided)
    result: ImportResult = client.execute(command).result
    assert (result.rows, result.errors) == (2, 0)
    assert sorted(values(one, "phones") for one in people(client)) == [
        ["+79123456780"],
        ["+79123456789"],
    ]


def test_two_people_in_one_cell_are_two_people_of_the_company(
    client: Backend, tmp_path: Path
) -> None:
    """They became one person with the names of both."""
    cell = "Иванов И.И., Петров П.П. (юрист)"
    path = sheet(tmp_path, "Компания;Контактное лицо;E-mail", f"ООО «Свет»;{cell};x@example.com")
    assert bring_in(client, path).contacts == Counts(created=2)
    assert full_names(client) == ["Иванов И. И.", "Петров П. П."]
    assert [company_names(client, one) for one in people(client)] == [["ООО «Свет»"]] * 2
    assert [one["companies"][0]["position"] for one in people(client)] == [None, "юрист"]
    assert [values(one, "emails") for one in people(client)] == [["x@example.com"], []]
    assert outcome_of(client, path).operation_id is None
    assert len(client.ask(lambda reader: search(reader, "свет", kinds=["contact"]))) == 2
