"""A field of a form that holds a list: phones, addresses, companies of a person.

Each item is a row (``form_item_row``) with ways to make it primary, to move it and to take it
away; one empty row stands there as long as there is nothing. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.form_field import FormEntry, Line, too_long
from crm_desktop.gui.kit.form_item_row import Item, ItemRow, Part, without_names
from crm_desktop.gui.kit.lengths import LONGEST_LINE
from crm_desktop.gui.kit.theme.stylesheet import dress

# A row takes a millisecond or two to make; nobody looks through more at once.
_MOST_ROWS = 20


class ItemsField(FormEntry):
    """A list of items; ``add_words`` stand on the button that adds one. ``has_primary``: exactly
    one of them is the main one; ``is_slim``: a single one has room beside its label on a card.
    ``rows_changed``: there is one more, or one less."""

    rows_changed = Signal()

    def __init__(
        self,
        label: str,
        parts: Sequence[Part],
        add_words: str,
        *,
        has_primary: bool = False,
        is_slim: bool = False,
        columns: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        body = QWidget()
        super().__init__(label, body, parent)
        self._body = body
        self.parts = parts
        self._columns = columns or len(parts)
        self._has_primary = has_primary
        self._is_slim = is_slim
        self.rows: list[ItemRow] = []
        self._rest: list[Item] = []  # items that have no row yet
        self.more = QPushButton(_("Show all"), self)
        self.more.setAutoDefault(False)
        dress(self.more, kind="link")
        self.more.clicked.connect(self._show_all)
        self.add = QPushButton(add_words, self)
        self.add.setAutoDefault(False)
        dress(self.add, kind="link")
        self.add.clicked.connect(self._add_by_hand)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._lines)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.head.addWidget(self.add)
        self.load(None)

    @property
    def fits_beside(self) -> bool:
        """Whether it needs no more room than a value beside its label has."""
        return self._is_slim and len(self.rows) == 1

    @property
    def line(self) -> Line:
        """The first line of the first row."""
        line = self.rows[0].controls[self.parts[0].key]
        assert isinstance(line, Line)
        return line

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.line.text().strip()

    def value(self) -> list[Item]:
        """The items that are not blank."""
        return [row.item() for row in self.rows if not row.is_blank] + [
            without_names(item) for item in self._rest
        ]

    def draft(self) -> list[Item]:
        """The items, as ``load`` takes them."""
        return [row.draft() for row in self.rows if not row.is_blank] + self._rest

    def load(self, value: Sequence[Item] | None) -> None:
        """Show these items."""
        while self.rows:
            self._drop(self.rows[-1])
        items = list(value or ({},))
        self._rest = [dict(item) for item in items[_MOST_ROWS:]]
        for item in items[:_MOST_ROWS]:
            self._append(item)
        self._tell_rows()
        self.clear_mistake()

    def _show_all(self) -> None:
        rest, self._rest = self._rest, []
        for item in rest:
            self._append(item).show()
        self._tell_rows()
        self.rows[len(self.rows) - len(rest)].setFocus()

    def check(self) -> bool:
        """Tidy all rows; say what is wrong with the first wrong one."""
        return self._judge(tidying=True)

    def _judge(self, *, tidying: bool) -> bool:
        mistakes = [row.mistake(tidying=tidying) for row in self.rows]
        first = next(filter(None, mistakes), "")
        if first:
            super().show_mistake(first)
        else:
            self.clear_mistake()
        return not first

    def show_mistake(self, words: str) -> None:
        """What was found only while saving."""
        super().show_mistake(words)
        self.line.show_wrong(words)

    def _append(self, item: Item) -> ItemRow:
        row = ItemRow(self.parts, self._columns, self._body)
        row.load(item)
        row.changed.connect(self._note_change)
        row.left.connect(self._leave)
        row.refused.connect(
            lambda n: super(ItemsField, self).show_mistake(too_long(n, LONGEST_LINE))
        )
        row.primary.clicked.connect(partial(self._make_primary, row))
        row.up.clicked.connect(partial(self._move, row, -1))
        row.down.clicked.connect(partial(self._move, row, +1))
        row.remove.clicked.connect(partial(self._remove, row))
        self.rows.append(row)
        self._lines.addWidget(row)
        return row

    def _drop(self, row: ItemRow) -> None:
        self.rows.remove(row)
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _add_by_hand(self) -> None:
        if self._rest:
            self._show_all()
        row = self._append({})
        self._tell_rows()
        row.show()
        row.setFocus()

    def take_words(self, words: str) -> None:
        """As one more item."""
        if self._rest:
            self._show_all()
        row = self.rows[-1] if self.rows[-1].is_blank else self._append({})
        row.show()
        self._tell_rows()
        row.take_words(words)

    def _remove(self, row: ItemRow) -> None:
        place = self.rows.index(row)
        if len(self.rows) == 1:
            self._append({}).show()
        # Before it goes, so that the keyboard doesn't go elsewhere with it.
        self.rows[place - 1 if row is self.rows[-1] else place + 1].setFocus()
        self._drop(row)
        if self._has_primary and not any(one.primary.isChecked() for one in self.rows):
            self.rows[0].mark_primary(True)
        self._tell_rows()
        self._judge(tidying=False)
        self.changed.emit()

    def _move(self, row: ItemRow, by: int) -> None:
        place = self.rows.index(row)
        if not 0 <= place + by < len(self.rows):
            return
        self.rows.insert(place + by, self.rows.pop(place))
        self._lines.removeWidget(row)
        self._lines.insertWidget(place + by, row)
        self._tell_rows()
        self.changed.emit()

    def _make_primary(self, chosen: ItemRow) -> None:
        for row in self.rows:
            row.mark_primary(row is chosen)
        self._tell_rows()
        self.changed.emit()

    def _tell_rows(self) -> None:
        """Which buttons make sense; a single row needs none but the one to clear it."""
        several = len(self.rows) > 1
        self.more.setVisible(bool(self._rest))
        for number, row in enumerate(self.rows):
            row.primary.setVisible(self._has_primary and several)
            row.up.setVisible(several)
            row.down.setVisible(several)
            row.remove.setVisible(several or not row.is_blank)
            row.up.setEnabled(number > 0)
            row.down.setEnabled(number < len(self.rows) - 1)
            row.arrange()
        self.caption.setBuddy(self.rows[0])
        self.setFocusProxy(self.rows[0])
        self.rows_changed.emit()

    def _note_change(self) -> None:
        if not self.mistake.isHidden():
            self._judge(tidying=False)
        for row in self.rows:
            row.remove.setVisible(len(self.rows) > 1 or not row.is_blank)
        self.changed.emit()

    def _leave(self) -> None:
        self._judge(tidying=True)
        self.left.emit()
