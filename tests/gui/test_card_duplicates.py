"""A phone, an address, a number or a name that another record has is told below its field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.history import UndoHistory
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.card_fields import Card, press
from tests.gui.conftest import read, there, wait_for_answers, write

pytestmark = pytest.mark.usefixtures("dressed")
PHONE = "+7 900 555-01-14"


def person(backend: Backend, given: str, family: str, **values: Any) -> RecordRef:
    command = CreateContact({"given_name": given, "family_name": family, **values}, "RU")
    return RecordRef("contact", write(backend, command))


@pytest.fixture
def kimova(backend: Backend) -> RecordRef:
    """Marina Kimova of Vektor Plus, who has the phone."""
    company = write(backend, CreateCompany({"name": "Vektor Plus"}))
    links = [{"company": company, "primary": True}]
    return person(backend, "Marina", "Kimova", phones=[{"value": PHONE}], companies=links)


@pytest.fixture
def kim(backend: Backend) -> RecordRef:
    """Marina Kim, who has none yet."""
    return person(backend, "Marina", "Kim")


@pytest.fixture
def card(bridge: Bridge, kim: RecordRef, tmp_path: Path, qtbot: QtBot) -> Card:
    """The pane about Marina Kim."""
    return Card(bridge, kim, tmp_path, qtbot)


def warn(card: Card, name: str, text: str) -> Any:
    """Enter a value that another record has, and give the box that says so."""
    card.change(name, text)
    return warned(card, name)


def warned(card: Card, name: str) -> Any:
    """The warning below a field, as soon as it is there."""
    card.qtbot.waitUntil(lambda: bool(card.part.similar.boxes.get(name)))
    return card.part.similar.boxes[name][0]


def test_the_same_phone_is_told_below_it_and_blocks_nothing(
    card: Card, kimova: RecordRef, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    box = warn(card, "phones", PHONE)
    assert box.words == "The contact Marina Kimova (Vektor Plus) has the same phone."
    qtbot.waitUntil(lambda: bool(there(read(backend, get_contact, kim.id)).state["phones"]))


def phones_of(backend: Backend, ref: RecordRef) -> list[Any]:
    """What is saved."""
    phones: list[Any] = there(read(backend, get_contact, ref.id)).state["phones"]
    return phones


def test_the_same_phone_is_told_while_it_is_typed_and_nothing_is_saved_by_that(
    card: Card, kimova: RecordRef, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    control = card.enter("phones", PHONE)
    box = warned(card, "phones")
    assert box.words == "The contact Marina Kimova (Vektor Plus) has the same phone."
    assert control.hasFocus()
    assert phones_of(backend, kim) == []
    press(control, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not card.part.similar.boxes)


def test_half_a_phone_tells_nothing(
    card: Card, kimova: RecordRef, bridge: Bridge, qtbot: QtBot
) -> None:
    card.enter("phones", PHONE[:-5])
    qtbot.waitUntil(lambda: not card.part.similar._rest.isActive())
    wait_for_answers(bridge, qtbot)
    assert not card.part.similar.boxes


def test_who_says_different_people_while_typing_goes_on_typing(
    card: Card, kimova: RecordRef, backend: Backend, kim: RecordRef, bridge: Bridge
) -> None:
    qtbot = card.qtbot
    control = card.enter("phones", PHONE)
    _open, different = warned(card, "phones").buttons
    QTest.mouseClick(different, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not card.part.similar.boxes)
    assert control.hasFocus()
    press(control, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(phones_of(backend, kim)) == 1)
    wait_for_answers(bridge, qtbot)
    assert not card.part.similar.boxes


def test_a_warning_stays_in_its_place_when_the_value_is_kept(
    card: Card, kimova: RecordRef, kim: RecordRef, bridge: Bridge, qtbot: QtBot
) -> None:
    """Whoever is about to press it does not press beside it."""
    control = card.enter("phones", PHONE.replace(" ", ""))
    box = warned(card, "phones")
    press(control, Qt.Key.Key_Return)  # the number is written otherwise now
    qtbot.waitUntil(lambda: not card.part.saver.of(kim.id))
    wait_for_answers(bridge, qtbot)
    assert card.part.similar.boxes["phones"] == [box]


def test_a_warning_survives_another_layout_of_the_card(
    card: Card, kimova: RecordRef, backend: Backend, qtbot: QtBot
) -> None:
    card.enter("phones", PHONE)
    box = warned(card, "phones")
    field = {"entity": "contact", "label": "Shoe size", "type": "number"}
    key = write(backend, CreateCustomField(field))
    qtbot.waitUntil(lambda: f"custom:{key}" in card.part.pane.rows)
    qtbot.waitUntil(lambda: warned(card, "phones") is not box)
    assert card.row("phones").isAncestorOf(warned(card, "phones"))


def test_a_colleague_of_a_similar_name_is_told_while_the_name_is_typed(
    bridge: Bridge, kimova: RecordRef, backend: Backend, tmp_path: Path, qtbot: QtBot
) -> None:
    [link] = there(read(backend, get_contact, kimova.id)).state["companies"]
    companies = [{"company": link["company"]}]
    ref = person(backend, "Marina", "Sedova", companies=companies)
    card = Card(bridge, ref, tmp_path, qtbot)
    control = card.enter("family_name", "Kimm")
    box = warned(card, "family_name")
    assert box.words == "There is a contact with a similar name: Marina Kimova (Vektor Plus)."
    assert control.hasFocus()


def test_the_other_record_can_be_opened(card: Card, kimova: RecordRef, qtbot: QtBot) -> None:
    box = warn(card, "phones", PHONE)
    with qtbot.waitSignal(card.part.open_wanted) as asked:
        QTest.mouseClick(box.buttons[0], Qt.MouseButton.LeftButton)
    assert asked.args == [kimova, False]


def test_different_people_are_never_asked_about_again_until_that_is_undone(
    card: Card, kimova: RecordRef, bridge: Bridge, backend: Backend, kim: RecordRef
) -> None:
    history, qtbot = UndoHistory(bridge), card.qtbot
    warn(card, "phones", PHONE)
    qtbot.waitUntil(lambda: not card.part.saver.of(kim.id))
    _open, different = warned(card, "phones").buttons  # it may have been made anew
    assert different.text() == "These are different people"
    before = history.next_undo
    QTest.mouseClick(different, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kimova.id in there(card.part.record).distinct)
    qtbot.waitUntil(lambda: not card.part.similar.boxes and history.next_undo != before)
    assert there(read(backend, get_contact, kim.id)).state["distinct_from"] == [kimova.id]
    history.undo()
    qtbot.waitUntil(lambda: bool(card.part.similar.boxes.get("phones")))


def test_the_warning_follows_what_is_said_elsewhere_of_the_other_record(
    card: Card, kimova: RecordRef, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    """The card's own record does not change, so nothing of it is read that could tell."""
    warn(card, "phones", PHONE)
    qtbot.waitUntil(lambda: not card.part.saver.of(kim.id))
    other = there(read(backend, get_contact, kimova.id))
    write(backend, UpdateContact(kimova.id, other.version, {"distinct_from": [kim.id]}))
    qtbot.waitUntil(lambda: not card.part.similar.boxes)
    write(backend, UndoOperation())
    qtbot.waitUntil(lambda: bool(card.part.similar.boxes.get("phones")))


def test_a_similar_name_is_told_below_the_name(card: Card, kimova: RecordRef) -> None:
    box = warn(card, "family_name", "Kimova")
    assert box.words == "There is a contact with a similar name: Marina Kimova (Vektor Plus)."


def test_the_warning_goes_when_the_value_does(card: Card, kimova: RecordRef, qtbot: QtBot) -> None:
    warn(card, "phones", PHONE)
    card.change("phones", "+7 900 555-99-99")
    qtbot.waitUntil(lambda: not card.part.similar.boxes)


def test_a_company_with_the_same_tax_number_is_told(
    bridge: Bridge, backend: Backend, tmp_path: Path, qtbot: QtBot
) -> None:
    numbers = [{"kind": "inn", "value": "7707083893"}]
    write(backend, CreateCompany({"name": "Sber", "tax_ids": numbers}))
    other = RecordRef("company", write(backend, CreateCompany({"name": "Other"})))
    card = Card(bridge, other, tmp_path, qtbot)
    control = card.enter("tax_ids", "7707083893")
    box = warned(card, "tax_ids")
    assert control.hasFocus()
    assert box.words == "The company Sber has the same tax number."
    assert box.buttons[1].text() == "These are different companies"
