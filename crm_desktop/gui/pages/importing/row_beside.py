"""The pane beside the columns: a row of the file as it will be, and the way to the next one.

Made by the steps that let columns go to fields. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.fields_pane import RecordText
from crm_desktop.gui.kit.painted import CutLabel
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.importing.row_pane import RowPane
from crm_desktop.gui.shell.numbers import shown_number

WIDTH = 232  # at 100 % text


class RowBeside(QFrame):
    """``row_wanted`` gives the place of the data row to be shown, from 0."""

    row_wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, kind="card", tone="alt")
        self.setFixedWidth(ThemeManager.instance().theme.grown(WIDTH))
        self.previous = self._arrow("caret-left", _("Previous row"))
        self.next = self._arrow("caret-right", _("Next row"))
        self.place = QLabel(self)
        dress(self.place, type="hint")
        self.pane = RowPane(self)
        self._place = self._rows = 0
        title = CutLabel(lambda theme: theme.faces.caption_strong, "text_secondary", self)
        title.setText(_("As it will be"))
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 6, 0)
        head.setSpacing(2)
        head.addWidget(title, 1)
        for widget in (self.previous, self.place, self.next):
            head.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 6, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.pane, 1)
        self.previous.clicked.connect(lambda: self._go(-1))
        self.next.clicked.connect(lambda: self._go(1))

    def _arrow(self, icon: str, name: str) -> QToolButton:
        button = QToolButton(self)
        dress(button, kind="icon")
        button.setToolTip(name)
        button.setAccessibleName(name)
        ThemeManager.instance().set_icon(button, icon)
        return button

    def begin(self, rows: int) -> None:
        """There are so many data rows; ask for the one that is looked at, which may have other
        values now."""
        self._rows = rows
        self._go(0)

    def tell_rows(self, rows: int) -> None:
        """There are so many data rows, as it turned out; where there are fewer than one has gone,
        ask for the last."""
        self._rows = rows
        if self._place < max(1, rows):
            self._tell_place()
        else:
            self._go(0)

    def clear(self) -> None:
        """Show nothing: which rows there are is not known any more."""
        self.pane.clear()
        self.place.clear()
        self.previous.setEnabled(False)
        self.next.setEnabled(False)

    def look_again(self) -> None:
        """Ask for the row that is looked at, or the first where nobody knows how many there are."""
        self.row_wanted.emit(self._place)

    def show_record(self, record: RecordText) -> None:
        """Show the row that was asked for."""
        self.pane.show_record(record)

    def _go(self, by: int) -> None:
        self._place = max(0, min(self._place + by, self._rows - 1))
        self._tell_place()
        if self._rows:
            self.row_wanted.emit(self._place)

    def _tell_place(self) -> None:
        self.previous.setEnabled(self._place > 0)
        self.next.setEnabled(self._place < self._rows - 1)
        self.place.setText(
            _("{number} of {all}").format(
                number=shown_number(min(self._place + 1, self._rows)), all=shown_number(self._rows)
            )
        )
