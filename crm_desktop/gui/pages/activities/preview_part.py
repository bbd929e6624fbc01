"""What the preview beside a list shows below the fields: the next step, and what happened last.

Made by ``gui/below_preview.py`` when the first record is shown. GUI thread; reads over the bridge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.activities.queries import find_done, find_open
from crm_desktop.features.activities.rows import ActivityRow
from crm_desktop.features.common.timeline import TimelineQuery
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.breaking import breakable
from crm_desktop.gui.kit.buttons import DashedButton
from crm_desktop.gui.kit.fields_pane import STACKED_PERCENT
from crm_desktop.gui.kit.locking import lock
from crm_desktop.gui.kit.painted import CutLabel, IconMark, plain_label
from crm_desktop.gui.kit.rich_text import plain_text
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.activities import words
from crm_desktop.gui.pages.activities.finishing import Finishing, NextLine
from crm_desktop.gui.pages.activities.step_row import StepBadge
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.page import RecordRef

_LATEST = 3
_LETTERS = 58
_ICON = 14


@dataclass(frozen=True)
class Glance:
    """What was read of a record."""

    step: ActivityRow | None
    latest: tuple[ActivityRow, ...]


def read_glance(reader: Reader, entity: str, record_id: str) -> Glance:
    """The next step and the last things done or noted, on a reader thread."""
    steps = find_open(reader, entity, record_id, 1)
    done = find_done(reader, TimelineQuery(entity, record_id, limit=_LATEST))
    return Glance(steps[0] if steps else None, tuple(item.payload for item in done))


class PreviewPart(CardPart):
    """Follows the record of the preview. ``latest``: what happened last, to be put further below;
    it is not there while there is nothing."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._record: RecordRef | None = None
        self._shown: Glance | None = None
        self.asked: QFrame | None = None
        self._locked = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._sheet: QWidget | None = None
        self.latest = QWidget()
        below = QVBoxLayout(self.latest)
        below.setContentsMargins(0, 12, 0, 0)
        below.setSpacing(6)
        self._latest_sheet: QWidget | None = None
        bridge.changed.connect(self._note_changes)
        bridge.day_changed.connect(self._make_anew)
        ThemeManager.instance().changed.connect(self._make_anew)

    def lock(self, reason: str) -> None:
        """Nothing is planned or finished."""
        if reason != self._locked:
            self._locked = reason
            self.end_asking()
            self._make_anew()

    def show_record(self, record: RecordRef) -> None:
        """Be about this record; another one's words go at once."""
        if record != self._record:
            self._record = record
            self.end_asking()
            self._shown = None
            self._put(None, None)
        self._read()

    def _read(self) -> None:
        assert self._record is not None
        self._bridge.query(
            read_glance, *self._record, then=self._take, owner=self, channel="glance"
        )

    def _take(self, glance: Glance) -> None:
        if glance != self._shown:
            self._shown = glance
            self._show(glance)
        self.count_changed.emit(len(glance.latest))

    def _show(self, glance: Glance) -> None:
        self._put(self._step_sheet(glance.step), latest_sheet(glance.latest))

    def _put(self, step: QWidget | None, latest: QWidget | None) -> None:
        below = self.latest.layout()
        assert below is not None
        for column, old, new in (
            (self._column, self._sheet, step),
            (below, self._latest_sheet, latest),
        ):
            if old is not None:
                old.hide()
                old.deleteLater()
            if new is not None:
                column.addWidget(new)
        self._sheet, self._latest_sheet = step, latest
        self.latest.setVisible(latest is not None)

    def _make_anew(self) -> None:
        """Today is another day, or the letters have another size."""
        if self._shown is not None:
            self._show(self._shown)

    def _note_changes(self, changes: Changes) -> None:
        if self._record is not None and self.isVisible() and changes.touch(("activity",)):
            self._read()

    # Words

    def _step_sheet(self, step: ActivityRow | None) -> QWidget | None:
        if step is None and self._locked:
            return None
        return _sheet(_("Next step"), [self._step(step)])

    def _step(self, step: ActivityRow | None) -> QWidget:
        if step is None:
            button = DashedButton(_("Plan the next step"), self)
            icons = ThemeManager.instance()
            icons.set_icon(button, "calendar-plus", IconRole.DEFAULT, size=_ICON)
            button.clicked.connect(self.plan)
            return button
        card = StepCard(step, self)
        card.finish_wanted.connect(partial(self._finish, step))
        lock(card.circle, self._locked)
        return card

    # Doing

    def plan(self) -> None:
        """Plan a step, here."""
        if self._record is not None:
            line = NextLine(self._bridge, self._record, _("What is next?"), self)
            # A lambda would hold this part: the last one to go, it took the part along in the midst
            # of the line’s own end, and that ended twice.
            line.ended.connect(self.end_asking)
            self._ask(line)

    def _finish(self, step: ActivityRow) -> None:
        assert self._record is not None
        pane = Finishing(self._bridge, step, self._record, self)
        pane.ended.connect(self.end_asking)
        self._ask(pane)

    def _ask(self, pane: QFrame) -> None:
        self.end_asking()
        self.asked = pane
        self._column.insertWidget(0, pane)
        pane.show()
        pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_asking(self) -> None:
        """Show only what there is."""
        if self.asked is not None:
            asked, self.asked = self.asked, None
            asked.hide()
            asked.deleteLater()
            for circle in self.findChildren(QCheckBox):
                circle.setChecked(False)


class StepCard(QFrame):
    """The next step: kind, title, when; a circle finishes it."""

    finish_wanted = Signal()

    def __init__(self, step: ActivityRow, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, kind="tile")
        self.setAccessibleName(words.spoken_step(step))
        self.circle = QCheckBox(self)
        dress(self.circle, kind="task")
        self.circle.setAccessibleName(_("Finish: {title}").format(title=words.title_of(step)))
        self.circle.setToolTip(_("Finish"))
        self.circle.clicked.connect(self.finish_wanted)
        title = CutLabel(lambda theme: theme.faces.body)
        title.setText(words.title_of(step))
        badge = StepBadge(self)
        badge.tell(step)
        texts = QVBoxLayout()
        texts.setSpacing(3)
        texts.addWidget(title)
        texts.addWidget(badge)
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 7, 9, 9)
        row.setSpacing(8)
        look = words.look_of(step.kind.value)
        row.addWidget(IconMark(look.icon, f"tag:{look.colour}", 16, self))
        row.addLayout(texts, 1)
        row.addWidget(self.circle)


def latest_sheet(latest: Sequence[ActivityRow]) -> QWidget | None:
    """A heading over what happened last; nothing where nothing did."""
    return _sheet(_("Latest"), list(map(happened_line, latest))) if latest else None


def _sheet(heading: str, lines: Sequence[QWidget]) -> QWidget:
    sheet = QWidget()
    column = QVBoxLayout(sheet)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    line = QFrame()
    dress(line, kind="line")
    column.addWidget(line)
    column.addWidget(plain_label(heading, type="subheading"))
    for widget in lines:
        column.addWidget(widget)
    return sheet


def happened_line(activity: ActivityRow) -> QWidget:
    """Icon, the beginning of the words, when; large letters leave no room beside the words."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    look, top = words.look_of(activity.kind.value), Qt.AlignmentFlag.AlignTop
    row.addWidget(IconMark(look.icon, f"tag:{look.colour}", _ICON, line), 0, top)
    label = plain_label(breakable(glance_words(activity)), type="label")
    label.setWordWrap(True)
    is_stacked = ThemeManager.instance().theme.text_percent > STACKED_PERCENT
    direction = QBoxLayout.Direction
    words_ = QBoxLayout(direction.TopToBottom if is_stacked else direction.LeftToRight)
    words_.setSpacing(0 if is_stacked else 8)
    row.addLayout(words_, 1)
    words_.addWidget(label, 1)
    words_.addWidget(plain_label(moment_words(activity), type="caption"), 0, top)
    return line


def moment_words(activity: ActivityRow) -> str:
    """When it happened: the time of today, or the day."""
    moment = activity.done_at or activity.created_at
    day = words.local(moment).date()
    return words.time_words(moment) if day == words.today() else words.day_words(day)


def glance_words(activity: ActivityRow, letters: int = _LETTERS) -> str:
    """``Call: wants a discount``, in so many ``letters``: as many as two lines hold."""
    text = " ".join(plain_text(activity.text[:400]).split())
    said = activity.result or text
    if activity.title and said:
        said = _("{title}: {text}").format(title=activity.title, text=said)
    said = said or words.title_of(activity)
    return said if len(said) <= letters else f"{said[:letters].rstrip()}…"
