"""A crash report to be read and copied, and the notes that lead to it.

Used by ``gui/program.py``; GUI thread only. The dialog stops nobody: it stands beside the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.dialog import EDGE, Dialog
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.shell.main_window import MainWindow

_SIZE = (640, 420)


def tell_uncaught(window: MainWindow, report: Path | None) -> None:
    """Something failed that nobody waited for."""
    words = _(
        "The program made a mistake. Everything saved before is safe. If something looks wrong, "
        "start the program anew."
    )
    window.notifications.tell(words, _show_button(window, report), mark="told", stays=True)


def tell_lost_sessions(window: MainWindow, reports: Sequence[Path]) -> None:
    """The program closed by itself before (interaction.md, section 14)."""
    words = _("Last time the program closed by itself. Everything you typed is saved.")
    window.notifications.tell(words, _show_button(window, reports[-1]), mark="told", stays=True)


def _show_button(window: QWidget, report: Path | None) -> Button | None:
    if report is None:
        return None
    return Button(_("Show report"), lambda: CrashReportDialog(report, window).show())


class CrashReportDialog(Dialog):
    """What the report says, word for word."""

    def __init__(self, report: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Report"))
        self.resize_panel(*_SIZE)
        self.words = QLabel(
            _(
                "This is all the report says: versions and places in the program, nothing that "
                "you typed or saved. Copy it into a message to us."
            ),
            self,
        )
        self.words.setWordWrap(True)
        self.text = QPlainTextEdit(_read(report), self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Report"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.copy = QPushButton(_("Copy"), self)
        self.copy.clicked.connect(self._copy)
        self.leave = QPushButton(_("Close"), self)
        self.leave.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.copy)
        buttons.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, 20, EDGE, 20)
        layout.setSpacing(12)
        layout.addWidget(self.make_heading())
        layout.addWidget(self.words)
        layout.addWidget(self.text, 1)
        layout.addLayout(buttons)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())


def _read(report: Path) -> str:
    try:
        return report.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return _("The report can’t be read any more: {file}").format(file=report)
