"""The main window: menus, files dropped on it, and the workspace inside.

Shown before the workspace is open; ``gui/session.py`` hands it in. Knows no page. What was done is
told by ``window_steps``; the keys of the places are those of ``place_commands``. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.settings import PaletteUse
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.states import Button, ContentOrState
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.shell.alt_menu import AltMenu
from crm_desktop.gui.shell.card.commands import CLIENTS
from crm_desktop.gui.shell.command_window import CommandWindow
from crm_desktop.gui.shell.menus import WINDOW_COMMANDS, fill_menus
from crm_desktop.gui.shell.notifications import Notifications
from crm_desktop.gui.shell.place_commands import add_places, show_place_keys
from crm_desktop.gui.shell.sidebar_head import open_sidebar_menu
from crm_desktop.gui.shell.text_size import change_text_size
from crm_desktop.gui.shell.way_buttons import WayButtons
from crm_desktop.gui.shell.window_steps import WindowSteps

if TYPE_CHECKING:
    from crm_desktop.gui.bridge.bridge import Bridge
    from crm_desktop.gui.bridge.history import UndoHistory
    from crm_desktop.gui.shell.card.window import RecordWindow
    from crm_desktop.gui.shell.keys_help import KeysHelp
    from crm_desktop.gui.shell.palette import Palette
    from crm_desktop.gui.shell.view_frame import ViewFrame
    from crm_desktop.gui.shell.way import Way
    from crm_desktop.gui.shell.workspace_view import KeptView, WorkspaceView

_SMALLEST = (1024, 640)
_FIRST = (1360, 800)


class MainWindow(CommandWindow):
    """One window of the program."""

    workspace_wanted = Signal(str)  # an address to open
    files_chosen = Signal(object)  # tuple[Path, ...]
    record_wanted = Signal(object)  # RecordRef to be shown in its list
    contact_wanted = Signal(str)  # the name of a contact to begin
    company_wanted = Signal(str)  # likewise
    palette_used = Signal(object)  # PaletteUse
    settings_wanted = Signal(str)  # the name of a section
    closed = Signal()

    def __init__(
        self,
        *,
        import_suffixes: Collection[str] = (),
        shortcuts: Mapping[str, str] | None = None,
    ) -> None:
        """``shortcuts``: the keys that the person chose (``Settings.shortcuts``)."""
        super().__init__(shortcuts)
        self._suffixes = tuple(import_suffixes)
        self.view: WorkspaceView | None = None
        self.palette_use = PaletteUse()
        self.search_palette: Palette | None = None
        self.keys_help: KeysHelp | None = None
        self._bridge: Bridge | None = None
        self.stops_work = False
        """Whether closing asks nothing."""
        self.apart: Callable[[], Sequence[RecordWindow]] = tuple
        """The windows of records, which are closed with this one."""
        self._states = ContentOrState(QWidget(self), self)
        self.setCentralWidget(self._states)
        self.notifications = Notifications(self)
        self.steps = WindowSteps(self.commands, self.notifications, self)
        self.steps.changed.connect(self._tell_what_is_possible)
        self.setWindowTitle(_("CRM Desktop"))
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_FIRST)
        self.setAcceptDrops(True)
        self._add_commands()
        self._alt = AltMenu(self)
        self._buttons = WayButtons(self, lambda: self.view.way if self.view else None)
        self._say_commands()
        self.commands.changed.connect(self._say_commands)

    def _add_commands(self) -> None:
        """Those that every window has; what pages can do comes with the workspace."""
        on_view = self._on_view
        runs: dict[str, Callable[[], object]] = {
            "file.import": self.choose_files,
            "file.export": on_view(lambda view: view.toolbar.export()),
            "file.open_workspace": self.choose_workspace,
            "file.print": on_view(lambda view: self._print(view, as_file=False)),
            "file.pdf": on_view(lambda view: self._print(view, as_file=True)),
            "settings.open": on_view(_show_settings),
            "window.close": self.close,
            "program.quit": QApplication.closeAllWindows,
            "edit.undo": self.steps.undo,
            "edit.redo": self.steps.redo,
            "search.everywhere": self.open_palette,
            "search.page": on_view(lambda view: view.find_here()),
            "list.filters": on_view(lambda view: view.toolbar.focus_filters()),
            "record.archive": on_view(lambda view: view.archive()),
            "task.stop": on_view(lambda view: view.status.stop_task()),
            "view.sidebar": on_view(lambda view: view.toggle_sidebar()),
            "view.refresh": on_view(lambda view: view.reload()),
            "view.next_pane": on_view(lambda view: view.next_pane()),
            "view.previous_pane": on_view(lambda view: view.next_pane(backward=True)),
            "view.text_larger": partial(change_text_size, 1),
            "view.text_smaller": partial(change_text_size, -1),
            "view.text_normal": partial(change_text_size, 0),
            "view.full_screen": self.turn_full_screen,
            "help.keys": self.show_keys,
            "go.back": on_view(lambda view: view.go_back()),
            "go.forward": on_view(lambda view: view.go_forward()),
        }
        for command in WINDOW_COMMANDS:
            self.commands.add(command, runs.get(command.id))
        preview = self.commands.action("view.preview")
        preview.setChecked(True)
        preview.toggled.connect(self._show_preview)
        # Gathered: many are added at once when a workspace opens.
        self._saying = single_shot(self, self._say_commands)
        self.commands.grown.connect(self._saying.start)

    def _say_commands(self) -> None:
        """Show commands and keys as they are now."""
        fill_menus(self.menuBar(), self.commands)
        if self.view is not None:
            self.view.search.show_key(self.commands.shown_keys("search.everywhere"))
            show_place_keys(self.commands, self.view)
        self._tell_what_is_possible()

    @property
    def history(self) -> UndoHistory | None:
        """What can be taken back; there is none before a workspace is open."""
        return self.steps.history

    def _on_view(self, action: Callable[[WorkspaceView], None]) -> Callable[[], None]:
        def run() -> None:
            if self.view is not None:
                action(self.view)

        return run

    # Opening

    def show_opening(self) -> None:
        """A workspace is being opened."""
        self._states.show_loading()

    def show_early(self, look: ViewFrame) -> None:
        """What can be seen of it already, until it is open."""
        self._states.replace_content(look)
        self._keep_notes_beside(look)

    def show_failure(
        self,
        error: BaseException,
        retry: Callable[[], None],
        ways: Sequence[Button] = (),
        more: str = "",
    ) -> None:
        """It can't be opened or read: why, ``more`` about that, and the ways out, the usual ones
        behind ``ways``."""
        buttons = [
            *ways,
            Button(_("Try again"), retry),
            Button(_("Choose another workspace…"), self.choose_workspace),
        ]
        heading = _("The workspace couldn’t be opened")
        sentence = f"{words_for(error)}\n\n{more}".strip()
        self._states.show_state(heading, sentence, buttons, icon="hard-drives")
        self._states.setFocus()

    def show_content(self) -> None:
        """It can be read again."""
        self._states.show_content()

    def show_workspace(
        self,
        view: WorkspaceView,
        bridge: Bridge,
        title: str,
        user: tuple[str, str],
        actions: Sequence[QAction] = (),
        *,
        kept: KeptView | None = None,
    ) -> None:
        """It is open: show it, to ``user`` (name, id). ``actions`` (of pages) create something and
        stand in the top bar. ``kept``: where the view before this one was."""
        self.view, self._bridge = view, bridge
        self.commands.locked = bridge.locked
        if self.history is None:
            from crm_desktop.gui.shell.undecided import UndecidedInBell

            self.steps.begin(bridge)
            UndecidedInBell(bridge, self.notifications.inbox, self.record_wanted.emit)
        self._forget_overlays()
        self._states.replace_content(view)
        self.setWindowTitle(_("{workspace} – CRM Desktop").format(workspace=title))
        add_places(self.commands, view)
        self._connect_view(view)
        view.sidebar.show_workspace(title, *user)
        view.top.show_actions(actions, self.commands.draw_icons)
        self._tell_what_is_possible()
        if kept is None:
            view.load()
        else:
            view.restore(kept)

    def speak_anew(self) -> None:
        """All words have changed; the session shows the workspace anew besides."""
        self.commands.retranslate()
        self._forget_overlays()

    def _connect_view(self, view: WorkspaceView) -> None:
        view.offer_on_rows(self.commands)
        view.toolbar.import_wanted.connect(self.choose_files)
        view.toolbar.has_list_told.connect(partial(self.commands.allow, "file.export"))
        view.done.connect(self.steps.tell_done)
        view.told.connect(self.notifications.tell)
        view.card_shown.connect(self._tell_what_is_possible)
        view.search.palette_wanted.connect(self.open_palette)
        view.sidebar.head.menu_wanted.connect(partial(open_sidebar_menu, self))
        view.preview_shown.connect(self.commands.action("view.preview").setChecked)
        self._keep_notes_beside(view)

    def _keep_notes_beside(self, frame: ViewFrame) -> None:
        frame.sidebar_sized.connect(self.notifications.stand_beside)
        self.notifications.stand_beside(frame.sidebar.width())

    # Palette and help of keys

    def open_palette(self, text: str = "") -> None:
        """Search and commands, over everything else, with ``text`` in the line; made when first
        wanted."""
        if self.view is None or self._bridge is None:
            return
        if self.search_palette is None:
            from crm_desktop.gui.shell.palette_making import make_palette

            use = self.palette_use
            palette = make_palette(self, self.view, self._bridge, self.commands, use)
            palette.record_wanted.connect(self.record_wanted)
            palette.contact_wanted.connect(self.contact_wanted)
            palette.company_wanted.connect(self.company_wanted)
            palette.used.connect(self.note_use)
            self.search_palette = palette
        self.search_palette.use = self.palette_use  # another window has one too
        self.search_palette.begin(text)

    def show_keys(self) -> None:
        """All keys."""
        if self.keys_help is None:
            from crm_desktop.gui.shell.keys_help import KeysHelp

            self.keys_help = KeysHelp(self, self.commands)
        self.keys_help.begin()

    def note_use(self, use: PaletteUse) -> None:
        """The palette, here or over the window of a record, was used so until now."""
        self.palette_use = use
        self.palette_used.emit(use)

    def _forget_overlays(self) -> None:
        """They belong to a workspace and to a language, and are made anew when next wanted."""
        for overlay in (self.search_palette, self.keys_help):
            if overlay is not None:
                overlay.hide()
                overlay.deleteLater()
        self.search_palette = self.keys_help = None

    # What can be done now

    def _tell_what_is_possible(self) -> None:
        commands = self.commands
        for command in commands:
            is_possible = self.view is not None or not command.needs_workspace
            commands.allow(command.id, is_possible)
        if "record.edit" in commands and self.view is not None:
            # On a card F2 belongs to the field that has the keyboard.
            for change in ("record.edit", "list.edit_cell"):
                commands.allow(change, self.view.way.card is None)
        if self.view is not None:
            commands.allow("file.export", self.view.toolbar.has_list)
            if "record.deal" in commands:
                commands.allow("record.deal", self.view.shown_entity in CLIENTS)
        self.steps.offer()

    def _show_preview(self, is_shown: bool) -> None:
        if self.view is not None:
            self.view.show_preview(is_shown)

    def _print(self, view: WorkspaceView, *, as_file: bool) -> None:
        from crm_desktop.gui.shell.print_view import print_view

        if self._bridge is not None:
            print_view(view, self._bridge, as_file=as_file)

    # Files

    def choose_files(self) -> None:
        """Let the person choose files to import."""
        from PySide6.QtWidgets import QFileDialog

        pattern = " ".join(f"*{suffix}" for suffix in self._suffixes)
        kinds = _("Tables and address books")
        names, _filter = QFileDialog.getOpenFileNames(self, _("Import"), "", f"{kinds} ({pattern})")
        if names:
            self.files_chosen.emit(tuple(map(Path, names)))

    def choose_workspace(self) -> None:
        """Let the person choose another workspace's file."""
        from PySide6.QtWidgets import QFileDialog

        name, _filter = QFileDialog.getOpenFileName(self, _("Open another workspace"))
        if name:
            self.workspace_wanted.emit(name)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Files that can be imported are welcome, others are not: the cursor says so."""
        if self.view is not None and self._importable(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Import what was dropped."""
        paths = self._importable(event)
        if self.view is not None and paths:
            event.acceptProposedAction()
            self.files_chosen.emit(paths)

    def import_files(self, paths: Iterable[Path]) -> bool:
        """Import those of the files that can be; whether there are any."""
        able = self._able(paths)
        if able:
            self.files_chosen.emit(able)
        return bool(able)

    def _able(self, paths: Iterable[Path]) -> tuple[Path, ...]:
        return tuple(path for path in paths if path.suffix.lower() in self._suffixes)

    def _importable(self, event: QDropEvent) -> tuple[Path, ...]:
        if event.source() is not None:
            return ()  # our own rows, on their way out
        urls = event.mimeData().urls()
        return self._able(Path(url.toLocalFile()) for url in urls if url.isLocalFile())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Alt may show the menu bar."""
        self._alt.key_pressed(event)
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """It does when it is let go alone."""
        self._alt.key_released(event)
        super().keyReleaseEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """The window goes at once; what was given is finished behind it. What can't be saved as
        it is asks first, and so does long work, which would be taken back."""
        ways: list[tuple[QWidget, Way]] = [(one, one.way) for one in self.apart()]
        if self.view is not None:
            ways.insert(0, (self, self.view.way))
        if not self.stops_work and self.asks_first(ways):
            event.ignore()
            return
        if self._bridge is not None and not self.stops_work and self._bridge.tasks:
            event.ignore()
            from crm_desktop.gui.shell.work_question import ask_about_work

            ask_about_work(self, self._bridge.tasks)
            return
        super().closeEvent(event)
        if event.isAccepted():
            self.closed.emit()


def _show_settings(view: WorkspaceView) -> None:
    foot = next((number for number, page in enumerate(view.pages) if page.at_foot), -1)
    view.show_place(foot)
