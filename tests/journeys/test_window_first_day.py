"""The first day of somebody who has never seen the program, by mouse and keys, in each language:
from the first start to the second, on which everything is where it was."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.core.i18n import current_language
from crm_desktop.gui.kit.form_similar import SimilarBox
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.first_run.window import FirstRunWindow
from crm_desktop.gui.pages.importing.wizard import RESULT
from crm_desktop.gui.pages.settings.appearance import AppearanceSection
from crm_desktop.gui.pages.settings.language import LanguageSection
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.session import Session
from tests.factories.tiers import LANGUAGES
from tests.gui.conftest import (
    column,
    contacts,
    import_by_guess,
    new_contact_of,
    there,
    view_of,
)
from tests.journeys.window import (
    SAMPLE,
    Start,
    card_of,
    change_field,
    click,
    end,
    focused,
    press,
    somebody,
    to_front,
    window_of,
    write,
)

# Of the screen that the tests draw on, not of the program.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagateSizeHints)")

Key, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
PLACE = {"ru": "Контакты", "en": "Contacts", "pl": "Kontakty"}
NEXT = {"ru": "pl", "en": "ru", "pl": "en"}
FIRST_WITHIN_S = 30


def section(session: Session, name: str) -> QWidget:
    """A section of the settings, reached by presses."""
    click(view_of(session).sidebar.buttons[-1])
    page = view_of(session).page
    assert isinstance(page, SettingsPage)
    [found] = [one for one in page.sections if one.objectName() == name]
    buttons = [one for one in page.findChildren(QPushButton) if one.text() == found.title]
    click(buttons[0])
    assert page.section is found
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_day(
    language: str, start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, sought = start(language), somebody()

    # Language, "this computer": Enter is enough, and the first contact can be typed.
    began = time.monotonic()
    [first] = [w for w in QApplication.topLevelWidgets() if isinstance(w, FirstRunWindow)]
    click(first.languages[language])
    press(first, Key.Key_Return)
    session = window_of(program, qtbot)
    to_front(session.window, qtbot)
    dialog = new_contact_of(session)
    qtbot.waitUntil(dialog.isVisible)
    to_front(dialog, qtbot)
    write("Łucja Ёлкина")
    press(focused(), Key.Key_Tab)
    write("+7 900 555-01-14")
    press(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: column(session) == ["Łucja Ёлкина"])
    assert time.monotonic() - began < FIRST_WITHIN_S
    assert view_of(session).page.title == PLACE[language]

    # The messy file of the program used until now: the button, Enter, Enter.
    answer = ([str(SAMPLE.with_suffix(".csv"))], "")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_words: answer)
    click(view_of(session).toolbar.bring)
    wizard = import_by_guess(session, qtbot)
    qtbot.waitUntil(
        lambda: wizard.steps.current == RESULT and wizard.run.task is None, timeout=30_000
    )
    press(wizard, Key.Key_Return)
    qtbot.waitUntil(wizard.isHidden)
    people = contacts(session)
    qtbot.waitUntil(lambda: people.count == 121)

    # Somebody calls; of the number only the end can be read.
    to_front(session.window, qtbot)
    press(focused(), Key.Key_K, CONTROL)
    palette = there(session.window.search_palette)
    qtbot.waitUntil(palette.line.hasFocus)
    write(sought.scrap)
    press(palette.line, Key.Key_Return)  # before the answer is there
    qtbot.waitUntil(palette.isHidden)
    card = card_of(session, sought.name, qtbot)

    # The person has another number now; back on the list it is there already.
    change_field(card, "phones", "+7 812 555-04-40", qtbot)
    press(focused(), Key.Key_Escape)
    qtbot.waitUntil(lambda: view_of(session).page is view_of(session).pages[0])
    qtbot.waitUntil(lambda: any("+7 812 555-04-40" in phones for phones in column(session, 2)))

    # The same person once more, by mistake: the program warns, and Esc leaves all as it was.
    to_front(session.window, qtbot)
    press(focused(), Key.Key_N, CONTROL)
    qtbot.waitUntil(dialog.isVisible)
    to_front(dialog, qtbot)
    press(focused(), Key.Key_Tab)
    write("+7 (812) 555 04 40")
    qtbot.waitUntil(lambda: any(sought.name in words for words in warned_of(dialog)))
    press(focused(), Key.Key_Escape)
    qtbot.waitUntil(dialog.isHidden)

    # Three who will not come back are ticked and go to the archive, and one undo brings them back.
    to_front(session.window, qtbot)
    people.table.setFocus()
    press(people.table, Key.Key_Home)
    for _row in range(3):
        press(people.table, Key.Key_Space)
    press(people.table, Key.Key_Delete)
    qtbot.waitUntil(lambda: people.count == 118)
    press(people.table, Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: people.count == 121)

    # Another language and the dark look, both at once.
    other = NEXT[language]
    languages = section(session, "language")
    assert isinstance(languages, LanguageSection)
    click(languages.choices[other])
    qtbot.waitUntil(lambda: view_of(session).pages[0].title == PLACE[other])
    looks = section(session, "appearance")
    assert isinstance(looks, AppearanceSection)
    click(looks.theme.buttons[-1])
    assert ThemeManager.instance().theme.name == "dark"

    # Back to the person, and home. Next morning everything is as it was left.
    click(view_of(session).sidebar.buttons[0])
    qtbot.waitUntil(lambda: view_of(session).place == 0)
    qtbot.waitUntil(lambda: contacts(session).current_id() != "")
    current = contacts(session).current_id()
    end(program, qtbot)
    program = start(language)
    session = window_of(program, qtbot)
    assert (current_language(), ThemeManager.instance().theme.name) == (other, "dark")
    assert view_of(session).page.title == PLACE[other]
    qtbot.waitUntil(lambda: contacts(session).current_id() == current)


def warned_of(dialog: QWidget) -> list[str]:
    """The similar records that the dialog names."""
    return [box.accessibleName() for box in dialog.findChildren(SimilarBox) if box.isVisible()]
