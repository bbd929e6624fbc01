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
from crm_desktop.gui.kit.low_window import LowWindow
from crm_desktop.gui.kit.painted import CutLabel, IconMark, align_digits, plain_label
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.activities import words
from crm_desktop.gui.pages.activities.preview_part import glance_words, moment_words
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.page import RecordRef

_LATEST, _IN_LOW = 4, 2
"""So many lines, and in a low window, where the products above need the room."""
_HEAD, _LINE, _ICON = 40, 30, 15
_LEFT, _RIGHT = 15, 11  # and the line around the tile
# As much of what was said as one line may ever hold.
_LETTERS = 300


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
        self._low = LowWindow(self, self)
        self._low.changed.connect(self._fit)
        self.tile = QFrame(self)
        dress(self.tile, kind="tile")
        self.every = QPushButton(_("Whole timeline"), self.tile)
        dress(self.every, kind="link", scale="tiny")
        self.every.setAutoDefault(False)
        self.every.clicked.connect(self.all_wanted)
        head = QHBoxLayout()
        head.setContentsMargins(_LEFT, 0, _RIGHT + 8, 0)
        head.addStrut(_HEAD)  # large letters need more
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

    def _fit(self) -> None:
        """More lines, or fewer."""
        if len(self._shown) > _IN_LOW:
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
            lines.setContentsMargins(_LEFT, 0, _RIGHT, 8)
            lines.setSpacing(0)
            for activity in self._shown[: _IN_LOW if self._low.is_low else _LATEST]:
                lines.addLayout(_line(activity, self._lines))
            self._column.addWidget(self._lines)
        self.setVisible(bool(self._shown))


def _line(activity: ActivityRow, parent: QWidget) -> QHBoxLayout:
    """Icon, what happened as far as there is room for it, when."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStrut(ThemeManager.instance().theme.grown(_LINE))
    icon = words.look_of(activity.kind.value).icon
    row.addWidget(IconMark(icon, "text_tertiary", _ICON, parent))
    said = CutLabel(lambda theme: theme.faces.body, parent=parent)
    said.setText(glance_words(activity, _LETTERS))
    row.addWidget(said, 1)
    when = plain_label(moment_words(activity), type="hint")
    align_digits(when)
    row.addWidget(when)
    return row
