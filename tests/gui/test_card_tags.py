"""A tag in the head of a card: its menu, its name and colour, all that have it, rows dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.filters.ast import Condition, Operator
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card.head_tags import HeadTags
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.card.tag_popover import TagPopover
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.row_dragging import rows_mime
from tests.gui.conftest import OpenWindow, there, view_of, workspace_id, write

Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")


@pytest.fixture
def session(workspace: Path, backend: Backend, open_window: OpenWindow) -> Session:
    """A window on Anna, a key client from a fair, on Borys, from the fair, and on Celina."""
    named = {"Anna": ("Key", "Fair"), "Borys": ("Fair",), "Celina": ()}
    for name, tags in named.items():
        values = {"given_name": name, "tags": [{"name": tag} for tag in tags]}
        write(backend, CreateContact(values))
    return open_window(workspace)


def people(session: Session) -> ListPage:
    page = view_of(session).pages[0]
    assert isinstance(page, ListPage)
    return page


def names(page: ListPage) -> list[str]:
    model, column = page.list.model, page.description.columns[0]
    return [column.text(model.record_at(line)) for line in range(model.rowCount())]


@pytest.fixture
def card(session: Session, qtbot: QtBot) -> CardPage:
    """Anna's card."""
    view, model = view_of(session), people(session).list.model
    view.open_record(RecordRef("contact", there(model.row_at(0)).id))
    qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.head is not None)
    return there(view.way.card)


def tags(card: CardPage) -> list[str]:
    return [tag.name for tag in there(card.head).tags]


def line_of(card: CardPage) -> HeadTags:
    return card.header.tags


def test_keys_open_the_menu_of_a_tag_which_takes_it_off(card: CardPage, qtbot: QtBot) -> None:
    line = line_of(card)
    line.setFocus()
    QTest.keyClick(line, Key.Key_Right)
    assert line.accessibleDescription() == tags(card)[1]
    stays = tags(card)[0]
    QTest.keyClick(line, Key.Key_Return)
    menu = there(QApplication.activePopupWidget())
    assert isinstance(menu, QMenu)
    words = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    assert words == ["Show all with this tag", "Change the tag…", "Take off"]
    menu.actions()[-1].trigger()
    menu.close()
    qtbot.waitUntil(lambda: tags(card) == [stays])


def test_all_with_a_tag_are_listed(session: Session, card: CardPage, qtbot: QtBot) -> None:
    fair = next(tag for tag in there(card.head).tags if tag.name == "Fair")
    card.actions_of_head.tags.menu(fair).actions()[0].trigger()
    page = people(session)
    qtbot.waitUntil(lambda: names(page) == ["Anna", "Borys"])
    assert view_of(session).page is page
    assert page.asked.filter == Condition("tags", Operator.HAS_ANY, (fair.id,))
    said = page.views.filters
    qtbot.waitUntil(lambda: "Tags: Fair" in [chip.accessibleName() for chip in said.chips])


def test_a_tag_gets_another_name_and_colour(card: CardPage, qtbot: QtBot) -> None:
    key = next(tag for tag in there(card.head).tags if tag.name == "Key")
    card.actions_of_head.tags.change(key)
    asked = there(card.findChild(TagPopover))
    asked.line.setText("Fair")
    QTest.keyClick(asked.line, Key.Key_Return)
    qtbot.waitUntil(lambda: "already" in asked.mistake.text())
    asked.line.setText("Gold")
    asked.colours.buttons["amber"].click()
    QTest.mouseClick(asked.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Gold" in tags(card))
    assert ("Gold", "amber") in [(tag.name, tag.colour) for tag in there(card.head).tags]


def test_a_refused_name_is_told_though_the_question_was_closed(
    session: Session, card: CardPage, qtbot: QtBot
) -> None:
    key = next(tag for tag in there(card.head).tags if tag.name == "Key")
    card.actions_of_head.tags.change(key)
    asked = there(card.findChild(TagPopover))
    asked.line.setText("Fair")
    QTest.keyClick(asked.line, Key.Key_Return)
    asked.close()
    notes = session.window.notifications
    qtbot.waitUntil(lambda: any("already" in note.words for note in notes.notes))
    assert "Key" in tags(card)


def test_rows_dropped_on_a_tag_get_it(
    session: Session, card: CardPage, backend: Backend, qtbot: QtBot
) -> None:
    page, line = people(session), line_of(card)
    key = tags(card).index("Key")
    celina = there(page.list.model.rid_at(2))
    copy, nothing = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    place = line.places()[key].center()
    data = rows_mime("contact", [celina], workspace_id(backend))
    left = Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(place.toPoint(), copy, data, left, nothing)
    enter.setAccepted(False)
    line.dragEnterEvent(enter)
    assert enter.isAccepted()
    line.dropEvent(QDropEvent(place, copy, data, left, nothing))
    shown = session.window.notifications
    qtbot.waitUntil(lambda: bool(shown.notes))
    assert shown.notes[0].words == "1 record has the tag “Key” now."
    line.menu_wanted.emit(99, QPoint())  # a tag that is gone has no menu
    assert QApplication.activePopupWidget() is None
