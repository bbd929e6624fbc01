"""What people paste and what names are like: a million letters, ten thousand tags, all alphabets.

Nothing is cut without a word, and no key press waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.gui.kit.form_field import FormField, TextField
from crm_desktop.gui.kit.form_items import ItemsField
from crm_desktop.gui.kit.form_suggest import SuggestField
from crm_desktop.gui.kit.form_tags import TagsField
from crm_desktop.gui.kit.lengths import LONGEST_LINE, LONGEST_TEXT
from crm_desktop.gui.session import Session
from tests.factories.fair_time import within
from tests.gui.conftest import (
    Open,
    OpenWindow,
    column,
    contacts,
    new_contact_of,
    read,
    results_of,
    there,
    view_of,
    write,
)

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")

Key, Modifier = Qt.Key, Qt.KeyboardModifier
# A key press is answered in a twentieth of this; the rest is for a slow test machine.
PATIENCE_SECONDS = 1.0
MILLION = {
    "one word": "x" * 1_000_000,
    "names": "Анна Ким, " * 100_000,
    "lines": "a\nb\n" * 250_000,
    "emoji": "\U0001f600" * 1_000_000,
}
million = pytest.mark.parametrize("text", MILLION.values(), ids=MILLION)


@pytest.fixture
def session(open_window: OpenWindow, workspace: Path) -> Session:
    return open_window(workspace)


@contextmanager
def at_once() -> Iterator[None]:
    """What happens inside, painting included, keeps nobody waiting."""
    with within(PATIENCE_SECONDS):
        yield
        QApplication.processEvents()


def paste(into: QWidget, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    with at_once():
        QTest.keyClick(into, Key.Key_V, Modifier.ControlModifier)


def show_all_fields(session: Session, qtbot: QtBot) -> None:
    """Press the link of the preview, as soon as it shows anybody."""
    preview = view_of(session).preview

    def links() -> list[QPushButton]:
        return [one for one in preview.findChildren(QPushButton) if one.text() == "All fields"]

    qtbot.waitUntil(lambda: bool(links()))
    QTest.mouseClick(links()[-1], Qt.MouseButton.LeftButton)


def lines_in(dialog: QWidget) -> list[QLineEdit]:
    return [line for line in dialog.findChildren(QLineEdit) if line.isVisible()]


@million
def test_a_million_letters_in_the_search_field_are_sought_by_their_beginning(
    session: Session, qtbot: QtBot, text: str
) -> None:
    field, results = view_of(session).top.search, results_of(session)
    field.setFocus()
    paste(field, text)
    assert 0 < len(field.text().encode("utf-16-le")) // 2 <= LONGEST_LINE
    heading = results.states.pane.heading
    qtbot.waitUntil(lambda: heading.text().startswith("No results for"))
    assert len(heading.text()) < 90


@million
def test_a_million_letters_in_the_palette_are_sought_by_their_beginning(
    session: Session, qtbot: QtBot, text: str
) -> None:
    session.window.open_palette()
    palette = there(session.window.search_palette)
    paste(palette.line, text)
    qtbot.waitUntil(lambda: palette.is_ready)
    assert 0 < len(palette.line.text().encode("utf-16-le")) // 2 <= LONGEST_LINE
    assert palette.isVisible()


@million
def test_no_field_of_a_dialog_cuts_a_million_letters_it_says_that_they_do_not_fit(
    session: Session, text: str
) -> None:
    dialog = new_contact_of(session)
    dialog.begin()
    dialog.all_fields.setChecked(True)
    name_line, *_others = lines = lines_in(dialog)
    QTest.keyClicks(name_line, "Anna")
    for line in lines:
        before = line.text()
        paste(line, text)
        assert line.text() == before
    for name, entry in dialog.form.entries.items():
        if isinstance(entry, TextField):
            paste(entry.area, text)
        if isinstance(entry, (FormField, TextField, SuggestField, TagsField, ItemsField)):
            assert "too long" in entry.mistake.text(), name
    assert QGuiApplication.clipboard().text() == text
    given = dialog.form.values()
    del given["owner"]  # whoever creates the record
    assert given == {"name": "Anna"}


@pytest.mark.parametrize("text", ["x" * LONGEST_TEXT, "Anna Kim, " * (LONGEST_TEXT // 10)])
def test_as_much_as_fits_is_pasted_into_the_note_and_typed_on(session: Session, text: str) -> None:
    dialog = new_contact_of(session)
    dialog.begin()
    dialog.all_fields.setChecked(True)
    note = dialog.form.entries["note"]
    assert isinstance(note, TextField)
    paste(note.area, text)
    with at_once():
        QTest.keyClick(note.area, Key.Key_Backspace)
    assert note.area.toPlainText() == text[:-1]


@million
def test_a_note_of_a_million_letters_is_previewed_and_kept_whole_when_the_record_is_changed(
    workspace: Path, open_workspace: Open, open_window: OpenWindow, qtbot: QtBot, text: str
) -> None:
    outside = open_workspace(workspace)
    note = text.strip()
    person = write(outside, CreateContact({"given_name": "Anna", "note": note}))
    session = open_window(workspace)
    contacts(session).table.choose(0)
    preview = view_of(session).preview

    def shows_the_beginning() -> bool:
        labels = preview.findChildren(QLabel)
        return any("This is the beginning" in label.text() for label in labels)

    show_all_fields(session, qtbot)
    with at_once():
        qtbot.waitUntil(shows_the_beginning)
        session.window.grab()
    session.edit_record()
    dialog = there(session.dialogs).edit_dialog("contact")
    qtbot.waitUntil(dialog.isVisible)
    field = dialog.form.entries["note"]
    assert isinstance(field, TextField)
    assert field.area.isReadOnly()
    assert "all of it is kept" in field.mistake.text()
    name_line = lines_in(dialog)[0]
    QTest.keyClicks(name_line, "B")
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    loaded = there(read(outside, get_contact, person))
    assert loaded.version == 2
    assert loaded.state["note"] == note


# Ten thousand tags


@pytest.fixture
def tagged(workspace: Path, open_workspace: Open) -> Backend:
    outside = open_workspace(workspace)
    for start in range(0, 10_000, 500):
        tags = [{"name": f"Tag {number:05}"} for number in range(start, start + 500)]
        write(outside, CreateContact({"given_name": f"Person {start:05}", "tags": tags}))
    return outside


def test_with_ten_thousand_tags_the_list_is_there_and_the_picker_suggests_what_is_typed(
    tagged: Backend, workspace: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    session = open_window(workspace)
    people = contacts(session)
    with at_once():
        people.table.choose(3)
        session.window.grab()
    dialog = new_contact_of(session)
    dialog.begin()
    dialog.all_fields.setChecked(True)
    tags = dialog.form.entries["tags"]
    assert isinstance(tags, TagsField)
    tags.line.setFocus()
    with at_once():
        QTest.keyClicks(tags.line, "0777")
    popup = tags.line.suggestions.popup()
    qtbot.waitUntil(popup.isVisible)
    offered = popup.model()
    shown = [offered.index(line, 0).data() for line in range(offered.rowCount())]
    assert shown == ["Tag 00777", *(f"Tag 0777{digit}" for digit in range(10))]
    popup.hide()
    with at_once():
        tags.load([])
        dialog.reject()


# All alphabets

HEBREW, ARABIC = "יעל כהן (2)", "شركة النور 42"


@pytest.fixture
def mixed(workspace: Path, open_workspace: Open, open_window: OpenWindow) -> Session:
    outside = open_workspace(workspace)
    company = write(outside, CreateCompany({"name": ARABIC}))
    work = {"company": company, "position": "Chief 7", "primary": True}
    names: tuple[tuple[str, str], ...] = (
        ("יעל", "כהן (2)"),
        ("👩‍👩‍👧‍👦", "Family 🇵🇱"),
        ("X" * 250, "Y" * 249),
    )
    for given, family in names:
        values = {"given_name": given, "family_name": family, "companies": [work]}
        write(outside, CreateContact(values))
    return open_window(workspace)


def settled(qtbot: QtBot, is_so: Callable[[], bool]) -> None:
    qtbot.waitUntil(is_so)


def test_names_of_all_alphabets_stand_in_the_list_whole_and_are_drawn_at_once(
    mixed: Session, qtbot: QtBot
) -> None:
    assert set(column(mixed)) == {HEBREW, "👩‍👩‍👧‍👦 Family 🇵🇱", f"{'X' * 250} {'Y' * 249}"}
    for line in range(3):
        contacts(mixed).table.choose(line)
        with at_once():
            mixed.window.grab()
    assert mixed.window.width() == 1360, "no name widens the window"


def test_in_the_preview_what_stands_beside_a_name_in_arabic_keeps_its_place(
    mixed: Session, qtbot: QtBot
) -> None:
    contacts(mixed).table.choose(column(mixed).index(HEBREW))
    view = view_of(mixed)
    view.show_preview(True)
    show_all_fields(mixed, qtbot)

    def words() -> list[str]:
        return [label.text() for label in view.findChildren(QLabel) if label.isVisible()]

    settled(qtbot, lambda: f"\u2068{ARABIC}\u2069, Chief 7" in words())


def test_a_name_in_hebrew_stays_apart_from_the_quotes_and_the_words_around_it(
    mixed: Session, qtbot: QtBot
) -> None:
    field, results = view_of(mixed).top.search, results_of(mixed)
    field.setFocus()
    QTest.keyClicks(field, "zzz ")
    field.insert("שלום")
    heading = results.states.pane.heading
    settled(qtbot, lambda: heading.text() == "No results for “\u2068zzz שלום\u2069”")


def test_in_the_palette_too(mixed: Session, qtbot: QtBot) -> None:
    mixed.window.open_palette()
    palette = there(mixed.window.search_palette)
    palette.line.setText("zzz שלום")
    quoted = "“\u2068zzz שלום\u2069”"
    made = (f"Create contact {quoted}", f"Create company {quoted}")
    wanted = [f"No results for {quoted}", *made]
    settled(qtbot, lambda: [line.title for line in palette.list.lines.lines] == wanted)
