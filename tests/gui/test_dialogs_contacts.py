"""The dialogs of people: the smallest start, the warning of what exists, changes and conflicts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.core import clock
from crm_desktop.core.errors import Unavailable
from crm_desktop.core.i18n import LANGUAGES, msg, set_language
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact, DeleteContacts, UpdateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.gui.kit.form_field import FormField, TextField
from crm_desktop.gui.kit.form_items import ItemsField
from crm_desktop.gui.kit.form_suggest import SuggestField
from crm_desktop.gui.kit.form_tags import TagsField
from crm_desktop.gui.kit.lengths import LONGEST_LINE
from crm_desktop.gui.pages.contacts.new_contact import NewContactDialog
from crm_desktop.gui.record_dialogs import RecordDialogs
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.conflicts import ConflictDialog
from crm_desktop.gui.shell.form_edit import EditDialog
from crm_desktop.store.loading import Loaded
from tests.factories.fair_time import within
from tests.gui.conftest import (
    Open,
    OpenWindow,
    column,
    contacts,
    new_contact_of,
    read,
    there,
    view_of,
    write,
)

Path = Any
PHONE = "+79005550114"


def person(name: str, **values: Any) -> CreateContact:
    given, family = name.split(" ", 1)
    return CreateContact({"given_name": given, "family_name": family, **values}, "RU")


@pytest.fixture
def outside(backend: Backend) -> Backend:
    """Another program on the same workspace, with two people at a company."""
    company = write(backend, CreateCompany({"name": "Vektor Plus"}))
    link = [{"company": company, "position": "Director", "primary": True}]
    phones = [{"value": PHONE, "extension": "7", "type": "mobile"}]
    write(backend, person("Marina Kim", phones=phones, companies=link))
    write(backend, person("Boris Orlov", note="Likes tea"))
    return backend


@pytest.fixture
def session(outside: Backend, workspace: Path, open_window: OpenWindow) -> Session:
    """A window on that workspace."""
    return open_window(workspace)


@pytest.fixture
def dialogs(session: Session) -> RecordDialogs:
    """The window's dialogs."""
    return there(session.dialogs)


def type_text(widget: QWidget, text: str) -> None:
    """Type any letters, which ``QTest`` can't."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(widget, event)


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)


def begin(session: Session, qtbot: QtBot) -> NewContactDialog:
    """Open the dialog of a new person by its key."""
    qtbot.waitUntil(session.window.isActiveWindow)
    target = session.window.focusWidget() or session.window
    press(target, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = new_contact_of(session)
    qtbot.waitUntil(dialog.isVisible)
    dialog.activateWindow()
    return dialog


def edit(session: Session, qtbot: QtBot, name: str) -> EditDialog:
    """Open the dialog that changes a person by a key in the list."""
    view_of(session).focus_list()
    contacts(session).table.choose(column(session).index(name))
    press(contacts(session).table, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    dialog = there(session.dialogs).edit_dialog("contact")
    qtbot.waitUntil(dialog.isVisible)
    dialog.activateWindow()
    return dialog


def stored(outside: Backend, record_id: str) -> Loaded:
    loaded = read(outside, get_contact, record_id)
    assert isinstance(loaded, Loaded)
    return loaded


def current_id(session: Session) -> str:
    return there(view_of(session).page.current()).id


def line_of(dialog: EditDialog | NewContactDialog, name: str) -> Any:
    entry = dialog.form.entries[name]
    assert isinstance(entry, (FormField, ItemsField, SuggestField, TagsField))
    return entry.line


# A new person


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_and_enter_are_enough_and_the_new_person_is_current(
    language: str, outside: Backend, workspace: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    set_language(language)
    session = open_window(workspace)
    dialog = begin(session, qtbot)
    type_text(dialog.name.line, "Łucja Żółć")
    press(dialog.name.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Łucja Żółć" in column(session))
    line = column(session).index("Łucja Żółć")
    qtbot.waitUntil(lambda: contacts(session).table.currentIndex().row() == line)
    assert not dialog.isVisible()
    [note] = session.window.notifications.notes
    undo, open_ = note.buttons
    assert undo.isEnabled()
    open_.click()  # the card of who was just made
    qtbot.waitUntil(lambda: there(view_of(session).way.card).head is not None)
    assert there(there(view_of(session).way.card).record).id == current_id(session)


def test_ctrl_enter_saves_from_any_field_with_what_is_being_typed_there(
    session: Session, outside: Backend, qtbot: QtBot
) -> None:
    dialog = begin(session, qtbot)
    qtbot.waitUntil(dialog.isActiveWindow)
    type_text(dialog.name.line, "Anna Nowak")
    dialog.all_fields.click()
    tags = line_of(dialog, "tags")
    tags.setFocus()
    type_text(tags, "Wholesale")
    press(tags, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Anna Nowak" in column(session))
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: bool(there(view_of(session).page.current())))
    assert len(stored(outside, current_id(session)).state["tags"]) == 1


def test_a_new_company_and_new_tags_come_along_in_one_operation(
    session: Session, outside: Backend, qtbot: QtBot
) -> None:
    dialog = begin(session, qtbot)
    type_text(dialog.name.line, "Zofia Wilk")
    type_text(dialog.company.line, "Nowa Firma")
    dialog.company.check()
    assert "Nowa Firma" in dialog.company.hint.text()
    dialog.all_fields.click()
    tags = line_of(dialog, "tags")
    type_text(tags, "vip,")
    type_text(tags, "opt")
    press(tags, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.save.click()
    qtbot.waitUntil(lambda: "Zofia Wilk" in column(session))
    line = column(session).index("Zofia Wilk")
    assert column(session, 1)[line] == "Nowa Firma"
    qtbot.waitUntil(lambda: contacts(session).table.currentIndex().row() == line)
    assert len(stored(outside, current_id(session)).state["tags"]) == 2
    there(session.window.history).undo()
    qtbot.waitUntil(lambda: "Zofia Wilk" not in column(session))
    assert read(outside, _company_names) == ["Vektor Plus"]


def _company_names(reader: Any) -> list[str]:
    from crm_desktop.features.common.listing import WHOLE_LIST
    from crm_desktop.features.companies.queries import find_list_rows, find_order

    return [row.name for row in find_list_rows(reader, find_order(reader, WHOLE_LIST))]


@pytest.mark.qt_log_ignore("does not support")
def test_an_existing_company_is_suggested_and_not_made_twice(
    session: Session, outside: Backend, qtbot: QtBot
) -> None:
    dialog = begin(session, qtbot)
    type_text(dialog.name.line, "Vera Fomina")
    dialog.company.setFocus()
    type_text(dialog.company.line, "vekt")
    popup = dialog.company.line.suggestions.popup()
    qtbot.waitUntil(popup.isVisible)
    press(popup, Qt.Key.Key_Down)
    press(popup, Qt.Key.Key_Return)
    assert dialog.company.line.text() == "Vektor Plus"
    dialog.save.click()
    qtbot.waitUntil(lambda: "Vera Fomina" in column(session))
    assert read(outside, _company_names) == ["Vektor Plus"]


def test_values_are_tidied_and_checked_when_the_field_is_left(
    session: Session, qtbot: QtBot
) -> None:
    dialog = begin(session, qtbot)
    type_text(dialog.phone.line, "tel:+7(900)5550215")
    press(dialog.phone.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    dialog.email.line.setFocus()
    type_text(dialog.email.line, "kim@vektor")
    assert dialog.email.mistake.isHidden()
    dialog.email.line.editingFinished.emit()
    assert "name@example.com" in dialog.email.mistake.text()
    assert not dialog.email.mistake.isHidden()
    type_text(dialog.email.line, ".example")
    assert dialog.email.mistake.isHidden()
    assert dialog.email.text == "kim@vektor.example"
    dialog.reject()


def test_the_warning_shows_who_exists_and_enter_opens_them_instead(
    session: Session, qtbot: QtBot
) -> None:
    dialog = begin(session, qtbot)
    type_text(dialog.phone.line, "+7 (900) 555 01 14")
    box = dialog.form.boxes["phones"]
    qtbot.waitUntil(lambda: bool(box.lines))
    assert box.buttons[0].text() == "Marina Kim, Vektor Plus (same phone)"
    assert "Looks like it exists already" in box.accessibleName()
    box.buttons[0].setFocus()
    press(box.buttons[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    row = column(session).index("Marina Kim")
    qtbot.waitUntil(lambda: contacts(session).table.currentIndex().row() == row)
    assert len(column(session)) == 2


def test_the_warning_goes_and_comes_back_with_whom_it_warns_of(
    session: Session, outside: Backend, qtbot: QtBot
) -> None:
    dialog = begin(session, qtbot)
    type_text(dialog.phone.line, "+7 (900) 555 01 14")
    box = dialog.form.boxes["phones"]
    qtbot.waitUntil(lambda: bool(box.lines))
    write(outside, DeleteContacts((box.lines[0].id,)))
    qtbot.waitUntil(lambda: not box.lines)
    write(outside, UndoOperation())
    qtbot.waitUntil(lambda: bool(box.lines))


def test_the_warning_never_blocks(session: Session, qtbot: QtBot) -> None:
    dialog = begin(session, qtbot)
    type_text(dialog.name.line, "kim MARINA")
    qtbot.waitUntil(lambda: bool(dialog.form.boxes["name"].lines))
    press(dialog.name.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(column(session)) == 3)


def test_what_was_typed_comes_back_within_ten_minutes(session: Session, qtbot: QtBot) -> None:
    dialog = begin(session, qtbot)
    type_text(dialog.name.line, "Dora Evans")
    press(dialog.name.line, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    dialog.begin()
    assert dialog.name.text == "Dora Evans"
    dialog.reject()
    later = clock.now() + timedelta(minutes=11)
    clock.set_source(lambda: later)
    dialog.begin()
    assert dialog.name.text == ""
    dialog.reject()


HOSTILE = ["👩‍💻 שרה", "محمد بن سلمان", "O'Brien & Söhne", "<b>Bold</b> %n {x}"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_only_names_and_lose_no_word(
    name: str, session: Session, outside: Backend, qtbot: QtBot
) -> None:
    dialog = begin(session, qtbot)
    type_text(dialog.name.line, name)
    type_text(dialog.company.line, name)
    dialog.save.click()
    qtbot.waitUntil(lambda: len(column(session)) == 3)
    qtbot.waitUntil(lambda: _words_of_current(session, outside) == sorted(name.split()))


def _words_of_current(session: Session, outside: Backend) -> list[str]:
    current = view_of(session).page.current()
    state = stored(outside, current.id).state if current else {}
    parts = [state.get(part) or "" for part in ("given_name", "middle_name", "family_name")]
    return sorted(" ".join(parts).split())


def test_a_megabyte_is_refused_with_words_and_stays_on_the_clipboard(
    session: Session, qtbot: QtBot
) -> None:
    dialog = begin(session, qtbot)
    type_text(dialog.name.line, "Dora")
    QGuiApplication.clipboard().setText("x" * 1_000_000)
    for line, mistake in (
        (dialog.name.line, dialog.name.mistake),
        (dialog.phone.line, dialog.phone.mistake),
    ):
        before = line.text()
        press(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert line.text() == before
        assert str(LONGEST_LINE) in mistake.text()
        assert not mistake.isHidden()
    assert len(QGuiApplication.clipboard().text()) == 1_000_000
    note = dialog.form.entries["note"]
    assert isinstance(note, TextField)
    note.area.setPlainText("y")
    note.area.paste()
    assert note.value() == "y"
    assert not note.mistake.isHidden()
    dialog.reject()


def test_every_control_of_the_form_has_a_name(dialogs: RecordDialogs) -> None:
    dialog = dialogs.new_contact
    dialog.form.show_all(True)
    for entry in dialog.form.entries.values():
        focusable = [
            child
            for child in entry.findChildren(QWidget)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(entry)
        ]
        for child in focusable:
            assert child.accessibleName() or child.property("text"), (entry.name, child)


# A person who is there


def test_only_what_differs_is_saved(session: Session, outside: Backend, qtbot: QtBot) -> None:
    dialog = edit(session, qtbot, "Marina Kim")
    assert line_of(dialog, "given_name").text() == "Marina"
    assert line_of(dialog, "phones").text() == "+7 900 555-01-14 ext. 7"
    type_text(line_of(dialog, "position"), "Chief")
    assert dialog.form.changes() == {"position": "Chief"}
    press(line_of(dialog, "position"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    kim = current_id(session)
    qtbot.waitUntil(lambda: stored(outside, kim).version == 2)
    [phone] = stored(outside, kim).state["phones"]
    assert (phone["value"], phone["extension"], phone["type"]) == (PHONE, "7", "mobile")


def test_nothing_changed_writes_nothing(session: Session, outside: Backend, qtbot: QtBot) -> None:
    dialog = edit(session, qtbot, "Marina Kim")
    dialog.save.click()
    assert not dialog.isVisible()
    assert stored(outside, current_id(session)).version == 1


def test_phones_are_added_moved_made_primary_and_taken_away(
    session: Session, outside: Backend, qtbot: QtBot
) -> None:
    dialog = edit(session, qtbot, "Marina Kim")
    phones = dialog.form.entries["phones"]
    assert isinstance(phones, ItemsField)
    phones.add.click()
    type_text(phones.rows[1].controls["value"], "+7 812 555 04 40")
    phones.rows[1].primary.click()
    press(phones.rows[1].controls["value"], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    phones.add.click()
    type_text(phones.rows[2].controls["value"], "1")
    phones.rows[2].remove.click()
    dialog.save.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    kept = stored(outside, current_id(session)).state["phones"]
    assert [(p["value"], p["primary"]) for p in kept] == [("+78125550440", True), (PHONE, False)]


def test_closing_with_changes_asks_first(session: Session, outside: Backend, qtbot: QtBot) -> None:
    dialog = edit(session, qtbot, "Boris Orlov")
    type_text(line_of(dialog, "source"), "Fair")
    press(line_of(dialog, "source"), Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "Boris Orlov" in dialog.question.words.text()
    dialog.question.buttons[2].click()
    assert not dialog.question.isVisible()
    dialog.close()
    assert dialog.isVisible()
    dialog.question.buttons[1].click()
    assert not dialog.isVisible()
    assert stored(outside, current_id(session)).version == 1


def test_different_fields_merge_without_a_question(
    session: Session, outside: Backend, qtbot: QtBot
) -> None:
    dialog = edit(session, qtbot, "Marina Kim")
    kim = current_id(session)
    write(outside, UpdateContact(kim, 1, {"source": "Fair"}, "RU"))
    type_text(line_of(dialog, "position"), "Chief")
    dialog.save.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    state = stored(outside, kim).state
    assert (state["source"], state["position"]) == ("Fair", "Chief")


@pytest.mark.parametrize(("keeps_mine", "kept"), [(True, "Mine"), (False, "Theirs")])
def test_of_the_same_field_the_person_chooses(
    keeps_mine: bool, kept: str, session: Session, outside: Backend, qtbot: QtBot
) -> None:
    dialog = edit(session, qtbot, "Marina Kim")
    kim = current_id(session)
    theirs = {"position": "Theirs", "phones": [{"value": "+48600555114"}, {"value": PHONE}]}
    write(outside, UpdateContact(kim, 1, theirs, "RU"))
    type_text(line_of(dialog, "position"), "Mine")
    type_text(line_of(dialog, "source"), "Fair")
    dialog.save.click()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(ConflictDialog)))
    question = dialog.findChildren(ConflictDialog)[0]
    question.later.click()
    dialog.save.click()  # it is asked again, nothing is overwritten
    qtbot.waitUntil(lambda: any(one.isVisible() for one in dialog.findChildren(ConflictDialog)))
    question = next(one for one in dialog.findChildren(ConflictDialog) if one.isVisible())
    row = question.rows["position"]
    assert row.mine.button.accessibleName() == "Position, yours: Mine"
    assert row.theirs.button.accessibleName() == "Position, theirs: Theirs"
    assert stored(outside, kim).state["position"] == "Theirs"
    if not keeps_mine:
        row.theirs.button.click()
    question.save.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    state = stored(outside, kim).state
    assert (state["position"], state["source"]) == (kept, "Fair")
    assert len(state["phones"]) == 2


@pytest.mark.qt_log_ignore("does not support")
def test_the_picker_of_10_000_tags_stays_quick(
    session: Session, outside: Backend, qtbot: QtBot
) -> None:
    tags = [{"name": f"tag {number:05}"} for number in range(10_000)]
    write(outside, person("Tag Holder", tags=tags[:10]))
    for start in range(10, 10_000, 3_330):
        write(outside, person(f"Tag {start}", tags=tags[start : start + 3_330]))
    dialog = edit(session, qtbot, "Boris Orlov")
    line = line_of(dialog, "tags")
    line.setFocus()
    popup = line.suggestions.popup()
    with within(1.0):
        type_text(line, "09999")
        qtbot.waitUntil(popup.isVisible)
    press(popup, Qt.Key.Key_Down)
    press(popup, Qt.Key.Key_Return)
    entry = dialog.form.entries["tags"]
    assert isinstance(entry, TagsField)
    assert [tag.words for tag in entry.draft()] == ["tag 09999"]
    dialog.save.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert len(stored(outside, current_id(session)).state["tags"]) == 1


def test_a_workspace_without_the_record_says_nothing_and_opens_nothing(
    dialogs: RecordDialogs, qtbot: QtBot, open_workspace: Open
) -> None:
    dialog = dialogs.edit_dialog("contact")
    dialog.begin("01a200da-0bd7-72b3-a558-fc8ba6bf2720")
    qtbot.wait(100)
    assert not dialog.isVisible()


def test_pressing_save_again_after_a_lost_answer_writes_once(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server committed, but the line broke before it could say so."""
    dialog = begin(session, qtbot)
    bridge = there(session.bridge)
    execute = bridge.execute

    def lose_the_answer(command: Any, *, failed: Any, **options: Any) -> None:
        lost = Unavailable(msg("The workspace didn't answer."))
        execute(command, **{**options, "then": lambda _outcome: failed(lost)})

    monkeypatch.setattr(bridge, "execute", lose_the_answer)
    type_text(dialog.name.line, "Dora Evans")
    dialog.save.click()
    qtbot.waitUntil(lambda: not dialog.general.isHidden())
    assert dialog.name.text == "Dora Evans"
    monkeypatch.undo()
    dialog.save.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    qtbot.waitUntil(lambda: column(session).count("Dora Evans") == 1)
    qtbot.wait(200)
    assert len(column(session)) == 3


@pytest.mark.parametrize("is_cleared", [False, True])
def test_whoever_creates_a_contact_is_its_owner_unless_they_say_otherwise(
    session: Session, outside: Backend, qtbot: QtBot, is_cleared: bool
) -> None:
    dialog = begin(session, qtbot)
    type_text(dialog.name.line, "Anna Nowak")
    if is_cleared:
        dialog.all_fields.click()
        line_of(dialog, "owner").clear()
    dialog.save.click()
    qtbot.waitUntil(lambda: "Anna Nowak" in column(session))
    line = column(session).index("Anna Nowak")
    qtbot.waitUntil(lambda: contacts(session).table.currentIndex().row() == line)
    owner = None if is_cleared else outside.actor.id
    assert stored(outside, current_id(session)).state["owner"] == owner
