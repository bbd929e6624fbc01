"""A small list that opens below a button: what is typed narrows it, Enter or a press picks.

Used by the card for tags (several, with ticks) and for the owner (one), and by the bar of ticked
rows. GUI thread only; what can be picked is read on reader threads.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.filters.popover import Popover
from crm_desktop.gui.kit.list_keys import ListKeys
from crm_desktop.gui.kit.suggestion_rows import ASIDE, SPOKEN, SuggestionRows
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_WIDTH, _HEIGHT = 260, 300
_WIDE = 400
_KEY = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True)
class Choice:
    """What can be picked: a key and words, and ``aside`` what tells it from namesakes; an empty key
    means what was typed, as something new."""

    key: str
    words: str
    aside: str = ""


class PickList(Popover):
    """``asked``: for choices that fit this text; ``picked``: a ``Choice``, and for lists with
    ticks whether it is ticked now. A ``wide`` one has room for what stands aside."""

    asked = Signal(str)
    picked = Signal(object, bool)

    def __init__(
        self,
        title: str,
        parent: QWidget,
        *,
        ticked: Collection[str] | None = None,
        wide: bool = False,
    ) -> None:
        super().__init__(parent, title)
        self._ticked = None if ticked is None else set(ticked)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(title)
        self.line.setAccessibleName(title)
        dress(self.line, scale="small")
        self.list = QListWidget(self)
        self.list.setAccessibleName(title)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if wide:
            self.list.setItemDelegate(SuggestionRows(self.list, "text_secondary"))
        self.column.addWidget(self.line)
        self.column.addWidget(self.list)
        grown = ThemeManager.instance().theme.grown
        self.setFixedSize(grown(_WIDE if wide else _WIDTH), grown(_HEIGHT))
        ListKeys(self.line, self.list, self._pick)
        self.line.textEdited.connect(self.asked)
        self.list.itemClicked.connect(self._pick)

    def begin(self, beside: QWidget) -> None:
        """Come up beside this widget and ask for the first choices."""
        self.open_below(beside, self.line)
        self.asked.emit("")

    def show_choices(self, choices: Sequence[Choice], *, may_be_new: bool = False) -> None:
        """These fit what is typed; ``may_be_new``: what is typed can become one of them."""
        self.list.clear()
        for choice in choices:
            item = QListWidgetItem(choice.words, self.list)
            item.setData(_KEY, choice)
            if choice.aside:
                item.setData(ASIDE, choice.aside)
                item.setData(SPOKEN, f"{choice.words}, {choice.aside}")
                item.setToolTip(f"{choice.words}\n{choice.aside}")
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
