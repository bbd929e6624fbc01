"""The lines of a deal's products as a table model. GUI thread only.

Sums are kept line by line, so a change of one among thousands reckons only its own. ``edited`` is
emitted after a change by the person; changes from outside move, come and go row by row.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.core.values.money import (
    DealTotals,
    LineSum,
    Money,
    deal_totals,
    format_money,
    line_total,
)
from crm_desktop.core.values.numbers import shown_decimal
from crm_desktop.features.deals.rows import DealLine
from crm_desktop.gui.pages.deals.product_lines import (
    DISCOUNT,
    EDITABLE,
    EMPTY,
    NAME,
    NUMBERS,
    PRICE,
    QUANTITY,
    REMOVE,
    SUM,
    UNIT,
    changed_line,
    percent_words,
    typed_words,
)

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ProductsModel(QAbstractTableModel):
    """``lines`` in ``currency``; while ``is_locked`` nothing can be changed. Products whose id is
    in ``services`` are told as such."""

    edited = Signal()
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[DealLine] = []
        self.sums: list[LineSum] = []
        self.currency = "RUB"
        self.is_locked = False
        self.services: frozenset[str] = frozenset()

    # From outside

    def show(self, lines: Sequence[DealLine], currency: str, *, is_locked: bool) -> None:
        """Show these lines; rows that stay keep their places, choice and focus."""
        looks_other = (currency, is_locked) != (self.currency, self.is_locked)
        self.currency, self.is_locked = currency, is_locked
        same = min(len(lines), len(self.lines))
        first = next((n for n in range(same) if lines[n] != self.lines[n]), same)
        end = 0
        while end < same - first and lines[-1 - end] == self.lines[-1 - end]:
            end += 1
        old, new = len(self.lines) - first - end, len(lines) - first - end
        changed = min(old, new)
        for row in range(first, first + changed):
            self._set(row, lines[row])
        if changed:
            self._tell(first, first + changed - 1)
        if old > new:
            self._take_out(first + changed, old - new)
        elif new > old:
            self._put_in(first + changed, lines[first + changed : first + new])
        if looks_other and self.lines:
            self._tell(0, len(self.lines) - 1)

    def show_services(self, ids: Collection[str]) -> None:
        """Which products are services."""
        self.services = frozenset(ids)
        if self.lines:
            self._tell(0, len(self.lines) - 1)

    # By the person

    def change(self, row: int, line: DealLine) -> None:
        """Write a line anew."""
        if self.lines[row] != line:
            self._set(row, line)
            self._tell(row, row)
            self.edited.emit()

    def fill(self, row: int, lines: Sequence[DealLine]) -> None:
        """Write lines anew, from ``row`` down."""
        for number, line in enumerate(lines, start=row):
            self._set(number, line)
        self._tell(row, row + len(lines) - 1)
        self.edited.emit()

    def add(self, lines: Sequence[DealLine]) -> None:
        """Lines at the end."""
        self._put_in(len(self.lines), lines)
        if any(line.name for line in lines):
            self.edited.emit()

    def remove(self, rows: Collection[int]) -> None:
        """Take lines out."""
        had_names = any(self.lines[row].name for row in rows)
        for row in sorted(rows, reverse=True):
            self._take_out(row, 1)
        if had_names:
            self.edited.emit()

    def move(self, row: int, place: int) -> None:
        """Put a line where it shall stand once it is taken out."""
        if row == place or not 0 <= place < len(self.lines):
            return
        self.beginMoveRows(_ROOT, row, row, _ROOT, place + (place > row))
        self.lines.insert(place, self.lines.pop(row))
        self.sums.insert(place, self.sums.pop(row))
        self.endMoveRows()
        self.edited.emit()

    def totals(self) -> DealTotals:
        """What all lines come to."""
        return deal_totals(
            (total, line.vat if line.name else None)
            for line, total in zip(self.lines, self.sums, strict=True)
        )

    def _set(self, row: int, line: DealLine) -> None:
        self.lines[row], self.sums[row] = line, _sum(line)

    def _put_in(self, row: int, lines: Sequence[DealLine]) -> None:
        if lines:
            self.beginInsertRows(_ROOT, row, row + len(lines) - 1)
            self.lines[row:row] = lines
            self.sums[row:row] = map(_sum, lines)
            self.endInsertRows()

    def _take_out(self, row: int, number: int) -> None:
        self.beginRemoveRows(_ROOT, row, row + number - 1)
        del self.lines[row : row + number], self.sums[row : row + number]
        self.endRemoveRows()

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, REMOVE))

    # As views ask

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        """Handle, name, quantity, unit, price, discount, sum, the cross."""
        return 0 if parent.isValid() else REMOVE + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Which cells can be typed into."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        may_edit = index.column() in EDITABLE and not self.is_locked
        return usual | Qt.ItemFlag.ItemIsEditable if may_edit else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell: shown, as the editor begins, and for the ear."""
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(index.row(), column)
        if role == Qt.ItemDataRole.EditRole and column in EDITABLE:
            return typed_words(line, column, self.currency)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index.row(), column)
        if role == Qt.ItemDataRole.ToolTipRole and column == NAME:
            return " · ".join(filter(None, (line.name, line.sku)))
        return None

    def setData(  # noqa: N802
        self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Take what was typed; what does not fit is refused with words, the old value stays."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        row = index.row()
        try:
            self.change(
                row, changed_line(self.lines[row], index.column(), str(value), self.currency)
            )
        except Invalid as error:
            self.refused.emit(error.message.text())
            return False
        return True

    def headerData(  # noqa: N802
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """What the columns are called."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return head_words()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft
            if section in (*NUMBERS, SUM):
                side = Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def words(self, row: int, column: int) -> str:
        """What a cell shows."""
        line = self.lines[row]
        if column == SUM:
            return format_money(Money(self.sums[row].gross, self.currency)) if line.name else ""
        if column == NAME:
            return line.name
        if column == QUANTITY:
            return shown_decimal(line.quantity)
        if column == UNIT:
            return line.unit
        if column == PRICE:
            return format_money(Money(line.price_minor, self.currency))
        return percent_words(line.discount) if column == DISCOUNT else ""

    def widest_words(self, column: int) -> str:
        """What of this column needs the most room, near enough: its longest unit or quantity, its
        largest amount with a fraction."""
        if not self.lines:
            return ""
        if column in (UNIT, QUANTITY):
            texts = {line.unit if column == UNIT else str(line.quantity) for line in self.lines}
            longest = max(texts, key=len)
            return longest if column == UNIT else shown_decimal(Decimal(longest))
        amounts = (
            (abs(line.price_minor) for line in self.lines)
            if column == PRICE
            else (abs(one.gross) for one in self.sums)
        )
        return format_money(Money(max(amounts) // 10 * 10 + 9, self.currency))

    def second_words(self, row: int) -> str:
        """What stands small behind the name: the SKU, or that it is a service."""
        line = self.lines[row]
        return line.sku or (_("Service") if line.product_id in self.services else "")

    def _spoken(self, row: int, column: int) -> str:
        line = self.lines[row]
        if column == NAME:
            return ", ".join(filter(None, (line.name, self.second_words(row))))
        if column == REMOVE:
            return _("Remove “{name}”").format(name=line.name)
        words = self.words(row, column)
        if column == QUANTITY:
            words = f"{words} {line.unit}".rstrip()
        head = head_words()[column]
        return _("{field}: {value}").format(field=head, value=words) if words else head


def head_words() -> tuple[str, ...]:
    """The heads of the columns."""
    return (
        "",
        _("Product or service"),
        _("Qty"),
        _("Un."),
        _("Price"),
        _("Discount"),
        _("Sum"),
        "",
    )


def _sum(line: DealLine) -> LineSum:
    if line == EMPTY:
        return LineSum(0, 0, 0, 0, 0)
    return line_total(line.quantity, line.price_minor, line.discount, line.vat)
