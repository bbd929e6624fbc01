"""A form: fields one below the other, those asked first and those that unfold.

Dialogs fill it by name of field and ask it for values and changes. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.gui.kit.form_field import FormEntry
from crm_desktop.gui.kit.form_similar import SimilarBox, SimilarLine

_GAP = 12


class RecordForm(QWidget):
    """Fields by name, in the order in which they were added; ``columns`` stand side by side."""

    changed = Signal(str)  # the name of the field
    left = Signal(str)
    similar_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: dict[str, FormEntry] = {}
        self.boxes: dict[str, SimilarBox] = {}
        self._further: list[FormEntry] = []
        self._loaded: dict[str, Any] = {}
        self._place = (0, 0)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(_GAP)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def add(
        self, name: str, entry: FormEntry, *, further: bool = False, half: bool = False
    ) -> None:
        """Put a field below the others, or beside the last ``half`` one. ``further`` ones are
        hidden until all are wanted."""
        row, column = self._place
        if not half and column:
            row, column = row + 1, 0
        self._grid.addWidget(entry, row, column, 1, 1 if half else 2)
        self._place = (row, 1) if half and column == 0 else (row + 1, 0)
        self.entries[name] = entry
        self._loaded[name] = entry.value()
        entry.changed.connect(partial(self.changed.emit, name))
        entry.left.connect(partial(self.left.emit, name))
        if further:
            self._further.append(entry)
            entry.hide()

    def remove(self, name: str) -> None:
        """Take a field away with what was entered."""
        entry = self.entries.pop(name)
        del self._loaded[name]
        self._further = [one for one in self._further if one is not entry]
        self._grid.removeWidget(entry)
        entry.hide()
        entry.deleteLater()

    def add_box(self, name: str) -> None:
        """Room for similar records below this field."""
        box = self.boxes[name] = SimilarBox()
        box.chosen.connect(self.similar_chosen)
        self.entries[name].add_notice(box)

    def show_all(self, is_wanted: bool) -> None:
        """Unfold the further fields, or fold them again; one that is filled stays."""
        for entry in self._further:
            entry.setVisible(is_wanted or bool(entry.value()))

    def load(self, values: Mapping[str, Any]) -> None:
        """Show these values; what is left out becomes empty."""
        for name, entry in self.entries.items():
            entry.load(values.get(name))
            entry.clear_mistake()
            self._loaded[name] = entry.value()
        self.show_similar({})

    def begin_with(self, name: str, value: Any) -> None:
        """Show this in one field, as nothing that was entered."""
        self.entries[name].load(value)
        self._loaded[name] = self.entries[name].value()

    def rebase(self, values: Mapping[str, Any], keep: Collection[str]) -> None:
        """The record is another by now: show its ``values``, but of ``keep`` what was entered."""
        for name, entry in self.entries.items():
            entered = entry.draft()
            entry.load(values.get(name))
            self._loaded[name] = entry.value()
            if name in keep:
                entry.load(entered)

    def values(self) -> dict[str, Any]:
        """What was entered, without empty fields."""
        found = {name: entry.value() for name, entry in self.entries.items()}
        return {name: value for name, value in found.items() if value}

    def changes(self) -> dict[str, Any]:
        """What differs from what was loaded."""
        found = {name: entry.value() for name, entry in self.entries.items()}
        return {name: value for name, value in found.items() if value != self._loaded[name]}

    def check(self) -> bool:
        """Check all fields and go to the first wrong one; gives whether all are right."""
        wrong = [entry for entry in self.entries.values() if not entry.check()]
        if wrong:
            wrong[0].show()
            wrong[0].setFocus()
        return not wrong

    def tell_mistake(self, name: str, words: str) -> bool:
        """Show what is wrong at its field; gives whether there is such a field."""
        entry = self.entries.get(name)
        if entry is None:
            return False
        entry.show()
        entry.show_mistake(words)
        entry.setFocus()
        return True

    def show_similar(self, lines: Mapping[str, list[SimilarLine]]) -> None:
        """Similar records by the field they stand below."""
        for name, box in self.boxes.items():
            box.show_lines(lines.get(name, ()))
