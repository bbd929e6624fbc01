"""Settings → Products and taxes: the rates of VAT. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.core.values.numbers import parse_number, shown_decimal
from crm_desktop.gui.kit.form_field import Line
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress


class VatRates(QWidget):
    """The rates of VAT in one line: ``22; 10; 7,5; 0``. ``wanted`` gives them in hundredths."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = Line(self)
        self.line.setAccessibleName(_("Rates of VAT, %"))
        dress(self.line, scale="small")
        self.mistake = plain_label("", type="hint", tone="danger")
        self.mistake.setWordWrap(True)
        self.mistake.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(2)
        column.addWidget(self.line)
        column.addWidget(self.mistake)
        self._was = ""
        self.line.textEdited.connect(lambda: self.tell(""))
        self.line.editingFinished.connect(self._give)

    def show_rates(self, rates: Sequence[int]) -> None:
        """Show these, unless something else is being typed."""
        words = "; ".join(shown_decimal(Decimal(rate) / 100) for rate in rates)
        if self.line.text() == self._was:
            self.line.setText(words)
        self._was = words
        self.tell("")

    def tell(self, words: str) -> None:
        """Say what is wrong; what was typed stays."""
        self.mistake.setText(words)
        self.mistake.setVisible(bool(words))

    def _give(self) -> None:
        text = self.line.text().strip()
        if text == self._was:
            return
        try:
            parts = [part.strip(" %") for part in text.replace("%", ";").split(";")]
            rates = [int(parse_number(part) * 100) for part in parts if part]
        except Invalid as error:
            self.tell(error.message.text())
            return
        self._was = self.line.text()
        self.wanted.emit(tuple(rates))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc gives the rates of before back."""
        if event.key() == Qt.Key.Key_Escape:
            self.line.setText(self._was)
            self.tell("")
        else:
            super().keyPressEvent(event)
