"""The kinds of notes that a person wants in no bell, and those of which the system is to say
nothing: chosen in one bell, kept with the other choices.

Made once for each window. GUI thread only.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from crm_desktop.core.settings import Settings
from crm_desktop.gui.shell.inbox import Inbox
from crm_desktop.gui.shell.preferences import Preferences


class Muting(QObject):
    """Lets the inbox take what the person wants to hear of, now and when that is chosen anew."""

    def __init__(self, inbox: Inbox, preferences: Preferences) -> None:
        super().__init__(inbox)
        self._inbox, self._preferences = inbox, preferences
        inbox.muting.connect(self._choose)
        inbox.silencing.connect(self._choose_silent)
        preferences.changed.connect(self._follow)
        self._follow()

    def _choose(self, muted: tuple[str, ...]) -> None:
        self._preferences.choose(partial(_with_muted, muted))

    def _choose_silent(self, silent: tuple[str, ...]) -> None:
        self._preferences.choose(partial(_with_silent, silent))

    def _follow(self) -> None:
        chosen = self._preferences.settings
        self._inbox.take_muted(chosen.muted)
        self._inbox.take_silent(chosen.silent)


def _with_silent(silent: tuple[str, ...], settings: Settings) -> Settings:
    return replace(settings, silent=silent)


def _with_muted(muted: tuple[str, ...], settings: Settings) -> Settings:
    return replace(settings, muted=muted)
