"""A long story from either end: End shows the oldest at once, Home the newest again."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import open_backend
from crm_desktop.core.clock import iso
from crm_desktop.features.activities.commands import CreateActivity, UpdateActivity
from crm_desktop.features.common.timeline import TimelineQuery
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.activities.reads import Portion, read_portion
from crm_desktop.gui.pages.activities.timeline_part import TimelinePart
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import there, wait_for_answers, write

START = datetime(2020, 1, 1, 9, tzinfo=timezone.utc)
NOTES = 200

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]


@pytest.fixture(scope="module")
def spoken_with(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RecordRef]:
    """A workspace with Marina, with whom somebody has spoken on two hundred days."""
    place = Path(shutil.copy(template, tmp_path_factory.mktemp("long") / "long.db"))

    def fill() -> str:
        backend = open_backend(str(place), create=False)
        key = str(backend.execute(CreateContact({"given_name": "Marina"})).result)
        for number in range(NOTES):
            backend.execute(CreateActivity(spoken(key, f"Note {number}", number)))
        backend.close()
        return key

    with ThreadPoolExecutor(1) as pool:
        return place, RecordRef("contact", pool.submit(fill).result())


@pytest.fixture
def workspace(spoken_with: tuple[Path, RecordRef], tmp_path: Path) -> Path:
    """That of this test."""
    return Path(shutil.copy(spoken_with[0], tmp_path / "workspace.db"))


@pytest.fixture
def person(spoken_with: tuple[Path, RecordRef]) -> RecordRef:
    """Marina."""
    return spoken_with[1]


def spoken(person: str, title: str, day: int) -> dict[str, object]:
    done = iso(START + timedelta(days=day))
    return {"kind": "call", "title": title, "contacts": [person], "done_at": done}


@pytest.fixture
def asked() -> list[TimelineQuery]:
    """What was read."""
    return []


@pytest.fixture
def part(
    bridge: Bridge, person: RecordRef, asked: list[TimelineQuery], qtbot: QtBot
) -> TimelinePart:
    """Her timeline, with the keyboard in it."""

    def read(reader: object, query: TimelineQuery, with_planned: bool) -> Portion:
        asked.append(query)
        return read_portion(reader, query, with_planned)  # type: ignore[arg-type]  # it is one

    part = TimelinePart(bridge, read)
    qtbot.addWidget(part)
    part.resize(620, 800)
    with qtbot.waitActive(part):
        part.show()
        part.activateWindow()
    part.show_record(person)
    qtbot.waitUntil(lambda: part.model.rowCount() > 0)
    wait_for_answers(bridge, qtbot)
    part.view.setFocus()
    return part


def current(part: TimelinePart) -> str:
    entry = part.view.current_entry()
    return entry.title if entry is not None else ""


def titles(part: TimelinePart) -> list[str]:
    return [row.title for row in part.model.rows if row.activity is not None]


def press(part: TimelinePart, key: Qt.Key) -> None:
    QTest.keyClick(part.view, key)


def at_the_end(part: TimelinePart, qtbot: QtBot) -> None:
    """End is pressed, and the oldest are there."""
    press(part, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: current(part) == "Note 0")
    qtbot.waitUntil(lambda: not part._is_reading)


def test_end_shows_the_oldest_by_one_question_and_home_the_newest(
    part: TimelinePart, asked: list[TimelineQuery], qtbot: QtBot
) -> None:
    asked.clear()
    at_the_end(part, qtbot)
    assert len(asked) == 1
    bar = part.view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    assert titles(part)[-3:] == ["Note 2", "Note 1", "Note 0"]
    assert len(titles(part)) < 70
    press(part, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: f"Note {NOTES - 1}" in titles(part))
    qtbot.waitUntil(lambda: bar.value() == 0)
    assert len(titles(part)) < NOTES


def test_upward_from_the_end_the_newer_ones_come_and_what_is_read_stays(
    part: TimelinePart, bridge: Bridge, qtbot: QtBot
) -> None:
    at_the_end(part, qtbot)
    before = titles(part)
    part.view.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: len(titles(part)) > len(before))
    assert titles(part)[-len(before) :] == before
    shown = part.view.indexAt(part.view.viewport().rect().topLeft())
    row = part.model.entry(shown.row())
    assert there(row).day is not None
    assert part.view.verticalScrollBar().value() > 0
    numbers = [int(title.split()[1]) for title in titles(part)]
    assert numbers == sorted(numbers, reverse=True)


def test_scrolled_up_to_the_newest_it_is_the_whole_story(
    part: TimelinePart, backend: Backend, person: RecordRef, qtbot: QtBot
) -> None:
    given = {"kind": "task", "title": "Send", "contacts": [person.id]}
    write(backend, CreateActivity(given))
    at_the_end(part, qtbot)

    def at_the_top() -> bool:
        part.view.verticalScrollBar().setValue(0)
        return part._story.is_newest and "Send" in titles(part)

    qtbot.waitUntil(at_the_top)
    assert titles(part) == ["Send", *(f"Note {n}" for n in reversed(range(NOTES)))]


def test_what_others_do_is_followed_at_the_far_end(
    part: TimelinePart, backend: Backend, person: RecordRef, bridge: Bridge, qtbot: QtBot
) -> None:
    at_the_end(part, qtbot)
    oldest = there(there(part.view.current_entry()).activity)
    write(backend, UpdateActivity(oldest.id, oldest.version, {"title": "Note 0 of all"}))
    for title, day in (("Newest", NOTES + 9), ("Oldest", -1)):
        write(backend, CreateActivity(spoken(person.id, title, day)))
    qtbot.waitUntil(lambda: titles(part)[-2:] == ["Note 0 of all", "Oldest"])
    wait_for_answers(bridge, qtbot)
    assert "Newest" not in titles(part)


def test_who_comes_back_to_the_far_end_finds_it(
    part: TimelinePart, bridge: Bridge, person: RecordRef, qtbot: QtBot
) -> None:
    at_the_end(part, qtbot)
    other = TimelinePart(bridge)
    qtbot.addWidget(other)
    other.resize(620, 800)
    other.show()
    other.restore(part.kept())
    other.show_record(person)
    qtbot.waitUntil(lambda: titles(other)[-1:] == ["Note 0"])
    anchor = there(part.view.anchor())
    qtbot.waitUntil(lambda: there(other.view.anchor() or ("", 0))[0] == anchor[0])
