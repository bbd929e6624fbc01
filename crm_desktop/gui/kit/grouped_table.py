"""A table whose rows may stand in groups: headings that fold with a press or with the keys.

The base of ``RowTable``. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from crm_desktop.gui.kit.row_groups import Heading
from crm_desktop.gui.kit.row_model import RowTableModel
from crm_desktop.gui.kit.ticked_table import TickedTable

_KEYS_THAT_TURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class GroupedTable(TickedTable):
    """``fold_wanted`` gives the key of a heading, and whether its group is to be folded away."""

    fold_wanted = Signal(object, bool)  # an int of 64 bits

    def heading_at(self, line: int) -> Heading | None:
        """The heading that stands there."""
        model = self.model()
        row = model.row_at(line) if isinstance(model, RowTableModel) else None
        return row if isinstance(row, Heading) else None

    def turn_heading(self, heading: Heading) -> None:
        """Fold the group away, or show it again."""
        self.fold_wanted.emit(heading.rid, not heading.is_folded)

    def fold_by_key(self, event: QKeyEvent, line: int) -> bool:
        """← folds, → shows, Enter and Space turn the group whose heading is the current line; ←
        on a record leads to its heading."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        heading, key = self.heading_at(line), Qt.Key(event.key())
        if heading is None:
            return key == Qt.Key.Key_Left and self._go_to_heading(line)
        if key in _KEYS_THAT_TURN:
            self.turn_heading(heading)
        elif key == Qt.Key.Key_Left and not heading.is_folded:
            self.fold_wanted.emit(heading.rid, True)
        elif key == Qt.Key.Key_Right and heading.is_folded:
            self.fold_wanted.emit(heading.rid, False)
        else:
            return key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        return True

    def _go_to_heading(self, line: int) -> bool:
        model = self.model()
        if not isinstance(model, RowTableModel) or not model.headings:
            return False
        order = model.order
        while line >= 0 and not (line < len(order) and order[line] < 0):
            line -= 1
        if line >= 0:
            self.setCurrentIndex(model.index(line, 0))
        return line >= 0
