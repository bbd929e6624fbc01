"""The pane of a card's fields, planned again for another record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

import pytest
from PySide6.QtGui import QCursor, QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.card_fields.field import CardField, CardGroup, ShownLine, plain_words
from crm_desktop.gui.kit.card_fields.notice import NoticeBox
from crm_desktop.gui.kit.card_fields.pane import CardFieldsPane
from crm_desktop.gui.kit.card_fields.row import FieldRow
from crm_desktop.gui.kit.form_field import TextField
from crm_desktop.gui.kit.form_suggest import Suggested
from crm_desktop.gui.kit.form_tags import TagsField
from crm_desktop.gui.kit.states import Button

pytestmark = pytest.mark.usefixtures("dressed")

TITLE = CardField("title", "Title", plain_words, lambda: TextField("Title"))
AMOUNT = CardField("amount", "Amount", plain_words, lambda: TextField("Amount"))


def _chain(widget: QWidget) -> Iterator[QWidget]:
    """The way of the Tab key from the widget on."""
    one: QWidget | None = widget
    while one is not None:
        yield one
        one = one.nextInFocusChain()


def test_rows_stay_where_another_record_has_the_same_fields(qtbot: QtBot) -> None:
    pane = CardFieldsPane("Fields of the deal")
    qtbot.addWidget(pane)
    pane.plan([CardGroup("work", "About the deal", (AMOUNT, TITLE))])
    title, amount = pane.rows["title"], pane.rows["amount"]
    needed = replace(TITLE, needed="The stage needs it.")
    locked = replace(AMOUNT, make=None, locked="The deal is closed.")
    pane.plan([CardGroup("work", "About the deal", (locked, needed))])
    pane.rows["title"].show_value("")
    assert pane.rows["title"] is title
    assert "The stage needs it." in title.accessibleDescription()
    assert pane.rows["amount"] is not amount
    assert pane.rows["amount"].tools.lock is not None
    before = list(takewhile(lambda one: one is not title, _chain(pane)))
    assert pane.rows["amount"] in before
    shown = pane.findChildren(FieldRow)
    assert {row for row in shown if not row.isHidden()} == {title, pane.rows["amount"]}


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_who_comes_back_from_another_window_is_at_the_field_they_left(qtbot: QtBot) -> None:
    pane, other = CardFieldsPane("Fields of the deal"), QLineEdit()
    for window in (pane, other):
        qtbot.addWidget(window)
        window.show()
    pane.plan([CardGroup("work", "About the deal", (AMOUNT, TITLE))])
    row = pane.rows["title"]
    kept: list[object] = []
    pane.told.kept.connect(lambda _name, _draft, value: kept.append(value))
    pane.activateWindow()
    row.edit()
    qtbot.waitUntil(row.editor_there.has_focus)
    row.editor_there.entry.load("Office")
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(lambda: row.editor is None)
    assert kept == ["Office"]
    assert pane.focusWidget() is row


def test_a_label_of_two_lines_is_whole_above_an_editor_that_needs_all_the_width(
    qtbot: QtBot,
) -> None:
    pane = CardFieldsPane("Fields of the company")
    qtbot.addWidget(pane)
    words = "Particulars of the company’s accounts"
    field = replace(TITLE, label=words, make=lambda: TextField(words), is_wide=True)
    pane.plan([CardGroup("work", "About the company", (field, AMOUNT))])
    pane.resize(320, 600)
    pane.show()
    row = pane.rows["title"]
    row.show_value("")
    row.edit()
    qtbot.waitUntil(lambda: row.editor_there.entry.height() > 0)
    label = row.label
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()))
    assert label.heightForWidth(label.width()) > 2 * label.fontMetrics().height()


def test_what_is_told_below_a_field_is_whole_in_a_narrow_card(qtbot: QtBot) -> None:
    pane = CardFieldsPane("Fields of the deal")
    qtbot.addWidget(pane)
    pane.plan([CardGroup("work", "About the deal", (AMOUNT, TITLE))])
    pane.resize(240, 400)
    with qtbot.waitExposed(pane):
        pane.show()
    row = pane.rows["title"]
    row.show_value("Office")
    ways = Button("Open", lambda: None), Button("These are different people", lambda: None)
    box = NoticeBox("The same phone has a contact with quite a long name. " * 3, ways, row)
    row.add_notice(box)
    box.show()
    words = box.findChildren(QLabel)[-1]
    assert words.text() == box.words
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()) > 60)


def test_the_buttons_of_a_field_do_not_stand_in_the_words_of_a_long_value(qtbot: QtBot) -> None:
    pane = CardFieldsPane("Fields of the deal")
    qtbot.addWidget(pane)
    pane.plan([CardGroup("work", "About the deal", (AMOUNT, TITLE))])
    pane.resize(320, 200)
    with qtbot.waitExposed(pane):
        pane.show()
    row = pane.rows["title"]
    row.setFocus()
    copy = next(button for button in row.tools.buttons if not button.isHidden())
    seen = []
    for value in ("Office", "W" * 14):
        row.show_value(value)
        QApplication.processEvents()
        seen.append(row.grab(copy.geometry()).toImage())
    assert row.view.geometry().right() > copy.x()
    assert seen[0] == seen[1]


def test_a_row_laid_out_away_from_under_a_resting_pointer_looks_as_the_others(
    qtbot: QtBot,
) -> None:
    pane = CardFieldsPane("Fields of the deal")
    qtbot.addWidget(pane)
    pane.plan([CardGroup("work", "About the deal", (AMOUNT, TITLE))])
    with qtbot.waitExposed(pane):
        pane.show()
    row = pane.rows["title"]
    row.show_value("Office")
    QCursor.setPos(pane.mapToGlobal(pane.rect().bottomRight()))
    # What Qt says of a page shown before its rows have their places.
    where = row.rect().center().toPointF()
    QApplication.sendEvent(row, QEnterEvent(where, where, where))
    assert not row.tools.buttons[0].isHidden()
    qtbot.waitUntil(lambda: all(button.isHidden() for button in row.tools.buttons))


def test_the_line_behind_many_tags_is_seen_by_who_types_into_it(qtbot: QtBot) -> None:
    tags = [Suggested(str(number), f"tag {number:05}") for number in range(60)]
    field = CardField(
        "tags",
        "Tags",
        lambda given: [ShownLine(one.words) for one in given],
        lambda: TagsField("Tags", lambda _text, _then: None),
    )
    pane = CardFieldsPane("Fields")
    qtbot.addWidget(pane)
    pane.resize(300, 260)
    pane.plan([CardGroup("work", "Work", (TITLE, field))])
    pane.rows["tags"].show_value(tags)
    pane.show()
    qtbot.waitActive(pane)
    pane.rows["tags"].edit()
    line = pane.findChildren(TagsField)[0].line

    def is_seen() -> bool:
        top = line.mapTo(pane.viewport(), line.rect().topLeft()).y()
        return 0 <= top <= pane.viewport().height() - line.height()

    qtbot.waitUntil(is_seen)
