"""The import wizard where rows become entries of a custom list: what it asks, and what it does when
a file can't be read or changes underneath."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.common.list_entities import list_entity
from crm_desktop.features.custom_lists.commands import CreateList
from crm_desktop.features.data.entries import preview
from crm_desktop.features.data.importing.commands import ImportFiles
from crm_desktop.gui.app import make_application
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.importing import into_list
from crm_desktop.gui.pages.importing.into_list import ListColumns
from crm_desktop.gui.pages.importing.wizard import COLUMNS, ImportWizard
from crm_desktop.integrations.tabular.reading import read_tables
from crm_desktop.integrations.tabular.table import ReadOptions
from tests.gui.conftest import there, write

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")

SITES = "Name,Birthday,Floors\nTower,03/04/2026,12\n"


@pytest.fixture
def sites(backend: Backend) -> str:
    """A list without entries."""
    return list_entity(write(backend, CreateList({"name": "Sites"})))


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Where the sheet stands that is brought in."""
    return tmp_path / "sites.csv"


def test_a_file_that_changes_underneath_is_shown_anew_with_what_was_chosen(
    bridge: Bridge, sites: str, sheet: Path, qtbot: QtBot
) -> None:
    make_application("en")
    sheet.write_text(SITES, encoding="utf-8")
    window = QWidget()
    qtbot.addWidget(window)
    wizard = ImportWizard(bridge, window)
    wizard.begin((sheet,))
    qtbot.waitUntil(wizard.primary.isEnabled)
    asked = (wizard.file.has_header, wizard.file.dates)
    assert not any(one.isHidden() for one in asked)
    wizard.bring_into(sites)
    assert all(one.isHidden() for one in asked)  # a list finds dates out itself

    wizard.primary.click()
    columns = wizard.list_columns
    qtbot.waitUntil(lambda: wizard.primary.isEnabled() and columns.outlook is not None)
    columns.form.entries["Floors"].load("ignore")
    qtbot.waitUntil(lambda: columns.outlook is not None and columns.outlook.notes == 1)
    sheet.write_text(SITES + "Hall,05/04/2026,2\n", encoding="utf-8")
    wizard.primary.click()  # the import compares first
    qtbot.waitUntil(lambda: "your choices were kept" in columns.banner.label.text())
    assert wizard.steps.current == COLUMNS
    assert columns.form.entries["Floors"].value() == "ignore"
    assert there(columns.outlook).notes == 2
    qtbot.waitUntil(lambda: wizard.primary.text() == "&Import 2 rows")
    wizard.primary.click()
    qtbot.waitUntil(lambda: wizard.import_step.title.text() == "The import is done")
    assert wizard.import_step.created.number.text() == "2"
    wizard.reject()


def test_a_file_that_could_not_be_read_is_tried_again(
    bridge: Bridge, sites: str, sheet: Path, qtbot: QtBot
) -> None:
    make_application("en")
    columns = ListColumns(bridge)
    qtbot.addWidget(columns)
    columns.entity = sites
    files = ImportFiles((sheet,), "", "en")
    columns.begin(files, "")
    qtbot.waitUntil(lambda: columns.banner.label.text() not in ("", "Reading the file…"))
    sheet.write_text(SITES, encoding="utf-8")
    columns.begin(files, "")
    qtbot.waitUntil(lambda: columns.is_ready)
    assert set(columns.form.entries) == {"Name", "Birthday", "Floors"}


def test_the_row_of_names_is_chosen_and_a_row_is_seen_as_it_will_be(
    bridge: Bridge, sites: str, sheet: Path, qtbot: QtBot
) -> None:
    make_application("en")
    sheet.write_text("Sites of this year,,\n" + SITES + "Hall,,2\n", encoding="utf-8")
    window = QWidget()
    qtbot.addWidget(window)
    wizard = ImportWizard(bridge, window)
    wizard.begin((sheet,))
    qtbot.waitUntil(wizard.primary.isEnabled)
    wizard.bring_into(sites)
    rows = wizard.file.header.list
    assert rows.itemText(2) == "in row 2"
    rows.setCurrentIndex(2)
    rows.activated.emit(2)
    qtbot.waitUntil(lambda: there(wizard.inspection.looked).decisions.header_row == 1)
    wizard.primary.click()
    columns = wizard.list_columns
    qtbot.waitUntil(lambda: list(columns.form.entries) == ["Name", "Birthday", "Floors"])

    def seen() -> tuple[str, str, list[str]]:
        record = columns.beside.pane.shown
        values = [field.value for field in record.fields] if record is not None else []
        return record.title if record is not None else "", columns.beside.place.text(), values

    notes = "Birthday: 03/04/2026\nFloors: 12"
    qtbot.waitUntil(lambda: seen() == ("Tower", "1 of 2", [notes]))
    columns.beside.next.click()
    qtbot.waitUntil(lambda: seen() == ("Hall", "2 of 2", ["Floors: 2"]))
    columns.form.entries["Floors"].load("title")
    qtbot.waitUntil(lambda: seen()[0] == "2")
    wizard.reject()


@pytest.fixture
def look_at(bridge: Bridge, sites: str, qtbot: QtBot) -> Callable[..., ListColumns]:
    """The columns of files that are read anew each time."""
    make_application("en")
    columns = ListColumns(bridge)
    qtbot.addWidget(columns)
    columns.entity = sites

    def begin(*sheets: Path) -> ListColumns:
        table = next(iter(read_tables(sheets[0], ReadOptions())), None)
        columns.begin(ImportFiles(sheets, "", "en"), str(sheets[0].stat()), table)
        return columns

    return begin


def test_a_row_is_shown_at_its_place_however_fast_one_goes_on(
    look_at: Callable[..., ListColumns], sheet: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, gate, real = list[int](), Event(), preview.row_as_it_will_be

    def wait_at_the_second(reader: Any, command: Any, table: Any, place: int) -> Any:
        asked.append(place)
        assert place != 1 or gate.wait(30)
        return real(reader, command, table, place)

    monkeypatch.setattr(into_list, "row_as_it_will_be", wait_at_the_second)
    sheet.write_text("Name,Floors\nA,1\nB,2\nC,3\nD,4\n", encoding="utf-8")
    beside = look_at(sheet).beside
    qtbot.waitUntil(lambda: beside.pane.shown is not None)
    beside.next.click()
    qtbot.waitUntil(lambda: asked[-1] == 1)
    beside.next.click()
    beside.next.click()
    gate.set()
    qtbot.waitUntil(lambda: there(beside.pane.shown).title == "D")
    assert (asked[-2:], beside.place.text()) == ([1, 3], "4 of 4")
    sheet.write_text("Name,Floors\nE,1\nF,2\n", encoding="utf-8")
    look_at(sheet)
    assert (beside.pane.shown, beside.place.text()) == (None, "")
    qtbot.waitUntil(lambda: beside.pane.shown is not None)
    assert (there(beside.pane.shown).title, beside.place.text()) == ("F", "2 of 2")


def test_a_title_gives_way_only_to_one_of_its_sheet(
    look_at: Callable[..., ListColumns], sheet: Path, qtbot: QtBot
) -> None:
    other = sheet.with_name("others.csv")
    sheet.write_text("City,Name\nParis,Tower\n", encoding="utf-8")
    other.write_text("Object,Floors\nHall,2\n", encoding="utf-8")
    columns = look_at(sheet, other)
    qtbot.waitUntil(lambda: columns.outlook is not None)
    entries = columns.form.entries
    entries["Floors"].load("title")
    assert [name for name, one in entries.items() if one.value() == "title"] == ["Name", "Floors"]
    entries["City"].load("title")
    assert [name for name, one in entries.items() if one.value() == "title"] == ["City", "Floors"]
