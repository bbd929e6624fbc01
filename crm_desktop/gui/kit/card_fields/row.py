"""One field on a card: its label, its value to be read, and the editor that opens in its place.

The label stays where it is while the editor opens (interaction.md, section 4). A row knows
nothing of records: it tells what was entered, and is told what to show. GUI thread only.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QCursor,
    QDragEnterEvent,
    QDropEvent,
    QEnterEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.card_fields.editing import Editor
from crm_desktop.gui.kit.card_fields.field import CardField, ShownLine
from crm_desktop.gui.kit.card_fields.field_label import FieldLabel
from crm_desktop.gui.kit.card_fields.row_ground import paint_ground, paint_star
from crm_desktop.gui.kit.card_fields.row_layout import RowLayout
from crm_desktop.gui.kit.card_fields.row_tools import RowTools
from crm_desktop.gui.kit.card_fields.told import Told
from crm_desktop.gui.kit.card_fields.value_view import ValueView, empty_words
from crm_desktop.gui.kit.own_keys import ENTER_WITH_CTRL, claim_keys
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.text_drops import dropped_words
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.timers import single_shot

_HIGHLIGHT_MS = 2_000


class FieldRow(QFrame):
    """A field."""

    def __init__(self, field: CardField, told: Told, room: int, parent: QWidget) -> None:
        """``room``: how wide the column of labels is."""
        super().__init__(parent)
        self.told = told
        self.field = field
        self.value: Any = None
        self.lines: list[ShownLine] = []
        self.editor: Editor | None = None
        self._is_hovered = False
        self._manager = ThemeManager.instance()
        self._light: QTimer | None = None
        self._claims = False
        self.label = FieldLabel(field.label, self)
        self.view = ValueView(self)
        self.view.pressed = self.edit
        self.view.followed = lambda record, apart: told.followed.emit(*record, apart)
        self.word: QLabel | None = None
        self.tools = RowTools(self, self._fill, is_locked=bool(field.locked))
        if field.locked:
            self.setToolTip(field.locked)
        self._layout = RowLayout(self, self.label, self.view, room)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self._tell_name()

    def can_take(self, field: CardField) -> bool:
        """Whether nothing would look otherwise for this field of the same name."""
        mine = (self.field.locked, self.field.make is None, self.field.is_wide, self.field.is_long)
        theirs = (field.locked, field.make is None, field.is_wide, field.is_long)
        return mine == theirs and self.editor is None

    def take(self, field: CardField) -> None:
        """Be this field from now on; its value is still to be shown."""
        self.field = field
        self.update()

    # Reading

    def show_value(self, value: Any, *, is_news: bool = False) -> None:
        """Show this value; ``is_news`` lights it up for a moment. What is being edited stays."""
        self.value = value
        self.lines = list(self.field.words(value))
        if self.field.titled is not None:
            self.label.tell(self.field.titled(value))
        self.view.show_lines(self.lines, empty_words() if self.field.make else "")
        self._tell_name()
        if self.record is not None and not self._claims:
            self._claims = True
            claim_keys(self, *ENTER_WITH_CTRL, when=self._leads_on)
        if is_news:
            self._light_up()

    def _leads_on(self) -> bool:
        return self.record is not None and self.editor is None

    def tell(self, words: str) -> None:
        """Say something below the value until it is opened again; nothing says nothing."""
        if self.word is None:
            if not words:
                return
            self.word = plain_label("", type="hint", tone="danger")
            self.word.setWordWrap(True)
            self._layout.add_word(self.word)
        self.word.setText(words)
        self.word.setVisible(bool(words))
        self._tell_name()

    @property
    def record(self) -> tuple[str, str] | None:
        """Kind and id of the record to which the value leads."""
        return self.lines[0].record if self.lines else None

    def told_words(self) -> str:
        """What is said below the value."""
        return "" if self.word is None else self.word.text()

    def _light_up(self) -> None:
        if self._light is None:
            self._light = single_shot(self, self.update, _HIGHLIGHT_MS)
        self._light.start()
        self.update()

    def begin_anew(self) -> None:
        """Another record is coming: of the former one only the value stays, until it is there."""
        if self.editor is not None:
            self._close(go_back=False)
        self.tell("")
        if self._light is not None:
            self._light.stop()

    def add_notice(self, notice: QWidget) -> None:
        """Put a notice below the field."""
        self._layout.add_notice(notice)

    @property
    def is_lit(self) -> bool:
        """Whether the value is marked as new."""
        return self._light is not None and self._light.isActive()

    def _tell_name(self) -> None:
        said = ", ".join(f"{line.words} {line.aside}".strip() for line in self.lines[:8])
        self.setAccessibleName(f"{self.label.whole}: {said or empty_words()}")
        reasons = (self.told_words(), self.field.locked, self._needed_words())
        self.setAccessibleDescription(" ".join(filter(None, reasons)))

    def _needed_words(self) -> str:
        return self.field.needed if not self.lines else ""

    def copy(self, line: int | None = None) -> None:
        """Put the value, or one line of it, onto the clipboard."""
        taken = self.lines if line is None else self.lines[line : line + 1]
        if taken:
            QGuiApplication.clipboard().setText("\n".join(one.taken for one in taken))
            self.told.copied.emit(self.field.label)

    # Editing

    def edit(self) -> None:
        """Open the editor with the caret at its end."""
        if self.editor is not None:
            self.editor.take_focus()
        elif self._open():
            self.editor_there.take_focus()
            self.editor_there.open_list()

    def offer(self, draft: Any, mistake: str = "") -> None:
        """Open the editor with something that was entered before, without taking the focus."""
        if self._open():
            self.editor_there.entry.load(draft)
            self.editor_there.note_typing()
            if mistake:
                self.editor_there.entry.show_mistake(mistake)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Words from elsewhere may become the value."""
        if self.field.make is not None and dropped_words(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """They stand in the editor, to be kept by Enter or given back by Esc."""
        if self._open() or self.editor is not None:
            self.editor_there.take_focus()
            self.editor_there.entry.take_words(dropped_words(event.mimeData()))
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    @property
    def editor_there(self) -> Editor:
        """The editor, which is open."""
        assert self.editor is not None
        return self.editor

    def _open(self) -> bool:
        if self.field.make is None or self.editor is not None:
            return False
        self.tell("")
        editor = self.editor = Editor(self.field, self.value, self)
        editor.typed.connect(lambda: self.told.typed.emit(self.field.name))
        editor.ended.connect(lambda: self.keep(go_back=True))
        editor.cancelled.connect(self.restore)
        editor.rested.connect(self._keep_so_far)
        editor.exited.connect(self.leave)
        self.view.hide()
        self.tools.hide()
        self._layout.add_entry(editor.entry, is_wide=self.field.is_wide)
        editor.entry.show()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.told.opened.emit(self.field.name)
        self.update()
        return True

    def keep(self, *, go_back: bool = False) -> bool:
        """End editing with what was entered, if it is right; gives whether it ended."""
        editor = self.editor
        if editor is None:
            return True
        if not editor.entry.check():
            editor.announce()
            return False
        changed, draft, value = editor.differs(), editor.entry.draft(), editor.entry.value()
        self._close(go_back=go_back)
        if changed:
            self.show_value(draft)
            self.told.kept.emit(self.field.name, draft, value)
        else:
            self.told.restored.emit(self.field.name)
        return True

    def restore(self) -> None:
        """End editing; the value is as it was."""
        if self.editor is not None:
            self._close(go_back=True)
            self.told.restored.emit(self.field.name)

    def leave(self) -> None:
        """The focus has gone elsewhere: keep what is right, leave open what is wrong. Whoever comes
        back from another window is where they were."""
        if self.editor is not None:
            now = QApplication.focusWidget()
            self.keep(go_back=now is not None and now.window() is not self.window())
            self.told.left.emit(self.field.name)

    def refuse(self, draft: Any, words: str) -> None:
        """What was to be saved is no value of the field: open it again with a word."""
        self.offer(draft, words)
        if self.editor is not None:
            self.editor.entry.show_mistake(words)

    def _keep_so_far(self) -> None:
        editor = self.editor_there
        if editor.differs() and editor.entry.check():
            draft, value = editor.entry.draft(), editor.entry.value()
            editor.take_as_base()
            self.told.kept.emit(self.field.name, draft, value)

    def _close(self, *, go_back: bool) -> None:
        editor = self.editor_there
        self.editor = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view.show()
        if go_back or editor.has_focus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.close()
        self._layout.end_entry()
        self._show_tools()
        self.update()
        self.told.left.emit(self.field.name)

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter and F2 open the editor, Enter the record that stands there (with Ctrl in a window
        of its own); within, Enter keeps and Escape restores."""
        key = event.key()
        enters = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.editor is not None:
            if enters:
                self.keep(go_back=True)
            elif key == Qt.Key.Key_Escape:
                self.restore()
            else:
                super().keyPressEvent(event)
        elif enters and self.record is not None:
            has_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.told.followed.emit(*self.record, has_ctrl)
        elif enters or key in (Qt.Key.Key_F2, Qt.Key.Key_Space):
            self.edit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press anywhere on the row."""
        inside = self._layout.head.geometry().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside and self.editor is None:
            self.edit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu of the field, below it when it is wanted by a key."""
        if self.editor is not None:
            return
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        below = self._layout.head.geometry().bottomLeft()
        place = self.mapToGlobal(below) if by_key else event.globalPos()
        self.told.menu_wanted.emit(self.field.name, place)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """The pointer is over it."""
        self._is_hovered = True
        self._show_tools()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """The pointer has gone."""
        self._note_gone()
        super().leaveEvent(event)

    def _note_gone(self) -> None:
        self._is_hovered = False
        self._show_tools()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show that Enter will open it."""
        super().focusInEvent(event)
        self._show_tools()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Another has it."""
        super().focusOutEvent(event)
        self._show_tools()

    # Looks

    def arrange(self) -> None:
        """Letters are of another size now."""
        self._layout.arrange()

    def _show_tools(self) -> None:
        """Made when they are wanted first: a card has dozens of fields."""
        is_wanted = self.editor is None and (self._is_hovered or self.hasFocus())
        if is_wanted and not self.tools.buttons:
            self.tools.add("copy-simple", _("Copy"), self.field.label, self.copy)
            if self.field.make is not None:
                self.tools.add("pencil-simple", _("Change"), self.field.label, self.edit)
        self.tools.show(is_wanted, can_copy=bool(self.lines))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The tools stay at the right."""
        super().resizeEvent(event)
        self.tools.place()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The soft fill under the pointer, the light of news, the ring of the keyboard."""
        if self._is_hovered and not self.rect().contains(self.mapFromGlobal(QCursor.pos())):
            # Moved away from under a pointer that rests, which Qt tells nobody.
            QTimer.singleShot(0, self, self._note_gone)
        fill = self._fill()
        ringed = self.hasFocus() and self.window().testAttribute(
            Qt.WidgetAttribute.WA_KeyboardFocusChange
        )
        stars = bool(self._needed_words()) and self.editor is None
        if fill is None and not ringed and not stars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head = self._layout.head.geometry()
        rect = QRectF(0, head.y(), self.width(), head.height())
        paint_ground(painter, rect, fill, self._manager.theme, is_ringed=ringed)
        if stars:
            value = QRectF(self.view.geometry().translated(head.topLeft()))
            paint_star(painter, value, self._manager.theme)
        painter.end()

    def _fill(self) -> QColor | None:
        colours = self._manager.theme.colours
        if self.editor is not None:
            return None
        if self.is_lit:
            return colours.highlight
        return colours.hover if self._is_hovered else None
