"""Step 1 of the wizard: is the file read rightly? Real rows, and the choices that change them.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.data.importing.preview import Preview
from crm_desktop.features.data.importing.recognise import NO_HEADER
from crm_desktop.gui.kit.states import Button, ContentOrState
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.importing.frames import Banner, framed
from crm_desktop.gui.pages.importing.rows_table import RowsTable
from crm_desktop.gui.shell.numbers import shown_number

_ENCODINGS = (
    "utf-8", "windows-1251", "windows-1250", "windows-1252", "utf-16", "koi8-r", "cp866",
    "mac-cyrillic", "iso-8859-2",
)  # fmt: skip
_OFFERED_HEADER_ROWS = 10
_NAMED_ROWS = 5


class FileStep(QWidget):
    """Signals tell what the person decides; ``show_preview`` shows what follows from it."""

    another_wanted = Signal()
    encoding_chosen = Signal(object)  # str or None
    delimiter_chosen = Signal(object)  # str or None
    sheet_chosen = Signal(object)  # int or None
    header_chosen = Signal(object)  # int or None
    dates_chosen = Signal(object)  # bool or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLabel(self)
        self.facts = QLabel(self)
        self.another = QPushButton(_("Another file"), self)
        self.another.setAutoDefault(False)
        self.another.clicked.connect(self.another_wanted)
        self.encoding = Choice(_("&Encoding"), self)
        self.delimiter = Choice(_("Columns &divided by"), self)
        self.dates = Choice(_("Dates written &as"), self)
        self.header = Choice(_("&Names of columns"), self)
        self.sheet = Choice(_("&Sheet"), self)
        self.rows = RowsTable(self)
        self.hint = QLabel(self)
        self.banner = Banner(self)
        self._preview: Preview | None = None
        content = QWidget(self)
        self.states = ContentOrState(content, self)
        self._place_all(content)
        self._connect_choices()

    def _place_all(self, content: QWidget) -> None:
        heading = QLabel(_("Check that the file was read rightly"), content)
        dress(heading, type="heading")
        sentence = QLabel(
            _("Letters and columns should look as in the sheet. The file stays on your computer."),
            content,
        )
        sentence.setWordWrap(True)
        dress(sentence, tone="secondary")
        dress(self.hint, type="hint")
        choices = QHBoxLayout()
        choices.setSpacing(12)
        for box in (self.encoding, self.delimiter, self.dates, self.header, self.sheet):
            choices.addWidget(box)
        choices.addStretch()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        for widget in (heading, sentence, self._card()):
            inside.addWidget(widget)
        inside.addLayout(choices)
        inside.addWidget(framed(self.rows), 1)
        inside.addWidget(self.hint)
        inside.addWidget(self.banner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.states)

    def _card(self) -> QFrame:
        card = QFrame(self)
        dress(card, kind="card")
        picture = QToolButton(card)
        dress(picture, kind="icon")
        picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        ThemeManager.instance().set_icon(picture, "file-text", IconRole.ACTIVE, 22)
        dress(self.name, type="name")
        dress(self.facts, type="hint")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        layout = QHBoxLayout(card)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(picture)
        layout.addLayout(words, 1)
        layout.addWidget(self.another)
        return card

    def _connect_choices(self) -> None:
        for box, signal in (
            (self.encoding, self.encoding_chosen),
            (self.delimiter, self.delimiter_chosen),
            (self.sheet, self.sheet_chosen),
            (self.header, self.header_chosen),
            (self.dates, self.dates_chosen),
        ):
            box.list.activated.connect(
                lambda _index, box=box, signal=signal: signal.emit(box.list.currentData())
            )

    # What is to be seen

    def show_waiting(self, share: float) -> None:
        """The file is being read."""
        percent = shown_number(int(share * 100))
        self.hint.setText(_("Reading the file: {percent}%").format(percent=percent))
        if self._preview is None:
            self.states.show_loading()

    def show_failure(self, words: str) -> None:
        """The file can't be read: why, and the way out."""
        self._preview = None
        another = Button(_("Another file"), self.another.click)
        self.states.show_state(_("This file can't be imported"), words, [another])

    def show_nothing(self) -> None:
        """No file was chosen yet."""
        choose = Button(_("Choose a file"), self.another.click)
        self.states.show_state(
            _("Drop a file here"),
            _("Sheets (CSV, XLSX, XLS, ODS), address books (VCF), exports of other programs."),
            [choose],
        )

    def show_preview(
        self, preview: Preview, paths: Sequence[Path], decided: Sequence[object]
    ) -> None:
        """Show a file; ``decided``: encoding, delimiter, sheet, header row, order of dates, each
        ``None`` where the program has found it out itself."""
        self._preview = preview
        encoding, delimiter, sheet, header_row, day_first = decided
        self.name.setText(_names(paths))
        self.facts.setText(_facts(preview))
        self.encoding.offer(_encodings(preview), encoding)
        self.delimiter.offer(_delimiters(preview), delimiter)
        self.dates.offer(_dates(preview), day_first)
        # Only the first of several files is looked at, and the others may begin elsewhere.
        self.header.offer(_header_rows(preview) if len(paths) == 1 else [], header_row)
        self.sheet.offer(_sheets(preview), sheet)
        self.rows.show_preview(preview)
        self.hint.setText(_extent(preview))
        self.banner.tell(*_caution(preview))
        self.states.show_content()


class Choice(QWidget):
    """A list with its label above; hidden where there is nothing to choose."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        caption = QLabel(label, self)
        dress(caption, type="label")
        self.list = QComboBox(self)
        self.list.setAccessibleName(label.replace("&", ""))
        self.list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.list.setMaximumWidth(260)
        caption.setBuddy(self.list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(caption)
        layout.addWidget(self.list)

    def offer(self, choices: Sequence[tuple[str, object]], chosen: object) -> None:
        """Offer these (words, value) with the ``chosen`` one shown; nothing for none."""
        with QSignalBlocker(self.list):
            self.list.clear()
            for words, value in choices:
                self.list.addItem(words, value)
            values = [value for _words, value in choices]
            self.list.setCurrentIndex(values.index(chosen) if chosen in values else 0)
        self.list.setToolTip(self.list.currentText())
        self.setVisible(bool(choices))


def _names(paths: Sequence[Path]) -> str:
    if len(paths) == 1:
        return paths[0].name
    others = len(paths) - 1
    words = ngettext("{name} and {number} more file", "{name} and {number} more files", others)
    return words.format(name=paths[0].name, number=shown_number(others))


def _facts(preview: Preview) -> str:
    rows = ngettext("{number} row", "{number} rows", preview.rows)
    columns = ngettext("{number} column", "{number} columns", len(preview.columns))
    return _("{rows}, {columns}, {size}").format(
        rows=rows.format(number=shown_number(preview.rows)),
        columns=columns.format(number=shown_number(len(preview.columns))),
        size=QLocale().formattedDataSize(
            preview.size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat
        ),
    )


def _encodings(preview: Preview) -> list[tuple[str, object]]:
    if preview.encoding is None:
        return []
    found = _("{name}, found by us").format(name=_shown_encoding(preview.encoding))
    return [(found, None), *((_shown_encoding(name), name) for name in _ENCODINGS)]


def _shown_encoding(name: str) -> str:
    return name.upper() if name.startswith(("utf", "koi", "iso", "cp")) else name.capitalize()


def _delimiters(preview: Preview) -> list[tuple[str, object]]:
    if preview.kind == "vcard" or preview.encoding is None:
        return []
    names = {
        ";": _("a semicolon"),
        ",": _("a comma"),
        "\t": _("a tab"),
        "|": _("a vertical line"),
    }
    shown = names.get(preview.delimiter or "", preview.delimiter or _("nothing"))
    found = _("{name}, found by us").format(name=shown)
    return [(found, None), *((name, sign) for sign, name in names.items())]


def _dates(preview: Preview) -> list[tuple[str, object]]:
    """Only where the order of day and month can matter."""
    if not any(
        column.code in ("birthday", "created_at", "updated_at", "consent")
        for column in preview.columns
    ):
        return []
    day, month = _("DD.MM.YYYY"), _("MM/DD/YYYY")
    found = _("found by us")
    if preview.day_first is not None:
        found = _("{name}, found by us").format(name=day if preview.day_first else month)
    return [(found, None), (day, True), (month, False)]


def _header_rows(preview: Preview) -> list[tuple[str, object]]:
    """Nothing to choose in an address book, nor for several sheets at once."""
    if preview.kind == "vcard":
        return []
    found = _("none, found by us")
    if preview.header_row is not None:
        number = preview.top[preview.header_row].number
        found = _("in row {number}, found by us").format(number=shown_number(number))
    rows = preview.top[:_OFFERED_HEADER_ROWS]
    offered: list[tuple[str, object]] = [(found, None)]
    for index, row in enumerate(rows):
        words = _("in row {number}").format(number=shown_number(row.number))
        offered.append((words, index))
    return [*offered, (_("the file has none"), NO_HEADER)]


def _sheets(preview: Preview) -> list[tuple[str, object]]:
    if len(preview.sheets) < 2:
        return []
    number = len(preview.sheets)
    words = ngettext("all {number} sheet", "all {number} sheets", number)
    return [
        (words.format(number=shown_number(number)), None),
        *((name, place) for place, name in enumerate(preview.sheets)),
    ]


def _extent(preview: Preview) -> str:
    shown = len(preview.top)
    words = ngettext(
        "The first {number} row is shown.", "The first {number} rows are shown.", shown
    )
    return words.format(number=shown_number(shown))


def _caution(preview: Preview) -> tuple[str, str]:
    """(tone, words) of what should be known before going on, if anything."""
    words = list(preview.warnings)
    if preview.problems:
        words.append(_problem_words(preview))
    return ("warning", " ".join(words)) if words else ("", "")


def _problem_words(preview: Preview) -> str:
    count = len(preview.problems)
    numbers = ", ".join(shown_number(p.row_number) for p in preview.problems[:_NAMED_ROWS])
    if count > _NAMED_ROWS:
        numbers += "…"
    if preview.checked < preview.data_rows:
        words = ngettext(
            "Of the first {checked} rows {number} can't be imported ({rows}). The others will be, "
            "and it is listed at the end.",
            "Of the first {checked} rows {number} can't be imported ({rows}). The others will be, "
            "and these are listed at the end.",
            count,
        )
    else:
        words = ngettext(
            "{number} row can't be imported ({rows}). The others will be, and it is listed at "
            "the end.",
            "{number} rows can't be imported ({rows}). The others will be, and these are listed "
            "at the end.",
            count,
        )
    return words.format(
        number=shown_number(count), rows=numbers, checked=shown_number(preview.checked)
    )
