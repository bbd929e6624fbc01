"""One window and its workspace: opened behind the window, shown in it, closed with it.

Made by ``gui/program.py``; pages are made by ``session_view``. GUI thread only, but pages are
imported on the opening's thread (``gui/preloading.py``).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from crm_desktop.core.errors import Unavailable, WrongPassword
from crm_desktop.core.settings import LastView
from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.gui.bridge.faults import is_expected, report_bug
from crm_desktop.gui.bridge.opening import (
    OpenedWorkspace,
    Opening,
    Password,
    own_title,
    sample_workspace,
)
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.preloading import import_cards, import_later, import_pages
from crm_desktop.gui.session_first import SessionFirst
from crm_desktop.gui.session_keeping import SessionKeeping
from crm_desktop.gui.session_lost import SessionLost
from crm_desktop.gui.shell.inbox import IMPORT
from crm_desktop.gui.shell.instance import OneWindow, bring_up
from crm_desktop.gui.shell.links import told_apart
from crm_desktop.gui.shell.main_window import MainWindow
from crm_desktop.gui.shell.muting import Muting
from crm_desktop.gui.shell.page import RecordKind, RecordRef
from crm_desktop.gui.shell.taken_back import tell_taken_back
from crm_desktop.gui.shell.window_state import WindowState, reopen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from crm_desktop.gui.bridge.bridge import Bridge
    from crm_desktop.gui.pages.importing.actions import Importing
    from crm_desktop.gui.program import Program
    from crm_desktop.gui.record_dialogs import RecordDialogs
    from crm_desktop.gui.session_cards import SessionCards
    from crm_desktop.gui.session_lists import SessionLists
    from crm_desktop.gui.shell.notice_bars import NoticeBar
    from crm_desktop.gui.shell.workspace_view import KeptView, WorkspaceView

log = logging.getLogger(__name__)

IMPORT_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".vcf")
# A dialog says nothing when it only hides itself.
_LOOK_AGAIN_MS = 300
_DRESS_MS = 30  # sooner than anybody opens a menu
_LATER_MS = 500


class Session(QObject):
    """One window and its workspace, from the first picture to the last word saved."""

    opened = Signal()  # the workspace is shown
    own_wanted = Signal()  # enough of the sample

    def __init__(
        self, address: str, program: Program, file: SettingsFile | None, *, create: bool
    ) -> None:
        super().__init__(program)
        self.window = MainWindow(
            import_suffixes=IMPORT_SUFFIXES, shortcuts=program.preferences.settings.shortcuts
        )
        self.window.record_wanted.connect(self._show_record)
        self.window.contact_wanted.connect(self.new_contact_named)
        self.window.company_wanted.connect(self.new_company_named)
        self.window.settings_wanted.connect(self.show_settings)
        about = self.window.commands.action("help.about")
        about.triggered.connect(lambda: self.show_settings("about"))
        self.preferences = program.preferences
        self._keeping = SessionKeeping(self.window, address, self.preferences, self)
        self._lost = SessionLost(self.window, address, partial(program.open_anew, self), self)
        self.bridge: Bridge | None = None
        self._program = program
        self.address = address
        self._create = create
        self._file = file
        self._state = WindowState(self.window, file) if file is not None else None
        self._one: OneWindow | None = None
        self._waiting_files: tuple[Path, ...] = ()
        self.first: SessionFirst | None = None
        self._opening: Opening | None = None
        self._importing: Importing | None = None
        self.dialogs: RecordDialogs | None = None
        self.notice_bar: NoticeBar | None = None
        self.cards: SessionCards | None = None
        self.lists: SessionLists | None = None
        self.failure: BaseException | None = None
        self._title, self.user = "", ("", "")
        self.window.closed.connect(self._end)
        Muting(self.window.notifications.inbox, program.preferences)
        program.preferences.language_changed.connect(
            self.speak_anew, Qt.ConnectionType.QueuedConnection
        )

    def start(self, password: Password | None = None) -> None:
        """Show the window, then what can be read at once, then open the workspace behind it."""
        if self._state is not None:
            self._state.restore()
        if password is not None or self._file is None:
            self.window.show()
            self._open(password)
            return
        # Where windows were left is written by themselves, past the preferences.
        settings = replace(self.preferences.settings, views=self._file.read().views)
        title = own_title(self.address) or Path(self.address).stem
        self.first = SessionFirst(self.window, self.address, title, settings, self)
        self.first.over.connect(self._open)
        self.first.begin()
        self.window.show()

    @property
    def windows(self) -> list[QWidget]:
        """The window, and those of single records that were opened from it."""
        return [self.window, *(self.cards.windows if self.cards is not None else ())]

    def take_calls(self, one: OneWindow) -> None:
        """Come up when the person starts the program once more."""
        self._one = one
        one.setParent(self)
        one.called.connect(self._come_up)

    def _come_up(self, files: tuple[Path, ...]) -> None:
        bring_up(self.window)
        self.import_files(files)

    def _open(self, password: Password | None = None) -> None:
        self.failure = None
        if self.first is None or self.first.look is None:
            self.window.show_opening()
        self._opening = Opening(
            self.address,
            self._prepare,
            self,
            create=self._create,
            is_known=self.address in self.preferences.settings.recent,
            password=password,
        )
        self._opening.opened.connect(self._show)
        self._opening.failed.connect(self._fail)
        self._opening.start()
        # The first page has just been painted: first whatever the person does with it.
        QTimer.singleShot(_DRESS_MS, self, ThemeManager.instance().dress_menus)

    def _prepare(self) -> LastView | None:
        """On the opening's thread, when all else is done: pages, and where the person was."""
        import_pages()
        if self._file is None:
            return None
        try:
            settings = self._file.change(lambda old: old.with_workspace(self.address))
        except Unavailable as error:
            log.warning("the workspace isn't kept among the last ones: %s", error)
            settings = self._file.read()
        last = settings.views.get(self.address)
        if last is not None and last.card:
            import_cards()
        return last

    def _fail(self, error: BaseException) -> None:
        was_given = self._opening is not None and self._opening.password is not None
        if self.first is not None:
            self.first.abandon()
        self._opening = self.first = None
        self.failure = error
        if not is_expected(error):
            report_bug(error)
        self._lost.tell(error, self._open)
        if isinstance(error, WrongPassword):
            from crm_desktop.gui.shell.password import ask_password

            ask_password(self.window, self.address, self._open, was_wrong=was_given)

    def _show(self, opened: OpenedWorkspace) -> None:
        from crm_desktop.gui.bridge.bridge import Bridge
        from crm_desktop.gui.session_cards import SessionCards

        self._opening = None
        self.preferences.speak_as(opened.settings["language"])
        bridge = Bridge(opened.backend, opened.settings, place=opened.place, parent=self)
        self.bridge = bridge
        self._lost.follow(bridge)
        self.cards = SessionCards(
            bridge,
            self.window,
            self.preferences,
            partial(self.show_settings, "fields"),
            self,
        )
        view = self._make_view(bridge, self.cards)
        self._keeping.begin()
        if opened.prepared is not None:
            reopen(view, opened.prepared)
        left = self.first.left() if self.first is not None else None
        if left is not None:
            left.restore(view)
        actor = opened.backend.actor
        self._title, self.user = opened.title, (actor.name, actor.id)
        self._put_up(view, bridge)
        if self._state is not None:
            self._state.follow(self.address, lambda: self.window.view)
        if left is not None:
            left.go_on(view)
        self.first = None
        self.window.files_chosen.connect(self.import_files)
        self.import_files(self._waiting_files)
        if opened.password_lost:
            from crm_desktop.gui.shell.password import tell_not_kept

            tell_not_kept(self.window)
        QTimer.singleShot(_LATER_MS, self, partial(import_later, bridge.is_quiet))
        if self.lists is not None:
            self.lists.begin(opened.prepared.page if opened.prepared is not None else "")
        self.cards.make_early()
        QTimer.singleShot(_LATER_MS, self, self._tell_mentions)
        tell_taken_back(self.window.notifications, opened.backend.taken_back)
        self.opened.emit()

    def _tell_mentions(self) -> None:
        """Who mentioned the person, since the last time and from now on."""
        from crm_desktop.gui.pages.activities.mentions import MentionsInBell

        if self.bridge is not None:
            MentionsInBell(self.bridge, self.window.notifications, self._show_record)

    def _put_up(self, view: WorkspaceView, bridge: Bridge, kept: KeptView | None = None) -> None:
        """Show the view in the window, with what belongs around it."""
        from crm_desktop.gui.session_commands import add_commands
        from crm_desktop.gui.shell.bell import BellButton
        from crm_desktop.gui.shell.notice_bars import ReadOnlyBar, SampleBar

        window = self.window
        title = own_title(self.address) or self._title
        window.show_workspace(view, bridge, title, self.user, add_commands(self), kept=kept)
        view.top.add_tool(BellButton(window.notifications.inbox, view.top))
        if self.notice_bar is not None:
            window.removeToolBar(self.notice_bar)
            self.notice_bar.deleteLater()
        if self.address == sample_workspace():
            self.notice_bar = sample = SampleBar(window)
            sample.own_wanted.connect(self.own_wanted)
        elif bridge.is_read_only:
            self.notice_bar = ReadOnlyBar(window)

    def speak_anew(self) -> None:
        """All words have changed: make the window's content anew, where the person was. A dialog
        keeps what is typed in it; the window follows when it is closed."""
        from PySide6.QtWidgets import QDialog

        window, bridge = self.window, self.bridge
        if any(one.isVisible() and one.isModal() for one in window.findChildren(QDialog)):
            QTimer.singleShot(_LOOK_AGAIN_MS, self, self.speak_anew)
            return
        window.speak_anew()
        if window.view is not None and bridge is not None and self.cards is not None:
            kept = window.view.kept()
            self._put_up(self._make_view(bridge, self.cards), bridge, kept)
            self.cards.speak_anew()
        self._lost.tell_again()

    def _make_view(self, bridge: Bridge, cards: SessionCards) -> WorkspaceView:
        from crm_desktop.gui.session_view import make_kinds, make_view

        kinds = make_kinds()
        view = make_view(self, bridge, cards, kinds)
        view.sidebar_folded.connect(self._keeping.keep_folded)
        self._serve(view, bridge, kinds)
        return view

    def _serve(self, view: WorkspaceView, bridge: Bridge, kinds: dict[str, RecordKind]) -> None:
        """What the view is worked on with: forms, lists of one's own, files brought in."""
        from crm_desktop.gui.pages.importing.actions import Importing
        from crm_desktop.gui.record_dialogs import RecordDialogs
        from crm_desktop.gui.session_lists import SessionLists

        self.dialogs = RecordDialogs(bridge, view, self.window.steps.tell_done)
        self.lists = self.lists or SessionLists(bridge, self.window, self.preferences, self)
        self.lists.serve(view, kinds, self.dialogs)
        self._importing = self._importing or Importing(
            bridge,
            tell_done=self._tell_imported,
            tell=self.window.notifications.tell,
            window=self.window,
            parent=self,
        )

    def _show_record(self, record: RecordRef) -> None:
        view = self.window.view
        if view is not None and record.entity in view.kinds:
            view.open_record(record)

    def show_settings(self, section: str, entity: str = "") -> None:
        """Go to this section of the settings; in it, to what concerns ``entity``."""
        from crm_desktop.gui.pages.settings.page import SettingsPage

        self.window.commands.action("settings.open").trigger()
        page = self.window.view.page if self.window.view is not None else None
        if isinstance(page, SettingsPage):
            page.show_section(section, entity)

    def _tell_imported(self, words: str) -> None:
        """It ended while nobody looked: so the bell repeats it."""
        self.window.notifications.inbox.keep(words, kind=IMPORT)
        self.window.steps.tell_done(words)

    def create(self) -> None:
        """Begin a new record of the page's kind."""
        if self.lists is not None and self.lists.create_here():
            return
        if self.dialogs is not None:
            self.dialogs.create()

    def new_contact(self) -> None:
        """Begin a new contact."""
        self.new_contact_named("")

    def new_contact_named(self, name: str) -> None:
        """Begin a new contact with a name that was sought and not found."""
        if self.dialogs is not None:
            self.dialogs.new_contact.begin_named(name)

    def new_company(self) -> None:
        """Begin a new company."""
        if self.dialogs is not None:
            self.dialogs.new_company.begin()

    def new_product(self) -> None:
        """Begin a new product."""
        if self.dialogs is not None:
            self.dialogs.new_product.begin()

    def new_deal(self) -> None:
        """Begin a new deal."""
        self.begin_deal({})

    def begin_deal(self, values: Mapping[str, Any]) -> None:
        """Begin a new deal with what is known of it already."""
        if self.dialogs is not None:
            self.dialogs.begin_deal(values)

    def new_company_named(self, name: str) -> None:
        """Begin a new company with a name that was sought and not found."""
        if self.dialogs is not None:
            self.dialogs.new_company.begin(name=name)

    def edit_record(self) -> None:
        """Change the current record; an entry of a list on its card."""
        if self.lists is not None and self.lists.open_current():
            return
        if self.dialogs is not None:
            self.dialogs.edit_current()

    def import_files(self, paths: tuple[Path, ...]) -> None:
        """Bring these files in, as soon as the workspace is open; addresses of records lead
        there."""
        if self._importing is None:
            self._waiting_files += paths
            return
        records, sheets = told_apart(paths)
        for record in records:
            self._show_record(record)
        if sheets:
            entity = self.lists.shown_list() if self.lists is not None else ""
            self._importing.start(sheets, entity)

    def _end(self) -> None:
        """The window is closed: finish what was given, then let go."""
        self._lost.end()
        if self.cards is not None:
            self.cards.close()
        if self._state is not None:
            self._state.remember(self.address, self.window.view)
        if self._one is not None:
            self._one.release()
        if self.first is not None:
            self.first.abandon()
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
