"""Cells edited while others work on the same records: nothing is lost, no row goes away."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import open_backend
from crm_desktop.core.errors import Invalid, Unavailable
from crm_desktop.core.i18n import msg
from crm_desktop.features.contacts.commands import ArchiveContacts, CreateContact, UpdateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.gui.kit.cell_editor import Kept
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card_fields.part import program_drafts
from crm_desktop.gui.shell.card_fields.saving import FieldSave
from crm_desktop.gui.shell.conflicts import ConflictDialog
from crm_desktop.gui.shell.list_page import ListPage
from tests.gui.card_fields import press
from tests.gui.cells import Cells
from tests.gui.conftest import close_windows, contacts, read, there, view_of, write

pytestmark = pytest.mark.qt_log_ignore("does not support", "propagateSizeHints")

Key = Qt.Key
ON_SQLITE = pytest.mark.parametrize("address", ["sqlite"], indirect=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    name = "workspace" if request.param == "sqlite" else "postgresql_workspace"
    return str(request.getfixturevalue(name))


@pytest.fixture
def outside(address: str) -> Iterator[Backend]:
    """Another program on the workspace, with three people."""
    with ThreadPoolExecutor(1) as pool:
        backend = pool.submit(open_backend, address, create=False).result()
    backend.feed.start()
    for name in ("Anna", "Borys", "Celina"):
        write(backend, CreateContact({"given_name": name, "source": "Fair"}))
    yield backend
    backend.close()


@pytest.fixture
def session(outside: Backend, address: str, program: Program, qtbot: QtBot) -> Iterator[Session]:
    """A window on the list of people."""
    session = program.open(address)
    qtbot.waitUntil(lambda: session.window.view is not None)
    qtbot.waitUntil(lambda: contacts(session).model.is_whole and contacts(session).count == 3)
    session.window.activateWindow()
    qtbot.waitActive(session.window)
    yield session
    close_windows(program, qtbot)


@pytest.fixture
def cells(session: Session, qtbot: QtBot) -> Cells:
    page = view_of(session).pages[0]
    assert isinstance(page, ListPage)
    page.list.table.layout_of_columns.choose(["name", "phone", "email", "source"])
    cells = Cells(page, qtbot)
    qtbot.waitUntil(lambda: cells.text(0, "source") == "Fair")
    return cells


def change(outside: Backend, cells: Cells, line: int, **values: object) -> str:
    """Somebody else changes the person of this line."""
    key = there(cells.model.record_at(line)).id
    loaded = there(read(outside, get_contact, key))
    write(outside, UpdateContact(key, loaded.version, values))
    return key


def test_a_cell_is_saved_beside_what_others_changed(cells: Cells, outside: Backend) -> None:
    cells.go_to(1, "source")
    press(cells.table, Key.Key_F2)
    cells.opened()
    key = change(outside, cells, 1, position="Buyer")
    press(cells.type("Web"), Key.Key_Return)
    cells.waits(1, "source", "Web")
    state = there(read(outside, get_contact, key)).state
    assert (state["source"], state["position"]) == ("Web", "Buyer")
    assert not cells.page.window().findChildren(ConflictDialog)


@ON_SQLITE
def test_of_two_values_for_one_cell_the_person_chooses(
    cells: Cells, outside: Backend, qtbot: QtBot
) -> None:
    cells.open(1, "source")
    key = change(outside, cells, 1, source="Call")
    press(cells.type("Web"), Key.Key_Return)
    window = cells.page.window()
    qtbot.waitUntil(lambda: bool(window.findChildren(ConflictDialog)))
    [dialog] = window.findChildren(ConflictDialog)
    QTest.mouseClick(dialog.rows["source"].mine.button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    cells.waits(1, "source", "Web")
    assert there(read(outside, get_contact, key)).state["source"] == "Web"


@ON_SQLITE
def test_rows_stay_under_an_open_cell_until_it_is_closed(
    cells: Cells, outside: Backend, qtbot: QtBot
) -> None:
    editor = cells.open(2, "source")
    first = there(cells.model.record_at(0)).id
    write(outside, ArchiveContacts((first,)))
    write(outside, CreateContact({"given_name": "Aaron"}))
    qtbot.waitUntil(lambda: not cells.page.list.waiting.isHidden())
    assert cells.names() == ["Anna", "Borys", "Celina"]
    assert cells.editor is editor
    assert editor.editor.has_focus()
    press(cells.type("Web"), Key.Key_Return)
    qtbot.waitUntil(lambda: cells.names() == ["Aaron", "Borys", "Celina"])
    cells.waits(2, "source", "Web")


@ON_SQLITE
def test_a_cell_whose_row_has_left_the_list_is_saved_all_the_same(
    cells: Cells, outside: Backend, qtbot: QtBot
) -> None:
    cells.open(1, "source")
    key = there(cells.model.record_at(1)).id
    write(outside, ArchiveContacts((key,)))
    qtbot.waitUntil(lambda: not cells.page.list.waiting.isHidden())
    cells.type("Web")
    cells.model.show_held()
    assert cells.names() == ["Anna", "Celina"]
    assert cells.editor is None
    qtbot.waitUntil(lambda: there(read(outside, get_contact, key)).state["source"] == "Web")


@ON_SQLITE
def test_the_draft_of_a_second_value_stays_until_that_is_saved_too(
    cells: Cells, qtbot: QtBot
) -> None:
    cells.open(1, "source")
    editing = there(cells.page._cells)
    kept: list[list[object]] = []
    drafts, record = program_drafts()._own, there(editing._record)

    def note(_record: object) -> None:
        kept.append([draft for place, draft in drafts.items() if record.id in place])

    editing.saving.known.connect(note)
    for value in ("Web", "Fair"):
        editing.saving.save(record, "source", "source", Kept(value, value, value))
    qtbot.waitUntil(lambda: len(kept) == 2)
    assert kept == [["Fair"], []]


def test_a_refused_value_leaves_the_other_cells_what_was_entered(
    cells: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = list[FieldSave]()
    for line, name in ((0, "Web"), (1, "No such source"), (2, "Web")):
        cells.open(line, "source")
        saver = there(cells.page._cells).saving._saver
        monkeypatch.setattr(saver, "save", waiting.append)
        press(cells.type(name), Key.Key_Return)
    drawn = set(cells.table.awaited)
    assert len(drawn) == 3
    refused = cells.table.key_of(1), cells.index(1, "source").column()
    saver.refused.emit(waiting[1], Unavailable(msg("No such source.")))
    assert set(cells.table.awaited) == drawn - {refused}


@ON_SQLITE
@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_a_refused_value_stands_in_the_cell_again_or_the_card_offers_it(
    cells: Cells, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, is_elsewhere: bool
) -> None:
    cells.open(1, "source")
    editing = there(cells.page._cells)
    record, waiting = there(editing._record), list[FieldSave]()
    monkeypatch.setattr(editing.saving._saver, "save", waiting.append)
    press(cells.type("Web"), Key.Key_Return)
    if is_elsewhere:
        cells.open(2, "source")
    editing.saving._saver.refused.emit(waiting[0], Invalid(msg("No such source."), "source"))
    workspace = editing.saving._bridge.settings.get("id", "")
    offered = program_drafts().left(workspace, "contact", record.id)
    if is_elsewhere:
        assert offered == {"source": "Web"}
    else:
        assert there(cells.editor).mistake
        assert offered == {}


@ON_SQLITE
def test_who_leaves_the_list_with_a_wrong_cell_is_asked(
    cells: Cells, session: Session, qtbot: QtBot
) -> None:
    cells.open(1, "email")
    cells.type("borys@")
    view_of(session).show_place(1)
    question = there(QApplication.activeModalWidget())
    assert view_of(session).page is cells.page
    press(question, Key.Key_Escape)  # to mend it
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert there(cells.editor).mistake
    press(cells.type("borys@example.com"), Key.Key_Tab)
    cells.opened()
    view_of(session).show_place(1)
    assert view_of(session).page is not cells.page
    assert cells.editor is None
    view_of(session).show_place(0)
    cells.waits(1, "email", "borys@example.com")
