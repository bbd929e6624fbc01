"""Fields of a card are changed in place, each saves itself, and nobody's typing is disturbed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core import clock
from crm_desktop.core.errors import Unavailable
from crm_desktop.core.i18n import msg
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.companies.queries import get_company
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.history import UndoHistory
from crm_desktop.gui.bridge.unsent import unsent_of
from crm_desktop.gui.kit.card_fields.field_label import FieldLabel
from crm_desktop.gui.shell.card_fields import history
from crm_desktop.gui.shell.card_fields.editors import near_day
from crm_desktop.gui.shell.card_fields.history import FieldHistoryDialog
from crm_desktop.gui.shell.conflicts import ConflictDialog
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.card_fields import Card, press, type_text
from tests.gui.conftest import read, there, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]
Open = Callable[..., Card]


@pytest.fixture
def kim(backend: Backend) -> RecordRef:
    """Marina Kim, director, with a phone and an e-mail."""
    values = {
        "given_name": "Marina",
        "family_name": "Kim",
        "position": "Director",
        "phones": [{"value": "+7 900 555-01-14", "type": "work"}],
        "emails": [{"value": "m.kim@vektor.example"}],
    }
    return RecordRef("contact", write(backend, CreateContact(values, "RU")))


@pytest.fixture
def open_card(bridge: Bridge, tmp_path: Path, qtbot: QtBot) -> Open:
    """Opens the pane about a record."""
    return lambda ref: Card(bridge, ref, tmp_path, qtbot)


@pytest.fixture
def card(open_card: Open, kim: RecordRef) -> Card:
    """The pane about Marina Kim."""
    return open_card(kim)


def state(backend: Backend, ref: RecordRef) -> dict[str, Any]:
    query = get_contact if ref.entity == "contact" else get_company
    return dict(there(read(backend, query, ref.id)).state)


def is_saved(backend: Backend, ref: RecordRef, name: str, value: Any) -> Callable[[], bool]:
    return lambda: state(backend, ref)[name] == value


def test_filled_fields_are_read_and_empty_ones_offer_to_add(card: Card) -> None:
    assert card.text("phones") == "+7 900 555-01-14"
    assert card.text("position") == "Director"
    assert card.text("source") == "Add"
    assert card.row("position").accessibleName() == "Position: Director"


def test_fields_scroll_where_there_is_no_room_for_all(card: Card, qtbot: QtBot) -> None:
    pane = card.part.pane
    pane.window().resize(300, 200)
    qtbot.waitUntil(lambda: pane.verticalScrollBar().maximum() > 0)
    assert pane.height() <= 200


def test_a_press_opens_the_editor_with_the_caret_at_the_end(card: Card) -> None:
    line: Any = card.open("position")
    assert line.text() == "Director"
    assert line.cursorPosition() == len("Director")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_F2])
def test_enter_and_f2_open_the_editor(card: Card, key: Qt.Key) -> None:
    card.row("position").setFocus()
    press(card.row("position"), key)
    assert card.row("position").editor_there.has_focus()


def test_enter_keeps_the_value_and_saves_it(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    card.change("position", "Head of purchases")
    assert card.text("position") == "Head of purchases"  # at once
    assert card.row("position").hasFocus()
    qtbot.waitUntil(is_saved(backend, kim, "position", "Head of purchases"))


def test_escape_restores_the_value(card: Card, backend: Backend, kim: RecordRef) -> None:
    press(card.enter("position", "Nobody"), Qt.Key.Key_Escape)
    assert card.text("position") == "Director"
    assert state(backend, kim)["position"] == "Director"


def test_tab_keeps_the_value_and_goes_to_the_next_field(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    press(card.enter("position", "Buyer"), Qt.Key.Key_Tab)
    assert card.row("companies").hasFocus()
    qtbot.waitUntil(is_saved(backend, kim, "position", "Buyer"))
    press(card.row("companies"), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert card.row("position").hasFocus()


def test_a_press_elsewhere_keeps_the_value(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    card.enter("position", "Buyer")
    card.open("source")
    assert card.row("position").editor is None
    qtbot.waitUntil(is_saved(backend, kim, "position", "Buyer"))


def test_the_label_stays_in_its_place(card: Card) -> None:
    before = {
        name: row.label.mapToGlobal(QPoint()).x() for name, row in card.part.pane.rows.items()
    }
    card.open("position")
    assert card.row("position").label.mapToGlobal(QPoint()).x() == before["position"]
    press(card.focused(), Qt.Key.Key_Escape)
    card.open("phones")
    assert card.row("phones").label.mapToGlobal(QPoint()).x() == before["phones"]


def test_lists_open_at_once_and_a_choice_is_kept(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    choices = card.open("status")
    assert isinstance(choices, QAbstractItemView)
    press(choices, Qt.Key.Key_Down)
    press(choices, Qt.Key.Key_Return)
    qtbot.waitUntil(is_saved(backend, kim, "status", "potential"))
    assert card.text("status") == "Potential client"


def test_a_wrong_value_stays_open_with_a_word_and_the_record_keeps_the_old(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    line: Any = card.enter("emails", "m.kim@vektor")
    press(line, Qt.Key.Key_Return)
    assert "m.kim@vektor" in card.mistake("emails")
    assert line.accessibleDescription() == card.mistake("emails")
    qtbot.waitUntil(lambda: bool(line.actions()))  # the mark tells it without colour
    assert state(backend, kim)["emails"][0]["value"] == "m.kim@vektor.example"
    card.change("position", "Buyer")  # others stay usable
    qtbot.waitUntil(is_saved(backend, kim, "position", "Buyer"))
    assert card.part.unsaved().startswith("E-mail isn’t saved: ")


def test_a_mistake_that_is_shown_goes_away_while_it_is_mended(card: Card) -> None:
    line = card.enter("emails", "m.kim@vektor")
    press(line, Qt.Key.Key_Return)
    type_text(line, ".example")
    assert card.mistake("emails") == ""


def test_what_was_wrong_can_be_given_up(card: Card) -> None:
    press(card.enter("emails", "m.kim"), Qt.Key.Key_Return)
    card.part.discard()
    assert card.part.unsaved() == ""
    assert card.text("emails") == "m.kim@vektor.example"


def test_what_only_the_workspace_knows_to_be_wrong_is_said_at_the_field(
    open_card: Open, backend: Backend, qtbot: QtBot
) -> None:
    ref = RecordRef("company", write(backend, CreateCompany({"name": "Vektor"})))
    card = open_card(ref)
    card.change("industry", "7707083893")
    qtbot.waitUntil(lambda: "tax number" in card.mistake("industry"))
    assert state(backend, ref)["industry"] is None


def test_a_long_mistake_is_read_whole_in_a_narrow_pane(card: Card, qtbot: QtBot) -> None:
    card.part.resize(290, 900)
    line: Any = card.enter("position", "Buyer")
    entry = card.row("position").editor_there.entry
    entry.show_mistake("The amount is too large: at most 1,000,000,000,000,000 fit here. " * 2)
    words = entry.mistake
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()))
    assert words.height() > 4 * words.fontMetrics().height()
    press(line, Qt.Key.Key_Escape)
    row = card.row("position")
    qtbot.waitUntil(lambda: row.height() <= row.sizeHint().height())


def test_values_are_tidied(
    bridge: Bridge, open_card: Open, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    bridge.settings["region"] = "RU"
    card = open_card(kim)
    card.change("phones", " 8 (900) 555 01 15 ")
    qtbot.waitUntil(lambda: state(backend, kim)["phones"][0]["value"] == "+79005550115")
    assert card.text("phones") == "+7 900 555-01-15"


def test_languages_are_shown_and_typed_by_name(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    card.change("languages", "Polish, fr, польский")
    qtbot.waitUntil(is_saved(backend, kim, "languages", ["pl", "fr"]))
    assert card.text("languages") == "Polish, French"


def test_a_birthday_may_lack_its_year(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    card.change("birthday", "18.03")
    qtbot.waitUntil(is_saved(backend, kim, "birthday", "--03-18"))
    assert card.text("birthday") == "18 March"


def test_a_consent_has_a_date_and_an_origin(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    line = card.enter("consent", "02.03.2026")
    press(line, Qt.Key.Key_Tab)
    type_text(card.focused(), "Form on the site")
    press(card.focused(), Qt.Key.Key_Return)
    wanted = {"date": "2026-03-02", "origin": "Form on the site"}
    qtbot.waitUntil(is_saved(backend, kim, "consent", wanted))
    assert card.text("consent") == "Consent of 2 Mar 2026, Form on the site"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("завтра", "2026-10-15"),
        ("tomorrow", "2026-10-15"),
        ("14.11", "2026-11-14"),
        ("в пятницу", "2026-10-16"),
        ("on Friday", "2026-10-16"),
        ("in a week", "2026-10-21"),
        ("in two weeks", "2026-10-28"),
        ("the day after tomorrow", "2026-10-16"),
    ],
)
def test_days_may_be_named_by_words(typed: str, kept: str) -> None:
    clock.set_source(lambda: datetime(2026, 10, 14, 9, 0, tzinfo=clock.UTC))
    assert near_day(typed) == kept


def test_nothing_moves_when_the_pointer_comes(card: Card, qtbot: QtBot) -> None:
    QTest.mouseMove(card.row("position"))  # it may be where another test has left it
    card.part.grab()  # until all is laid out
    view = card.row("phones").view
    before = view.geometry()
    QTest.mouseMove(card.row("phones"))
    qtbot.waitUntil(lambda: any(tool.isVisible() for tool in card.row("phones").tools.buttons))
    assert view.geometry() == before


def test_people_are_related_by_a_suggested_name_only(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    vera = write(backend, CreateContact({"given_name": "Vera", "family_name": "Nikitina"}))
    card.open("relations")
    card.qtbot.waitUntil(lambda: isinstance(card.focused(), QComboBox))
    press(card.focused(), Qt.Key.Key_Tab)
    line: Any = card.focused()
    type_text(line, "Vera")
    qtbot.waitUntil(line.suggestions.popup().isVisible)
    press(line.suggestions.popup(), Qt.Key.Key_Down)
    press(line.suggestions.popup(), Qt.Key.Key_Return)
    press(line, Qt.Key.Key_Return)
    qtbot.waitUntil(
        is_saved(backend, kim, "relations", [{"kind": "assistant_of", "contact": vera}])
    )
    assert card.text("relations") == "assistant of Vera Nikitina"


def test_a_long_text_saves_itself_while_typing_rests(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    card.enter("note", "Likes tea")
    qtbot.waitUntil(is_saved(backend, kim, "note", "Likes tea"))
    assert card.row("note").editor_there.has_focus()
    type_text(card.focused(), ", not coffee")
    press(card.focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(is_saved(backend, kim, "note", "Likes tea, not coffee"))
    assert card.row("note").editor is None


def test_every_save_is_one_step_that_can_be_undone(
    card: Card, backend: Backend, kim: RecordRef, bridge: Bridge, qtbot: QtBot
) -> None:
    history = UndoHistory(bridge)
    card.change("position", "Buyer")
    qtbot.waitUntil(lambda: history.next_undo is not None and not card.part.saver.of(kim.id))
    card.change("source", "Fair")
    qtbot.waitUntil(is_saved(backend, kim, "source", "Fair"))
    qtbot.waitUntil(lambda: not card.part.saver.of(kim.id))
    assert there(history.next_undo).name == "Change of a contact"
    history.undo()
    qtbot.waitUntil(lambda: card.text("source") == "Add")
    assert card.text("position") == "Buyer"


def test_the_same_field_twice_in_a_row_is_no_conflict(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    for position in ("One", "Two", "Three", "Four"):
        card.change("position", position)
    qtbot.waitUntil(is_saved(backend, kim, "position", "Four"))
    qtbot.waitUntil(lambda: card.text("position") == "Four" and not card.part.saver.of(kim.id))


def test_what_others_change_appears_lit_and_leaves_typing_alone(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    line: Any = card.enter("position", "Buy")
    write(backend, UpdateContact(kim.id, 1, {"source": "Fair"}))
    qtbot.waitUntil(lambda: card.text("source") == "Fair")
    assert card.row("source").is_lit
    assert not card.row("phones").is_lit
    type_text(line, "er")
    press(line, Qt.Key.Key_Return)
    qtbot.waitUntil(is_saved(backend, kim, "position", "Buyer"))
    assert state(backend, kim)["source"] == "Fair"
    assert not card.row("position").is_lit


@pytest.mark.parametrize("is_mine", [True, False])
def test_of_two_words_for_one_field_the_person_chooses(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot, is_mine: bool
) -> None:
    line = card.enter("position", "Mine")
    write(backend, UpdateContact(kim.id, 1, {"position": "Theirs"}))
    qtbot.wait(150)
    assert card.row("position").editor is not None
    press(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(card.part.findChildren(ConflictDialog)))
    dialog = card.part.findChildren(ConflictDialog)[0]
    row = dialog.rows["position"]
    QTest.mouseClick((row.mine if is_mine else row.theirs).button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    kept = "Mine" if is_mine else "Theirs"
    qtbot.waitUntil(is_saved(backend, kim, "position", kept))
    qtbot.waitUntil(lambda: card.text("position") == kept)


def test_what_others_change_besides_hides_no_conflict(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    line = card.enter("position", "Mine")
    for version, change in ((1, {"position": "Theirs"}), (2, {"source": "Fair"})):
        write(backend, UpdateContact(kim.id, version, change))
        qtbot.waitUntil(lambda now=version + 1: there(card.part.record).version == now)  # type: ignore[misc]
    press(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(card.part.findChildren(ConflictDialog)))
    card.part.findChildren(ConflictDialog)[0].reject()
    assert state(backend, kim)["position"] == "Theirs"


def test_a_save_that_could_not_be_made_is_tried_again(
    card: Card,
    backend: Backend,
    kim: RecordRef,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    submit = backend.submit

    def fail(command: Any, **options: Any) -> Any:
        future = submit(command, **options)
        refused: Any = type(future)()
        refused.set_exception(Unavailable(msg("The disk is full.")))
        return refused

    monkeypatch.setattr(backend, "submit", fail)
    card.change("position", "Buyer")
    qtbot.waitUntil(lambda: "The disk is full." in card.row("position").told_words())
    assert card.text("position") == "Buyer"
    unsent = unsent_of(card.part._bridge)
    assert unsent.is_any
    monkeypatch.setattr(backend, "submit", submit)
    card.part.saver.try_again()
    assert unsent.is_any  # until it is written
    qtbot.waitUntil(lambda: not card.part.saver.of(kim.id))
    assert not unsent.is_any
    assert card.row("position").told_words() == ""
    assert state(backend, kim)["position"] == "Buyer"


def test_copying_takes_the_value_along(card: Card) -> None:
    card.row("phones").setFocus()
    press(card.row("phones"), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "+7 900 555-01-14"


def test_the_menu_of_a_field_offers_what_there_is(card: Card, qtbot: QtBot) -> None:
    hidden: list[str] = []
    card.part.tools.actions.hide = hidden.append
    row = card.row("position")
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(), row.mapToGlobal(QPoint())
    )
    QApplication.sendEvent(row, event)
    menu = card.part.findChildren(QMenu)[0]
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == [
        *("Change", "Copy", "History of the field", "Hide the field", "Set up the fields")
    ]
    next(a for a in menu.actions() if a.text() == "Hide the field").trigger()
    assert hidden == ["position"]
    menu.close()


def test_an_old_value_can_be_restored_from_the_history_of_its_field(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    card.change("position", "Buyer")
    qtbot.waitUntil(lambda: not card.part.saver.of(kim.id))
    there(card.part.tools.actions.history)("position")
    qtbot.waitUntil(lambda: bool(card.part.findChildren(FieldHistoryDialog)))
    dialog = card.part.findChildren(FieldHistoryDialog)[0]
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Director → Buyer" in said
    QTest.mouseClick(dialog.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.text("position") == "Director")
    assert state(backend, kim)["position"] == "Director"


def test_the_history_of_a_field_leads_on_to_earlier_changes_and_says_where_it_cuts(
    card: Card,
    backend: Backend,
    kim: RecordRef,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history, "PAGE", 2)
    for text in ("Buyer", "x" * 400, "Chief", "Owner"):
        version = there(read(backend, get_contact, kim.id)).version
        write(backend, UpdateContact(kim.id, version, {"position": text}))
    qtbot.waitUntil(lambda: card.text("position") == "Owner")
    there(card.part.tools.actions.history)("position")
    qtbot.waitUntil(lambda: bool(card.part.findChildren(FieldHistoryDialog)))
    dialog = card.part.findChildren(FieldHistoryDialog)[0]
    assert len(dialog.buttons) == 2
    assert not dialog.earlier.isHidden()
    dialog.earlier.click()
    qtbot.waitUntil(lambda: len(dialog.buttons) == 4)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    changes = [words for words in said if "→" in words]
    assert [words.split(" → ")[0] for words in changes] == [
        "Chief", "x" * 300 + "…", "Buyer", "Director",
    ]  # fmt: skip
    assert dialog.earlier.isHidden()


def test_folded_groups_stay_folded(card: Card) -> None:
    QTest.mouseClick(card.part.pane.heads["work"], Qt.MouseButton.LeftButton)
    assert not card.row("owner").isVisible()
    kept = card.part.kept()
    card.part.pane.fold(())
    assert card.row("owner").isVisible()
    card.part.restore(kept)
    assert not card.row("owner").isVisible()


def test_the_keyboard_reaches_every_field_from_top_to_bottom(card: Card) -> None:
    rows = list(card.part.pane.rows.values())
    rows[0].setFocus()
    reached = [rows[0]]
    for _step in range(len(rows) + 5):
        press(card.focused(), Qt.Key.Key_Tab)
        if card.focused() in rows:
            reached.append(card.focused())  # type: ignore[arg-type]
        if card.focused() is rows[-1]:
            break
    assert reached == rows


def test_going_to_another_record_saves_what_is_right(
    card: Card, backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    other = RecordRef("contact", write(backend, CreateContact({"given_name": "Boris"})))
    card.enter("position", "Buyer")
    card.show(other)
    assert card.text("position") == "Add"
    qtbot.waitUntil(is_saved(backend, kim, "position", "Buyer"))


def test_who_made_a_record_is_told_and_can_not_be_changed(card: Card) -> None:
    card.click("created")
    assert card.row("created").editor is None
    assert card.text("created").startswith("today at ")


def test_a_word_wider_than_the_labels_is_cut_and_told_on_pointing(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label = FieldLabel("Prawdopodobieństwo wygranej", window)
    label.be_wide(80)
    assert label.text().startswith("Prawd")
    assert label.text().endswith("… wygranej")
    assert label.toolTip() == label.whole
    label.be_wide(0)
    assert (label.text(), label.toolTip()) == (label.whole, "")
