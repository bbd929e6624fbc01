"""The editor of a cell while it is open: that of the field on the card, in the cell's place.

Enter and a press elsewhere keep, Tab keeps and goes on, Esc gives the old value back; what is wrong
leaves it open with a line below (interaction.md, sections 2 and 4). GUI thread only.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.gui.kit.card_fields.editing import Editor
from crm_desktop.gui.kit.card_fields.field import CardField
from crm_desktop.gui.kit.form_field import FormField
from crm_desktop.gui.kit.form_first_item import FirstItemField
from crm_desktop.gui.kit.form_suggest import SuggestLine
from crm_desktop.gui.kit.own_keys import claim_keys
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager

_LINE, _CHOICE, _WIDE, _TOLD = 120, 200, 320, 240
"""The least widths: of a line, of what is chosen, of what needs room, and of a mistake's words."""
_AROUND_LINE, _AROUND = 2, 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEPT_FROM_THE_WINDOW = ("Del", "Ctrl+Backspace", "Ctrl+Return", "Ctrl+Enter")


class Going(Enum):
    """Where the person goes when a cell is closed: ``AWAY`` is wherever was pressed."""

    NOWHERE = 0
    NEXT = 1
    BACK = -1
    AWAY = 2


class Kept(NamedTuple):
    """What was entered: as the editor loads it, as commands take it, and in words, where it is one
    text."""

    draft: Any
    value: Any
    words: str | None


class CellEditor(QFrame):
    """``kept``: another value than before was entered; ``ended``: editing is over, and where the
    person goes. ``name`` is the title of the column, for screen readers."""

    kept = Signal(object)  # Kept
    ended = Signal(object)  # Going

    def __init__(self, field: CardField, value: Any, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self._cell = QRect()
        self._is_open = True
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self.editor = Editor(field, value, self)
        self.entry = self.editor.entry
        self._column.addWidget(self.entry)
        self._lines = self.entry.findChildren(QLineEdit)
        self._is_bare = isinstance(self.entry, (FormField, FirstItemField))
        self._is_tall = field.is_wide and not self._is_bare
        around = _AROUND if self._is_tall else _AROUND_LINE
        self._column.setContentsMargins(around, around, around, around)
        self.entry.mistake.setContentsMargins(_AROUND, 0, _AROUND, _AROUND)
        self._dress_controls(name)
        self._then = Going.NOWHERE  # after a suggestion was taken
        self.editor.ended.connect(self._keep_chosen)
        self.editor.cancelled.connect(self.restore)
        self.editor.exited.connect(lambda: self.keep(Going.AWAY))
        self.editor.typed.connect(self.fit)

    def _dress_controls(self, name: str) -> None:
        self.setAccessibleName(name)
        controls = (*self._lines, *self.entry.findChildren(QComboBox))
        for control in controls:
            control.installEventFilter(self)
            claim_keys(control, *_KEPT_FROM_THE_WINDOW)
            if len(self._stops()) <= 1:
                control.setAccessibleName(name)
        if isinstance(self.entry, FirstItemField):
            self.entry.picked.connect(self._keep_chosen)

    def stand_right(self) -> None:
        """Have the text at the right, as the column has its values."""
        for line in self._lines:
            line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def begin(self) -> None:
        """Show it, with the caret at the end; lists open at once."""
        self.fit()
        self.show()
        self.raise_()
        self.editor.take_focus()
        self.editor.open_list()

    # The end

    def keep(self, going: Going = Going.NOWHERE) -> bool:
        """End editing with what was entered, if it is right; gives whether it ended."""
        if not self._is_open:
            return True
        if not self.entry.check():
            self.editor.announce()
            self.fit()
            return False
        changed, words = self.editor.differs(), self.words
        draft, value = self.entry.draft(), self.entry.value()
        self._close(going)
        if changed:
            self.kept.emit(Kept(draft, value, words))
        self.ended.emit(going)
        return True

    def _keep_chosen(self) -> None:
        self.keep(self._then)

    def restore(self) -> None:
        """End editing; the value is as it was."""
        if self._is_open:
            self._close(Going.NOWHERE)
            self.ended.emit(Going.NOWHERE)

    def refuse(self, draft: Any, words: str) -> None:
        """What was to be saved is no value of the field: have it here again, with a word."""
        self.entry.load(draft)
        self.entry.show_mistake(words)
        self.fit()

    def _close(self, going: Going) -> None:
        self._is_open = False
        table = self.parentWidget()
        if table is not None and (self.editor.has_focus() or going is Going.NOWHERE):
            table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.editor.close()
        self.deleteLater()

    @property
    def words(self) -> str | None:
        """What stands in it, where that is one text."""
        controls = [w for w in self._stops() if isinstance(w, (QLineEdit, QComboBox))]
        if self._is_tall or len(controls) != 1:
            return None
        only = controls[0]
        return only.currentText() if isinstance(only, QComboBox) else only.text().strip()

    @property
    def mistake(self) -> str:
        """What is said to be wrong."""
        return "" if self.entry.mistake.isHidden() else self.entry.mistake.text()

    # Place

    def place(self, cell: QRect) -> None:
        """Stand over this cell of the table, as far as there is room."""
        self._cell = cell
        self.fit()

    def fit(self) -> None:
        """As large as what is in it, within what is to be seen of the table."""
        room = self._room()
        width = min(max(self._cell.width(), self._least_width()), room.width())
        layout = self._column
        layout.activate()
        height = layout.totalSizeHint().height()
        if layout.hasHeightForWidth():
            height = layout.totalHeightForWidth(width)
        top = self._cell.top()
        if not self._is_tall:
            line = self._lines[0] if self._lines else self.entry
            around = layout.contentsMargins().top()
            least = line.sizeHint().height() + 2 * around
            top += (self._cell.height() - measures.LINE - least) // 2
        if room.intersects(self._cell):
            top = max(room.top(), min(top, room.bottom() + 1 - height))
        left = max(room.left(), min(self._cell.left(), room.right() + 1 - width))
        self.setGeometry(left, top, width, height)

    def _room(self) -> QRect:
        parent = self.parentWidget()
        return parent.rect() if parent is not None else QRect()

    def _least_width(self) -> int:
        """Of a line as much as stands in it."""
        grown = ThemeManager.instance().theme.grown
        if self._is_tall:
            return grown(_WIDE)
        least = grown(_LINE if self._is_bare else _CHOICE)
        for line in self._lines:
            if line.isVisibleTo(self):
                text = line.fontMetrics().horizontalAdvance(line.text())
                least = max(least, min(text + grown(_LINE) // 3, grown(_WIDE)))
        return max(least, grown(_TOLD)) if self.mistake else least

    def event(self, event: QEvent) -> bool:
        """What is in it needs more room, or less."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self._is_open:
            self.fit()
        return done

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """A ground of its own, with an edge where it is more than the cell."""
        theme = ThemeManager.instance().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colours.surface_raised)
        painter.setPen(Qt.PenStyle.NoPen)
        half = measures.LINE / 2
        rect = QRectF(self.rect()).adjusted(half, half, -half, -half)
        if self._is_tall or self.height() > self._cell.height():
            painter.setPen(QPen(theme.colours.border, measures.LINE))
        painter.drawRoundedRect(rect, theme.radius.md, theme.radius.md)
        painter.end()

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter keeps, Esc restores; no key of the list reaches it from here."""
        if event.key() in _ENTER:
            self.keep()
        elif event.key() == Qt.Key.Key_Escape:
            self.restore()
        event.accept()

    def focusNextPrevChild(self, forwards: bool) -> bool:  # noqa: N802
        """Tab goes through what is in the editor, then keeps and goes to the next cell."""
        stops, here = self._stops(), QApplication.focusWidget()
        going = Going.NEXT if forwards else Going.BACK
        if isinstance(here, SuggestLine):
            self._then = going
            here.take_lit()
            self._then = Going.NOWHERE
            if not self._is_open:
                return True  # to pick was to keep
        place = stops.index(here) if here in stops else (-1 if forwards else len(stops))
        place += 1 if forwards else -1
        if 0 <= place < len(stops):
            reason = Qt.FocusReason
            stops[place].setFocus(reason.TabFocusReason if forwards else reason.BacktabFocusReason)
        else:
            self.keep(going)
        return True

    def _stops(self) -> list[QWidget]:
        found = [w for w in self.entry.findChildren(QWidget) if isinstance(w, _CONTROLS)]
        return [w for w in found if w.isVisibleTo(self) and w.isEnabled()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """← and → at the ends of a text go on to the neighbour cell."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers or not isinstance(watched, QLineEdit) or watched.hasSelectedText():
            return False
        is_first = event.key() == Qt.Key.Key_Left and watched.cursorPosition() == 0
        is_last = event.key() == Qt.Key.Key_Right and watched.cursorPosition() == len(
            watched.text()
        )
        if is_first or is_last:
            self.keep(Going.NEXT if is_last else Going.BACK)
        return is_first or is_last

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press beside the control is none of the table's."""
        event.accept()


_CONTROLS = (QLineEdit, QComboBox)
