"""Step 1 of the wizard: is the file read rightly? Real rows, and the choices that change them.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.features.custom_lists.rows import CustomListRow
from crm_desktop.features.data.importing.preview import Preview
from crm_desktop.features.data.importing.recognise import NO_HEADER
from crm_desktop.features.data.importing.sources import VCARD
from crm_desktop.gui.kit.fields_pane import STACKED_PERCENT
from crm_desktop.gui.kit.painted import IconMark
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.states import Button, ContentOrState
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.importing.file_words import (
    caution,
    delimiters,
    encodings,
    extent_words,
    facts_of,
    header_rows,
    names_of,
    number_styles,
    orders_of_dates,
    sheets,
)
from crm_desktop.gui.pages.importing.frames import Banner, framed, heading
from crm_desktop.gui.pages.importing.garbled import looks_garbled
from crm_desktop.gui.pages.importing.rows_table import RowsTable
from crm_desktop.gui.shell.numbers import shown_number

_LETTERS_OF_NUMBERS = 10  # of both readings, whatever else stands beside them
_LEAST_ROWS = 80  # high, at 100 % text: two of them and their scroll bar


class FileStep(QWidget):
    """Signals tell what the person decides; ``show_preview`` shows what follows from it."""

    another_wanted = Signal()
    once_more_wanted = Signal()
    encoding_chosen = Signal(object)  # str or None
    delimiter_chosen = Signal(object)  # str or None
    sheet_chosen = Signal(object)  # int or None
    header_chosen = Signal(object)  # int or None
    dates_chosen = Signal(object)  # bool or None
    numbers_chosen = Signal(object)  # str or None
    list_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLabel(self)
        self.facts = QLabel(self)
        self.another = QPushButton(_("Another &file"), self)
        self.another.setAutoDefault(False)
        self.another.clicked.connect(self.another_wanted)
        self.into = QComboBox(self)
        self.into.setAccessibleName(_("What the rows become"))
        self.into.hide()
        self.encoding = Choice(_("&Encoding"), 262, self)
        self.delimiter = Choice(_("Columns &divided by"), 180, self)
        self.dates = Choice(_("Dates written &as"), 160, self)
        self.numbers = Choice(_("N&umbers read as"), 160, self)
        self.numbers.list.setMinimumContentsLength(_LETTERS_OF_NUMBERS)
        self.sheet = Choice(_("&Sheet"), 180, self)
        self.header = Choice(_("&Names of columns"), 180, self)
        self.has_header = QCheckBox(_("The first row &holds names of columns"), self)
        self.has_header.hide()
        self.rows = RowsTable(self)
        self.rows.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.hint = QLabel(self)
        self.banner = Banner(self)
        self.is_garbled = False
        self._preview: Preview | None = None
        self._decided: Sequence[object] = ()
        self._list = ""
        content = QWidget(self)
        dress(content, kind="clear")
        self.states = ContentOrState(Scrolled(None, content, sideways=True), self)
        self._place_all(content)
        self._connect_choices()

    def _place_all(self, content: QWidget) -> None:
        dress(self.hint, type="hint")
        dress(self.has_header, kind="switch")
        choices = QHBoxLayout()
        choices.setSpacing(12)
        ways = (self.encoding, self.delimiter, self.dates, self.numbers, self.sheet, self.header)
        for box in ways:
            choices.addWidget(box)
        choices.addSpacing(8)
        choices.addStretch()
        theme = ThemeManager.instance().theme
        self.has_header.setMinimumHeight(theme.size.control)
        self.rows.setMinimumHeight(theme.grown(_LEAST_ROWS))
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 14)
        inside.setSpacing(0)
        inside.addLayout(
            heading(
                _("Check that the file was read rightly"),
                _(
                    "Letters and columns should look as in the sheet. The file stays on your "
                    "computer."
                ),
                content,
            )
        )
        inside.addSpacing(12)
        inside.addWidget(self._card())
        inside.addSpacing(12)
        inside.addLayout(choices)
        if theme.text_percent > STACKED_PERCENT:  # large letters leave no room beside the lists
            inside.addWidget(self.has_header)
        else:
            bottom = Qt.AlignmentFlag.AlignBottom
            choices.insertWidget(choices.count() - 1, self.has_header, 0, bottom)
        inside.addSpacing(12)
        inside.addWidget(framed(self.rows), 1)
        inside.addSpacing(8)
        inside.addWidget(self.hint)
        inside.addSpacing(8)
        inside.addWidget(self.banner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.states)

    def _card(self) -> QFrame:
        card = QFrame(self)
        dress(card, kind="card")
        picture = IconMark("file-text", "accent", 26, card)
        dress(self.name, type="name")
        dress(self.facts, type="hint", tone="secondary")
        dress(self.another, scale="small")
        faces = ThemeManager.instance().theme.faces
        words = QVBoxLayout()
        words.setSpacing(0)
        for label, face in ((self.name, faces.body), (self.facts, faces.label)):
            label.setMinimumHeight(face.line)
            words.addWidget(label)
        layout = QHBoxLayout(card)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(12)
        layout.addWidget(picture)
        layout.addLayout(words, 1)
        layout.addWidget(self.into)
        layout.addWidget(self.another)
        return card

    def _connect_choices(self) -> None:
        for box, signal in (
            (self.encoding, self.encoding_chosen),
            (self.delimiter, self.delimiter_chosen),
            (self.sheet, self.sheet_chosen),
            (self.header, self.header_chosen),
            (self.dates, self.dates_chosen),
            (self.numbers, self.numbers_chosen),
        ):
            box.list.activated.connect(
                lambda _index, box=box, signal=signal: signal.emit(box.list.currentData())
            )
        self.into.activated.connect(self._tell_list)
        self.has_header.clicked.connect(
            lambda is_on: self.header_chosen.emit(0 if is_on else NO_HEADER)
        )
        self.banner.pressed.connect(self._show_problems)

    def _tell_list(self, _index: int) -> None:
        self.list_chosen.emit(self.into.currentData())

    # What is to be seen

    def offer_lists(self, lists: Sequence[CustomListRow]) -> None:
        """Offer these as well: rows can become their entries instead of what they look like."""
        self.into.addItem(_("As recognised"), "")
        for row in lists:
            self.into.addItem(_("Into “{name}”").format(name=row.name), row.entity)
        self.into.setVisible(bool(lists))
        self.choose_list(self._list)

    def choose_list(self, entity: str) -> None:
        """Show this one as chosen, as soon as lists are offered."""
        self._list = entity
        self._offer_shape()
        self._tell_caution()
        self.into.setCurrentIndex(max(0, self.into.findData(entity)))

    def show_waiting(self, share: float) -> None:
        """The file is being read."""
        percent = shown_number(int(share * 100))
        self.hint.setText(_("Reading the file: {percent}%").format(percent=percent))
        if self._preview is None:
            self.states.show_loading()

    def show_failure(self, words: str) -> None:
        """The file can't be read: why, and the ways out."""
        self._preview = None
        another = Button(_("Another &file"), self.another.click)
        again = Button(_("&Try again"), self.once_more_wanted.emit)
        self.states.show_state(_("This file can’t be imported"), words, [another, again])

    def show_nothing(self) -> None:
        """No file was chosen yet."""
        choose = Button(_("Choose a &file"), self.another.click)
        self.states.show_state(
            _("Drop a file here"),
            _("Sheets (CSV, XLSX, XLS, ODS), address books (VCF), exports of other programs."),
            [choose],
        )

    def show_preview(
        self, preview: Preview, paths: Sequence[Path], decided: Sequence[object]
    ) -> None:
        """Show a file; ``decided``: encoding, delimiter, sheet, header row, order of dates, what
        stands before decimals, each ``None`` where the program has found it out itself."""
        self._preview, self._decided = preview, decided
        encoding, delimiter, sheet, *_rows = decided
        self.is_garbled = preview.encoding is not None and looks_garbled(
            cell for row in preview.top for cell in row.cells
        )
        self.name.setText(names_of(paths))
        self.facts.setText(facts_of(preview))
        self.encoding.offer(encodings(preview, encoding), encoding)
        self.encoding.warn(self.is_garbled)
        self.delimiter.offer(delimiters(preview, delimiter), delimiter)
        self.sheet.offer(sheets(preview), sheet)
        self._offer_shape()
        alone = _("This is for {file} only. Each of the other files is read on its own.")
        told = alone.format(file=preview.path.name) if len(paths) > 1 else ""
        self.has_header.setToolTip(told)
        for widget in (self.has_header, self.header.list):
            widget.setAccessibleDescription(told)
        self.states.show_content()
        self.rows.show_preview(preview)
        self.hint.setText(extent_words(preview, self.rows.shown_columns))
        self._tell_caution()

    def _offer_shape(self) -> None:
        """Which row names the columns, and how dates and numbers are written; a list finds out
        the latter two, and may find the names in another row."""
        preview = self._preview
        if preview is None:
            return
        *_reading, header_row, day_first, mark = self._decided
        dates = [] if self._list else orders_of_dates(preview, day_first)
        self.dates.offer(dates, day_first)
        self.numbers.offer([] if self._list else number_styles(preview, mark), mark)
        can_have_header = preview.kind != VCARD
        is_first, is_list = preview.header_row == 0, bool(self._list)
        is_asked = can_have_header and (is_list or not is_first)
        self.header.offer(
            header_rows(preview, is_known=not is_list) if is_asked else [], header_row
        )
        is_switch = is_first or preview.header_row is None
        self.has_header.setVisible(can_have_header and is_switch and not is_list)
        self.has_header.setChecked(is_first)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """More or fewer columns are to be seen."""
        super().resizeEvent(event)
        if self._preview is not None:
            self.hint.setText(extent_words(self._preview, self.rows.shown_columns))

    def _tell_caution(self) -> None:
        """What is wrong with the letters, or with rows; to a list these are other rows."""
        if self._preview is None:
            return
        rows_are_known = not self._list or self.is_garbled
        words = caution(self._preview, is_garbled=self.is_garbled) if rows_are_known else ("", "")
        self.banner.tell(*words)

    def _show_problems(self) -> None:
        for problem in self._preview.problems if self._preview is not None else ():
            if self.rows.go_to_row(problem.row_number):
                return


class Choice(QWidget):
    """A list with its label above; hidden where there is nothing to choose."""

    def __init__(self, label: str, width: int, parent: QWidget | None = None) -> None:
        """``width`` at 100 % text, where there is room."""
        super().__init__(parent)
        caption = QLabel(label, self)
        dress(caption, type="label")
        self.list = QComboBox(self)
        self.list.setAccessibleName(label.replace("&", ""))
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.list.setMinimumContentsLength(6)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.list.setSizeAdjustPolicy(policy)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._width, self._longest = width, 0
        caption.setBuddy(self.list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(caption)
        layout.addWidget(self.list)
        self.hide()

    def sizeHint(self) -> QSize:  # noqa: N802
        """The width that was asked for, or that of its longest words."""
        return QSize(self._wanted(), super().sizeHint().height())

    def _wanted(self) -> int:
        return max(ThemeManager.instance().theme.grown(self._width), self._longest)

    def _width_of_words(self) -> int:
        """Not to be asked while things are laid out: it would have them laid out anew, for ever."""
        self.list.ensurePolished()
        usual = self.list.sizeAdjustPolicy()
        self.list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        words = self.list.sizeHint().width()
        self.list.setSizeAdjustPolicy(usual)
        return words

    def offer(self, choices: Sequence[tuple[str, object]], chosen: object) -> None:
        """Offer these (words, value) with the ``chosen`` one shown; nothing for none."""
        with QSignalBlocker(self.list):
            self.list.clear()
            for words, value in choices:
                self.list.addItem(words, value)
            values = [value for _words, value in choices]
            self.list.setCurrentIndex(values.index(chosen) if chosen in values else 0)
        self.list.setToolTip(self.list.currentText())
        self._longest = self._width_of_words()
        self.setMaximumWidth(self._wanted())
        self.setVisible(bool(choices))

    def warn(self, is_wrong: bool) -> None:
        """Draw the eye to a choice that is probably wrong."""
        dress(self.list, state="invalid" if is_wrong else "")
