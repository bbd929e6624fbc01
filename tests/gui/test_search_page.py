"""The page of answers: names first, then what hangs on records; Enter opens the card."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.files.commands import AttachFiles
from tests.gui.conftest import OpenWindow, results_of, there, view_of, write


def test_names_come_before_notes_and_notes_before_files(
    backend: Backend, workspace: Path, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    write(backend, CreateCompany({"name": "Vector Plus"}))
    marina = write(backend, CreateContact({"given_name": "Marina", "family_name": "Kim"}))
    path = tmp_path / "Vector offer.pdf"
    path.write_bytes(b"%PDF")
    backend.start(AttachFiles((path,), {"contacts": (marina,)})).future.result(timeout=10)
    task = {"kind": "task", "title": "Call Vector", "contacts": [marina]}
    write(backend, CreateActivity(task))
    session = open_window(workspace)
    view, results = view_of(session), results_of(session)
    view.search.setText("vector")
    qtbot.waitUntil(lambda: len(results.model.hits) == 3)
    model = results.model
    lines = [tuple(model.index(n, c).data() for c in (0, 2)) for n in range(3)]
    assert lines == [
        ("Vector Plus", "Company"),
        ("Call Vector", "Task"),
        ("Vector offer.pdf", "File"),
    ]
    assert not session.window.grab().isNull()

    results.table.setFocus()
    results.table.choose(1)
    QTest.keyClick(results.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.way.card is not None)
    assert there(there(view.way.card).record).id == marina


def test_what_only_a_note_holds_is_found(
    backend: Backend, workspace: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    marina = write(backend, CreateContact({"given_name": "Marina"}))
    note = {"kind": "note", "text": "Asks for a discount", "contacts": [marina]}
    write(backend, CreateActivity(note))
    session = open_window(workspace)
    results = results_of(session)
    results._rest.setInterval(3_600_000)  # where no name is found nobody waits for the hand
    view_of(session).search.setText("discount")
    qtbot.waitUntil(lambda: results.is_ready)
    [hit] = results.model.hits
    assert results.model.index(0, 0).data().startswith("Note of ")
    assert results.model.index(0, 1).data() == "Asks for a discount"
    assert hit.subtitle == "Marina"
    view_of(session).search.setText("qqqqq")
    qtbot.waitUntil(lambda: results.is_ready)
    assert not results.model.hits
