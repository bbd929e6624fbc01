"""Rows dragged out of a list become a file of business cards: for a desktop, a mail, a phone.

Rows of records that have no cards go to other parts of the window only. The file is written on a
reader's thread into a folder that goes with the list; the drag begins when it is there and the
button is still held; of very many rows there is none. GUI thread otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QPoint, QRectF, Qt, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _, msg
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.scratch import ScratchFolder
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.shell.numbers import shown_number

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader

ROWS = "application/x-crm-desktop-rows"
"""Rows of a list on their way to another part of the window, or to another one of the workspace."""
_MOST_CARDS = 1_000
_PADDING = 10
_POINTER = QPoint(-12, -8)
_NOT_IN_NAMES = late_pattern(r'[<>:"/\\|?*\x00-\x1f]')

WriteCards = Callable[["Reader", Sequence[int], Path], int]


class RowDragging(QObject):
    """Drags rows of one list; without ``write`` there are no cards of them."""

    def __init__(
        self, bridge: Bridge, entity: str, write: WriteCards | None, source: QWidget
    ) -> None:
        super().__init__(source)
        self._entity = entity
        self._bridge = bridge
        self._write = write
        self._source = source
        self._folder = ScratchFolder(self)

    def start(self, rids: Sequence[int], name: str, words: str) -> None:
        """Take these rows; the file is called ``name``, ``words`` stand beside the pointer. Of very
        many there is no file: other parts of the window take them, others are told why not."""
        if not rids:
            return
        if self._write is None or len(rids) > _MOST_CARDS:
            taken = _drag(self._rows(rids), words, self._source)
            if self._write is not None and taken == Qt.DropAction.IgnoreAction:
                self._tell_too_many()
            return
        safe = _NOT_IN_NAMES.sub(" ", name).strip(" .")[:80] or _("Contacts")
        path = self._folder.path / f"{safe}.vcf"

        def drag(_number: int) -> None:
            if is_held():
                drag_file(path, words, self._source, self._rows(rids))

        self._bridge.query(self._write, rids, path, then=drag, owner=self, channel="cards")

    def _rows(self, rids: Sequence[int]) -> QMimeData:
        return rows_mime(self._entity, rids, workspace_of(self._bridge))

    def _tell_too_many(self) -> None:
        words = msg(
            "Up to {number} business cards can be dragged out at once. Nothing was written; tick "
            "fewer rows, or export them.",
            number=shown_number(_MOST_CARDS),
        )
        self._bridge.tell_failed(Invalid(words))


def drag_file(path: Path, words: str, source: QWidget, data: QMimeData | None = None) -> None:
    """Drag a copy of the file out of ``source``, with other ``data``; ``words`` stand beside the
    pointer."""
    data = QMimeData() if data is None else data
    data.setUrls([QUrl.fromLocalFile(str(path))])
    _drag(data, words, source)


def _drag(data: QMimeData, words: str, source: QWidget) -> Qt.DropAction:
    drag = QDrag(source)
    drag.setMimeData(data)
    drag.setPixmap(_label(words, source))
    drag.setHotSpot(_POINTER)
    return drag.exec(Qt.DropAction.CopyAction)


def is_held() -> bool:
    """Whether the button is still down by which the rows were taken."""
    return bool(QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton)


def workspace_of(bridge: Bridge) -> str:
    """By which rows of one workspace are told from those of another."""
    return bridge.settings.get("id", "")


def rows_mime(entity: str, rids: Sequence[int], workspace: str) -> QMimeData:
    """The rows, for other parts of the window."""
    data = QMimeData()
    data.setData(ROWS, json.dumps([workspace, entity, list(rids)]).encode())
    return data


def dropped_rows(data: QMimeData, workspace: str) -> tuple[str, list[int]] | None:
    """The entity and the internal keys of the rows in ``data``, if there are any of this
    workspace: in another one these keys are those of other records."""
    if not data.hasFormat(ROWS):
        return None
    origin, entity, rids = json.loads(bytes(data.data(ROWS).data()))
    return (str(entity), [int(rid) for rid in rids]) if origin == workspace else None


def _label(words: str, widget: QWidget) -> QPixmap:
    """A small card with the words."""
    theme = ThemeManager.instance().theme
    face = theme.faces.body
    width, height = round(face.width(words)) + 2 * _PADDING, face.line + _PADDING
    ratio = widget.devicePixelRatioF()
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colours.border_strong)
    painter.setBrush(theme.colours.surface)
    card = QRectF(0, 0, width, height).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(card, theme.radius.md, theme.radius.md)
    place = QRectF(_PADDING, 0, width - 2 * _PADDING + measures.LINE, height)
    paint_text(painter, place, words, face, theme.colours.text)
    painter.end()
    return pixmap
