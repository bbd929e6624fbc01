"""Settings → Change log: live, page by page, and anything of it can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QDateTime, QModelIndex, Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.settings import log_model
from crm_desktop.gui.pages.settings.change_log import ChangeLogSection
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.numbers import shown_moment
from tests.gui.conftest import OpenWindow, contacts, view_of, write

OpenLog = Callable[[Path], tuple[Session, ChangeLogSection]]


@pytest.fixture
def open_log(open_window: OpenWindow, qtbot: QtBot) -> OpenLog:
    """Opens a window at the change log and waits for its first page."""

    def open_(path: Path) -> tuple[Session, ChangeLogSection]:
        session = open_window(path)
        view = view_of(session)
        view.show_place(len(view.pages) - 1)
        assert isinstance(view.page, SettingsPage)
        view.page.show_section("changes")
        section = view.page.section
        assert isinstance(section, ChangeLogSection)
        qtbot.waitUntil(lambda: section.model.is_loaded)
        return session, section

    return open_


def column(section: ChangeLogSection, number: int = log_model.WHAT) -> list[str]:
    model = section.model
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def fill(backend: Backend, number: int) -> None:
    for count in range(number):
        write(backend, CreateCompany({"name": f"Firm {count}"}))


def test_the_newest_comes_first_and_names_its_record(
    open_log: OpenLog, backend: Backend, workspace: Path
) -> None:
    fill(backend, 2)
    _session, section = open_log(workspace)
    assert column(section)[:2] == ["New company: Firm 1", "New company: Firm 0"]
    assert column(section, log_model.WHO)[0] == backend.actor.name
    assert column(section, log_model.RECORDS)[0] == "1"


def test_the_moment_is_never_cut(
    open_log: OpenLog, backend: Backend, workspace: Path, qtbot: QtBot
) -> None:
    fill(backend, 1)
    _session, section = open_log(workspace)
    wanted = section.table.sizeHintForColumn(log_model.WHEN)
    late = "28.12.2028 22:48"
    now = column(section, log_model.WHEN)[0]
    metrics = section.table.fontMetrics()
    wider = metrics.horizontalAdvance(late) - metrics.horizontalAdvance(now)
    assert section.table.columnWidth(log_model.WHEN) >= wanted + max(wider, 0)
    longest = shown_moment(QDateTime(QDate(2026, 9, 30), QTime(18, 48)))  # "Sept"
    assert section.table.columnWidth(log_model.WHEN) > metrics.horizontalAdvance(longest) + 22


def test_what_others_do_appears_by_itself(
    open_log: OpenLog, backend: Backend, workspace: Path, qtbot: QtBot
) -> None:
    _session, section = open_log(workspace)
    write(backend, CreateContact({"given_name": "Anna"}))
    qtbot.waitUntil(lambda: column(section)[0] == "New contact: Anna")


def test_an_operation_in_the_middle_can_be_taken_back_and_done_again(
    open_log: OpenLog, backend: Backend, workspace: Path, qtbot: QtBot
) -> None:
    write(backend, CreateContact({"given_name": "Anna"}))
    write(backend, CreateContact({"given_name": "Boris"}))
    session, section = open_log(workspace)
    assert not section.undo.isEnabled()
    section.table.setFocus()
    section.table.selectRow(1)
    QTest.mouseClick(section.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: column(section, log_model.STATE)[2] == "Undone")
    assert column(section)[0] == "Undo: New contact"
    assert not section.undo.isEnabled()
    qtbot.waitUntil(lambda: contacts(session).count in (1, 2))
    history = session.window.history
    assert history is not None
    qtbot.waitUntil(lambda: history.next_undo is not None)
    section.table.selectRow(0)  # the undoing itself: redo is for that
    assert not section.undo.isEnabled()


def test_older_pages_are_read_when_they_are_scrolled_to(
    open_log: OpenLog,
    backend: Backend,
    workspace: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(log_model, "PAGE", 40)
    fill(backend, 90)
    _session, section = open_log(workspace)
    assert section.model.rowCount() == 40
    bar = section.table.verticalScrollBar()
    for rows in (80, 91):
        bar.setValue(bar.maximum())
        qtbot.waitUntil(partial(_has_rows, section, rows))
    assert column(section)[-1].startswith("Set up")
    assert not section.model.canFetchMore(section.table.rootIndex())


def _has_rows(section: ChangeLogSection, rows: int) -> bool:
    return section.model.rowCount() == rows


def test_what_comes_above_leaves_the_eye_where_it_is(
    open_log: OpenLog, backend: Backend, workspace: Path, qtbot: QtBot
) -> None:
    fill(backend, 60)
    _session, section = open_log(workspace)
    bar = section.table.verticalScrollBar()
    bar.setValue(200)
    seen = section.table.indexAt(section.table.viewport().rect().center()).data()
    write(backend, CreateContact({"given_name": "Anna"}))
    qtbot.waitUntil(lambda: column(section)[0] == "New contact: Anna")
    assert section.table.indexAt(section.table.viewport().rect().center()).data() == seen


def test_the_log_is_narrowed_by_kind_and_widened_again(
    open_log: OpenLog, backend: Backend, workspace: Path, qtbot: QtBot
) -> None:
    fill(backend, 2)
    write(backend, CreateContact({"given_name": "Anna"}))
    _session, section = open_log(workspace)
    qtbot.waitUntil(lambda: section.kinds.count() > 2)
    section.kinds.setCurrentIndex(section.kinds.findText("New company"))
    qtbot.waitUntil(lambda: column(section) == ["New company: Firm 1", "New company: Firm 0"])
    section.kinds.setCurrentIndex(0)
    qtbot.waitUntil(lambda: len(column(section)) == 4)


def test_words_of_titles_stand_above_those_of_their_column(
    dressed: None, open_log: OpenLog, backend: Backend, workspace: Path
) -> None:
    fill(backend, 1)
    _session, section = open_log(workspace)
    ground = ThemeManager.instance().theme.colours.surface

    def left_of(widget: QWidget, height: int) -> int:
        image = widget.grab().toImage()
        places = range(image.width())
        return next(
            x for x in places if any(image.pixelColor(x, y) != ground for y in range(4, height))
        )

    section.table.setCurrentIndex(QModelIndex())
    header = section.table.horizontalHeader()
    height = section.table.rowHeight(0) - 4
    # "What" and "New company" begin with letters that keep a pixel or two free beside them.
    assert abs(left_of(header.viewport(), height) - left_of(section.table.viewport(), height)) <= 2
