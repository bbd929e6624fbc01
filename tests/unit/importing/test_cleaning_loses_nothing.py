"""Whatever a file holds: no exception but for our own, and no value lost on the way to a draft."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core.text.folding import words
from crm_desktop.features.data.importing.cleaning import make_cleaner, readable
from crm_desktop.features.data.importing.drafts import RowDraft
from crm_desktop.features.data.importing.fields import FIELDS, IGNORE, LABEL
from crm_desktop.features.data.importing.recognise import (
    NO_HEADER,
    Column,
    Recognition,
    recognise,
)
from crm_desktop.integrations.tabular.table import Table

CELLS = st.one_of(
    st.just(""),
    st.text(max_size=30),
    st.sampled_from(
        (
            *(
                "Иванов Иван Иванович",
                "ООО «Луч»",
                "Jan Nowak",
                "Acme, Inc.",
                "контакт",
                "компания",
            ),
            *("+7 912 831-20-21", "8(903)0035333 доб. 12", "601 234 567", "112", "a@example.com"),
            *("Anna <a@example.com>; b@example.com", "31.12.2026 09:15:00", "0.0.00", "46387"),
            *(
                "7707083893",
                "PL61109010140000071219812874",
                "не закрыта",
                "да",
                "* Work",
                "VIP, опт",
            ),
            *("https://example.com/a?b=1&copy=2", "&amp;", "'+7912", "=2+2", "ivan::: :::", "🙂"),
        )
    ),
)
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=6)
HEADERS = st.lists(
    st.sampled_from(
        (
            *("ФИО", "Имя", "Фамилия", "Телефон", "Тел. моб.", "E-mail", "Компания", "Тип", "ИНН"),
            *("Дата рождения", "Адрес", "Город", "Теги", "Комментарий", "Статус", "ID", "", "Сайт"),
            *(
                "Telegram",
                "Phone 1 - Label",
                "Phone 1 - Value",
                "Created",
                "Согласие",
                "Р/с",
                "БИК",
            ),
        )
    ),
    max_size=6,
)
REWRITTEN = {"consent", "created_at", "updated_at", "birthday", "kind", "status", LABEL, IGNORE}
REWRITTEN |= {"deal.status", "deal.expected_close", "deal.closed_at", "deal.currency"}
REWRITTEN |= {"deal.amount", "deal.chance", "product.price", "product.quantity"}
REWRITTEN |= {"product.discount", "product.vat"}
"""Fields whose values are kept as a code, a number or a date, not in the words of the file."""
WORD_FIELDS = sorted(
    code for code in FIELDS if code not in REWRITTEN and not code.startswith("messenger")
)


def table(rows: list[list[str]]) -> Table:
    return Table("csv", rows, range(1, len(rows) + 1))


def everything_in(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(map(everything_in, value.values()))
    if isinstance(value, (list, tuple)):
        return " ".join(map(everything_in, value))
    return "" if value is None else str(value)


def run_together(text: str) -> str:
    """Letters and digits alone: a phone, a tax number or an address is regrouped on its way."""
    return "".join(words(text))


def told_by(draft: RowDraft) -> str:
    told = (draft.contact, draft.company, draft.deal, draft.tags, draft.owner)
    ids = (draft.contact_source_id, draft.company_source_id, draft.deal_source_id)
    return run_together(everything_in((*told, *ids)))


@given(HEADERS, ROWS, st.sampled_from(("ru", "en", "pl")), st.sampled_from(("RU", "PL", "US")))
@settings(deadline=None)
def test_any_table_is_recognised_and_cleaned(
    headers: list[str], rows: list[list[str]], language: str, region: str
) -> None:
    all_rows = [headers, *rows]
    recognition = recognise(table(all_rows), language=language, region=region)
    cleaner = make_cleaner(recognition, region=region, language=language)
    drafts = cleaner.clean(list(enumerate(all_rows))[recognition.first_data_row :])
    for draft in drafts:
        assert (draft.error is None) == bool(draft.contact or draft.company or draft.deal)
        for record in (draft.contact or {}, draft.company or {}):
            for values in (record.get("phones", []), record.get("emails", [])):
                assert sum(each["primary"] for each in values) == (1 if values else 0)


@given(st.data(), ROWS, st.sampled_from(("contacts", "companies", "mixed")))
@settings(deadline=None)
def test_every_word_of_a_row_stands_in_a_field_or_in_the_note(
    data: st.DataObject, rows: list[list[str]], rows_are: str
) -> None:
    codes = data.draw(st.lists(st.sampled_from(WORD_FIELDS), min_size=6, max_size=6))
    columns = tuple(Column(i, f"Column {i}", code, 1.0) for i, code in enumerate(codes))
    recognition = Recognition("sheet", None, columns, None, rows_are, None)
    cleaner = make_cleaner(recognition, region="RU", language="ru")
    for draft in cleaner.clean(list(enumerate(rows))):
        if draft.error is not None:
            continue  # such a row goes whole into the file of errors
        told = told_by(draft)
        for cell in rows[draft.row_number]:
            for piece in re.split(r"[\W_]+", readable(cell)):
                assert run_together(piece) in told or is_trunk_prefix(piece, cell)


def is_trunk_prefix(piece: str, cell: str) -> bool:
    """``8`` or ``00`` before a number is dialled, not stored; ``доб`` has a field of its own."""
    return piece in {"8", "00", "доб"} and any(map(str.isdigit, cell))


@given(st.lists(CELLS, min_size=1, max_size=8))
def test_columns_without_a_field_go_to_the_note_under_their_names(cells: list[str]) -> None:
    columns = tuple(Column(i, f"Column {i}", "note", 0.0) for i in range(1, len(cells) + 1))
    name = Column(0, "Имя", "given_name", 1.0)
    recognition = Recognition("sheet", 0, (name, *columns), None, "contacts", None)
    [draft] = make_cleaner(recognition, region="RU", language="ru").clean([(2, ["Анна", *cells])])
    filled = [(i, readable(cell)) for i, cell in enumerate(cells, start=1) if readable(cell)]
    note = (draft.contact or {}).get("note", "")
    assert draft.moved == len(filled)
    for index, _cell in filled:
        assert f"Column {index}: " in note


@given(st.text())
def test_a_cell_that_says_nothing_is_no_value(text: str) -> None:
    assert readable(text) == "" or any(not char.isspace() for char in readable(text))


@given(ROWS)
@settings(deadline=None)
def test_a_table_may_be_read_without_a_header(rows: list[list[str]]) -> None:
    recognition = recognise(table(rows), language="pl", region="PL", header_row=NO_HEADER)
    assert recognition.first_data_row == 0
    filled = {i for row in rows for i, cell in enumerate(row) if cell.strip()}
    assert filled <= {column.index for column in recognition.columns}
