"""What stands in place of content: nothing yet, still coming, could not be had.

One line of what is so, one of what to do, at most two buttons (interaction.md, sections 12–14).
GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.paint.marks import paint_icon
from crm_desktop.gui.kit.paint.rows import paint_skeleton_row
from crm_desktop.gui.kit.paint.words import paint_centred
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.kit.timers import single_shot

# Up to here nothing changes on screen; after the second a word more is due.
_PATIENCE_MS = 150
_STILL_MS = 3000
_GROUND, _ICON = 48, 24


@dataclass(frozen=True)
class Button:
    """A way out: its translated words and what it does, with an ``icon`` if it has one."""

    words: str
    press: Callable[[], None]
    icon: str = ""


class StatePane(QWidget):
    """A heading, a sentence and buttons in the middle of an empty place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(self, kind="surface")
        self.mark = _Mark(self)
        self.heading = QLabel(self)
        self.sentence = QLabel(self)
        dress(self.heading, type="heading")
        dress(self.sentence, tone="secondary")
        for label in (self.heading, self.sentence):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons = QHBoxLayout()
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch()
        layout.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(4)
        layout.addWidget(self.heading)
        layout.addWidget(self.sentence)
        layout.addSpacing(8)
        layout.addLayout(self._buttons)
        layout.addStretch()
        self.usual: QPushButton | None = None
        """The usual way out, which has the keyboard when one comes here."""

    def tell(
        self, heading: str, sentence: str = "", buttons: Sequence[Button] = (), icon: str = ""
    ) -> None:
        """Show these translated words and ways out, below an icon; the first is the usual way."""
        self.mark.show_icon(icon)
        self.heading.setText(heading)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.setAccessibleName(f"{heading} {sentence}".strip())
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.usual = None
        for number, button in enumerate(buttons):
            shown = QPushButton(button.words, self)
            dress(shown, scale="small", kind="soft" if number == 0 else "")
            if number == 0:
                self.usual = shown
            if button.icon:
                role = IconRole.ACTIVE if number == 0 else IconRole.DEFAULT
                ThemeManager.instance().set_icon(shown, button.icon, role)
            shown.clicked.connect(lambda _checked=False, press=button.press: press())
            self._buttons.addWidget(shown)


class _Mark(QWidget):
    """What is missing, as an icon on a round ground."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._manager.changed.connect(self.update)
        self._icon = ""
        self.setFixedSize(_GROUND, _GROUND)

    def show_icon(self, icon: str) -> None:
        """Show this one, or nothing."""
        self._icon = icon
        self.setVisible(bool(icon))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The ground and the icon."""
        colours, rect = self._manager.theme.colours, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.bg_sunken)
        painter.drawEllipse(rect)
        paint_icon(painter, rect, self._icon, colours.text_secondary, _ICON)
        painter.end()


class SkeletonRows(QWidget):
    """Rows in the shape of those that are coming. They don't move."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self.words = ""
        self.setAccessibleName(_("Loading…"))

    @property
    def theme(self) -> Theme:
        """In which it is painted."""
        return self._manager.theme

    def tell(self, words: str) -> None:
        """Say something more when it takes long."""
        self.words = words
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """As many rows as there is room for."""
        theme = self.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colours.surface)
        height, top = theme.size.row, theme.size.row_header
        for number in range((self.height() - top) // height):
            rect = QRectF(0, top + number * height, self.width(), height)
            paint_skeleton_row(painter, rect, number, theme)
        line = QRectF(0, self.height() - top, self.width(), top)
        paint_centred(painter, line, self.words, theme.faces.label, theme.colours.text_tertiary)
        painter.end()


class ContentOrState(QStackedWidget):
    """Content, or a word of why there is none."""

    def __init__(
        self,
        content: QWidget,
        parent: QWidget | None = None,
        *,
        skeleton: type[SkeletonRows] | None = None,
    ) -> None:
        """``skeleton``: what stands in the place of the content while it is on its way."""
        super().__init__(parent)
        self._content = content
        self._skeleton = skeleton(self) if skeleton is not None else None
        if self._skeleton is not None:
            self.addWidget(self._skeleton)
        self.pane = StatePane(self)
        self.addWidget(content)
        self.addWidget(self.pane)
        self._waiting = single_shot(self, self._say_waiting)
        self._said = False
        self.setFocusProxy(content)

    def replace_content(self, content: QWidget) -> None:
        """Show other content from now on."""
        old, self._content = self._content, content
        self.addWidget(content)
        self.setFocusProxy(content)
        self.show_content()
        self.removeWidget(old)
        old.deleteLater()

    def show_content(self) -> None:
        """The content is there."""
        self._waiting.stop()
        self.setCurrentWidget(self._content)
        self.setFocusProxy(self._content)

    def show_loading(self) -> None:
        """The content is on its way; says so only if it takes long."""
        self._said = False
        self._waiting.start(_PATIENCE_MS)

    def show_state(
        self, heading: str, sentence: str = "", buttons: Sequence[Button] = (), icon: str = ""
    ) -> None:
        """There is no content, and here is why."""
        self._waiting.stop()
        self.pane.tell(heading, sentence, buttons, icon)
        self.setCurrentWidget(self.pane)
        self.setFocusProxy(self.pane.usual or self._content)

    def _say_waiting(self) -> None:
        if self._skeleton is not None:
            self._skeleton.tell(_("Still loading…") if self._said else "")
            self.setCurrentWidget(self._skeleton)
        else:
            self.pane.tell(_("Still loading…") if self._said else _("Loading…"))
            self.setCurrentWidget(self.pane)
        if not self._said:
            self._said = True
            self._waiting.start(_STILL_MS - _PATIENCE_MS)
