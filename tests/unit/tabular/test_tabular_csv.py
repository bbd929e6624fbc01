"""Text with delimiters becomes rows, whatever program wrote it."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.core.errors import Invalid
from crm_desktop.integrations.tabular import limits
from crm_desktop.integrations.tabular.delimited import find_delimiter
from crm_desktop.integrations.tabular.packed import PackedRows
from crm_desktop.integrations.tabular.reading import read_tables
from tests.unit.tabular.workbook_bytes import ReadBytes


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Имя;Телефон\nИван, Пётр;+7912\n", ";"),
        ("ФИО,Телефон\nИванов; Петров,12\n", ","),
        ("Name\tPhone\nAnn\t1\n", "\t"),
        ("Name|Phone\nAnn|1\n", "|"),
        ('"a;b","c"\n"d","e"\n', ","),
        ('A;B\n"x\n,y,";2\n', ";"),
        ("a\nb\nc\n", None),
    ],
)
def test_delimiter_is_found(text: str, delimiter: str | None) -> None:
    assert find_delimiter(text) == delimiter


def test_rows_of_different_length_do_not_confuse_the_delimiter(read: ReadBytes) -> None:
    lines = ["ФИО;Телефон;Почта;Заметка"]
    lines += [f"Иванов Иван;+7912312{n:04};i{n}@example.com" for n in range(20)]
    assert read("\n".join(lines))[0].delimiter == ";"


def test_a_declared_delimiter_is_obeyed_and_is_no_row(read: ReadBytes) -> None:
    [table] = read("sep=|\r\nИмя|Город\r\nИван|Пермь, Россия\r\n")
    assert table.rows[0] == ["Имя", "Город"]
    assert table.row_numbers[0] == 2


def test_quotes_hold_line_breaks_delimiters_and_doubled_quotes(read: ReadBytes) -> None:
    [table] = read('A;B\r\n"x;\r\ny";"say ""hi"""\r\nlast;1\r\n')
    assert list(table.rows) == [["A", "B"], ["x;\r\ny", 'say "hi"'], ["last", "1"]]
    assert list(table.row_numbers) == [1, 2, 4]
    assert table.warnings == ()


def test_mixed_line_ends(read: ReadBytes) -> None:
    [table] = read(b"a;b\r1;2\n3;4\r\n5;6")
    assert list(table.rows) == [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]


def test_blank_rows_are_left_out_and_numbers_show_the_file(read: ReadBytes) -> None:
    [table] = read("a;b\n\n;\n1;2\n")
    assert list(table.row_numbers) == [1, 4]


@pytest.mark.parametrize("after", ["", "\n2;y\n3;z\n", "\n" * 5 + '2;"y"\n3;z\n'])
def test_a_quote_that_nobody_closes_swallows_nothing(read: ReadBytes, after: str) -> None:
    [table] = read(f'id;name\n1;"x{after}')
    assert table.rows[1] == ["1", '"x']
    assert len(table.rows) == 2 + after.count(";")
    assert "line 2" in table.warnings[0]


def test_a_quote_within_a_cell_is_a_letter_like_others(read: ReadBytes) -> None:
    [table] = read('id;name\n1;ООО "Ромашка"\n')
    assert table.rows[1] == ["1", 'ООО "Ромашка"']
    assert table.warnings == ()


def test_a_quote_is_looked_for_through_a_limited_number_of_lines(
    read: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_RECORD_LINES", 10)
    [table] = read('id;name\n1;"x\n' + "2;y\n" * 50 + '3;"z"\n')
    assert len(table.rows) == 53


def test_nul_characters_are_dropped(read: ReadBytes) -> None:
    [table] = read("Имя;Город\nИв\0ан;Пермь\n" * 20)
    assert table.rows[1] == ["Иван", "Пермь"]


def test_a_guarding_apostrophe_is_taken_away_and_a_name_keeps_its_own(read: ReadBytes) -> None:
    [table] = read("Phone;Name\n'+79123456789;'t Hooft\n")
    assert table.rows[1] == ["+79123456789", "'t Hooft"]


def test_a_long_note_is_read_whole(read: ReadBytes) -> None:
    note = "слово " * 50_000
    assert read(f"id;note\n1;{note}\n")[0].rows[1][1] == note


@pytest.mark.parametrize(
    ("limit", "text", "words"),
    [
        (("MAX_CELL_CHARACTERS", 10), "a;b\n1;" + "x" * 11, "longer than 10"),
        (("MAX_ROWS", 2), "a;b\n1;2\n3;4\n", "more than 2 rows"),
        (("MAX_COLUMNS", 3), "a;b;c;d\n1;2;3;4\n", "4 columns"),
    ],
)
def test_limits_are_refused_in_words(
    read: ReadBytes, monkeypatch: pytest.MonkeyPatch, limit: tuple[str, int], text: str, words: str
) -> None:
    monkeypatch.setattr(limits, *limit)
    with pytest.raises(Invalid, match=words):
        read(text)


def test_ten_thousand_empty_columns_are_no_reason_to_refuse(read: ReadBytes) -> None:
    [table] = read("a;b" + ";" * 10_000 + "\n1;2\n", delimiter=";")
    assert table.rows[1] == ["1", "2"]


def test_progress_rises_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b\n" + "1;2\n" * 20_000)
    shares: list[float] = []
    read_tables(path, progress=shares.append)
    assert shares == sorted(set(shares))
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert len(shares) > 3


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from('ab"";;\n\r '), min_size=1))
def test_no_letter_is_lost_however_the_quotes_stand(read: ReadBytes, text: str) -> None:
    [table] = read(f"header;x\n{text}\nlast;y", delimiter=";")
    cells = "".join(cell for row in table.rows for cell in row)
    assert letters(cells) == letters(f"headerx{text}lasty")


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalpha())


@pytest.mark.parametrize("delimiter", ["", ";;", '"', "\n"])
def test_a_sign_that_can_be_no_delimiter_is_refused(read: ReadBytes, delimiter: str) -> None:
    with pytest.raises(Invalid, match="can’t divide columns"):
        read("a;b", delimiter=delimiter)


def test_rows_take_little_more_memory_than_their_text(read: ReadBytes) -> None:
    line = ";".join(f"Иванов {place}" for place in range(20)) + "\n"
    content = (line * 5_000).encode()
    tracemalloc.start()
    try:
        [table] = read(content)
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(table.rows) == 5_000
    assert held < 2 * len(content)
    assert peak < 4 * len(content)


@given(st.lists(st.lists(st.text(), min_size=1)))
def test_packed_rows_give_back_what_was_put_in(rows: list[list[str]]) -> None:
    packed = PackedRows()
    for row in rows:
        packed.append(row)
    assert list(packed) == rows
    assert [packed[place] for place in range(len(packed))] == rows
    assert list(packed[1:]) == rows[1:]
