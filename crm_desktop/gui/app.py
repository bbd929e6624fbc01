"""The window's start, told as a story: application, language, window, and only then the data.

``run`` is called by ``__main__`` on the main thread, which becomes the GUI thread. The window is
on the screen before SQLAlchemy is imported; pages are imported with it, on the opening's thread.
"""

from __future__ import annotations

import builtins
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from crm_desktop.core.i18n import _, set_language, system_language
from crm_desktop.core.settings import Settings
from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.gui.bridge.watching import Watch
from crm_desktop.gui.collecting import Collector
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.program import Program
from crm_desktop.gui.shell.language import speak
from crm_desktop.gui.shell.preferences import appearance_of

FindFamilies = Callable[[], "tuple[str, ...] | None"]

log = logging.getLogger(__name__)

# Python's threads take turns every 5 ms by themselves. While a workspace is opened behind the
# window a picture of it would wait for several turns; so it waits for none that is noticed.
_SWITCH_SECONDS = 0.001

_SCALES_EXACTLY = Qt.HighDpiScaleFactorRoundingPolicy.PassThrough


def run(address: str | None = None, language: str | None = None, files: Sequence[Path] = ()) -> int:
    """Open the window on the workspace at ``address`` (by default the last one used; at the very
    first start the person is asked) in ``language`` (by default the one chosen, the
    workspace's, or the system's). ``files`` are imported, or shown if they are workspaces. Returns
    the exit status when all windows are closed."""
    file = SettingsFile()
    settings = file.read()
    is_chosen = bool(language or settings.language)
    language = language or settings.language or system_language()
    if not _has_screen():
        set_language(language)
        sys.stderr.write(
            _(
                "There is no screen to open the window on. Start the program from a desktop, or by "
                "xvfb-run."
            )
            + "\n"
        )
        return 1
    with Watch() as watch:
        application = make_application(language, settings=settings)
        application.commitDataRequest.connect(lambda _session: watch.end_well())
        program = Program(application, file)
        program.preferences.follows_workspace = not is_chosen
        watch.uncaught.connect(program.tell_uncaught, Qt.ConnectionType.QueuedConnection)
        log.info("the window's process begins")
        program.begin(address, files)
        status = application.exec()
        program.finish()
        log.info("the window's process ends")
    return status


def _has_screen() -> bool:
    """Without one Qt would end the program with words for programmers."""
    if not sys.platform.startswith("linux"):
        return True
    return any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")))


def make_application(
    language: str, families: FindFamilies | None = None, settings: Settings | None = None
) -> QApplication:
    """The application, speaking ``language`` and dressed as chosen in ``settings``.

    ``families`` names fonts that stand in for the system's, to compare with pictures.
    """
    settings = settings or Settings()
    sys.setswitchinterval(_SWITCH_SECONDS)
    _import_as_python_does()
    existing = QApplication.instance()
    if existing is None:
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(_SCALES_EXACTLY)
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("CRM Desktop")
    application.setQuitOnLastWindowClosed(False)  # first what was given is finished
    if application.findChild(Collector) is None:
        Collector(application)
    if application.findChild(ThemeManager) is None:
        chosen = appearance_of(settings)
        fonts = families() if families is not None else None
        ThemeManager(application, chosen, families=fonts, menus=False)
    speak(application, language, settings.formats)
    return application


def _import_as_python_does() -> None:
    """Take PySide's function out of Python's ``import``. For switches that nobody uses here
    (``from __feature__ import …``) it reads and keeps the source of each module that is imported,
    and each ``import`` in a function takes three times as long. Does nothing where it isn't."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
