"""Values of a card's fields: words change in the widgets that are there."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.card_fields.field import ShownLine
from crm_desktop.gui.kit.card_fields.value_view import ValueView
from crm_desktop.gui.kit.painted import Initials

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]

WORDS, OTHER = ShownLine("Riga"), ShownLine("Warszawa")
PHONE, PERSON = ShownLine("+7 900", icon="phone"), ShownLine("Anna Kim", person="a")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Where the value stands."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    window.show()
    return window


@pytest.fixture
def view(window: QWidget) -> ValueView:
    """A value in a window."""
    view = ValueView(window)
    QVBoxLayout(window).addWidget(view)
    view.show()
    return view


def test_other_words_of_the_same_look_stand_in_the_same_label(view: ValueView) -> None:
    view.show_lines([WORDS], "Add")
    (label,) = view.labels
    view.show_lines([OTHER], "Add")
    assert list(view.labels) == [label]
    assert view.text() == "Warszawa"


def test_lines_of_another_look_take_the_place_and_come_back(view: ValueView) -> None:
    view.show_lines([PHONE, WORDS], "Add")
    first = list(view.labels)
    view.show_lines([], "Add")
    assert view.text() == "Add"
    assert not any(label.isVisible() for label in first)
    view.show_lines([PHONE, OTHER], "Add")
    assert list(view.labels) == first
    assert all(label.isVisible() for label in first)


def test_initials_are_those_of_the_person_shown(view: ValueView) -> None:
    view.show_lines([PERSON], "Add")
    (circle,) = view.findChildren(Initials)
    before = circle.grab().toImage()
    view.show_lines([ShownLine("Oleg Lem", person="b")], "Add")
    assert view.findChildren(Initials) == [circle]
    assert circle.grab().toImage() != before
    assert view.text() == "Oleg Lem"


def test_only_a_few_looks_are_kept(view: ValueView, qtbot: QtBot) -> None:
    for number in range(1, 8):
        view.show_lines([PHONE] * number, "Add")
    qtbot.waitUntil(lambda: sum(1 for child in view.children() if child.isWidgetType()) <= 4)
    assert len(view.labels) == 7


def test_a_longer_text_is_measured_anew(view: ValueView) -> None:
    view.show_lines([WORDS], "Add")
    low = view.labels[0].heightForWidth(100)
    view.show_lines([ShownLine("Many words " * 20)], "Add")
    assert view.labels[0].heightForWidth(100) > low
