"""A text to write with a little form: bold, italic, lists, links, mentions of colleagues.

Stored as Markdown (``rich_text``). Pasted text is cleaned, and nothing it names is loaded. Who
can be mentioned is asked of the page (``Ask``). GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QTextCharFormat,
    QTextCursor,
    QTextDocumentFragment,
    QTextListFormat,
)
from PySide6.QtWidgets import QFrame, QListWidget, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.text.folding import clean_text
from crm_desktop.gui.kit.form_suggest import Ask, Suggested
from crm_desktop.gui.kit.lengths import LONGEST_TEXT
from crm_desktop.gui.kit.own_keys import ENTER_WITH_CTRL, claim_keys
from crm_desktop.gui.kit.rich_text import (
    MARKDOWN,
    MENTION,
    SafeDocument,
    even_out,
    from_html,
    is_allowed,
    to_markdown,
)
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot

_REST_MS = 80
_MOST_NAMES = 8
_LONGEST_NAME = 40
_TALLEST = 220
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class NoteEdit(QTextEdit):
    """``saved``: Ctrl+Enter; ``left``: Esc; ``refused``: a pasted text of so many characters is
    too long; ``grown``: it wants another height."""

    saved = Signal()
    left = Signal()
    refused = Signal(int)
    grown = Signal()

    def __init__(self, ask: Ask | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self.setDocument(SafeDocument(self))
        self.setTabChangesFocus(True)
        claim_keys(self, *ENTER_WITH_CTRL, "Ctrl+B", "Ctrl+I", "Ctrl+L")
        self.setAutoFormatting(QTextEdit.AutoFormattingFlag.AutoBulletList)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.names = _Names(self)
        self.names.chosen.connect(self._mention)
        self._ask = ask
        self._rest = single_shot(self, self._seek, _REST_MS)
        self.least = 42
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.textChanged.connect(self._look_for_mention)
        self.cursorPositionChanged.connect(self._look_for_mention)

    # The text

    def markdown(self) -> str:
        """What was written."""
        return to_markdown(self.document())

    def show_markdown(self, text: str) -> None:
        """Show this text, caret at its end."""
        self.document().setMarkdown(text, MARKDOWN)
        even_out(self.document())
        self.moveCursor(QTextCursor.MoveOperation.End)

    @property
    def is_blank(self) -> bool:
        """Whether there are no words."""
        return not self.toPlainText().strip()

    # Size

    def _grow(self) -> None:
        if self.height() != self.sizeHint().height():
            self.updateGeometry()
            self.grown.emit()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as its text, up to a point."""
        inside = round(self.document().size().height()) + 2 * self.frameWidth() + 6
        least = self._manager.theme.grown(self.least)
        return QSize(super().sizeHint().width(), max(least, min(inside, _TALLEST)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Never lower than the text wants."""
        return QSize(60, self.sizeHint().height())

    # Form

    def toggle_bold(self) -> None:
        """Bold, or not any more."""
        is_bold = self.currentCharFormat().fontWeight() >= QFont.Weight.DemiBold
        form = QTextCharFormat()
        form.setFontWeight(QFont.Weight.Normal if is_bold else QFont.Weight.Bold)
        self.mergeCurrentCharFormat(form)

    def toggle_italic(self) -> None:
        """Italic, or not any more."""
        form = QTextCharFormat()
        form.setFontItalic(not self.currentCharFormat().fontItalic())
        self.mergeCurrentCharFormat(form)

    def toggle_list(self) -> None:
        """Make items of the chosen lines, or lines of the items."""
        cursor = self.textCursor()
        current = cursor.currentList()
        if current is None:
            cursor.createList(QTextListFormat.Style.ListDisc)
        else:
            cursor.beginEditBlock()
            block = cursor.block()
            current.remove(block)
            form = cursor.blockFormat()
            form.setIndent(0)
            cursor.setBlockFormat(form)
            cursor.endEditBlock()
        self.setFocus()

    def link_clipboard(self) -> None:
        """Make the chosen words a link to the address on the clipboard; without words, or without
        an address there, nothing happens."""
        address = QGuiApplication.clipboard().text().strip()
        url = QUrl.fromUserInput(address)
        cursor = self.textCursor()
        if not cursor.hasSelection() or not url.isValid() or not is_allowed(url.toString()):
            return
        cursor.mergeCharFormat(_link(url.toString()))

    def begin_mention(self) -> None:
        """As if somebody typed @."""
        before = self.textCursor().block().text()[: self.textCursor().positionInBlock()]
        self.textCursor().insertText("@" if not before or before[-1].isspace() else " @")
        self.setFocus()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Ctrl+Enter saves, Ctrl+B and Ctrl+I form, and while names are offered the arrows and
        Enter choose among them."""
        key = Qt.Key(event.key())
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if self.names.isVisible() and self._choose_name(key):
            return
        if key in _ENTER and control:
            self.saved.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Bold):
            self.toggle_bold()
        elif event.matches(QKeySequence.StandardKey.Italic):
            self.toggle_italic()
        elif control and key == Qt.Key.Key_L:
            self.toggle_list()
        else:
            super().keyPressEvent(event)

    def _choose_name(self, key: Qt.Key) -> bool:
        if key in _STEPS:
            self.names.step(_STEPS[key])
        elif key in (*_ENTER, Qt.Key.Key_Tab):
            self.names.choose()
        elif key == Qt.Key.Key_Escape:
            self.names.hide()
        else:
            return False
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Names go with the focus."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.names.hide()

    # Pasting

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802
        """Words only."""
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Words, bold, italic, lists and harmless links; no colours, fonts, pictures."""
        text = clean_text(source.text())
        if len(self.toPlainText()) + len(text) > LONGEST_TEXT:
            self.refused.emit(len(text))
        elif source.hasHtml() and len(source.html()) <= 4 * LONGEST_TEXT:
            pasted = SafeDocument()
            pasted.setMarkdown(from_html(source.html()), MARKDOWN)
            even_out(pasted)
            self.textCursor().insertFragment(QTextDocumentFragment(pasted))
        else:
            self.textCursor().insertText(text)

    # Mentions

    def _look_for_mention(self) -> None:
        if self._ask is None:
            return
        if self._typed_name() is None:
            self._rest.stop()
            self.names.hide()
        else:
            self._rest.start()

    def _typed_name(self) -> str | None:
        """What stands between an @ and the caret, if somebody is being mentioned."""
        cursor = self.textCursor()
        if cursor.hasSelection() or cursor.charFormat().isAnchor():
            return None
        before = cursor.block().text()[: cursor.positionInBlock()][-_LONGEST_NAME:]
        start, at, name = before.rpartition("@")
        if not at or (start and not start[-1].isspace()) or name.startswith(" "):
            return None
        return name

    def _seek(self) -> None:
        name = self._typed_name()
        if name is not None and self._ask is not None:
            self._ask(name, partial(self._offer, name))

    def _offer(self, name: str, offered: Sequence[Suggested]) -> None:
        if name != self._typed_name() or not self.hasFocus():
            return
        place = self.viewport().mapTo(self.window(), self.cursorRect().bottomLeft())
        self.names.offer(offered[:_MOST_NAMES], place)

    def _mention(self, person: Suggested) -> None:
        name = self._typed_name()
        cursor = self.textCursor()
        if name is not None:
            length = len(name) + 1
            move, keep = QTextCursor.MoveOperation, QTextCursor.MoveMode.KeepAnchor
            cursor.movePosition(move.PreviousCharacter, keep, length)
        plain = QTextCharFormat()
        cursor.insertText(f"@{person.words}", _link(f"{MENTION}{person.id}"))
        cursor.insertText(" ", plain)
        self.setTextCursor(cursor)
        self.setCurrentCharFormat(plain)


def _link(address: str) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setAnchor(True)
    form.setAnchorHref(address)
    form.setForeground(ThemeManager.instance().theme.colours.accent_text)
    if address.startswith(MENTION):
        form.setFontWeight(QFont.Weight.Medium)
    return form


class _Names(QFrame):
    """Colleagues that can be mentioned, below the caret; the keyboard stays in the text."""

    chosen = Signal(object)  # Suggested

    def __init__(self, edit: NoteEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        self._offered: list[Suggested] = []
        dress(self, kind="popover")
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("Colleagues"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.list)
        self.hide()

    def offer(self, people: Sequence[Suggested], place: QPoint) -> None:
        """Show these names at ``place`` of the window; nobody hides the list."""
        self._offered = list(people)
        self.list.clear()
        self.list.addItems([person.words for person in people])
        if not people:
            self.hide()
            return
        self.list.setCurrentRow(0)
        self.setParent(self._edit.window())
        row = self.list.sizeHintForRow(0)
        self.resize(240, row * len(people) + 12)
        room = self._edit.window().rect()
        left = min(place.x(), room.right() - self.width() - 8)
        top = place.y() + 4
        if top + self.height() > room.bottom():
            top = place.y() - self.height() - 24
        self.move(left, top)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """To the next name, or the one before, round and round."""
        self.list.setCurrentRow((self.list.currentRow() + by) % self.list.count())

    def choose(self) -> None:
        """Take the current name."""
        row = self.list.currentRow()
        self.hide()
        if 0 <= row < len(self._offered):
            self.chosen.emit(self._offered[row])
