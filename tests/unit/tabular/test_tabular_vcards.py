"""Address books of telephones and programs become the import's fields."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.integrations.tabular.table import Table
from tests.unit.tabular.workbook_bytes import ReadBytes


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def fields(table: Table, row: int = 0) -> list[tuple[str, str]]:
    """(code, value) of a row's filled cells, in the order of the columns."""
    assert table.columns is not None
    return [
        (code, value) for code, value in zip(table.columns, table.rows[row], strict=True) if value
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["N:Иванов;Иван;Петрович;;", "FN:Иван Петрович Иванов"],
         [("family_name", "Иванов"), ("given_name", "Иван"), ("middle_name", "Петрович")]),
        (["N:;;;;", "FN:Мама"], [("full_name", "Мама")]),
        (["N:Иванов Иван;;;;"], [("full_name", "Иванов Иван")]),
        (["N:Müller;Jörg;;Dr.;", "FN:Dr. Jörg Müller"],
         [("family_name", "Müller"), ("given_name", "Jörg"),
          ("note", "Title before the name: Dr.")]),
        (["N:Иванов;Иван;;;", "FN:Ваня сантехник"],
         [("family_name", "Иванов"), ("given_name", "Иван"), ("note", "Shown as: Ваня сантехник")]),
        (["FN:A", "ORG:ООО Ромашка;Отдел продаж;Север", "TITLE:Директор"],
         [("full_name", "A"), ("company.name", "ООО Ромашка"), ("position", "Директор"),
          ("note", "Department: Отдел продаж, Север")]),
        (["FN:Ромашка", "KIND:org"], [("kind", "company"), ("company.name", "Ромашка")]),
        (["N:;;;;", "FN:Ромашка", "ORG:Ромашка;", "X-ABShowAs:COMPANY"],
         [("kind", "company"), ("company.name", "Ромашка")]),
        (["FN:A", "TEL;TYPE=CELL:1", "TEL;TYPE=work,voice:2", "TEL;TYPE=HOME;TYPE=FAX:3",
          "TEL;TYPE=PAGER:4", "TEL;TYPE=CELL,PREF:5", 'TEL;TYPE="home,voice":6'],
         [("full_name", "A"), ("phone.mobile", "5"), ("phone.mobile", "1"), ("phone.work", "2"),
          ("phone.home", "6"), ("phone.fax", "3"), ("phone.other", "4")]),
        (["FN:A", "TEL;VALUE=uri;TYPE=cell:tel:+7-912-345-67-89;ext=12"],
         [("full_name", "A"), ("phone.mobile", "+7-912-345-67-89 ext. 12")]),
        (["FN:A", "EMAIL;TYPE=INTERNET,HOME:a@b.example", "EMAIL:c@d.example",
          "EMAIL;WORK:mailto:e@f.example"],
         [("full_name", "A"), ("email.work", "e@f.example"), ("email.home", "a@b.example"),
          ("email.other", "c@d.example")]),
        (["FN:A", "item1.TEL:1", "item1.X-ABLabel:_$!<Mobile>!$_", "item2.TEL:2",
          "item2.X-ABLabel:дача", "item3.URL:https://a.example",
          "item3.X-ABLabel:_$!<HomePage>!$_"],
         [("full_name", "A"), ("phone.mobile", "1"), ("phone.other", "2"),
          ("site", "https://a.example"), ("note", "дача: 2")]),
        (["FN:A", "BDAY:19840318"], [("full_name", "A"), ("birthday", "1984-03-18")]),
        (["FN:A", "BDAY:1984-03-18T00:00:00Z"], [("full_name", "A"), ("birthday", "1984-03-18")]),
        (["FN:A", "BDAY:--0318"], [("full_name", "A"), ("birthday", "--03-18")]),
        (["FN:A", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-18"],
         [("full_name", "A"), ("birthday", "--03-18")]),
        (["FN:A", "BDAY;VALUE=text:весной"], [("full_name", "A"), ("birthday", "весной")]),
        (["FN:A", "ADR;TYPE=WORK:;оф. 5;ул. Ленина\\, 1;Пермь;Пермский край;614000;Россия"],
         [("full_name", "A"), ("address.work.street", "ул. Ленина, 1, оф. 5"),
          ("address.work.city", "Пермь"), ("address.work.region", "Пермский край"),
          ("address.work.postal_code", "614000"), ("address.work.country", "Россия")]),
        (["FN:A", 'ADR;LABEL="Пермь, Ленина 1":;;;;;;'],
         [("full_name", "A"), ("address.other.text", "Пермь, Ленина 1")]),
        (["FN:A", "NOTE:раз\\nдва\\; три\\, C:\\\\temp"],
         [("full_name", "A"), ("note", "раз\nдва; три, C:\\temp")]),
        (["FN:A", "CATEGORIES:VIP,друг\\,сосед", "UID:urn:uuid:1", "REV:20261231T091500Z"],
         [("full_name", "A"), ("tags", "VIP, друг,сосед"), ("source_id", "urn:uuid:1"),
          ("updated_at", "20261231T091500Z")]),
        (["FN:A", "IMPP;X-SERVICE-TYPE=Skype:skype:ivan", "X-TELEGRAM:@ivan", "X-ICQ:123",
          "IMPP:xmpp:ivan@jabber.example", "X-SOCIALPROFILE;TYPE=facebook:https://facebook.com/i",
          "SOCIALPROFILE:https://t.me/ivan2", "X-SKYPE-USERNAME:ivan.s"],
         [("full_name", "A"), ("messenger.facebook", "https://facebook.com/i"),
          ("messenger.icq", "123"), ("messenger.jabber", "ivan@jabber.example"),
          ("messenger.skype", "ivan"), ("messenger.skype", "ivan.s"),
          ("messenger.telegram", "@ivan"), ("messenger.telegram", "https://t.me/ivan2")]),
        (["FN:A", "NICKNAME:Ваня", "X-PHONETIC-FIRST-NAME:Ivan", "X-CUSTOM-THING:x;y"],
         [("full_name", "A"), ("note", "Nickname: Ваня\nPronunciation of the given name: Ivan\n"
                                       "Custom Thing: x, y")]),
        (["FN:A",
          "TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=D0=B4=D0=B0=D1=87=D0=B0):1",
          "TEL;X-Garage:2", "TEL;TYPE=Callback:3", "TEL;X-SAMSUNG-LABEL=Boat:4",
          "EMAIL;X-INTERNET:a@b.example", "EMAIL;TYPE=Club:c@d.example"],
         [("full_name", "A"), ("phone.other", "1"), ("phone.other", "2"), ("phone.other", "3"),
          ("phone.other", "4"), ("email.other", "a@b.example"), ("email.other", "c@d.example"),
          ("note", "дача: 1\nGarage: 2\nCallback: 3\nBoat: 4\nClub: c@d.example")]),
        (["FN:A", "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Ваня;1;;;;;;;;;;;;;",
          "X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;--05-14;3;;;;;;;;;;;;;",
          "X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2020-09-14;1;;;;;;;;;;;;;",
          "X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2021-01-02;0;Name day;;;;",
          "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Anna;14;;;;;;;;;;;;;",
          "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Ewa;2;;;;;;;;;;;;;",
          "X-MIUI-CUSTOM:vnd.com.miui.cursor.item/lunar_birthday;1990-01-02;0;;;;"],
         [("full_name", "A"), ("birthday", "--05-14"),
          ("note", "Nickname: Ваня\nAnniversary: 2020-09-14\nName day: 2021-01-02\n"
                   "Spouse: Anna\nRelated person: Ewa\nLunar birthday: 1990-01-02")]),
        (["FN:Оч", " ень длинное имя"], [("full_name", "Очень длинное имя")]),
    ],
)  # fmt: skip
def test_properties_become_fields(
    read: ReadBytes, lines: list[str], expected: list[tuple[str, str]]
) -> None:
    assert fields(read(card(*lines))[0]) == expected


def test_version_2_1_with_quoted_printable_and_a_code_page(read: ReadBytes) -> None:
    name = "".join(f"={byte:02X}" for byte in "Иванов".encode("windows-1251"))
    given = "".join(f"={byte:02X}" for byte in "Иван; мл.".encode("windows-1251"))
    lines = (
        f"N;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:{name};=\r\n{given};;;",
        "TEL;CELL;PREF:+79123456789",
        "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=D1=80=D0=B0=D0=B7=0D=0A=\r\n=D0=B4=D0=B2=D0=B0",
        "PHOTO;JPEG;ENCODING=BASE64:/9j/4AAQSkZJRgABAQ\r\n AAAQABAAD\r\n\r\n",
    )
    [table] = read(card(*lines, version="2.1"))
    assert fields(table) == [
        ("family_name", "Иванов"),
        ("given_name", "Иван; мл."),
        ("phone.mobile", "+79123456789"),
        ("photo", "JPEG"),
        ("note", "раз\r\nдва"),
    ]
    assert table.warnings == ()


def test_raw_windows_1251_without_a_word_about_it(read: ReadBytes) -> None:
    [table] = read(card("N:Ковалёв;Пётр", version="2.1").encode("windows-1251"))
    assert fields(table) == [("family_name", "Ковалёв"), ("given_name", "Пётр")]


def test_second_address_keeps_its_parts_together(read: ReadBytes) -> None:
    [table] = read(card("FN:A", "ADR;TYPE=HOME:;;Street 1;;;;", "ADR;TYPE=HOME:;;;City 2;;;Land 2"))
    assert table.columns == (
        "full_name",
        "address.home.street", "address.home.city", "address.home.country",
        "address.home.street", "address.home.city", "address.home.country",
    )  # fmt: skip
    assert table.rows[0] == ["A", "Street 1", "", "", "", "City 2", "Land 2"]


def test_a_broken_card_is_kept_and_takes_no_other_with_it(read: ReadBytes) -> None:
    text = (
        card("FN:Анна")
        + "BEGIN:VCARD\r\nFN:Без конца\r\n"
        + card("FN:Борис")
        + card("это не строка карточки")
        + "мусор\r\n"
        + card("FN:Вера")
        + card("X-ADDRESSBOOKSERVER-KIND:group", "FN:Друзья")
        + "BEGIN:VCARD\r\nEND:VCARD\r\n"
    )
    [table] = read(text)
    assert [row[0] for row in table.rows] == ["Анна", "Борис", "Вера"]
    assert list(table.row_numbers) == [1, 7, 16]
    assert [(b.number, b.raw.splitlines()[-1]) for b in table.broken] == [
        (5, "FN:Без конца"), (11, "END:VCARD"), (15, "мусор"), (20, "END:VCARD"),
        (25, "END:VCARD"),
    ]  # fmt: skip
    assert "Line 13 of the file" in table.broken[1].reason
    assert len(table.warnings) == 5


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        (["NOTE:первая", "вторая без отступа", "третья"], "первая\nвторая без отступа\nтретья"),
        (["NOTE;ENCODING=QUOTED-PRINTABLE:abc=", " def=", "=20ghi"], "abc def ghi"),
        (["TITLE:X", "осиротевшая строка"], "осиротевшая строка"),
        (["PHOTO;ENCODING=b:iVBORw0K Ggo=", "AAA BBB"], ""),
    ],
)
def test_a_line_that_goes_on_or_is_none_is_kept_in_the_note(
    read: ReadBytes, lines: list[str], note: str
) -> None:
    [table] = read(card("FN:Анна", *lines, "TEL:1"))
    assert table.broken == ()
    found = dict(fields(table))
    assert (found["full_name"], found["phone.other"], found.get("note", "")) == ("Анна", "1", note)


def test_an_assistants_nested_card_is_no_contact_of_its_own(read: ReadBytes) -> None:
    inner = card("FN:Secretary", version="2.1").rstrip()
    [table] = read(card("FN:Boss", "AGENT:", inner, "TEL;CELL:1", version="2.1"))
    assert fields(table) == [("full_name", "Boss"), ("phone.mobile", "1")]
    assert table.broken == ()


def test_a_file_of_broken_cards_only_still_tells_what_was_in_it(read: ReadBytes) -> None:
    [table] = read("BEGIN:VCARD\nFN:A\n")
    assert len(table.rows) == 0
    assert table.broken[0].raw == "BEGIN:VCARD\nFN:A"


_LINES = st.text(st.sampled_from("aN:;=\\, \"b1.-")) | st.sampled_from(
    [
        "N:a;b", "FN:c", "TEL;TYPE=cell:1", "NOTE;ENCODING=QUOTED-PRINTABLE:=D0", "BDAY:--",
        "ADR;TYPE=HOME:;;;x", "IMPP:a:b", "PHOTO;ENCODING=b:AAAA", "BEGIN:VCARD", "END:VCARD",
        "AGENT:", " x", "item1.X-ABLabel:y", "item1.TEL:2", "EMAIL;ENCODING=BASE64:A",
    ]
)  # fmt: skip


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_LINES))
def test_any_lines_give_a_row_or_a_broken_record(read: ReadBytes, lines: list[str]) -> None:
    [table] = read("BEGIN:VCARD\n" + "\n".join(lines) + "\nEND:VCARD\n")
    assert len(table.rows) + len(table.broken) >= 1
    assert table.columns is not None
    assert all(len(row) == len(table.columns) or not table.columns for row in table.rows)
