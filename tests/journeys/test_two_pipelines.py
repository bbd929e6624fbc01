"""A head of sales sets up two pipelines in five minutes: by the mouse and keys of somebody who is
in no hurry, every press of which is counted."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import open_backend
from crm_desktop.core.i18n import _
from crm_desktop.core.threads import allow_waiting
from crm_desktop.features.pipelines.queries import find_lost_reasons, find_pipelines
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.pages.settings.pipelines import PipelinesSection
from crm_desktop.gui.shell.new_pipeline import EMPTY, NewPipelineDialog
from tests.gui.conftest import view_of
from tests.journeys.window import Start, end, focused, press, to_front, window_of, write

# Of the screen that the tests draw on, not of the program.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagateSizeHints)")

# An average hand that knows what it wants: pointing with a press, and a key (Card, Moran and
# Newell: The keystroke-level model, 1980).
POINT_SECONDS, KEY_SECONDS = 1.1, 0.28
FIVE_MINUTES = 300
STAGES = [("Zapytanie", 10, 3), ("Pomiar", 30, 5), ("Wycena", 50, 7), ("Umowa", 80, 10)]
REASON = "Wybrał inną firmę montażową"


class Hands:
    """What is pressed, and how long a person takes over it. Waiting is not counted."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.seconds = 0.0

    def wait(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        """In the middle; boxes and circles on their mark."""
        self.wait(widget.isVisible)
        self.seconds += POINT_SECONDS
        is_mark = isinstance(widget, QAbstractButton) and widget.isCheckable()
        usual = QPoint(8, widget.height() // 2) if is_mark else widget.rect().center()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place or usual)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        self.seconds += KEY_SECONDS * (1 if modifier is None else 2)
        press(focused(), key, modifier)

    def type(self, text: str) -> None:
        self.seconds += KEY_SECONDS * len(text)
        write(text)

    def retype(self, widget: QLineEdit | QSpinBox, text: str) -> None:
        """Over all that stands there."""
        self.click(widget)
        self.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.type(text)

    def choose(self, button: QWidget, *words: str) -> None:
        """Out of the menu of a button, and the menus in it."""
        self.click(button)
        for word in words:
            self.wait(partial(is_offered, word))
            menu: Any = QApplication.activePopupWidget()
            self.click(menu, menu.actionGeometry(entries_of(menu)[word]).center())


def entries_of(menu: QWidget | None) -> dict[str, QAction]:
    """What can be chosen in a menu that is open, by its words."""
    actions = menu.actions() if isinstance(menu, QMenu) else []
    return {action.text().replace("&", ""): action for action in actions}


def has_stages(section: PipelinesSection, number: int) -> bool:
    """Whether so many are shown."""
    return section.table.lines.rowCount() == number


def is_offered(word: str) -> bool:
    """Whether a menu is open in which it can be chosen."""
    return word in entries_of(QApplication.activePopupWidget())


def test_a_head_of_sales_sets_up_two_pipelines_in_five_minutes(
    opened_file: Path, tmp_path: Path, start: Start, qtbot: QtBot
) -> None:
    workspace = str(shutil.copy(opened_file, tmp_path / "workspace.db"))
    program = start("pl", workspace)
    session, hands = window_of(program, qtbot), Hands(qtbot)
    view = view_of(session)
    session.window.resize(1440, 900)
    to_front(session.window, qtbot)

    # To the settings, and to the pipelines there.
    hands.click(view.sidebar.buttons[-1])
    page = view.page
    assert isinstance(page, SettingsPage)
    number = [type(one) for one in page.sections].index(PipelinesSection)
    hands.click(page._group.button(number))
    section = page.section
    assert isinstance(section, PipelinesSection)
    stages, pane = section.table.lines, section.pane
    hands.wait(lambda: section.tabs.count() == 1 and stages.rowCount() == 5)

    # A pipeline is there. It gets a stage for requests, products that the third stage asks for,
    # another number of days after which deals rot, and a reason of the office’s own.
    to_front(session.window, qtbot)
    hands.click(section.ends.intake)
    hands.wait(pane.name.line.hasFocus)
    hands.key(Qt.Key.Key_Return)
    hands.click(section.table.viewport(), section.table.rect_of(stages.id_at(2)).center())
    hands.wait(lambda: pane.name.text == stages.line(2).name)
    hands.choose(pane.required.add, _("Deal"), _("Products"))
    hands.retype(pane.days, "4")
    hands.click(section.ends.reasons)
    hands.click(section.reasons.new.line)
    hands.type(REASON)
    hands.key(Qt.Key.Key_Return)

    # The second is their own from the first stage to the last.
    hands.click(section.new)
    hands.wait(lambda: isinstance(QApplication.activeWindow(), NewPipelineDialog))
    question: Any = QApplication.activeWindow()
    hands.click(question.templates.buttons[EMPTY])
    hands.click(question.name.line)
    hands.type("Montaż")
    hands.key(Qt.Key.Key_Return)
    hands.wait(lambda: section.tabs.count() == 2 and stages.rowCount() == 0)
    to_front(session.window, qtbot)
    for number, (name, chance, days) in enumerate(STAGES, start=1):
        hands.click(section.ends.add)
        hands.wait(partial(has_stages, section, number))
        hands.wait(pane.name.line.hasFocus)
        hands.type(name)
        hands.key(Qt.Key.Key_Tab)
        hands.wait(pane.chance.hasFocus)
        hands.type(str(chance))
        hands.retype(pane.days, str(days))
    hands.choose(pane.required.add, _("Deal"), _("Amount"))
    hands.click(section.ends.intake)
    hands.wait(lambda: stages.rowCount() == len(STAGES) + 1 and pane.name.line.hasFocus())
    hands.key(Qt.Key.Key_Return)
    hands.wait(lambda: view.status.saving.text() == _("All saved"))
    end(program, qtbot)

    allow_waiting()
    backend = open_backend(workspace, create=False)
    first, second = backend.ask(find_pipelines)
    reasons = backend.ask(find_lost_reasons)
    backend.close()
    assert [one.is_intake for one in first.stages] == [True] + 5 * [False]
    third = first.stages[2]
    assert [one.field for one in third.required] == ["source", "lines"]
    assert (third.rot_days, reasons[-1].name) == (4, REASON)
    assert [(one.name, one.probability, one.rot_days) for one in second.stages[1:]] == STAGES
    assert second.stages[0].is_intake
    assert [one.field for one in second.stages[-1].required] == ["amount"]
    assert hands.seconds < FIVE_MINUTES / 2  # the other half is for thinking
