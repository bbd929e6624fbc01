"""The palette by real keys: records, commands, scopes, recent ones, actions of a record."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.i18n import LANGUAGES, set_language
from crm_desktop.core.settings import PaletteUse
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.files.commands import AttachFiles
from crm_desktop.features.search.queries import search
from crm_desktop.features.search.rows import SearchHit
from crm_desktop.features.views.commands import SaveView
from crm_desktop.features.views.looks import values_of_view
from crm_desktop.features.views.rows import ViewLook
from crm_desktop.filters.ast import EVERYTHING, Condition, Operator
from crm_desktop.gui.kit.fields_pane import RecordText
from crm_desktop.gui.pages.activities.timeline_part import TimelinePart
from crm_desktop.gui.pages.deals.page import DealsPage
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.commands import Command
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.palette import Palette
from crm_desktop.gui.shell.palette_lines import (
    Found,
    Line,
    Scope,
    find_commands,
    found_spans,
    group,
    known_line,
    split,
)
from crm_desktop.gui.shell.palette_scopes import ScopeRow
from tests.factories.fair_time import within
from tests.gui.conftest import OpenWindow, column, contacts, read, there, view_of, write

Key, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
PEOPLE = (("Anna", "Sokolova"), ("Boris", "Kim"), ("Marina", "Kim"), ("Пётр", "Векторов"))


@pytest.fixture
def session(backend: Backend, workspace: Path, open_window: OpenWindow) -> Session:
    """A window on four people and a company."""
    write(backend, CreateCompany({"name": "Вектор Плюс"}))
    for given, family in PEOPLE:
        emails = [{"value": f"{given}@mail.example"}] if given.isascii() else []
        phones = [{"value": "8 900 555-01-14", "type": "work"}]
        values = {"given_name": given, "family_name": family, "phones": phones, "emails": emails}
        write(backend, CreateContact(values, "RU"))
    return open_window(workspace)


@pytest.fixture
def palette(session: Session, qtbot: QtBot) -> Palette:
    """Opened by its key."""
    qtbot.waitUntil(session.window.isActiveWindow)
    QTest.keyClick(there(QApplication.focusWidget()), Key.Key_K, CONTROL)
    palette: Palette = there(session.window.search_palette)
    qtbot.waitUntil(palette.line.hasFocus)
    return palette


def titles(palette: Palette, *, headings: bool = False) -> list[str]:
    """What is listed, but for what can be begun at once for the best record."""
    shown = [line for line in palette.list.lines.lines if headings or not line.is_heading]
    return [line.title for line in shown if not line.title.startswith("New task for ")]


def current(palette: Palette) -> str:
    return there(palette.list.line).title


def sought(palette: Palette, text: str, qtbot: QtBot) -> list[str]:
    palette.line.selectAll()
    palette.line.insert(text)
    qtbot.waitUntil(lambda: palette.is_ready)
    return titles(palette)


def test_a_person_is_found_by_letters_and_opened_by_enter(
    palette: Palette, session: Session, qtbot: QtBot
) -> None:
    view_of(session).show_place(1)
    QTest.keyClicks(palette.line, "anna")
    QTest.keyClick(palette.line, Key.Key_Return)  # before the answer is there
    qtbot.waitUntil(palette.isHidden)
    view = view_of(session)
    qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.head is not None)
    assert there(there(view.way.card).head).name == "Anna Sokolova"
    assert view.place == 0


def test_the_sign_of_commands_in_the_search_field_leads_on_to_the_palette(
    session: Session, qtbot: QtBot
) -> None:
    qtbot.waitUntil(session.window.isActiveWindow)
    field = view_of(session).search
    field.setFocus()
    QTest.keyClicks(field, ">")
    palette = there(session.window.search_palette)
    qtbot.waitUntil(palette.line.hasFocus)
    QTest.keyClicks(palette.line, "side")
    qtbot.waitUntil(lambda: palette.is_ready)
    assert titles(palette) == ["Sidebar"]
    assert not field.text()
    QTest.keyClick(palette.line, Key.Key_Escape)
    assert field.hasFocus()


def test_groups_keep_their_places_and_the_best_match_comes_first(
    palette: Palette, qtbot: QtBot
) -> None:
    found = sought(palette, "вект", qtbot)
    assert set(found) == {"Вектор Плюс", "Пётр Векторов"}
    shown = titles(palette, headings=True)
    assert shown[0] in ("Companies", "Best match")
    assert current(palette) == found[0]


def test_the_wrong_keyboard_layout_finds_records_and_commands(
    palette: Palette, qtbot: QtBot
) -> None:
    assert "Вектор Плюс" in sought(palette, "dtrnjh", qtbot)
    assert sought(palette, ">куакуыр", qtbot) == ["Refresh"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("@kim", ["Boris Kim", "Marina Kim"]),
        ("/вект", []),
        ("/companies", ["Companies", "Workspace"]),
        ("/shortc", ["Shortcuts"]),
        (">side", ["Sidebar"]),
    ],
)
def test_a_sign_narrows_what_is_sought(
    typed: str, found: list[str], palette: Palette, qtbot: QtBot
) -> None:
    assert sorted(sought(palette, typed, qtbot)) == found


def test_chips_keep_their_words_whole_where_not_all_have_room(qtbot: QtBot) -> None:
    """As in Russian, where they were cut off at both ends."""
    panel = QWidget()
    qtbot.addWidget(panel)
    row = ScopeRow(panel)
    row.tell(Scope.COMMANDS, {})
    row.setGeometry(0, 0, 400, 40)
    row.show()
    panel.show()
    shown = [scope for scope, chip in row.chips.items() if not chip.isHidden()]
    assert {Scope.ALL, Scope.PEOPLE, Scope.COMMANDS} <= set(shown) < set(row.chips)
    assert there(row.layout()).sizeHint().width() <= row.width()
    row.resize(2000, 40)
    assert not any(chip.isHidden() for chip in row.chips.values())


def test_chips_tell_how_much_was_found_and_narrow_it_by_a_press(
    palette: Palette, qtbot: QtBot
) -> None:
    assert palette.scopes.isHidden()  # nothing is typed yet
    sought(palette, "вект", qtbot)
    chips = {scope: chip.text() for scope, chip in palette.scopes.chips.items()}
    assert chips[Scope.ALL] == "Everything 2"
    assert chips[Scope.PEOPLE] == "People 1"
    assert palette.scopes.chips[Scope.COMMANDS].isHidden()  # none has such a name
    QTest.mouseClick(palette.scopes.chips[Scope.PEOPLE], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: palette.is_ready)
    assert palette.line.text() == "@вект"
    assert titles(palette) == ["Пётр Векторов"]
    assert palette.scopes.chips[Scope.COMPANIES].text() == "Companies 1"  # known from before
    QTest.mouseClick(palette.scopes.chips[Scope.COMPANIES], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: palette.is_ready)
    assert palette.line.text() == "вект"  # there is no sign for companies
    assert titles(palette) == ["Вектор Плюс"]
    assert palette.line.hasFocus()


def test_a_cut_group_tells_how_many_more_and_a_press_shows_them(
    palette: Palette, backend: Backend, qtbot: QtBot
) -> None:
    for number in range(8):
        write(backend, CreateContact({"given_name": f"Zoe {number}"}))
    sought(palette, "zoe", qtbot)
    more = next(line for line in palette.list.lines.lines if line.more)
    assert (more.title, more.more) == ("People", "3 more")
    place = palette.list.visualRect(
        palette.list.lines.index(palette.list.lines.lines.index(more))
    ).center()
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: palette.is_ready)
    assert palette.line.text() == "@zoe"
    assert len(titles(palette)) == 8


@pytest.mark.parametrize(
    ("kinds", "shown"),
    [
        (("contact",), 5),
        (("company", "contact"), 4),
        (("company", "contact", "deal"), 2),
        (("company", "contact", "deal", "product"), 2),
    ],
)
def test_the_more_kinds_are_found_the_fewer_of_each_are_to_be_seen_at_once(
    kinds: tuple[str, ...], shown: int
) -> None:
    hits = [
        SearchHit(kind, f"{kind} {number}", f"Oak {number}", "", "")
        for kind in kinds
        for number in range(6)
    ]
    texts = [Line(f"Note {number} on oaks") for number in range(6)]
    lines = group(Found(hits, texts), "oak")
    for kind in kinds:
        of_kind = [line for line in lines if line.record and line.record.entity == kind]
        assert len(of_kind) == shown
    assert [line for line in lines if line in texts] == texts[:shown]


def test_a_low_window_shows_whole_lines(palette: Palette, session: Session, qtbot: QtBot) -> None:
    session.window.resize(1024, 640)
    QTest.keyClicks(palette.line, ">")
    view = palette.list
    qtbot.waitUntil(lambda: view.height_within(10_000) > view.height())
    bottom = view.viewport().rect().bottomLeft()
    for row in range(len(view.lines.lines)):
        rect = view.visualRect(view.lines.index(row))
        assert rect.bottom() <= bottom.y() or rect.top() > bottom.y()


def test_a_command_runs_by_its_name(palette: Palette, session: Session, qtbot: QtBot) -> None:
    QTest.keyClicks(palette.line, "fold")
    sought(palette, "sidebar", qtbot)
    QTest.keyClick(palette.line, Key.Key_Return)
    assert view_of(session).sidebar.is_folded
    assert palette.isHidden()
    assert session.window.palette_use.commands == {"view.sidebar": 1}


def test_what_is_not_found_can_be_created(palette: Palette, session: Session, qtbot: QtBot) -> None:
    assert sought(palette, "Zbigniew Qqq", qtbot) == [
        "Create contact “Zbigniew Qqq”",
        "Create company “Zbigniew Qqq”",
    ]
    assert palette.scopes.isHidden(), "there is nothing to choose among"
    QTest.keyClick(palette.line, Key.Key_Return)
    dialog = there(session.dialogs).new_contact
    qtbot.waitUntil(dialog.isVisible)
    dialog.reject()


def test_an_empty_palette_shows_the_last_records_and_the_commands_most_used(
    palette: Palette, session: Session, qtbot: QtBot
) -> None:
    assert len(titles(palette)) == 6
    sought(palette, "marina", qtbot)
    QTest.keyClick(palette.line, Key.Key_Return)
    session.window.commands.action("view.refresh").trigger()
    session.window.open_palette()
    qtbot.waitUntil(lambda: len(titles(palette)) == 7)
    assert titles(palette, headings=True)[:4] == ["Recent", "Marina Kim", "Commands", "Refresh"]


def test_what_was_used_is_kept_with_the_settings(
    palette: Palette, session: Session, qtbot: QtBot
) -> None:
    sought(palette, "marina", qtbot)
    QTest.keyClick(palette.line, Key.Key_Return)
    [use] = session._program.preferences.settings.palettes.values()
    assert len(use.records) == 1


def test_tab_opens_the_actions_of_a_record_and_esc_leads_back(
    palette: Palette, session: Session, qtbot: QtBot
) -> None:
    sought(palette, "marina", qtbot)
    QTest.keyClick(palette.line, Key.Key_Tab)
    qtbot.waitUntil(lambda: "Archive" in titles(palette))
    assert titles(palette) == [
        "Open",
        "In a new window",
        "Note",
        "Task",
        "Tags",
        "Owner",
        "Put into a deal",
        "Copy +7 900 555-01-14",
        "Copy Marina@mail.example",
        "Copy the link",
        "Pin to favourites",
        "Archive",
    ]
    QTest.keyClick(palette.line, Key.Key_Escape)
    qtbot.waitUntil(lambda: titles(palette) == ["Marina Kim"])
    assert palette.line.text() == "marina"
    QTest.keyClick(palette.line, Key.Key_Tab)
    qtbot.waitUntil(lambda: "Archive" in titles(palette))
    QTest.keyClicks(palette.line, "phone")
    QTest.keyClick(palette.line, Key.Key_Return)
    assert QApplication.clipboard().text() == "+7 900 555-01-14"


def test_a_record_is_archived_from_the_palette_and_brought_back(
    palette: Palette, session: Session, qtbot: QtBot
) -> None:
    sought(palette, "marina", qtbot)
    QTest.keyClick(palette.line, Key.Key_Tab)
    qtbot.waitUntil(lambda: "Archive" in titles(palette))
    QTest.keyClick(palette.line, Key.Key_Up)  # round the end
    QTest.keyClick(palette.line, Key.Key_Return)
    qtbot.waitUntil(lambda: "Marina Kim" not in column(session))
    qtbot.waitUntil(lambda: bool(session.window.notifications.notes))
    there(session.window.notifications.notes[0].button).click()
    qtbot.waitUntil(lambda: "Marina Kim" in column(session))


NOTE = "Сравнивает нас с Вектор-М по цене"


@pytest.fixture
def noted(session: Session, backend: Backend, tmp_path: Path) -> str:
    """Marina, with a note and a file; her id."""
    marina = next(hit for hit in read(backend, search, "marina") if hit.title == "Marina Kim").id
    note = {"kind": "note", "text": NOTE, "contacts": [marina]}
    write(backend, CreateActivity(note))
    path = tmp_path / "Вектор, смета.pdf"
    path.write_bytes(b"%PDF")
    backend.start(AttachFiles((path,), {"contacts": (marina,)})).future.result(timeout=10)
    return str(marina)


def test_notes_and_files_come_later_and_move_nothing(
    noted: str, session: Session, qtbot: QtBot
) -> None:
    session.window.open_palette()
    palette: Palette = there(session.window.search_palette)
    qtbot.waitUntil(lambda: "Вектор, смета.pdf" in sought(palette, "вект", qtbot))
    palette.line.clear()
    palette.line.insert("вект")
    qtbot.waitUntil(lambda: not palette._asked)
    assert "Files" not in titles(palette, headings=True)
    QTest.keyClick(palette.line, Key.Key_Down)
    before, top = current(palette), palette.list.visualRect(palette.list.currentIndex()).top()
    qtbot.waitUntil(lambda: palette.is_ready)
    shown = titles(palette, headings=True)
    assert shown.index("Companies") < shown.index("Notes and tasks") < shown.index("Files")
    assert current(palette) == before
    assert palette.list.visualRect(palette.list.currentIndex()).top() == top


def test_a_note_opens_the_card_on_which_it_hangs(
    noted: str, session: Session, qtbot: QtBot
) -> None:
    session.window.open_palette()
    palette: Palette = there(session.window.search_palette)
    sought(palette, "сравнивает", qtbot)
    line = there(palette.list.line)
    assert NOTE in line.subtitle
    assert line.spoken.startswith("Note of ")
    QTest.keyClick(palette.line, Key.Key_Return)
    view = view_of(session)
    qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.head is not None)
    card = there(view.way.card)
    assert there(card.record).id == noted
    timeline = card.panes.middle
    assert isinstance(timeline, TimelinePart)
    qtbot.waitUntil(lambda: timeline.view.current_entry() is not None)
    assert there(there(timeline.view.current_entry()).activity).text == NOTE


def test_other_lines_draw_nothing_of_the_window_below(
    palette: Palette, session: Session, qtbot: QtBot
) -> None:
    sought(palette, "marina", qtbot)
    page = view_of(session).page
    assert isinstance(page, ListPage)
    below, lines = page.list.table.viewport(), palette.list.viewport()
    painted: list[QObject] = []

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Paint:
                painted.append(watched)
            return False

    QApplication.processEvents()
    eye = Painted(palette)
    for widget in (below, lines):
        widget.installEventFilter(eye)
    palette.show_lines(tuple(reversed(palette.list.lines.lines)))
    qtbot.waitUntil(lambda: bool(painted))
    QApplication.processEvents()
    assert set(painted) == {lines}


def test_enter_before_the_answer_waits_for_texts_too(
    noted: str, session: Session, qtbot: QtBot
) -> None:
    session.window.open_palette()
    palette: Palette = there(session.window.search_palette)
    palette._rest.setInterval(3_600_000)  # where no name is found nobody waits for the hand
    QTest.keyClicks(palette.line, "gjwtyt")
    palette.line.clear()
    palette.line.insert("сравнивает")
    QTest.keyClick(palette.line, Key.Key_Return)
    qtbot.waitUntil(lambda: view_of(session).way.card is not None)


def test_ctrl_enter_opens_a_window_of_its_own(
    palette: Palette, session: Session, qtbot: QtBot
) -> None:
    sought(palette, "marina", qtbot)
    QTest.keyClick(palette.line, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(there(session.cards).windows) == 1)
    assert palette.isHidden()
    assert view_of(session).way.card is None


def test_a_task_is_begun_for_what_was_found(
    palette: Palette, session: Session, qtbot: QtBot
) -> None:
    sought(palette, "marina", qtbot)
    QTest.keyClick(palette.line, Key.Key_Up)  # the last line: what can be done at once
    assert current(palette).startswith("New task for ")
    QTest.keyClick(palette.line, Key.Key_Return)
    view = view_of(session)
    qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.head is not None)
    timeline = there(view.way.card).panes.middle
    assert isinstance(timeline, TimelinePart)
    qtbot.waitUntil(lambda: timeline.composer.kind.value == "task")


def test_a_record_is_pinned_and_taken_off_again(
    palette: Palette, session: Session, qtbot: QtBot
) -> None:
    favourites = view_of(session).sidebar.favourites

    def has_rows(number: int) -> bool:
        return len(favourites.rows) == number

    for title, number in (("Pin to favourites", 1), ("Take out of favourites", 0)):
        session.window.open_palette()
        sought(palette, "marina", qtbot)
        QTest.keyClick(palette.line, Key.Key_Tab)
        qtbot.waitUntil(lambda: "Archive" in titles(palette))
        QTest.keyClicks(palette.line, "favourites")
        assert titles(palette) == [title]
        QTest.keyClick(palette.line, Key.Key_Return)
        qtbot.waitUntil(partial(has_rows, number))


def test_a_saved_view_is_a_place(
    palette: Palette, backend: Backend, session: Session, qtbot: QtBot
) -> None:
    asked = Condition("status", Operator.IS, "client")
    write(backend, SaveView(values_of_view("company", "Big spenders", asked, ViewLook())))
    session.window.open_palette()
    qtbot.waitUntil(lambda: "Big spenders" in sought(palette, "/big", qtbot))
    QTest.keyClick(palette.line, Key.Key_Return)
    page = view_of(session).pages[1]
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: view_of(session).page is page)
    qtbot.waitUntil(lambda: there(page.views.view).name == "Big spenders")


def test_a_saved_view_of_deals_is_a_place_too(
    palette: Palette, backend: Backend, session: Session, qtbot: QtBot
) -> None:
    look = ViewLook(mode="forecast")
    write(backend, SaveView(values_of_view("deal", "Big months", EVERYTHING, look)))
    session.window.open_palette()
    qtbot.waitUntil(lambda: "Big months" in sought(palette, "/big", qtbot))
    QTest.keyClick(palette.line, Key.Key_Return)
    qtbot.waitUntil(lambda: view_of(session).page.objectName() == "deal")
    page = view_of(session).page
    assert isinstance(page, DealsPage)
    qtbot.waitUntil(lambda: page.mode == "forecast")


def test_a_section_of_the_settings_is_a_place(
    palette: Palette, session: Session, qtbot: QtBot
) -> None:
    assert "Shortcuts" in sought(palette, "shortcuts", qtbot)
    sought(palette, "/shortcuts", qtbot)
    QTest.keyClick(palette.line, Key.Key_Return)
    page = view_of(session).page
    assert isinstance(page, SettingsPage)
    assert page.section.objectName() == "shortcuts"


def test_esc_gives_the_keyboard_back(session: Session, qtbot: QtBot) -> None:
    table = contacts(session).table
    table.setFocus()
    QTest.keyClick(table, Key.Key_K, CONTROL)
    palette = there(session.window.search_palette)
    qtbot.waitUntil(palette.line.hasFocus)
    QTest.keyClick(palette.line, Key.Key_Escape)
    assert palette.isHidden()
    assert table.hasFocus()


def test_a_press_on_the_search_field_opens_it_and_the_focus_alone_does_not(
    session: Session, qtbot: QtBot
) -> None:
    view = view_of(session)
    view.focus_list()
    view.focus_search()
    assert view.search.hasFocus()
    assert session.window.search_palette is None
    QTest.mouseClick(view.search, Qt.MouseButton.LeftButton)
    palette: Palette = there(session.window.search_palette)
    qtbot.waitUntil(palette.isVisible)
    QTest.mouseClick(palette, Qt.MouseButton.LeftButton, pos=palette.rect().bottomLeft())
    assert palette.isHidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_found_by_its_own_title(
    language: str, session: Session, qtbot: QtBot
) -> None:
    set_language(language)
    commands = session.window.commands
    commands.retranslate()
    session.window.open_palette()
    palette: Palette = there(session.window.search_palette)
    for command in commands:
        if commands.action(command.id).isEnabled() and command.id != "search.everywhere":
            found = sought(palette, f">{command.words}", qtbot)
            assert command.words.removesuffix("…") in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_in_every_language(language: str, session: Session, qtbot: QtBot) -> None:
    set_language(language)
    session.window.open_palette()
    palette = there(session.window.search_palette)
    assert sought(palette, "@anna", qtbot) == ["Anna Sokolova"]
    assert not session.window.grab().isNull()


def test_lines_are_told_to_the_screen_reader(palette: Palette, qtbot: QtBot) -> None:
    sought(palette, "marina", qtbot)
    assert palette.line.accessibleDescription() == "Marina Kim"
    reader = QAccessible.queryAccessibleInterface(palette.list)
    names = [reader.child(n).text(QAccessible.Text.Name) for n in range(reader.childCount())]
    assert "Marina Kim" in names
    assert palette.line.accessibleName()


def test_it_opens_faster_than_an_eye_notices(session: Session) -> None:
    session.window.open_palette()
    palette = there(session.window.search_palette)
    palette.close_again()
    with within(0.1):
        session.window.open_palette()
        session.window.grab()


def test_the_sign_that_comes_first_is_the_scope() -> None:
    assert split(" >side ") == (Scope.COMMANDS, "side")
    assert split("@ kim") == (Scope.PEOPLE, "kim")
    assert split("/") == (Scope.PLACES, "")
    assert split("a@b.example") == (Scope.ALL, "a@b.example")


def command(title: str) -> Command:
    return Command(title.lower(), lambda: title, "file")


def test_commands_are_ordered_by_how_surely_they_match() -> None:
    known = [command(title) for title in ("Unarchive", "Open the archive", "&Archive")]
    found = [each.words for each in find_commands(known, "archive")]
    assert found == ["Archive", "Open the archive", "Unarchive"]
    assert find_commands(known, "nothing") == []


@pytest.mark.parametrize(
    ("text", "typed", "spans"),
    [
        ("Вектор Плюс", "вект", ((0, 4),)),
        ("Вектор Плюс", "dtrn", ((0, 4),)),
        ("Пётр Łapiński", "lapin", ((5, 10),)),
        ("Anna Kim", "kim an", ((0, 2), (5, 8))),
        ("Anna Kim", "zzz", ()),
        ("+7 900 555-08-19", "0819", ((11, 16),)),
        ("+7 900 555-08-19", "8 (900) 555", ((3, 10),)),
        ("+7 900 555-08-19 · Вектор", "08-19", ((11, 16),)),
        ("Deal 12 of 2026", "12x", ()),
    ],
)
def test_what_was_found_is_marked(
    text: str, typed: str, spans: tuple[tuple[int, int], ...]
) -> None:
    assert found_spans(text, typed) == spans


def test_a_best_match_of_a_later_group_stands_above_all_groups() -> None:
    hits = [
        SearchHit("contact", "1", "Anna", "", ""),
        SearchHit("company", "2", "Anna Ltd", "", ""),
    ]
    shown = [line.title for line in group(Found(hits, commands=[Line("Annals")]), "anna")]
    assert shown == ["Best match", "Anna", "Companies", "Anna Ltd", "Commands", "Annals"]


def test_a_use_keeps_the_newest_records_once() -> None:
    use = PaletteUse()
    for record in ("a:1", "a:2", "a:1", "a:3"):
        use = use.with_record(record, 2)
    assert use.records == ("a:3", "a:1")


def test_what_was_opened_lately_and_is_archived_now_says_so() -> None:
    text = RecordText("Anna Nowak", "Head", "", [], is_archived=True)
    line = known_line(RecordRef("contact", "1"), text)
    assert (line.title, line.is_archived) == ("Anna Nowak (in the archive)", True)
