"""Writing down above a timeline: notes with a little form, tasks in plain words, drafts."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core import clock
from crm_desktop.features.activities.queries import find_done, find_open
from crm_desktop.features.activities.rows import ActivityKind, ActivityRow
from crm_desktop.features.activities.rules import LONGEST_TEXT
from crm_desktop.features.common.timeline import TimelineQuery
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.drafts import Drafts
from crm_desktop.gui.kit.rich_text import from_html
from crm_desktop.gui.pages.activities.composer import Composer
from crm_desktop.gui.pages.activities.composer_room import let_words_fit
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import read, write

NOON = datetime(2026, 10, 14, 9, 40, tzinfo=timezone.utc)
CONTROL = Qt.KeyboardModifier.ControlModifier

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]


@pytest.fixture(autouse=True)
def noon() -> None:
    clock.set_source(lambda: NOON)


@pytest.fixture
def person(backend: Backend) -> RecordRef:
    return RecordRef("contact", str(write(backend, CreateContact({"given_name": "Marina"}))))


def open_composer(bridge: Bridge, person: RecordRef, qtbot: QtBot) -> Composer:
    composer = Composer(bridge)
    qtbot.addWidget(composer)
    composer.resize(580, 200)
    composer.show()
    composer.show_record(person)
    composer.activateWindow()
    composer.edit.setFocus()
    return composer


@pytest.fixture
def composer(bridge: Bridge, person: RecordRef, qtbot: QtBot) -> Composer:
    return open_composer(bridge, person, qtbot)


def save(composer: Composer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(composer.saved):
        focused = composer.edit if composer.kind is ActivityKind.NOTE else composer.task.line
        QTest.keyClick(focused, Qt.Key.Key_Return, CONTROL)


def chips_of(composer: Composer) -> list[QPushButton]:
    chips = composer.task.chips.findChildren(QPushButton)
    return [chip for chip in chips if not chip.isHidden()]


def done(backend: Backend, person: RecordRef) -> list[ActivityRow]:
    return [item.payload for item in read(backend, find_done, TimelineQuery(*person))]


def test_ctrl_enter_saves_a_note_and_leaves_the_field_free(
    composer: Composer, backend: Backend, person: RecordRef, qtbot: QtBot
) -> None:
    assert not composer.save.isEnabled()
    QTest.keyClicks(composer.edit, "Wants 5 * 3 pieces")
    assert composer.save.isEnabled()
    save(composer, qtbot)
    (note,) = done(backend, person)
    assert note.text == "Wants 5 \\* 3 pieces"
    assert composer.edit.is_blank
    assert composer.edit.hasFocus()


def test_bold_italic_and_lists_by_keys_are_stored_as_markdown(composer: Composer) -> None:
    edit = composer.edit
    QTest.keyClick(edit, Qt.Key.Key_B, CONTROL)
    QTest.keyClicks(edit, "strong")
    QTest.keyClick(edit, Qt.Key.Key_B, CONTROL)
    QTest.keyClicks(edit, " and ")
    QTest.keyClick(edit, Qt.Key.Key_I, CONTROL)
    QTest.keyClicks(edit, "slanted")
    QTest.keyClick(edit, Qt.Key.Key_I, CONTROL)
    assert edit.markdown() == "**strong** and *slanted*"
    QTest.keyClick(edit, Qt.Key.Key_Return)
    QTest.keyClick(edit, Qt.Key.Key_L, CONTROL)
    QTest.keyClicks(edit, "item")
    assert edit.markdown().endswith("- item")


def test_a_clipboard_address_becomes_a_link_of_the_chosen_words(composer: Composer) -> None:
    QTest.keyClicks(composer.edit, "site")
    composer.edit.selectAll()
    QGuiApplication.clipboard().setText("file:///etc/passwd")
    composer.edit.link_clipboard()
    assert composer.edit.markdown() == "site"
    QGuiApplication.clipboard().setText("https://x.example/")
    composer.edit.link_clipboard()
    assert composer.edit.markdown() == "[site](https://x.example/)"


def test_pasted_html_keeps_its_form_and_loses_pictures_scripts_and_colours() -> None:
    html = (
        '<p style="color:red">a <b>b</b> <img src="http://x.example/p.png"> '
        '<a href="https://x.example">c</a><script>alert(1)</script></p>'
    )
    written = from_html(html)
    assert "**b**" in written
    assert "[c](https://x.example)" in written
    assert "png" not in written
    assert "alert" not in written


def test_too_long_a_paste_is_refused_and_says_so(composer: Composer) -> None:
    pasted = QMimeData()
    pasted.setText("x" * 200_000)
    composer.edit.insertFromMimeData(pasted)
    assert composer.edit.is_blank
    assert composer.mistake.isVisible()


def test_at_offers_colleagues_and_enter_mentions_one(
    composer: Composer, backend: Backend, person: RecordRef, qtbot: QtBot
) -> None:
    name = backend.actor.name
    QTest.keyClicks(composer.edit, f"Ask @{name[:2]}")
    qtbot.waitUntil(composer.edit.names.isVisible)
    QTest.keyClick(composer.edit, Qt.Key.Key_Return)
    assert not composer.edit.names.isVisible()
    assert composer.edit.markdown().strip() == f"Ask [@{name}](user:{backend.actor.id})"
    QTest.keyClicks(composer.edit, "please")
    assert composer.edit.markdown().endswith("please")
    save(composer, qtbot)
    assert f"user:{backend.actor.id}" in done(backend, person)[0].text


def test_an_at_inside_an_address_mentions_nobody(composer: Composer, qtbot: QtBot) -> None:
    QTest.keyClicks(composer.edit, "a@b")
    qtbot.wait(150)
    assert not composer.edit.names.isVisible()


def test_a_task_understands_plain_words(
    composer: Composer, backend: Backend, person: RecordRef, qtbot: QtBot
) -> None:
    composer.compose("task")
    assert composer.task.line.hasFocus()
    QTest.keyClicks(composer.task.line, "call Kim tomorrow 15:30 urgent")
    chips = [chip.text() for chip in chips_of(composer)]
    assert [*chips[:2], chips[2][:5], chips[3]] == ["Call", "tomorrow", "15:30", "Important"]
    save(composer, qtbot)
    (step,) = read(backend, find_open, *person)
    assert (step.title, step.kind, step.important) == ("call Kim", ActivityKind.CALL, True)
    local = step.due_at.astimezone(NOON.astimezone().tzinfo)
    assert (local.date(), local.hour, local.minute) == (date(2026, 10, 15), 15, 30)


def test_a_part_that_is_taken_away_means_nothing_any_more(composer: Composer) -> None:
    composer.compose("task")
    QTest.keyClicks(composer.task.line, "letter tomorrow")
    (chip,) = chips_of(composer)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert composer.task.values() == {
        "kind": "task",
        "title": "letter tomorrow",
        "important": False,
    }


def test_a_day_of_the_menu_wins_over_the_words(composer: Composer) -> None:
    composer.compose("task")
    QTest.keyClicks(composer.task.line, "letter tomorrow")
    menu = composer.when.menu()
    menu.aboutToShow.emit()
    next(one for one in menu.actions() if one.objectName() == "monday").trigger()
    assert composer.task.values()["due_on"] == "2026-10-19"


def test_a_meeting_that_happened_is_history_at_once(
    composer: Composer, backend: Backend, person: RecordRef, qtbot: QtBot
) -> None:
    composer.compose("meeting")
    QTest.keyClicks(composer.task.line, "Three floors")
    composer.happened.setChecked(True)
    save(composer, qtbot)
    (meeting,) = done(backend, person)
    assert (meeting.kind, meeting.title) == (ActivityKind.MEETING, "Three floors")


def test_ctrl_enter_saves_from_the_switch_as_well(
    composer: Composer, backend: Backend, person: RecordRef, qtbot: QtBot
) -> None:
    """The window opens the record apart at this key, were it not the composer's."""
    composer.compose("call")
    QTest.keyClicks(composer.task.line, "About the price")
    composer.happened.setFocus()
    composer.happened.click()
    claim = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Return, CONTROL)
    claim.ignore()
    QApplication.sendEvent(composer.happened, claim)
    assert claim.isAccepted()
    with qtbot.waitSignal(composer.saved):
        QTest.keyClick(composer.happened, Qt.Key.Key_Return, CONTROL)
    assert [one.title for one in done(backend, person)] == ["About the price"]


def test_the_owner_has_words_where_there_is_room_for_them(composer: Composer, qtbot: QtBot) -> None:
    """Long words would cover each other, as in Russian they did in a window of usual width."""
    composer.compose("call")
    line, owner = QWidget(), composer.owner
    foot = QHBoxLayout(line)
    qtbot.addWidget(line)
    hint = QLabel("Ctrl+Enter")
    foot.addWidget(owner)
    foot.addWidget(hint)
    let_words_fit(foot, owner, "Ответственный: я", 500, hint)
    assert (owner.text(), owner.toolTip()) == ("Ответственный: я", "")
    let_words_fit(foot, owner, "Ответственный: я", foot.sizeHint().width() - 1, hint)
    assert (owner.text(), owner.toolTip()) == ("", "Ответственный: я")
    assert not hint.isHidden()
    let_words_fit(foot, owner, "Ответственный: я", foot.sizeHint().width() - 1, hint)
    assert hint.isHidden()
    assert owner.accessibleName() == "Ответственный: я"


def test_what_is_typed_waits_for_its_record(
    composer: Composer, backend: Backend, bridge: Bridge, person: RecordRef, qtbot: QtBot
) -> None:
    other = RecordRef("contact", str(write(backend, CreateContact({"given_name": "Other"}))))
    QTest.keyClicks(composer.edit, "Half a tho")
    composer.show_record(other)
    assert composer.edit.is_blank
    composer.show_record(person)
    assert composer.edit.markdown() == "Half a tho"
    composer.close()
    again = open_composer(bridge, person, qtbot)
    assert again.edit.markdown() == "Half a tho"
    save(again, qtbot)
    assert open_composer(bridge, person, qtbot).edit.is_blank


def test_a_draft_survives_a_restart(tmp_path: Any) -> None:
    drafts = Drafts(tmp_path)
    drafts.put("composer:contact:1", {"text": "Half"})
    drafts.flush()
    assert Drafts(tmp_path).get("composer:contact:1") == {"text": "Half"}
    drafts.put("composer:contact:1", None)
    drafts.flush()
    assert Drafts(tmp_path).get("composer:contact:1") is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("letter", ["щ", "😀"])
def test_the_longest_draft_survives_a_restart_in_any_letters(tmp_path: Any, letter: str) -> None:
    drafts = Drafts(tmp_path)
    drafts.put("composer:contact:1", {"text": letter * LONGEST_TEXT})
    drafts.flush()
    assert Drafts(tmp_path).get("composer:contact:1") == {"text": letter * LONGEST_TEXT}


def test_a_draft_with_half_a_sign_survives_a_restart(tmp_path: Any) -> None:
    drafts = Drafts(tmp_path)
    drafts.put("composer:contact:1", {"text": "Half a sign: \ud800"})
    drafts.flush()
    assert Drafts(tmp_path).get("composer:contact:1") == {"text": "Half a sign: \ud800"}


def test_all_controls_have_names_for_the_ear(composer: Composer) -> None:
    parts = (composer, composer.tabs, composer.edit, composer.task.line, composer.mention)
    assert all(part.accessibleName() for part in (*parts, composer.list, composer.form))
