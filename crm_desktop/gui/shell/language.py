"""The language of the whole process: the program's own words, Qt's, and how values are written.

``gui/app.py`` calls ``speak`` at the start, ``preferences`` when the person chooses another
language. What is on the screen then is made anew by ``gui/session.py``. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from crm_desktop.core.i18n import set_language
from crm_desktop.core.settings import Formats
from crm_desktop.gui.kit.days import write_days_as_the_system

# Interface language → where dates and numbers are written so, unless the system knows better.
_LOCALES = {"ru": "ru_RU", "en": "en_GB", "pl": "pl_PL"}
# Each in its own words, so that whoever can't read the present language finds their own.
OWN_NAMES = {"ru": "Русский", "en": "English", "pl": "Polski"}
# By this name the translator of Qt's own words is found again.
_QT_WORDS = "qt words"


def speak(application: QApplication, language: str, formats: Formats = "language") -> None:
    """From now on everything says its words in ``language`` (``ru``, ``en``, ``pl``) and writes
    dates and numbers by the ``formats``."""
    set_language(language)
    QLocale.setDefault(locale_of(language, formats))
    write_days_as_the_system(formats == "system")
    _speak_qt(application, language)


def locale_of(language: str, formats: Formats) -> QLocale:
    """How dates and numbers are written (interaction.md, section 22): as the system is set, if
    it speaks ``language`` or the person wants it so."""
    system = QLocale.system()
    if formats == "system" or system.name().split("_")[0] == language:
        return system
    return QLocale(_LOCALES[language])


def _speak_qt(application: QApplication, language: str) -> None:
    old = application.findChild(QTranslator, _QT_WORDS)
    if old is not None:
        application.removeTranslator(old)
        old.setParent(None)
        old.deleteLater()
    translator = QTranslator(application)
    translator.setObjectName(_QT_WORDS)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language}", folder):
        application.installTranslator(translator)
