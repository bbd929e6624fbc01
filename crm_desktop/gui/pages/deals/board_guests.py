"""What is dropped onto the board of deals from elsewhere: between the cards clients begin deals, on
a card they belong to its deal then, and files are attached to it.

Made by the board's page. GUI thread; clients are read on a reader's thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject, Signal

from crm_desktop.backend.work import Outcome, Reader
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.common.listing import ids_of
from crm_desktop.features.deals.rows import DealCardRow
from crm_desktop.features.files.commands import Attached, AttachFiles
from crm_desktop.features.files.records import FIELDS
from crm_desktop.features.pipelines.rows import StageRow
from crm_desktop.gui.kit.board.guests import GuestPlace
from crm_desktop.gui.pages.deals.clients import Joined, join_clients, read_joined
from crm_desktop.gui.pages.deals.reads import ENTITY, read_client
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.row_dragging import dropped_rows, workspace_of

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.board_page import BoardPage

_CONTACT, _COMPANY = "contact", "company"
_CLIENTS = (_CONTACT, _COMPANY)


class BoardGuests(QObject):
    """``files_left``: files were dropped beside the cards, as on any list."""

    files_left = Signal(object)  # tuple[Path, ...]

    def __init__(self, part: BoardPage) -> None:
        super().__init__(part)
        self._part = part
        part.board.guests.rule = self.words_of
        part.board.guest_dropped.connect(self.take)

    def words_of(self, data: QMimeData, place: GuestPlace) -> str | None:
        """What letting go would do there; ``None`` where nothing is taken."""
        part = self._part
        stage = part.stage_of(place.column)
        if not part.may_write or stage is None:
            return None
        rows = dropped_rows(data, workspace_of(part.bridge))
        row = part.rows.get(place.rid) if place.rid is not None else None
        if rows is not None:
            return _client_words(*rows, stage, row)
        if not local_files(data):
            return None
        return _("Attach to “{deal}”").format(deal=row.title) if row is not None else ""

    def take(self, data: QMimeData, place: GuestPlace) -> None:
        """It was let go there."""
        part = self._part
        rows = dropped_rows(data, workspace_of(part.bridge))
        if rows is not None and place.rid is None:
            begin = partial(part.add_for, place.column)
            part.bridge.query(_read_dropped, *rows, then=begin, owner=part)
        elif rows is not None and place.rid is not None:
            self._join(*rows, place.rid)
        elif place.rid is None:
            self.files_left.emit(tuple(local_files(data)))
        else:
            part.with_ids([place.rid], partial(self._attach, local_files(data)))

    def _join(self, entity: str, rids: Sequence[int], deal: int) -> None:
        part = self._part
        join_clients(
            part.bridge,
            part,
            partial(_read_joined_at, entity=entity, rids=rids, deal_rid=deal),
            done=part.done.emit,
            told=lambda words: part.told.emit(words, None),
        )

    def _attach(self, files: Sequence[Path], ids: tuple[str, ...]) -> None:
        command = AttachFiles(tuple(files), {FIELDS[ENTITY]: ids})
        part = self._part
        part.bridge.start(command, _("Attaching files"), then=self._tell_attached, owner=part)

    def _tell_attached(self, outcome: Outcome) -> None:
        result: Attached = outcome.result
        words = ngettext(
            "{number} file was attached to the deal.",
            "{number} files were attached to the deal.",
            len(result.ids),
        )
        self._part.done.emit(words.format(number=shown_number(len(result.ids))))
        if result.refused:
            reasons = "\n".join(refused.reason.text() for refused in result.refused)
            self._part.told.emit(reasons, None)


def local_files(data: QMimeData) -> list[Path]:
    """The files of this computer among what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def _client_words(
    entity: str, rids: Sequence[int], stage: StageRow, row: DealCardRow | None
) -> str | None:
    """What clients would do there. Of companies a deal has one, and it begins with one client."""
    if entity not in _CLIENTS or (len(rids) != 1 and (row is None or entity == _COMPANY)):
        return None
    if row is None:
        return _("New deal in “{stage}”").format(stage=stage.name)
    if entity == _COMPANY:
        return _("Company of “{deal}”").format(deal=row.title)
    return _("Participant of “{deal}”").format(deal=row.title)


def _read_dropped(reader: Reader, entity: str, rids: Sequence[int]) -> Mapping[str, Any]:
    ids = ids_of(reader, entity, rids)
    return read_client(reader, RecordRef(entity, ids[0])) if ids else {}


def _read_joined_at(
    reader: Reader, entity: str, rids: Sequence[int], deal_rid: int
) -> Joined | None:
    deals = ids_of(reader, ENTITY, [deal_rid])
    return read_joined(reader, entity, rids, deals[0]) if deals else None
