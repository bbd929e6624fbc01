"""What all sections of the settings page are made of: a heading, and rows of name and control.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for_part
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.states import Button, ContentOrState
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

WIDEST = 760
PLUS = 16
"""The sign on the button that adds, in pixels."""
_MARGIN = 24
_INSIDE = 2
_BETWEEN = 16  # the words of the head and its button


class Section(QWidget):
    """One section: ``name`` stays the same in all languages, ``title`` and ``icon`` stand in the
    list, ``words`` are what a search for a setting looks through besides the title. ``is_read``:
    whether it shows what stands in the workspace. ``done`` says in words what can be undone and is
    seen no more."""

    done = Signal(str)

    def __init__(self, name: str, title: str, icon: str, hint: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.is_read = False
        self.title = title
        self.icon = icon
        self.words: list[str] = []
        heading = QLabel(title, self)
        dress(heading, type="title")
        heading.setMinimumHeight(ThemeManager.instance().theme.faces.title.line)
        self.head = QHBoxLayout()
        heading.setWordWrap(True)
        titles = QVBoxLayout()
        titles.setSpacing(4)
        titles.addWidget(heading)
        self.head.addLayout(titles, 1)
        self.head.setSpacing(_BETWEEN)
        self.body = QVBoxLayout()
        self.beside = QHBoxLayout(self)  # room for a pane at the right of the body
        self.beside.setContentsMargins(0, 0, 0, 0)
        self.beside.setSpacing(0)
        self.beside.addLayout(self.body, 1)
        self.body.setContentsMargins(_MARGIN, 16, _MARGIN, 0)
        self.body.setSpacing(4)
        self.body.addLayout(self.head)
        if hint:
            below = sentence(hint)
            dress(below, type="", tone="secondary")
            below.setMinimumHeight(ThemeManager.instance().theme.faces.body.line)
            titles.addWidget(below)
        self.body.addSpacing(8)

    def load(self) -> None:
        """Read what is shown; called whenever the section comes before the eyes."""

    def tell_unread(self, bridge: Bridge, states: ContentOrState, error: BaseException) -> None:
        """Reading failed: what was read before stays, with a word; where nothing was
        (``is_read``), why not, and a way to try again."""
        if self.is_read:
            bridge.tell_failed_reading(error)
        else:
            show_unread(states, error, self.load)

    def take_places(self) -> None:
        """The sidebar has other places now; most sections don't show them."""

    def show_entity(self, entity: str) -> None:
        """Be about this kind of record when it is read next; most sections are about none."""

    def kept(self) -> Any:
        """What must survive a change of the language: plain values."""
        return None

    def restore(self, kept: Any) -> None:
        """Take up what ``kept`` gave."""


class ScrollingSection(Section):
    """A section that may be longer than the window."""

    def __init__(self, name: str, title: str, icon: str, hint: str = "") -> None:
        super().__init__(name, title, icon, hint)
        self._inside = inside = QWidget()
        dress(inside, kind="clear")
        ThemeManager.instance().changed.connect(self._be_wide)
        self._be_wide()
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 12, _MARGIN)
        column.addLayout(self.rows)
        column.addStretch(1)
        self.area = Scrolled(self, inside, sideways=True)
        self.area.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.area, 1)

    def _be_wide(self) -> None:
        """Larger letters need wider lines."""
        self._inside.setMaximumWidth(ThemeManager.instance().theme.grown(WIDEST))

    def add(self, name: str, control: QWidget, hint: str = "") -> QLabel:
        """A setting with its control at the right; a screen reader hears the name with it. Gives
        the label of the hint."""
        self.words.append(name)
        label = QLabel(name)
        label.setBuddy(control)
        control.setAccessibleName(name)
        control.setAccessibleDescription(hint)
        words = QVBoxLayout()
        words.setSpacing(2)
        below = sentence(hint)
        below.setVisible(bool(hint))
        words.addWidget(label)
        words.addWidget(below)
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 12)
        row.setSpacing(24)
        row.addLayout(words, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self.rows.addLayout(row)
        self.rows.addWidget(line())
        return below

    def add_heading(self, words: str) -> None:
        """What the rows below are about."""
        heading = QLabel(words)
        dress(heading, type="subheading")
        self.rows.addSpacing(20)
        self.rows.addWidget(heading)

    def kept(self) -> Any:
        """How far one has scrolled."""
        return self.area.verticalScrollBar().value()

    def restore(self, kept: Any) -> None:
        """Scroll there again, as soon as the rows have their heights."""
        bar = self.area.verticalScrollBar()
        inside = self.area.widget()
        self.area.ensurePolished()
        inside.adjustSize()
        bar.setRange(0, max(bar.maximum(), int(kept)))
        bar.setValue(int(kept))


class Segments(QFrame):
    """A few choices beside one another, one of them chosen; arrows go from one to the next."""

    chosen = Signal(object)

    def __init__(
        self,
        choices: Sequence[tuple[Any, str]],
        parent: QWidget | None = None,
        *,
        wraps: bool = False,
    ) -> None:
        """``choices``: values with their words; ``wraps``: on several lines where large letters
        leave no room for one."""
        super().__init__(parent)
        dress(self, kind="segments")
        self._values = [value for value, _words in choices]
        self._group = QButtonGroup(self)
        self._wraps, self._columns = wraps, len(choices)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(_INSIDE, _INSIDE, _INSIDE, _INSIDE)
        self._grid.setSpacing(1)
        for number, (_value, words) in enumerate(choices):
            button = QPushButton(words, self)
            button.setCheckable(True)
            dress(button, kind="segment")
            self._group.addButton(button, number)
            self._grid.addWidget(button, 0, number)
        self._group.idToggled.connect(self._tell)
        self._is_showing = False

    @property
    def buttons(self) -> list[QPushButton]:
        """The choices' buttons."""
        return [b for b in self._group.buttons() if isinstance(b, QPushButton)]

    def sizeHint(self) -> QSize:  # noqa: N802
        """All in one line."""
        return QSize(self._width_of(len(self._values)), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """One below the other, if that may be."""
        columns = 1 if self._wraps else len(self._values)
        return QSize(self._width_of(columns), super().minimumSizeHint().height())

    def _width_of(self, columns: int) -> int:
        """How wide it is with so many side by side."""
        around = super().minimumSizeHint().width() - self._inner_width(self._columns)
        return around + self._inner_width(columns)

    def _inner_width(self, columns: int) -> int:
        hints = [button.minimumSizeHint().width() for button in self.buttons]
        return sum(max(hints[n::columns]) + 1 for n in range(columns)) - 1

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """As many side by side as there is room for."""
        super().resizeEvent(event)
        if not self._wraps:
            return
        fitting = [n for n in range(1, len(self._values) + 1) if self._width_of(n) <= self.width()]
        columns = max(fitting, default=1)
        if columns != self._columns:
            self._columns = columns
            for number, button in enumerate(self.buttons):
                self._grid.addWidget(button, *divmod(number, columns))
            self.updateGeometry()

    def show_value(self, value: Any) -> None:
        """Show which is chosen, without telling anybody."""
        if value in self._values:
            self._is_showing = True
            button = self._group.button(self._values.index(value))
            button.setChecked(True)
            self._is_showing = False
            self.setFocusProxy(button)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802
        """Each choice says what it is a choice of."""
        super().setAccessibleName(name)
        for button in self.buttons:
            button.setAccessibleName(f"{name}: {button.text()}")

    def _tell(self, number: int, is_chosen: bool) -> None:
        self._group.button(number).updateGeometry()  # the chosen one has broader letters
        self.updateGeometry()
        if is_chosen:
            self.setFocusProxy(self._group.button(number))
            if not self._is_showing:
                self.chosen.emit(self._values[number])


def show_unread(states: ContentOrState, error: BaseException, again: Callable[[], None]) -> None:
    """Why a section couldn't be read, and a way to try again, in place of what it shows."""
    ways = [Button(_("Try again"), again)]
    states.show_state(_("The list couldn’t be read"), words_for_part(error), ways, "warning")


def sentence(words: str = "") -> QLabel:
    """A plain sentence below something, wrapped."""
    label = QLabel(words)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    dress(label, type="hint")
    return label


def line() -> QFrame:
    """A thin line between rows."""
    made = QFrame()
    dress(made, kind="line")
    return made
