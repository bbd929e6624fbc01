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
from crm_desktop.features.search.rows import (
    COMPANY,
    CONTACT,
    DEAL,
    FILE,
    PRODUCT,
    TEXT_KINDS,
    SearchHit,
)
from crm_desktop.gui.kit.paint.marks import initials, paint_icon
from crm_desktop.gui.kit.paint.rows import Name, paint_name_cell
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.theme import Theme, colour_of
from crm_desktop.gui.shell.palette_texts import icon_of, title_of

_GAP, _ICON = 10, 18
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_ROOT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class HitsModel(QAbstractTableModel):
    """What was found, best first; a new answer changes lines in place."""

    def __init__(self) -> None:
        super().__init__()
        self.columns = (
            Column(_("Record"), lambda hit: hit.title, 260, paint=_paint_name),
            Column(_("Found in"), _match, 240),
            Column(_("Kind"), _kind, 140, grows=False),
        )
        self.hits: Sequence[SearchHit] = ()

    def show_hits(self, hits: Sequence[SearchHit]) -> None:
        """Take a new answer."""
        was, now = len(self.hits), len(hits)
        common = min(was, now)
        same = next((n for n in range(common) if self.hits[n] != hits[n]), common)
        if now < was:
            self.beginRemoveRows(_ROOT, now, was - 1)
            self.hits = self.hits[:now]
            self.endRemoveRows()
        elif now > was:
            self.beginInsertRows(_ROOT, was, now - 1)
            self.hits = hits
            self.endInsertRows()
        self.hits = hits
        if same < common:
            last = self.index(common - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(same, 0), last)

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
        return (_title(hit), _match(hit), _kind(hit))[index.column()]

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY
    ) -> Any:
        """The columns' titles."""
        if orientation == Qt.Orientation.Horizontal and role in (_DISPLAY, _SPOKEN):
            return self.columns[section].title
        return None


def _paint_name(painter: QPainter, rect: QRectF, hit: SearchHit, theme: Theme) -> None:
    if hit.kind in TEXT_KINDS:
        _paint_text(painter, rect, hit, theme)
        return
    name = Name(
        _title(hit),
        hit.subtitle,
        initials(hit.title),
        colour_of(hit.id),
        hit.blacklisted,
        company=hit.kind != CONTACT,
    )
    paint_name_cell(painter, rect, name, theme)


def _paint_text(painter: QPainter, rect: QRectF, hit: SearchHit, theme: Theme) -> None:
    """A note, a task or a file: its icon where people have their picture, whose it is below."""
    faces, colours = theme.faces, theme.colours
    compact = theme.density == "compact"
    side = theme.grown(measures.AVATAR_COMPACT if compact else measures.AVATAR)
    mark = QRectF(rect.left(), rect.top(), side, rect.height())
    paint_icon(painter, mark, icon_of(hit), colours.text_secondary, _ICON)
    room = rect.adjusted(side + _GAP, 0, 0, 0)
    if compact or not hit.subtitle:
        words = " · ".join(filter(None, (_title(hit), hit.subtitle)))
        paint_text(painter, room, words, faces.body_medium, colours.text)
        return
    top = rect.center().y() - (faces.body_medium.line + faces.label.line) / 2
    above = QRectF(room.left(), top, room.width(), faces.body_medium.line)
    below = QRectF(room.left(), above.bottom(), room.width(), faces.label.line)
    paint_text(painter, above, _title(hit), faces.body_medium, colours.text)
    paint_text(painter, below, hit.subtitle, faces.label, colours.text_secondary)


def _title(hit: SearchHit) -> str:
    if not hit.archived:
        return title_of(hit)
    return _("{name} (in the archive)").format(name=isolated(hit.title))


def _match(hit: SearchHit) -> str:
    """What of it was found; a note is called by its day, so its words stand here."""
    return hit.match or (hit.title if hit.sort == "note" else "")


def _kind(hit: SearchHit) -> str:
    words = {
        CONTACT: _("Contact"),
        COMPANY: _("Company"),
        DEAL: _("Deal"),
        PRODUCT: _("Product"),
        FILE: _("File"),
        "note": _("Note"),
        "task": _("Task"),
        "call": _("Call"),
        "meeting": _("Meeting"),
        "visit": _("Visit"),
    }
    kind = hit.sort or hit.kind
    return words.get(kind, kind)
