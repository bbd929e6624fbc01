"""How the cells of a deal's products are drawn and typed into.

The editor of a name suggests products of the catalogue; what is wrong in a cell is said while the
cell stays open. Used by the products table, on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.core.errors import Invalid
from crm_desktop.features.products.rows import ProductRow
from crm_desktop.gui.kit.form_field import Line
from crm_desktop.gui.kit.form_suggest import Suggested, SuggestLine
from crm_desktop.gui.kit.paint.marks import paint_icon
from crm_desktop.gui.kit.paint.rows import paint_row_background
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.deals.pricing import Pricing
from crm_desktop.gui.pages.deals.product_lines import (
    DISCOUNT,
    HANDLE,
    NAME,
    NUMBERS,
    REMOVE,
    SUM,
    UNIT,
    changed_line,
    product_words,
    with_product,
)
from crm_desktop.gui.pages.deals.products_model import ProductsModel, head_words

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.products_table import ProductsTable

Index = QModelIndex | QPersistentModelIndex
FindProducts = Callable[[str, Callable[[Sequence[ProductRow]], None], QWidget], None]
"""Asks the catalogue for a text, and whom to tell as long as the widget is there."""

_PADDING, _SKU_GAP, _SKU_LEAST = 8, 10, 40
CELL_ROOM = 2 * _PADDING
_DOTS, _CROSS = 14, 13
_EDITOR_ROOM = 4
_LEAVING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class ProductCells(QStyledItemDelegate):
    """Draws cells and makes their editors. ``pricing`` is told before a deal is shown."""

    mistaken = Signal(str)  # what is wrong with a cell, or nothing any more

    def __init__(self, find: FindProducts, parent: QObject) -> None:
        super().__init__(parent)
        self._find = find
        self.pricing: Pricing | None = None
        self._offered: dict[str, ProductRow] = {}

    # Typing

    def createEditor(  # noqa: N802
        self, parent: QWidget, _option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """A line; that of a name suggests products."""
        line: Line
        if index.column() == NAME:
            line = SuggestLine(lambda text, tell: self._ask(text, tell, line), parent)
            line.picked.connect(lambda: self._pick(line))
        else:
            line = Line(parent)
        line.setProperty("place", QPersistentModelIndex(index))
        line.setAccessibleName(head_words()[index.column()])
        dress(line, scale="small")
        if index.column() in NUMBERS:
            line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.textEdited.connect(lambda: self._look_again(line))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        """What stands in the cell, selected."""
        line = cast(QLineEdit, editor)
        if not line.isModified():
            line.setText(index.data(Qt.ItemDataRole.EditRole))
            line.selectAll()

    def updateEditorGeometry(  # noqa: N802
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """In the middle of the line."""
        rect = option.rect  # type: ignore[attr-defined]
        height = min(editor.sizeHint().height(), rect.height() - 2)
        left = rect.left() + (0 if index.column() == NAME else _EDITOR_ROOM)
        top = rect.top() + (rect.height() - 1 - height) // 2
        editor.setGeometry(left, top, rect.right() - left - _EDITOR_ROOM // 2, height)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:  # noqa: N802
        """A chosen product fills the line; anything else is read as it was typed."""
        lines = cast(ProductsModel, model)
        chosen = editor.entered() if isinstance(editor, SuggestLine) else None
        product = self._offered.get(chosen.id) if chosen is not None and chosen.id else None
        if product is not None and self.pricing is not None:
            lines.change(index.row(), with_product(lines.lines[index.row()], product, self.pricing))
        else:
            lines.setData(cast(QModelIndex, index), cast(QLineEdit, editor).text())
        self.mistaken.emit("")

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:  # noqa: N802
        """A cell with a mistake is not left by Enter or Tab; Esc gives the old value back."""
        if event.type() == QEvent.Type.KeyPress and isinstance(editor, QLineEdit):
            key = cast(QKeyEvent, event).key()
            if key in _LEAVING and self._mistake(editor):
                return True
            if key == Qt.Key.Key_Escape:
                self.mistaken.emit("")
        return super().eventFilter(editor, event)

    def _look_again(self, line: QLineEdit) -> None:
        if line.property("state") == "invalid":
            self._mistake(line)

    def _mistake(self, line: QLineEdit) -> str:
        """What is wrong with what was typed; said, and marked at the cell."""
        place = line.property("place")
        model = place.model()
        words = ""
        if isinstance(model, ProductsModel):
            try:
                changed_line(model.lines[place.row()], place.column(), line.text(), model.currency)
            except Invalid as error:
                words = error.message.text()
        dress(line, state="invalid" if words else "")
        self.mistaken.emit(words)
        return words

    # The catalogue

    def _ask(self, text: str, tell: Callable[[Sequence[Suggested]], None], line: QWidget) -> None:
        def take(found: Sequence[ProductRow]) -> None:
            self._offered = {product.id: product for product in found}
            pricing = self.pricing
            assert pricing is not None
            tell([Suggested(one.id, one.name, product_words(one, pricing)) for one in found])

        self._find(text, take, line)

    def _pick(self, line: SuggestLine) -> None:
        """A product was chosen: on to its quantity."""
        self.commitData.emit(line)
        self.closeEditor.emit(line, QStyledItemDelegate.EndEditHint.EditNextItem)

    # Drawing

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        table = cast("ProductsTable", option.widget)  # type: ignore[attr-defined]
        theme, column, row = table.theme, index.column(), index.row()
        colours = theme.colours
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        state = table.state_of(row)
        painter.save()
        paint_row_background(painter, rect, state, theme, first=column == HANDLE)
        is_live = (state.hovered or state.current) and not table.lines.is_locked
        room = rect.adjusted(_PADDING, 0, -_PADDING, -1)
        words = table.lines.words(row, column)
        if column == NAME:
            self._paint_name(painter, room, table, row)
        elif column == HANDLE and is_live:
            dots = rect.adjusted(_PADDING, 0, _PADDING // 2, 0)
            paint_icon(painter, dots, "dots-six-vertical-bold", colours.text_tertiary, _DOTS)
        elif column == REMOVE and is_live:
            paint_icon(painter, rect, "x", colours.text_tertiary, _CROSS)
        elif column == UNIT:
            paint_text(painter, room, words, theme.faces.body, colours.text_secondary)
        elif column == SUM:
            face = theme.faces.body_medium_digits
            paint_text(painter, room, words, face, colours.text, right=True)
        elif column in NUMBERS:
            is_none = column == DISCOUNT and not table.lines.lines[row].discount
            ink = colours.text_tertiary if is_none else colours.text
            paint_text(painter, room, words, theme.faces.body_digits, ink, right=True)
        painter.restore()

    @staticmethod
    def _paint_name(painter: QPainter, room: QRectF, table: ProductsTable, row: int) -> None:
        theme = table.theme
        words = table.lines.words(row, NAME)
        used = paint_text(painter, room, words, theme.faces.body, theme.colours.text)
        rest = room.adjusted(used + _SKU_GAP, 0, 0, 0)
        second = table.lines.second_words(row)
        # A letter or two of it would tell nothing.
        if rest.width() >= min(theme.faces.label.width(second), _SKU_LEAST):
            ink = theme.colours.text_tertiary
            paint_text(painter, rest, second, theme.faces.label, ink)
