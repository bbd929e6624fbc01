"""A window that has commands: their keys under every layout, and full screen.

The base of ``MainWindow`` and ``RecordWindow``. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from crm_desktop.gui.shell.commands import Commands
from crm_desktop.gui.shell.instance import bring_up
from crm_desktop.gui.shell.keys import by_place

if TYPE_CHECKING:
    from crm_desktop.gui.shell.way import Way


class CommandWindow(QMainWindow):
    """``shortcuts``: the keys that the person chose (``Settings.shortcuts``)."""

    def __init__(self, shortcuts: Mapping[str, str] | None) -> None:
        super().__init__()
        self.commands = Commands(self, shortcuts)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys count by their place where the layout has no letter for them."""
        keys = by_place(event)
        command = self.commands.holder_of(keys) if keys else None
        if command is not None and self.commands.action(command.id).isEnabled():
            self.commands.action(command.id).trigger()
            event.accept()
            return
        super().keyPressEvent(event)

    def asks_first(self, ways: Iterable[tuple[QWidget, Way]]) -> bool:
        """Whether closing has to wait: one of the ``ways`` asks, in its window, about what can't be
        saved as it is. Closes again when that is answered. A hidden window would ask unseen."""
        for window, way in ways:
            if way.unsaved():
                bring_up(window)
                way.leave(self.close)
                return True
        return False

    def turn_full_screen(self) -> None:
        """On, or off again."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """The system may turn full screen on and off as well."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.commands.action("view.full_screen").setChecked(self.isFullScreen())
