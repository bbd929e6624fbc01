"""Words dropped on a card from another program: a value on a field, else a note."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.cards import make_card
from crm_desktop.gui.pages.activities.timeline_part import TimelinePart
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import read, there, write
from tests.gui.word_drops import drop

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]


@pytest.fixture
def card(backend: Backend, bridge: Bridge, qtbot: QtBot) -> CardPage:
    """Of somebody with one phone."""
    phones = [{"value": "+48512000114", "type": "mobile", "primary": True}]
    values = {"given_name": "Marina", "phones": phones}
    person = RecordRef("contact", str(write(backend, CreateContact(values, "PL"))))
    card = make_card(bridge, "contact")
    qtbot.addWidget(card)
    card.resize(1_200, 800)
    card.show()
    card.show_record(person)
    qtbot.waitUntil(lambda: card.head is not None and bool(fields(card).pane.rows))
    card.activateWindow()
    return card


def fields(card: CardPage) -> FieldsPart:
    part = card.panes.fields
    assert isinstance(part, FieldsPart)
    return part


def test_words_on_a_field_stand_in_its_editor(
    card: CardPage, backend: Backend, qtbot: QtBot
) -> None:
    rows = fields(card).pane.rows
    assert drop(rows["position"], text=" Head of\npurchasing ")
    editor = rows["position"].editor_there
    assert editor.entry.draft() == "Head of purchasing"
    QTest.keyClick(there(card.window().focusWidget()), Qt.Key.Key_Return)
    assert drop(rows["phones"], url="tel:+48512000115")
    QTest.keyClick(there(card.window().focusWidget()), Qt.Key.Key_Return)
    person = there(card.record).id

    def kept() -> tuple[object, list[str]]:
        state = there(read(backend, get_contact, person)).state
        return state["position"], [phone["value"] for phone in state["phones"]]

    both = ["+48512000114", "+48512000115"]
    qtbot.waitUntil(lambda: kept() == ("Head of purchasing", both))


def test_words_elsewhere_begin_a_note_with_their_links(card: CardPage) -> None:
    story = card.panes.middle
    assert isinstance(story, TimelinePart)
    story.composer.edit.setPlainText("Seen on their page:")
    html = '<a href="https://vektor.example/">Vektor</a> moves'
    assert drop(card, text="Vektor moves", html=html)
    written = story.composer.edit.markdown().split("\n")
    assert written[0] == "Seen on their page:"
    assert written[-1] == "[Vektor](https://vektor.example/) moves"
    assert not drop(card, url="file:///tmp/offer.pdf"), "files are for those who keep files"
