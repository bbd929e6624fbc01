"""The card of one record: its head and what it can do, its panes, and leaving it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany, UpdateCompany
from crm_desktop.features.contacts.commands import ArchiveContacts, CreateContact, DeleteContacts
from crm_desktop.gui import session_cards
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from crm_desktop.gui.pages.activities.timeline_part import TimelinePart
from crm_desktop.gui.pages.contacts.sections import Employers
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.card.pick import PickList
from crm_desktop.gui.shell.card.questions import ReasonQuestion
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import OpenWindow, there, view_of, write

Key, Modifier, Button = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton
CTRL_SHIFT = Modifier.ControlModifier | Modifier.ShiftModifier
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")


@pytest.fixture
def firm(backend: Backend) -> str:
    """The company of Marina."""
    return str(write(backend, CreateCompany({"name": "Vektor Plus"})))


@pytest.fixture
def marina(backend: Backend, firm: str) -> str:
    """A person with all that the head shows."""
    values = {
        "given_name": "Marina",
        "family_name": "Kim",
        "position": "Buyer",
        "tags": [{"name": "Key client"}],
        "companies": [{"company": firm, "position": "", "primary": True}],
        "addresses": [{"type": "work", "city": "Riga"}],
        "phones": [{"value": "+79005550114", "type": "work"}],
    }
    return str(write(backend, CreateContact(values, "RU")))


@pytest.fixture
def session(marina: str, workspace: Path, open_window: OpenWindow) -> Session:
    """A window on her."""
    return open_window(workspace)


@pytest.fixture
def card(session: Session, marina: str, qtbot: QtBot) -> CardPage:
    """Her card, open."""
    view = view_of(session)
    view.open_record(RecordRef("contact", marina))
    qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.head is not None)
    return there(view.way.card)


def question(qtbot: QtBot) -> QuestionDialog:
    """The question that is asked now."""
    qtbot.waitUntil(lambda: bool(questions()))
    return questions()[0]


def questions() -> list[QuestionDialog]:
    shown = (one for one in QApplication.topLevelWidgets() if one.isVisible())
    return [one for one in shown if isinstance(one, QuestionDialog)]


# The head


def test_the_head_says_who_it_is(card: CardPage) -> None:
    head = there(card.head)
    assert head.name == "Marina Kim"
    assert [part.text for part in head.parts if part.text] == ["Buyer", "Vektor Plus", "Riga"]
    assert [tag.name for tag in head.tags] == ["Key client"]


def test_a_card_comes_into_sight_with_its_fields_and_its_story(
    session: Session, marina: str, qtbot: QtBot
) -> None:
    view, seen = view_of(session), list[tuple[bool, int, int]]()
    view.way._patience.setInterval(10_000)  # however slow the machine

    def note() -> None:
        panes = there(view.way.card).panes
        fields, story = cast(FieldsPart, panes.fields), cast(TimelinePart, panes.middle)
        lines = panes.sections.findChildren(Employers)[0].lines.lines
        seen.append((fields.record is not None, story.model.rowCount(), len(lines)))

    view.way.arrived.connect(note)
    view.open_record(RecordRef("contact", marina))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(True, 2, 1)]


def test_a_card_that_comes_into_sight_is_painted_once(
    card: CardPage, session: Session, firm: str, backend: Backend, qtbot: QtBot
) -> None:
    view, painted = view_of(session), list[QObject]()
    view.way._patience.setInterval(10_000)  # however slow the machine
    phones = [{"value": f"+7900555011{number}", "type": "work"} for number in range(5)]
    other = write(backend, CreateContact({"given_name": "Olga", "phones": phones}, "RU"))

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Paint:
                painted.append(watched)
            return False

    view.open_record(RecordRef("company", firm))
    qtbot.waitUntil(lambda: there(view.way.card) is not card)
    fields = cast(FieldsPart, card.panes.fields)
    eye, row = Painted(card), fields.pane.rows["messengers"]  # below the numbers
    row.installEventFilter(eye)
    view.open_record(RecordRef("contact", other))
    qtbot.waitUntil(lambda: bool(painted))
    for _time in range(5):
        QApplication.processEvents()
    assert painted == [row]


def test_a_press_on_the_company_leads_there(
    card: CardPage, session: Session, firm: str, qtbot: QtBot
) -> None:
    link = next(b for b in card.header.findChildren(QPushButton) if "Vektor" in b.text())
    QTest.mouseClick(link, Button.LeftButton)
    qtbot.waitUntil(lambda: there(view_of(session).way.card).record == ("company", firm))


def test_tags_are_ticked_and_made_in_the_list_that_ctrl_shift_l_opens(
    card: CardPage, session: Session, qtbot: QtBot
) -> None:
    QTest.keyClick(session.window, Key.Key_L, CTRL_SHIFT)
    pick = there(QApplication.activePopupWidget())
    assert isinstance(pick, PickList)
    qtbot.waitUntil(lambda: pick.list.count() == 1)
    QTest.keyClicks(pick.line, "Wholesale")
    qtbot.waitUntil(lambda: pick.list.count() == 1 and "Wholesale" in pick.list.item(0).text())
    QTest.keyClick(pick.line, Key.Key_Return)
    qtbot.waitUntil(lambda: len(there(card.head).tags) == 2)
    assert {tag.name for tag in there(card.head).tags} == {"Key client", "Wholesale"}


def test_the_owner_is_chosen_by_keys(card: CardPage, session: Session, qtbot: QtBot) -> None:
    QTest.keyClick(session.window, Key.Key_O, CTRL_SHIFT)
    pick = there(QApplication.activePopupWidget())
    assert isinstance(pick, PickList)
    qtbot.waitUntil(lambda: pick.list.count() >= 1)
    QTest.keyClick(pick.line, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(there(card.head).owner))


def test_the_star_pins_and_takes_off_again(card: CardPage, qtbot: QtBot) -> None:
    QTest.mouseClick(card.header.star, Button.LeftButton)
    qtbot.waitUntil(lambda: bool(there(card.head).favourite))
    assert card.header.star.accessibleName() == "Take out of favourites"
    QTest.mouseClick(card.header.star, Button.LeftButton)
    qtbot.waitUntil(lambda: not there(card.head).favourite)


def test_the_menu_has_nine_things_to_do(card: CardPage) -> None:
    menu = card.actions_of_head.menu(there(card.head))
    words = [a.text().replace("&", "") for a in menu.actions() if not a.isSeparator()]
    assert words == [
        *("In a new window", "Note", "Task", "Tags…", "Owner…", "Put into a deal…", "Copy"),
        *("More", "Archive"),
    ]
    assert len(words) <= 9  # interaction.md, section 11
    [more] = [a.menu() for a in menu.actions() if a.text() == "More"]
    assert isinstance(more, QMenu)
    rare = [a.text() for a in more.actions()]
    assert rare == ["&History of changes…", "Put on the &blacklist…"]
    lettered = [a.text() for a in menu.actions() if "&" in a.text()] + rare
    letters = [words[words.index("&") + 1].lower() for words in lettered]
    assert len(set(letters)) == len(letters)
    menu.deleteLater()


def test_the_menu_shows_the_keys_that_the_person_chose(card: CardPage, session: Session) -> None:
    commands = session.window.commands
    commands.rebind("record.apart", "Ctrl+Shift+E")
    menu = card.actions_of_head.menu(there(card.head))
    keys = {action.text(): action.shortcut().toString() for action in menu.actions()}
    assert keys["In a n&ew window"] == "Ctrl+Shift+E"
    assert keys["&Archive"] == commands.keys("record.archive")
    menu.deleteLater()


@pytest.mark.parametrize(("key", "kind"), [(Key.Key_N, "note"), (Key.Key_T, "task")])
def test_keys_lead_into_the_composer(
    card: CardPage, session: Session, key: Qt.Key, kind: str
) -> None:
    QTest.keyClick(session.window, key, CTRL_SHIFT)
    focused = session.window.focusWidget()
    assert focused is not None
    assert card.panes.middle.isAncestorOf(focused)


# Blacklist, archive, gone


def test_the_blacklist_is_asked_for_its_reason_and_left_again(
    card: CardPage, session: Session, qtbot: QtBot
) -> None:
    card.actions_of_head.put_on_blacklist()
    dialog = question(qtbot)
    assert isinstance(dialog, ReasonQuestion)
    assert not dialog.do.isEnabled()
    QTest.keyClicks(dialog.reason, "never paid")
    QTest.keyClick(dialog.reason, Key.Key_Return)
    qtbot.waitUntil(lambda: there(card.head).blacklist is not None)
    notice = card.notices.blacklist
    assert notice.heading.text() == "Marina Kim is on the blacklist"
    assert notice.sentence.text().startswith("never paid. Added by ")
    assert not card.header.listed.isHidden()
    QTest.mouseClick(notice.button, Button.LeftButton)
    qtbot.waitUntil(lambda: there(card.head).blacklist is None)
    assert card.notices.isHidden()


def test_a_company_on_the_blacklist_warns_of_its_people_once_a_day(
    card: CardPage, backend: Backend, firm: str, qtbot: QtBot
) -> None:
    write(backend, UpdateCompany(firm, 1, {"blacklisted": "debts"}))
    qtbot.waitUntil(lambda: there(card.head).blacklist is not None)
    assert "Vektor Plus" in card.notices.blacklist.heading.text()
    assert card.notices.blacklist.button.isHidden()
    QTest.mouseClick(card.header.task, Button.LeftButton)
    box = question(qtbot)
    assert box.heading.text() == "Marina Kim is on the blacklist. Plan a task all the same?"
    assert box.do.text() == "Go on"
    QTest.mouseClick(box.do, Button.LeftButton)
    assert card.panes.middle.isAncestorOf(there(card.window().focusWidget()))
    QTest.mouseClick(card.header.task, Button.LeftButton)
    assert not questions()


def test_a_colleague_archiving_it_is_said_on_the_card(
    card: CardPage, backend: Backend, marina: str, qtbot: QtBot
) -> None:
    write(backend, ArchiveContacts((marina,)))
    qtbot.waitUntil(lambda: there(card.head).is_archived)
    assert card.notices.state.heading.text() == "In the archive"
    QTest.mouseClick(card.notices.state.button, Button.LeftButton)
    qtbot.waitUntil(lambda: not there(card.head).is_archived)


def test_nothing_is_begun_about_what_lies_in_the_bin_until_it_is_restored(
    card: CardPage, session: Session, backend: Backend, marina: str, qtbot: QtBot
) -> None:
    write(backend, DeleteContacts((marina,)))
    qtbot.waitUntil(lambda: there(card.head).is_deleted)
    begun = (card.header.task, card.header.note, card.header.add_tag)
    assert not any(button.isEnabled() for button in begun)
    assert "Restore it first" in card.header.task.toolTip()
    menu = card.actions_of_head.menu(there(card.head))
    words = ("Note", "Task", "Tags…", "Owner…")
    offered = {action.text().replace("&", ""): action.isEnabled() for action in menu.actions()}
    assert [offered[one] for one in words] == [False] * 4
    card.compose("task")
    qtbot.waitUntil(lambda: bool(session.window.notifications.notes))
    assert "recycle bin" in session.window.notifications.notes[0].words
    write(backend, DeleteContacts((marina,), deleted=False))
    qtbot.waitUntil(lambda: all(button.isEnabled() for button in begun))
    assert card.header.task.toolTip() == "Task"


def test_a_record_that_never_was_leads_back(session: Session, qtbot: QtBot) -> None:
    view = view_of(session)
    view.open_record(RecordRef("contact", "01a20037-3d99-734c-8530-14f779bad76c"))
    qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.is_ready)
    card = there(view.way.card)
    assert card.header.isHidden()
    assert card._state.heading.text() == "This contact isn’t there any more"
    card.setFocus()
    session.window.commands.action("record.note").trigger()  # nobody would see what is typed
    assert card.window().focusWidget() is card
    QTest.keyClick(card, Key.Key_Escape)
    assert view.page is view.pages[0]


# Panes


def test_f6_goes_from_pane_to_pane(card: CardPage, session: Session) -> None:
    panes = (card.panes.fields, card.panes.middle, card.panes.sections)
    card.setFocus()
    for pane in panes:
        QTest.keyClick(session.window, Key.Key_F6)
        focused = there(session.window.focusWidget())
        assert pane is focused or pane.isAncestorOf(focused)
    QTest.keyClick(session.window, Key.Key_F6, Modifier.ShiftModifier)
    assert panes[1].isAncestorOf(there(session.window.focusWidget()))


@pytest.mark.parametrize(("width", "side"), [(1440, True), (1119, False), (1024, False)])
def test_the_right_pane_slides_over_in_a_narrow_window(
    card: CardPage, session: Session, width: int, side: bool
) -> None:
    session.window.resize(width, 700)
    QApplication.processEvents()
    assert card.panes.is_side_shown == side
    QTest.keyClick(session.window, Key.Key_I, Modifier.ControlModifier)
    assert card.panes.is_side_shown != side
    if not side:
        edge = card.panes.sections.geometry()
        assert edge.right() == card.panes.width() - 1


def test_widths_and_folded_sections_are_remembered_and_reset(
    card: CardPage, session: Session, qtbot: QtBot
) -> None:
    session.window.resize(1440, 800)
    QApplication.processEvents()
    box = card.panes.sections.boxes[0]
    QTest.mouseClick(box.caret, Button.LeftButton)
    assert box.part.isHidden()
    handle = card.panes.splitter.handle(1)
    QTest.mousePress(handle, Button.LeftButton)
    QTest.mouseMove(handle, handle.rect().center() + QPoint(40, 0))
    QTest.mouseRelease(handle, Button.LeftButton)
    card.panes.splitter.moveSplitter(400, 1)
    kept = session._program.preferences.settings.cards["contact"]
    assert kept.folded == (box.section.name,)
    assert abs(kept.fields - 400) <= 2
    QTest.mouseDClick(handle, Button.LeftButton)
    assert abs(card.panes.splitter.sizes()[0] - 320) <= 2


def test_a_small_window_shows_icons_for_words_in_the_head(card: CardPage, session: Session) -> None:
    session.window.resize(1024, 640)
    QApplication.processEvents()
    assert card.header.task.text() == "Task"
    assert card.header.note.text() == ""
    assert card.header.note.accessibleName() == "Note"
    assert card.header.height() == 60


# Leaving


def test_leaving_with_something_unsaved_asks_first(
    card: CardPage, session: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    left: list[bool] = []
    words = "E-mail isn’t saved: the address isn’t complete."
    monkeypatch.setattr(card.panes.fields, "unsaved", lambda: "" if left else words)
    monkeypatch.setattr(card.panes.fields, "discard", partial(left.append, True))
    view = view_of(session)
    view.show_place(1)
    box = question(qtbot)
    assert box.sentence.text() == words
    assert (box.keep.text(), box.do.text()) == ("Fix", "Leave without it")
    QTest.mouseClick(box.keep, Button.LeftButton)
    assert view.way.card is card
    assert not left
    view.go_back()
    QTest.mouseClick(question(qtbot).do, Button.LeftButton)
    assert left
    assert view.page is view.pages[0]


def test_every_part_is_told_of_another_record(
    card: CardPage,
    session: Session,
    backend: Backend,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    other = RecordRef("contact", write(backend, CreateContact({"given_name": "Boris"})))
    told: list[CardPart] = []
    for part in card.panes.parts:
        show = part.show_record

        def note(record: RecordRef, part: CardPart = part, show: object = show) -> None:
            told.append(part)
            show(record)  # type: ignore[operator]

        monkeypatch.setattr(part, "show_record", note)
    view_of(session).open_record(other)
    qtbot.waitUntil(lambda: card.head is not None and card.head.name == "Boris")
    assert told == list(card.panes.parts)


def test_the_card_of_a_list_is_made_while_the_person_looks_at_it(
    workspace: Path, open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_cards, "_MAKE_MS", 10)
    view = view_of(open_window(workspace))
    qtbot.waitUntil(lambda: set(view.way.cards) == {"contact"})
    assert view.way.card is None
    assert view.page is view.pages[0]
