"""The pane beside the list: all filled fields of the current record, to be read.

GUI thread only; records are read over the bridge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.faults import words_for_part
from crm_desktop.gui.kit.avatar import Avatar
from crm_desktop.gui.kit.buttons import icon_button
from crm_desktop.gui.kit.fields_pane import FieldsPane, RecordText
from crm_desktop.gui.shell.card.part import IN_BIN, CardPart
from crm_desktop.gui.shell.page import RecordKind, RecordRef

_CORNER = 10


class PreviewPane(FieldsPane):
    """Follows the record it was last given, and its changes."""

    close_wanted = Signal()
    open_wanted = Signal(object, bool)  # RecordRef, whether in a window of its own
    done = Signal(str)  # what was done here and can be undone, in words

    def __init__(
        self, bridge: Bridge, kinds: Mapping[str, RecordKind], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Preview"), parent)
        self._bridge = bridge
        self._kinds = kinds
        self._record: RecordRef | None = None
        self._is_stale = False
        self._rows: int | None = None
        self._digest = ""  # of the picture that was asked for last
        self._picture: QImage | None = None
        self.make_below: Callable[[], CardPart] | None = None
        """Makes what stands below the fields, when the first record is to be seen."""
        self._part: CardPart | None = None
        self.below_is_ready = False
        """Whether what stands below the fields has come."""
        self._close = icon_button("x", _("Close the preview"), self)
        self._close.clicked.connect(self.close_wanted)
        self._open = icon_button("arrow-square-out", _("Open"), self)
        self._open.clicked.connect(self._open_record)
        self._open.hide()
        bridge.changed.connect(self._note_changes)
        bridge.day_changed.connect(self._read_again)
        bridge.returned.connect(self._read_again)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Its own buttons stay in the corner."""
        super().resizeEvent(event)
        left = self.viewport().width() - _CORNER
        for button in (self._close, self._open):
            left -= button.width()
            button.move(left, _CORNER)
            button.raise_()

    def follow(self, record: RecordRef | None) -> None:
        """Show ``record``, or nothing; while the pane is hidden nothing is read."""
        self._record = record
        if record is None:
            self.show_record(None)
            self.tell_rows(self._rows)
            self._open.hide()
        elif self.isHidden():
            self._is_stale = True
        else:
            self._read()

    def tell_rows(self, number: int | None) -> None:
        """So many rows can be chosen: where there is none, nothing is said of choosing; as long as
        that isn't known (``None``), nothing at all."""
        self._rows = number
        if number is None:
            self.tell_hint("")
        elif number:
            self.tell_hint(_("Choose a row to see more of it here"))
        else:
            self.tell_hint(_("Details of the chosen record show here"))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """What stands below the fields reads nothing while the pane is closed."""
        super().hideEvent(event)
        if self.isHidden() and self._part is not None:
            self._part.leave_record()
            self._is_stale = True

    def catch_up(self) -> None:
        """The pane was opened: read what was passed over."""
        if self._is_stale and self._record is not None:
            self._read()

    def _read(self) -> None:
        assert self._record is not None
        self._is_stale = False
        self.below_is_ready = False
        kind = self._kinds[self._record.entity]
        self._bridge.query(
            kind.read_text,
            self._record.id,
            then=self._take,
            failed=self._fail,
            owner=self,
            channel="record",
        )

    def _fail(self, error: BaseException) -> None:
        """Beside a row never stands another record; what is known of its own stays."""
        if (
            self.shown is not None
            and self._record is not None
            and self.shown.key == self._record.id
        ):
            self._bridge.tell_failed_reading(error)
            return
        self.show_record(None)
        self.tell_hint(words_for_part(error))
        self._open.hide()

    def _open_record(self) -> None:
        if self._record is not None:
            self.open_wanted.emit(self._record, False)

    def make_sheet(self, record: RecordText) -> QWidget:
        """All that is shown of ``record``, with its picture as soon as that was read."""
        sheet = super().make_sheet(record)
        self._put_picture(sheet)
        return sheet

    def _put_picture(self, sheet: QWidget) -> None:
        avatar = sheet.findChild(Avatar)
        if avatar is not None:
            avatar.show_picture(self._picture)

    def _read_picture(self, digest: str) -> None:
        from crm_desktop.gui.shell.card.picture import read_kept

        self._digest, self._picture = digest, None
        if digest:
            take = partial(self._take_picture, digest)
            self._bridge.query(
                read_kept,
                digest,
                then=take,
                failed=self._fail_picture,
                owner=self,
                channel="picture",
            )

    def _fail_picture(self, error: BaseException) -> None:
        """It is asked for again when the record is read again."""
        self._digest = ""
        self._bridge.tell_failed_reading(error)

    def _take_picture(self, digest: str, picture: QImage | None) -> None:
        if digest == self._digest:
            self._picture = picture
            self._put_picture(self.widget())

    def _take(self, text: RecordText | None) -> None:
        digest = text.picture if text is not None else ""
        if digest != self._digest:
            self._read_picture(digest)
        self.show_record(text)
        self.tell_rows(self._rows)  # no more that it couldn't be read
        self._open.setVisible(text is not None)
        QTimer.singleShot(0, self, self._show_below)

    def _show_below(self) -> None:
        """After the fields are seen: what is next and what happened last."""
        if self.isHidden() or (self.shown is not None and not self.shown.has_story):
            if self._part is not None:
                self._part.leave_record()
            return
        if self._part is None and self.make_below is not None:
            self._part = self.make_below()
            self._part.count_changed.connect(self._note_below)
            self._part.open_wanted.connect(self.open_wanted)
            self._part.done.connect(self.done)
            self.put_below(self._part)
        if self._part is not None and self._record is not None:
            is_deleted = self.shown is not None and self.shown.is_deleted
            self._part.lock(IN_BIN.text() if is_deleted else "")
            self._part.show_record(self._record)

    def _note_below(self) -> None:
        self.below_is_ready = True

    def _read_again(self) -> None:
        self.follow(self._record)

    def _note_changes(self, changes: Changes) -> None:
        if self._record is None:
            return
        kind = self._kinds[self._record.entity]
        if changes.concern(*self._record) or changes.touch(kind.related):
            self.follow(self._record)
