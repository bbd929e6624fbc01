"""What all dialogs of the program stand on: a panel with round corners and a shadow over their
window, which is dimmed behind it (tokens.md, section 12), without a frame of the system.

A dialog is in the middle of its window and stays there however that or its content grows, until
the person moves it by its head. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.paint.shadows import Elevation, paint_shadow
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.style import may_be_see_through
from crm_desktop.gui.kit.theme.stylesheet import dress

EDGE = 24
"""Between the border of a dialog and its words, in pixels."""
GHOST_EDGE = EDGE - measures.PADDING_CONTROL - measures.LINE
"""Of a button without ground at the left of a foot, for its words to stand below those above."""
ROUND = 12
"""So much of a dialog without a foot stays free below its content, for its corners are round."""
MOST_OF_WINDOW = 0.9
_HEAD = 60
_CLOSE_ICON = 17
_LINE = measures.LINE
_ROOM = Elevation.DIALOG.margins
_AROUND = _ROOM + QMargins(_LINE, _LINE, _LINE, _LINE)


class Scrim(QWidget):
    """Dims the window behind a dialog; of a dialog below another its panel."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        ThemeManager.instance().changed.connect(self.update)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """One colour, see-through."""
        theme = ThemeManager.instance().theme
        window = self.parentWidget()
        path = QPainterPath()
        if isinstance(window, Dialog):
            path.addRoundedRect(QRectF(window.panel), theme.radius.xl, theme.radius.xl)
        else:
            path.addRect(QRectF(self.rect()))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path, theme.colours.scrim)
        painter.end()


class Dialog(QDialog):
    """The layout of a dialog fills its panel: the room for the shadow is kept off it. All sizes
    are the panel's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        if may_be_see_through():
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        dress(self, kind="floating")
        self.setContentsMargins(_AROUND)
        self._is_moved = False
        self._scrim: Scrim | None = None
        if parent is not None:
            self._scrim = Scrim(parent.window())
            self.destroyed.connect(self._scrim.deleteLater)
            parent.window().installEventFilter(self)
        ThemeManager.instance().changed.connect(self.update)

    @property
    def _behind(self) -> QWidget | None:
        # Not kept: who holds a window lets it go, and that would happen while the dialog goes.
        parent = self.parentWidget()
        return parent.window() if parent is not None else None

    @property
    def panel(self) -> QRect:
        """What is to be seen of the dialog, without the room for its shadow."""
        return self.rect().marginsRemoved(_ROOM)

    def resize_panel(self, width: int, height: int) -> None:
        """Be as large as this, the room for the shadow aside."""
        self.resize(QSize(width, height).grownBy(_ROOM))

    def be_at_least(self, width: int) -> None:
        """Be never narrower than so many pixels."""
        self.setMinimumWidth(width + _ROOM.left() + _ROOM.right())

    def be_as_wide_as(self, width: int) -> None:
        """Be always so many pixels wide."""
        self.setFixedWidth(width + _ROOM.left() + _ROOM.right())

    def most_height(self) -> int:
        """Of the panel, in pixels: something of the window stays to be seen."""
        behind = self._behind
        return int(behind.height() * MOST_OF_WINDOW) if behind is not None else self.panel.height()

    def make_heading(self) -> QLabel:
        """A line at the top that always says the dialog's title."""
        heading = plain_label(self.windowTitle(), type="heading")
        heading.setWordWrap(True)
        heading.setMinimumHeight(ThemeManager.instance().theme.faces.heading.line)
        self.windowTitleChanged.connect(heading.setText)
        return heading

    # Its place

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Over the middle of the window, which is dimmed."""
        self._is_moved = False
        self.settle()
        if self._scrim is not None:
            self._scrim.raise_()
            self._scrim.show()
        super().showEvent(event)
        self._centre()  # its layout may have asked for more room

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """The window comes back to light."""
        if self._scrim is not None:
            self._scrim.hide()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """What grows keeps its middle."""
        super().resizeEvent(event)
        if not may_be_see_through():
            self._clip()
        if self.isVisible():
            self._centre()

    def _clip(self) -> None:
        """Be the panel alone, without its shadow."""
        radius = ThemeManager.instance().theme.radius.xl
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.panel), radius, radius)
        self.setMask(QRegion(shape.toFillPolygon().toPolygon()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Stay over the window when that is resized."""
        is_resize = event.type() == QEvent.Type.Resize
        if is_resize and watched is self._behind and self.isVisible():
            self.settle()
        return super().eventFilter(watched, event)

    def settle(self) -> None:
        """Take the place over the window that there is."""
        behind = self._behind
        if behind is not None and self._scrim is not None:
            self._scrim.setGeometry(behind.rect())
        self._centre()

    def _centre(self) -> None:
        behind = self._behind
        if behind is None or self._is_moved:
            return
        panel = QRect(QPoint(), self.panel.size())
        panel.moveCenter(behind.rect().center())
        self.move(behind.mapToGlobal(panel.topLeft()) - self.panel.topLeft())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The head moves the dialog, as a frame of the system would."""
        handle = self.windowHandle()
        is_left = event.button() == Qt.MouseButton.LeftButton
        if handle is not None and is_left and self._is_on_head(event.position()):
            self._is_moved = handle.startSystemMove()
        super().mousePressEvent(event)

    def _is_on_head(self, place: QPointF) -> bool:
        head = QRectF(self.panel)
        head.setHeight(ThemeManager.instance().theme.grown(_HEAD))
        return head.contains(place)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Shadow, and the ground with its corners."""
        theme = ThemeManager.instance().theme
        painter = QPainter(self)
        paint_shadow(painter, self.panel, Elevation.DIALOG, theme.radius.xl, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colours.border, _LINE))
        painter.setBrush(theme.colours.surface)
        edge = QRectF(self.panel).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, theme.radius.xl, theme.radius.xl)
        painter.end()


class Head(QWidget):
    """The title of a dialog that has no foot, and the way to close it; ``row`` takes more."""

    def __init__(self, dialog: Dialog) -> None:
        super().__init__(dialog)
        self.heading = dialog.make_heading()
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.close_button = QToolButton(self)
        words = _("Close")
        self.close_button.setToolTip(words)
        self.close_button.setAccessibleName(words)
        dress(self.close_button, kind="icon")
        manager = ThemeManager.instance()
        manager.set_icon(self.close_button, "x", IconRole.DEFAULT, _CLOSE_ICON)
        self.close_button.clicked.connect(dialog.reject)
        self.setMinimumHeight(manager.theme.grown(_HEAD))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(EDGE, 0, 16, 0)
        self.row.addWidget(self.heading)
        self.row.addWidget(self.close_button)


class Foot(QFrame):
    """The bottom of a dialog with its buttons, in their order, at the right; ``row`` takes more."""

    def __init__(self, dialog: Dialog, *buttons: QPushButton) -> None:
        super().__init__(dialog)
        dress(self, kind="dialogFoot")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(EDGE, 12, EDGE, 12)
        self.row.setSpacing(8)
        self.row.addStretch()
        for button in buttons:
            self.row.addWidget(button)
