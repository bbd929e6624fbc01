"""What is still to be done about a record: the section 'Next steps' of its card.

Finishing a step asks in its place what came of it and what is next (interaction.md, section 7).
Made by ``gui/cards.py``. GUI thread; reads and writes go over the bridge.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.activities.commands import (
    CreateActivity,
    DeleteActivities,
    UpdateActivity,
)
from crm_desktop.features.activities.queries import find_open
from crm_desktop.features.activities.rows import ActivityRow
from crm_desktop.features.users.queries import find_users
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.buttons import DashedButton
from crm_desktop.gui.kit.locking import lock, lock_action
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.activities.finishing import Finishing, NextLine
from crm_desktop.gui.pages.activities.step_row import StepRow
from crm_desktop.gui.pages.activities.when import When, fill_menu, when_of
from crm_desktop.gui.shell.card.part import CardPart, Guard, Section
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.unread_part import UnreadPart

_SPARE_ROWS = 8
_SHOWN = 10
_MINUTE_MS = 60_000


def make_section() -> Section:
    """The section for the right column of a card."""
    return Section(
        "next_steps",
        _("Next steps"),
        NextSteps,
        add=lambda part: cast(NextSteps, part).plan(),
        add_title=_("Plan the next step"),
        adds=CreateActivity,
    )


class NextSteps(CardPart):
    """The open steps of one record, what is due first on top."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._record: RecordRef | None = None
        self._ask_first: Guard = lambda go_on: go_on()
        self._steps: list[ActivityRow] = []
        self._most = _SHOWN
        self.rows: list[StepRow] = []
        self._spare: list[StepRow] = []
        self.new: NextLine | None = None
        self._finishing: tuple[str, Finishing] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(0)
        self.none = DashedButton(_("Plan the next step"), self)
        ThemeManager.instance().set_icon(self.none, "calendar-plus", IconRole.DEFAULT, size=14)
        self.none.clicked.connect(self.plan)
        self.none.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.none.hide()
        self._locked = bridge.locked(CreateActivity)
        lock(self.none, self._locked)
        self.unread = UnreadPart(bridge, self)
        self.unread.retry.connect(self._read)
        self.more = QPushButton(self)
        dress(self.more, kind="link")
        self.more.setAutoDefault(False)
        self.more.clicked.connect(self._show_more)
        self.more.hide()
        for part in (self.none, self.unread, self.more):
            self._column.addWidget(part)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._tell_times)
        self._minute.start()
        bridge.changed.connect(self._note_changes)
        bridge.day_changed.connect(self._tell_times)

    def show_record(self, record: RecordRef) -> None:
        """Be about this record."""
        if record != self._record:
            self._record = record
            self._most = _SHOWN
            self._end_new()
            self._end_finishing()
            self._show([])
            self.unread.begin()
            self.none.hide()
        self._read()

    def guard(self, ask_first: Guard) -> None:
        """A step is planned only through this."""
        self._ask_first = ask_first

    def plan(self) -> None:
        """Ctrl+Shift+S, the plus: plan the next step, here."""
        if self._record is not None and not self._locked:
            self._ask_first(partial(self._plan, self._record))

    def _plan(self, record: RecordRef) -> None:
        if record != self._record:
            return
        if self.new is None:
            self.new = NextLine(self._bridge, record, _("What is next?"), self)
            self.new.ended.connect(self._end_new)
            self._column.insertWidget(0, self.new)
            self.none.hide()
        self.new.show()
        self.new.task.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _end_new(self, _is_planned: bool = False) -> None:
        if self.new is None:
            return
        new, self.new = self.new, None
        had_focus = new.isAncestorOf(self.focusWidget() or self)
        new.hide()
        new.deleteLater()
        self.none.setVisible(self.unread.is_read and not self._steps)
        if had_focus:
            (self.rows[0] if self.rows else self.none).setFocus()

    # Reading

    def _read(self) -> None:
        assert self._record is not None
        self._bridge.query(
            find_open,
            *self._record,
            then=self._take,
            failed=self._fail,
            owner=self,
            channel="steps",
        )

    def _fail(self, error: BaseException) -> None:
        if self.unread.note_failed(error):
            self.count_changed.emit(0)

    def _take(self, steps: Sequence[ActivityRow]) -> None:
        self.unread.note_read()
        had_focus = self.none.hasFocus() or any(row.hasFocus() for row in self.rows)
        self._show(steps)
        self.none.setVisible(not steps and self.new is None and self._finishing is None)
        first = self.rows[0] if self.rows else self.none
        if had_focus and not first.isHidden() and not any(row.hasFocus() for row in self.rows):
            first.setFocus()  # else the keyboard would go on to whatever comes next
        self.count_changed.emit(len(steps))

    def _show(self, steps: Sequence[ActivityRow]) -> None:
        """Rows of steps that stay are kept, so that focus and what is typed stay too; others are
        told of other steps, which is quicker than to make new ones."""
        self._steps = list(steps)
        known = {row.step.id: row for row in self.rows}
        focused = next((row.step.id for row in self.rows if row.hasFocus()), "")
        gone = [known.pop(key) for key in {*known} - {step.id for step in steps[: self._most]}]
        for row in gone:
            row.circle.setChecked(False)
        self._spare += gone
        self.rows = []
        first = 1 if self.new is not None else 0
        for number, step in enumerate(steps[: self._most]):
            row = known.get(step.id) or (self._spare or [self._make_row(step)]).pop()
            row.tell(step)
            self.rows.append(row)
            self._column.removeWidget(row)
            self._column.insertWidget(first + number, row)
            row.show()
        for row in self._spare:
            row.hide()
        for row in self._spare[_SPARE_ROWS:]:
            row.deleteLater()
        del self._spare[_SPARE_ROWS:]
        self._place_finishing()
        if focused and focused not in known and self.rows:
            self.rows[0].setFocus()
        left = len(steps) - len(self.rows)
        self.more.setVisible(left > 0)
        shown = ngettext("{number} more", "{number} more", left)
        self.more.setText(shown.format(number=shown_number(left)))

    def _make_row(self, step: ActivityRow) -> StepRow:
        row = StepRow(step, self._locked, self)
        row.finish_wanted.connect(partial(self._finish, row))
        row.menu_wanted.connect(partial(self._open_menu, row))
        row.delete_wanted.connect(partial(self._delete, row))
        row.step_wanted.connect(partial(self._go, row))
        return row

    def _show_more(self) -> None:
        self._most += 5 * _SHOWN
        self._show(self._steps)

    def _tell_times(self) -> None:
        for row in self.rows:
            row.tell(row.step)

    def _note_changes(self, changes: Changes) -> None:
        if self._record is not None and changes.touch(("activity",)):
            self._read()

    def _go(self, row: StepRow, by: int) -> None:
        place = self.rows.index(row) + by
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    # Doing

    def _finish(self, row: StepRow) -> None:
        assert self._record is not None
        if self._locked:
            return
        self._end_finishing()
        pane = Finishing(self._bridge, row.step, self._record, self)
        pane.ended.connect(self._end_finishing)
        self._finishing = (row.step.id, pane)
        self._place_finishing()
        pane.show()
        pane.result.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_finishing(self) -> None:
        """Where its step stood; on top when that is gone already."""
        if self._finishing is None:
            return
        key, pane = self._finishing
        place = 1 if self.new is not None else 0
        for number, row in enumerate(self.rows):
            row.setVisible(row.step.id != key)
            if row.step.id == key:
                place += number
        self._column.removeWidget(pane)
        self._column.insertWidget(place, pane)

    def _end_finishing(self) -> None:
        if self._finishing is None:
            return
        (key, pane), self._finishing = self._finishing, None
        had_focus = pane.isAncestorOf(self.focusWidget() or self)
        pane.hide()
        pane.deleteLater()
        for row in self.rows:
            row.show()
            row.circle.setChecked(False)
        self.none.setVisible(not self._steps and self.new is None)
        if had_focus:
            same = next((row for row in self.rows if row.step.id == key), None)
            (same or (self.rows[0] if self.rows else self.none)).setFocus()

    @property
    def finishing(self) -> Finishing | None:
        """The step that is being finished."""
        return self._finishing[1] if self._finishing is not None else None

    def _delete(self, row: StepRow) -> None:
        if not self._locked:
            self._bridge.execute(DeleteActivities((row.step.id,)), owner=self)

    def _change(self, step: ActivityRow, changes: dict[str, Any]) -> None:
        self._bridge.execute(UpdateActivity(step.id, step.version, changes), owner=self)

    def _move(self, step: ActivityRow, when: When) -> None:
        self._change(step, when.values())

    def _open_menu(self, row: StepRow, place: QPoint) -> None:
        menu = self.make_menu(row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def make_menu(self, row: StepRow) -> QMenu:
        """What can be done with a step (interaction.md, section 11)."""
        menu, step, icons = QMenu(self), row.step, ThemeManager.instance()
        done = menu.addAction(_("Done"))
        done.setObjectName("done")
        icons.set_icon(done, "check-circle", IconRole.MENU)
        done.triggered.connect(partial(self._finish, row))
        move = menu.addMenu(_("Reschedule"))
        move.setObjectName("move")
        icons.set_icon(move.menuAction(), "calendar-plus", IconRole.MENU)
        fill_menu(move, when_of(step.due_on, step.due_at).at, partial(self._move, step), row)
        words_ = _("Not important any more") if step.important else _("Important")
        important = menu.addAction(words_)
        important.setObjectName("important")
        icons.set_icon(important, "flag-fill", IconRole.MENU)
        turned = {"important": not step.important}
        important.triggered.connect(lambda: self._change(step, turned))
        owner = menu.addMenu(_("Owner"))
        icons.set_icon(owner.menuAction(), "user-gear", IconRole.MENU)
        owner.aboutToShow.connect(partial(self._fill_owners, owner, step))
        menu.addSeparator()
        delete = menu.addAction(_("Delete"))
        delete.setObjectName("delete")
        icons.set_icon(delete, "trash-simple", IconRole.MENU_DANGER)
        delete.triggered.connect(partial(self._delete, row))
        for action in menu.actions():
            lock_action(action, self._locked)
        return menu

    def _fill_owners(self, menu: QMenu, step: ActivityRow) -> None:
        def offer(people: Sequence[tuple[str, str]]) -> None:
            menu.clear()
            for key, name in people[:20]:
                action = menu.addAction(name.replace("&", "&&"))
                action.triggered.connect(partial(self._give_to, step, key))

        self._bridge.query(find_users, "", then=offer, owner=menu, channel="owners")

    def _give_to(self, step: ActivityRow, owner: str, _checked: bool = False) -> None:
        self._change(step, {"owner": owner})
