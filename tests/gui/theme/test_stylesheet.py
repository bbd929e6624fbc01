"""The style sheet is filled from the tokens whole, and Qt takes every line of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QImage, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStyle,
    QStyleOptionFocusRect,
    QWidget,
)
from pytestqt.qtbot import QtBot

from crm_desktop.core.paths import resources_folder
from crm_desktop.gui.kit.theme import images as pictures
from crm_desktop.gui.kit.theme.images import write_images
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.kit.theme.palette import make_palette
from crm_desktop.gui.kit.theme.style import ThemeStyle
from crm_desktop.gui.kit.theme.stylesheet import css, dress, make_stylesheet
from crm_desktop.gui.kit.theme.theme import Theme, make_theme
from crm_desktop.gui.kit.theme.tokens import Density, TextSize, ThemeName, parse_colour, tokens

SHEETS = sorted((resources_folder() / "themes").glob("*.qss"))


@pytest.mark.parametrize("percent", [90, 100, 150])
@pytest.mark.parametrize("density", ["comfortable", "compact"])
@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_place_is_filled_and_qt_has_nothing_to_complain_of(
    manager: ThemeManager, qtbot: QtBot, name: ThemeName, density: Density, percent: TextSize
) -> None:
    manager.apply(Appearance(mode=name, density=density, text_percent=percent))
    sheet = manager.parent().styleSheet()  # type: ignore[attr-defined]
    assert "$" not in sheet
    assert css(tokens().colours[name].accent) in sheet
    button = QPushButton("Save")
    qtbot.addWidget(button)
    dress(button, kind="primary")  # a sheet that can't be read is told to the log, which fails
    button.grab()


@pytest.mark.parametrize("kind", ["link", "crumb", "headLink", "headHint"])
def test_words_that_cannot_be_pressed_now_look_so(
    manager: ThemeManager, qtbot: QtBot, kind: str
) -> None:
    button = QPushButton("Mark all as read")
    qtbot.addWidget(button)
    dress(button, kind=kind)
    button.setEnabled(False)
    button.ensurePolished()
    ink = button.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    assert ink == manager.theme.colours.text_disabled


def test_a_name_without_a_value_is_a_mistake(
    theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "crm_desktop.gui.kit.theme.stylesheet._template", lambda _name: "QLabel { color: $shine; }"
    )
    with pytest.raises(KeyError, match="shine"):
        make_stylesheet(theme, tmp_path)


def test_every_picture_the_sheet_names_is_written_and_every_written_one_is_named(
    theme: Theme, tmp_path: Path
) -> None:
    write_images(tmp_path, theme.colours, theme.radius)
    text = "".join(path.read_text(encoding="utf-8") for path in SHEETS)
    named = set(re.findall(r"\$images/([\w-]+)\.svg", text))
    assert (
        named
        == {path.stem for path in tmp_path.iterdir()}
        == set(pictures.images(theme.colours, theme.radius))
    )


@pytest.mark.parametrize(
    ("density", "scale", "height"),
    [
        ("comfortable", "", 32),
        ("comfortable", "small", 28),
        ("comfortable", "tiny", 24),
        ("compact", "", 28),
        ("compact", "small", 24),
        ("compact", "tiny", 24),
    ],
)
def test_controls_have_the_heights_of_the_design(
    manager: ThemeManager, qtbot: QtBot, density: Density, scale: str, height: int
) -> None:
    manager.apply(Appearance(mode="light", density=density))
    controls: list[QWidget] = [QPushButton("Save")]
    if scale != "tiny":
        controls += [QLineEdit(), QComboBox()]
    for control in controls:
        qtbot.addWidget(control)
        dress(control, scale=scale)
        assert control.sizeHint().height() == height, type(control).__name__


def test_larger_letters_make_higher_controls_and_smaller_ones_keep_them_easy_to_hit(
    qapp: object,
) -> None:
    heights = {size: make_theme(text_percent=size).size.row for size in (90, 100, 150)}
    assert heights[90] == heights[100] == 44
    assert heights[150] == 66


def test_an_input_keeps_its_height_and_its_words_their_place_when_focus_comes(
    manager: ThemeManager, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QHBoxLayout(window)
    first, second = QLineEdit("Anna"), QLineEdit("Anna")
    layout.addWidget(first)
    layout.addWidget(second)
    window.show()
    first.setFocus()
    with qtbot.waitActive(window):
        window.activateWindow()
    assert first.hasFocus()
    assert first.height() == second.height() == 32
    assert first.cursorRect().left() == second.cursorRect().left()
    assert first.grab().toImage().pixelColor(40, 1) == manager.theme.colours.focus
    assert second.grab().toImage().pixelColor(40, 0) == manager.theme.colours.border_input


def test_an_invalid_input_is_outlined_in_red_until_it_is_mended(
    manager: ThemeManager, qtbot: QtBot
) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.resize(120, 32)
    dress(field, state="invalid")
    assert field.grab().toImage().pixelColor(60, 0) == manager.theme.colours.danger
    dress(field, state="")
    assert field.grab().toImage().pixelColor(60, 0) == manager.theme.colours.border_input


@pytest.mark.parametrize(
    ("kind", "token"),
    [
        ("primary", "accent"),
        ("danger", "danger_fill"),
        ("success", "success_fill"),
        ("soft", "accent_tint"),
        ("", "surface"),
    ],
)
def test_each_kind_of_button_has_its_colour(
    manager: ThemeManager, qtbot: QtBot, kind: str, token: str
) -> None:
    button = QPushButton("Save")
    qtbot.addWidget(button)
    dress(button, kind=kind)
    button.resize(button.sizeHint())
    assert button.grab().toImage().pixelColor(8, 6) == getattr(manager.theme.colours, token)
    button.setEnabled(False)
    assert button.grab().toImage().pixelColor(8, 6) == manager.theme.colours.bg_sunken


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_bar_of_long_work_is_seen_on_the_ground_of_the_sidebar(
    manager: ThemeManager, qtbot: QtBot, mode: ThemeName
) -> None:
    manager.apply(Appearance(mode=mode))
    sidebar = QFrame()
    dress(sidebar, kind="sidebar")
    qtbot.addWidget(sidebar)
    bar = QProgressBar(sidebar)
    bar.setTextVisible(False)
    bar.setRange(0, 10)
    bar.setGeometry(10, 10, 100, 8)
    sidebar.resize(120, 40)
    sidebar.show()
    picture = sidebar.grab().toImage()
    assert picture.pixelColor(60, 14) == manager.theme.colours.hover_sidebar
    assert picture.pixelColor(60, 30) == manager.theme.colours.bg_sidebar


def test_a_button_turns_darker_under_the_pointer(manager: ThemeManager, qtbot: QtBot) -> None:
    button = QPushButton("Save")
    qtbot.addWidget(button)
    dress(button, kind="primary")
    with qtbot.waitExposed(button):
        button.show()
    # Told to the button itself: another window may lie above it, where the pointer is.
    middle = QPointF(button.rect().center())
    there = button.mapToGlobal(middle)
    no = Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove, middle, there, no, no, Qt.KeyboardModifier.NoModifier
    )
    for event in (QEnterEvent(middle, middle, there), moved):
        QApplication.sendEvent(button, event)
    assert button.grab().toImage().pixelColor(8, 6) == manager.theme.colours.accent_hover
    button.setDown(True)
    assert button.grab().toImage().pixelColor(8, 6) == manager.theme.colours.accent_pressed


def test_a_translucent_colour_is_written_so() -> None:
    assert css(parse_colour("rgba(0,0,0,0.55)")) == "rgba(0, 0, 0, 140)"


def test_the_palette_marks_what_is_disabled_and_what_lies_in_the_background(theme: Theme) -> None:
    palette, colours = make_palette(theme.colours), theme.colours
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    assert palette.color(group.Active, role.Highlight) == colours.accent
    assert palette.color(group.Inactive, role.Highlight) == colours.selected_inactive
    assert palette.color(group.Disabled, role.Text) == colours.text_disabled


def test_focus_has_no_second_frame_inside_our_ring(qtbot: QtBot) -> None:
    style = ThemeStyle(make_theme())
    picture = QImage(80, 32, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(0)
    option = QStyleOptionFocusRect()
    option.rect = picture.rect()  # type: ignore[attr-defined]
    option.state = QStyle.StateFlag.State_KeyboardFocusChange  # type: ignore[attr-defined]
    painter = QPainter(picture)
    style.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter)
    painter.end()
    assert not any(bytes(picture.constBits()))
