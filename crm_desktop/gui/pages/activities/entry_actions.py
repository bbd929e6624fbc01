"""What can be done with the entries of a timeline: finish, change, pin, copy, delete.

Made by the timeline part. GUI thread; writes over the bridge.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCursor, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu

from crm_desktop.features.activities.commands import (
    CreateActivity,
    DeleteActivities,
    UpdateActivity,
)
from crm_desktop.features.activities.rows import ActivityKind, ActivityRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form_suggest import Ask
from crm_desktop.gui.kit.rich_text import MENTION, is_allowed, plain_text
from crm_desktop.gui.pages.activities import words
from crm_desktop.gui.pages.activities.activity_edit import ActivityEdit
from crm_desktop.gui.pages.activities.blacklist import if_not_barred
from crm_desktop.gui.pages.activities.composer import LINKS
from crm_desktop.gui.pages.activities.entries import Entry, Shape
from crm_desktop.gui.pages.activities.finishing import Finishing
from crm_desktop.gui.pages.activities.timeline_actions import COPY, DELETE, EDIT, PIN, TASK
from crm_desktop.gui.pages.activities.timeline_places import DONE, MOVE
from crm_desktop.gui.pages.activities.timeline_view import TimelineView
from crm_desktop.gui.pages.activities.when import When, fill_menu, when_of
from crm_desktop.gui.shell.page import RecordRef


class EntryActions(QObject):
    """``record`` is the one whose timeline it is; ``ask`` gives colleagues to mention."""

    open_wanted = Signal(object, bool)  # RecordRef, whether in a window of its own

    def __init__(self, bridge: Bridge, view: TimelineView, ask: Ask) -> None:
        super().__init__(view)
        self._bridge = bridge
        self._view = view
        self._ask = ask
        self.record: RecordRef | None = None
        view.acted.connect(self.do)
        view.link_opened.connect(self.open_link)

    def do(self, entry: Entry, action: str) -> None:
        """Carry out what the menu or a key of an entry asks for."""
        activity = entry.activity
        if action == COPY:
            QGuiApplication.clipboard().setText(copied_words(entry))
        elif activity is None:
            return
        elif action == DONE:
            self._finish(entry, activity)
        elif action == MOVE:
            self._offer_days(activity)
        elif action == EDIT:
            self._edit(entry, activity)
        elif action == PIN:
            self._change(activity, {"pinned": not activity.pinned})
        elif action == TASK:
            self._make_task(activity)
        elif action == DELETE:
            self._bridge.execute(DeleteActivities((activity.id,)), owner=self)

    def _change(self, activity: ActivityRow, changes: dict[str, Any]) -> None:
        self._bridge.execute(UpdateActivity(activity.id, activity.version, changes), owner=self)

    def _offer_days(self, activity: ActivityRow) -> None:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        when = when_of(activity.due_on, activity.due_at)
        fill_menu(menu, when.at, partial(self._move, activity), self._view)
        menu.popup(QCursor.pos())

    def _move(self, activity: ActivityRow, when: When) -> None:
        self._change(activity, when.values())

    def _finish(self, entry: Entry, activity: ActivityRow) -> None:
        assert self.record is not None
        pane = Finishing(self._bridge, activity, self.record)
        pane.ended.connect(self._view.close_editor)
        pane.resized.connect(lambda: self._view.resize_editor(pane.sizeHint().height()))
        self._view.open_editor(entry.key, pane, pane.sizeHint().height())

    def _edit(self, entry: Entry, activity: ActivityRow) -> None:
        pane = ActivityEdit(self._bridge, activity, self._ask)
        pane.ended.connect(self._view.close_editor)
        pane.resized.connect(lambda: self._view.resize_editor(pane.sizeHint().height()))
        self._view.open_editor(entry.key, pane, pane.sizeHint().height())

    def _make_task(self, activity: ActivityRow) -> None:
        """A task with the words of a note, on the same record."""
        assert self.record is not None
        first = plain_text(activity.text).strip().split("\n", 1)[0][:200]
        title = activity.title or first or words.kind_words(ActivityKind.TASK)
        values = {
            "kind": ActivityKind.TASK.value,
            "title": title,
            "text": activity.text if activity.text.strip() != title else "",
            LINKS[self.record.entity]: [self.record.id],
        }
        plan = partial(self._bridge.execute, CreateActivity(values), owner=self)
        if_not_barred(self._bridge, self.record, self._view, plan)

    def open_link(self, address: str, apart: bool) -> None:
        """Go where a link in a text leads to."""
        if address.startswith("crmdesktop://"):
            parts = address.removeprefix("crmdesktop://").strip("/").split("/")
            if len(parts) == 2:
                self.open_wanted.emit(RecordRef(parts[0], parts[1]), apart)
        elif address.startswith(MENTION):
            return  # colleagues have no page yet
        elif is_allowed(address):
            QDesktopServices.openUrl(address)


def copied_words(entry: Entry) -> str:
    """An entry as plain words for the clipboard."""
    if entry.shape is Shape.LINE:
        return " ".join("→" if piece.style == "arrow" else piece.text for piece in entry.pieces)
    return "\n".join(filter(None, (entry.title, entry.when, plain_text(entry.text).strip())))
