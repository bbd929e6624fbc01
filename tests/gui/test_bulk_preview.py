"""What a bulk change would do is shown first; then one command does it, and one undo takes it
back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.activities.queries import find_open
from crm_desktop.features.common.listing import WHOLE_LIST, ids_of
from crm_desktop.features.contacts import queries
from crm_desktop.features.contacts.commands import ArchiveContacts, CreateContact
from crm_desktop.gui.pages.activities.many_tasks import ManyTasks
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell import removing
from crm_desktop.gui.shell.bulk.export import ExportPopover
from crm_desktop.gui.shell.bulk.field_choice import FieldChoice
from crm_desktop.gui.shell.bulk.field_popover import FieldPopover
from crm_desktop.gui.shell.bulk.list_bulk import ListBulk
from crm_desktop.gui.shell.bulk.tags_popover import TagsPopover
from crm_desktop.gui.shell.list_page import ListPage
from tests.gui.conftest import Open, OpenWindow, read, there, view_of, write

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def backend(workspace: Path, open_workspace: Open) -> Backend:
    """Four people, the first of whom is a client with a tag."""
    backend = open_workspace(workspace)
    write(
        backend,
        CreateContact({"given_name": "Anna", "status": "client", "tags": [{"name": "Key"}]}),
    )
    for name in ("Borys", "Celina", "Daria"):
        write(backend, CreateContact({"given_name": name}))
    return backend


@pytest.fixture
def session(backend: Backend, workspace: Path, open_window: OpenWindow) -> Session:
    """A window whose first three rows are ticked."""
    session = open_window(workspace)
    page = page_of(session)
    page.list.setFocus()
    page.choose_first()
    for _row in range(3):
        QTest.keyClick(page.list.table, Key.Key_Space)
    return session


def page_of(session: Session) -> ListPage:
    page = view_of(session).pages[0]
    assert isinstance(page, ListPage)
    return page


def bulk_of(session: Session) -> ListBulk:
    return page_of(session).bulk


def press(session: Session, name: str) -> None:
    [action] = [one for one in bulk_of(session).bar.offered if one.name == name]
    action.run(bulk_of(session).bar.more)


def popover(session: Session, kind: type, qtbot: QtBot) -> Any:
    actions = there(bulk_of(session).actions)
    qtbot.waitUntil(lambda: isinstance(actions.popover, kind))
    return actions.popover


def states(backend: Backend) -> list[dict[str, Any]]:
    from crm_desktop.store.loading import load_by_rid

    def everybody(reader: Any) -> list[dict[str, Any]]:
        rids = queries.find_order(reader, WHOLE_LIST)
        loaded = load_by_rid(reader.connection, reader.registry["contact"], rids)
        return [loaded[rid].state for rid in rids]

    return list(read(backend, everybody))


def test_a_status_is_shown_as_old_and_new_before_it_is_given_and_one_undo_takes_it_back(
    session: Session, backend: Backend, qtbot: QtBot
) -> None:
    press(session, "status")
    asked = popover(session, FieldPopover, qtbot)
    assert not asked.primary.isEnabled()
    asked.editor.load("client")
    asked.editor.changed.emit()
    qtbot.waitUntil(asked.primary.isEnabled)
    assert asked.primary.text() == "Change 2 contacts"
    told = asked.told.text().replace("\u2068", "").replace("\u2069", "")
    assert told.split("\n")[0] == "2 contacts will change. 1 is so already."
    assert "Borys: nothing → Client" in told
    assert [one["status"] for one in states(backend)] == ["client", None, None, None]
    QTest.mouseClick(asked.primary, LEFT)
    qtbot.waitUntil(lambda: [s["status"] for s in states(backend)] == ["client"] * 3 + [None])
    qtbot.waitUntil(lambda: not page_of(session).list.table.ticks)
    history = there(session.window.history)
    qtbot.waitUntil(lambda: history.next_undo is not None)
    history.undo()
    qtbot.waitUntil(lambda: [s["status"] for s in states(backend)] == ["client"] + [None] * 3)


def test_ticked_rows_that_a_filter_hides_are_counted_and_changed_too(
    session: Session, backend: Backend, qtbot: QtBot
) -> None:
    page = page_of(session)
    page.quick.changed.emit("Daria")
    qtbot.waitUntil(lambda: page.list.count == 1)
    assert bulk_of(session).bar.unseen.text() == "3 more not shown"
    press(session, "status")
    asked = popover(session, FieldPopover, qtbot)
    asked.editor.load("client")
    asked.editor.changed.emit()
    qtbot.waitUntil(asked.primary.isEnabled)
    assert asked.primary.text() == "Change 2 contacts"
    QTest.mouseClick(asked.primary, LEFT)
    qtbot.waitUntil(lambda: [s["status"] for s in states(backend)] == ["client"] * 3 + [None])
    qtbot.waitUntil(lambda: not page.list.table.ticks)


def test_tags_are_ticked_with_their_numbers_and_a_new_one_can_be_typed(
    session: Session, backend: Backend, qtbot: QtBot
) -> None:
    press(session, "tags")
    asked = popover(session, TagsPopover, qtbot)
    qtbot.waitUntil(lambda: asked.list.count() == 1)
    item = asked.list.item(0)
    assert item.text().replace("\u2068", "").replace("\u2069", "") == "Key (1)"
    assert item.checkState() == Qt.CheckState.PartiallyChecked
    QTest.keyClick(asked.line, Key.Key_Return)
    assert item.checkState() == Qt.CheckState.Checked
    qtbot.waitUntil(asked.primary.isEnabled)
    assert asked.primary.text() == "Change 2 contacts"
    QTest.keyClicks(asked.line, "Fair")
    qtbot.waitUntil(lambda: asked.list.item(0).text() == "Create “Fair”")
    QTest.keyClick(asked.line, Key.Key_Return)
    qtbot.waitUntil(asked.primary.isEnabled)
    assert asked.primary.text() == "Change 3 contacts"
    QTest.mouseClick(asked.primary, LEFT)
    qtbot.waitUntil(lambda: [len(one["tags"]) for one in states(backend)] == [2, 2, 2, 0])


def test_what_a_change_would_do_never_covers_the_bar_below(session: Session, qtbot: QtBot) -> None:
    session.window.resize(700, 600)  # the screen has room below it
    press(session, "tags")
    asked = popover(session, TagsPopover, qtbot)
    qtbot.waitUntil(lambda: asked.list.count() == 1)
    before, foot = asked.height(), asked.geometry().bottom()
    QTest.keyClick(asked.line, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(asked.told.text()))
    assert asked.height() > before
    bar = bulk_of(session).bar
    assert asked.geometry().bottom() == foot <= bar.mapToGlobal(bar.rect().center()).y()


def test_any_field_that_can_be_the_same_is_found_by_its_name(
    session: Session, backend: Backend, qtbot: QtBot
) -> None:
    press(session, "field")
    choice = popover(session, FieldChoice, qtbot)
    QTest.keyClicks(choice.line, "sour")
    QTest.keyClick(choice.line, Key.Key_Return)
    asked = popover(session, FieldPopover, qtbot)
    QTest.keyClicks(asked.editor.line, "Fair")
    qtbot.waitUntil(asked.primary.isEnabled)
    QTest.mouseClick(asked.primary, LEFT)
    qtbot.waitUntil(lambda: [s["source"] for s in states(backend)] == ["Fair"] * 3 + [None])


@pytest.mark.parametrize(
    ("for_each", "words"), [(True, "Create 3 tasks"), (False, "Create 1 task")]
)
def test_a_task_is_planned_for_each_or_for_all(
    session: Session, backend: Backend, qtbot: QtBot, for_each: bool, words: str
) -> None:
    rids = page_of(session).list.table.acted_on()
    ids = read(backend, ids_of, "contact", rids)
    press(session, "task")
    asked = popover(session, ManyTasks, qtbot)
    asked.one.setChecked(not for_each)
    QTest.keyClicks(asked.line.line, "Call tomorrow")
    assert asked.primary.text() == words
    QTest.keyClick(asked.line.line, Key.Key_Return)

    def steps() -> list[str]:
        return [one.id for key in ids for one in read(backend, find_open, "contact", key)]

    qtbot.waitUntil(lambda: len(steps()) == 3)
    assert len(set(steps())) == (3 if for_each else 1)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "vcf", "json"])
def test_ticked_rows_are_written_to_a_file(
    session: Session, qtbot: QtBot, tmp_path: Path, suffix: str
) -> None:
    press(session, "export")
    asked = popover(session, ExportPopover, qtbot)
    asked.formats[suffix].setChecked(True)
    QTest.mouseClick(asked.primary, LEFT)
    exporting = there(bulk_of(session).exporting)
    qtbot.waitUntil(lambda: exporting.dialog is not None)
    place = tmp_path / f"people.{suffix}"
    there(exporting.dialog).fileSelected.emit(str(place))
    with qtbot.waitSignal(exporting.told) as told:
        pass
    assert told.args[0] == f"3 records were written to people.{suffix}."
    assert place.exists()
    if suffix == "csv":
        lines = place.read_text("utf-8-sig").splitlines()
        assert lines[0].startswith("Name,Company,Phone")
        assert [line.partition(",")[0] for line in lines[1:]] == ["Anna", "Borys", "Celina"]
    there(exporting.dialog).close()


def test_rows_that_lose_their_ticks_while_it_is_asked_how_are_exported_and_no_others(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a colleague deletes them."""
    written: list[Any] = []
    exporting = there(bulk_of(session).exporting)
    monkeypatch.setattr(exporting, "choose_place", lambda *asked: written.append(asked[-1]))
    press(session, "export")
    asked = popover(session, ExportPopover, qtbot)
    page_of(session).list.table.clear_ticks()
    QTest.mouseClick(asked.primary, LEFT)
    assert [len(one.rids) for one in written] == [3]


def test_the_whole_list_is_exported_by_its_key_where_nothing_is_ticked(
    session: Session, qtbot: QtBot
) -> None:
    """Nobody who looks for it has to tick rows first."""
    page = page_of(session)
    page.list.table.clear_ticks()
    session.window.commands.action("file.export").trigger()
    asked = popover(session, ExportPopover, qtbot)
    assert asked.primary.text() == f"Export {page.list.count} rows…"
    asked.primary.setText("Экспортировать 1 000 000 строк…")  # was cut off at both ends
    asked.column.activate()
    asked.adjustSize()
    assert asked.primary.width() >= asked.primary.sizeHint().width()
    exporting = there(bulk_of(session).exporting)
    QTest.mouseClick(asked.primary, LEFT)
    qtbot.waitUntil(lambda: exporting.dialog is not None)
    there(exporting.dialog).close()


def test_a_list_that_is_just_being_asked_otherwise_is_exported_when_it_is_known(
    session: Session, qtbot: QtBot
) -> None:
    """Until then the rows that were there before are to be seen."""
    page = page_of(session)
    page.list.table.clear_ticks()
    page.quick.changed.emit("Bor")
    session.window.commands.action("file.export").trigger()
    asked = popover(session, ExportPopover, qtbot)
    assert asked.primary.text() == "Export 1 row…"
    asked.close()


def test_very_many_are_deleted_and_brought_back_in_the_background(
    session: Session, backend: Backend, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removing, "_DONE_IN_ONE_GO", 1)
    asked: list[Any] = []
    monkeypatch.setattr(removing, "ask_delete", lambda *arguments: asked.append(arguments[-1]))
    ids = read(backend, ids_of, "contact", page_of(session).list.table.acted_on())
    write(backend, ArchiveContacts(ids))
    page = page_of(session)
    page.show_shelf("archive")
    qtbot.waitUntil(lambda: page.list.count == 3)
    page.list.table.tick_all()
    press(session, "delete")
    qtbot.waitUntil(lambda: bool(asked))
    with qtbot.waitSignal(there(session.bridge).task_started):
        asked[0]()
    page.show_shelf("bin")
    qtbot.waitUntil(lambda: page.list.count == 3)
    page.list.table.tick_all()
    with qtbot.waitSignal(there(session.bridge).task_started):
        press(session, "restore")
    qtbot.waitUntil(lambda: page.list.count == 0)
