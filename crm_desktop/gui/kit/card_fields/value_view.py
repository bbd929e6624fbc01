"""The value of a field as it is read: lines that wrap, each with its icon or initials.

Words can be marked with the mouse and copied; a short press is the row's. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.breaking import breakable, unbroken
from crm_desktop.gui.kit.card_fields.field import ShownLine, bounded
from crm_desktop.gui.kit.painted import CutLabel, IconMark, Initials
from crm_desktop.gui.kit.theme.manager import ThemeManager

_ICON = 15
_INITIALS = 20
_GAP = 6
_ASIDE_GAP = 4
_SHEETS_KEPT = 3
# Icon, its colour, whether it is a person, has a word beside it, leads to a record.
_Look = tuple[str, str, bool, bool, bool]


class ValueView(QWidget):
    """Shows lines, or a grey word where there are none. ``pressed`` is called for a press that
    marked nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: tuple[ShownLine, ...] | None = None
        self._sheets: dict[tuple[_Look, ...], _Sheet] = {}
        self._sheet: _Sheet | None = None
        self.pressed: Callable[[], None] = _nothing
        self.followed: Callable[[tuple[str, str], bool], None] = lambda _record, _apart: None
        """Gets the record whose line was pressed, and whether it shall have a window."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def labels(self) -> Sequence[QLabel]:
        """What is read, line by line."""
        return self._sheet.labels if self._sheet is not None else ()

    def show_lines(self, lines: Sequence[ShownLine], empty: str) -> None:
        """Show these; ``empty`` stands there if there are none."""
        if self._lines == tuple(lines) and self.labels:
            return
        self._lines = tuple(lines)
        shown = bounded(lines) or (ShownLine(empty),)
        looks = tuple(_look(line) for line in shown if lines)
        sheet = self._sheets.get(looks)
        if sheet is None:
            sheet = self._add_sheet(looks, shown)
        sheet.say(shown)
        if sheet is not self._sheet:
            if self._sheet is not None:
                self._sheet.hide()
            self._sheet = sheet
            sheet.show()

    def _add_sheet(self, looks: tuple[_Look, ...], lines: Sequence[ShownLine]) -> _Sheet:
        """To make widgets takes longer than all else, so those of some looks are kept."""
        if len(self._sheets) >= _SHEETS_KEPT:
            for sheet in self._sheets.values():
                sheet.hide()
                sheet.deleteLater()
            self._sheets, self._sheet = {}, None
        sheet = self._sheets[looks] = _Sheet(self, lines, is_empty=not looks)
        self._column.addWidget(sheet)
        return sheet

    def text(self) -> str:
        """What is read."""
        return "\n".join(unbroken(label.text()) for label in self.labels)

    def arrange(self) -> None:
        """Letters have another size now."""
        for sheet in self._sheets.values():
            sheet.arrange()


class _Sheet(QWidget):
    """Lines of some looks, whatever their words."""

    def __init__(self, view: ValueView, lines: Sequence[ShownLine], *, is_empty: bool) -> None:
        super().__init__(view)
        self._view = view
        self._faces: list[QWidget | None] = []
        self._asides: dict[int, _WithAside] = {}
        self._marks: list[tuple[QVBoxLayout, int]] = []
        self.labels: list[_Readable] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for line in lines:
            column.addWidget(self._line(line))
        if is_empty:
            self.labels[0].setProperty("tone", "tertiary")

    def say(self, lines: Sequence[ShownLine]) -> None:
        """Other words in the same lines."""
        for line, label, face in zip(lines, self.labels, self._faces, strict=True):
            label.setText(breakable(line.words))
            label.record = line.record
            if isinstance(face, Initials):
                face.show_name(line.words, line.person)
        for number, aside in self._asides.items():
            aside.say(lines[number].aside)

    def arrange(self) -> None:
        """Letters have another size now."""
        for label in self.labels:
            label.arrange()
        for beside, height in self._marks:
            _centre(beside, height)

    def _line(self, line: ShownLine) -> QWidget:
        label = _Readable(self._view)
        if line.record is not None:
            label.setProperty("tone", "accent")
            label.setCursor(Qt.CursorShape.PointingHandCursor)
        self.labels.append(label)
        mark = self._mark(line)
        self._faces.append(mark)
        if line.aside:
            return self._with_aside(label)
        if mark is None:
            return label
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        beside = QVBoxLayout()
        beside.addWidget(mark)
        beside.addStretch()
        row.addLayout(beside)
        row.addWidget(label, 1)
        self._marks.append((beside, mark.height()))
        _centre(beside, mark.height())
        return holder

    def _with_aside(self, label: _Readable) -> QWidget:
        self._asides[len(self.labels) - 1] = _WithAside(label, self)
        return self._asides[len(self.labels) - 1]

    def _mark(self, line: ShownLine) -> QWidget | None:
        if line.person:
            return Initials(_INITIALS, self)
        return IconMark(line.icon, line.colour, _ICON, self) if line.icon else None


class _WithAside(QWidget):
    """A value with a grey word beside it, or below it where there is no room."""

    def __init__(self, label: _Readable, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = label
        self._aside = CutLabel(lambda theme: theme.faces.label, "text_tertiary", self)
        label.setWordWrap(False)
        label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(_ASIDE_GAP)
        self._line.addWidget(label)
        self._line.addWidget(self._aside, 1)

    def say(self, words: str) -> None:
        """Show these words."""
        self._aside.setText(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Another room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = self._label.sizeHint().width() + _ASIDE_GAP + self._aside.sizeHint().width()
        is_beside = wanted <= self.width()
        direction = QBoxLayout.Direction
        self._line.setDirection(direction.LeftToRight if is_beside else direction.TopToBottom)


def _look(line: ShownLine) -> _Look:
    return line.icon, line.colour, bool(line.person), bool(line.aside), line.record is not None


class _Readable(QLabel):
    """Words to be marked with the mouse."""

    def __init__(self, parent: ValueView) -> None:
        super().__init__(parent)
        self._view = parent
        # A label that can be marked lays its text out twice for each question of a layout.
        self._heights: dict[int, int] = {}
        self._hints: dict[bool, QSize] = {}
        self.arrange()
        self._from: QPoint | None = None
        self.record: tuple[str, str] | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def arrange(self) -> None:
        """One line is as high as a line of running text."""
        face = ThemeManager.instance().theme.faces.body
        around = max(0, face.line - round(face.height)) // 2
        self.setContentsMargins(0, around, 0, around)
        self._forget_sizes()

    def setText(self, text: str) -> None:  # noqa: N802
        """Other words need another room."""
        self._forget_sizes()
        super().setText(text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """So do other letters."""
        self._forget_sizes()
        super().changeEvent(event)

    def _forget_sizes(self) -> None:
        self._heights.clear()
        self._hints.clear()

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """How high the words are, laid out once for each width."""
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def sizeHint(self) -> QSize:  # noqa: N802
        """Room for all words."""
        return self._hint(is_least=False)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The least room."""
        return self._hint(is_least=True)

    def _hint(self, *, is_least: bool) -> QSize:
        if is_least not in self._hints:
            hint = super().minimumSizeHint() if is_least else super().sizeHint()
            self._hints[is_least] = hint
        return self._hints[is_least]

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Where it began."""
        may_begin = event.button() == Qt.MouseButton.LeftButton or self.record is not None
        self._from = event.position().toPoint() if may_begin else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press that stayed in its place and marked nothing."""
        super().mouseReleaseEvent(event)
        began, self._from = self._from, None
        if began is None or self.hasSelectedText():
            return
        way = (event.position().toPoint() - began).manhattanLength()
        if way >= QApplication.startDragDistance():
            return
        if self.record is None:
            self._view.pressed()
        elif event.button() != Qt.MouseButton.RightButton:
            has_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            is_middle = event.button() == Qt.MouseButton.MiddleButton
            self._view.followed(self.record, has_ctrl or is_middle)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Copying takes along only what can be seen."""
        if event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            QGuiApplication.clipboard().setText(unbroken(self.selectedText()))
            event.accept()
        else:
            super().keyPressEvent(event)


def _centre(beside: QVBoxLayout, height: int) -> None:
    """A mark of this height stands in the middle of the first line."""
    line = ThemeManager.instance().theme.faces.body.line
    beside.setContentsMargins(0, max(0, line - height) // 2, 0, 0)


def _nothing() -> None:
    """Nobody wants to know."""


def empty_words() -> str:
    """What stands in place of an empty value."""
    return _("Add")
