"""A small list that opens below a button: what is typed narrows it, Enter or a press picks.

Used by the card for tags (several, with ticks) and for the owner (one). GUI thread only; what can
be picked is read on reader threads.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.list_keys import ListKeys
from crm_desktop.gui.kit.theme.stylesheet import dress

_WIDTH, _HEIGHT = 260, 300
_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Choice:
    """What can be picked: a key and words; an empty key means what was typed, as something new."""

    key: str
    words: str


class PickList(QFrame):
    """``asked``: for choices that fit this text; ``picked``: a ``Choice``, and for lists with
    ticks whether it is ticked now."""

    asked = Signal(str)
    picked = Signal(object, bool)

    def __init__(
        self, title: str, parent: QWidget, *, ticked: Collection[str] | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dress(self, kind="popover")
        self.setAccessibleName(title)
        self._ticked = None if ticked is None else set(ticked)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(title)
        self.line.setAccessibleName(title)
        dress(self.line, scale="small")
        self.list = QListWidget(self)
        self.list.setAccessibleName(title)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.resize(_WIDTH, _HEIGHT)
        ListKeys(self.line, self.list, self._pick)
        self.line.textEdited.connect(self.asked)
        self.list.itemClicked.connect(self._pick)

    def open_below(self, button: QWidget) -> None:
        """Come up under ``button`` and ask for the first choices."""
        self.move(button.mapToGlobal(QPoint(0, button.height() + 4)))
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        self.asked.emit("")

    def show_choices(self, choices: Sequence[Choice], *, may_be_new: bool = False) -> None:
        """These fit what is typed; ``may_be_new``: what is typed can become one of them."""
        self.list.clear()
        for choice in choices:
            item = QListWidgetItem(choice.words, self.list)
            item.setData(_KEY, choice)
            if self._ticked is not None:
                is_ticked = choice.key in self._ticked
                item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
        typed = self.line.text().strip()
        known = {choice.words.casefold() for choice in choices}
        if may_be_new and typed and typed.casefold() not in known:
            words = _("Create “{name}”").format(name=typed)
            QListWidgetItem(words, self.list).setData(_KEY, Choice("", typed))
        self.list.setCurrentRow(0)

    def _pick(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        choice: Choice = item.data(_KEY)
        if self._ticked is None:
            self.picked.emit(choice, True)
            self.close()
            return
        is_ticked = choice.key not in self._ticked
        if choice.key:
            self._ticked ^= {choice.key}
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
        self.picked.emit(choice, is_ticked)
        if not choice.key:
            self.close()
