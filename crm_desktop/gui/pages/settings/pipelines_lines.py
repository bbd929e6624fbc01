"""The stages of a pipeline as lines: what a table shows of them, and says of them. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.deals.chance.rule import Tally, usual_percent
from crm_desktop.gui.pages.settings.pipelines_past import past_words
from crm_desktop.gui.shell.numbers import shown_number, shown_percent

HANDLE, NAME, CHANCE, ROT, REQUIRED, MORE = range(6)
_ROOT = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class StageLine:
    """A stage as the table shows it; ``tag`` names one of the theme's eight colours, ``past`` is
    what became of the deals that came as far."""

    id: str
    name: str
    tag: str
    chance: int
    rot_days: int | None
    required: tuple[str, ...]
    past: Tally

    @property
    def chance_words(self) -> str:
        """``25 %``."""
        return shown_percent(self.chance)

    @property
    def is_outdone(self) -> bool:
        """Whether another chance counts, which follows from closed deals."""
        return usual_percent(self.past) is not None

    @property
    def rot_words(self) -> str:
        """``7d``, or that it never does."""
        if self.rot_days is None:
            return _("never")
        words = ngettext("{number}d", "{number}d", self.rot_days)
        return words.format(number=shown_number(self.rot_days))


class StageLines(QAbstractTableModel):
    """The stages; moved lines move, so that a screen reader follows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: list[StageLine] = []

    def show(self, lines: Sequence[StageLine]) -> None:
        """Show these stages."""
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def place_of(self, stage_id: str) -> int:
        """The line of a stage, or -1."""
        return next((n for n, line in enumerate(self._lines) if line.id == stage_id), -1)

    def id_at(self, row: int) -> str:
        """The stage of a line, or nothing."""
        return self._lines[row].id if 0 <= row < len(self._lines) else ""

    @property
    def ids(self) -> list[str]:
        """The stages in their order."""
        return [line.id for line in self._lines]

    def line(self, row: int) -> StageLine:
        """What stands in a line."""
        return self._lines[row]

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        """How many stages there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        """Handle, name, chance, days, fields, dots."""
        return 0 if parent.isValid() else MORE + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell, for the ear too."""
        line = self._lines[index.row()]
        fields = ", ".join(line.required)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (CHANCE, REQUIRED):
            return fields if index.column() == REQUIRED else past_words(line.past)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        words = ("", line.name, line.chance_words, line.rot_words, fields, _("More actions"))
        return words[index.column()]

    def headerData(  # noqa: N802
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """What the columns are called."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            heads = ("", _("Stage"), _("Chance"), _("Rots after"), _("Required fields"), "")
            return heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in (CHANCE, ROT) else _LEFT
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None
