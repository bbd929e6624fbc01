"""A file in the section of a card: its kind, its name, how large, since when, from whom.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.files.rows import FileRow
from crm_desktop.features.files.rules import LONGEST_NAME, suffix_of
from crm_desktop.gui.kit.painted import CutLabel, IconMark
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.files.words import facts, look_of

_ICON, _HEIGHT = 20, 40
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class FileLine(QFrame):
    """``menu_wanted`` tells a place on the screen, ``step_wanted`` an arrow, ``renamed`` the name
    that was typed."""

    open_wanted = Signal()
    menu_wanted = Signal(QPoint)
    delete_wanted = Signal()
    step_wanted = Signal(int)
    drag_wanted = Signal()
    renamed = Signal(str)

    def __init__(self, file: FileRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.file = file
        self.is_locked = False
        """Whether it can be neither renamed nor deleted."""
        self.editor: QLineEdit | None = None
        self._pressed_at: QPoint | None = None
        dress(self, kind="stepRow")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.mark = IconMark(*look_of(file), _ICON, self)
        self.name = CutLabel(lambda theme: theme.faces.body)
        self.facts = CutLabel(lambda theme: theme.faces.caption_plain, "text_tertiary")
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addWidget(self.name)
        self._words.addWidget(self.facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addStrut(_HEIGHT)  # large letters need more
        row.addWidget(self.mark)
        row.addLayout(self._words, 1)
        self.tell(file)

    def tell(self, file: FileRow) -> None:
        """Show this, which may be the same under another name."""
        self.file = file
        self.mark.show_icon(*look_of(file))
        self.name.setText(file.name)
        self.facts.setText(facts(file))
        self.setAccessibleName(_("File: {name}").format(name=file.name))
        self.setAccessibleDescription(facts(file))

    # A new name

    def rename(self) -> None:
        """Let the person type a new name, the ending left out of what is chosen."""
        if self.editor is not None:
            return
        editor = self.editor = QLineEdit(self.file.name, self)
        editor.setAccessibleName(_("Name of the file"))
        editor.setMaxLength(LONGEST_NAME)
        editor.returnPressed.connect(self._keep)
        editor.installEventFilter(self)
        self._words.insertWidget(0, editor)
        self.name.hide()
        editor.setSelection(0, len(self.file.name) - len(suffix_of(self.file.name)))
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Esc gives the old name back; leaving keeps the new one."""
        if watched is self.editor:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                if event.key() == Qt.Key.Key_Escape:
                    self._end_editing()
                    self.setFocus()
                    return True
            elif event.type() == QEvent.Type.FocusOut and not QApplication.activePopupWidget():
                self._keep()
        return super().eventFilter(watched, event)

    def _keep(self) -> None:
        if self.editor is None:
            return
        had_focus, typed = self.editor.hasFocus(), self.editor.text().strip()
        self._end_editing()
        if had_focus:
            self.setFocus()
        if typed and typed != self.file.name:
            self.renamed.emit(typed)

    def _end_editing(self) -> None:
        editor, self.editor = self.editor, None
        if editor is not None:
            editor.removeEventFilter(self)
            editor.hide()
            editor.deleteLater()
            self.name.show()

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens, F2 renames, Delete deletes, arrows go on."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_wanted.emit()
        elif key == Qt.Key.Key_F2 and not self.is_locked:
            self.rename()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self.is_locked:
            self.delete_wanted.emit()
        elif key in _STEPS:
            self.step_wanted.emit(_STEPS[key])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu, by the mouse or the menu key."""
        self.menu_wanted.emit(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Perhaps the beginning of a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Far enough from where it was pressed, it is one."""
        if self._pressed_at is None:
            return
        way = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._pressed_at = None
            self.drag_wanted.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """No drag."""
        self._pressed_at = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Open it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.open_wanted.emit()
