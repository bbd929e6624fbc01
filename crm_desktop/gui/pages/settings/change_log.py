"""Settings → Change log: who did what and when, and the way to take it back.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Any

from PySide6.QtCore import QDate, QDateTime, QEvent, QModelIndex, QObject, Qt, QTime
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
)

from crm_desktop.backend.change_log import LogChoices, LogFilter, find_choices, is_reversible
from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.history import Step
from crm_desktop.gui.kit.states import ContentOrState, SkeletonRows
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.pages.settings.log_model import RECORDS, STATE, WHAT, WHEN, WHO, LogModel
from crm_desktop.gui.pages.settings.section import Section, show_unread
from crm_desktop.gui.shell.numbers import shown_moment

_WIDTHS = {WHO: 140, RECORDS: 80, STATE: 100}
# Two digits for each part; months are of different lengths, in words.
_LONG_MOMENTS = [QDateTime(QDate(2028, month, 28), QTime(22, 48)) for month in range(1, 13)]
_CELL_ROOM = 24
_WHAT_LEAST = 240
# How often to look what became of an operation under way; its end may change no record.
_LOOK_MS = 2000

TakeBack = Callable[[Step], object]


class ChangeLogSection(Section):
    """The operations of the workspace, newest first."""

    def __init__(self, bridge: Bridge, take_back: TakeBack) -> None:
        hint = _("What was done can be undone for 30 days, imports too.")
        title = _("Change log")
        super().__init__("changes", title, "clock-counter-clockwise", hint)
        self._bridge = bridge
        self._take_back = take_back
        self._manager = ThemeManager.instance()
        self.model = LogModel(bridge, self)
        self.table = QTableView(self)
        self.people, self.kinds = QComboBox(self), QComboBox(self)
        self.undo = QPushButton(_("&Undo"), self)
        self.undo.setEnabled(False)
        self._kept: tuple[int, int] | None = None
        self._looking = single_shot(self, self._look, _LOOK_MS)
        self._set_up_table()
        self._place()
        self._connect_all()
        self._offer(LogChoices((), ()))

    def _set_up_table(self) -> None:
        table = self.table
        dress(table, kind="log")
        table.setModel(self.model)
        table.setAccessibleName(self.title)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Fixed)
        header.sectionResized.connect(self._note_width)
        table.viewport().installEventFilter(self)
        self._follow_theme()

    def _follow_theme(self) -> None:
        theme = self._manager.theme
        lines = self.table.verticalHeader()
        lines.setMinimumSectionSize(1)
        lines.setDefaultSectionSize(theme.size.row_header)
        for column, width in _WIDTHS.items():
            self.table.setColumnWidth(column, theme.grown(width))
        moment = max(theme.faces.body.width(shown_moment(one)) for one in _LONG_MOMENTS)
        self.table.setColumnWidth(WHEN, ceil(moment) + _CELL_ROOM)
        self._share_room()

    def _share_room(self) -> None:
        """What was done has the room the others leave; where that is little, all are scrolled."""
        header = self.table.horizontalHeader()
        others = header.length() - header.sectionSize(WHAT)
        least = self._manager.theme.grown(_WHAT_LEAST)
        self.table.setColumnWidth(WHAT, max(least, self.table.viewport().width() - others))

    def _note_width(self, column: int) -> None:
        if column != WHAT:
            self._share_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The table has more room, or less."""
        if watched is self.table.viewport() and event.type() == QEvent.Type.Resize:
            self._share_room()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        for box, name in ((self.people, _("Who")), (self.kinds, _("What"))):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            dress(box, scale="small")
        dress(self.undo, scale="small")
        self._manager.set_icon(self.undo, "arrow-counter-clockwise", IconRole.DEFAULT, size=14)
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 0, 8)
        bar.setSpacing(measures.BETWEEN)
        bar.addWidget(self.people)
        bar.addWidget(self.kinds)
        bar.addStretch()
        bar.addWidget(self.undo)
        self.states = ContentOrState(self.table, self, skeleton=SkeletonRows)
        self.body.addLayout(bar)
        self.body.addWidget(self.states, 1)

    def _connect_all(self) -> None:
        self._manager.changed.connect(self._follow_theme)
        self.people.currentIndexChanged.connect(self._narrow)
        self.kinds.currentIndexChanged.connect(self._narrow)
        self.undo.clicked.connect(self._undo_current)
        self.model.shown.connect(self._show)
        self.model.unread.connect(self._show_unread)
        self.model.rowsInserted.connect(self._keep_eye)
        self.model.dataChanged.connect(self._tell_possible)
        self.model.modelReset.connect(self._tell_possible)
        self.table.selectionModel().currentRowChanged.connect(self._tell_possible)
        self._bridge.changed.connect(self._look)
        self._bridge.written.connect(self._look)

    def load(self) -> None:
        """Read what is new since the section was shown last."""
        if not self.model.is_loaded:
            self.states.show_loading()
        self._bridge.query(find_choices, then=self._offer, owner=self, channel="choices")
        self.model.refresh()

    def kept(self) -> Any:
        """The current line and how far one has scrolled."""
        return self.table.currentIndex().row(), self.table.verticalScrollBar().value()

    def restore(self, kept: Any) -> None:
        """As far as the first page goes."""
        self._kept = kept

    def _look(self, _what: object = None) -> None:
        """A hidden log reads nothing."""
        if self.isVisible():
            self.model.refresh()

    def _show(self) -> None:
        if self.model.rowCount():
            self.states.show_content()
        else:
            self.states.show_state(
                _("Nothing was done here yet"), _("Choose other people or kinds of changes.")
            )
        if self._kept is not None and self.model.rowCount():
            row, scroll = self._kept
            self._kept = None
            self.table.setCurrentIndex(self.model.index(row, 0))
            self.table.verticalScrollBar().setValue(scroll)
        if self.model.has_open:
            self._looking.start()

    def _show_unread(self, error: BaseException) -> None:
        show_unread(self.states, error, self.load)

    def _offer(self, choices: LogChoices) -> None:
        kinds = sorted((_(label), label) for label in choices.labels)
        _fill(self.people, _("Everybody"), [(name, rid) for rid, name in choices.actors])
        _fill(self.kinds, _("All changes"), kinds)

    def _narrow(self) -> None:
        self.model.narrow(LogFilter(self.people.currentData(), self.kinds.currentData()))

    def _keep_eye(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Lines that come above don't push away those that are looked at."""
        bar = self.table.verticalScrollBar()
        if first == 0 and bar.value() > 0:
            height = self.table.verticalHeader().defaultSectionSize()
            self.table.updateGeometries()
            bar.setValue(bar.value() + (last + 1) * height)

    def _tell_possible(self) -> None:
        line = self.model.line_at(self.table.currentIndex().row())
        self.undo.setEnabled(line is not None and is_reversible(line))

    def _undo_current(self) -> None:
        line = self.model.line_at(self.table.currentIndex().row())
        if line is not None and is_reversible(line):
            self._take_back(Step(line.id, line.label))


def _fill(box: QComboBox, everything: str, choices: list[tuple[str, Any]]) -> None:
    """Offer ``choices`` (words, value) below ``everything``; what is chosen stays chosen."""
    chosen = box.currentData()
    values = [None, *(value for _words, value in choices)]
    if values == [box.itemData(number) for number in range(box.count())]:
        return
    box.blockSignals(True)
    box.clear()
    box.addItem(everything, None)
    for words, value in choices:
        box.addItem(words, value)
    box.setCurrentIndex(values.index(chosen) if chosen in values else 0)
    box.blockSignals(False)
