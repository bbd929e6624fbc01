"""The question before records are deleted: what hangs on them, and a number to type for many."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.data.queries import Hanging, count_hanging
from crm_desktop.gui.shell.delete_question import DeleteQuestion, ask_delete
from tests.gui.conftest import read, write

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What the question stands over."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    return window


def ask(window: QWidget, number: int, hanging: Hanging, done: list[bool]) -> DeleteQuestion:
    return ask_delete(window, number, hanging, lambda: done.append(True))


def test_a_few_records_are_deleted_by_one_press(window: QWidget) -> None:
    done: list[bool] = []
    box = ask(window, 20, Hanging(0, 0), done)
    assert box.typed.isHidden()
    QTest.mouseClick(box.do, Qt.MouseButton.LeftButton)
    assert done == [True]


def test_one_record_is_spoken_of_as_one(window: QWidget) -> None:
    assert (
        ask(window, 1, Hanging(2, 0), []).sentence.text().startswith("It goes to the recycle bin")
    )
    assert (
        ask(window, 2, Hanging(2, 0), []).sentence.text().startswith("They go to the recycle bin")
    )


@pytest.mark.parametrize("typed", ["1200", "1 200", "1,200", " 1200 "])
def test_for_many_their_number_is_typed_first(window: QWidget, typed: str) -> None:
    done: list[bool] = []
    box = ask(window, 1200, Hanging(0, 0), done)
    line = box.typed
    assert not box.do.isEnabled()
    QTest.keyClicks(line, "12")
    assert not box.do.isEnabled()
    line.clear()
    QTest.keyClicks(line, typed)
    QTest.mouseClick(box.do, Qt.MouseButton.LeftButton)
    assert done == [True]


def test_enter_and_esc_keep_the_records(window: QWidget, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        done: list[bool] = []
        box = ask(window, 3, Hanging(0, 0), done)
        QTest.keyClick(box, key)
        qtbot.waitUntil(lambda box=box: not box.isVisible())  # type: ignore[misc]
        assert not done


def test_the_question_counts_what_hangs_on_them(window: QWidget) -> None:
    box = ask(window, 3, Hanging(41, 2), [])
    assert box.sentence.text().endswith("With them go out of sight: 41 activities, 2 files.")
    box.close()


def test_activities_that_are_linked_are_counted(backend: Backend) -> None:
    anna, borys = (str(write(backend, CreateContact({"given_name": n}))) for n in ("A", "B"))
    for contacts in ([anna], [anna, borys], [borys]):
        values = {"kind": "note", "text": "Heard", "contacts": contacts}
        write(backend, CreateActivity(values))
    assert read(backend, count_hanging, "contact", (anna,)) == Hanging(2, 0)
    assert read(backend, count_hanging, "contact", (anna, borys)) == Hanging(3, 0)
