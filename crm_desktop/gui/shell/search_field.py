"""The search field: results as you type, from the first letter.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.clearing import add_glass, let_clear
from crm_desktop.gui.kit.lengths import LONGEST_LINE
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.commands import RUN_SIGN
from crm_desktop.gui.shell.key_mark import paint_key

_HEIGHT = 30
_KEY_EDGE = 6
_BESIDE_WORDS = 52  # the glass, and the frame of the key
_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(QLineEdit):
    """``left_downward``: on to the results; ``palette_wanted``: a press on the empty field,
    which names the palette's key, or what is typed after the sign of commands; Esc empties the
    field."""

    left_downward = Signal()
    palette_wanted = Signal(str)  # what is to stand in its line

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self.hint = ""
        self.setMaxLength(LONGEST_LINE)
        self.setAccessibleName(_("Search"))
        self.setAccessibleDescription(_("Search by name, company, phone or e-mail"))
        self.setToolTip(_("Search by name, company, phone or e-mail"))
        self.be_short(False)
        dress(self, kind="search")
        add_glass(self)
        self._manager.changed.connect(self._grow)
        self._grow()
        let_clear(self)

    def show_key(self, words: str) -> None:
        """The key that leads here, shown at the right while the field is empty."""
        self.hint = words
        self.update()

    def be_short(self, is_short: bool) -> None:
        """Say less where there is little room."""
        self.setPlaceholderText(_("Search") if is_short else _("Search or run"))

    def hand_over(self) -> bool:
        """Whether a command is meant by what stands in it: that goes on in the palette."""
        text = self.text()
        if not text.lstrip().startswith(RUN_SIGN):
            return False
        self.clear()
        self.palette_wanted.emit(text)
        return True

    def _grow(self) -> None:
        self.setFixedHeight(self._manager.theme.grown(_HEIGHT))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The field, and the key in a small frame where there is room beside the words."""
        super().paintEvent(event)
        if self.text() or not self.hint or self.hasFocus():
            return
        theme = self._manager.theme
        words = theme.faces.body.width(self.placeholderText()) + theme.faces.body.width(self.hint)
        if words + _BESIDE_WORDS > self.width():
            return
        painter = QPainter(self)
        paint_key(painter, QRectF(self.rect()).adjusted(0, 0, -_KEY_EDGE, 0), self.hint, theme)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press on the empty field opens the palette; in what was typed it places the caret."""
        if self.text() or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
        else:
            self.palette_wanted.emit("")

    def event(self, event: QEvent) -> bool:
        """Undo in an untouched field is the window's undo, not the field's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Down and Enter go on to the results."""
        if event.key() in _DOWN:
            self.left_downward.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
