"""All controls in all states on one sheet, to lay beside the design's ``m-components``.

Shown by ``screenshots``; GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from crm_desktop.gui.components.controls import add_controls
from crm_desktop.gui.components.sheet import Sheet
from crm_desktop.gui.components.surfaces import add_surfaces


def component_sheet(parent: QWidget | None = None) -> Sheet:
    """The sheet in the theme and the language of now, hidden still; ``show_states`` is for it as
    soon as it is shown."""
    sheet = Sheet(parent)
    add_controls(sheet)
    add_surfaces(sheet)
    return sheet


def show_states(sheet: Sheet) -> None:
    """Give the keyboard and the pointer to what is to look so."""
    assert sheet.focused is not None
    sheet.focused.setFocus()
    for button in sheet.hovered:
        _point_at(button)
    QApplication.processEvents()


def _point_at(button: QPushButton) -> None:
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    inside, none = QPointF(button.rect().center()), Qt.MouseButton.NoButton
    outside = QPointF(button.mapToGlobal(button.rect().center()))
    keys = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, inside, outside, none, none, keys)
    QApplication.sendEvent(button, event)
