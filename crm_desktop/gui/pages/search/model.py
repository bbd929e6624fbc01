"""The answers to a search as table lines: at most some dozens, all in memory.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
)
from PySide6.QtGui import QPainter

from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.search.queries import COMPANY, CONTACT
from crm_desktop.features.search.rows import SearchHit
from crm_desktop.gui.kit.paint.marks import initials
from crm_desktop.gui.kit.paint.rows import Name, paint_name_cell
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.theme.theme import Theme, colour_of

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_ROOT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class HitsModel(QAbstractTableModel):
    """What was found, best first; a new answer changes lines in place."""

    def __init__(self) -> None:
        super().__init__()
        self.columns = (
            Column(_("Name"), lambda hit: hit.title, 260, paint=_paint_name),
            Column(_("Found in"), lambda hit: hit.match, 240),
            Column(_("Kind"), _kind, 110, grows=False),
        )
        self.hits: Sequence[SearchHit] = ()

    def show_hits(self, hits: Sequence[SearchHit]) -> None:
        """Take a new answer."""
        was, now = len(self.hits), len(hits)
        if now < was:
            self.beginRemoveRows(_ROOT, now, was - 1)
            self.hits = self.hits[:now]
            self.endRemoveRows()
        elif now > was:
            self.beginInsertRows(_ROOT, was, now - 1)
            self.hits = hits
            self.endInsertRows()
        self.hits = hits
        if hits:
            self.dataChanged.emit(self.index(0, 0), self.index(now - 1, len(self.columns) - 1))

    def row_at(self, line: int) -> SearchHit | None:
        """What stands in a line."""
        return self.hits[line] if 0 <= line < len(self.hits) else None

    def rowCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802
        """How many were found."""
        return 0 if parent.isValid() else len(self.hits)

    def columnCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802
        """Name, match, kind."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Text for the eye, and for the ear with the column's title."""
        if role not in (_DISPLAY, _SPOKEN):
            return None
        hit = self.hits[index.row()]
        if role == _SPOKEN and index.column() == 0:
            return ", ".join(filter(None, (hit.title, hit.subtitle, hit.match, _kind(hit))))
        return (_title(hit), hit.match, _kind(hit))[index.column()]

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY
    ) -> Any:
        """The columns' titles."""
        if orientation == Qt.Orientation.Horizontal and role in (_DISPLAY, _SPOKEN):
            return self.columns[section].title
        return None


def _paint_name(painter: QPainter, rect: QRectF, hit: SearchHit, theme: Theme) -> None:
    name = Name(
        _title(hit),
        hit.subtitle,
        initials(hit.title),
        colour_of(hit.id),
        hit.blacklisted,
        company=hit.kind == COMPANY,
    )
    paint_name_cell(painter, rect, name, theme)


def _title(hit: SearchHit) -> str:
    if not hit.archived:
        return hit.title
    return _("{name} (in the archive)").format(name=isolated(hit.title))


def _kind(hit: SearchHit) -> str:
    return {CONTACT: _("Contact"), COMPANY: _("Company")}.get(hit.kind, hit.kind)
