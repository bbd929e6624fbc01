"""The import wizard as a person uses it: real files, a real workspace, mouse and keyboard."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Progress, Reader
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import LANGUAGES, msg, set_language
from crm_desktop.features.contacts.tables import contact
from crm_desktop.features.data.importing.commands import ImportFiles
from crm_desktop.features.data.importing.preview import PreviewColumn, Sureness
from crm_desktop.features.data.importing.recognise import NO_HEADER
from crm_desktop.gui.app import make_application
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.history import UndoHistory
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.kit.theme.system import Mode
from crm_desktop.gui.pages.importing.actions import Importing
from crm_desktop.gui.pages.importing.column_table import FIELD, SOURCE, TREATMENT, ColumnTable
from crm_desktop.gui.pages.importing.file_step import Choice
from crm_desktop.gui.pages.importing.remembered import remembered_file
from crm_desktop.gui.pages.importing.result_step import ResultStep
from crm_desktop.gui.pages.importing.wizard import COLUMNS, FILE, RESULT, ImportWizard
from crm_desktop.gui.program import Program
from crm_desktop.gui.shell.status_line import StatusLine
from tests.gui.conftest import OpenWindow, close_windows, read, there, wizard_of

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")

CLIENTS = (
    "ФИО;Организация;Тел. моб.;Почта;Дата рожд.;Отгрузок\n"
    "Ким Марина Олеговна;Вектор Плюс;89005550114;m.kim@vektor.example;18.03.1984;12\n"
    "Гатин Руслан;Спортзал Ритм;+7 (900) 555-01-27;ruslan@ritm.example;;3\n"
    ";;;;;7\n"
)

Begin = Callable[..., ImportWizard]


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    """A sheet of two people and a row that holds nobody."""
    path = tmp_path / "клиенты 2026.csv"
    path.write_bytes(CLIENTS.encode("windows-1251"))
    return path


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A sheet that takes a while."""
    path = tmp_path / "many.csv"
    rows = (f"Ann{n},Smith{n},ann{n}@vektor.example" for n in range(12_000))
    path.write_text("First name,Last name,E-mail\n" + "\n".join(rows) + "\n")
    return path


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """No columns of an earlier test."""
    remembered_file().unlink(missing_ok=True)


@pytest.fixture
def notes() -> list[str]:
    """What the window was asked to tell."""
    return []


@pytest.fixture
def importing(bridge: Bridge, notes: list[str]) -> Iterator[Importing]:
    """The action of the window that opens the wizard."""
    make_application("en")
    bridge.settings["region"] = "RU"
    importing = Importing(bridge, tell_done=notes.append, tell=notes.append)
    yield importing
    if importing.wizard is not None:
        importing.wizard.reject()
    importing.deleteLater()


@pytest.fixture
def begin(importing: Importing, qtbot: QtBot) -> Begin:
    """Opens the wizard on files and waits until they are looked at, or refused."""

    def begin_(*paths: Path, seen: bool = True) -> ImportWizard:
        importing.start(paths)
        wizard = there(importing.wizard)
        if seen:
            qtbot.waitUntil(wizard.primary.isEnabled)
        return wizard

    return begin_


def test_how_numbers_are_written_is_asked_where_an_amount_can_be_read_in_two_ways(
    begin: Begin, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Deal name;Stage;Amount\nGym;New;1.250\n")
    wizard = begin(path)
    numbers = wizard.file.numbers
    assert [numbers.list.itemText(n) for n in range(2)] == ["1.250 = 1,250", "1.250 = 1.25"]
    choose(numbers.list, 1)
    inspection = wizard.inspection
    qtbot.waitUntil(lambda: there(inspection.command()).decimal_mark == ".")
    assert numbers.list.currentText() == "1.250 = 1.25"


def fields(wizard: ImportWizard) -> dict[str, str]:
    return {column.source: column.code for column in wizard.columns.table.columns.columns}


def choose_field(wizard: ImportWizard, row: int, words: str) -> None:
    """Choose a field for a column by keyboard: open its list, type, Enter."""
    table = wizard.columns.table
    table.setFocus()
    table.selectRow(row)
    QTest.keyClick(table, Qt.Key.Key_F2)
    QTest.keyClicks(table.picker.search, words)
    QTest.keyClick(table.picker.search, Qt.Key.Key_Return)


def choose(box: QComboBox, place: int) -> None:
    """As the person does: the list tells its choice only then."""
    box.setCurrentIndex(place)
    box.activated.emit(place)


def run(wizard: ImportWizard, qtbot: QtBot) -> None:
    """Press on to the end."""
    while wizard.steps.current != COLUMNS:
        wizard.primary.click()
    wizard.primary.click()
    qtbot.waitUntil(lambda: wizard.import_step.title.text() == "The import is done", timeout=60_000)


def count(backend: Backend) -> int:
    def people(reader: Reader) -> int:
        rows = reader.connection.execute(contact.select().where(contact.c.deleted_at.is_(None)))
        return len(rows.all())

    counted: int = read(backend, people)
    return counted


def test_the_file_is_shown_as_it_was_read(begin: Begin, clients: Path) -> None:
    wizard = begin(clients)
    file = wizard.file
    assert file.name.text() == "клиенты 2026.csv"
    assert file.facts.text().startswith("3 rows, 6 columns, ")
    assert file.encoding.list.currentText() == "Windows-1251, found by us"
    assert file.delimiter.list.currentText() == "a semicolon"
    assert file.dates.list.currentText() == "DD.MM.YYYY"
    assert file.has_header.isChecked()
    assert not file.header.isVisible()
    assert not file.sheet.isVisible()
    cells = [file.rows.rows.text(line, 0) for line in range(3)]
    assert cells == ["ФИО", "Ким Марина Олеговна", "Гатин Руслан"]
    assert file.hint.text().startswith("The first 3 rows are shown.")
    assert file.banner.accessibleName().startswith("1 row can’t be imported (4).")
    QTest.mouseClick(file.banner.link, Qt.MouseButton.LeftButton)
    assert file.rows.currentIndex().row() == 3


def test_enter_twice_imports_with_the_guess(
    begin: Begin, clients: Path, backend: Backend, qtbot: QtBot
) -> None:
    wizard = begin(clients)
    QTest.keyClick(wizard, Qt.Key.Key_Return)
    assert wizard.primary.text() == "&Import 3 rows"
    QTest.keyClick(wizard, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.import_step.created.number.text() == "4")
    assert count(backend) == 2


def test_another_encoding_shows_other_letters_at_once(
    begin: Begin, clients: Path, qtbot: QtBot
) -> None:
    file = begin(clients).file
    koi = file.encoding.list.findData("koi8-r")
    choose(file.encoding.list, koi)
    qtbot.waitUntil(lambda: file.rows.rows.text(0, 0) != "ФИО")
    assert file.encoding.list.currentText() == "KOI8-R"
    choose(file.encoding.list, 0)
    qtbot.waitUntil(lambda: file.rows.rows.text(0, 0) == "ФИО")


def test_a_file_without_names_of_columns_begins_with_a_person(
    begin: Begin, clients: Path, qtbot: QtBot
) -> None:
    wizard = begin(clients)
    wizard.file.has_header.click()
    qtbot.waitUntil(lambda: wizard.file.facts.text().startswith("4 rows"))
    assert not wizard.file.has_header.isChecked()
    second = wizard.file.header.list.findData(1)
    choose(wizard.file.header.list, second)
    qtbot.waitUntil(lambda: wizard.file.facts.text().startswith("2 rows"))


def test_columns_tell_how_sure_they_are_and_the_row_as_it_will_be(
    begin: Begin, clients: Path, qtbot: QtBot
) -> None:
    wizard = begin(clients)
    wizard.primary.click()
    table = wizard.columns.table.columns
    assert fields(wizard)["Тел. моб."] == "phone.mobile"
    assert table.columns[5].sureness is Sureness.UNKNOWN
    read_aloud = table.data(table.index(2, SOURCE), Qt.ItemDataRole.AccessibleTextRole)
    assert read_aloud == "Тел. моб., for example 89005550114"
    assert table.data(table.index(5, FIELD)) == "Keep in the note"
    assert wizard.foot.hint.text() == "5 columns are ready, 1 goes to the note"
    qtbot.waitUntil(lambda: wizard.columns.beside.pane.shown is not None)
    assert there(wizard.columns.beside.pane.shown).title == "Марина Ким"
    wizard.columns.beside.next.click()
    qtbot.waitUntil(lambda: there(wizard.columns.beside.pane.shown).title == "Руслан Гатин")
    wizard.columns.beside.next.click()
    qtbot.waitUntil(
        lambda: there(wizard.columns.beside.pane.shown).title == "This row can’t be imported"
    )
    assert not wizard.columns.beside.next.isEnabled()


def test_a_field_is_chosen_by_typing_a_part_of_its_name(
    begin: Begin, clients: Path, backend: Backend, qtbot: QtBot
) -> None:
    wizard = begin(clients)
    wizard.primary.click()
    choose_field(wizard, 5, "tag")
    qtbot.waitUntil(lambda: fields(wizard)["Отгрузок"] == "tags")
    choose_field(wizard, 0, "not import")
    qtbot.waitUntil(lambda: fields(wizard)["ФИО"] == "ignore")
    qtbot.waitUntil(lambda: there(wizard.columns.beside.pane.shown).title == "Вектор Плюс")
    run(wizard, qtbot)
    assert count(backend) == 0


def test_delete_leaves_a_column_out_and_words_that_name_no_field_choose_none(
    begin: Begin, clients: Path, qtbot: QtBot
) -> None:
    wizard = begin(clients)
    wizard.primary.click()
    table = wizard.columns.table
    choose_field(wizard, 5, "shoe size")
    assert table.picker.isVisible()
    table.picker.hide()
    table.selectRow(4)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: fields(wizard)["Дата рожд."] == "ignore")
    assert fields(wizard)["Отгрузок"] == "note"


def test_another_country_reads_phones_anew(begin: Begin, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "phones.csv"
    path.write_text("Name,Phone\nJan Nowak,600 555 114\n")
    wizard = begin(path)
    wizard.primary.click()
    region = wizard.columns.region
    qtbot.waitUntil(lambda: region.count() > 100)
    assert region.currentText() == "Russia"
    choose(region, region.findData("PL"))

    def phone() -> str:
        shown = wizard.columns.beside.pane.shown
        values = {field.label: field.value for field in shown.fields} if shown else {}
        return values.get("Phone", "")

    qtbot.waitUntil(lambda: phone().startswith("+48 600 555 114"))


def test_a_file_that_vanishes_is_told_in_place(begin: Begin, clients: Path, qtbot: QtBot) -> None:
    wizard = begin(clients)
    clients.unlink()
    wizard.inspection.look_whether_changed()
    sentence = wizard.file.states.pane.sentence
    qtbot.waitUntil(lambda: "is not there" in sentence.text())
    assert wizard.steps.current == FILE
    assert not wizard.primary.isEnabled()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "is empty"),
        ("scan.pdf", b"%PDF-1.7 and so on", "PDF"),
        ("book.xlsx", b"PK\x03\x04 but broken", "can’t be"),
        ("noise.csv", bytes(range(1, 32)) * 500, "can’t be"),
    ],
)
def test_what_is_no_table_is_refused_in_place(
    begin: Begin, tmp_path: Path, qtbot: QtBot, *, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    wizard = begin(path, seen=False)
    sentence = wizard.file.states.pane.sentence
    qtbot.waitUntil(lambda: bool(sentence.text()) and sentence.isVisible())
    assert words in sentence.text()
    assert not wizard.primary.isEnabled()


def test_stopping_takes_everything_back(
    begin: Begin, many: Path, backend: Backend, qtbot: QtBot
) -> None:
    wizard = begin(many)
    wizard.primary.click()
    wizard.primary.click()
    qtbot.waitUntil(lambda: count(backend) > 0, timeout=30_000)
    assert wizard.second.text() == "&Stop"
    wizard.second.click()
    assert wizard.import_step.done.text() == "Stopping. Everything is being taken back."
    qtbot.waitUntil(lambda: wizard.run.task is None, timeout=30_000)
    assert count(backend) == 0
    assert wizard.steps.current == COLUMNS
    assert "taken back" in wizard.columns.banner.label.text()


def test_an_import_goes_on_behind_the_window_and_tells_its_end(
    begin: Begin, importing: Importing, clients: Path, notes: list[str], qtbot: QtBot
) -> None:
    wizard = begin(clients)
    wizard.primary.click()
    wizard.primary.click()
    qtbot.waitUntil(lambda: wizard.steps.current == RESULT)
    if wizard.run.task is not None:
        wizard.primary.click()
    assert importing.wizard is None
    qtbot.waitUntil(lambda: bool(notes))
    assert notes[0].startswith("Imported 2 contacts.")


def test_faulty_cards_are_shown_in_their_folder_and_not_given_to_an_address_book(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    book = tmp_path / "book.vcf"
    cards = "BEGIN:VCARD\nFN:Anna\nEND:VCARD\nBEGIN:VCARD\nFN:Boris\n"
    book.write_text(cards, encoding="utf-8")
    opened: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile()))
    )
    wizard = begin(book)
    run(wizard, qtbot)
    wizard.import_step.open_file.click()
    assert opened == [tmp_path]
    assert len([*tmp_path.glob("book-errors-*.vcf")]) == 1


def test_the_result_names_what_needs_a_look_and_can_be_taken_back_whole(
    begin: Begin, clients: Path, backend: Backend, qtbot: QtBot
) -> None:
    wizard = begin(clients)
    run(wizard, qtbot)
    step = wizard.import_step
    assert step.created.accessibleName() == "4 created"
    assert step.done.text() == (
        "3 rows were read. 2 values were kept in notes. Created: 2 contacts, 2 companies."
    )
    assert step.faulty.accessibleName() == "1 needs a look"
    assert there(step.rows.item(0, 0)).text() == "4"
    assert "no name" in there(step.rows.item(0, 2)).text().lower()
    assert there(step.rows.item(0, 3)).text() == "The row is left out."
    assert step.open_file.isVisible()
    wizard.second.click()
    qtbot.waitUntil(lambda: step.title.text() == "The import was taken back")
    assert count(backend) == 0
    assert not wizard.second.isVisible()


def test_bar_and_words_of_the_wizard_and_the_foot_of_the_sidebar_count_the_same(
    dressed: None, qtbot: QtBot
) -> None:
    task, step, foot = LongTask("Import"), ResultStep(), StatusLine()
    for widget in (step, foot, foot.work):
        qtbot.addWidget(widget)
    step.follow(task, "Importing contacts")
    foot.follow(task)
    foot._show_task()
    for progress, percent in ((Progress("clean", 1, 4), 25), (Progress("write", 806, 1302), 62)):
        task.progress = progress
        task.progressed.emit()
        assert step.percent.text() == f"{percent}%"
        assert f"{percent}%" in foot.activity.text()
        assert round(step.bar.value() / 10) == percent == round(foot.bar.value() / 10)
    assert step.done.text().startswith("806 of 1")


def test_the_result_tells_that_values_went_to_notes(
    begin: Begin, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "phones.csv"
    path.write_text("First name,Last name,Phone\nAda,Kim,ask her sister\n")
    wizard = begin(path)
    run(wizard, qtbot)
    step = wizard.import_step
    assert "1 value was kept in a note." in step.done.text()
    assert "in the notes" in step.banner.label.text()


def test_the_first_rows_show_numbers_whole_below_as_many_letters(
    begin: Begin, tmp_path: Path
) -> None:
    path = tmp_path / "phones.csv"
    path.write_text("First name,Phone\nAda,ill will ill\nEwa,+48600555114\n")
    rows = begin(path).file.rows
    place = next(n for n in range(2) if rows.rows.text(2, n) == "+48600555114")
    face = ThemeManager.instance().theme.faces.body
    assert rows.columnWidth(place) >= face.width("+48600555114") + 16


@pytest.mark.parametrize("width", [640, 760])
def test_what_becomes_of_columns_is_read_whole_where_samples_can_spare_the_room(
    width: int, dressed: None, qtbot: QtBot
) -> None:
    table = ColumnTable()
    qtbot.addWidget(table)
    table.resize(width, 300)
    table.show()
    told = msg("the rest is kept in a note")
    columns = [PreviewColumn(0, "Words", "note", Sureness.SURE, "Wholesale", told, 90)]
    table.columns.show_columns(columns)
    words = ThemeManager.instance().theme.faces.label.width(told.text())
    assert table.columnWidth(TREATMENT) >= words + 16
    assert table.columnWidth(SOURCE) >= 140
    assert table.horizontalHeader().length() <= table.viewport().width()


def test_a_choice_is_as_wide_as_its_longest_words(dressed: None, qtbot: QtBot) -> None:
    choice = Choice("Encoding", 80)
    qtbot.addWidget(choice)
    words = "Windows-1251, found by us"
    choice.offer([(words, None), ("UTF-8", "utf-8")], None)
    choice.resize(choice.sizeHint().boundedTo(choice.maximumSize()))
    there(choice.layout()).activate()
    assert choice.list.width() > choice.list.fontMetrics().horizontalAdvance(words) + 20


def test_a_choice_that_has_its_place_asks_for_no_other(dressed: None, qtbot: QtBot) -> None:
    asked = list[int]()

    class Counted(Choice):
        def sizeHint(self) -> QSize:  # noqa: N802
            asked.append(1)
            return super().sizeHint()

    window = QWidget()
    qtbot.addWidget(window)
    choice = Counted("Encoding", 80, window)
    row = QHBoxLayout(window)
    row.addWidget(choice)
    choice.offer([("Windows-1251, found by us", None), ("UTF-8", "utf-8")], None)
    with qtbot.waitExposed(window):
        window.show()
    for _turn in range(5):
        QApplication.processEvents()
    before = len(asked)
    for _turn in range(20):
        QApplication.processEvents()
    assert len(asked) == before


def test_what_the_wizard_took_back_is_offered_by_redo_and_no_more_by_undo(
    begin: Begin, bridge: Bridge, clients: Path, qtbot: QtBot
) -> None:
    history = UndoHistory(bridge, bridge)
    wizard = begin(clients)
    run(wizard, qtbot)
    imported = there(history.next_undo)
    wizard.second.click()
    assert history.next_undo is None
    title = wizard.import_step.title
    qtbot.waitUntil(lambda: title.text() == "The import was taken back")
    assert history.next_undo is None
    assert history.next_redo == imported


def test_files_dropped_on_the_wizard_take_the_place_of_the_first(
    begin: Begin, clients: Path, many: Path, qtbot: QtBot
) -> None:
    wizard = begin(clients)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(many))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(90, 90), copy, data, left, none)
    QApplication.sendEvent(wizard, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(wizard, QDropEvent(QPointF(90, 90), copy, data, left, none))
    qtbot.waitUntil(lambda: wizard.file.name.text() == "many.csv")
    assert wizard.file.facts.text().startswith("12,000 rows")


def test_several_files_come_in_together(
    begin: Begin, clients: Path, tmp_path: Path, backend: Backend, qtbot: QtBot
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Name,E-mail\nJan Nowak,jan@nowak.example\n")
    wizard = begin(clients, other)
    assert wizard.file.name.text() == "клиенты 2026.csv and 1 more file"
    assert "клиенты 2026.csv only" in wizard.file.has_header.toolTip()
    run(wizard, qtbot)
    assert count(backend) == 3


def test_of_several_files_those_come_in_that_can_be_read_and_the_others_are_named(
    begin: Begin, clients: Path, tmp_path: Path, backend: Backend, qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    wizard = begin(broken, clients)
    assert wizard.file.name.text() == "клиенты 2026.csv"
    assert wizard.file.banner.label.text().startswith("broken.xlsx: The file is damaged ")
    run(wizard, qtbot)
    assert count(backend) == 2


def test_an_unreadable_file_after_the_first_is_named_at_the_end_and_the_others_come_in(
    begin: Begin, clients: Path, tmp_path: Path, backend: Backend, qtbot: QtBot
) -> None:
    broken, other = tmp_path / "broken.xlsx", tmp_path / "other.csv"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    other.write_text("Name,E-mail\nJan Nowak,jan@nowak.example\n")
    wizard = begin(clients, broken, other)
    run(wizard, qtbot)
    assert count(backend) == 3
    banner = wizard.import_step.banner
    assert banner.label.text().startswith("broken.xlsx: The file is damaged ")
    assert "Nothing was imported" not in banner.label.text()


def test_a_wizard_closed_while_it_reads_leaves_no_thread(
    importing: Importing, many: Path, qtbot: QtBot
) -> None:
    for _time in range(20):
        importing.start((many,))
        there(importing.wizard).reject()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def threads() -> list[str]:
        names = (thread.name for thread in threading.enumerate())
        return [name for name in names if name.startswith("import preview")]

    qtbot.waitUntil(lambda: threads() == [])


def test_everything_that_takes_the_focus_has_a_name(begin: Begin, clients: Path) -> None:
    wizard = begin(clients)
    for step in (FILE, COLUMNS):
        assert wizard.steps.current == step
        for kind in (QComboBox, QAbstractButton, QTableView):
            for widget in wizard.findChildren(kind):
                if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                    words = widget.text() if isinstance(widget, QAbstractButton) else ""
                    assert widget.accessibleName() or words, widget
        wizard.primary.click()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_draws_in_every_language_and_theme(
    importing: Importing, clients: Path, qtbot: QtBot, language: str, mode: Mode
) -> None:
    set_language(language)
    make_application(language)
    ThemeManager.instance().apply(Appearance(mode=mode))
    importing.start((clients,))
    wizard = there(importing.wizard)
    qtbot.waitUntil(wizard.primary.isEnabled)
    wizard.resize(1024, 640)
    assert not wizard.grab().isNull()
    wizard.primary.click()
    qtbot.waitUntil(lambda: wizard.columns.beside.pane.shown is not None)
    assert not wizard.grab().isNull()
    wizard.primary.click()
    qtbot.waitUntil(wizard.import_step.created.isVisible)
    assert not wizard.grab().isNull()
    ThemeManager.instance().apply(Appearance())


def test_an_import_that_changes_nothing_says_so(begin: Begin, clients: Path, qtbot: QtBot) -> None:
    first = begin(clients)  # it belongs to no window that would keep it
    run(first, qtbot)
    wizard = begin(clients)
    run(wizard, qtbot)
    assert wizard.import_step.created.number.text() == "0"
    assert wizard.import_step.unchanged.number.text() == "4"
    assert not wizard.second.isVisible()


def test_a_sheet_of_a_workbook_is_chosen(
    begin: Begin, tmp_path: Path, backend: Backend, qtbot: QtBot
) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (("Few", 1), ("Many", 5)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["First name", "E-mail"])
            for row in range(1, rows + 1):
                sheet.write_row(row, 0, [f"Ann{row}", f"ann{row}@{name.lower()}.example"])
    wizard = begin(path)
    sheets = wizard.file.sheet.list
    assert [sheets.itemText(place) for place in range(3)] == ["all 2 sheets", "Few", "Many"]
    assert not wizard.file.encoding.isVisible()
    choose(sheets, 1)
    qtbot.waitUntil(lambda: wizard.file.facts.text().startswith("1 row"))
    run(wizard, qtbot)
    assert count(backend) == 1


def test_taking_back_behind_the_window_tells_its_end(
    begin: Begin, clients: Path, notes: list[str], backend: Backend, qtbot: QtBot
) -> None:
    wizard = begin(clients)
    run(wizard, qtbot)
    wizard.second.click()
    wizard.reject()
    qtbot.waitUntil(lambda: notes == ["The import was taken back."])
    assert count(backend) == 0


def test_a_window_closed_with_the_wizard_open_leaves_nothing(
    open_window: OpenWindow, workspace: Path, many: Path, program: Program, qtbot: QtBot
) -> None:
    session = open_window(workspace)
    session.import_files((many,))
    wizard = wizard_of(session)
    close_windows(program, qtbot)
    qtbot.waitUntil(lambda: not isValid(wizard))


@pytest.mark.parametrize(
    ("decided", "words"),
    [
        ({"fields": {99: "tags"}}, "no column “99”"),
        ({"fields": {0: "shoe_size"}}, "no field “shoe_size”"),
        ({"header_row": 99}, "no row for the names of columns"),
    ],
)
def test_the_import_refuses_decisions_that_do_not_fit_and_writes_nothing(
    backend: Backend, clients: Path, decided: dict[str, Any], words: str
) -> None:
    command = ImportFiles((clients,), "RU", "en", **decided)
    with pytest.raises(Invalid, match=words):
        backend.start(command).future.result(timeout=20)
    assert count(backend) == 0


def test_the_import_takes_columns_by_place_the_header_row_and_the_order_of_dates(
    backend: Backend, tmp_path: Path
) -> None:
    path = tmp_path / "twins.csv"
    path.write_text("Ann,03/04/1990,x,y\nBob,05/06/1991,x,y\n")
    command = ImportFiles(
        (path,),
        "US",
        "en",
        fields={0: "given_name", 1: "birthday", 2: "tags", 3: "ignore"},
        header_row=NO_HEADER,
        day_first=True,
    )
    backend.start(command).future.result(timeout=20)

    def birthdays(reader: Reader) -> list[str]:
        rows = reader.connection.execute(contact.select().order_by(contact.c.given_name))
        return [str(row.birthday) for row in rows]

    assert read(backend, birthdays) == ["1990-04-03", "1991-06-05"]
