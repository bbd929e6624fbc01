"""All windows of this process: opened, found again, and the end of the program with the last.

Made once by ``gui/app.py``; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from crm_desktop.core.crash import report_lost_sessions
from crm_desktop.core.errors import CrmError
from crm_desktop.core.settings import SettingsFile, settings_path
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.bridge.opening import own_workspace
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.crash_report import tell_lost_sessions, tell_uncaught
from crm_desktop.gui.shell.instance import OneWindow, full_address
from crm_desktop.gui.shell.preferences import Preferences


class Program(QObject):
    """All open windows; the program ends with the last. Without ``file`` (tests, pictures) no
    settings are read or written."""

    def __init__(self, application: QApplication, file: SettingsFile | None = None) -> None:
        super().__init__()
        self._application = application
        self._file = file
        self.preferences = Preferences(application, file, self)
        self.preferences.failed.connect(self._tell_not_written)
        self._asking: set[OneWindow] = set()
        self.sessions: list[Session] = []

    def begin(self, address: str | None) -> None:
        """A window on the workspace asked for, or the last one used, or the person's own. One
        that was used and is gone (a stick pulled out) is not made anew."""
        recent = self._file.read().recent if self._file is not None else ()
        own = own_workspace()
        last = recent[0] if recent else own
        self.show(address or last, create=address is not None or last == own)

    def show(self, address: str, files: Iterable[Path] = (), *, create: bool = True) -> None:
        """A window on the workspace at ``address``, into which ``files`` are to come: the one
        that a process of this person has already, or a new one."""
        one = OneWindow(address, settings_path().parent, self)
        files = tuple(files)
        one.ours.connect(lambda: self._show_ours(one, address, files, create=create))
        one.elsewhere.connect(lambda: self._leave_to_other(one))
        self._asking.add(one)
        one.ask(files)

    def _show_ours(
        self, one: OneWindow, address: str, files: tuple[Path, ...], *, create: bool
    ) -> None:
        self._asking.discard(one)
        is_first = not self.sessions
        session = self.open(address, create=create)
        session.take_calls(one)
        session.import_files(files)
        if is_first:
            QTimer.singleShot(0, session, lambda: self._tell_what_was(session))

    def _leave_to_other(self, one: OneWindow) -> None:
        self._asking.discard(one)
        one.deleteLater()
        self._quit_when_done()

    def open(self, address: str, *, create: bool = True) -> Session:
        """A window of its own on the workspace at ``address``."""
        session = Session(full_address(address), self, self._file, create=create)
        self.sessions.append(session)
        session.window.workspace_wanted.connect(self.show)
        session.start()
        return session

    def _tell_what_was(self, session: Session) -> None:
        if self._file is not None and self._file.notice is not None:
            session.window.notifications.tell(self._file.notice.text(), stays=True)
        reports = report_lost_sessions()
        if reports:
            tell_lost_sessions(session.window, reports)

    def _tell_not_written(self, error: CrmError) -> None:
        """What was chosen holds until the end, but the next start won't know it."""
        if self.sessions:
            self.sessions[-1].window.notifications.tell(words_for(error), stays=True)

    def tell_uncaught(self, report: Path | None) -> None:
        """A bug struck that nobody waited for."""
        if self.sessions:
            tell_uncaught(self.sessions[-1].window, report)

    def forget(self, session: Session) -> None:
        """Its window is closed and its workspace too."""
        self.sessions.remove(session)
        session.deleteLater()
        self._quit_when_done()

    def _quit_when_done(self) -> None:
        if not self.sessions and not self._asking:
            self._application.quit()

    def finish(self) -> None:
        """The loop has ended: leave no window behind, before Qt itself goes."""
        self.preferences.finish()
        for session in list(self.sessions):
            session.window.close()
