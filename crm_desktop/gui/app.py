"""The window's start, told as a story: application, language, window, and only then the data.

``run`` is called by ``__main__`` on the main thread, which becomes the GUI thread. The window is
on the screen before SQLAlchemy is imported; pages are imported with it, on the opening's thread.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication

from crm_desktop.core.crash import report_lost_sessions
from crm_desktop.core.errors import Unavailable
from crm_desktop.core.i18n import _, set_language, system_language
from crm_desktop.core.settings import LastView, SettingsFile, settings_path
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import is_expected, report_bug
from crm_desktop.gui.bridge.opening import OpenedWorkspace, Opening, own_workspace
from crm_desktop.gui.bridge.watching import Watch
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.shell.crash_report import tell_lost_sessions, tell_uncaught
from crm_desktop.gui.shell.instance import OneWindow, bring_up, full_address
from crm_desktop.gui.shell.main_window import MainWindow
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.window_state import WindowState, reopen
from crm_desktop.gui.shell.workspace_view import WorkspaceView

if TYPE_CHECKING:
    from crm_desktop.gui.pages.contacts.new_contact import NewContactDialog
    from crm_desktop.gui.pages.importing.actions import Importing

FindFamilies = Callable[[], "tuple[str, ...] | None"]

log = logging.getLogger(__name__)

IMPORT_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".vcf")
# Imported off the GUI thread: with them come the features, and with those SQLAlchemy.
_PAGES = (
    "crm_desktop.gui.pages.contacts.page",
    "crm_desktop.gui.pages.contacts.kind",
    "crm_desktop.gui.pages.contacts.new_contact",
    "crm_desktop.gui.pages.companies.page",
    "crm_desktop.gui.pages.companies.kind",
    "crm_desktop.gui.pages.search.page",
    "crm_desktop.gui.pages.importing.actions",
)
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


class Program(QObject):
    """All open windows; the program ends with the last. Without ``file`` (tests, pictures) no
    settings are read or written."""

    def __init__(self, application: QApplication, file: SettingsFile | None = None) -> None:
        super().__init__()
        self._application = application
        self._file = file
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
        for session in list(self.sessions):
            session.window.close()


class Session(QObject):
    """One window and its workspace, from the first picture to the last word saved."""

    def __init__(
        self, address: str, program: Program, file: SettingsFile | None, *, create: bool
    ) -> None:
        super().__init__(program)
        self.window = MainWindow(import_suffixes=IMPORT_SUFFIXES)
        self.bridge: Bridge | None = None
        self._program = program
        self._address = address
        self._create = create
        self._file = file
        self._state = WindowState(self.window, file) if file is not None else None
        self._one: OneWindow | None = None
        self._waiting_files: tuple[Path, ...] = ()
        self._opening: Opening | None = None
        self._importing: Importing | None = None
        self._new_contact: NewContactDialog | None = None
        self.failure: BaseException | None = None
        self.window.closed.connect(self._end)

    def start(self) -> None:
        """Show the window, then open the workspace behind it."""
        if self._state is not None:
            self._state.restore()
        self.window.show()
        self._open()

    def take_calls(self, one: OneWindow) -> None:
        """Come up when the person starts the program once more."""
        self._one = one
        one.setParent(self)
        one.called.connect(self._come_up)

    def _come_up(self, files: tuple[Path, ...]) -> None:
        bring_up(self.window)
        self.import_files(files)

    def _open(self) -> None:
        self.failure = None
        self.window.show_opening()
        self._opening = Opening(self._address, self._prepare, self, create=self._create)
        self._opening.opened.connect(self._show)
        self._opening.failed.connect(self._fail)
        self._opening.start()

    def _prepare(self) -> LastView | None:
        """On the opening's thread, when all else is done: pages, and where the person was."""
        _import_pages()
        if self._file is None:
            return None
        try:
            settings = self._file.change(lambda old: old.with_workspace(self._address))
        except Unavailable as error:
            log.warning("the workspace isn't kept among the last ones: %s", error)
            settings = self._file.read()
        return settings.views.get(self._address)

    def _fail(self, error: BaseException) -> None:
        self._opening = None
        self.failure = error
        if not is_expected(error):
            report_bug(error)
        self.window.show_failure(error, self._open)

    def _show(self, opened: OpenedWorkspace) -> None:
        self._opening = None
        bridge = Bridge(opened.backend, opened.settings, place=opened.place, parent=self)
        self.bridge = bridge
        view = self._make_view(bridge)
        if opened.prepared is not None:
            reopen(view, opened.prepared)
        user = opened.backend.actor.name
        self.window.show_workspace(view, bridge, opened.title, user, self._actions())
        self.window.files_chosen.connect(self.import_files)
        self.import_files(self._waiting_files)

    def _make_view(self, bridge: Bridge) -> WorkspaceView:
        from crm_desktop.gui.pages.companies import kind as company_kind
        from crm_desktop.gui.pages.companies import page as companies
        from crm_desktop.gui.pages.contacts import kind as contact_kind
        from crm_desktop.gui.pages.contacts import page as contacts
        from crm_desktop.gui.pages.contacts.new_contact import NewContactDialog
        from crm_desktop.gui.pages.importing.actions import Importing
        from crm_desktop.gui.pages.search.page import SearchPage

        window = self.window
        bring = Button(_("Import…"), window.choose_files)
        add = Button(_("New contact"), self.new_contact)
        pages = (contacts.make_page(bridge, (add, bring)), companies.make_page(bridge, (bring,)))
        kinds = {kind.entity: kind for kind in (contact_kind.make_kind(), company_kind.make_kind())}
        results = SearchPage(bridge, self.new_contact_named)
        view = WorkspaceView(bridge, pages, results, kinds, window)
        self._new_contact = NewContactDialog(bridge, window)
        self._new_contact.created.connect(self._tell_created)
        self._importing = Importing(
            bridge,
            tell_done=window.notify_done,
            tell=window.notifications.tell,
            window=window,
            parent=self,
        )
        return view

    def _actions(self) -> Sequence[QAction]:
        new = QAction(_("&New contact…"), self.window)
        new.setShortcut(QKeySequence("Ctrl+N"))
        new.triggered.connect(self.new_contact)
        return (new,)

    def new_contact(self) -> None:
        """Begin a new contact."""
        self.new_contact_named("")

    def new_contact_named(self, name: str) -> None:
        """Begin a new contact with a name that was sought and not found."""
        if self._new_contact is not None:
            self._new_contact.begin(name)

    def import_files(self, paths: tuple[Path, ...]) -> None:
        """Bring these files in, as soon as the workspace is open."""
        if self._importing is None:
            self._waiting_files += paths
        elif paths:
            self._importing.start(paths)

    def _tell_created(self, contact_id: str) -> None:
        if self.window.view is not None:
            self.window.view.show_record(RecordRef("contact", contact_id))
        self.window.notify_done(_("The contact was created."))

    def _end(self) -> None:
        """The window is closed: finish what was given, then let go."""
        if self._state is not None:
            self._state.remember(self._address, self.window.view)
        if self._one is not None:
            self._one.release()
        if self._opening is not None:
            self._opening.abandon()
        if self.bridge is None:
            self._gone()
        else:
            self.bridge.closed.connect(self._gone, Qt.ConnectionType.QueuedConnection)
            self.bridge.close()

    def _gone(self) -> None:
        self.window.deleteLater()
        self._program.forget(self)


def _import_pages() -> None:
    """On the opening's thread, when everything else is imported already."""
    for name in _PAGES:
        import_module(name)
    if not gc.get_freeze_count():
        # What was imported stays as long as the program. Were the collector to look through it
        # again and again, the window would stand still for 150 ms each time.
        gc.freeze()
