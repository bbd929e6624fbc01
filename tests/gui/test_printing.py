"""Lists and cards on paper: what stands on the pages, and that a file needs no printer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAction, QPainter, QTextOption
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.core.errors import Cancelled
from crm_desktop.core.i18n import msg
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit import row_model
from crm_desktop.gui.kit.fields_pane import FieldText, RecordText
from crm_desktop.gui.pages.activities.timeline_part import TimelinePart
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.printing import (
    PrintedCard,
    PrintedEntry,
    PrintedTable,
    Printing,
    Read,
    paint,
)
from tests.gui.conftest import Open, OpenWindow, read, there, view_of, write

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")

TABLE = PrintedTable("Contacts", ("Name", "Phone"), [(f"Anna {n}", "+48") for n in range(200)])
CARD = RecordText("Anna Nowak", "Head", "", [FieldText("Phone", "+48 512 000 114\nmobile")])


def no_stop(_done: int, _whole: int) -> None:
    """Nobody stops it."""


def printer_to(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def pages_of(path: Path) -> int:
    return len(re.findall(rb"/Type /Page\b", path.read_bytes()))


def test_a_long_list_has_as_many_pages_as_it_needs(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    number = paint(printer_to(path), TABLE, no_stop)
    assert number > 2
    assert pages_of(path) == number


def test_numbers_and_names_are_printed_whole_beside_wide_columns(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is too long for its column goes on below, so that a phone of the list can be called."""
    written: list[str] = []

    draw = QPainter.drawText

    def noted(painter: QPainter, *given: Any) -> None:
        written.append(given[1] if isinstance(given[1], str) else given[2])
        draw(painter, *given)

    monkeypatch.setattr(QPainter, "drawText", noted)
    row = ("Barbara Williams", "Summit Group Bakery", "+44 20 7946 0905", "yesterday")
    wide = ("barbara.williams@summit-group.example", "Café, Key, Wholesale", "Maria Kotova")
    header = ("Name", "Company", "Phone", "Last", "E-mail", "Tags", "Owner")
    paint(printer_to(tmp_path / "list.pdf"), PrintedTable("All", header, [row + wide]), no_stop)
    assert {*row, *wide} <= set(written)


def test_rows_of_several_lines_take_more_pages(qtbot: QtBot, tmp_path: Path) -> None:
    rows = [("word " * 60, "+48")] * 60
    tall = PrintedTable("Contacts", ("Name", "Phone"), rows)
    path = tmp_path / "list.pdf"
    flat = PrintedTable("Contacts", ("Name", "Phone"), [("word", "+48")] * 60)
    assert paint(printer_to(path), tall, no_stop) > paint(printer_to(path), flat, no_stop)


def test_words_that_need_more_lines_than_there_are_end_with_dots(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much of a line they leave empty: nothing is lost without a sign."""
    fits: dict[str, bool] = {}
    draw = QPainter.drawText

    def noted(painter: QPainter, *given: Any) -> None:
        if isinstance(given[-1], QTextOption):
            place, words, option = given
            tall = QRectF(0, 0, place.width(), 10 * place.height())
            fits[words] = painter.boundingRect(tall, words, option).height() <= place.height()
        draw(painter, *given)

    monkeypatch.setattr(QPainter, "drawText", noted)
    rows = [(f"{'x' * letters} " * 9,) * 9 for letters in range(4, 14)]
    paint(printer_to(tmp_path / "list.pdf"), PrintedTable("All", ("A",) * 9, rows), no_stop)
    assert all(fits.values())
    assert sum(words.endswith("…") for words in fits) == len(rows)


def test_an_empty_list_is_one_page(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    assert paint(printer_to(path), PrintedTable("Contacts", ("Name",), []), no_stop) == 1
    assert pages_of(path) == 1


def test_a_card_is_printed_with_its_fields(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "card.pdf"
    assert paint(printer_to(path), PrintedCard(CARD), no_stop) == pages_of(path) == 1
    story = [PrintedEntry("Call", "Agreed.\n" * 20, "10:24")] * 20
    assert paint(printer_to(path), PrintedCard(CARD, story), no_stop) == pages_of(path) > 2


def test_the_timeline_is_printed_as_it_is_filtered_on_the_card(
    workspace: Path,
    open_workspace: Open,
    open_window: OpenWindow,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    backend = open_workspace(workspace)
    person = str(write(backend, CreateContact({"given_name": "Anna"})))
    for kind, text in (("note", "**Asked** for a discount"), ("call", "Agreed")):
        moment = "2026-10-12T09:00:00.000Z"
        write(
            backend,
            CreateActivity(
                {"kind": kind, "title": kind, "text": text, "done_at": moment, "contacts": [person]}
            ),
        )
    view = view_of(open_window(workspace))
    view.open_record(RecordRef("contact", person))
    qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.head is not None)
    asked: list[Read] = []
    monkeypatch.setattr(Printing, "choose_printer", lambda _s, _name, what: asked.append(what))
    print_action = view.window().findChild(QAction, "file.print")
    there(print_action).trigger()
    part = there(view.way.card).panes.middle
    assert isinstance(part, TimelinePart)
    part.bar.chips[1].click()  # notes
    there(print_action).trigger()
    whole, notes = (read(backend, what) for what in asked)
    assert isinstance(whole, PrintedCard)
    assert isinstance(notes, PrintedCard)
    assert [entry.text for entry in whole.story] == ["", "", "", "Agreed", "Asked for a discount"]
    assert [entry.text for entry in notes.story] == ["", "Asked for a discount"]
    assert notes.story[0].is_heading
    assert whole.text.title == "Anna"


def test_it_can_be_stopped_between_pages(qtbot: QtBot, tmp_path: Path) -> None:
    def stop(done: int, _whole: int) -> None:
        if done:
            raise Cancelled(msg("Stopped. Nothing was printed."))

    with pytest.raises(Cancelled):
        paint(printer_to(tmp_path / "list.pdf"), TABLE, stop)


def test_a_file_is_written_in_the_background_without_any_printer(
    bridge: Bridge, qtbot: QtBot, tmp_path: Path, dressed: None
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    printing = Printing(bridge, window)
    with qtbot.waitSignal(printing.told) as told:
        printing.save(tmp_path / "list.pdf", lambda _reader: TABLE)
    assert told.args[0] == "Saved as list.pdf."
    assert pages_of(tmp_path / "list.pdf") > 2


def test_the_list_is_printed_as_it_stands_there(
    workspace: Path, open_workspace: Open, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    backend = open_workspace(workspace)
    for name in ("Anna", "Borys"):
        write(backend, CreateContact({"given_name": name}))
    session = open_window(workspace)
    view = view_of(session)
    session.window.commands.action("file.pdf").trigger()
    printing = there(view.findChild(Printing))
    dialog = there(printing.dialog)
    assert isinstance(dialog, QFileDialog)
    with qtbot.waitSignal(printing.told):
        dialog.fileSelected.emit(str(tmp_path / "contacts.pdf"))
    assert pages_of(tmp_path / "contacts.pdf") == 1
    [note] = session.window.notifications.notes
    assert note.words == "Saved as contacts.pdf."
    dialog.close()


def test_the_ticked_rows_are_read_in_their_order_with_the_shown_columns(
    workspace: Path, open_workspace: Open, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = open_workspace(workspace)
    for name in ("Anna", "Borys", "Celina"):
        write(backend, CreateContact({"given_name": name}))
    session = open_window(workspace)
    page = view_of(session).pages[0]
    assert isinstance(page, ListPage)
    for line in (2, 0):
        page.list.table.flip(line)
    asked: list[Read] = []
    monkeypatch.setattr(Printing, "choose_printer", lambda _s, _name, what: asked.append(what))
    session.window.commands.action("file.print").trigger()
    [what] = asked
    printed = read(backend, what)
    assert isinstance(printed, PrintedTable)
    assert [row[0] for row in printed.rows] == ["Anna", "Celina"]
    assert printed.title == "Contacts"
    assert list(printed.header[:3]) == ["Name", "Company", "Phone"]


def test_a_list_that_is_still_being_read_is_printed_when_it_is_known(
    workspace: Path,
    open_workspace: Open,
    open_window: OpenWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    backend = open_workspace(workspace)
    for name in ("Anna", "Borys", "Celina"):
        write(backend, CreateContact({"given_name": name}))
    session = open_window(workspace)
    page = view_of(session).pages[0]
    assert isinstance(page, ListPage)
    monkeypatch.setattr(row_model, "_FIRST", 1)
    asked: list[Read] = []
    monkeypatch.setattr(Printing, "choose_printer", lambda _s, _name, what: asked.append(what))
    known: list[bool] = []

    def press() -> None:
        known.append(page.list.model.is_whole)
        session.window.commands.action("file.print").trigger()

    page.list.model.begun_anew.connect(press)
    page.sort_by(0, descending=True)
    qtbot.waitUntil(lambda: bool(asked))
    assert known == [False]
    printed = read(backend, asked[0])
    assert isinstance(printed, PrintedTable)
    assert [row[0] for row in printed.rows] == ["Celina", "Borys", "Anna"]
