"""How the parts of a field stand on a card: its label beside its value, or above it where letters
are large; below them a wide editor, a word and notices.

Made by the row of the field. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.gui.kit.card_fields.field_label import FieldLabel
from crm_desktop.gui.kit.card_fields.value_view import ValueView
from crm_desktop.gui.kit.form_field import FormEntry
from crm_desktop.gui.kit.form_items import ItemsField
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

ROW = 32
"""How high a row of one line is, before letters grow."""

_GAP = 8
_STACKED_GAP = 8
_STACKED_PERCENT = 110


class RowLayout:
    """``head`` holds the label and the value; ``room``: how wide the column of labels is."""

    def __init__(self, row: QWidget, label: FieldLabel, view: ValueView, room: int) -> None:
        self._row, self._label, self._view, self._room = row, label, view, room
        self._word: QLabel | None = None
        self._entry: FormEntry | None = None
        self._is_wide = False
        self._manager = ThemeManager.instance()
        self.head = QWidget(row)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.head)
        self._head.setContentsMargins(0, 0, 0, 0)
        self._head.setSpacing(_GAP)
        self._head.addWidget(label)
        self._head.addWidget(view, 1, Qt.AlignmentFlag.AlignTop)
        self._notices = QVBoxLayout()
        self._column = QVBoxLayout(row)
        self._column.setContentsMargins(_GAP, 0, 6, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addLayout(self._notices)
        self.arrange()

    def add_word(self, word: QLabel) -> None:
        """What is said below the value."""
        self._word = word
        self._column.insertWidget(1, word)
        self.arrange()

    def add_notice(self, notice: QWidget) -> None:
        """One more below everything."""
        dress(notice, part="field")  # free of the field below, which may stand open
        self._notices.addWidget(notice)
        self.arrange()

    def add_entry(self, entry: FormEntry, *, is_wide: bool) -> None:
        """The editor's, in the place of the value, or below the label where it needs all the
        width: a list of short values as soon as there are several."""
        self._entry, self._is_wide = entry, is_wide
        self._head.insertWidget(1, entry, 1)
        if isinstance(entry, ItemsField):
            entry.rows_changed.connect(self.arrange)
        self.arrange()

    def end_entry(self) -> None:
        """The editor is gone."""
        self._entry = None
        self.arrange()

    def arrange(self) -> None:
        """Large letters leave no room for a value beside its label: it goes below."""
        theme = self._manager.theme
        stacked = theme.text_percent > _STACKED_PERCENT
        is_below = stacked or self._needs_all_width()
        direction = QBoxLayout.Direction
        # Only large letters, and what is wrong with a value, take more lines than the row's hint,
        # which knows of no width, would have room for.
        exact, free = QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred
        is_free = (
            stacked
            or self._entry is not None
            or self._word is not None
            or self._notices.count() > 0
        )
        policy = QSizePolicy(free, free if is_free else exact)
        policy.setHeightForWidth(True)
        self._row.setSizePolicy(policy)
        self._head.setDirection(direction.TopToBottom if is_below else direction.LeftToRight)
        self._head.setSpacing(0 if is_below and self._entry is not None else _GAP)
        self._label.be_wide(0 if stacked else self._room)
        side = Qt.AlignmentFlag(0) if is_below else Qt.AlignmentFlag.AlignLeft
        self._head.setAlignment(self._label, Qt.AlignmentFlag.AlignTop | side)
        above = (theme.grown(ROW) - theme.faces.body.line) // 2
        lower = (theme.grown(ROW) - theme.faces.label.line) // 2
        self._label.setContentsMargins(0, lower, 0, 0 if stacked else lower)
        self._view.arrange()
        self._view.setContentsMargins(
            0, 2 if stacked else above, 0, _STACKED_GAP if stacked else above
        )
        self.head.setMinimumHeight(0 if stacked else theme.grown(ROW))
        if self._word is not None:
            self._word.setContentsMargins(0 if stacked else self._room + _GAP, 0, 0, 6)

    def _needs_all_width(self) -> bool:
        entry = self._entry
        fits = isinstance(entry, ItemsField) and entry.fits_beside
        return entry is not None and self._is_wide and not fits
