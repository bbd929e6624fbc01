"""What happened last with the record, a line each, and the way to all of it.

Stands below the products on the card of a deal (``gui/cards.py``). GUI thread; reads over the
bridge.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.activities.queries import find_done
from crm_desktop.features.activities.rows import ActivityRow
from crm_desktop.features.common.timeline import TimelineQuery
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.activities.preview_part import happened_line
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.page import RecordRef

_LATEST = 4


def read_latest(reader: Reader, record: RecordRef) -> tuple[ActivityRow, ...]:
    """The last things done or noted, the newest first, on a reader thread."""
    done = find_done(reader, TimelineQuery(record.entity, record.id, limit=_LATEST))
    return tuple(item.payload for item in done)


class LatestPart(CardPart):
    """A tile that is not there while nothing has happened. ``all_wanted``: the timeline."""

    all_wanted = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._record: RecordRef | None = None
        self._shown: tuple[ActivityRow, ...] = ()
        self._lines: QWidget | None = None
        self.tile = QFrame(self)
        dress(self.tile, kind="tile")
        self.every = QPushButton(_("Whole timeline"), self.tile)
        dress(self.every, kind="link")
        self.every.setAutoDefault(False)
        self.every.clicked.connect(self.all_wanted)
        head = QHBoxLayout()
        head.setContentsMargins(14, 9, 14, 9)
        head.addWidget(plain_label(_("Latest"), type="subheading"))
        head.addStretch()
        head.addWidget(self.every)
        self._column = QVBoxLayout(self.tile)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        line = QFrame(self.tile)
        dress(line, kind="line")
        self._column.addWidget(line)
        around = QVBoxLayout(self)
        around.setContentsMargins(20, 0, 20, 14)
        around.addWidget(self.tile)
        self.hide()
        bridge.changed.connect(self._note_changes)
        bridge.day_changed.connect(self._make_anew)
        ThemeManager.instance().changed.connect(self._make_anew)

    def show_record(self, record: RecordRef) -> None:
        """Be about this record; another one's words go at once."""
        if record != self._record:
            self._record = record
            self._take(())
        self._read()

    def _read(self) -> None:
        assert self._record is not None
        self._bridge.query(read_latest, self._record, then=self._take, owner=self, channel="latest")

    def _note_changes(self, changes: Changes) -> None:
        if self._record is not None and changes.touch(("activity",)):
            self._read()

    def _take(self, latest: tuple[ActivityRow, ...]) -> None:
        if latest != self._shown:
            self._shown = latest
            self._make_anew()

    def _make_anew(self) -> None:
        """Others happened, or today is another day, or the letters have another size."""
        if self._lines is not None:
            self._lines.hide()
            self._lines.deleteLater()
            self._lines = None
        if self._shown:
            self._lines = QWidget(self.tile)
            lines = QVBoxLayout(self._lines)
            lines.setContentsMargins(14, 10, 14, 12)
            lines.setSpacing(10)
            for activity in self._shown:
                lines.addWidget(happened_line(activity))
            self._column.addWidget(self._lines)
        self.setVisible(bool(self._shown))
