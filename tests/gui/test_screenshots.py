"""Pictures of every page and of its states are written as the command line promises, and drawing
them makes no part of the program complain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle, product
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QImage, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import LANGUAGES, set_language
from crm_desktop.gui import screenshots
from crm_desktop.gui.components.sheet import Sheet
from crm_desktop.gui.drawing import whole_picture
from crm_desktop.gui.kit.theme.tokens import ThemeName
from crm_desktop.gui.screenshots import PICTURES, Look, pictures_called, take_pictures
from crm_desktop.gui.session import Session

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]
THEMES: tuple[ThemeName, ...] = ("light", "dark")
SIZES = (QSize(1440, 900), QSize(1024, 640))
_TARGET = 24
LOOKS = [Look(theme, size) for theme, size in product(THEMES, SIZES)]


@pytest.fixture(autouse=True)
def faults(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What can be pressed or reached by Tab in the pictures drawn, and has no name for the ear, or
    too little room for a finger."""
    found: set[str] = set()
    draw = whole_picture

    def look_and_draw(session: Session) -> QPixmap:
        for window in QApplication.topLevelWidgets():
            if window.findChild(Sheet) is not None:
                continue  # specimens of controls: they stand for nothing
            controls = [window, *window.findChildren(QWidget)]
            shown = [one for one in controls if one.isVisible()]
            found.update(f"no name: {_described(one)}" for one in shown if _lacks_name(one))
            found.update(f"no room: {_described(one)}" for one in _without_room(shown))
        return draw(session)

    monkeypatch.setattr(screenshots, "whole_picture", look_and_draw)
    return found


def _lacks_name(control: QWidget) -> bool:
    is_within = isinstance(control.parentWidget(), QAbstractSpinBox)
    if is_within or control.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents):
        return False
    is_reached = bool(control.focusPolicy() & Qt.FocusPolicy.TabFocus)
    if not (is_reached or isinstance(control, (QAbstractButton, QComboBox, QLineEdit))):
        return False
    spoken = QAccessible.queryAccessibleInterface(control)
    return spoken is None or not spoken.text(QAccessible.Text.Name)


def _without_room(shown: Sequence[QWidget]) -> Iterator[QWidget]:
    """Buttons under 24 × 24 that others come nearer to than that (WCAG 2.2, 2.5.8, 'Spacing')."""
    buttons = [one for one in shown if isinstance(one, QAbstractButton) and _is_on_top(one)]
    small = {one for one in buttons if min(one.width(), one.height()) < _TARGET}
    for one in small:
        middle = _place_of(one).center()
        room = QRect(0, 0, _TARGET, _TARGET)
        room.moveCenter(middle)
        for other in buttons:
            there = _place_of(other)
            away = there.center() - middle
            is_near = (
                away.x() ** 2 + away.y() ** 2 < _TARGET**2
                if other in small
                else room.intersects(there)
            )
            if other is not one and is_near:
                yield one
                break


def _is_on_top(button: QAbstractButton) -> bool:
    middle = button.rect().center()
    under = QApplication.widgetAt(button.mapToGlobal(middle))
    is_there = under is not None and (under is button or button.isAncestorOf(under))
    return is_there and button.isEnabled()


def _place_of(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())


def _described(control: QWidget) -> str:
    above = control.parentWidget()
    return (
        f"{type(control).__name__} in {type(above).__name__} of {type(control.window()).__name__}"
    )


def test_pictures_of_all_kinds_are_drawn_in_every_theme_and_size(
    tmp_path: Path, faults: set[str]
) -> None:
    """In the language whose words are longest, each in one of the looks; and what is in them has
    names."""
    set_language("pl")
    pairs = zip(PICTURES[::3], cycle(LOOKS), strict=False)
    wanted = sorted(pairs, key=lambda pair: pair[1].theme)  # dressing all anew takes longest
    drawn = {path.name: QImage(str(path)) for path in take_pictures(tmp_path, wanted)}
    assert {name: image.size() for name, image in drawn.items()} == {
        f"{picture.name}-{look.theme}-pl.png": picture.size or look.size for picture, look in wanted
    }
    assert all(_has_words(image) for image in drawn.values())
    assert not faults


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("look", LOOKS, ids=["light", "light, small", "dark", "dark, small"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_drawn_in_every_language_theme_and_size(
    language: str, look: Look, tmp_path: Path, faults: set[str]
) -> None:
    set_language(language)
    drawn = take_pictures(tmp_path, [(picture, look) for picture in PICTURES])
    assert len({path.name for path in drawn}) == len(PICTURES)
    assert all(_has_words(QImage(str(path))) for path in drawn)
    assert not faults


def _has_words(image: QImage) -> bool:
    """Whether there is more than grounds and lines: letters have many shades."""
    shades: set[int] = set()
    for x, y in product(range(0, image.width(), 7), range(0, image.height(), 3)):
        shades.add(image.pixel(x, y))
        if len(shades) > 40:
            return True
    return False


def test_one_page_may_be_asked_for_and_must_exist(tmp_path: Path) -> None:
    [empty] = pictures_called("b-empty")
    [path] = take_pictures(tmp_path, [(empty, Look(size=QSize(1200, 700)))])
    assert QImage(str(path)).size() == QSize(1200, 700)
    with pytest.raises(Invalid, match="no page z-nothing"):
        pictures_called("z-nothing")
