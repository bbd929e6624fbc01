"""Records one below the other in a narrow column: initials, name, a word or two of what they are.

A press opens, with Ctrl or the middle button in a window of its own; a cross or Delete takes the
line away where that can be. Knows no entity. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.gui.kit.locking import ICON as LOCK
from crm_desktop.gui.kit.locking import lock, lock_action
from crm_desktop.gui.kit.own_keys import ENTER_WITH_CTRL, claim_keys
from crm_desktop.gui.kit.paint.marks import paint_icon
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.painted import CutLabel, Initials
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_PICTURE, _HEIGHT, _MARK = 28, 36, 13  # the frame adds 2 above and below
# The next record has as many lines: to make one takes longer than to tell all that stands in it.
_SPARE_LINES = 8
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Key(NamedTuple):
    """Which record, and what tells two lines of one record apart."""

    id: str
    detail: str = ""


@dataclass(frozen=True)
class LineWords:
    """A line in words. ``warning``: the words below are drawn as one, with a mark at the name;
    ``is_square``: a company; ``removal``: what taking it away is called, empty where it can't;
    ``actions``: codes and words of what else its menu offers; ``locked`` says why neither can be
    done; ``aside`` is said on pointing and to the ear."""

    key: Key
    name: str
    below: str
    is_square: bool = False
    warning: bool = False
    removal: str = ""
    actions: tuple[tuple[str, str], ...] = ()
    aside: str = ""
    locked: str = ""


class RecordLines(QWidget):
    """``opened`` tells a line's key and whether in a window of its own; ``removed`` its key;
    ``acted`` its key and the code of one of its actions;
    ``more_wanted``: the words below the last line were pressed."""

    opened = Signal(object, bool)  # Key
    removed = Signal(object)  # Key
    acted = Signal(object, str)  # Key
    more_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[RecordLine] = []
        self._spare: list[RecordLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.more = QPushButton(self)
        dress(self.more, kind="link")
        self.more.setAutoDefault(False)
        self.more.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.more.clicked.connect(self.more_wanted)
        self.more.hide()
        self._column.addWidget(self.more)

    def show_lines(self, words: Sequence[LineWords], left: int = 0) -> None:
        """Show these; ``left`` is how many there are besides. Lines that stay keep the focus."""
        wanted = {one.key for one in words}
        known = {line.words.key: line for line in self.lines}
        self._spare += [known.pop(key) for key in [*known] if key not in wanted]
        focused = next((n for n, line in enumerate(self.lines) if line.hasFocus()), None)
        self.lines = []
        for number, one in enumerate(words):
            line = known.pop(one.key, None) or (self._spare or [self._make_line(one)]).pop()
            line.tell(one)
            self._column.removeWidget(line)
            self._column.insertWidget(number, line)
            line.show()
            self.lines.append(line)
        for gone in self._spare:
            gone.hide()
        for one_too_many in self._spare[_SPARE_LINES:]:
            one_too_many.deleteLater()
        del self._spare[_SPARE_LINES:]
        if focused is not None and self.lines:
            self.lines[min(focused, len(self.lines) - 1)].setFocus()
        self.more.setVisible(left > 0)
        shown = ngettext("{number} more", "{number} more", left)
        self.more.setText(shown.format(number=self.locale().toString(left)))

    def _make_line(self, words: LineWords) -> RecordLine:
        line = RecordLine(words, self)
        line.opened.connect(lambda apart: self.opened.emit(line.words.key, apart))
        line.removed.connect(lambda: self.removed.emit(line.words.key))
        line.acted.connect(lambda code: self.acted.emit(line.words.key, code))
        line.step_wanted.connect(partial(self._go, line))
        return line

    def _go(self, line: RecordLine, by: int) -> None:
        place = self.lines.index(line) + by
        if 0 <= place < len(self.lines):
            self.lines[place].setFocus(Qt.FocusReason.TabFocusReason)


class RecordLine(QFrame):
    """One record."""

    opened = Signal(bool)
    removed = Signal()
    acted = Signal(str)
    step_wanted = Signal(int)

    def __init__(self, words: LineWords, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = words
        dress(self, kind="stepRow")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.picture = Initials(_PICTURE, self)
        self.name = _Name(self)
        self.below = CutLabel(lambda theme: theme.faces.caption_plain, "text_tertiary", self)
        self.warning = CutLabel(lambda theme: theme.faces.caption_plain, "danger_text", self)
        self.cross = QToolButton(self)
        dress(self.cross, kind="icon")
        self.cross.setFixedSize(measures.CONTROL_TINY, measures.CONTROL_TINY)
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        manager = ThemeManager.instance()
        manager.set_icon(self.cross, "x", IconRole.ROW, size=measures.ICON_SMALL)
        self.cross.clicked.connect(self.removed)
        # A press on it opens nothing, locked as it may be.
        self.cross.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.cross.hide()
        self.open = QToolButton(self)
        dress(self.open, kind="icon")
        self.open.setFixedSize(measures.CONTROL_TINY, measures.CONTROL_TINY)
        self.open.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.open.setToolTip(_("Open"))
        manager.set_icon(self.open, "arrow-square-out", IconRole.DEFAULT, size=15)
        self.open.clicked.connect(lambda: self.opened.emit(False))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        for text in (self.name, self.below, self.warning):
            texts.addWidget(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStrut(_HEIGHT)  # large letters need more
        row.addWidget(self.picture)
        row.addLayout(texts, 1)
        row.addWidget(self.cross)
        row.addWidget(self.open)
        claim_keys(self, *ENTER_WITH_CTRL)
        self.tell(words)

    def tell(self, words: LineWords) -> None:
        """Show this."""
        self.words = words
        self.picture.show_name(words.name, words.key.id, square=words.is_square)
        self.name.show_name(words.name, words.warning)
        self.below.setText(words.below)
        self.warning.setText(words.below)
        self.below.setVisible(bool(words.below) and not words.warning)
        self.warning.setVisible(bool(words.below) and words.warning)
        self.setAccessibleName(", ".join(filter(None, (words.name, words.below, words.aside))))
        self.setToolTip(words.aside)
        self.open.setVisible(words.is_square)
        self.open.setAccessibleName(_("Open: {name}").format(name=words.name))
        self.cross.setToolTip(words.removal)
        self.cross.setAccessibleName(words.removal)
        if words.locked:
            lock(self.cross, words.locked)
            ThemeManager.instance().set_icon(
                self.cross, LOCK, IconRole.ROW, size=measures.ICON_SMALL
            )
        self._show_cross()

    def _show_cross(self) -> None:
        wanted = self.underMouse() or self.hasFocus()
        self.cross.setVisible(wanted and bool(self.words.removal))

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """The cross comes with the pointer."""
        super().enterEvent(event)
        self._show_cross()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """And goes with it."""
        super().leaveEvent(event)
        self.cross.setVisible(self.hasFocus() and bool(self.words.removal))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Whoever comes by the keyboard sees it too."""
        super().focusInEvent(event)
        self._show_cross()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.cross.setVisible(self.underMouse() and bool(self.words.removal))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press opens the record."""
        if not self.rect().contains(event.position().toPoint()):
            return
        if event.button() == Qt.MouseButton.MiddleButton:
            self.opened.emit(True)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens, Ctrl+Enter in a window of its own, Delete takes away, arrows go on."""
        key = Qt.Key(event.key())
        if key in _ENTER:
            self.opened.emit(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key == Qt.Key.Key_Delete and self.words.removal and not self.words.locked:
            self.removed.emit()
        elif key in _STEPS:
            self.step_wanted.emit(_STEPS[key])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """What can be done with it."""
        menu = self.make_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        is_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        menu.popup(event.globalPos() if is_mouse else self.mapToGlobal(QPoint(40, self.height())))

    def make_menu(self) -> QMenu:
        """Open · in a window of its own · take away."""
        menu, icons = QMenu(self), ThemeManager.instance()
        here = menu.addAction(_("Open"))
        icons.set_icon(here, "arrow-square-out", IconRole.MENU)
        here.triggered.connect(lambda: self.opened.emit(False))
        apart = menu.addAction(_("Open in a new window"))
        icons.set_icon(apart, "app-window", IconRole.MENU)
        apart.triggered.connect(lambda: self.opened.emit(True))
        if self.words.actions:
            menu.addSeparator()
        for code, words in self.words.actions:
            action = menu.addAction(words)
            action.triggered.connect(partial(self._act, code))
            lock_action(action, self.words.locked)
        if self.words.removal:
            menu.addSeparator()
            away = menu.addAction(self.words.removal)
            icons.set_icon(away, "x", IconRole.MENU_DANGER)
            away.triggered.connect(self.removed)
            lock_action(away, self.words.locked)
        return menu

    def _act(self, code: str, _checked: bool = False) -> None:
        self.acted.emit(code)


class _Name(CutLabel):
    """A name, with the mark of the blacklist behind it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(lambda theme: theme.faces.body, "text", parent)
        self._is_marked = False

    def show_name(self, name: str, is_marked: bool) -> None:
        """Whose."""
        self._is_marked = is_marked
        self.setText(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The name, then the mark."""
        if not self._is_marked:
            super().paintEvent(event)
            return
        theme = ThemeManager.instance().theme
        painter = QPainter(self)
        room = QRectF(self.rect()).adjusted(0, 0, -_MARK - 6, 0)
        width = paint_text(painter, room, self.text(), theme.faces.body, theme.colours.text)
        place = QRectF(width + 5, 0, _MARK, self.height())
        paint_icon(painter, place, "prohibit-bold", theme.colours.danger_text, _MARK)
        painter.end()
