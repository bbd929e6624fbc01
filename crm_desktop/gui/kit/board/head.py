"""The head of a column: name and count, sums and chance, the button of the quick add.

The column's pane holds it. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from crm_desktop.gui.kit.board.model import BoardHead
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.theme.theme import Theme

EDGE = 3
_SIDE, _ABOVE, _BELOW = 12, 8, 8
_NAME_ROW = 22
_GAP = 6
_BUTTON_ICON, _BUTTON_OUT = 15, 4


class ColumnHead(QWidget):
    """``add_wanted``: the quick add was pressed; ``menu_wanted``: where on the screen the
    column's menu belongs."""

    add_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, head: BoardHead, add: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._level = 0
        self.add = QToolButton(self)
        self.add.setToolTip(add)
        self.add.setAccessibleName(add)
        self.add.setCheckable(True)
        self.add.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+N does the same
        dress(self.add, kind="icon", scale="tiny")
        self.add.clicked.connect(self._want_add)
        self.show_head(head)

    def show_head(self, head: BoardHead) -> None:
        """Say this from now on."""
        self.shown = head
        self.add.setVisible(head.can_add)
        self.setAccessibleName(head.spoken or head.name)
        self.setToolTip(head.hint or head.name)
        self.update()

    def light_add(self, *, is_lit: bool) -> None:
        """The quick add is open, or not."""
        self.add.setChecked(is_lit)
        role = IconRole.ACTIVE if is_lit else IconRole.DEFAULT
        self._manager.set_icon(self.add, "plus", role, _BUTTON_ICON)

    def set_level(self, level: int) -> None:
        """Write sums as short as this, so that the heads beside each other do it alike."""
        if level != self._level:
            self._level = level
            self.update()

    def level_for(self, width: int) -> int | None:
        """How far sums have to be shortened to stand in ``width`` pixels; ``None``: they don't."""
        told = (
            level
            for level, (amount, weighted) in enumerate(self.shown.sums)
            if self._has_room(amount, _joined(self.shown.chance, weighted), width)
        )
        return next(told, None)

    def told_sums(self) -> tuple[str, str]:
        """What stands at the left and at the right of the second line. What has no room gives up
        the weighted sum rather than digits of the other one."""
        head = self.shown
        from_here = head.sums[self._level :] or head.sums[-1:]
        told = [(amount, _joined(head.chance, weighted)) for amount, weighted in from_here]
        told += [(amount, head.chance) for amount, _weighted in from_here]
        fitting = (one for one in told if self._has_room(*one, self.width()))
        return next(fitting, told[-1])

    def _has_room(self, left: str, right: str, width: int) -> bool:
        faces = self._manager.theme.faces
        needed = faces.label_medium_digits.width(left) + faces.label_digits.width(right)
        return needed + (_GAP if left and right else 0) <= width - 2 * _SIDE

    def sizeHint(self) -> QSize:  # noqa: N802
        """The colour edge and two lines."""
        return QSize(0, head_height(self._manager.theme))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The button stands at the right."""
        middle = EDGE + _ABOVE + self._manager.theme.grown(_NAME_ROW) // 2
        side = self._manager.theme.grown(measures.CONTROL_TINY)
        left = self.width() - _SIDE + _BUTTON_OUT - side
        self.add.setGeometry(left, middle - side // 2, side, side)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu of the column."""
        self.menu_wanted.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The words; the pane draws the ground."""
        theme, head = self._manager.theme, self.shown
        faces, colours = theme.faces, theme.colours
        painter = QPainter(self)
        end = self.add.x() - _GAP if head.can_add else self.width() - _SIDE
        row = QRectF(_SIDE, EDGE + _ABOVE, end - _SIDE, theme.grown(_NAME_ROW))
        count = faces.label_digits.width(head.count)
        name = row.adjusted(0, 0, -(count + _GAP), 0)
        used = paint_text(painter, name, head.name, faces.body_strong, colours.text)
        row.setLeft(row.left() + used + _GAP)
        paint_text(painter, row, head.count, faces.label_digits, colours.text_tertiary)
        below = EDGE + _ABOVE + theme.grown(_NAME_ROW)
        row = QRectF(_SIDE, below, self.width() - 2 * _SIDE, faces.label.line)
        amount, right = self.told_sums()
        used = paint_text(
            painter, row, right, faces.label_digits, colours.text_tertiary, right=True
        )
        row.setRight(row.right() - used - _GAP)
        paint_text(painter, row, amount, faces.label_medium_digits, colours.text)
        painter.end()

    def _want_add(self) -> None:
        self.light_add(is_lit=self.add.isChecked())
        self.add_wanted.emit()


def head_height(theme: Theme) -> int:
    """How high the head of a column is."""
    return EDGE + _ABOVE + theme.grown(_NAME_ROW) + theme.faces.label.line + _BELOW


def _joined(chance: str, weighted: str) -> str:
    return f"{chance} · {weighted}" if chance and weighted else chance or weighted
