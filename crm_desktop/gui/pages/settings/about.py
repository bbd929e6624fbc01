"""Settings → About: version, licences, and the folder of logs and reports.

GUI thread only.
"""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, metadata

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from crm_desktop import __version__
from crm_desktop.core.i18n import _
from crm_desktop.core.paths import user_log_folder
from crm_desktop.gui.kit.buttons import small_button
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.settings.section import ScrollingSection

# What the program stands on, with the licence of each where it can't be read from the library.
LIBRARIES = {
    "alembic": "MIT",
    "babel": "BSD-3-Clause",
    "charset-normalizer": "MIT",
    "clevercsv": "MIT",
    "email-validator": "Unlicense",
    "keyring": "MIT",
    "openpyxl": "MIT",
    "phonenumbers": "Apache-2.0",
    "platformdirs": "MIT",
    "psutil": "BSD-3-Clause",
    "psycopg": "LGPL-3.0-only",
    "PySide6-Essentials": "LGPL-3.0-only",
    "python-calamine": "MIT",
    "python-stdnum": "LGPL-2.1-or-later",
    "rapidfuzz": "MIT",
    "SQLAlchemy": "MIT",
    "sqlcipher3": "Zlib",
    "uuid-utils": "BSD-3-Clause",
    "xlsxwriter": "BSD-2-Clause",
}
_ICONS = ("Phosphor Icons", "MIT")


class AboutSection(ScrollingSection):
    """What this program is and what it is made of."""

    def __init__(self) -> None:
        super().__init__("about", _("About the program"), "info")
        self.copy = small_button(_("Copy details"), self._copy)
        self.logs = small_button(_("Show in folder"), self._show_logs)
        self.add(f"CRM Desktop {__version__}", self.copy, _("Licence: Apache-2.0"))
        self.add(
            _("Logs and crash reports"),
            self.logs,
            _("They hold nothing that you typed or saved. {folder}").format(
                folder=user_log_folder()
            ),
        )
        self.copy.setAccessibleName(_("Copy details"))
        self.add_heading(_("Made with"))
        self.words.append(_("Made with"))
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 8, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        self.rows.addWidget(self._table)

    def load(self) -> None:
        """List the libraries, the first time."""
        if self._grid.count():
            return
        lines = [*((name, version_of(name), text) for name, text in LIBRARIES.items())]
        for row, (name, version, licence) in enumerate([*lines, (_ICONS[0], "", _ICONS[1])]):
            for column, words in enumerate((name, version, licence)):
                label = QLabel(words)
                dress(label, type="hint")
                self._grid.addWidget(label, row, column)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(details())

    def _show_logs(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(user_log_folder())))


def details() -> str:
    """What somebody who helps needs to know; nothing of the person."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    program = f"CRM Desktop {__version__}, Python {platform.python_version()}, Qt {qVersion()}"
    libraries = (f"{name} {version_of(name)}".strip() for name in LIBRARIES)
    return "\n".join([program, system, *libraries])


def version_of(library: str) -> str:
    """Its version, if the library came with its papers (a frozen program may carry none)."""
    try:
        return str(metadata(library)["Version"])
    except PackageNotFoundError:
        return ""
