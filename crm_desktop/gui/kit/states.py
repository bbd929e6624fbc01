"""What stands in place of content: nothing yet, still coming, could not be had.

One line of what is so, one of what to do, at most two buttons (interaction.md, sections 12–14).
GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _

# Up to here nothing changes on screen; after the second a word more is due.
_PATIENCE_MS = 150
_STILL_MS = 3000


@dataclass(frozen=True)
class Button:
    """A way out: its translated words and what it does."""

    words: str
    press: Callable[[], None]


class StatePane(QWidget):
    """A heading, a sentence and buttons in the middle of an empty place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel(self)
        self.sentence = QLabel(self)
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        for label in (self.heading, self.sentence):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons = QHBoxLayout()
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.addStretch()
        layout.addWidget(self.heading)
        layout.addWidget(self.sentence)
        layout.addLayout(self._buttons)
        layout.addStretch()

    def tell(self, heading: str, sentence: str = "", buttons: Sequence[Button] = ()) -> None:
        """Show these translated words and ways out."""
        self.heading.setText(heading)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.setAccessibleName(f"{heading} {sentence}".strip())
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for button in buttons:
            shown = QPushButton(button.words, self)
            shown.clicked.connect(lambda _checked=False, press=button.press: press())
            self._buttons.addWidget(shown)


class ContentOrState(QStackedWidget):
    """Content, or a word of why there is none."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self.pane = StatePane(self)
        self.addWidget(content)
        self.addWidget(self.pane)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.timeout.connect(self._say_waiting)
        self._said = False

    @property
    def shows_content(self) -> bool:
        """Whether the content is to be seen."""
        return self.currentWidget() is self._content

    def replace_content(self, content: QWidget) -> None:
        """Show other content from now on."""
        old, self._content = self._content, content
        self.addWidget(content)
        self.show_content()
        self.removeWidget(old)
        old.deleteLater()

    def show_content(self) -> None:
        """The content is there."""
        self._waiting.stop()
        self.setCurrentWidget(self._content)

    def show_loading(self) -> None:
        """The content is on its way; says so only if it takes long."""
        self._said = False
        self._waiting.start(_PATIENCE_MS)

    def show_state(self, heading: str, sentence: str = "", buttons: Sequence[Button] = ()) -> None:
        """There is no content, and here is why."""
        self._waiting.stop()
        self.pane.tell(heading, sentence, buttons)
        self.setCurrentWidget(self.pane)

    def _say_waiting(self) -> None:
        self.pane.tell(_("Still loading…") if self._said else _("Loading…"))
        self.setCurrentWidget(self.pane)
        if not self._said:
            self._said = True
            self._waiting.start(_STILL_MS - _PATIENCE_MS)
