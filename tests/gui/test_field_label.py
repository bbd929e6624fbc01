"""The label of a field has room for its words, whatever they become."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.card_fields.field_label import FieldLabel

pytestmark = pytest.mark.usefixtures("dressed")

WIDTH = 110


@pytest.fixture
def label(qtbot: QtBot) -> Iterator[FieldLabel]:
    """A label of one word in a narrow column."""
    place = QWidget()
    qtbot.addWidget(place)
    label = FieldLabel("Plot", place)
    label.be_wide(WIDTH)
    place.show()
    yield label
    place.hide()


def test_other_words_and_other_letters_get_other_room(label: FieldLabel) -> None:
    one_line = label.heightForWidth(WIDTH)
    label.tell("How large the plot behind the house is")
    assert label.heightForWidth(WIDTH) > one_line
    label.tell("Plot")
    assert label.heightForWidth(WIDTH) == one_line
    label.setStyleSheet("font-size: 40px")
    assert label.heightForWidth(WIDTH) > one_line


def test_a_narrower_column_makes_it_higher(label: FieldLabel) -> None:
    label.tell("Plot and house")
    wide = label.heightForWidth(WIDTH)
    label.be_wide(40)
    assert label.heightForWidth(WIDTH) > wide
