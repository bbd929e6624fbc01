"""The main window: menus, notes, files dropped on it, and the workspace inside.

Shown before the workspace is open; ``gui/session.py`` hands it in. Knows no page. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QFileDialog, QMainWindow, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import Failure, was_wanted, words_for
from crm_desktop.gui.bridge.history import Reversed, UndoHistory
from crm_desktop.gui.kit.states import Button, ContentOrState
from crm_desktop.gui.shell.alt_menu import AltMenu
from crm_desktop.gui.shell.menus import Menus, make_menus
from crm_desktop.gui.shell.notifications import Notifications
from crm_desktop.gui.shell.workspace_view import WorkspaceView

_SMALLEST = (1024, 640)
_FIRST = (1360, 800)


class MainWindow(QMainWindow):
    """One window of the program."""

    workspace_wanted = Signal(str)  # an address to open
    files_chosen = Signal(object)  # tuple[Path, ...]
    closed = Signal()

    def __init__(self, *, import_suffixes: Collection[str] = ()) -> None:
        super().__init__()
        self._suffixes = tuple(import_suffixes)
        self.menus: Menus = make_menus(self, open_workspace=self.choose_workspace)
        self.view: WorkspaceView | None = None
        self.history: UndoHistory | None = None
        self._bridge: Bridge | None = None
        self._only_with_workspace: list[QAction] = list(self.menus.of_workspace)
        self._states = ContentOrState(QWidget(self), self)
        self.setCentralWidget(self._states)
        self.notifications = Notifications(self)
        self.setWindowTitle(_("CRM Desktop"))
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_FIRST)
        self.setAcceptDrops(True)
        self._alt = AltMenu(self)
        self._connect_menus()
        self._tell_what_is_possible()

    def _connect_menus(self) -> None:
        menus = self.menus
        menus.import_files.triggered.connect(self.choose_files)
        menus.undo.triggered.connect(self._undo)
        menus.redo.triggered.connect(self._redo)
        menus.archive.triggered.connect(self._on_view(lambda view: view.archive()))
        menus.stop.triggered.connect(self._on_view(lambda view: view.status.stop_task()))
        menus.search.triggered.connect(self._on_view(lambda view: view.focus_search()))
        menus.find.triggered.connect(self._on_view(lambda view: view.focus_search()))
        menus.refresh.triggered.connect(self._on_view(lambda view: view.reload()))
        menus.next_pane.triggered.connect(self._on_view(lambda view: view.next_pane()))
        menus.previous_pane.triggered.connect(
            self._on_view(lambda view: view.next_pane(backward=True))
        )
        menus.preview.toggled.connect(self._show_preview)
        menus.sidebar.triggered.connect(self._on_view(lambda view: view.toggle_sidebar()))
        menus.back.triggered.connect(self._on_view(lambda view: view.go_back()))
        menus.forward.triggered.connect(self._on_view(lambda view: view.go_forward()))

    def _on_view(self, action: Callable[[WorkspaceView], None]) -> Callable[[], None]:
        def run() -> None:
            if self.view is not None:
                action(self.view)

        return run

    # Opening

    def show_opening(self) -> None:
        """A workspace is being opened."""
        self._states.show_loading()

    def show_failure(self, error: BaseException, retry: Callable[[], None]) -> None:
        """It could not be opened: why, and the ways out."""
        buttons = [
            Button(_("Try again"), retry),
            Button(_("Choose another workspace…"), self.choose_workspace),
        ]
        self._states.show_state(_("The workspace couldn't be opened"), words_for(error), buttons)

    def show_workspace(
        self,
        view: WorkspaceView,
        bridge: Bridge,
        title: str,
        user: str = "",
        actions: Sequence[QAction] = (),
    ) -> None:
        """It is open: show it, to ``user``. ``actions`` (of pages) create something and come
        first in the File menu."""
        self.view, self._bridge = view, bridge
        self.history = UndoHistory(bridge, view)
        self._states.replace_content(view)
        self.setWindowTitle(_("{workspace} – CRM Desktop").format(workspace=title))
        self.menus.file.insertActions(self.menus.import_files, list(actions))
        self._only_with_workspace += actions
        self.addActions(list(actions))
        self._add_places(view)
        self._connect_view(view)
        view.sidebar.show_workspace(title, user)
        view.top.show_actions(actions)
        self.history.changed.connect(self._tell_what_is_possible)
        self.history.reversed.connect(self._tell_reversed)
        bridge.failed.connect(self._tell_failed)
        self._tell_what_is_possible()
        view.load()

    def _connect_view(self, view: WorkspaceView) -> None:
        keys = self.menus.search.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        view.search.show_key(keys)
        view.toolbar.import_wanted.connect(self.choose_files)
        view.done.connect(self.notify_done)
        view.preview_shown.connect(self.menus.preview.setChecked)
        view.sidebar_sized.connect(self.notifications.stand_beside)
        self.notifications.stand_beside(view.sidebar.width())

    def _add_places(self, view: WorkspaceView) -> None:
        for number, page in enumerate(view.pages):
            action = QAction(page.title, view)
            action.setShortcut(QKeySequence(f"Ctrl+{number + 1}"))
            action.triggered.connect(lambda _checked=False, n=number: view.show_place(n))
            self.menus.view.addAction(action)
            self.addAction(action)

    # What can be done now

    def _tell_what_is_possible(self) -> None:
        for action in self._only_with_workspace:
            action.setEnabled(self.view is not None)
        undo = self.history.next_undo if self.history else None
        redo = self.history.next_redo if self.history else None
        self.menus.undo.setEnabled(undo is not None)
        self.menus.redo.setEnabled(redo is not None)
        self.menus.undo.setText(_("&Undo: {step}").format(step=undo.name) if undo else _("&Undo"))
        self.menus.redo.setText(_("&Redo: {step}").format(step=redo.name) if redo else _("&Redo"))

    def _undo(self) -> None:
        if self.history is not None:
            self.history.undo()

    def _redo(self) -> None:
        if self.history is not None:
            self.history.redo()

    def _show_preview(self, is_shown: bool) -> None:
        if self.view is not None:
            self.view.show_preview(is_shown)

    # Notes

    def notify_done(self, words: str) -> None:
        """Something was done that can be undone."""
        step = self.history.next_undo if self.history else None
        button = None
        if step is not None and self.history is not None:
            history = self.history
            button = Button(_("Undo"), lambda: history.undo_step(step))
        self.notifications.tell(words, button)

    def _tell_reversed(self, reversed_: Reversed) -> None:
        words = _("Undone: {step}.") if reversed_.is_undo else _("Done again: {step}.")
        text = words.format(step=reversed_.step.name)
        if reversed_.kept:
            kept = ngettext(
                "{number} record stays as it is, because it was changed since or is in use.",
                "{number} records stay as they are, because they were changed since or are in use.",
                reversed_.kept,
            )
            text = f"{text} {kept.format(number=reversed_.kept)}"
        self.notifications.tell(text)

    def _tell_failed(self, failure: Failure) -> None:
        words = words_for(failure.error)
        if was_wanted(failure.error):
            self.notifications.tell(words)
            return
        button = Button(_("Try again"), failure.retry) if failure.retry else None
        self.notifications.tell(words, button, stays=True)

    # Files

    def choose_files(self) -> None:
        """Let the person choose files to import."""
        pattern = " ".join(f"*{suffix}" for suffix in self._suffixes)
        names, _filter = QFileDialog.getOpenFileNames(
            self,
            _("Import contacts and companies"),
            "",
            f"{_('Tables and address books')} ({pattern})",
        )
        if names:
            self.files_chosen.emit(tuple(map(Path, names)))

    def choose_workspace(self) -> None:
        """Let the person choose another workspace's file."""
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

    def _importable(self, event: QDropEvent) -> tuple[Path, ...]:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        return tuple(path for path in paths if path.suffix.lower() in self._suffixes)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Alt may show the menu bar."""
        self._alt.key_pressed(event)
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """It does when it is let go alone."""
        self._alt.key_released(event)
        super().keyReleaseEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """The window goes at once; what was given is finished behind it."""
        super().closeEvent(event)
        if event.isAccepted():
            self.closed.emit()
