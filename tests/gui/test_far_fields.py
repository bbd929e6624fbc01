"""A card with very many fields shows those in sight first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.card_fields.field import CardField, CardGroup, plain_words
from crm_desktop.gui.kit.card_fields.pane import CardFieldsPane
from crm_desktop.gui.kit.form_field import TextField

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]

TITLE = CardField("title", "Title", plain_words, lambda: TextField("Title"))


@pytest.fixture
def long_pane(qtbot: QtBot) -> CardFieldsPane:
    """A hundred fields in a pane that was just opened."""
    pane = CardFieldsPane("Fields of the deal")
    qtbot.addWidget(pane)
    fields = tuple(replace(TITLE, name=f"f{number}", label=f"{number}") for number in range(100))
    pane.plan([CardGroup("own", "Own fields", fields)])
    pane.resize(300, 400)
    pane.show()
    return pane


def test_fields_far_below_come_when_those_in_sight_are_painted(
    long_pane: CardFieldsPane, qtbot: QtBot
) -> None:
    first, last = long_pane.rows["f0"], long_pane.rows["f99"]
    assert first.isVisible()
    assert not last.isVisible()
    bar = long_pane.verticalScrollBar()

    def is_all_there() -> bool:  # shown, and laid out as well, which comes later
        return last.isVisible() and bar.maximum() > 40 * first.height()

    qtbot.waitUntil(is_all_there)
    long_pane.hide()
    long_pane.show()
    assert all(long_pane.rows[f"f{number}"].isVisible() for number in range(13)), "all in sight"
    assert not long_pane.rows["f32"].isVisible(), "more than a sight below what is in sight"
    assert not last.isVisible()
    qtbot.waitUntil(is_all_there)
    bar.setValue(bar.maximum())
    long_pane.hide()
    long_pane.show()
    assert last.isVisible(), "who scrolled down to it finds it there"


def test_the_tab_key_comes_to_fields_far_below_at_once(long_pane: CardFieldsPane) -> None:
    long_pane.rows["f0"].setFocus()
    QTest.keyClick(long_pane.rows["f0"], Qt.Key.Key_Tab)
    assert long_pane.rows["f99"].isVisible()
