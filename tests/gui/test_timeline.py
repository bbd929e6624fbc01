"""The timeline of a record: what is planned on top, days below, live, sought, changed in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core import clock
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.features.activities.commands import (
    CreateActivity,
    DeleteActivities,
    UpdateActivity,
)
from crm_desktop.features.activities.rows import ActivityKind, ActivityRow
from crm_desktop.features.common.timeline import TimelineItem, TimelineQuery
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import (
    ArchiveContacts,
    CreateContact,
    DeleteContacts,
    UpdateContact,
)
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes, RecordChanges
from crm_desktop.gui.pages.activities import stale, timeline_part, words
from crm_desktop.gui.pages.activities.activity_edit import ActivityEdit
from crm_desktop.gui.pages.activities.entries import Shape, heading
from crm_desktop.gui.pages.activities.finishing import Finishing
from crm_desktop.gui.pages.activities.reads import Portion, read_portion
from crm_desktop.gui.pages.activities.story import Story
from crm_desktop.gui.pages.activities.timeline_actions import actions_of
from crm_desktop.gui.pages.activities.timeline_model import TimelineModel
from crm_desktop.gui.pages.activities.timeline_part import TimelinePart
from crm_desktop.gui.pages.activities.timeline_view import EDGE
from crm_desktop.gui.shell.page import RecordRef
from tests.factories.fair_time import within
from tests.factories.zones import computer_in
from tests.gui.conftest import there, write

NOON = datetime(2026, 10, 14, 9, 40, tzinfo=timezone.utc)
LATER = "2026-10-14T09:45:00.000Z"

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]


@pytest.fixture(autouse=True)
def noon() -> None:
    clock.set_source(lambda: NOON)


@pytest.fixture
def person(backend: Backend) -> RecordRef:
    key = write(backend, CreateContact({"given_name": "Marina", "position": "Manager"}))
    return RecordRef("contact", str(key))


Show = Callable[..., TimelinePart]


@pytest.fixture
def show(bridge: Bridge, person: RecordRef, qtbot: QtBot) -> Show:
    def show_() -> TimelinePart:
        part = TimelinePart(bridge)
        qtbot.addWidget(part)
        part.resize(620, 800)
        part.show()
        part.show_record(person)
        qtbot.waitUntil(lambda: part.model.rowCount() > 0)
        qtbot.waitUntil(lambda: not part._is_reading)
        part.activateWindow()
        return part

    return show_


def note(backend: Backend, person: RecordRef, text: str, **values: Any) -> str:
    given = {"kind": "note", "text": text, "contacts": [person.id], **values}
    return str(write(backend, CreateActivity(given)))


def call(backend: Backend, person: RecordRef, title: str, **values: Any) -> str:
    given = {"kind": "call", "title": title, "contacts": [person.id], **values}
    return str(write(backend, CreateActivity(given)))


def titles(part: TimelinePart) -> list[str]:
    return [row.title or row.spoken for row in part.model.rows]


def grown_beyond(part: TimelinePart, number: int) -> bool:
    return part.model.rowCount() > number


def place_of(part: TimelinePart, key: str) -> QPoint:
    rect = part.view.visualRect(part.model.index(part.model.row_of(key)))
    return rect.topLeft()


def test_nothing_is_remembered_of_the_entries_of_another_record(
    backend: Backend, person: RecordRef, show: Show, qtbot: QtBot
) -> None:
    other = RecordRef("contact", str(write(backend, CreateContact({"given_name": "Olga"}))))
    note(backend, person, "Words about Marina", done_at=LATER)
    part = show()
    places = part.view._places
    qtbot.waitUntil(lambda: len(places._cards) == 1)
    part.show_record(other)
    assert not places._cards
    assert not places._lines


def test_planned_steps_stand_above_the_days(
    backend: Backend, person: RecordRef, show: Show
) -> None:
    note(backend, person, "Old words", done_at="2026-10-12T09:00:00.000Z")
    note(backend, person, "New words", done_at=LATER)
    call(backend, person, "Talk", due_at="2026-10-14T12:30:00.000Z")
    part = show()
    assert titles(part) == [
        "Talk",
        "Today, 14 October",
        "Note",
        part.model.rows[3].spoken,
        "12 October",
        "Note",
    ]
    assert part.model.rows[3].shape is Shape.LINE  # the record was created today


def test_changes_are_told_in_words(backend: Backend, person: RecordRef, show: Show) -> None:
    """Not as they are stored: a date as a date, the blacklist as what it is."""
    write(backend, UpdateContact(person.id, 1, {"birthday": "1984-03-18"}))
    write(backend, UpdateContact(person.id, 2, {"blacklisted": "Debts"}))
    write(backend, UpdateContact(person.id, 3, {"blacklisted": None}))
    part = show()
    off, on, birthday = (row.spoken for row in part.model.rows[1:4])
    assert off.startswith("Taken off the blacklist")
    assert on.startswith("Put on the blacklist: Debts")
    assert birthday.startswith("Birthday: 18 March 1984")


def test_a_record_put_away_and_taken_out_is_told_without_its_moment(
    backend: Backend, person: RecordRef, show: Show
) -> None:
    write(backend, ArchiveContacts((person.id,)))
    write(backend, ArchiveContacts((person.id,), archived=False))
    write(backend, DeleteContacts((person.id,)))
    told = [row.spoken for row in show().model.rows[1:4]]
    ways = ["Put into the recycle bin", "Taken out of the archive", "Put into the archive"]
    assert all(row.startswith(f"{way}, ") for row, way in zip(told, ways, strict=True))
    assert "2026" not in " ".join(told)


def test_codes_are_told_by_their_words(backend: Backend, person: RecordRef, show: Show) -> None:
    write(backend, UpdateContact(person.id, 1, {"status": "former"}))
    write(backend, UpdateContact(person.id, 2, {"status": "partner", "languages": ["ru", "fr"]}))
    write(backend, UpdateContact(person.id, 3, {"languages": ["ru"]}))
    told = " ".join(row.spoken for row in show().model.rows)
    assert "Former client" in told
    assert "Partner" in told
    assert "Languages: Russian, French" in told
    assert "Languages: French removed" in told


def test_a_company_shows_what_was_done_with_its_people_at_a_press(
    backend: Backend, person: RecordRef, show: Show, qtbot: QtBot
) -> None:
    company = str(write(backend, CreateCompany({"name": "Vektor"})))
    write(backend, UpdateContact(person.id, 1, {"companies": [{"company": company}]}))
    note(backend, person, "Agreed on the price", done_at=LATER)
    part = show()
    assert part.bar.people.isHidden()  # a person has no people
    part.show_record(RecordRef("company", company))
    qtbot.waitUntil(lambda: part.model.rowCount() == 2)
    QTest.mouseClick(part.bar.people, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: part.model.rowCount() == 3)
    assert part.model.rows[1].about == "Marina"
    assert "Marina" in part.model.rows[1].spoken
    call(backend, person, "Talk", due_at="2026-10-14T12:30:00.000Z")
    qtbot.waitUntil(lambda: titles(part)[0] == "Talk")
    kept = part.kept()
    QTest.mouseClick(part.bar.people, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: part.model.rowCount() == 2)
    part.restore(kept)
    qtbot.waitUntil(lambda: titles(part)[0] == "Talk")


def test_a_change_of_a_field_is_a_thin_line(
    backend: Backend, person: RecordRef, show: Show
) -> None:
    write(backend, UpdateContact(person.id, 1, {"position": "Director"}))
    part = show()
    line = next(row for row in part.model.rows if "Director" in row.spoken)
    assert [piece.text for piece in line.pieces][:4] == ["Position:", "Manager", "", "Director,"]


def test_what_is_written_elsewhere_comes_without_moving_what_is_read(
    backend: Backend, person: RecordRef, show: Show, qtbot: QtBot
) -> None:
    for number in range(40):
        note(backend, person, f"Words {number}", done_at=f"2026-09-{number % 28 + 1:02}T09:00:00Z")
    part = show()
    part.view.verticalScrollBar().setValue(500)
    key = there(part.model.entry(part.view.indexAt(QPoint(EDGE + 60, 100)).row())).key
    before = place_of(part, key)
    note(backend, person, "Something new")
    qtbot.waitUntil(lambda: any(row.text == "Something new" for row in part.model.rows))
    assert place_of(part, key) == before


def test_older_entries_come_when_the_end_comes_into_sight(
    backend: Backend, person: RecordRef, show: Show, qtbot: QtBot
) -> None:
    for number in range(120):
        note(backend, person, f"Words {number}")
    part = show()
    resets: list[bool] = []
    part.model.modelReset.connect(lambda: resets.append(True))
    first = part.model.rowCount()
    assert first < 80
    while first < 120:
        bar = part.view.verticalScrollBar()
        bar.setValue(bar.maximum())
        qtbot.waitUntil(partial(grown_beyond, part, first))
        first = part.model.rowCount()
    assert not resets


@pytest.fixture
def asked() -> list[TimelineQuery]:
    """What was asked of the workspace."""
    return []


@pytest.fixture
def watched(bridge: Bridge, person: RecordRef, asked: list[TimelineQuery], qtbot: QtBot) -> Show:
    """A timeline whose questions are noted; it comes ``after`` the news of this activity."""
    heard: list[Changes] = []
    bridge.changed.connect(heard.append)

    def read(reader: Any, query: TimelineQuery, with_planned: bool) -> Portion:
        asked.append(query)
        return read_portion(reader, query, with_planned)

    def show_(after: str = "") -> TimelinePart:
        if after:
            qtbot.waitUntil(lambda: any(news.concern("activity", after) for news in heard))
        part = TimelinePart(bridge, read)
        qtbot.addWidget(part)
        part.resize(620, 800)
        part.show()
        part.show_record(person)
        qtbot.waitUntil(lambda: part.model.rowCount() > 0 and not part._is_reading)
        return part

    return show_


def test_after_a_change_only_what_changed_is_read_again(
    backend: Backend,
    person: RecordRef,
    watched: Show,
    asked: list[TimelineQuery],
    qtbot: QtBot,
) -> None:
    notes = [note(backend, person, f"Words {number}") for number in range(50)]
    part = watched(after=notes[-1])
    asked.clear()
    key = note(backend, person, "Something new")
    qtbot.waitUntil(lambda: any(row.text == "Something new" for row in part.model.rows))
    assert [query.only for query in asked] == [frozenset({key})]
    asked.clear()
    write(backend, DeleteActivities((key,)))
    qtbot.waitUntil(lambda: all(row.text != "Something new" for row in part.model.rows))
    assert [query.only for query in asked] == [frozenset({key})]


@pytest.mark.parametrize("is_first_broken", [False, True])
def test_very_many_changes_reach_the_entries_far_below(
    bridge: Bridge,
    person: RecordRef,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    is_first_broken: bool,
) -> None:
    """More than would be read one by one, some deeper than the newest that are read at once; also
    if the reading fails once and something else changes then."""
    monkeypatch.setattr(stale, "_MOST_CHANGED", 20)
    monkeypatch.setattr(stale, "_SLICE", 30)
    items, failures = _notes("Old"), 0

    def give(_reader: Any, query: TimelineQuery, _with_planned: bool) -> Portion:
        nonlocal failures
        if failures:
            failures -= 1
            raise NotFound(msg("The window didn’t answer in time."))
        below = [one for one in items if query.before is None or one.place < query.before]
        found = below[: query.limit]
        return Portion((), tuple(found), len(found) < query.limit)

    part = TimelinePart(bridge, give)
    qtbot.addWidget(part)
    part.resize(620, 800)
    part.show()
    part.show_record(person)
    bar = part.view.verticalScrollBar()

    def is_read_to_the_end() -> bool:
        bar.setValue(bar.maximum())
        return len(part._story.items) == len(items)

    qtbot.waitUntil(is_read_to_the_end)
    items, failures = _notes("New"), int(is_first_broken)
    bridge.changed.emit(Changes({"activity": RecordChanges({f"i{n}" for n in range(80, 120)})}))
    if is_first_broken:
        qtbot.waitUntil(lambda: not part._is_reading)
        bridge.changed.emit(Changes({"activity": RecordChanges({"i1"})}))
    qtbot.waitUntil(
        lambda: (
            {row.text[:3] for row in part.model.rows if row.shape is not Shape.HEADING} == {"New"}
        )
    )
    assert len(part._story.items) == 120


def test_what_changed_is_asked_again_if_its_answer_was_given_up() -> None:
    """For the newest entries, which are read again when the record is shown anew."""
    left, story, query = stale.Stale(), Story(), TimelineQuery("contact", "1")
    left.note({"deep"})
    assert there(left.ask(query, story)).only == {"deep"}
    left.note({"other"})
    asked = there(left.ask(query, story))
    assert asked.only == {"deep", "other"}
    left.took(asked, (), story)
    assert left.ask(query, story) is None


def _notes(word: str) -> list[TimelineItem]:
    return [
        TimelineItem(
            NOON - timedelta(hours=number),
            f"k{number}",
            "note",
            ActivityRow(
                number, f"i{number}", 1, ActivityKind.NOTE, "", f"{word} {number}", None, None,
                NOON, "", False, False, None, None, (), NOON,
            ),
        )
        for number in range(120)
    ]  # fmt: skip


def test_a_hidden_timeline_reads_what_changed_when_it_is_shown(
    backend: Backend,
    person: RecordRef,
    watched: Show,
    asked: list[TimelineQuery],
    qtbot: QtBot,
) -> None:
    part = watched()
    part.hide()
    asked.clear()
    note(backend, person, "Something new")
    qtbot.wait(150)
    assert not asked
    part.show()
    qtbot.waitUntil(lambda: any(row.text == "Something new" for row in part.model.rows))
    assert len(asked) == 1


def test_what_is_pinned_stands_above_the_days(
    backend: Backend, person: RecordRef, show: Show, qtbot: QtBot
) -> None:
    note(backend, person, "Old", done_at="2026-10-12T09:00:00.000Z", pinned=True)
    note(backend, person, "New", done_at=LATER)
    call(backend, person, "Talk", due_on="2026-10-14")
    part = show()
    texts = [row.text or row.title or row.spoken for row in part.model.rows]
    assert texts[:5] == ["Talk", "Pinned", "Old", "Today, 14 October", "New"]
    assert texts.count("Old") == 1
    assert "12 October" not in texts
    old = part.model.rows[2]
    assert old.when.startswith("12 Oct, ")
    part.view.setFocus()
    part.view.choose(old.key)
    part.view.acted.emit(old, "pin")
    qtbot.waitUntil(lambda: "12 October" in titles(part))
    assert "Pinned" not in titles(part)
    assert there(part.view.current_entry()).text == "Old"


def test_at_midnight_all_rows_are_worded_anew(
    backend: Backend,
    person: RecordRef,
    show: Show,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timeline_part, "_REWORDED", 2)
    for day in (10, 11, 12, 13, 14):
        note(backend, person, f"Words {day}", done_at=f"2026-10-{day}T09:00:00.000Z")
    part = show()
    before = titles(part)
    assert "Today, 14 October" in before
    clock.set_source(lambda: NOON + timedelta(days=1))
    part._bridge.day_changed.emit()
    assert "Yesterday, 14 October" in titles(part)
    qtbot.waitUntil(lambda: "13 October" in titles(part))
    assert len(titles(part)) == len(before)


def test_what_a_filter_hid_is_worded_anew_too_in_another_time_zone(
    backend: Backend, person: RecordRef, show: Show, qtbot: QtBot
) -> None:
    key = note(backend, person, "Words", done_at="2026-10-12T09:00:00.000Z")
    done = datetime(2026, 10, 12, 9, tzinfo=timezone.utc)

    def when() -> list[str]:
        return [row.when for row in part.model.rows if row.activity and row.activity.id == key]

    with computer_in("UTC"):
        part = show()
        before = when()
        assert before == [words.time_words(done)]
        part.bar.chips[2].click()
        qtbot.waitUntil(lambda: not when())
    with computer_in("Europe/Warsaw"):
        part._bridge.day_changed.emit()
        part.bar.show_everything()
        qtbot.waitUntil(lambda: bool(when()))
        assert when() == [words.time_words(done)] != before


def test_very_many_rows_give_way_to_few_at_once(qtbot: QtBot) -> None:
    model = TimelineModel()
    many = [heading(date(2026, 10, 14) - timedelta(days=number)) for number in range(6_000)]
    model.append(many)
    removed: list[int] = []
    model.rowsRemoved.connect(lambda _parent, first, last: removed.append(last - first + 1))
    model.show(many[100:4_000:200], 0, len(many))
    assert model.rows == many[100:4_000:200]
    assert removed == [6_000]


def test_only_notes_shows_pinned_ones_among_the_others(
    backend: Backend, person: RecordRef, show: Show, qtbot: QtBot
) -> None:
    note(backend, person, "Old", done_at="2026-10-12T09:00:00.000Z", pinned=True)
    note(backend, person, "New", done_at=LATER)
    part = show()
    part.bar.chips[1].click()
    qtbot.waitUntil(lambda: titles(part) == ["Today, 14 October", "Note", "12 October", "Note"])


def test_who_comes_back_to_a_card_sees_the_same_entries(
    backend: Backend, bridge: Bridge, person: RecordRef, show: Show, qtbot: QtBot
) -> None:
    for number in range(120):
        note(backend, person, f"Words {number}")
    part = show()
    while part.model.rowCount() < 110:
        bar = part.view.verticalScrollBar()
        bar.setValue(bar.maximum())
        qtbot.waitUntil(partial(grown_beyond, part, part.model.rowCount()))
    part.view.hold(70, -13)
    key, kept = part.model.rows[70].key, part.kept()
    other = TimelinePart(bridge)
    qtbot.addWidget(other)
    other.resize(620, 800)
    other.restore(kept)
    other.show()
    other.show_record(person)
    qtbot.waitUntil(lambda: other.model.rowCount() > 110)
    qtbot.waitUntil(lambda: place_of(other, key).y() == -13)


def test_ctrl_f_finds_and_marks_words(
    backend: Backend, person: RecordRef, show: Show, qtbot: QtBot
) -> None:
    note(backend, person, "Wants a discount")
    note(backend, person, "Wants a gift")
    part = show()
    part.view.setFocus()
    QTest.keyClick(part.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert part.bar.line.hasFocus()
    QTest.keyClicks(part.bar.line, "discount")
    qtbot.waitUntil(lambda: part.bar.count.text() == "1 found")
    assert [row.text for row in part.model.rows if row.text] == ["Wants a discount"]
    assert part.view.looks.sought == ("discount",)
    QTest.keyClick(part.bar.line, Qt.Key.Key_Down)
    assert there(part.view.current_entry()).text == "Wants a discount"
    QTest.keyClick(part.bar.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: part.model.rowCount() > 3)


def test_the_chips_show_one_kind(
    backend: Backend, person: RecordRef, show: Show, qtbot: QtBot
) -> None:
    note(backend, person, "Words")
    call(backend, person, "Called", done_at="2026-10-14T08:00:00.000Z")
    part = show()
    QTest.mouseClick(part.bar.chips[2], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: titles(part) == ["Today, 14 October", "Called"])


def test_an_empty_kind_offers_everything(show: Show, qtbot: QtBot) -> None:
    part = show()
    part.bar.chips[1].click()
    qtbot.waitUntil(lambda: part.state.currentWidget() is part.state.pane)
    assert part.state.pane.heading.text() == "Nothing of this kind yet"


def test_f2_changes_a_note_in_its_place(
    backend: Backend, person: RecordRef, show: Show, qtbot: QtBot
) -> None:
    key = note(backend, person, "Wrods")
    part = show()
    row = next(row for row in part.model.rows if row.activity is not None)
    part.view.setFocus()
    part.view.choose(row.key)
    QTest.keyClick(part.view, Qt.Key.Key_F2)
    editor = part.view.editor
    assert isinstance(editor, ActivityEdit)
    assert editor.edit.hasFocus()
    editor.edit.selectAll()
    QTest.keyClicks(editor.edit, "Words")
    QTest.keyClick(editor.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: any(row.text == "Words" for row in part.model.rows))
    qtbot.waitUntil(lambda: part.view.editor is None)
    assert key in {there(row.activity).id for row in part.model.rows if row.activity}


def test_esc_leaves_a_note_as_it_was(backend: Backend, person: RecordRef, show: Show) -> None:
    note(backend, person, "Words")
    part = show()
    part.view.setFocus()
    part.view.choose(next(row.key for row in part.model.rows if row.activity is not None))
    QTest.keyClick(part.view, Qt.Key.Key_Return)
    editor = part.view.editor
    assert isinstance(editor, ActivityEdit)
    QTest.keyClicks(editor.edit, " and more")
    QTest.keyClick(editor.edit, Qt.Key.Key_Escape)
    assert part.view.editor is None
    assert part.view.hasFocus()


def test_what_is_being_written_goes_along_when_a_colleague_moves_its_note(
    backend: Backend, person: RecordRef, show: Show, qtbot: QtBot
) -> None:
    key = note(backend, person, "Words", done_at="2026-10-13T09:00:00.000Z")
    for day in (10, 11, 12):
        note(backend, person, f"Words of {day}", done_at=f"2026-10-{day}T09:00:00.000Z")
    part = show()
    row = next(row for row in part.model.rows if row.activity and row.activity.id == key)
    part.view.setFocus()
    part.view.choose(row.key)
    QTest.keyClick(part.view, Qt.Key.Key_F2)
    editor = part.view.editor
    assert isinstance(editor, ActivityEdit)
    QTest.keyClicks(editor.edit, " and more")
    write(backend, UpdateActivity(key, 1, {"done_at": "2026-10-09T09:00:00.000Z"}))
    qtbot.waitUntil(lambda: part.model.rows[-1].key == row.key)
    assert there(part.view.indexWidget(part.model.index(len(part.model.rows) - 1))) is (
        editor.parent()
    )
    assert editor.edit.hasFocus()
    assert editor.edit.toPlainText() == "Words and more"


def test_the_button_finishes_and_asks_what_is_next(
    backend: Backend, person: RecordRef, show: Show, qtbot: QtBot
) -> None:
    call(backend, person, "Talk", due_on="2026-10-14")
    part = show()
    entry = part.model.rows[0]
    card = part.view._places.card(entry, part.view.viewport().width() - part.view._edges)
    done = next(rect for name, rect, _words in card.buttons if name == "done")
    place = place_of(part, entry.key) + QPoint(EDGE, 0) + done.center().toPoint()
    QTest.mouseClick(part.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    pane = part.view.editor
    assert isinstance(pane, Finishing)
    QTest.keyClicks(pane.result, "Agreed")
    QTest.keyClick(pane.result, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any("Agreed" in row.text for row in part.model.rows))
    qtbot.waitUntil(lambda: pane.next is not None or part.view.editor is None)


def test_delete_takes_an_entry_away(
    backend: Backend, person: RecordRef, show: Show, qtbot: QtBot
) -> None:
    note(backend, person, "Words")
    part = show()
    part.view.setFocus()
    part.view.choose(next(row.key for row in part.model.rows if row.activity is not None))
    QTest.keyClick(part.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: all(row.activity is None for row in part.model.rows))


def test_the_menu_pins_copies_and_makes_a_task(
    backend: Backend, person: RecordRef, show: Show, qtbot: QtBot
) -> None:
    note(backend, person, "Send **the offer**\n\nsoon")
    part = show()
    row = next(row for row in part.model.rows if row.activity is not None)
    menu = there(part.view.make_menu(row))
    by_name = {action.objectName(): action for action in menu.actions()}
    assert list(actions_of(row)) == ["edit", "pin", "copy", "task", "delete"]
    by_name["copy"].trigger()
    assert "Send the offer" in QGuiApplication.clipboard().text()
    by_name["pin"].trigger()
    qtbot.waitUntil(lambda: any("pinned" in row.marks for row in part.model.rows))
    by_name["task"].trigger()
    qtbot.waitUntil(lambda: part.model.rows[0].shape is Shape.PLANNED)
    assert part.model.rows[0].title == "Send the offer"
    menu.deleteLater()


def test_arrows_pass_over_the_days(backend: Backend, person: RecordRef, show: Show) -> None:
    note(backend, person, "Old", done_at="2026-10-12T09:00:00.000Z")
    note(backend, person, "New", done_at=LATER)
    part = show()
    part.view.setFocus()
    seen = [there(part.view.current_entry()).text]
    for _step in range(2):
        QTest.keyClick(part.view, Qt.Key.Key_Down)
        seen.append(there(part.view.current_entry()).text)
    assert seen == ["New", "", "Old"]


def test_rows_say_themselves_to_a_screen_reader(
    backend: Backend, person: RecordRef, show: Show
) -> None:
    call(backend, person, "Talk", due_on="2026-10-13", important=True)
    part = show()
    role = Qt.ItemDataRole.AccessibleTextRole
    spoken = part.model.data(part.model.index(0), role)
    assert spoken.startswith("Call: Talk, overdue since yesterday, important, owner ")


def test_a_mention_is_drawn_as_a_link_and_dangerous_links_are_not(
    backend: Backend, person: RecordRef, show: Show, qtbot: QtBot
) -> None:
    note(backend, person, "[web](https://x.example) [bad](file:///etc/passwd) ![p](file:///x.png)")
    part = show()
    row = next(row for row in part.model.rows if row.activity is not None)
    document = part.view._places.document(row, 400)
    assert "https://x.example" in document.toHtml()
    assert "file:" not in document.toHtml()


def test_a_failure_says_so_and_offers_to_try_again(
    bridge: Bridge, person: RecordRef, qtbot: QtBot
) -> None:
    answers: list[bool] = []

    def refuse(_reader: Any, _query: Any, _with_planned: bool) -> Portion:
        answers.append(True)
        raise NotFound(msg("The window didn’t answer in time."))

    part = TimelinePart(bridge, refuse)
    qtbot.addWidget(part)
    part.show()
    part.show_record(person)
    heading = part.state.pane.heading
    qtbot.waitUntil(lambda: heading.text() == "The timeline couldn’t be read")
    assert part.state.currentWidget() is part.state.pane


def test_after_a_failure_a_change_lets_all_of_the_kind_be_read(
    bridge: Bridge, backend: Backend, person: RecordRef, qtbot: QtBot
) -> None:
    note(backend, person, "Old words", done_at="2026-10-12T09:00:00.000Z")
    is_broken = False

    def read(reader: Any, query: Any, with_planned: bool) -> Portion:
        if is_broken:
            raise NotFound(msg("The window didn’t answer in time."))
        return read_portion(reader, query, with_planned)

    part = TimelinePart(bridge, read)
    qtbot.addWidget(part)
    part.show()
    part.show_record(person)
    qtbot.waitUntil(lambda: part.model.rowCount() > 0)
    is_broken = True
    part.bar.chips[1].click()
    qtbot.waitUntil(lambda: part.state.currentWidget() is part.state.pane)
    is_broken = False
    note(backend, person, "New words", done_at="2026-10-13T09:00:00.000Z")
    texts = ["New words", "Old words"]
    qtbot.waitUntil(lambda: [row.text for row in part.model.rows if row.text] == texts)
    assert part.state.currentWidget() is part.view


def test_500_entries_are_painted_in_a_blink(
    bridge: Bridge, person: RecordRef, qtbot: QtBot
) -> None:
    items: Sequence[TimelineItem] = ()

    def give(_reader: Any, _query: Any, _with_planned: bool) -> Portion:
        return Portion((), tuple(items), True)

    items = [
        TimelineItem(
            NOON - timedelta(hours=number),
            f"k{number}",
            "note",
            ActivityRow(
                number, f"i{number}", 1, ActivityKind.NOTE, "", f"Words **{number}** " * 12,
                None, None, NOON, "", False, False, None, None, (), NOON,
            ),
        )
        for number in range(500)
    ]  # fmt: skip
    part = TimelinePart(bridge, give)
    qtbot.addWidget(part)
    part.resize(620, 800)
    part.show()
    part.show_record(person)
    qtbot.waitUntil(lambda: part.model.rowCount() > 500)
    part.grab()
    with within(0.1):
        part.view.viewport().grab()
