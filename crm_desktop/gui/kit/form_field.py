"""Fields of a form: label, control, below it what is wrong with the value, and room for a notice.

A value is checked when its field is left, not while it is typed; a mistake that is shown already
is looked at again with every key, so that it goes away at once (interaction.md, section 4).
GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QLocale, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QTextOption
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.text.folding import clean_line
from crm_desktop.gui.kit.lengths import LONGEST_LINE, LONGEST_TEXT
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress

Tidy = Callable[[str], str]
"""Gives a value as it will be stored and shown; raises ``UserError`` for what is none."""

# To find where a line of such words may be broken takes time by the square of their length.
_LONGEST_WORD = 1_000
_NOTE_HEIGHT = 88


def too_long(length: int, limit: int) -> str:
    """What is said about a pasted text that does not fit, which stays on the clipboard."""
    if limit == LONGEST_TEXT:  # there is nothing longer to paste it into
        words = _(
            "The text is too long for this field: {length} characters, at most {limit} fit. "
            "Nothing was pasted and it is still on the clipboard; paste a part of it."
        )
    else:
        words = _(
            "The text is too long for this field: {length} characters, at most {limit} fit. "
            "Nothing was pasted and it is still on the clipboard; paste a part of it, or paste it "
            "into the note."
        )
    locale = QLocale()
    return words.format(length=locale.toString(length), limit=locale.toString(limit))


class Line(QLineEdit):
    """A line to type into that refuses what is no line, instead of cutting it."""

    refused = Signal(int)  # the length of the text

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(LONGEST_LINE)
        self.inputRejected.connect(self._refuse)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Pasting is looked at before it happens."""
        if event.matches(QKeySequence.StandardKey.Paste):
            length = len(QGuiApplication.clipboard().text())
            if length > LONGEST_LINE:
                self.refused.emit(length)
                return
        super().keyPressEvent(event)

    def show_wrong(self, words: str) -> None:
        """Look wrong, and say to screen readers why; without words all is right."""
        dress(self, state="invalid" if words else "")
        self.setAccessibleDescription(words)

    def _refuse(self) -> None:
        """A paste by the mouse, or one key too many."""
        self.refused.emit(max(len(QGuiApplication.clipboard().text()), LONGEST_LINE + 1))


class FormEntry(QWidget):
    """What all fields of a form share. ``body`` is the control, ``label`` is translated and may
    mark a letter with ``&``."""

    changed = Signal()
    left = Signal()

    def __init__(self, label: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = label.replace("&", "")
        self.caption = QLabel(label, self)
        self.mistake = plain_label("", type="hint", tone="danger")
        self.mistake.setParent(self)
        self.mistake.setWordWrap(True)
        self.mistake.hide()
        dress(self.caption, type="label")
        self.head = QHBoxLayout()
        self.head.addWidget(self.caption, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self.head)
        layout.addWidget(body)
        layout.addWidget(self.mistake)
        self._layout = layout

    def add_notice(self, notice: QWidget) -> None:
        """Put a notice below the field."""
        self._layout.addWidget(notice)

    def value(self) -> Any:
        """What was entered, as commands take it; nothing for an empty field."""
        raise NotImplementedError

    def load(self, value: Any) -> None:
        """Show this value, in place of what was entered."""
        raise NotImplementedError

    def draft(self) -> Any:
        """What was entered, as ``load`` takes it."""
        return self.value()

    def take_words(self, _words: str) -> None:
        """Take words that were dropped here, if words are what is entered."""

    def check(self) -> bool:
        """Tidy the value; say what is wrong with it. Gives whether it is right."""
        return True

    def show_mistake(self, words: str) -> None:
        """Say below the control what is wrong; what was entered stays."""
        self.mistake.setText(words)
        self.mistake.show()

    def clear_mistake(self) -> None:
        """The value is right."""
        self.mistake.hide()


class FormField(FormEntry):
    """A line to type into."""

    def __init__(
        self, label: str, parent: QWidget | None = None, *, tidy: Tidy | None = None
    ) -> None:
        self.line = Line()
        super().__init__(label, self.line, parent)
        self._tidy = tidy
        self.line.setAccessibleName(self.name)
        self.caption.setBuddy(self.line)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._look_again)
        self.line.textChanged.connect(self.changed)
        self.line.editingFinished.connect(self._leave)
        self.line.refused.connect(lambda n: self.show_mistake(too_long(n, LONGEST_LINE)))

    @property
    def text(self) -> str:
        """What was typed, without spaces around it."""
        return self.line.text().strip()

    def value(self) -> str | None:
        """The text."""
        return self.text or None

    def load(self, value: str | None) -> None:
        """Show this text from its beginning."""
        self.line.setText(value or "")
        self.line.setCursorPosition(0)
        self.clear_mistake()

    def take_words(self, words: str) -> None:
        """In place of what stands there."""
        self.line.setText(clean_line(words))

    def clear(self) -> None:
        """Make it as it was at first."""
        self.load(None)

    def check(self) -> bool:
        """Tidy the text; say what is wrong with it."""
        if self._tidy is None or not self.text:
            self.clear_mistake()
            return True
        try:
            tidied = self._tidy(self.text)
        except UserError as error:
            self.show_mistake(error.message.text())
            return False
        if tidied != self.line.text():
            self.line.setText(tidied)
        self.clear_mistake()
        return True

    def show_mistake(self, words: str) -> None:
        """Say below the line what is wrong; what was typed stays."""
        super().show_mistake(words)
        self.line.show_wrong(words)

    def clear_mistake(self) -> None:
        """The value is being mended."""
        if not self.mistake.isHidden():
            super().clear_mistake()
            self.line.show_wrong("")

    def _look_again(self) -> None:
        """With every key, but only where a mistake is shown; typing is never tidied."""
        if self.mistake.isHidden():
            return
        try:
            if self._tidy is not None and self.text:
                self._tidy(self.text)
        except UserError as error:
            self.show_mistake(error.message.text())
        else:
            self.clear_mistake()

    def _leave(self) -> None:
        self.check()
        self.left.emit()


class TextArea(QPlainTextEdit):
    """Lines to type into. Tab leaves them, as any field of a form."""

    left = Signal()
    refused = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(_NOTE_HEIGHT)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Pasting and dropping are looked at before they happen."""
        length = len(self.toPlainText()) + len(source.text())
        if length > LONGEST_TEXT:
            self.refused.emit(length)
        else:
            self._break_lines_for(source.text())
            super().insertFromMimeData(source)

    def show_text(self, text: str) -> None:
        """Show this, in place of what was typed."""
        self._break_lines_for(text)
        self.setPlainText(text)

    def _break_lines_for(self, text: str) -> None:
        if max(map(len, text.split()), default=0) > _LONGEST_WORD:
            self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The field is left."""
        super().focusOutEvent(event)
        self.left.emit()


class TextField(FormEntry):
    """Text of any number of lines."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        self.area = TextArea()
        super().__init__(label, self.area, parent)
        self._whole: str | None = None  # what is too long to be changed here
        self.area.setAccessibleName(self.name)
        self.caption.setBuddy(self.area)
        self.setFocusProxy(self.area)
        self.area.textChanged.connect(self.clear_mistake)
        self.area.textChanged.connect(self.changed)
        self.area.left.connect(self.left)
        self.area.refused.connect(lambda n: self.show_mistake(too_long(n, LONGEST_TEXT)))

    def value(self) -> str | None:
        """The text."""
        return self._whole or self.area.toPlainText().strip() or None

    def take_words(self, words: str) -> None:
        """Behind what stands there."""
        if not self.area.isReadOnly():
            before = f"{self.area.toPlainText().rstrip()}\n".lstrip("\n")
            self.area.show_text(f"{before}{words}"[:LONGEST_TEXT])

    def load(self, value: str | None) -> None:
        """Show this text; of one that is too long its beginning, only to be read."""
        text = value or ""
        self._whole = text if len(text) > LONGEST_TEXT else None
        self.area.setReadOnly(self._whole is not None)
        self.area.show_text(text[:LONGEST_TEXT])
        if self._whole is not None:
            words = _(
                "The text is too long to be changed here. Its beginning is shown, and all of "
                "it is kept."
            )
            self.show_mistake(words)


class ChoiceField(FormEntry):
    """One of a few: ``choices`` are (code, translated words); nothing is the first of them."""

    def __init__(
        self, label: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        self.box = QComboBox()
        super().__init__(label, self.box, parent)
        self.box.addItem("", None)
        for code, words in choices:
            self.box.addItem(words, code)
        self.box.setAccessibleName(self.name)
        self.caption.setBuddy(self.box)
        self.setFocusProxy(self.box)
        self.box.currentIndexChanged.connect(self.clear_mistake)
        self.box.currentIndexChanged.connect(self.changed)

    def value(self) -> str | None:
        """The code of the choice."""
        code: str | None = self.box.currentData(Qt.ItemDataRole.UserRole)
        return code

    def load(self, value: str | None) -> None:
        """Choose this; a code that is not among the choices is shown as it is."""
        if value and self.box.findData(value) < 0:
            self.box.addItem(value, value)
        self.box.setCurrentIndex(max(self.box.findData(value), 0))
