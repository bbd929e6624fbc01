"""The pane of fields stays usable with whatever a record holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.breaking import breakable
from crm_desktop.gui.shell.page import RecordRef
from tests.factories.fair_time import within
from tests.gui.card_fields import Card, press, type_text
from tests.gui.conftest import read, there

pytestmark = pytest.mark.usefixtures("dressed")
# What nobody calls waiting, on a machine that does other things beside.
PATIENCE_SECONDS = 1.5
PHONES = [{"value": f"+7900555{number:04}"} for number in range(500)]


@pytest.fixture
def open_card(
    bridge: Bridge, backend: Backend, tmp_path: Path, qtbot: QtBot
) -> Callable[..., Card]:
    """Opens the pane about a person with these values."""

    def open_(**values: Any) -> Card:
        command = CreateContact({"given_name": "Marina", **values}, "RU")
        future = backend.submit(command)
        ref = RecordRef("contact", future.result(timeout=60).result)
        return Card(bridge, ref, tmp_path, qtbot)

    return open_


def test_a_text_of_a_million_letters_is_shown_by_its_beginning(
    open_card: Callable[..., Card],
) -> None:
    card = open_card(note="x" * 999_999)
    assert len(card.text("note")) < 2_000
    with within(PATIENCE_SECONDS):
        card.click("note")
    assert "too long to be changed here" in card.mistake("note")


def test_five_hundred_phones_are_shown_and_edited_without_waiting(
    open_card: Callable[..., Card], backend: Backend, qtbot: QtBot
) -> None:
    card = open_card(phones=PHONES)
    assert card.text("phones").endswith("and 492 more")
    with within(PATIENCE_SECONDS):
        card.click("phones")
    line = card.focused()
    press(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text(line, "+7 900 555-99-99")
    press(line, Qt.Key.Key_Return)
    record = there(card.part.record).id

    def phones() -> list[str]:
        return [item["value"] for item in there(read(backend, get_contact, record)).state["phones"]]

    qtbot.waitUntil(lambda: "+79005559999" in phones())
    assert len(phones()) == 500


def test_all_of_many_phones_can_be_seen_in_the_editor(open_card: Callable[..., Card]) -> None:
    card = open_card(phones=PHONES[:60])
    card.open("phones")
    entry: Any = card.row("phones").editor_there.entry
    shown = len(entry.rows)
    assert shown < 60
    entry.more.click()
    assert len(entry.rows) == 60
    assert len(entry.value()) == 60


def test_ten_thousand_tags_are_shown_and_edited_without_waiting(
    open_card: Callable[..., Card],
) -> None:
    card = open_card(tags=[{"name": f"Tag {number}"} for number in range(10_000)])
    assert card.text("tags").replace(",", "").endswith("and 9980 more")
    with within(PATIENCE_SECONDS):
        card.click("tags")
    entry: Any = card.row("tags").editor_there.entry
    assert len(entry.value()) == 10_000


@pytest.mark.parametrize("name", ["👩‍💻🚀", "محمد علي", "\u202eevil", "a\u0301" * 200, "<b>&amp;"])
def test_any_name_is_shown_as_it_is(open_card: Callable[..., Card], name: str) -> None:
    card = open_card(family_name=name)
    stored = there(card.part.record).values["family_name"]
    assert card.text("family_name") == stored


def test_long_words_can_be_broken_and_are_copied_whole() -> None:
    word = "anna.sokolova@vektor-plus.example"
    assert breakable(word) != word
    assert breakable(word).replace("\u200b", "") == word
    assert breakable("short words stay") == "short words stay"
