"""Files come onto a record through the composer too: by the paper clip, or dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.files.queries import find_files
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.cards import make_card
from crm_desktop.gui.pages.activities.timeline_part import TimelinePart
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import read, there, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]


@pytest.fixture
def marina(backend: Backend) -> RecordRef:
    """Whose card it is."""
    return RecordRef("contact", str(write(backend, CreateContact({"given_name": "Marina"}))))


@pytest.fixture
def card(bridge: Bridge, marina: RecordRef, qtbot: QtBot) -> CardPage:
    """Her card."""
    card = make_card(bridge, "contact")
    qtbot.addWidget(card)
    card.resize(1_200, 800)
    card.show()
    card.show_record(marina)
    qtbot.waitUntil(lambda: card.head is not None)
    return card


@pytest.fixture
def story(card: CardPage) -> TimelinePart:
    """The middle of the card."""
    part = card.panes.middle
    assert isinstance(part, TimelinePart)
    return part


@pytest.fixture
def offer(tmp_path: Path) -> Path:
    """A file on the disk."""
    path = tmp_path / "offer.pdf"
    path.write_bytes(b"%PDF-1.4")
    return path


def drop(widget: QWidget, data: QMimeData) -> bool:
    """Drag ``data`` over a widget and let go; whether it was taken."""
    place, none = QPoint(20, 8), Qt.KeyboardModifier.NoModifier
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(place, copy, data, left, none)
    QApplication.sendEvent(widget, enter)
    QApplication.sendEvent(widget, QDropEvent(QPointF(place), copy, data, left, none))
    return enter.isAccepted()


def files_of(backend: Backend, record: RecordRef) -> list[str]:
    return [file.name for file in read(backend, find_files, *record)]


@pytest.mark.parametrize("where", ["composer", "text", "timeline"])
def test_a_file_dropped_is_attached_and_not_written_down(
    where: str, story: TimelinePart, backend: Backend, offer: Path, qtbot: QtBot
) -> None:
    places = {
        "composer": story.composer,
        "text": story.composer.edit.viewport(),
        "timeline": story.view.viewport(),
    }
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(offer))])
    assert drop(places[where], data)
    marina = there(story._record)
    qtbot.waitUntil(lambda: files_of(backend, marina) == ["offer.pdf"])
    qtbot.waitUntil(lambda: any("offer.pdf" in row.spoken for row in story.model.rows))
    assert story.composer.edit.is_blank


def test_words_dropped_on_the_text_are_still_written_down(story: TimelinePart) -> None:
    data = QMimeData()
    data.setText("Agreed")
    drop(story.composer.edit.viewport(), data)
    assert "Agreed" in story.composer.edit.toPlainText()


def test_the_paper_clip_asks_for_files(card: CardPage, story: TimelinePart, qtbot: QtBot) -> None:
    assert story.composer.clip.isVisible()
    QTest.mouseClick(story.composer.clip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(card.findChildren(QFileDialog)))
    card.findChildren(QFileDialog)[0].reject()


def test_without_a_shelf_for_files_there_is_no_paper_clip(bridge: Bridge, qtbot: QtBot) -> None:
    part = TimelinePart(bridge)
    qtbot.addWidget(part)
    part.show()
    assert not part.composer.clip.isVisible()


def test_tab_goes_through_the_tools_as_they_stand(story: TimelinePart) -> None:
    composer = story.composer
    tools: list[QWidget] = [composer.clip, composer.mention, composer.list, composer.form]
    assert sorted(tools, key=lambda tool: tool.x()) == tools
    seen, widget = list[QWidget](), there(composer.clip.nextInFocusChain())
    while widget is not composer.clip:
        seen += [widget] if widget in tools else []
        widget = there(widget.nextInFocusChain())
    assert [composer.clip, *seen] == tools
