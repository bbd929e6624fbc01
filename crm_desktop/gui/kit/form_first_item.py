"""A field of a list of which one part is changed alone: the number that a cell shows of all phones.

The other items, and the other parts of this one, stay as they were loaded. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from crm_desktop.gui.kit.form_field import FormEntry, too_long
from crm_desktop.gui.kit.form_item_row import Item, ItemRow, Part, without_names
from crm_desktop.gui.kit.form_suggest import SuggestLine
from crm_desktop.gui.kit.lengths import LONGEST_LINE


class FirstItemField(FormEntry):
    """The part ``key`` of the main item, else of the first that has it: what lists show. An item
    without anything left in it goes; ``picked`` tells that a suggestion was taken."""

    picked = Signal()

    def __init__(self, label: str, parts: Sequence[Part], key: str) -> None:
        self.row = ItemRow(parts, len(parts))
        super().__init__(label, self.row)
        self._key = key
        self._items: list[Item] = []
        self._place = 0
        self.line = self.row.show_only(key)
        self.setFocusProxy(self.line)
        self.row.changed.connect(self._note_change)
        self.row.left.connect(self._leave)
        self.row.refused.connect(lambda n: self.show_mistake(too_long(n, LONGEST_LINE)))
        if isinstance(self.line, SuggestLine):
            self.line.picked.connect(self.picked)

    def value(self) -> list[Item]:
        """All items, as commands take them."""
        return [without_names(item) for item in self.draft()]

    def draft(self) -> list[Item]:
        """All items, as ``load`` takes them."""
        before, after = self._items[: self._place], self._items[self._place + 1 :]
        if not self._is_empty:
            return [*before, self.row.draft(), *after]
        rest = [*before, *after]
        has_primary = any("primary" in item for item in self._items)
        if rest and has_primary and not any(item.get("primary") for item in rest):
            rest[0] = {**rest[0], "primary": True}
        return rest

    @property
    def _is_empty(self) -> bool:
        """A link to nothing is none, whatever is said beside it."""
        leads_nowhere = isinstance(self.line, SuggestLine) and not self.line.text().strip()
        return leads_nowhere or self.row.is_blank

    def load(self, value: Sequence[Item] | None) -> None:
        """Show the part of one of these items."""
        self._items = [dict(item) for item in value or ()]
        self._place = self._shown_place()
        self.row.load(self._items[self._place] if self._items else {})
        self.clear_mistake()

    def _shown_place(self) -> int:
        having = [number for number, item in enumerate(self._items) if item.get(self._key)]
        of_these = having or range(len(self._items))
        return min(of_these, key=lambda n: (not self._items[n].get("primary"), n), default=0)

    def take_words(self, words: str) -> None:
        """In place of what stands there."""
        self.row.take_words(words)

    def check(self) -> bool:
        """Tidy what was typed; say what is wrong with it."""
        return self._judge(tidying=True)

    def _judge(self, *, tidying: bool) -> bool:
        words = self.row.mistake(tidying=tidying)
        if words:
            super().show_mistake(words)
        else:
            self.clear_mistake()
        return not words

    def show_mistake(self, words: str) -> None:
        """What was found only while saving."""
        super().show_mistake(words)
        self.line.show_wrong(words)

    def _note_change(self) -> None:
        if not self.mistake.isHidden():
            self._judge(tidying=False)
        self.changed.emit()

    def _leave(self) -> None:
        self._judge(tidying=True)
        self.left.emit()
