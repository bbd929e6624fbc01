"""Of two words for one field the person chooses, sees what is different, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.timeline.field_history import find_field_history
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.drafts import drafts_of
from crm_desktop.gui.shell.card_fields.saving import FieldSave
from crm_desktop.gui.shell.conflict_row import Keep, marked
from crm_desktop.gui.shell.conflicts import ConflictDialog
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.undecided import PutOff, Undecided
from tests.gui.card_fields import Card, press, type_text
from tests.gui.conftest import OpenWindow, read, there, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]


@pytest.fixture
def kim(backend: Backend) -> RecordRef:
    values = {
        "given_name": "Marina",
        "family_name": "Kim",
        "position": "Director",
        "phones": [{"value": "+7 900 555-01-14", "type": "work"}],
        "note": "Decides with the engineer.",
    }
    return RecordRef("contact", write(backend, CreateContact(values, "RU")))


@pytest.fixture
def card(bridge: Bridge, kim: RecordRef, tmp_path: Path, qtbot: QtBot) -> Iterator[Card]:
    """The pane about Marina Kim; what a test puts off waits in nobody's bell after it."""
    card = Card(bridge, kim, tmp_path, qtbot)
    yield card
    undecided = card.part.clashes.undecided
    for one in list(undecided.all):
        undecided.settle(one.ref, one.field)


def state(backend: Backend, ref: RecordRef) -> dict[str, Any]:
    return dict(there(read(backend, get_contact, ref.id)).state)


def dialog_of(card: Card) -> ConflictDialog:
    """The dialog, as soon as it is open."""
    card.qtbot.waitUntil(lambda: _open_dialog(card) is not None)
    return there(_open_dialog(card))


def _open_dialog(card: Card) -> ConflictDialog | None:
    found = card.part.findChildren(ConflictDialog)
    return next((dialog for dialog in found if dialog.isVisible()), None)


def clash(card: Card, backend: Backend, ref: RecordRef, **theirs: Any) -> ConflictDialog:
    """Type ``Mine`` for the position, and let a colleague have saved other values meanwhile."""
    line = card.enter("position", "Mine")
    write(backend, UpdateContact(ref.id, 1, {"position": "Theirs", **theirs}))
    card.qtbot.wait(120)
    press(line, Qt.Key.Key_Return)
    return dialog_of(card)


def is_saved(backend: Backend, ref: RecordRef, name: str, value: Any) -> Callable[[], bool]:
    return lambda: state(backend, ref)[name] == value


def history(backend: Backend, ref: RecordRef, name: str) -> list[Any]:
    return [row.new for row in read(backend, find_field_history, "contact", ref.id, name)]


def test_mine_is_chosen_at_first_and_enter_saves_the_choice(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    dialog = clash(card, backend, kim)
    assert dialog.focusWidget() is dialog.rows["position"].mine.button
    assert dialog.choice() == {"position": Keep.MINE}
    press(dialog.rows["position"].mine.button, Qt.Key.Key_Return)
    qtbot.waitUntil(is_saved(backend, kim, "position", "Mine"))
    assert history(backend, kim, "position") == ["Mine", "Theirs"]


def test_arrows_choose_the_other_value(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    dialog = clash(card, backend, kim)
    press(there(dialog.focusWidget()), Qt.Key.Key_Right)
    assert dialog.choice() == {"position": Keep.THEIRS}
    dialog.reject()


def test_the_value_that_is_not_kept_stays_in_the_history(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    dialog = clash(card, backend, kim)
    QTest.mouseClick(dialog.rows["position"].theirs.label, Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(history(backend, kim, "position")) == 3)
    assert history(backend, kim, "position") == ["Theirs", "Mine", "Theirs"]
    qtbot.waitUntil(lambda: card.text("position") == "Theirs")


def test_lists_are_told_in_words_and_can_be_put_back(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    line = card.enter("phones", "+7 900 555-01-15")
    phone = {"value": "+7 900 555-01-14", "type": "home"}
    write(backend, UpdateContact(kim.id, 1, {"phones": [phone]}))
    qtbot.wait(120)
    press(line, Qt.Key.Key_Return)
    row = dialog_of(card).rows["phones"]
    assert row.mine.button.accessibleName() == "Phone, yours: +7 900 555-01-15"
    dialog_of(card).take_all(Keep.THEIRS)
    press(row.theirs.button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(history(backend, kim, "phones")) == 3)
    assert [one["type"] for one in state(backend, kim)["phones"]] == ["home"]


def test_both_long_texts_are_kept_one_under_another(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    area = card.open("note")
    press(area, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text(area, "Mine of it.")
    write(backend, UpdateContact(kim.id, 1, {"note": "Theirs of it."}))
    qtbot.wait(120)
    press(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(card)
    row = dialog.rows["note"]
    assert row.kept() is Keep.BOTH
    row.mine.button.click()
    row.theirs.button.click()  # something is always kept
    assert row.kept() is Keep.MINE
    row.theirs.button.click()
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(is_saved(backend, kim, "note", "Theirs of it.\n\nMine of it."))


def test_what_was_joined_by_itself_unfolds(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    dialog = clash(card, backend, kim, source="Fair", preferred_hours="Noon")
    assert dialog.joined.head.text() == "2 more fields were joined by themselves"
    height = dialog.panel.height()
    QTest.mouseClick(dialog.joined.head, Qt.MouseButton.LeftButton)
    assert "Source: Fair" in dialog.joined.lines.text()
    assert dialog.panel.height() > height
    dialog.reject()


def test_what_is_put_off_waits_in_the_bell_and_is_asked_again(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    undecided = card.part.clashes.undecided
    press(clash(card, backend, kim), Qt.Key.Key_Escape)
    assert card.text("position") == "Theirs"
    (one,) = undecided.all
    assert one.words == "Marina Kim, Position: changed by two people. Choose what to keep."
    undecided.ask_again(kim)
    dialog = dialog_of(card)
    assert dialog.choice() == {"position": Keep.MINE}
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(is_saved(backend, kim, "position", "Mine"))
    assert undecided.all == []


def test_two_fields_that_clash_together_are_asked_together(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    write(backend, UpdateContact(kim.id, 1, {"position": "Theirs", "source": "Their fair"}))
    for name in ("position", "source"):
        card.part.clashes.ask(FieldSave(kim.id, name, "Mine", "Mine", 1))
    dialog = dialog_of(card)
    assert set(dialog.rows) == {"position", "source"}
    QTest.mouseClick(dialog.all_theirs, Qt.MouseButton.LeftButton)
    dialog.rows["source"].mine.button.click()
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(is_saved(backend, kim, "source", "Mine"))
    qtbot.waitUntil(is_saved(backend, kim, "position", "Theirs"))


def test_an_undo_of_what_a_colleague_changed_since_shows_both_values(
    open_window: OpenWindow,
    workspace: Path,
    backend: Backend,
    kim: RecordRef,
    qtbot: QtBot,
) -> None:
    session = open_window(workspace)
    done: list[object] = []
    there(session.bridge).execute(UpdateContact(kim.id, 1, {"position": "Mine"}), then=done.append)
    qtbot.waitUntil(lambda: bool(done))
    write(backend, UpdateContact(kim.id, 2, {"position": "Theirs"}))
    press(session.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(session.window.findChildren(ConflictDialog)))
    (dialog,) = session.window.findChildren(ConflictDialog)
    row = dialog.rows["position"]
    assert row.mine.button.accessibleName() == "Position, yours: Director"
    assert row.theirs.button.accessibleName() == "Position, theirs: Theirs"
    assert state(backend, kim)["position"] == "Theirs"
    with qtbot.waitSignal(there(session.bridge).written):
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert state(backend, kim)["position"] == "Director"
    session.window.activateWindow()
    undo = session.window.commands.action("edit.undo")
    qtbot.waitUntil(lambda: session.window.isActiveWindow() and undo.isEnabled())
    press(session.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(is_saved(backend, kim, "position", "Theirs"))


def test_the_bell_leads_to_what_was_put_off_also_after_a_restart(
    open_window: OpenWindow, workspace: Path, card: Card, backend: Backend, kim: RecordRef
) -> None:
    qtbot = card.qtbot
    press(clash(card, backend, kim), Qt.Key.Key_Escape)
    session = open_window(workspace)
    kept = session.window.notifications.inbox.kept[0]
    assert kept.words.startswith("Marina Kim, Position")
    there(kept.button).press()
    qtbot.waitUntil(lambda: bool(session.window.findChildren(ConflictDialog)))
    (dialog,) = session.window.findChildren(ConflictDialog)
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(is_saved(backend, kim, "position", "Mine"))
    qtbot.waitUntil(lambda: not session.window.notifications.inbox.kept)


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("+7 900 555-01-14", "+7 900 555-01-41", "+7 900 555-01-[14]"),
        ("after 15:00", "till 11", "after 15:00"),
        ("Ask first. Pays late.", "Ask first.", "Ask first.[ Pays late.]"),
        ("<b>&", "<b>x", "&lt;b&gt;[&amp;]"),
        ("", "x", ""),
    ],
)
def test_the_different_part_is_marked_unless_all_is_different(
    text: str, other: str, expected: str
) -> None:
    html = marked(text, other, "#ffee00")
    plain = html.replace('<span style="background-color:#ffee00">', "[").replace("</span>", "]")
    assert plain == expected


def test_all_that_is_put_off_is_there_after_a_restart(card: Card, bridge: Bridge) -> None:
    undecided = card.part.clashes.undecided
    text = "щи да каша " * 1_000
    for number in range(101):
        undecided.put_off(PutOff("contact", "id", f"f{number}", "Kim", "Note", text, text, 1))
    drafts_of(bridge.settings["id"]).flush()
    assert Undecided(bridge).all == undecided.all
    undecided.all.clear()
    drafts_of(bridge.settings["id"]).put("undecided", None)
