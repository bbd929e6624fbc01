"""With large letters nothing on any page is cut off, in all three languages: those of 150 % on a
small screen, and those of 200 %, as systems enlarge them, on a usual one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core import clock
from crm_desktop.core.i18n import _, set_language
from crm_desktop.features.common.listing import ids_of
from crm_desktop.gui.app import make_application
from crm_desktop.gui.kit.buttons import CutButton
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.kit.theme.tokens import TextSize
from crm_desktop.gui.pages.first_run.window import FirstRunWindow
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.bulk.popover import BulkPopover
from crm_desktop.gui.shell.conflicts import Clash, made_question, resolve_conflict
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.meanwhile import Author
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import (
    close_windows,
    contacts,
    read,
    there,
    view_of,
    wait_for_answers,
)
from tests.gui.deals import make_sale

_ROUNDED = 1  # pixels of a height
_PATIENCE = 5
SMALL, USUAL = QSize(1366, 768), QSize(1920, 1040)
LOOKS = [
    pytest.param(language, percent, size, id=f"{language}, {percent} %", marks=marks)
    for language, percent, size, marks in (
        ("ru", 200, USUAL, ()),
        ("en", 200, USUAL, pytest.mark.long),
        ("pl", 200, USUAL, pytest.mark.long),
        ("ru", 150, SMALL, pytest.mark.long),
        ("en", 150, SMALL, pytest.mark.long),
        ("pl", 150, SMALL, pytest.mark.long),
    )
]

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")


def shown_part(widget: QWidget) -> QRect:
    """What of it is to be seen, or can be scrolled to, in its own places."""
    part, one = widget.rect(), widget
    while not one.isWindow() and (parent := one.parentWidget()) is not None:
        area = parent.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
            break
        part.translate(one.pos())
        part &= parent.rect()
        one = parent
    return part


def cut_off(window: QWidget) -> list[str]:
    """What has less room than its words need, and where it stands. Only what cuts its words by
    itself, and shows them whole on pointing, may be narrower."""
    found = []
    for one in window.findChildren(QWidget):
        if not one.isVisible() or not isinstance(one, (QAbstractButton, QLabel, QComboBox)):
            continue
        words = one.currentText() if isinstance(one, QComboBox) else one.text()
        if not words or isinstance(one, CutButton):
            continue
        least, size = one.minimumSizeHint(), shown_part(one).size()
        if isinstance(one, QPushButton):
            least = one.sizeHint()
        if isinstance(one, QLabel) and one.wordWrap():
            least.setHeight(one.heightForWidth(one.width()))
        if isinstance(one, QLabel) and not size.width():
            continue  # it gives way as a whole, to a list's tools
        if size.width() < least.width() or size.height() < least.height() - _ROUNDED:
            place = one.mapTo(window, QPoint())
            found.append(
                f"{type(one).__name__} “{words}” at {place.x()},{place.y()}: "
                f"{size.width()}×{size.height()} instead of {least.width()}×{least.height()}"
            )
    return found


def cut_off_at_last(session: Session, window: QWidget, qtbot: QtBot) -> list[str]:
    """What is cut off when everything is there and has its place: one layout asks for the next."""
    wait_for_answers(there(session.bridge), qtbot)
    found = []
    for _time in range(_PATIENCE):
        QCoreApplication.processEvents()
        if not (found := cut_off(window)):
            break
    return found


@pytest.fixture
def program(dressed: None, qtbot: QtBot) -> Iterator[Program]:
    """The program, left in English."""
    program = Program(make_application("en"))
    yield program
    close_windows(program, qtbot)
    program.deleteLater()
    set_language("en")
    make_application("en")


@pytest.fixture
def session(program: Program, backend: Backend, workspace: Path, qtbot: QtBot) -> Session:
    """A window with a client and a deal."""
    make_sale(backend)
    session = program.open(str(workspace))
    qtbot.waitUntil(lambda: session.window.view is not None)
    qtbot.waitUntil(lambda: contacts(session).model.is_loaded)
    return session


def cut_off_places(session: Session, qtbot: QtBot) -> Iterator[str]:
    """What is cut off on the sidebar's places and in the sections of the settings."""
    view = view_of(session)
    for number, page in enumerate(view.pages):
        view.show_place(number)
        sections = page.sections if isinstance(page, SettingsPage) else (page,)
        for section in sections:
            if isinstance(page, SettingsPage):
                page.show_section(section.objectName())
            found = cut_off_at_last(session, session.window, qtbot)
            yield from (f"{section.objectName()}: {said}" for said in found)


def cut_off_cards(session: Session, backend: Backend, qtbot: QtBot) -> Iterator[str]:
    """What is cut off on cards."""
    view = view_of(session)
    for entity in ("contact", "company", "deal"):
        [key, *_others] = read(backend, ids_of, entity, [1, 2, 3])
        view.open_record(RecordRef(entity, key))
        qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.head is not None)
        found = cut_off_at_last(session, session.window, qtbot)
        yield from (f"card of a {entity}: {said}" for said in found)


def cut_off_dialogs(session: Session, qtbot: QtBot) -> Iterator[str]:
    """What is cut off in the dialogs that create something."""
    dialogs = there(session.dialogs)
    for dialog in (dialogs.new_contact, dialogs.new_company, dialogs.new_product):
        dialog.begin()
        dialog.all_fields.click()
        found = cut_off_at_last(session, dialog, qtbot)
        yield from (f"{dialog.windowTitle()}: {said}" for said in found)
        dialog.reject()


def cut_off_tags(session: Session, qtbot: QtBot) -> Iterator[str]:
    """What is cut off where tags of many are changed, with a button that names the number."""
    view_of(session).show_place(0)
    page = view_of(session).page
    assert isinstance(page, ListPage)
    page.list.setFocus()
    page.choose_first()
    QTest.keyClick(page.list.table, Qt.Key.Key_Space)
    [action] = [one for one in page.bulk.bar.offered if one.name == "tags"]
    action.run(page.bulk.bar.more)
    popover = there(page.bulk.actions).popover
    assert isinstance(popover, BulkPopover)
    popover.offer(1_000)
    yield from (f"tags: {said}" for said in cut_off_at_last(session, popover, qtbot))
    popover.close()


def cut_off_conflict(session: Session, qtbot: QtBot) -> Iterator[str]:
    """What is cut off where two people changed the same."""
    people = Author(_("You"), "1"), Author("Dmitri Lebedev", "2", clock.now())
    clashes = (
        Clash("phones", _("Phone"), "+7 900 555-01-14", "+7 900 555-01-15"),
        Clash("note", _("Best time"), "Decides alone.", "Asks first.", can_join=True),
    )
    question = made_question("Marina Kim", people, clashes, ["Position"], entity="contact")
    dialog = resolve_conflict(view_of(session), question, lambda _choice: None)
    yield from (f"conflict: {said}" for said in cut_off_at_last(session, dialog, qtbot))
    dialog.reject()


def cut_off_first_run(session: Session, qtbot: QtBot) -> Iterator[str]:
    """What is cut off in the window of the very first start, as large as it opens and larger."""
    window = FirstRunWindow(session.preferences)
    window.show()
    for size in (window.size(), session.window.size()):
        window.resize(size)
        yield from (f"first run: {said}" for said in cut_off_at_last(session, window, qtbot))
    window.close()
    window.deleteLater()


@pytest.mark.parametrize(("language", "percent", "size"), LOOKS)
def test_nothing_is_cut_off(  # noqa: PLR0917 - pytest gives them by name
    session: Session, language: str, percent: int, size: QSize, backend: Backend, qtbot: QtBot
) -> None:
    ThemeManager.instance().apply(Appearance(text_percent=cast(TextSize, percent)))
    session.window.resize(size)
    set_language(language)
    session.speak_anew()
    told = [
        *cut_off_places(session, qtbot),
        *cut_off_cards(session, backend, qtbot),
        *cut_off_dialogs(session, qtbot),
        *cut_off_tags(session, qtbot),
        *cut_off_conflict(session, qtbot),
        *cut_off_first_run(session, qtbot),
    ]
    assert not told, "\n".join(dict.fromkeys(told))
