"""The window's start, told as a story: application, language, window, and only then the data.

``run`` is called by ``__main__`` on the main thread, which becomes the GUI thread. The window is
on the screen before SQLAlchemy is imported; pages are imported with it, on the opening's thread.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from crm_desktop.core.i18n import _, set_language, system_language
from crm_desktop.core.settings import SettingsFile
from crm_desktop.gui.bridge.watching import Watch
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.program import Program

FindFamilies = Callable[[], "tuple[str, ...] | None"]

log = logging.getLogger(__name__)

_SCALES_EXACTLY = Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
# Interface language → where dates and numbers are written so, unless the system knows better.
_LOCALES = {"ru": "ru_RU", "en": "en_GB", "pl": "pl_PL"}


def run(address: str | None = None, language: str | None = None) -> int:
    """Open the window on the workspace at ``address`` (by default the last one used, at first
    the person's own) in ``language`` (by default the one chosen, or the system's). Returns the
    exit status when it is closed."""
    file = SettingsFile()
    language = language or file.read().language or system_language()
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
        application = make_application(language)
        application.commitDataRequest.connect(lambda _session: watch.end_well())
        program = Program(application, file)
        watch.uncaught.connect(program.tell_uncaught, Qt.ConnectionType.QueuedConnection)
        log.info("the window's process begins")
        program.begin(address)
        status = application.exec()
        program.finish()
        log.info("the window's process ends")
    return status


def _has_screen() -> bool:
    """Without one Qt would end the program with words for programmers."""
    if not sys.platform.startswith("linux"):
        return True
    return any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")))


def make_application(language: str, families: FindFamilies | None = None) -> QApplication:
    """The application, speaking ``language`` and dressed in the theme of the system.

    ``families`` names fonts that stand in for the system's, to compare with pictures.
    """
    set_language(language)
    existing = QApplication.instance()
    if existing is None:
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(_SCALES_EXACTLY)
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("CRM Desktop")
    application.setQuitOnLastWindowClosed(False)  # first what was given is finished
    if application.findChild(ThemeManager) is None:
        ThemeManager(application, families=families() if families is not None else None)
    locale = QLocale.system()
    if locale.name().split("_")[0] != language:
        locale = QLocale(_LOCALES[language])
    QLocale.setDefault(locale)
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language}", folder):
        application.installTranslator(translator)
    return application
