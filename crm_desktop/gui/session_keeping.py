"""What a person chooses in a window is kept for the next one, and shown in all of them at once:
keys, what the palette was used for, how the sidebar stands.

Made by ``gui/session.py`` for its window. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject

from crm_desktop.core.settings import PaletteUse
from crm_desktop.gui.shell.main_window import MainWindow
from crm_desktop.gui.shell.preferences import Preferences


class SessionKeeping(QObject):
    """Keeps the choices of one window on the workspace at ``address``."""

    def __init__(
        self, window: MainWindow, address: str, preferences: Preferences, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._address, self._preferences = window, address, preferences
        window.commands.rebound.connect(self._keep_shortcuts)
        window.palette_used.connect(self._keep_palette)

    def begin(self) -> None:
        """The workspace is open: follow what is chosen in this window and in others."""
        palettes = self._preferences.settings.palettes
        self._window.palette_use = palettes.get(self._address, PaletteUse())
        self._preferences.changed.connect(self._arrange)
        self._preferences.changed.connect(self._apply_shortcuts)

    def keep_folded(self, is_folded: bool) -> None:
        """The sidebar was folded or unfolded by hand."""
        self._preferences.choose(
            lambda settings: replace(settings, sidebar=replace(settings.sidebar, folded=is_folded))
        )

    def _keep_palette(self, use: PaletteUse) -> None:
        self._preferences.choose(lambda settings: settings.with_palette(self._address, use))

    def _keep_shortcuts(self, chosen: Mapping[str, str]) -> None:
        self._preferences.choose(lambda settings: replace(settings, shortcuts=chosen))

    def _apply_shortcuts(self) -> None:
        self._window.commands.apply(self._preferences.settings.shortcuts)

    def _arrange(self) -> None:
        """Show the places of the sidebar as chosen."""
        if self._window.view is not None:
            self._window.view.arrange(self._preferences.settings.sidebar)
