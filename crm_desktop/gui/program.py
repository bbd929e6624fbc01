"""All windows of this process: opened, found again, and the end of the program with the last.

Made once by ``gui/app.py``; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from crm_desktop.core.crash import report_lost_sessions
from crm_desktop.core.errors import CrmError
from crm_desktop.core.settings_file import SettingsFile, settings_path
from crm_desktop.gui.bridge.aside import Aside
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.bridge.opening import Password, own_workspace
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.session import IMPORT_SUFFIXES, Session
from crm_desktop.gui.shell.instance import OneWindow, bring_up, full_address
from crm_desktop.gui.shell.links import linked_record
from crm_desktop.gui.shell.preferences import Preferences

if TYPE_CHECKING:
    from crm_desktop.gui.kit.states import Button
    from crm_desktop.gui.pages.first_run.window import Beginning, FirstRunWindow
    from crm_desktop.gui.shell.tray import Tray


class Program(QObject):
    """All open windows; the program ends with the last. Without ``file`` (tests, pictures) no
    settings are read or written."""

    def __init__(self, application: QApplication, file: SettingsFile | None = None) -> None:
        super().__init__()
        self._application = application
        self._file = file
        self.preferences = Preferences(application, file, self)
        self.preferences.failed.connect(self._tell_not_written)
        self.tray: Tray | None = None
        self.preferences.changed.connect(self._show_tray)
        self._asking: set[OneWindow] = set()
        self._anew: dict[Session, Callable[[], str] | None] = {}
        self._between: Aside | None = None
        self.sessions: list[Session] = []

    def begin(self, address: str | None, files: Iterable[Path] = ()) -> None:
        """A window on the workspace asked for, or the last one used; where none was ever used
        the person says how to begin. Of ``files`` tables and address books are imported, others
        are workspaces. What was used and is gone (a stick pulled out) is not made anew."""
        sheets, others = _sorted_out(files)
        if address is None and others:
            address, others = str(others[0]), others[1:]
            self.show(address, sheets, create=False)
        elif address is not None:
            self.show(address, sheets)
        elif (last := self._last_used()) is not None:
            self.show(last, sheets, create=last == own_workspace())
        else:
            self._begin_first(sheets)
        for other in others:
            self.show(str(other), create=False)

    def _last_used(self) -> str | None:
        recent = self._file.read().recent if self._file is not None else ()
        if recent:
            return recent[0]
        return own_workspace() if Path(own_workspace()).exists() else None

    def _begin_first(self, sheets: tuple[Path, ...]) -> None:
        """Nobody has worked here before: ask how to begin. A second start raises the question."""
        one = OneWindow(own_workspace(), settings_path().parent, self)
        one.ours.connect(lambda: self._ask_first(one, sheets))
        one.elsewhere.connect(lambda: self._leave_to_other(one))
        self._asking.add(one)
        one.ask(sheets)

    def _ask_first(self, one: OneWindow, sheets: tuple[Path, ...]) -> None:
        from crm_desktop.gui.pages.first_run.window import FirstRunWindow

        ThemeManager.instance().dress_menus()
        files = tuple(path for path in sheets if linked_record(str(path)) is None)
        window = FirstRunWindow(self.preferences, files)
        one.called.connect(lambda files: self._come_up(window, files))
        window.decided.connect(lambda beginning: self._begin_with(beginning, one, window))
        window.closed.connect(lambda: self._leave_first_run(one, window))
        window.show()

    def _come_up(self, window: FirstRunWindow, files: tuple[Path, ...]) -> None:
        window.take_files(_sorted_out(files)[0])
        bring_up(window)

    def _begin_with(self, beginning: Beginning, one: OneWindow, window: FirstRunWindow) -> None:
        one.release()  # of this place; the window that opens asks for its own
        self.show(
            beginning.address,
            beginning.files,
            create=beginning.create,
            first=Session.new_contact if beginning.wants_contact else None,
            password=beginning.password,
        )
        window.close()

    def _leave_first_run(self, one: OneWindow, window: FirstRunWindow) -> None:
        one.release()
        one.deleteLater()
        window.deleteLater()
        self._asking.discard(one)
        self._quit_when_done()

    def show(
        self,
        address: str,
        files: Iterable[Path] = (),
        *,
        create: bool = True,
        first: Callable[[Session], None] | None = None,
        password: Password | None = None,
        words: str = "",
    ) -> None:
        """A window on the workspace at ``address``, into which ``files`` are to come: the one
        that a process of this person has already, or a new one. ``first``: what is done in a new
        one as soon as the workspace is there; ``words`` are told in it."""
        one = OneWindow(address, settings_path().parent, self)
        files = tuple(files)

        def show_ours() -> None:
            self._asking.discard(one)
            is_first = not self.sessions
            session = self.open(address, create=create, password=password)
            session.take_calls(one)
            session.import_files(files)
            if words:
                session.window.notifications.tell(words, stays=True)
            if first is not None:
                session.opened.connect(lambda: first(session))
            if is_first:
                QTimer.singleShot(0, session, lambda: self._tell_what_was(session))

        one.ours.connect(show_ours)
        one.elsewhere.connect(lambda: self._leave_to_other(one))
        self._asking.add(one)
        one.ask(files)

    def _leave_to_other(self, one: OneWindow) -> None:
        self._asking.discard(one)
        one.deleteLater()
        self._quit_when_done()

    def open(
        self, address: str, *, create: bool = True, password: Password | None = None
    ) -> Session:
        """A window of its own on the workspace at ``address``."""
        session = Session(full_address(address), self, self._file, create=create)
        self.sessions.append(session)
        session.window.workspace_wanted.connect(self.show)
        session.own_wanted.connect(lambda: self._leave_sample(session))
        session.opened.connect(self._show_tray)
        session.window.notifications.inbox.announced.connect(partial(self._tell_outside, session))
        session.start(password)
        return session

    def _show_tray(self) -> None:
        """As the person wants it, where there is a tray at all."""
        is_wanted = self.preferences.settings.tray
        if self.tray is None and is_wanted and self.sessions and self._file is not None:
            self.tray = self._make_tray()
        if self.tray is not None:
            self.tray.show(is_wanted)
        for session in self.sessions:
            has_tray = self.tray is not None and is_wanted
            session.window.notifications.inbox.take_system(is_there=has_tray)

    def _make_tray(self) -> Tray | None:
        from crm_desktop.gui.shell.tray import Tray, has_tray  # nobody needs it at once

        if not has_tray():
            return None
        tray = Tray(lambda: [one for session in self.sessions for one in session.windows], self)
        tray.contact_wanted.connect(self._begin_contact)
        tray.quit_wanted.connect(self._close_all)
        self.preferences.language_changed.connect(tray.say)
        return tray

    def _tell_outside(self, session: Session, words: str, button: Button | None) -> None:
        """The system says it; a press leads to the window, and to what it is about."""

        def press() -> None:
            if session in self.sessions:
                bring_up(session.window)
                if button is not None:
                    button.press()

        if self.tray is not None:
            self.tray.tell(words, press)

    def _begin_contact(self) -> None:
        if self.sessions:
            self.sessions[-1].new_contact()

    def _close_all(self) -> None:
        for session in list(self.sessions):
            session.window.close()

    def _leave_sample(self, session: Session) -> None:
        self.show(own_workspace(), first=Session.new_contact)
        session.window.close()

    def _tell_what_was(self, session: Session) -> None:
        if self._file is not None and self._file.notice is not None:
            session.window.notifications.tell(self._file.notice.text(), stays=True)
        reports = report_lost_sessions()
        if reports:
            from crm_desktop.gui.shell.crash_report import tell_lost_sessions

            tell_lost_sessions(session.window, reports)

    def _tell_not_written(self, error: CrmError) -> None:
        """What was chosen holds until the end, but the next start won't know it."""
        if self.sessions:
            self.sessions[-1].window.notifications.tell(words_for(error), stays=True)

    def tell_uncaught(self, report: Path | None) -> None:
        """A bug struck that nobody waited for."""
        if self.sessions:
            from crm_desktop.gui.shell.crash_report import tell_uncaught

            tell_uncaught(self.sessions[-1].window, report)

    def open_anew(self, session: Session, first: Callable[[], str] | None) -> None:
        """Close its window and open another on the same workspace. ``first`` is done in between,
        on a thread of its own, and gives words that are told then."""
        self._anew[session] = first
        session.window.stops_work = True
        if not session.window.close():
            del self._anew[session]

    def forget(self, session: Session) -> None:
        """Its window is closed and its workspace too."""
        self.sessions.remove(session)
        session.deleteLater()
        if session in self._anew:
            self._go_between(session.address, self._anew.pop(session))
        self._quit_when_done()

    def _go_between(self, address: str, work: Callable[[], str] | None) -> None:
        def go_on(words: str) -> None:
            self._between = None
            self.show(address, create=False, words=words)

        if work is None:
            go_on("")
            return
        self._between = Aside(work, self)
        self._between.done.connect(go_on)
        self._between.failed.connect(lambda error: go_on(words_for(error)))
        self._between.start()

    def _quit_when_done(self) -> None:
        if not self.sessions and not self._asking and self._between is None:
            self._application.quit()

    def finish(self) -> None:
        """The loop has ended: leave no window behind, before Qt itself goes."""
        self.preferences.finish()
        if self.tray is not None:
            self.tray.icon.hide()
        for session in self.sessions:
            session.window.stops_work = True  # nobody can answer any more
        self._close_all()


def _sorted_out(files: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """What a window on a workspace takes (tables, and addresses of records), and what can only be
    a workspace itself."""
    files = tuple(path.absolute() for path in files)
    sheets = tuple(
        path
        for path in files
        if path.suffix.lower() in IMPORT_SUFFIXES or linked_record(str(path)) is not None
    )
    return sheets, tuple(path for path in files if path not in sheets)
