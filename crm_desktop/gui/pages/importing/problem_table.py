"""The rows of an import that need a look: what is wrong with each, and what was done with it.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.data.entries.commands import EntriesImported
from crm_desktop.features.data.importing.commands import (
    ImportResult,
    PossibleDuplicate,
    RowProblem,
)
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.pages.importing.plain_cells import PlainCells
from crm_desktop.gui.shell.numbers import shown_number

_ROW, _HIGHEST_ROW = 38, 76
_MOST_ROWS = 500  # to read; the file has all that were not imported
_WIDTHS = (76, 180)
_LEAST_WIDTH = 160
_REST_MS = 100


class ProblemLine(NamedTuple):
    """One row in words; ``number`` is the one it has in the file."""

    number: int
    name: str
    wrong: str
    done: str


def problem_line(problem: RowProblem) -> ProblemLine:
    """A row that can't be imported."""
    return ProblemLine(problem.row_number, _("(empty)"), problem.reason, _("The row is left out."))


def problem_lines(result: ImportResult | EntriesImported) -> list[ProblemLine]:
    """Rows that were not imported, then possible duplicates, then deals of clients on the
    blacklist, then links that were not found; the first of many."""
    return list(islice(_lines(result), _MOST_ROWS))


def _lines(result: ImportResult | EntriesImported) -> Iterator[ProblemLine]:
    for problem in result.problems:
        yield problem_line(problem)
    for pair in result.possible_duplicates if isinstance(result, ImportResult) else ():
        yield ProblemLine(pair.row_number, pair.name, _told(pair), _("Both were kept."))
    for deal in result.barred if isinstance(result, ImportResult) else ():
        wrong = _("{name} is on the blacklist").format(name=isolated(deal.client))
        yield ProblemLine(deal.row_number, deal.title, wrong, _("The deal was created."))
    for cell in result.missed.cells:
        done = _("The value is in the note.")
        yield ProblemLine(cell.row_number, cell.name, cell.reason, done)


def _told(pair: PossibleDuplicate) -> str:
    if pair.like:
        like = _(
            "A company with the same phone, e-mail or e-mail domain is here already: {company}"
        )
        return like.format(company=pair.like)
    if pair.company:
        named = _("There is a contact of that name at {company} already.")
        return named.format(company=pair.company)
    return _("That name is here already.")


class ProblemTable(QTableWidget):
    """To be read and copied from: long words stand on up to three lines, and are told whole on
    pointing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self.setAccessibleName(_("What to look at"))
        self.show_problems(())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setItemDelegate(PlainCells(self, has_line=True))
        self.verticalHeader().hide()
        # Measuring all rows at each step of a resize would make it falter.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._rest = single_shot(self, self.resizeRowsToContents, _REST_MS)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        first = self.horizontalHeaderItem(0)
        if first is not None:
            first.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(_WIDTHS[0])
        header.sectionResized.connect(lambda *_widths: self._rest.start())
        ThemeManager.instance().changed.connect(self._follow_theme)
        self._follow_theme()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """The rows are as high as they will stay, from the beginning."""
        super().showEvent(event)
        self.resizeRowsToContents()

    def show_problems(self, lines: Sequence[ProblemLine], names: str = "") -> None:
        """Show these; ``names``: what the rows are called by."""
        self.setHorizontalHeaderLabels(
            [_("Row"), names or _("Contact"), _("What is wrong"), _("What we did")]
        )
        self.setRowCount(len(lines))
        for place, line in enumerate(lines):
            for section, words in enumerate((shown_number(line.number), *line[1:])):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.setItem(place, section, item)
        self._follow_theme()

    def _follow_theme(self) -> None:
        theme = ThemeManager.instance().theme
        self.verticalHeader().setMinimumSectionSize(theme.grown(_ROW))
        self.verticalHeader().setMaximumSectionSize(theme.grown(_HIGHEST_ROW))
        for section, width in enumerate(_WIDTHS):
            self.setColumnWidth(section, theme.grown(width))
        self.resizeColumnToContents(3)
        self.setColumnWidth(3, max(self.columnWidth(3), theme.grown(_LEAST_WIDTH)))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for place in range(self.rowCount()):
            number, name, wrong = (self.item(place, section) for section in range(3))
            if number is not None and name is not None and wrong is not None:
                number.setTextAlignment(right)
                number.setForeground(theme.colours.text_tertiary)
                name.setFont(theme.faces.body_medium.font)
                wrong.setForeground(theme.colours.text_secondary)
        self.resizeRowsToContents()
