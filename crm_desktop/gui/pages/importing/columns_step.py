"""Step 2 of the wizard: where each column goes, and beside it a row as it will be.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.data.importing.drafts import RowDraft
from crm_desktop.features.data.importing.preview import Preview, Sureness
from crm_desktop.gui.kit.fields_pane import FieldsPane
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.importing.column_table import ColumnTable
from crm_desktop.gui.pages.importing.frames import Banner, framed
from crm_desktop.gui.pages.importing.row_words import row_words
from crm_desktop.gui.shell.numbers import shown_number

_PANE_WIDTH = 276


class ColumnsStep(QWidget):
    """``field_chosen`` gives a column's index and its field, ``region_chosen`` a country,
    ``row_wanted`` the place of the data row to be shown."""

    field_chosen = Signal(int, str)
    region_chosen = Signal(str)
    row_wanted = Signal(int)

    def __init__(self, region: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = ColumnTable(self)
        self.region = QComboBox(self)
        self.region.addItem(region, region)
        self.previous = self._arrow("caret-left", _("Previous row"))
        self.next = self._arrow("caret-right", _("Next row"))
        self.place = QLabel(self)
        self.pane = FieldsPane(_("The row as it will be"), self)
        self.banner = Banner(self)
        self._place = 0
        self._rows = 0
        self._place_all()
        self.table.decided.connect(self.field_chosen)
        self.region.activated.connect(
            lambda _index: self.region_chosen.emit(self.region.currentData())
        )
        self.previous.clicked.connect(lambda: self._go(-1))
        self.next.clicked.connect(lambda: self._go(1))

    def _place_all(self) -> None:
        heading = QLabel(_("Where each column goes"), self)
        dress(heading, type="heading")
        sentence = QLabel(
            _("We matched the columns ourselves. Look at those marked yellow and red."), self
        )
        dress(sentence, tone="secondary")
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(framed(self.table), 1)
        middle.addWidget(self._beside())
        country = QLabel(_("Phones without a country &code are from"), self)
        country.setBuddy(self.region)
        self.region.setAccessibleName(country.text().replace("&", ""))
        below = QHBoxLayout()
        below.addWidget(country)
        below.addWidget(self.region)
        below.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(heading)
        layout.addWidget(sentence)
        layout.addWidget(self.banner)
        layout.addLayout(middle, 1)
        layout.addLayout(below)

    def _beside(self) -> QFrame:
        frame = QFrame(self)
        dress(frame, kind="card")
        frame.setFixedWidth(_PANE_WIDTH)
        title = QLabel(_("As it will be"), frame)
        dress(title, type="section")
        dress(self.place, type="label")
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 6, 0)
        head.addWidget(title, 1)
        for widget in (self.previous, self.place, self.next):
            head.addWidget(widget)
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(2, 8, 2, 2)
        layout.addLayout(head)
        layout.addWidget(self.pane, 1)
        return frame

    def _arrow(self, icon: str, name: str) -> QToolButton:
        button = QToolButton(self)
        dress(button, kind="icon")
        button.setToolTip(name)
        button.setAccessibleName(name)
        ThemeManager.instance().set_icon(button, icon)
        return button

    # What is to be seen

    def show_preview(self, preview: Preview) -> None:
        """Show the columns, and ask for the row that is looked at."""
        self.table.columns.show_columns(preview.columns)
        self._rows = preview.data_rows
        self._go(0)

    def show_row(self, draft: RowDraft | None) -> None:
        """Show the row that was asked for."""
        self.pane.show_record(row_words(draft))

    def offer_regions(self, regions: tuple[tuple[str, str], ...]) -> None:
        """Offer these countries, as (code, name)."""
        chosen = self.region.currentData()
        with QSignalBlocker(self.region):
            self.region.clear()
            for code, name in regions:
                self.region.addItem(name, code)
            self.region.setCurrentIndex(self.region.findData(chosen))

    def _go(self, by: int) -> None:
        self._place = max(0, min(self._place + by, self._rows - 1))
        self.previous.setEnabled(self._place > 0)
        self.next.setEnabled(self._place < self._rows - 1)
        self.place.setText(
            _("{number} of {all}").format(
                number=shown_number(min(self._place + 1, self._rows)), all=shown_number(self._rows)
            )
        )
        if self._rows:
            self.row_wanted.emit(self._place)


def readiness_words(preview: Preview) -> str:
    """``11 columns are ready, 1 goes to the note, 2 are left out``."""
    found = [column.sureness for column in preview.columns]
    ready, check = found.count(Sureness.SURE), found.count(Sureness.CHECK)
    unknown, out = found.count(Sureness.UNKNOWN), found.count(Sureness.LEFT_OUT)
    parts = (
        (ready, ngettext("{number} column is ready", "{number} columns are ready", ready)),
        (check, ngettext("check {number}", "check {number}", check)),
        (unknown, ngettext("{number} goes to the note", "{number} go to the note", unknown)),
        (out, ngettext("{number} is left out", "{number} are left out", out)),
    )
    return ", ".join(words.format(number=shown_number(count)) for count, words in parts if count)
