"""One field on a card: its label, its value to be read, and the editor that opens in its place.

The label stays where it is while the editor opens (interaction.md, section 4). A row knows
nothing of records: it tells what was entered, and is told what to show. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
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
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.card_fields.editing import Editor
from crm_desktop.gui.kit.card_fields.field import CardField, ShownLine
from crm_desktop.gui.kit.card_fields.field_label import FieldLabel
from crm_desktop.gui.kit.card_fields.told import Told
from crm_desktop.gui.kit.card_fields.value_view import ValueView, empty_words
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.painted import IconMark, plain_label
from crm_desktop.gui.kit.text_drops import dropped_words
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_ROW = 32
_TOOL = 22
_LOCK = 14
_TOOLS_EDGE = 6
_GAP = 8
_STACKED_GAP = 8
_STAR_GAP = 5
_HIGHLIGHT_MS = 2_000
_STACKED_PERCENT = 110


class FieldRow(QFrame):
    """A field."""

    def __init__(self, field: CardField, told: Told, room: int, parent: QWidget) -> None:
        """``room``: how wide the column of labels is."""
        super().__init__(parent)
        self._room = room
        self.told = told
        self.field = field
        self.value: Any = None
        self.lines: list[ShownLine] = []
        self.editor: Editor | None = None
        self._is_hovered = False
        self._manager = ThemeManager.instance()
        self._light: QTimer | None = None
        self.label = FieldLabel(field.label, self)
        self.view = ValueView(self)
        self.view.pressed = self.edit
        self.view.followed = lambda record, apart: told.followed.emit(*record, apart)
        self.word: QLabel | None = None
        self._tools: list[QToolButton] = []
        self.lock: IconMark | None = None
        if field.locked:
            self.lock = IconMark("lock-simple", "text_tertiary", _LOCK, self)
            self.setToolTip(field.locked)
        self._lay_out()
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
        if is_news:
            self._light_up()

    def tell(self, words: str) -> None:
        """Say something below the value until it is opened again; nothing says nothing."""
        if self.word is None:
            if not words:
                return
            self.word = plain_label("", type="hint", tone="danger")
            self.word.setWordWrap(True)
            self._column.insertWidget(2, self.word)
            self.arrange()
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
            self._light = QTimer(self)
            self._light.setSingleShot(True)
            self._light.setInterval(_HIGHLIGHT_MS)
            self._light.timeout.connect(self.update)
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
        self._notices.addWidget(notice)

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
        for tool in self._tools:
            tool.hide()
        if self.field.is_wide or self._is_stacked:
            self._body.addWidget(editor.entry)
        else:
            self._head.insertWidget(1, editor.entry, 1)
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
        """The focus has gone elsewhere: keep what is right, leave open what is wrong."""
        if self.editor is not None:
            self.keep()
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
        for tool in self._tools:
            tool.show()
        self._show_tools()
        self.update()
        self.told.left.emit(self.field.name)

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter and F2 open the editor, Enter the record that stands there; within, Enter keeps
        and Escape restores."""
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
            self.told.followed.emit(*self.record, False)
        elif enters or key in (Qt.Key.Key_F2, Qt.Key.Key_Space):
            self.edit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press anywhere on the row."""
        inside = self.head.geometry().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside and self.editor is None:
            self.edit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu of the field, below it when it is wanted by a key."""
        if self.editor is not None:
            return
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.mapToGlobal(self.head.geometry().bottomLeft()) if by_key else event.globalPos()
        self.told.menu_wanted.emit(self.field.name, place)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """The pointer is over it."""
        self._is_hovered = True
        self._show_tools()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """The pointer has gone."""
        self._is_hovered = False
        self._show_tools()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show that Enter will open it."""
        super().focusInEvent(event)
        self._show_tools()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Another has it."""
        super().focusOutEvent(event)
        self._show_tools()

    # Looks

    def _lay_out(self) -> None:
        self.head = QWidget(self)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.head)
        self._head.setContentsMargins(0, 0, 0, 0)
        self._head.setSpacing(_GAP)
        self._head.addWidget(self.label)
        self._head.addWidget(self.view, 1, Qt.AlignmentFlag.AlignTop)
        self._body = QVBoxLayout()
        self._notices = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_GAP, 0, 6, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addLayout(self._body)
        self._column.addLayout(self._notices)
        self.arrange()

    def arrange(self) -> None:
        """Large letters leave no room for a value beside its label: it goes below."""
        theme = self._manager.theme
        self._is_stacked = theme.text_percent > _STACKED_PERCENT
        direction = QBoxLayout.Direction
        # Only large letters break a label into more lines than its row would have room for.
        exact, free = QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred
        policy = QSizePolicy(free, free if self._is_stacked else exact)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._head.setDirection(
            direction.TopToBottom if self._is_stacked else direction.LeftToRight
        )
        self.label.be_wide(0 if self._is_stacked else self._room)
        side = Qt.AlignmentFlag(0) if self._is_stacked else Qt.AlignmentFlag.AlignLeft
        self._head.setAlignment(self.label, Qt.AlignmentFlag.AlignTop | side)
        above = (theme.grown(_ROW) - theme.faces.body.line) // 2
        lower = (theme.grown(_ROW) - theme.faces.label.line) // 2
        self.label.setContentsMargins(0, lower, 0, 0 if self._is_stacked else lower)
        under = _STACKED_GAP if self._is_stacked else above
        self.view.arrange()
        self.view.setContentsMargins(0, 2 if self._is_stacked else above, 0, under)
        self.head.setMinimumHeight(0 if self._is_stacked else theme.grown(_ROW))
        if self.word is not None:
            self.word.setContentsMargins(0 if self._is_stacked else self._room + _GAP, 0, 0, 6)

    def _show_tools(self) -> None:
        """The pencil and the copying lie over the end of the value, so that nothing moves; they
        are made when they are wanted first: a card has dozens of fields."""
        is_wanted = self.editor is None and (self._is_hovered or self.hasFocus())
        if is_wanted and not self._tools:
            self._tools = [self._tool("copy-simple", _("Copy"), self.copy)]
            if self.field.make is not None:
                self._tools.append(self._tool("pencil-simple", _("Change"), self.edit))
        for number, tool in enumerate(self._tools):
            tool.setVisible(is_wanted and (number > 0 or bool(self.lines)))
        self._place_tools()
        self.update()

    def _place_tools(self) -> None:
        top = max(0, (self._manager.theme.grown(_ROW) - _TOOL) // 2)
        right = self.width() - _TOOLS_EDGE
        for tool in reversed(self._tools):
            right -= _TOOL
            tool.move(right, top)
            tool.raise_()
        if self.lock is not None:
            height = self._manager.theme.grown(_ROW)
            self.lock.move(self.width() - _TOOLS_EDGE - _LOCK - 4, (height - _LOCK) // 2)
            self.lock.setVisible(not any(tool.isVisible() for tool in self._tools))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The tools stay at the right."""
        super().resizeEvent(event)
        self._place_tools()

    def _tool(self, icon: str, words: str, press: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        dress(button, kind="icon")
        button.setFixedSize(_TOOL, _TOOL)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the row itself has the keys for both
        button.setToolTip(words)
        button.setAccessibleName(f"{words}: {self.field.label}")
        self._manager.set_icon(button, icon, IconRole.ROW, size=measures.ICON_SMALL)
        button.clicked.connect(lambda _on: press())
        return button

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The soft fill under the pointer, the light of news, the ring of the keyboard."""
        fill = self._fill()
        ringed = self.hasFocus() and self.window().testAttribute(
            Qt.WidgetAttribute.WA_KeyboardFocusChange
        )
        stars = bool(self._needed_words()) and self.editor is None
        if fill is None and not ringed and not stars:
            return
        theme = self._manager.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.head.geometry())
        rect.setLeft(0)
        rect.setRight(self.width())
        painter.setPen(Qt.PenStyle.NoPen)
        if ringed:
            painter.setPen(QPen(theme.colours.focus, theme.focus_line))
            inset = theme.focus_line / 2
            rect.adjust(inset, inset, -inset, -inset)
        if fill is not None:
            painter.setBrush(fill)
        if fill is not None or ringed:
            painter.drawRoundedRect(rect, theme.radius.md, theme.radius.md)
        if stars:
            self._paint_star(painter)
        painter.end()

    def _paint_star(self, painter: QPainter) -> None:
        """Red, behind the word that stands for an empty value."""
        theme = self._manager.theme
        face = theme.faces.body_strong
        place = QRectF(self.view.geometry().translated(self.head.pos()))
        place.adjust(theme.faces.body.width(empty_words()) + _STAR_GAP, 0, 0, 0)
        paint_text(painter, place, "*", face, theme.colours.danger)

    def _fill(self) -> QColor | None:
        colours = self._manager.theme.colours
        if self.editor is not None:
            return None
        if self.is_lit:
            return colours.highlight
        return colours.hover if self._is_hovered else None
