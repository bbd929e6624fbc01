"""What the import wizard remembers of files, and what it does when they change underneath."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.gui.app import make_application
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.importing.actions import Importing
from crm_desktop.gui.pages.importing.remembered import RememberedColumns, remembered_file
from crm_desktop.gui.pages.importing.wizard import COLUMNS, FILE, RESULT, ImportWizard
from tests.gui.conftest import there

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")

HEADER = "ФИО;Тел. моб.;Отгрузок\n"
CLIENTS = HEADER + "Ким Марина;89005550114;12\nГатин Руслан;89005550127;3\n"

Begin = Callable[..., ImportWizard]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """No columns of an earlier test."""
    remembered_file().unlink(missing_ok=True)


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    """A sheet of two people."""
    path = tmp_path / "clients.csv"
    write(path, CLIENTS)
    return path


@pytest.fixture
def begin(bridge: Bridge, qtbot: QtBot) -> Iterator[Begin]:
    """Opens the wizard on files and waits until they are looked at."""
    make_application("en")
    bridge.settings["region"] = "RU"
    window = QWidget()
    window.resize(1440, 900)
    window.show()
    importing = Importing(
        bridge, tell_done=lambda _words: None, tell=lambda _words: None, window=window
    )

    def begin_(*paths: Path, seen: bool = True) -> ImportWizard:
        importing.start(paths)
        wizard = there(importing.wizard)
        if seen:
            qtbot.waitUntil(wizard.primary.isEnabled)
        return wizard

    yield begin_
    if importing.wizard is not None:
        importing.wizard.reject()
    importing.deleteLater()
    window.deleteLater()


def write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("windows-1251"))


def fields(wizard: ImportWizard) -> dict[str, str]:
    return {column.source: column.code for column in wizard.columns.table.columns.columns}


def choose_tags(wizard: ImportWizard, qtbot: QtBot) -> None:
    """Let the column of shipments go to the tags, by keyboard."""
    wizard.go(COLUMNS)
    table = wizard.columns.table
    table.setFocus()
    table.selectRow(2)
    QTest.keyClick(table, Qt.Key.Key_F2)
    QTest.keyClicks(table.picker.search, "tag")
    QTest.keyClick(table.picker.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: fields(wizard)["Отгрузок"] == "tags")


def import_all(wizard: ImportWizard, qtbot: QtBot) -> None:
    wizard.go(COLUMNS)
    wizard.primary.click()
    done = "The import is done"
    qtbot.waitUntil(lambda: wizard.import_step.title.text() == done)


def test_choices_are_kept_when_only_rows_have_changed(
    begin: Begin, clients: Path, qtbot: QtBot
) -> None:
    wizard = begin(clients)
    choose_tags(wizard, qtbot)
    write(clients, CLIENTS + "Чен Виктор;89005550819;7\n")
    wizard.primary.click()  # the import compares first
    banner = wizard.columns.banner
    qtbot.waitUntil(lambda: "your choices were kept" in banner.label.text())
    assert wizard.steps.current == COLUMNS
    assert fields(wizard)["Отгрузок"] == "tags"
    assert wizard.primary.text() == "&Import 3 rows"
    import_all(wizard, qtbot)
    assert wizard.import_step.created.number.text() == "3"


def test_choices_are_asked_anew_when_the_columns_are_others(
    begin: Begin, clients: Path, qtbot: QtBot
) -> None:
    wizard = begin(clients)
    choose_tags(wizard, qtbot)
    write(clients, "Отгрузок;ФИО;Тел. моб.\n12;Ким Марина;89005550114\n")
    wizard.inspection.look_whether_changed()
    qtbot.waitUntil(lambda: "columns are others now" in wizard.columns.banner.label.text())
    assert fields(wizard)["Отгрузок"] == "note"
    assert wizard.steps.current != RESULT


def test_a_file_with_another_time_and_the_same_content_has_not_changed(
    begin: Begin, clients: Path, qtbot: QtBot
) -> None:
    wizard = begin(clients)
    os.utime(clients, (1_700_000_000, 1_700_000_000))
    with qtbot.waitSignal(wizard.inspection.worker.checked):
        wizard.inspection.look_whether_changed()
    assert wizard.primary.isEnabled()
    import_all(wizard, qtbot)


def test_other_content_of_the_same_size_and_time_is_noticed_before_the_import(
    begin: Begin, clients: Path, qtbot: QtBot
) -> None:
    wizard = begin(clients)
    wizard.go(COLUMNS)
    stat = clients.stat()
    write(clients, CLIENTS.replace("Гатин", "Чагин"))
    os.utime(clients, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    wizard.primary.click()
    qtbot.waitUntil(lambda: "changed the file" in wizard.columns.banner.label.text())
    assert wizard.steps.current == COLUMNS


def test_a_file_in_use_says_so_in_place_and_is_read_when_asked_again(
    begin: Begin, clients: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, *_args: Any, **_values: Any) -> Any:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        wizard = begin(clients, seen=False)
        sentence = wizard.file.states.pane.sentence
        qtbot.waitUntil(lambda: "in use" in sentence.text())
    assert wizard.steps.current == FILE
    assert not wizard.primary.isEnabled()
    wizard.file.once_more_wanted.emit()
    qtbot.waitUntil(wizard.primary.isEnabled)


def test_columns_go_where_they_went_in_the_last_file_with_the_same_ones(
    begin: Begin, clients: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    wizard = begin(clients)
    choose_tags(wizard, qtbot)
    import_all(wizard, qtbot)
    wizard.reject()
    other = tmp_path / "next month.csv"
    write(other, HEADER + "Чен Виктор;89005550819;7\n")
    wizard = begin(other)
    assert fields(wizard)["Отгрузок"] == "tags"
    assert "last file with the same columns" in wizard.columns.banner.label.text()
    assert "Ким" not in remembered_file().read_text(encoding="utf-8")


def test_what_should_not_be_remembered_is_forgotten(
    begin: Begin, clients: Path, qtbot: QtBot
) -> None:
    wizard = begin(clients)
    choose_tags(wizard, qtbot)
    import_all(wizard, qtbot)
    wizard.reject()
    wizard = begin(clients)
    wizard.columns.remember.setChecked(False)
    import_all(wizard, qtbot)
    wizard.reject()
    assert fields(begin(clients))["Отгрузок"] == "note"


def test_the_file_of_remembered_columns_may_be_broken_or_unwritable(tmp_path: Path) -> None:
    path = tmp_path / "columns.json"
    path.write_text("{ broken")
    memory = RememberedColumns(path)
    assert memory.find("a") == {}
    memory.keep("a", {0: "full_name", 3: "tags"})
    assert memory.find("a") == {0: "full_name", 3: "tags"}
    path.write_text('{"a": {"0": "shoe_size", "x": "tags", "2": 5, "3": "tags"}, "b": []}')
    assert memory.find("a") == {3: "tags"}
    assert memory.find("b") == {}


def test_of_many_remembered_files_the_oldest_are_forgotten(tmp_path: Path) -> None:
    memory = RememberedColumns(tmp_path / "columns.json")
    for number in range(101):
        memory.keep(str(number), {0: "full_name"})
    assert memory.find("0") == {}
    assert memory.find("1") == memory.find("100") == {0: "full_name"}


def test_tiles_count_while_the_import_runs(begin: Begin, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "many.csv"
    rows = (f"Ann{n},Smith{n},ann{n}@vektor.example" for n in range(6_000))
    path.write_text("First name,Last name,E-mail\n" + "\n".join(rows) + "\n,,\n,,x\n")
    wizard = begin(path)
    wizard.go(COLUMNS)
    wizard.primary.click()
    created = wizard.import_step.created.number
    qtbot.waitUntil(lambda: created.text() not in ("", "0"), timeout=30_000)
    assert wizard.run.is_importing
    assert wizard.import_step.unchanged.number.text() == "…"
    assert wizard.primary.text() == "Put a&way"
    qtbot.waitUntil(lambda: wizard.run.task is None, timeout=60_000)
    assert created.text() == "6,000"
