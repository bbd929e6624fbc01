"""The steps of one window: told when they are done, offered to be taken back and done again.

Made by the main window, whose notes and menu it fills; it begins with the first workspace that the
window shows and outlives its view, which is made anew with the language. GUI thread only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.gui.bridge.faults import Failure, was_wanted, words_for
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.shell.commands import Commands
from crm_desktop.gui.shell.notifications import Notifications

if TYPE_CHECKING:
    from crm_desktop.gui.bridge.bridge import Bridge
    from crm_desktop.gui.bridge.history import Reversed, Step, UndoHistory


class WindowSteps(QObject):
    """``changed``: there is another step to take back or to do again."""

    changed = Signal()

    def __init__(self, commands: Commands, notifications: Notifications, parent: QObject) -> None:
        super().__init__(parent)
        self.history: UndoHistory | None = None
        self._commands = commands
        self._notifications = notifications

    def begin(self, bridge: Bridge) -> None:
        """A workspace is open: follow what is done in it."""
        from crm_desktop.gui.bridge.history import UndoHistory  # not in the first look

        self.history = UndoHistory(bridge, bridge)
        self.history.changed.connect(self.changed)
        self.history.reversed.connect(self._tell_reversed)
        bridge.failed.connect(self._tell_failed)
        bridge.celebrated.connect(self._celebrate)

    # Back and again

    def undo(self) -> None:
        """Take the newest step back."""
        if self.history is not None:
            self.history.undo()

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self.history is not None:
            self.history.redo()

    def take_back(self, step: Step) -> None:
        """Take this step back, whatever was done since."""
        if self.history is not None:
            self.history.take_back(step)

    def offer(self) -> None:
        """Name in the menu what Undo and Redo do now."""
        undo = self.history.next_undo if self.history else None
        redo = self.history.next_redo if self.history else None
        undo_action = self._commands.action("edit.undo")
        redo_action = self._commands.action("edit.redo")
        undo_action.setEnabled(undo is not None)
        redo_action.setEnabled(redo is not None)
        undo_action.setText(_("&Undo: {step}").format(step=undo.name) if undo else _("&Undo"))
        redo_action.setText(_("&Redo: {step}").format(step=redo.name) if redo else _("&Redo"))

    # Notes

    def tell_done(self, words: str, also: Button | None = None, *, mark: str = "done") -> None:
        """Something was done that can be undone, and perhaps gone on with."""
        step = self.history.next_undo if self.history else None
        button = None
        if step is not None and self.history is not None:
            history = self.history
            button = Button(_("Undo"), lambda: history.undo_step(step))
        self._notifications.tell(words, button, also=also, mark=mark, about=step)

    def _celebrate(self, words: str, also: Button | None) -> None:
        self.tell_done(words, also, mark="won")

    def _tell_reversed(self, reversed_: Reversed) -> None:
        self._notifications.withdraw(reversed_.step)
        words = _("Undone: {step}.") if reversed_.is_undo else _("Done again: {step}.")
        text = words.format(step=reversed_.step.name)
        if reversed_.kept:
            kept = ngettext(
                "{number} record stays as it is, because it was changed since or is in use.",
                "{number} records stay as they are, because they were changed since or are in use.",
                reversed_.kept,
            )
            text = f"{text} {kept.format(number=reversed_.kept)}"
        self._notifications.tell(text)

    def _tell_failed(self, failure: Failure) -> None:
        words = words_for(failure.error)
        if was_wanted(failure.error):
            self._notifications.tell(words, mark="told")
            return
        button = Button(_("Try again"), failure.retry) if failure.retry else None
        self._notifications.tell(words, button, mark="failed", stays=True)
