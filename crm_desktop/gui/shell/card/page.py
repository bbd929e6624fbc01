"""The card of one record: head, notices, and three panes; one page per entity and window.

Made by the window's ``Way`` when it is first wanted, and used for every record of its entity after
that. Knows no entity: what it shows comes from a ``CardDescription``. GUI thread only; the panes
and the head are read together on a reader's thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.states import Button, StatePane
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.shell.card.actions import CardActions
from crm_desktop.gui.shell.card.description import CardDescription, CardHead, Composes, Plans
from crm_desktop.gui.shell.card.header import CardHeader
from crm_desktop.gui.shell.card.notices import CardNotices
from crm_desktop.gui.shell.card.panes import CardPanes
from crm_desktop.gui.shell.card.part import IN_BIN
from crm_desktop.gui.shell.card.skeleton import CardSkeleton
from crm_desktop.gui.shell.links import link_to
from crm_desktop.gui.shell.page import Page, RecordRef
from crm_desktop.gui.shell.slow_line import SlowLine

if TYPE_CHECKING:
    from crm_desktop.gui.shell.row_drops import RowDrops

# Up to here the former record stays on the screen (interaction.md, section 13).
_PATIENCE_MS = 150


class CardPage(Page):
    """``head_known``: it was read who the record is, or that it is gone; ``open_wanted``: another
    record, and whether in a window of its own; ``left``: Esc; ``done``: what was done and can be
    undone, in words; ``look_changed``: the panes are arranged otherwise; ``history_wanted``: all
    that was changed of this record."""

    head_known = Signal()
    open_wanted = Signal(object, bool)
    left = Signal()
    done = Signal(str)
    told = Signal(str)  # what is so already
    look_changed = Signal()
    history_wanted = Signal(object)  # RecordRef
    is_list = False

    def __init__(
        self, bridge: Bridge, description: CardDescription, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(self, kind="surface")
        self._bridge = bridge
        self._description = description
        self.record: RecordRef | None = None
        self.head: CardHead | None = None
        self.drops: Callable[[], RowDrops | None] = lambda: None
        """What rows do that are dropped here; given by the window."""
        self.setAcceptDrops(True)
        self._is_known = False
        self.top = description.make_top(bridge, self) if description.make_top is not None else None
        self.header = CardHeader(self, is_company=description.is_company, top=self.top)
        if description.is_plain:
            self.header.be_plain()
        self.notices = CardNotices(self)
        self.panes = CardPanes(bridge, description, self)
        for box in self.panes.sections.boxes:
            if box.section.head is not None:
                box.repeat(self.header.offer(*box.section.head), box.section.head[1])
        self._skeleton = CardSkeleton(self, is_stacked=description.is_stacked)
        self.slow = SlowLine(self, _("Reading the card…"), can_cancel=True)
        self.slow.cancelled.connect(self.left)
        self._state = StatePane(self)
        self._body = QStackedWidget(self)
        for widget in (self.panes, self._skeleton, self._state):
            self._body.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.notices)
        column.addWidget(self._body, 1)
        column.addWidget(self.slow)
        attend = description.attend
        self._show_picture = attend(bridge, self.header.picture) if attend is not None else None
        self.actions_of_head = CardActions(bridge, description, self)
        self.actions_of_head.lock()
        for part in self.panes.parts:
            part.guard(self.actions_of_head.warned)
        self._patience = single_shot(self, self._show_skeleton, _PATIENCE_MS)
        self._connect_all()

    def _connect_all(self) -> None:
        self.header.link_wanted.connect(self.open_wanted)
        self.header.task_wanted.connect(lambda: self.compose("task"))
        self.header.note_wanted.connect(lambda: self.compose("note"))
        self.header.tags_wanted.connect(self.actions_of_head.choose_tags)
        self.header.menu_wanted.connect(self.actions_of_head.open_menu)
        self.header.pin_wanted.connect(self.actions_of_head.turn_pin)
        self.notices.restore_wanted.connect(self.actions_of_head.restore)
        self.notices.take_off_wanted.connect(self.actions_of_head.take_off_blacklist)
        self.panes.open_wanted.connect(self.open_wanted)
        self.panes.done.connect(self.done)
        if self.top is not None:
            self.top.done.connect(self.done)
            self.top.open_wanted.connect(self.open_wanted)
            self.top.step_wanted.connect(self.plan)
        self.panes.look_changed.connect(self.look_changed)
        self._bridge.changed.connect(self._note_changes)

    # What the window asks

    @property
    def description(self) -> CardDescription:
        """Of what the card is made."""
        return self._description

    @property
    def is_ready(self) -> bool:
        """Whether it is known who the record is, or that it is gone."""
        return self._is_known

    @property
    def _is_gone(self) -> bool:
        """Whether words stand in the place of the panes, so that nobody would see what is typed."""
        return self._body.currentWidget() is self._state

    def show_record(self, record: RecordRef, kept: Any = None) -> None:
        """Be about this record; ``kept``: how its card was left before."""
        is_other = record != self.record
        self.record = record
        if is_other:
            self.head, self._is_known = None, False
            self._patience.start()
            self.slow.end()
            self.slow.begin()
        with self._bridge.together():
            self.panes.show_record(record, kept)
            self._read_head()  # last, so that all is there when the card comes into sight

    def load(self) -> None:
        """Read the head again; the parts read for themselves."""
        if self.record is not None:
            with self._bridge.together():
                self._read_head()
                self.panes.show_record(self.record, self.panes.kept())

    def current(self) -> RecordRef | None:
        """The record of the card."""
        return self.record

    def count_words(self) -> str:
        """One record needs no number."""
        return ""

    def kept(self) -> Any:
        """What is scrolled to, folded and being typed in the parts."""
        return self.panes.kept()

    def unsaved(self) -> str:
        """What would be lost by leaving, in words."""
        return " ".join(filter(None, (part.unsaved() for part in self.panes.parts)))

    def discard(self) -> None:
        """Leave without that."""
        for part in self.panes.parts:
            part.discard()

    def plan(self) -> None:
        """Plan the next step, where the open ones are listed."""
        if self._is_gone or self._is_binned():
            return
        for part in self.panes.sections.parts:
            if isinstance(part, Plans):
                part.plan()
                return

    def _is_binned(self) -> bool:
        """Whether the record lies in the bin, which is told then: a key may have been pressed."""
        is_binned = self.head is not None and self.head.is_deleted
        if is_binned:
            self._bridge.tell_failed(Invalid(IN_BIN))
        return is_binned

    def compose(self, kind: str) -> None:
        """Begin a ``note`` or a ``task``; about who is on the blacklist after a question."""

        def begin() -> None:
            if isinstance(self.panes.middle, Composes) and not self._is_gone:
                self.panes.middle.compose(kind)

        if self._is_binned():
            return
        if kind == "task":
            self.actions_of_head.warned(begin)
        else:
            begin()

    def find_here(self) -> None:
        """Find in what happened."""
        if not self._is_gone and isinstance(self.panes.middle, Composes):
            self.panes.middle.find_here()

    def next_pane(self, *, backward: bool = False) -> bool:
        """To the next pane of the card; whether there was one."""
        return self.panes.focus_next(backward=backward)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc leads back to where the record was opened."""
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Rows that have something to do with the record may be let go on its card."""
        drops, head = self.drops(), self.head
        if drops is None or head is None or self.actions_of_head.changing:
            return
        words = drops.words_of(event.mimeData(), head.record.entity, head.name)
        if words and not (head.is_archived or head.is_deleted):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """They were let go."""
        drops = self.drops()
        if drops is not None and self.record is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            drops.drop(event.mimeData(), self.record)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """What a small window has no room for (interaction.md, section 20)."""
        super().resizeEvent(event)
        window = self.window().size()
        self.header.fit(window)
        self.panes.fit(window)

    def copy_link(self) -> None:
        """The record's address to the clipboard."""
        if self.record is not None:
            QGuiApplication.clipboard().setText(link_to(self.record))

    # The head

    def read_again(self) -> None:
        """Something was written about the record."""
        self._read_head()

    def _read_head(self) -> None:
        assert self.record is not None
        self._bridge.query(
            self._description.read_head,
            self.record.id,
            then=self._show_head,
            failed=self._fail,
            owner=self,
            channel="head",
        )

    def _show_head(self, head: CardHead | None) -> None:
        self._patience.stop()
        self.slow.end()
        was_known, self._is_known = self._is_known, True
        if head is None and was_known and self.head is not None and self.unsaved():
            # What is typed stays in sight; it can still be copied.
            self.notices.tell_gone(self._description.gone)
            return
        self.head = head
        if head is None:
            self._tell_gone()
        else:
            self.title = head.name
            self.header.show_head(head, can_pin=self._description.actions.pin is not None)
            self.notices.show_head(head)
            self.panes.sections.bar(head.blacklist is not None)
            if self._show_picture is not None:
                self._show_picture(head.record.id)
            self._body.setCurrentWidget(self.panes)
        self.header.setVisible(head is not None)
        self.notices.setVisible(head is not None and self.notices.has_any)
        self.head_known.emit()

    def _tell_gone(self) -> None:
        back = Button(_("Back to the list"), self.left.emit)
        words = _("Someone deleted it for good, so there is nothing to show any more.")
        self._state.tell(self._description.gone, words, [back], "folder-simple")
        self._body.setCurrentWidget(self._state)

    def _fail(self, error: BaseException) -> None:
        """What is shown stays; the window's banner says what is wrong with the workspace."""
        if self._is_known:
            return
        self._patience.stop()
        self.slow.end()
        ways = Button(_("Try again"), self.load), Button(_("Back to the list"), self.left.emit)
        self._state.tell(_("The card couldn’t be read"), words_for(error), ways, "warning")
        self.header.hide()
        self.notices.hide()
        self._body.setCurrentWidget(self._state)

    def _show_skeleton(self) -> None:
        if not self._is_known:
            self.header.hide()
            self.notices.hide()
            self._body.setCurrentWidget(self._skeleton)

    def _note_changes(self, changes: Changes) -> None:
        if self.record is None or not self.isVisible():
            return
        shown = self._description
        is_concerned = changes.concern(*self.record) or changes.touch(shown.related)
        if is_concerned or changes.set_any(shown.leant_on):
            self._read_head()
