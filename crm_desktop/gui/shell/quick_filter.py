"""The line that narrows a list as one types (Ctrl+F). GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.filters.values import MAX_TEXT
from crm_desktop.gui.kit.buttons import icon_button
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot

_TYPING_MS = 120
_WIDTH = 320
_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuickFilter(QFrame):
    """Hidden until it is wanted. ``changed`` gives the text; ``ended``: it is being
    closed; ``left``: on to the list."""

    changed = Signal(str)
    ended = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, kind="bar")
        self.line = QLineEdit(self)
        self.line.setMaxLength(MAX_TEXT)
        self.line.setPlaceholderText(_("Find in this list"))
        self.line.setAccessibleName(_("Find in this list"))
        self.line.setFixedWidth(_WIDTH)
        dress(self.line, scale="small")
        self.close_button = icon_button("x", _("Close"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(4)
        row.addWidget(self.line)
        row.addWidget(self.close_button)
        row.addStretch()
        self._typing = single_shot(self, self._tell, _TYPING_MS)
        self.line.textChanged.connect(lambda _text: self._typing.start())
        self.close_button.clicked.connect(self.end)
        self.setFocusProxy(self.line)
        self.hide()

    def begin(self) -> None:
        """Open it, with what stands in it selected."""
        self.show()
        self.line.selectAll()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def end(self) -> None:
        """Close it: the list is whole again."""
        had_focus = self.line.hasFocus()
        self.ended.emit()
        self.line.clear()
        self._tell()
        self.hide()
        if had_focus:
            self.left.emit()

    def show_text(self, text: str) -> None:
        """Show what is asked for already."""
        self.line.blockSignals(True)
        self.line.setText(text)
        self.line.blockSignals(False)
        self._typing.stop()
        self.setVisible(bool(text))

    def _tell(self) -> None:
        self._typing.stop()
        self.changed.emit(" ".join(self.line.text().split()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes, Down and Enter go to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in _DOWN:
            if self._typing.isActive():
                self._tell()
            self.left.emit()
        else:
            super().keyPressEvent(event)
