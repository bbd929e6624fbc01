"""The very first start: the language, and how to begin (interaction.md, section 19).

Shown by ``gui/program.py`` where no workspace was ever used. It only asks: ``decided`` gives the
workspace to open. GUI thread only; the sample is made on a thread of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import LANGUAGES, _, current_language
from crm_desktop.gui.bridge.faults import is_expected, report_bug, was_wanted, words_for
from crm_desktop.gui.bridge.opening import Password, own_workspace, sample_workspace
from crm_desktop.gui.kit.painted import CutLabel, IconMark, plain_label
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.first_run.cards import CardGroup, LanguageCard, WayCard
from crm_desktop.gui.pages.first_run.office import OfficeDialog
from crm_desktop.gui.pages.first_run.sample import SampleMaking
from crm_desktop.gui.shell.language import OWN_NAMES
from crm_desktop.gui.shell.preferences import Preferences
from crm_desktop.gui.shell.product_mark import ProductMark

_SMALLEST = (900, 640)
_FIRST = (1120, 720)
_WIDTH = 760
_IMPORTED = "*.csv *.tsv *.txt *.xlsx *.xls *.ods *.vcf"
# A way to begin: its icon and the colour of its tile.
_WAYS = {
    "own": ("desktop", "blue"),
    "office": ("users-three", "violet"),
    "import": ("download-simple", "teal"),
    "sample": ("compass", "amber"),
}


@dataclass(frozen=True)
class Beginning:
    """What the person decided: the workspace to open, the files to bring into it, and whether
    the first contact is typed at once."""

    address: str
    create: bool = True
    files: tuple[Path, ...] = ()
    wants_contact: bool = False
    password: Password | None = None


class FirstRunWindow(QWidget):
    """Two questions. ``files`` that the program was started with are brought in."""

    decided = Signal(object)  # Beginning
    closed = Signal()

    def __init__(self, preferences: Preferences, files: tuple[Path, ...] = ()) -> None:
        super().__init__()
        self._preferences = preferences
        self._files = files
        self._place = Path(own_workspace())
        self._making: SampleMaking | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(self, kind="page")
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_FIRST)
        self.welcome = plain_label("", type="display")
        self.hint = plain_label("", tone="secondary")
        self.language_label = plain_label("", type="subheading")
        self.way_label = plain_label("", type="subheading")
        self.languages = {
            language: LanguageCard(OWN_NAMES[language], self) for language in LANGUAGES
        }
        self.ways = {name: WayCard(*look, self) for name, look in _WAYS.items()}
        self._groups = (CardGroup(self), CardGroup(self))
        self.folder = CutLabel(lambda theme: theme.faces.label, "text_secondary", self)
        self.change_folder = QPushButton(self)
        self.open_file = QPushButton(self)
        self.begin = QPushButton(self)
        self.bar = QProgressBar(self)
        self.stop = QPushButton(self)
        self.trouble = plain_label("", tone="danger")
        self.privacy = plain_label("", type="hint")
        self._lay_out()
        self._connect()
        self.ways["own"].setChecked(True)
        self.languages[current_language()].setChecked(True)
        self._say()
        self._show_making(False)
        self.begin.setFocus(Qt.FocusReason.OtherFocusReason)

    # Making

    def _lay_out(self) -> None:
        line = ThemeManager.instance().theme.faces.body.line
        for label in (self.hint, self.language_label, self.way_label):
            label.setMinimumHeight(line)
        for label in (self.hint, self.trouble):
            label.setWordWrap(True)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(3)
        middle.addWidget(self.welcome)
        middle.addSpacing(6)
        middle.addWidget(self.hint)
        middle.addSpacing(28)
        middle.addWidget(self.language_label)
        middle.addSpacing(8)
        middle.addLayout(self._language_row())
        middle.addSpacing(24)
        middle.addWidget(self.way_label)
        middle.addSpacing(8)
        middle.addLayout(self._way_grid())
        middle.addSpacing(24)
        middle.addLayout(self._foot())
        middle.addSpacing(8)
        middle.addWidget(self.trouble)
        middle.addStretch(5)
        box = QWidget(self)
        box.setLayout(middle)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.addLayout(_name_row(self))
        column.addWidget(Scrolled(self, _in_the_middle(box)), 1)
        column.addLayout(self._privacy_row())

    def _language_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        for card in self.languages.values():
            self._groups[0].addButton(card)
            row.addWidget(card, 1)
        return row

    def _way_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(12)
        for number, card in enumerate(self.ways.values()):
            self._groups[1].addButton(card)
            grid.addWidget(card, number // 2, number % 2)
            grid.setColumnStretch(number % 2, 1)
        return grid

    def _foot(self) -> QHBoxLayout:
        for button in (self.change_folder, self.open_file):
            dress(button, kind="link", scale="tiny")
        dress(self.begin, kind="primary", scale="large")
        self.folder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        place = QHBoxLayout()
        place.setSpacing(8)
        self._folder_mark = IconMark("folder-simple", "text_tertiary", 16, self)
        for widget in (self._folder_mark, self.folder, self.change_folder):
            place.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(place)
        row.addStretch(1)
        row.addWidget(self.open_file)
        row.addWidget(self.bar, 100)
        row.addWidget(self.stop)
        row.addWidget(self.begin)
        return row

    def _privacy_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addStretch()
        row.addWidget(IconMark("lock-simple", "text_tertiary", 14, self))
        row.addWidget(self.privacy)
        row.addStretch()
        return row

    def _connect(self) -> None:
        for language, card in self.languages.items():
            card.clicked.connect(partial(self._choose_language, language))
        for way in self.ways.values():
            way.toggled.connect(self._say_way)
        self.change_folder.clicked.connect(self._choose_folder)
        self.open_file.clicked.connect(self._choose_workspace)
        self.begin.clicked.connect(self._begin)
        self.stop.clicked.connect(self._stop_making)
        self._preferences.language_changed.connect(self._say)

    # Words

    def _say(self) -> None:
        """All words, in the language that is spoken now."""
        self.setWindowTitle(_("CRM Desktop"))
        self.welcome.setText(_("Welcome"))
        self.hint.setText(
            _("Two questions, and you can work. All of this can be changed later in the settings.")
        )
        self.language_label.setText(_("Language"))
        self.way_label.setText(_("How do we begin"))
        own, office, bring, sample = self.ways.values()
        own.say(
            _("On this computer"),
            _("I work alone. The data lie on my disk, no internet is needed."),
        )
        office.say(
            _("Join the office"),
            _("Colleagues work in CRM Desktop already. The address and a password are needed."),
        )
        bring.say(
            _("Bring my data"),
            _("From Excel, CSV, vCard or another CRM. First we show what will come of it."),
        )
        sample.say(
            _("Look around with a sample"),
            _("A ready workspace with people and companies. Delete it whenever you like."),
        )
        self.change_folder.setText(_("Change"))
        self.change_folder.setAccessibleName(_("Change the folder"))
        self.open_file.setText(_("Open a workspace…"))
        self.stop.setText(_("Stop"))
        self.bar.setAccessibleName(_("The sample is being made"))
        self.privacy.setText(
            _("The data don’t leave this computer until you connect an office yourself.")
        )
        self._say_way()

    def _say_way(self) -> None:
        """The button names what it does, and the folder stands where it matters."""
        way = self.way
        words = {
            "own": _("Start working"),
            "office": _("Join…"),
            "import": _("Choose files…") if not self._files else _("Start working"),
            "sample": _("Look around"),
        }
        self.begin.setText(words[way])
        self.folder.setText(_("Folder: {folder}").format(folder=self._place.parent))
        has_folder = way in ("own", "import") and self._making is None
        for part in (self.folder, self.change_folder, self._folder_mark):
            part.setVisible(has_folder)

    @property
    def way(self) -> str:
        """The way that is chosen."""
        return next(name for name, card in self.ways.items() if card.isChecked())

    # Deciding

    def take_files(self, files: tuple[Path, ...]) -> None:
        """The program was started once more, with these to bring in."""
        self._files += files
        self._say_way()

    def _choose_language(self, language: str, _checked: bool = False) -> None:
        self._preferences.choose(lambda settings: replace(settings, language=language))

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, _("Folder of the workspace"), str(self._place.parent)
        )
        if folder:
            self._place = Path(folder, self._place.name)
            self._say_way()

    def _choose_workspace(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self, _("Open a workspace"))
        if name:
            self._decide(Beginning(name, create=False, files=self._files))

    def _begin(self) -> None:
        if self._making is not None:
            return
        self.trouble.clear()
        {
            "own": self._begin_own,
            "office": self._begin_office,
            "import": self._begin_import,
            "sample": self._begin_sample,
        }[self.way]()

    def _begin_own(self) -> None:
        self._decide(Beginning(str(self._place), files=self._files, wants_contact=not self._files))

    def _begin_office(self) -> None:
        dialog = OfficeDialog(self)
        dialog.chosen.connect(self._join)
        dialog.open()

    def _join(self, address: str, password: Password | None) -> None:
        self._decide(Beginning(address, files=self._files, password=password))

    def _begin_import(self) -> None:
        files = self._files or self._choose_files()
        if files:
            self._decide(Beginning(str(self._place), files=files))

    def _choose_files(self) -> tuple[Path, ...]:
        kinds = _("Tables and address books")
        names, _filter = QFileDialog.getOpenFileNames(
            self, _("Import"), "", f"{kinds} ({_IMPORTED})"
        )
        return tuple(map(Path, names))

    def _decide(self, beginning: Beginning) -> None:
        language = current_language()  # the system's, unless another one was pressed
        self._choose_language(language)
        self.decided.emit(beginning)

    # The sample

    def _begin_sample(self) -> None:
        making = SampleMaking(Path(sample_workspace()), current_language(), self)
        making.made.connect(self._show_sample)
        making.failed.connect(self._tell_trouble)
        making.progressed.connect(self._show_progress)
        self._making = making
        self.bar.setRange(0, 0)
        self._show_making(True)
        making.start()

    def _show_sample(self) -> None:
        self._making = None
        self._decide(Beginning(sample_workspace(), create=False, files=self._files))

    def _tell_trouble(self, error: BaseException) -> None:
        self._making = None
        self._show_making(False)
        if not was_wanted(error):
            if not is_expected(error):
                report_bug(error)
            self.trouble.setText(words_for(error))

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _stop_making(self) -> None:
        if self._making is not None:
            self._making.stop()

    def _show_making(self, is_making: bool) -> None:
        for card in (*self.ways.values(), *self.languages.values()):
            card.setEnabled(not is_making)
        for button in (self.begin, self.open_file):
            button.setVisible(not is_making)
        self.bar.setVisible(is_making)
        self.stop.setVisible(is_making)
        self._say_way()
        (self.stop if is_making else self.begin).setFocus(Qt.FocusReason.OtherFocusReason)

    # The window

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter begins, unless another button has the focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            focused.click() if isinstance(focused, QPushButton) else self._begin()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Nothing half made stays behind."""
        self._stop_making()
        super().closeEvent(event)
        self.closed.emit()


def _in_the_middle(box: QWidget) -> QWidget:
    """A sheet with ``box`` in its middle, no wider than its sentences are pleasant to read."""
    box.setMaximumWidth(ThemeManager.instance().theme.grown(_WIDTH))
    sheet = QWidget()
    row = QHBoxLayout(sheet)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(box, 100)
    row.addStretch(1)
    return sheet


def _name_row(window: QWidget) -> QHBoxLayout:
    name = QLabel(_("CRM Desktop"), window)
    dress(name, type="subheading")
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(ProductMark(window))
    row.addWidget(name)
    row.addStretch()
    return row
