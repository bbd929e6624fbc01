"""What can be done with an entry of a timeline. Pure."""

from __future__ import annotations

from crm_desktop.core.i18n import _
from crm_desktop.gui.pages.activities.entries import Entry, Shape
from crm_desktop.gui.pages.activities.timeline_places import DONE, MOVE

EDIT, PIN, COPY, TASK, DELETE = "edit", "pin", "copy", "task", "delete"
KEYS = {EDIT: "F2", COPY: "Ctrl+C", DELETE: "Del", DONE: "Space"}
ICONS = {
    DONE: "check-circle",
    EDIT: "pencil-simple",
    MOVE: "calendar-plus",
    PIN: "push-pin-simple-fill",
    COPY: "copy-simple",
    TASK: "check-square",
    DELETE: "trash-simple",
}


def actions_of(entry: Entry) -> dict[str, str]:
    """What can be done with an entry, in the order of its menu (interaction.md, section 11)."""
    if entry.shape is Shape.HEADING:
        return {}
    activity = entry.activity
    if activity is None:
        return {COPY: _("Copy")}
    found = {}
    if entry.shape is Shape.PLANNED:
        found = {DONE: _("Done"), MOVE: _("Reschedule")}
    found[EDIT] = _("Change")
    if entry.shape is Shape.CARD:
        found[PIN] = _("Unpin") if activity.pinned else _("Pin")
    found[COPY] = _("Copy")
    if entry.shape is Shape.CARD:
        found[TASK] = _("Make a task of it")
    return {**found, DELETE: _("Delete")}
