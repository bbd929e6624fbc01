"""What the products of a deal come to: before the discount, the discount, VAT by rate, in all.

Shown below the products table. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.values.money import Money, format_money
from crm_desktop.gui.kit.painted import align_digits
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.deals.product_lines import percent_words
from crm_desktop.gui.pages.deals.products_model import ProductsModel

_TOTALS = 272


class Totals(QWidget):
    """What the lines come to: before the discount, the discount, VAT by rate, in all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnMinimumWidth(1, 90)
        self.setMinimumWidth(_TOTALS)
        self.rows: list[tuple[str, str]] = []

    def show_sums(self, lines: ProductsModel) -> None:
        """Those of these lines."""
        rows = total_rows(lines)
        if rows == self.rows:
            return
        self.rows = rows
        while (item := self.grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, (name, amount) in enumerate(rows):
            is_last = number == len(rows) - 1
            for column, words in enumerate((name, amount)):
                label = QLabel(words, self)
                align_digits(label)
                label.setTextFormat(Qt.TextFormat.PlainText)
                if is_last:
                    dress(label, type="heading")
                else:
                    dress(label, tone="secondary")
                side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                self.grid.addWidget(label, number, column, side)
        self.setAccessibleName(". ".join(f"{name}: {amount}" for name, amount in rows))


def total_rows(lines: ProductsModel) -> list[tuple[str, str]]:
    """The sums below the table, each with its name; what is nothing is left out."""
    totals = lines.totals()

    def shown(minor: int) -> str:
        return format_money(Money(minor, lines.currency))

    rows = []
    if totals.discount:
        rows.append((_("Before discount"), shown(totals.full)))
        rows.append((_("Discount"), shown(-totals.discount)))
    for rate, minor in totals.vat.items():
        if rate:
            words = _("Including VAT {percent}").format(percent=percent_words(rate))
            rows.append((words, shown(minor)))
    return [*rows, (_("Total"), shown(totals.gross))]
