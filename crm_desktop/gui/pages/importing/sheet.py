"""A large dialog without a frame of the system: over its window, which is dimmed behind it.

The wizard is one. It has a head to move it by and a way to close it, follows the size of its
window, and is window-modal without a loop of its own. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.paint.shadows import Elevation, paint_shadow
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

MARGIN = 24
_HEAD = 60
_CLOSE_ICON = 17
_AROUND = 24  # of the window behind that stays to be seen
_ROOM = Elevation.DIALOG.margins


class Scrim(QWidget):
    """Dims the window behind a sheet."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        ThemeManager.instance().changed.connect(self.update)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """One colour, see-through."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), ThemeManager.instance().theme.colours.scrim)
        painter.end()


class Sheet(QDialog):
    """``body`` takes what the dialog holds; ``wanted`` is its size where the window has room."""

    def __init__(self, title: str, wanted: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("sheet")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setStyleSheet("QDialog#sheet { background: transparent; }")  # painted with its corners
        self._wanted = wanted
        self._behind = parent.window() if parent is not None else None
        self._scrim: Scrim | None = None
        if self._behind is not None:
            self._scrim = Scrim(self._behind)
            self.destroyed.connect(self._scrim.deleteLater)
            self._behind.installEventFilter(self)
        self._ground = Ground(self)
        self.close_button = QToolButton(self)
        self.head = QWidget(self)
        self.body = QVBoxLayout()
        self._place_all(title)
        self.close_button.clicked.connect(self.reject)

    def _place_all(self, title: str) -> None:
        self.heading = QLabel(title, self.head)
        dress(self.heading, type="heading")
        words = _("Close")
        self.close_button.setToolTip(words)
        self.close_button.setAccessibleName(words)
        dress(self.close_button, kind="icon")
        ThemeManager.instance().set_icon(self.close_button, "x", IconRole.DEFAULT, _CLOSE_ICON)
        self.head.setFixedHeight(ThemeManager.instance().theme.grown(_HEAD))
        row = QHBoxLayout(self.head)
        row.setContentsMargins(MARGIN, 0, 16, 0)
        row.addWidget(self.heading)
        row.addStretch()
        row.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        edge = measures.LINE
        layout.setContentsMargins(
            _ROOM.left() + edge, _ROOM.top() + edge, _ROOM.right() + edge, _ROOM.bottom() + edge
        )
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(line(self))
        layout.addLayout(self.body, 1)

    def rename(self, title: str) -> None:
        """Call the dialog so from now on."""
        self.setWindowTitle(title)
        self.heading.setText(title)

    def put_in_head(self, widget: QWidget) -> None:
        """Show this between the title and the way to close."""
        row = self.head.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(2, widget)
        row.insertStretch(3)

    @property
    def panel(self) -> QRect:
        """What is to be seen of the dialog, without the room for its shadow."""
        return self.rect().marginsRemoved(_ROOM)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Over the middle of the window, which is dimmed."""
        self._settle()
        if self._scrim is not None:
            self._scrim.raise_()
            self._scrim.show()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """The window comes back to light."""
        if self._scrim is not None:
            self._scrim.hide()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The ground is as large as the dialog."""
        self._ground.setGeometry(self.rect())
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Stay over the window when that is resized."""
        if watched is self._behind and event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        if self._behind is None or self._scrim is None:
            self.resize(self._wanted.grownBy(_ROOM))
            return
        around = self._behind.rect()
        self._scrim.setGeometry(around)
        room = around.adjusted(_AROUND, _AROUND, -_AROUND, -_AROUND).size()
        # With large text its content may need more than was wanted.
        wanted = self._wanted.expandedTo(self.minimumSizeHint().shrunkBy(_ROOM))
        panel = QRect(around.topLeft(), wanted.boundedTo(room))
        panel.moveCenter(around.center())
        panel.moveTopLeft(self._behind.mapToGlobal(panel.topLeft()))
        self.setGeometry(panel.marginsAdded(_ROOM))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The head moves the dialog, as a frame of the system would."""
        handle = self.windowHandle()
        place = self.head.mapFrom(self, event.position().toPoint())
        is_on_head = self.head.rect().contains(place)
        if handle is not None and is_on_head and event.button() == Qt.MouseButton.LeftButton:
            handle.startSystemMove()
        super().mousePressEvent(event)


class Ground(QWidget):
    """The shadow of a sheet, and its ground with round corners."""

    def __init__(self, sheet: QWidget) -> None:
        super().__init__(sheet)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        ThemeManager.instance().changed.connect(self.update)
        self.lower()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Within the room around it."""
        theme = ThemeManager.instance().theme
        panel = self.rect().marginsRemoved(_ROOM)
        painter = QPainter(self)
        paint_shadow(painter, panel, Elevation.DIALOG, theme.radius.xl, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colours.border, measures.LINE))
        painter.setBrush(theme.colours.surface)
        edge = QRectF(panel).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, theme.radius.xl, theme.radius.xl)
        painter.end()


def line(parent: QWidget) -> QWidget:
    """A hair line across."""
    frame = QFrame(parent)
    dress(frame, kind="line")
    return frame
