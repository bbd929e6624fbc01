"""Values to tick, with how many records have each, and a line to search them.

With a million different values only those that fit what is typed are shown. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.text.folding import fold
from crm_desktop.gui.kit.filters.world import Known
from crm_desktop.gui.kit.list_keys import ListKeys
from crm_desktop.gui.kit.paint.marks import SQUARE, square_icon
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.timers import single_shot

_CODE = int(Qt.ItemDataRole.UserRole)
_COUNT = _CODE + 1
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_TYPING_MS = 120
_HEIGHT = 208
_COUNT_MARGIN = 10

Find = Callable[[str, Callable[[Sequence[Known]], None]], None]


class ValueList(QWidget):
    """``changed`` tells that other values are ticked. ``can_type``: what is typed may be a value
    though no record has it."""

    changed = Signal()

    def __init__(self, find: Find, *, can_type: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._can_type = can_type
        self._ticked: dict[str, str] = {}
        self._counts: dict[str, int | None] = {}
        self._colours: dict[str, str] = {}
        self._asked = 0
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Find a value"))
        self.search.setAccessibleName(_("Find a value"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Values"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_WithCount(self.list))
        self.list.setIconSize(QSize(SQUARE, SQUARE))
        self.list.setFixedHeight(_HEIGHT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.setFocusProxy(self.search)
        self._typing = single_shot(self, self._ask, _TYPING_MS)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        ListKeys(self.search, self.list, self._flip)
        self.list.itemChanged.connect(self._note)

    def begin(self, ticked: Sequence[tuple[str, str]]) -> None:
        """Show these (value, name) as ticked, and ask for the others."""
        self._ticked = dict(ticked)
        self._fill(())
        self._ask()

    def values(self) -> tuple[str, ...]:
        """What is ticked."""
        return tuple(self._ticked)

    def label_of(self, value: str) -> str:
        """How a ticked value is called."""
        return self._ticked.get(value, value)

    def _ask(self) -> None:
        self._asked += 1
        number = self._asked

        def take(found: Sequence[Known]) -> None:
            # The answer may come when the pop-over is gone.
            if isValid(self) and number == self._asked:
                self._fill(found)

        self._find(self.search.text().strip(), take)

    def _fill(self, found: Sequence[Known]) -> None:
        """The ticked ones first; a value that is typed in full can be ticked too."""
        text = self.search.text().strip()
        self._counts |= {known.value: known.count for known in found}
        self._colours |= {known.value: known.colour for known in found if known.colour}
        labels = {known.value: known.label for known in found}
        shown = {v: name for v, name in self._ticked.items() if fold(text) in fold(name)}
        shown |= {value: label for value, label in labels.items() if value not in shown}
        names = {fold(name) for name in shown.values()}
        if self._can_type and text and fold(text) not in names:
            shown = {text: text, **shown}
        self.list.blockSignals(True)
        self.list.clear()
        for value, label in shown.items():
            self._add(value, label)
        if not shown:
            empty = QListWidgetItem(_("There is no such value"), self.list)
            empty.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)

    def _add(self, value: str, label: str) -> None:
        item = QListWidgetItem(label, self.list)
        item.setData(_CODE, value)
        if colour := self._colours.get(value):
            item.setIcon(square_icon(colour, ThemeManager.instance().theme))
        count = self._counts.get(value)
        item.setData(_COUNT, count)
        if count is not None:
            words = ngettext("{value}, {number} record", "{value}, {number} records", count)
            item.setData(_SPOKEN, words.format(value=label, number=count))
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
        )
        is_ticked = value in self._ticked
        item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)

    def _note(self, item: QListWidgetItem) -> None:
        value = item.data(_CODE)
        if item.checkState() == Qt.CheckState.Checked:
            self._ticked[value] = item.text()
        else:
            self._ticked.pop(value, None)
        self.changed.emit()

    def _flip(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_CODE) is not None:
            was = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if was else Qt.CheckState.Checked)


class _WithCount(QStyledItemDelegate):
    """The value at the left, the number of its records at the right."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        count = index.data(_COUNT)
        if count is None:
            return
        theme = ThemeManager.instance().theme
        rect = option.rect.adjusted(0, 0, -_COUNT_MARGIN, 0)  # type: ignore[attr-defined]
        painter.save()
        painter.setFont(theme.faces.label_digits.font)
        painter.setPen(theme.colours.text_tertiary)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, int(flags), option.locale.toString(count))  # type: ignore[attr-defined]
        painter.restore()
