"""What the last process had begun and did not end is told at the start: it was taken back.

Called when a workspace has been opened. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _
from crm_desktop.gui.shell.notifications import Notifications

if TYPE_CHECKING:
    from crm_desktop.store.operations import Operation


def tell_taken_back(notifications: Notifications, stopped: Sequence[Operation]) -> None:
    """A note that stays, and lies in the bell, for each operation that ``stopped`` in the
    middle."""
    for operation in stopped:
        notifications.tell(_words(operation), mark="told", stays=True)


def _words(operation: Operation) -> str:
    if files := operation.details.get("files"):
        return _(
            "The import of {file} stopped in the middle when the program ended, so everything from "
            "it was taken back. Import the file again: nothing comes in twice."
        ).format(file=", ".join(files))
    return _(
        "“{action}” stopped in the middle when the program ended, so it was taken back. Do it "
        "again if it is still needed."
    ).format(action=_(operation.label))
