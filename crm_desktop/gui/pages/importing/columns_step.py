"""Step 2 of the wizard: where each column goes, and beside it a row as it will be.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.data.importing.drafts import RowDraft
from crm_desktop.features.data.importing.preview import Preview, Sureness
from crm_desktop.features.data.importing.recognise import COMPANIES, DEALS, PRODUCTS
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.importing.column_table import ColumnTable
from crm_desktop.gui.pages.importing.frames import Banner, framed, heading
from crm_desktop.gui.pages.importing.row_beside import WIDTH, RowBeside
from crm_desktop.gui.pages.importing.row_words import row_words
from crm_desktop.gui.shell.numbers import shown_number

# Whose own fields are offered for such rows, first those that the rows are.
_ENTITIES = {
    COMPANIES: ("company",),
    DEALS: ("deal", "contact", "company"),
    PRODUCTS: ("product",),
}


class ColumnsStep(QWidget):
    """``field_chosen`` gives a column's index and its field, ``region_chosen`` a country,
    ``row_wanted`` the place of the data row to be shown. ``remember``: whether columns shall go
    the same way in the next file with the same ones."""

    field_chosen = Signal(int, str)
    region_chosen = Signal(str)
    row_wanted = Signal(int)

    def __init__(self, region: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = ColumnTable(self)
        self.region = QComboBox(self)
        self.region.addItem(region, region)
        self.beside = RowBeside(self)
        self.remember = QCheckBox(_("&Remember for files with the same columns"), self)
        self.remember.setChecked(True)
        self.below = QLabel(self)
        self.banner = Banner(self)
        self._custom: dict[str, CustomFieldRow] = {}
        self._place_all()
        self.table.decided.connect(self.field_chosen)
        self.table.verticalScrollBar().rangeChanged.connect(self._tell_below)
        self.table.verticalScrollBar().valueChanged.connect(self._tell_below)
        self.region.activated.connect(
            lambda _index: self.region_chosen.emit(self.region.currentData())
        )
        self.beside.row_wanted.connect(self.row_wanted)

    def _place_all(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(framed(self.table), 1)
        middle.addWidget(self.beside)
        dress(self.below, type="hint")
        below = QHBoxLayout()
        below.addWidget(self.remember)
        below.addStretch()
        below.addWidget(self.below)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        layout.addSpacing(12)
        layout.addWidget(self.banner)
        layout.addSpacing(0)
        layout.addLayout(middle, 1)
        below.setContentsMargins(0, 12, 0, 12)
        layout.addLayout(below)
        QWidget.setTabOrder(self.region, self.table)
        QWidget.setTabOrder(self.table, self.beside.previous)
        QWidget.setTabOrder(self.beside.previous, self.beside.next)
        QWidget.setTabOrder(self.beside.next, self.beside.pane)
        QWidget.setTabOrder(self.beside.pane, self.remember)

    def _head(self) -> QHBoxLayout:
        self.country = QLabel(_("Phones without a country &code are from"), self)
        self.country.setBuddy(self.region)
        dress(self.country, type="label")
        dress(self.region, scale="small")
        self.region.setAccessibleName(self.country.text().replace("&", ""))
        self.region.setMaximumWidth(ThemeManager.instance().theme.grown(WIDTH))
        beside = QVBoxLayout()
        beside.setSpacing(2)
        beside.addWidget(self.country)
        beside.addWidget(self.region)
        head = QHBoxLayout()
        head.addLayout(
            heading(
                _("Where each column goes"),
                _("We matched the columns ourselves. Look at those marked yellow and red."),
                self,
            ),
            1,
        )
        head.addLayout(beside)
        return head

    # What is to be seen

    def show_preview(self, preview: Preview) -> None:
        """Show the columns, and ask for the row that is looked at."""
        self.table.columns.show_columns(preview.columns)
        self._custom = {one.id: one for one in preview.custom.values()}
        self._offer_own(preview)
        self.beside.begin(preview.data_rows)
        self._tell_below()

    def allow_making(self, *, is_allowed: bool) -> None:
        """Offer to make fields of columns, or don't: not everybody may."""
        self.table.picker.can_make = is_allowed

    def _offer_own(self, preview: Preview) -> None:
        has_phones = preview.recognition.rows_are != PRODUCTS
        self.country.setVisible(has_phones)
        self.region.setVisible(has_phones)
        entities = _ENTITIES.get(preview.recognition.rows_are, ("contact", "company"))
        there = [one for one in preview.custom.values() if one.version]
        self.table.picker.offer(there, entities)

    def _tell_below(self) -> None:
        rest = self.table.columns_below()
        words = ngettext("{number} more column below", "{number} more columns below", rest)
        self.below.setText(words.format(number=shown_number(rest)) if rest else "")

    def show_row(self, draft: RowDraft | None) -> None:
        """Show the row that was asked for."""
        self.beside.show_record(row_words(draft, self._custom))

    def offer_regions(self, regions: tuple[tuple[str, str], ...]) -> None:
        """Offer these countries, as (code, name)."""
        chosen = self.region.currentData()
        with QSignalBlocker(self.region):
            self.region.clear()
            for code, name in regions:
                self.region.addItem(name, code)
            self.region.setCurrentIndex(self.region.findData(chosen))


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
