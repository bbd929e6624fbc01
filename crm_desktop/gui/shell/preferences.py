"""The person's choices in the running program: applied at once in all windows, then written down.

Made once by ``gui/program.py``; lives on the GUI thread. The file is written on a thread of its
own, change after change, so that no press ever waits for the disk.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import LANGUAGES, current_language
from crm_desktop.core.settings import Settings
from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.shell.language import speak

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

log = logging.getLogger(__name__)

Change = Callable[[Settings], Settings]


class Preferences(QObject):
    """What the person chose. ``changed`` tells that something is another now (it is applied
    already), ``language_changed`` that all words are; ``failed`` that a choice holds until the
    program ends but couldn't be written down."""

    changed = Signal()
    language_changed = Signal()
    failed = Signal(object)  # CrmError
    _written = Signal(object)

    def __init__(
        self,
        application: QApplication,
        file: SettingsFile | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Take over what ``file`` holds and dress the application so; without a file (tests,
        pictures) nothing is read or written."""
        super().__init__(parent)
        self._application = application
        self._file = file
        self._writer: ThreadPoolExecutor | None = None
        self._has_failed = False
        self.follows_workspace = False
        """Whether nobody has said which language is to be spoken: the first workspace does."""
        self._manager = ThemeManager.instance()
        if file is not None:
            stored = file.read()
            # A start may speak another language than the one that is written down.
            spoken = current_language() if stored.language else None
            self.settings = dataclasses.replace(stored, language=spoken)
            self._dress()
            speak(application, current_language(), self.settings.formats)
        else:
            self.settings = _with_appearance(Settings(), self._manager.appearance)
        self._manager.chosen.connect(self._note_appearance)
        self._written.connect(self._note_written, Qt.ConnectionType.QueuedConnection)

    def speak_as(self, language: str) -> None:
        """A workspace of this ``language`` is opened."""
        follows, self.follows_workspace = self.follows_workspace, False
        is_other = language in LANGUAGES and language != current_language()
        if follows and is_other and self.settings.language is None:
            speak(self._application, language, self.settings.formats)
            self.language_changed.emit()

    def choose(self, change: Change) -> None:
        """Apply ``change`` to the choices, in all windows, and write it down."""
        old, new = self.settings, change(self.settings)
        if new == old:
            return
        self.settings = new
        self._write(change)
        self._dress()
        is_other_language = new.language is not None and new.language != current_language()
        if is_other_language or new.formats != old.formats:
            speak(self._application, new.language or current_language(), new.formats)
            self.language_changed.emit()
        self.changed.emit()

    def finish(self) -> None:
        """Wait until the last choice is written; the program ends."""
        if self._writer is not None:
            self._writer.shutdown()
            self._writer = None

    def _dress(self) -> None:
        self._manager.apply(appearance_of(self.settings, self._manager.appearance))

    def _note_appearance(self, appearance: Appearance) -> None:
        """Somebody dressed the windows otherwise: by a key, by a button of a list."""
        self.choose(lambda settings: _with_appearance(settings, appearance))

    def _write(self, change: Change) -> None:
        if self._file is None:
            return
        if self._writer is None:
            from concurrent.futures import ThreadPoolExecutor  # not in the first look

            self._writer = ThreadPoolExecutor(1, "settings")
        self._writer.submit(self._file.change, change).add_done_callback(self._written.emit)

    def _note_written(self, written: Future[Settings]) -> None:
        """One cause is told once, until a choice could be written again."""
        error = written.exception()
        if error is None:
            self._has_failed = False
        elif isinstance(error, CrmError):
            log.warning("a choice isn't written down: %s", type(error).__name__)
            if not self._has_failed:
                self._has_failed = True
                self.failed.emit(error)
        else:
            raise error


def appearance_of(settings: Settings, base: Appearance | None = None) -> Appearance:
    """How the windows look by these choices; what no choice decides is as in ``base``."""
    return dataclasses.replace(
        base or Appearance(),
        mode=settings.theme,
        density=settings.density,
        text_percent=settings.text_percent,
        reduced_motion=settings.reduced_motion,
        high_contrast=settings.high_contrast,
    )


def _with_appearance(settings: Settings, appearance: Appearance) -> Settings:
    return dataclasses.replace(
        settings,
        theme=appearance.mode,
        density=appearance.density,
        text_percent=appearance.text_percent,
        reduced_motion=appearance.reduced_motion,
        high_contrast=appearance.high_contrast,
    )
