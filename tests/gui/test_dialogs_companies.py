"""The dialogs of companies: tax numbers, the warning of what exists, changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.i18n import LANGUAGES, set_language
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.companies.queries import get_company
from crm_desktop.gui.kit.form_field import FormField
from crm_desktop.gui.kit.form_items import ItemsField
from crm_desktop.gui.pages.companies.kind import read_text
from crm_desktop.gui.record_dialogs import RecordDialogs
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.form_create import CreateDialog
from crm_desktop.gui.shell.form_edit import EditDialog
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.store.loading import Loaded
from tests.gui.conftest import OpenWindow, read, there, view_of, write

INN = "7707083893"


@pytest.fixture
def outside(backend: Backend) -> Backend:
    """Another program on the same workspace, with one company."""
    numbers = [{"kind": "inn", "value": INN}]
    write(backend, CreateCompany({"name": "Vektor Plus", "tax_ids": numbers}))
    return backend


@pytest.fixture
def session(outside: Backend, workspace: Path, open_window: OpenWindow, qtbot: QtBot) -> Session:
    """A window that shows the companies."""
    session = open_window(workspace)
    view_of(session).show_place(1)
    qtbot.waitUntil(lambda: names(session) == ["Vektor Plus"])
    return session


def names(session: Session) -> list[str]:
    page = view_of(session).pages[1]
    assert isinstance(page, ListPage)
    model = page.list.model
    return [model.text_at(line, 0) or "" for line in range(model.rowCount())]


def begin(session: Session, qtbot: QtBot) -> CreateDialog:
    """Open what Ctrl+N opens on the page of companies."""
    qtbot.waitUntil(session.window.isActiveWindow)
    target = session.window.focusWidget() or session.window
    QTest.keyClick(target, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = dialogs_of(session).new_company
    qtbot.waitUntil(dialog.isVisible)
    dialog.activateWindow()
    return dialog


def dialogs_of(session: Session) -> RecordDialogs:
    return there(session.dialogs)


def items(dialog: CreateDialog | EditDialog, name: str) -> ItemsField:
    entry = dialog.form.entries[name]
    assert isinstance(entry, ItemsField)
    return entry


def field(dialog: CreateDialog | EditDialog, name: str) -> FormField:
    entry = dialog.form.entries[name]
    assert isinstance(entry, FormField)
    return entry


def current(session: Session, outside: Backend) -> Loaded:
    record = there(view_of(session).page.current())
    loaded = read(outside, get_company, record.id)
    assert isinstance(loaded, Loaded)
    return loaded


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_company_is_created_with_its_number_as_the_right_kind(
    language: str, session: Session, outside: Backend, qtbot: QtBot
) -> None:
    set_language(language)
    dialog = begin(session, qtbot)
    QTest.keyClicks(field(dialog, "name").line, "Delta")
    QTest.keyClicks(items(dialog, "tax_ids").line, "526-025-02-74")
    QTest.keyClicks(field(dialog, "city").line, "Warszawa")
    QTest.keyClick(field(dialog, "city").line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(session) == ["Delta", "Vektor Plus"])
    qtbot.waitUntil(lambda: current(session, outside).state["name"] == "Delta")
    state = current(session, outside).state
    assert state["tax_ids"] == [{"kind": "nip", "value": "5260250274"}]
    assert state["addresses"][0]["city"] == "Warszawa"


def test_a_company_needs_a_name(session: Session, qtbot: QtBot) -> None:
    dialog = begin(session, qtbot)
    QTest.keyClick(field(dialog, "name").line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "needs a name" in field(dialog, "name").mistake.text())
    dialog.reject()


@pytest.mark.parametrize(
    ("typed", "place", "words"),
    [
        (("tax_ids", "77 07 08 38 93"), "tax_ids", "Vektor Plus (same tax number)"),
        (("name", "OOO VEKTOR plus ltd"), "name", ""),
        (("name", "Vektor Plus, Ltd"), "name", "Vektor Plus"),
    ],
)
def test_the_warning_stands_below_its_field(
    typed: tuple[str, str], place: str, words: str, session: Session, qtbot: QtBot
) -> None:
    dialog = begin(session, qtbot)
    name, text = typed
    entry = dialog.form.entries[name]
    assert isinstance(entry, (FormField, ItemsField))
    QTest.keyClicks(entry.line, text)
    box = dialog.form.boxes[place]
    if words:
        qtbot.waitUntil(lambda: [line.words for line in box.lines] == [words])
        assert box.isVisible()
    else:
        qtbot.wait(500)
        assert not box.isVisible()
    dialog.reject()


def test_a_wrong_number_is_said_at_its_field_and_the_rest_is_kept(
    session: Session, qtbot: QtBot
) -> None:
    dialog = begin(session, qtbot)
    QTest.keyClicks(field(dialog, "name").line, "Delta")
    numbers = items(dialog, "tax_ids")
    QTest.keyClicks(numbers.line, "123")
    dialog.save.click()
    assert dialog.isVisible()
    assert "123" in numbers.mistake.text()
    numbers.line.setText(INN)
    assert numbers.mistake.isHidden()
    dialog.reject()


def test_a_company_is_changed_by_shift_f2(session: Session, outside: Backend, qtbot: QtBot) -> None:
    view_of(session).show_first()
    view_of(session).focus_list()
    page = view_of(session).pages[1]
    assert isinstance(page, ListPage)
    QTest.keyClick(page.list.table, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    dialog = dialogs_of(session).edit_dialog("company")
    qtbot.waitUntil(dialog.isVisible)
    assert items(dialog, "tax_ids").line.text() == INN
    items(dialog, "bank_accounts").line.setText("PL61109010140000071219812874")
    QTest.keyClicks(field(dialog, "name").line, "Vektor")
    dialog.save.click()
    qtbot.waitUntil(lambda: names(session) == ["Vektor"])
    state = current(session, outside).state
    assert state["bank_accounts"][0]["iban"] == "PL61109010140000071219812874"
    assert state["tax_ids"] == [{"kind": "inn", "value": INN}]


def test_the_preview_names_tax_numbers_in_the_language_of_the_window(outside: Backend) -> None:
    set_language("ru")
    numbers = [{"kind": "inn", "value": "7736050003"}]
    company = write(outside, CreateCompany({"name": "Delta", "tax_ids": numbers}))
    text = there(read(outside, read_text, company))
    assert "ИНН 7736050003" in [field.value for field in text.fields]
