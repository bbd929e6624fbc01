"""The look changes while windows are open: theme, density, letters, motion, contrast, icons."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from crm_desktop.gui.kit.theme import manager as manager_module
from crm_desktop.gui.kit.theme.focus_ring import RingFrame, focus_by_keys
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.kit.theme.style import DANGER
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.theme.system import system_theme
from crm_desktop.gui.kit.theme.tokens import ThemeName, tokens
from tests.gui.conftest import there
from tests.gui.theme.conftest import strongest


def test_another_theme_shows_at_once_in_an_open_window(manager: ThemeManager, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    dress(page, kind="page")
    page.show()
    assert page.grab().toImage().pixelColor(5, 5) == tokens().colours["light"].bg_window
    with qtbot.waitSignal(manager.changed):
        manager.apply(Appearance(mode="dark"))
    assert manager.theme.name == "dark"
    assert page.grab().toImage().pixelColor(5, 5) == tokens().colours["dark"].bg_window


class Dressings(QObject):
    """Counts how often a widget is told that its style changed."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.count += event.type() == QEvent.Type.StyleChange
        return super().eventFilter(watched, event)


def test_a_widget_deep_in_a_window_is_dressed_no_more_often_than_the_window(
    manager: ThemeManager, qtbot: QtBot
) -> None:
    window = QWidget()
    deep = window
    for _level in range(12):
        deep = QWidget(deep)
    qtbot.addWidget(window)
    window.show()
    outside, inside = Dressings(), Dressings()
    window.installEventFilter(outside)
    deep.installEventFilter(inside)
    manager.apply(Appearance(mode="dark"))
    assert 0 < inside.count <= outside.count + 1


def test_the_same_choices_change_nothing(manager: ThemeManager, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(manager.changed):
        manager.apply(Appearance(mode="light"))


def test_it_follows_the_system_unless_a_theme_is_pinned(
    manager: ThemeManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown() -> ThemeName:
        return manager.theme.name

    monkeypatch.setattr(manager_module, "system_theme", lambda _hints: "dark")
    manager.follow_system()
    assert shown() == "light"
    manager.apply(Appearance(mode="system"))
    assert shown() == "dark"


class Hints(QObject):
    """A system of its own opinion."""

    changed = Signal()

    def __init__(self, scheme: Qt.ColorScheme) -> None:
        super().__init__()
        self._scheme = scheme

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802
        return self._scheme


@pytest.mark.parametrize(
    ("hints", "name"),
    [
        (Hints(Qt.ColorScheme.Dark), "dark"),
        (Hints(Qt.ColorScheme.Light), "light"),
        (Hints(Qt.ColorScheme.Unknown), "light"),
        (QObject(), "light"),
    ],
    ids=["dark", "light", "unknown", "Qt before 6.5"],
)
def test_the_system_is_dark_only_when_it_says_so(hints: QObject, name: str) -> None:
    assert system_theme(hints) == name  # type: ignore[arg-type]


def test_less_motion_means_none_and_more_contrast_a_wider_ring(manager: ThemeManager) -> None:
    assert manager.theme.motion.base == 120
    assert manager.theme.focus_line == 2
    manager.apply(Appearance(mode="light", reduced_motion=True, high_contrast=True))
    assert manager.theme.motion.base == manager.theme.motion.max == 0
    assert manager.theme.focus_line == 3
    assert manager.theme.colours.border == manager.theme.colours.border_strong


def test_letters_follow_the_chosen_size(manager: ThemeManager, qapp: QApplication) -> None:
    assert qapp.font().pixelSize() == 13
    manager.apply(Appearance(mode="light", text_percent=150))
    assert qapp.font().pixelSize() == 20
    assert manager.theme.faces.title.font.pixelSize() == 30


def test_icons_of_buttons_and_actions_take_the_new_colours(
    manager: ThemeManager, qtbot: QtBot
) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    action = QAction("Archive", button)
    manager.set_icon(button, "star-fill")
    manager.set_icon(action, "users-fill", IconRole.DANGER)
    for mode in ("light", "dark"):
        manager.apply(Appearance(mode=mode))
        colours = manager.theme.colours
        assert strongest(button.icon().pixmap(16).toImage()) == colours.text_secondary
        assert strongest(action.icon().pixmap(16).toImage()) == colours.danger_text


def test_a_second_icon_replaces_the_first_for_good(manager: ThemeManager, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    manager.set_icon(button, "plus")
    manager.set_icon(button, "star-fill", IconRole.DANGER)
    manager.apply(Appearance(mode="dark"))
    image = button.icon().pixmap(16).toImage()
    assert strongest(image) == manager.theme.colours.danger_text


def test_a_replaced_icon_whose_button_went_first_hears_of_no_other_theme(
    manager: ThemeManager,
) -> None:
    button = QPushButton()
    manager.set_icon(button, "plus")
    manager.set_icon(button, "star-fill")
    delete(button)  # the first icon waits for its turn to go
    manager.apply(Appearance(mode="dark"))


def test_the_room_between_icon_and_words_goes_and_comes_with_the_words(
    manager: ThemeManager, qtbot: QtBot
) -> None:
    button = QPushButton("Won")
    qtbot.addWidget(button)
    manager.set_icon(button, "trophy")
    with_words = button.iconSize()
    assert with_words.width() > with_words.height()
    manager.set_words(button, "")
    manager.apply(Appearance(mode="dark"))
    assert button.iconSize().width() == button.iconSize().height()
    manager.set_words(button, "Won")
    assert (button.text(), button.iconSize()) == ("Won", with_words)


def test_a_button_that_is_gone_is_not_held(manager: ThemeManager) -> None:
    button = QPushButton()
    manager.set_icon(button, "plus")
    gone = weakref.ref(button)
    button.deleteLater()
    del button
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert gone() is None
    manager.apply(Appearance(mode="dark"))


def test_windows_opened_and_closed_leave_nothing_behind(manager: ThemeManager) -> None:
    def open_and_close() -> None:
        window = QWidget()
        layout = QVBoxLayout(window)
        for _number in range(3):
            button = QPushButton()
            manager.set_icon(button, "plus")
            layout.addWidget(button)
        window.show()
        window.close()
        window.deleteLater()
        del window, layout, button
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def held() -> int:
        gc.collect()
        return sum(isinstance(each, QObject) for each in gc.get_objects())

    open_and_close()
    before = held()
    for _time in range(50):
        open_and_close()
    assert held() <= before


def test_each_theme_has_its_pictures_and_they_go_with_the_manager(qapp: QApplication) -> None:
    manager = ThemeManager(qapp, Appearance(mode="light"))
    manager.apply(Appearance(mode="dark"))
    folder = manager._folder.path
    assert len([*folder.glob("*/check-on.svg")]) == 2
    manager.deleteLater()
    del manager
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert not folder.exists()


def test_in_a_high_contrast_theme_of_windows_only_its_colours_are_used(
    manager: ThemeManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manager_module, "has_contrast_theme", lambda: True)
    manager.follow_system()
    palette = QApplication.style().standardPalette()
    theirs = {
        palette.color(group, role).name()
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled)
        for role in (
            *(QPalette.ColorRole.Window, QPalette.ColorRole.WindowText),
            *(QPalette.ColorRole.Highlight, QPalette.ColorRole.HighlightedText),
        )
    }
    colours = manager.theme.colours
    ours = {colour.name() for colour in colours}
    assert ours <= theirs
    assert manager.theme.tag("rose").text.name() in theirs
    assert manager.theme.focus_line == 3


def test_without_a_manager_there_is_a_plain_error(qapp: QApplication) -> None:
    with pytest.raises(LookupError):
        ThemeManager.instance()


def test_the_manager_of_the_application_is_found(manager: ThemeManager) -> None:
    assert ThemeManager.instance() is manager


@pytest.fixture
def form(manager: ThemeManager, qtbot: QtBot) -> Iterator[QWidget]:
    """An open window with two buttons, a tick and an input."""
    window = QWidget()
    layout = QVBoxLayout(window)
    for control in (QPushButton("One"), QPushButton("Two"), QCheckBox("Tick"), QLineEdit()):
        layout.addWidget(control)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    # Where a click took its button away, a test before has left the mouse pressed.
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton)
    there(window.findChild(QLineEdit)).setFocus()
    yield window
    if isValid(window):
        window.close()
        window.deleteLater()


def ring(window: QWidget) -> RingFrame | None:
    frames = [frame for frame in window.findChildren(RingFrame) if frame.isVisible()]
    return frames[0] if frames else None


def test_the_ring_stands_around_the_button_that_tab_came_to(form: QWidget) -> None:
    QTest.keyClick(form, Qt.Key.Key_Tab)
    focused = form.focusWidget()
    frame = ring(form)
    assert isinstance(focused, QPushButton)
    assert frame is not None
    assert frame.geometry() == focused.geometry().adjusted(-3, -3, 3, 3)
    middle = QPoint(frame.width() // 2, 0)
    image = form.grab().toImage()
    assert image.pixelColor(frame.pos() + middle) == ThemeManager.instance().theme.colours.focus


def test_the_corners_of_the_ring_are_whole(form: QWidget) -> None:
    QTest.keyClick(form, Qt.Key.Key_Tab)
    frame = ring(form)
    assert frame is not None
    assert frame.mask().isEmpty()
    assert frame.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def test_the_ring_is_whole_around_a_control_that_fills_its_parent(form: QWidget) -> None:
    box = QWidget(form)
    inside = QVBoxLayout(box)
    inside.setContentsMargins(0, 0, 0, 0)
    button = QPushButton("Three", box)
    inside.addWidget(button)
    there(form.layout()).addWidget(box)
    box.show()
    QCoreApplication.processEvents()
    QTest.keyClick(form, Qt.Key.Key_Tab)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    frame = there(ring(form))
    assert frame.visibleRegion().boundingRect() == frame.rect()


def test_the_ring_stays_away_from_inputs_and_from_who_uses_the_mouse(form: QWidget) -> None:
    first, second = form.findChildren(QPushButton)
    QTest.keyClick(form, Qt.Key.Key_Tab)
    assert ring(form) is not None
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert ring(form) is None
    first.setFocus()
    assert ring(form) is None
    there(form.findChild(QLineEdit)).setFocus(Qt.FocusReason.TabFocusReason)
    assert ring(form) is None


def test_arrows_show_the_ring_of_who_has_used_the_mouse(form: QWidget) -> None:
    first, second = form.findChildren(QPushButton)
    first.setFocus()
    assert ring(form) is None
    QTest.keyClick(there(form.windowHandle()), Qt.Key.Key_Down)
    assert ring(form) is not None
    assert there(form.focusWidget()) is second
    QTest.mouseClick(there(form.windowHandle()), Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert ring(form) is None


def test_who_is_brought_on_by_f6_sees_where(form: QWidget) -> None:
    button = form.findChildren(QPushButton)[0]
    assert ring(form) is None
    focus_by_keys(button)
    assert there(ring(form)).widget() is button


def test_the_ring_takes_the_colour_of_a_new_theme(form: QWidget, manager: ThemeManager) -> None:
    QTest.keyClick(form, Qt.Key.Key_Tab)
    manager.apply(Appearance(mode="dark"))
    frame = ring(form)
    assert frame is not None
    image = form.grab().toImage()
    top = frame.pos() + QPoint(frame.width() // 2, 0)
    assert image.pixelColor(top) == tokens().colours["dark"].focus


def test_the_ring_goes_with_its_window(form: QWidget, manager: ThemeManager) -> None:
    QTest.keyClick(form, Qt.Key.Key_Tab)
    form.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    manager.apply(Appearance(mode="dark"))


def test_a_menu_item_that_takes_away_is_red_and_the_lit_one_accent(
    manager: ThemeManager, qtbot: QtBot
) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    opening, archive = menu.addAction("Open"), menu.addAction("Archive")
    menu.addSeparator()
    archive.setProperty("tone", DANGER)
    menu.setActiveAction(opening)
    menu.resize(menu.sizeHint())
    image = menu.grab().toImage()
    colours = manager.theme.colours
    lit, red = menu.actionGeometry(opening), menu.actionGeometry(archive)
    assert lit.height() == red.height() == 28
    assert image.pixelColor(lit.left() + 4, lit.center().y()) == colours.accent
    inks = {
        image.pixelColor(x, y).name()
        for x in range(red.left(), red.right())
        for y in range(red.top(), red.bottom())
    }
    assert colours.danger_text.name() in inks
    assert colours.text.name() not in inks


def test_the_key_of_a_menu_item_has_room(manager: ThemeManager, qtbot: QtBot) -> None:
    def width(key: str) -> int:
        menu = QMenu()
        qtbot.addWidget(menu)
        menu.addAction("Open").setShortcut(key)
        menu.actions()[0].setShortcutVisibleInContextMenu(True)
        return menu.sizeHint().width()

    assert width("Ctrl+Shift+C") > width("") + 60
