"""The left half of the picture of components: what is pressed, written in and ticked, and type.

Put on a sheet by ``picture``; GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from crm_desktop.gui.components.sheet import Sheet
from crm_desktop.gui.kit.buttons import DashedButton
from crm_desktop.gui.kit.filters.chip import Chip
from crm_desktop.gui.kit.paint import marks
from crm_desktop.gui.kit.paint.marks import NextStep, Tag
from crm_desktop.gui.kit.tab_counts import TabCounts
from crm_desktop.gui.kit.theme.focus_ring import RingFrame
from crm_desktop.gui.kit.theme.icons import IconRole, pixmap
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.kit.theme.tokens import TAG_COLOURS

_LEFT = 28
_HOVERED, _PRESSED, _FOCUS, _DISABLED = range(1, 5)
_KINDS = (("", "primary"), ("download-simple", ""), ("", "ghost"))
_MORE_KINDS = (
    {"kind": "danger"},
    {"kind": "success", "icon": "trophy"},
    {"kind": "dangerText", "icon": "x-circle"},
    {"kind": "soft", "icon": "bookmark-simple", "scale": "small"},
    {"scale": "tiny"},
)
_TOOLS = (("phone", "iconOutlined", False), ("layout", "icon", True))
_FIELDS = (
    ("", ""),
    ("focus", ""),
    ("", ""),
    ("invalid", "danger"),
    ("warning", "warning"),
    ("readOnly", ""),
)
# Of each box its kind and whether it is ticked; "|" is a line between.
_BOXES = (
    *(("", False), ("", True), ("some", False), ("ring", True), ("|", False)),
    *(("radio", False), ("radio", True), ("|", False)),
    *(("switch", False), ("switch", True), ("|", False), ("task", False), ("task", True)),
)
_BOX_SIZES = {"switch": (30, 18), "task": (18, 18)}
_PEOPLE = ("violet", "teal", "rose", "blue", "amber", "green", "orange", "slate")
_STEPS = (NextStep.PLANNED, NextStep.TODAY, NextStep.OVERDUE, NextStep.NONE)
_LETTERS = (
    (816, "display", ""),
    (819, "title", ""),
    (826, "heading", ""),
    (827, "", ""),
    (827, "hint", "secondary"),
    (828, "caption", ""),
)


def add_controls(sheet: Sheet) -> None:
    """All of this half."""
    for part in (_buttons, _more_buttons, _fields, _boxes, _colours, _steps, _tabs, _letters):
        part(sheet)


def _buttons(sheet: Sheet) -> None:
    sheet.caption(_LEFT, 24, "buttons")
    for column, state in enumerate(sheet.says.states):
        x = _LEFT + 130 * column
        sheet.words(x, 48, state, type="caption")
        for row, (words, (icon, kind)) in enumerate(zip(sheet.says.buttons, _KINDS, strict=True)):
            button = sheet.button(words, icon, kind=kind)
            if column == _HOVERED:
                sheet.hovered.append(button)
            button.setDown(column == _PRESSED)
            button.setEnabled(column != _DISABLED)
            sheet.place(button, x, 72 + 40 * row)
            if column == _FOCUS:
                RingFrame(button, sheet.theme)


def _more_buttons(sheet: Sheet) -> None:
    x = _LEFT
    for words, look in zip(sheet.says.kinds, _MORE_KINDS, strict=True):
        button = sheet.button(words, **look)
        sheet.place(button, x, 208 - button.sizeHint().height() // 2)
        x += button.width() + 8
    for icon, kind, checked in _TOOLS:
        tool = QToolButton(sheet)
        dress(tool, kind=kind)
        tool.setCheckable(True)
        tool.setChecked(checked)
        tool.setIconSize(QSize(18, 18))
        sheet.manager.set_icon(tool, icon, IconRole.ACTIVE if checked else IconRole.DEFAULT, 18)
        x += sheet.place(tool, x, 194).width() + 8


def _fields(sheet: Sheet) -> None:
    sheet.caption(_LEFT, 248, "fields")
    colours = sheet.theme.colours
    icons = {
        "invalid": ("warning-circle-fill", colours.danger),
        "warning": ("warning", colours.warning),
        "readOnly": ("lock-simple", colours.text_tertiary),
    }
    for number, (said, (state, tone)) in enumerate(zip(sheet.says.fields, _FIELDS, strict=True)):
        label, text, hint = said
        x, y = _LEFT + 208 * (number % 3), 272 + 78 * (number // 3)
        sheet.words(x, y - 2, label, type="label")
        field = QLineEdit(text, sheet)
        field.setPlaceholderText(sheet.says.amount)
        field.setReadOnly(state == "readOnly")
        if state in icons:
            name, colour = icons[state]
            field.addAction(pixmap(name, colour, 15), QLineEdit.ActionPosition.TrailingPosition)
        dress(field, state=state)
        sheet.place(field, x, y + 20, 196)
        if state == "focus":
            sheet.focused = field
        if hint:
            sheet.words(x, y + 54, hint, type="hint", tone=tone)


def _boxes(sheet: Sheet) -> None:
    sheet.caption(_LEFT, 442, "ticks")
    x = _LEFT
    for kind, checked in _BOXES:
        if kind == "|":
            line = QFrame(sheet)
            dress(line, kind="divider")
            sheet.place(line, x, 470, 1, 20)
            x += 17
        else:
            x += _box(sheet, x, kind, checked=checked).width() + 16


def _box(sheet: Sheet, x: int, kind: str, *, checked: bool) -> QWidget:
    box = QRadioButton(sheet) if kind == "radio" else QCheckBox(sheet)
    dress(box, kind=kind)
    box.setAutoExclusive(False)
    box.setChecked(checked)
    if kind == "some" and isinstance(box, QCheckBox):
        box.setCheckState(Qt.CheckState.PartiallyChecked)
    width, height = _BOX_SIZES.get(kind, (16, 16))
    sheet.place(box, x, 480 - height // 2, width, height)
    if kind == "ring":
        RingFrame(box, sheet.theme)
    return box


def _colours(sheet: Sheet) -> None:
    sheet.caption(_LEFT, 514, "tags")

    def paint_tags(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        for words, colour in zip(sheet.says.tags, TAG_COLOURS, strict=True):
            width = marks.paint_tag(painter, rect, Tag(words, colour), theme)
            rect.setLeft(round(rect.left() + width) + 6)

    def paint_bars(painter: QPainter, _rect: QRectF, theme: Theme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for number, name in enumerate(TAG_COLOURS):
            painter.setBrush(theme.tag(name).solid)
            painter.drawRoundedRect(QRectF(34 * number, 0, 28, 12), 3, 3)

    def paint_people(painter: QPainter, _rect: QRectF, theme: Theme) -> None:
        for number, (letters, colour) in enumerate(zip(sheet.says.people, _PEOPLE, strict=True)):
            place = QRectF(30 * number, 0, 24, 24)
            marks.paint_initials(painter, place, letters, colour, theme)

    sheet.paint_at(_LEFT, 538, 660, 18, paint_tags)
    sheet.paint_at(_LEFT, 570, 280, 12, paint_bars)
    sheet.paint_at(318, 564, 240, 24, paint_people)


def _steps(sheet: Sheet) -> None:
    sheet.caption(_LEFT, 608, "steps")

    def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        for step, words in zip(_STEPS, sheet.says.steps, strict=True):
            width = marks.paint_next_step(painter, rect, step, words, theme)
            rect.setLeft(round(rect.left() + width + 6))

    sheet.paint_at(_LEFT, 632, 600, 20, paint)


def _tabs(sheet: Sheet) -> None:
    sheet.caption(_LEFT, 672, "tabs")
    line = QFrame(sheet)
    dress(line, kind="line")
    sheet.place(line, _LEFT, 731, 664, 1)
    tabs = QTabBar(sheet)
    counts = TabCounts(tabs)
    for words, count in sheet.says.tabs:
        counts.show(tabs.addTab(words), count)
    sheet.place(tabs, _LEFT, 696)
    segments = QFrame(sheet)
    dress(segments, kind="segments")
    layout = QHBoxLayout(segments)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(1)
    for number, words in enumerate(sheet.says.segments):
        button = sheet.button(words, kind="segment")
        button.setCheckable(True)
        button.setChecked(number == 1)
        layout.addWidget(button)
    _chips(sheet, _LEFT + sheet.place(segments, _LEFT, 742).width() + 8)


def _chips(sheet: Sheet, x: int) -> None:
    (city, chosen), (tags, everything) = sheet.says.chips
    add = DashedButton(sheet.says.add_chip, sheet)
    sheet.manager.set_icon(add, "plus-bold", IconRole.DEFAULT, 11)
    offered = Chip(tags, everything, is_set=False, parent=sheet)
    for chip in (Chip(city, chosen, is_set=True, parent=sheet), offered, add):
        x += sheet.place(chip, x, 744).width() + 8


def _letters(sheet: Sheet) -> None:
    sheet.caption(_LEFT, 792, "letters")
    x = _LEFT
    for words, (y, kind, tone) in zip(sheet.says.letters, _LETTERS, strict=True):
        x += sheet.words(x, y, words, type=kind, tone=tone).width() + 18
