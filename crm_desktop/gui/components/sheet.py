"""The ground of the picture of components: where controls are put, and what is painted between.

The parts (``controls``, ``surfaces``) put theirs on it; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from crm_desktop.core.i18n import current_language
from crm_desktop.gui.components.words import COMPONENT_WORDS
from crm_desktop.gui.kit.paint.shadows import Elevation, paint_shadow
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.theme.theme import Theme

SIZE = QSize(1440, 900)
"""As large as the design's picture, whose places these are."""
Paint = Callable[[QPainter, QRectF, Theme], object]
_ROLES = {
    "success": IconRole.ON_ACCENT,
    "primary": IconRole.ON_ACCENT,
    "soft": IconRole.ACTIVE,
    "dangerText": IconRole.DANGER,
}


class _Painted(QWidget):
    """A widget drawn by a paint function."""

    def __init__(self, parent: QWidget, theme: Theme, paint: Paint) -> None:
        super().__init__(parent)
        self._theme, self._paint = theme, paint

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw it."""
        painter = QPainter(self)
        self._paint(painter, QRectF(self.rect()), self._theme)


class Sheet(QWidget):
    """``hovered``: the buttons that are to look as if pointed at; ``focused``: the input that has
    the keyboard. Places are pixels from the upper left corner."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.manager = ThemeManager.instance()
        self.theme = self.manager.theme
        self.says = COMPONENT_WORDS[current_language()]
        self.hovered: list[QPushButton] = []
        self.focused: QLineEdit | None = None
        self.setFixedSize(SIZE)
        dress(self, kind="page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def place(self, widget: QWidget, x: int, y: int, width: int = 0, height: int = 0) -> QWidget:
        """Put a widget there, as large as it wants to be where no size is given."""
        widget.setParent(self)
        hint = widget.sizeHint()
        widget.setGeometry(x, y, width or hint.width(), height or hint.height())
        return widget

    def paint_at(self, x: int, y: int, width: int, height: int, paint: Paint) -> None:
        """Have something painted there."""
        _Painted(self, self.theme, paint).setGeometry(x, y, width, height)

    def shadow(self, thing: QRect) -> None:
        """The shadow of what floats there."""
        place = thing.marginsAdded(Elevation.MENU.margins)
        inside = thing.translated(-place.topLeft())

        def paint(painter: QPainter, _rect: QRectF, theme: Theme) -> None:
            paint_shadow(painter, inside, Elevation.MENU, theme.radius.lg, theme)

        _Painted(self, self.theme, paint).setGeometry(place)

    def words(self, x: int, y: int, words: str, width: int = 0, **look: str) -> QLabel:
        """Words in one of the kinds of text."""
        label = QLabel(words, self)
        dress(label, **look)
        self.place(label, x, y, width, 0 if look.get("type") in ("display", "title") else 20)
        return label

    def caption(self, x: int, y: int, name: str) -> None:
        """What stands below."""
        self.words(x, y - 2, self.says.captions[name], type="section")

    def button(self, words: str, icon: str = "", **look: str) -> QPushButton:
        """A button of a kind and size."""
        button = QPushButton(words, self)
        dress(button, **look)
        if icon:
            role = _ROLES.get(look.get("kind", ""), IconRole.DEFAULT)
            self.manager.set_icon(button, icon, role)
        return button
