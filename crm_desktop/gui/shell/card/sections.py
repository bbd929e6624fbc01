"""The right column of a card: sections below each other that fold.

Made by the card's panes. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.buttons import icon_button
from crm_desktop.gui.kit.locking import ICON as LOCK
from crm_desktop.gui.kit.locking import lock
from crm_desktop.gui.kit.painted import CutLabel, plain_label
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.card.part import CardPart, Section
from crm_desktop.gui.shell.numbers import shown_number

_HEAD, _CARET, _EDGE, _PLUS = 36, 10, 16, 14
# The plus and its button reach further to the right than what stands below.
_RIGHT = 8

# What the frame around a line of a section takes, drawn only where the focus is.
_LINE_FRAME = 2
# The caret's button is wider than the caret: it stands out to the left by this.
_OUT = 3


def _moved_in(widget: QWidget, frame: int = 0) -> QHBoxLayout:
    """Below the caret again, but for a ``frame`` that comes with the focus."""
    row = QHBoxLayout()
    row.setContentsMargins(_OUT - frame, 0, _RIGHT - frame, 0)
    row.addWidget(widget)
    return row


class SectionsColumn(Scrolled):
    """``folded``: the person folded a section or unfolded it."""

    folded = Signal()

    def __init__(
        self,
        bridge: Bridge,
        sections: Sequence[Section],
        parent: QWidget,
        above: QWidget | None = None,
    ) -> None:
        """``above``: what stands over the first section, as wide as the column."""
        super().__init__(parent)
        self.setAccessibleName(_("What belongs to it"))
        sheet = QWidget()
        sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(sheet, kind="surface")
        whole = QVBoxLayout(sheet)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        column = QVBoxLayout()
        column.setContentsMargins(_EDGE - _OUT, 8, _EDGE - _RIGHT, _EDGE)
        column.setSpacing(0)
        if above is not None:
            column.setContentsMargins(_EDGE - _OUT, 0, _EDGE - _RIGHT, _EDGE)
            whole.addWidget(above)
        whole.addLayout(column, 1)
        self.boxes: list[SectionBox] = []
        for number, section in enumerate(sections):
            if number or above is not None:
                column.addSpacing(10 if number else 0)
                line = QFrame(sheet)
                dress(line, kind="line")
                column.addLayout(_moved_in(line))
                column.addSpacing(4)
            box = SectionBox(section, section.make(bridge), sheet)
            box.turned.connect(self.folded)
            if section.adds is not None:
                box.lock(bridge.locked(section.adds))
            column.addWidget(box)
            self.boxes.append(box)
        column.addStretch()
        self.setWidget(sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """No wider than there is room, however large the letters are: words are cut instead."""
        super().resizeEvent(event)
        self.widget().setMaximumWidth(self.viewport().width())

    @property
    def parts(self) -> tuple[CardPart, ...]:
        """What stands under the headings."""
        return tuple(box.part for box in self.boxes)

    @property
    def by_name(self) -> dict[str, CardPart]:
        """The same by the names of the sections."""
        return {f"section:{box.section.name}": box.part for box in self.boxes}

    def bar(self, is_listed: bool) -> None:
        """The record is on the blacklist, or not any more."""
        for box in self.boxes:
            box.bar(is_listed)

    @property
    def folded_names(self) -> tuple[str, ...]:
        """The sections of which only the heading is shown."""
        return tuple(box.section.name for box in self.boxes if box.is_folded)

    def fold(self, names: Collection[str]) -> None:
        """Fold these, unfold all others."""
        for box in self.boxes:
            box.fold(box.section.name in names)


class SectionBox(QWidget):
    """A heading with a count, a plus if something can be added, and the part below."""

    turned = Signal()

    def __init__(self, section: Section, part: CardPart, parent: QWidget) -> None:
        super().__init__(parent)
        self.section, self.part = section, part
        self.is_folded = self._is_locked = False
        self._again: tuple[QPushButton, str] | None = None
        self._manager = ThemeManager.instance()
        self.caret = QToolButton(self)
        dress(self.caret, kind="caret")
        self.caret.setFixedSize(_EDGE, measures.CONTROL_TINY)
        self.caret.clicked.connect(self._turn)
        self.title = CutLabel(lambda theme: theme.faces.subheading, parent=self)
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.title.setText(section.title)
        self.count = QLabel(self)
        dress(self.count, type="hint")
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(6)
        head.addStrut(_HEAD)
        head.addWidget(self.caret)
        head.addSpacing(-_OUT)
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch()
        if section.add is not None:
            self.add = icon_button("plus", section.add_title or section.title, self, size=_PLUS)
            self.add.clicked.connect(self._add)
            head.addWidget(self.add)
        row = QWidget(self)
        row.setLayout(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.barred = plain_label(section.barred, type="hint")
        self.barred.setWordWrap(True)
        self.barred.hide()
        column.addWidget(row)
        column.addLayout(_moved_in(self.barred))
        column.addLayout(_moved_in(part, _LINE_FRAME))
        part.count_changed.connect(self._tell_count)
        self.setAccessibleName(section.title)
        self._show_caret()

    def repeat(self, button: QPushButton, icon: str) -> None:
        """Let this button with its icon do the same as the plus."""
        self._again = button, icon
        button.clicked.connect(self._add)
        if self._is_locked:
            lock(button, self.add.toolTip())

    def lock(self, reason: str) -> None:
        """The person may add and change nothing, for this reason, if there is one."""
        self._is_locked = bool(reason)
        self.part.lock(reason)
        if self.section.add is not None:
            lock(self.add, reason)

    def bar(self, is_listed: bool) -> None:
        """Nothing can be added while the record is on the blacklist, if the section says so."""
        if not self.section.barred or self.section.add is None or self._is_locked:
            return
        self.barred.setVisible(is_listed)
        self.add.setEnabled(not is_listed)
        words = self.section.barred if is_listed else self.section.add_title
        self.add.setToolTip(words)
        self.add.setAccessibleDescription(self.section.barred if is_listed else "")
        self._manager.set_icon(self.add, LOCK if is_listed else "plus", size=_PLUS)
        if self._again is not None:
            button, icon = self._again
            button.setEnabled(not is_listed)
            button.setToolTip(words)
            self._manager.set_icon(button, LOCK if is_listed else icon)

    def fold(self, is_folded: bool) -> None:
        """Show only the heading, or all."""
        self.is_folded = is_folded
        self.part.setVisible(not is_folded)
        self._show_caret()

    def _turn(self) -> None:
        self.fold(not self.is_folded)
        self.turned.emit()

    def _show_caret(self) -> None:
        name = "caret-right-bold" if self.is_folded else "caret-down-bold"
        self._manager.set_icon(self.caret, name, IconRole.ROW, size=_CARET)
        words = _("Show: {section}") if self.is_folded else _("Fold: {section}")
        text = words.format(section=self.section.title)
        self.caret.setToolTip(text)
        self.caret.setAccessibleName(text)

    def _add(self) -> None:
        if self.section.add is not None:
            self.fold(False)
            self.section.add(self.part)

    def _tell_count(self, number: int) -> None:
        self.count.setText(shown_number(number) if number else "")
