"""The encoding of a text file is found from its bytes, even of a short one."""

from __future__ import annotations

import pytest

from crm_desktop.core.errors import Invalid
from crm_desktop.integrations.tabular.encodings import decode

RUSSIAN_PAGES = ("windows-1251", "koi8-r", "cp866", "mac-cyrillic")
POLISH_PAGES = ("windows-1250", "iso-8859-2")


@pytest.mark.parametrize("page", RUSSIAN_PAGES)
@pytest.mark.parametrize(
    "text",
    [
        "Имя;Телефон\nПётр;+79123456789\n",
        "ФИО,Город\nКовалёва Юлия,Тверь\n",
        "ФАМИЛИЯ;ИМЯ\nИВАНОВ;ИВАН\n",
        "Name;Note\nSmith;позвонить после шести\n",
        "Организация\nООО «Ромашка» № 5\n",
        "Иванов",
    ],
)
def test_russian_text_in_any_code_page(text: str, page: str) -> None:
    assert decode(text.encode(page, errors="replace")).text().replace("?", "") == (
        text.encode(page, errors="replace").decode(page).replace("?", "")
    )


@pytest.mark.parametrize("page", POLISH_PAGES)
@pytest.mark.parametrize(
    "text", ["Imię;Nazwisko\nŁukasz;Wójcik\n", "Kowalska;Gdańsk", "ŻÓŁĆ;ŁÓDŹ", "Świętochłowice"]
)
def test_polish_text_in_any_code_page(text: str, page: str) -> None:
    assert decode(text.encode(page)).text() == text


@pytest.mark.parametrize("text", ["Müller;Köln", "François;Besançon", "Peña;Muñoz"])
def test_western_text(text: str) -> None:
    assert decode(text.encode("windows-1252")).text() == text


@pytest.mark.parametrize("word", ["Ковалёв", "Щука", "Цой", "Ли", "Юля", "Ян"])
def test_one_russian_word_is_not_taken_for_polish(word: str) -> None:
    found = decode(word.encode("windows-1251"))
    assert (found.text(), found.encoding) == (word, "windows-1251")


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("text", ["Имя;Телефон\nПётр;+7\n", "Name;Phone\nPeter;+7\n"])
def test_unicode_with_and_without_byte_order_mark(text: str, codec: str) -> None:
    found = decode(text.encode(codec))
    assert found.text() == text
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp932", "山田太郎;東京都;株式会社;電話番号\n佐藤花子;大阪市;有限会社;住所\n" * 9),
        ("cp1254", "Çağrı Şahin;İstanbul;Güneş Yıldırım\n" * 9),
    ],
)
def test_other_alphabets_are_left_to_charset_normalizer(codec: str, text: str) -> None:
    assert decode(text.encode(codec)).text() == text


def test_stray_lines_of_a_utf8_file_are_read_in_their_own_encoding() -> None:
    data = "Имя;Город\nИван;Пермь\n".encode() + "Анна;Тверь\n".encode("windows-1251")
    found = decode(data)
    assert found.text() == "Имя;Город\nИван;Пермь\nАнна;Тверь\n"
    assert found.encoding == "utf-8"
    assert "1 line" in found.warnings[0]


def test_utf8_lines_of_a_code_page_file_are_read_as_utf8() -> None:
    data = "Имя;Город\nИван;Пермь\n".encode("windows-1251") * 5 + "Анна;Тверь\n".encode() * 2
    found = decode(data)
    assert found.text() == "Имя;Город\nИван;Пермь\n" * 5 + "Анна;Тверь\n" * 2
    assert "2 lines" in found.warnings[0]


def test_a_byte_that_the_code_page_has_not_costs_only_its_line() -> None:
    data = "Иванов;Пермь\n".encode("windows-1251") * 9 + b"\xcf\x98\n"
    found = decode(data)
    assert found.text().startswith("Иванов;Пермь\n" * 9)
    assert found.warnings


@pytest.mark.parametrize(
    ("text", "page"),
    [("Привет, Ольга Шишкина", "cp1251"), ("Łódź, Wójcik", "cp1252"), ("Łódź, Wójcik", "cp1250")],
)
def test_double_encoding_is_taken_back_and_said(text: str, page: str) -> None:
    spoiled = "".join(
        bytes([byte]).decode(page, errors="ignore") or chr(byte) for byte in text.encode()
    )
    assert spoiled != text
    found = decode(f"Name\n{spoiled}\n".encode())
    assert found.text() == f"Name\n{text}\n"
    assert "double encoding" in found.warnings[0]


@pytest.mark.parametrize("text", ["РАСПРОСТРАНЕНИЕ; СССР; РСФСР", "Ärzte Åsa Ölçü"])
def test_text_that_only_looks_like_double_encoding_stays(text: str) -> None:
    assert decode(text.encode()).text() == text


def test_the_persons_choice_is_kept_to() -> None:
    assert decode("Ян".encode("koi8-r"), requested="koi8-r").text() == "Ян"


def test_a_chosen_utf16_still_loses_its_byte_order_mark() -> None:
    assert decode("Ян".encode("utf-16"), requested="utf-16-le").text() == "Ян"


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(Invalid, match="klingon"):
        decode(b"a", requested="klingon")
