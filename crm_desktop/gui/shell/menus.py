"""All actions of the window in its menu bar, each with its key (interaction.md, section 2).

Made once by the main window. GUI thread only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from crm_desktop.core.i18n import _

_IS_MAC = sys.platform == "darwin"


@dataclass(frozen=True)
class Menus:
    """The menus that grow, and the actions that change with what happens."""

    file: QMenu
    view: QMenu
    import_files: QAction
    undo: QAction
    redo: QAction
    archive: QAction
    stop: QAction
    preview: QAction
    search: QAction
    find: QAction
    refresh: QAction
    next_pane: QAction
    previous_pane: QAction
    sidebar: QAction
    back: QAction
    forward: QAction

    @property
    def of_workspace(self) -> tuple[QAction, ...]:
        """What needs an open workspace."""
        return (
            self.import_files,
            self.archive,
            self.stop,
            self.preview,
            self.search,
            self.find,
            self.refresh,
            self.next_pane,
            self.previous_pane,
            self.sidebar,
            self.back,
            self.forward,
        )


def make_menus(window: QMainWindow, *, open_workspace: Callable[[], object]) -> Menus:
    """Fill the window's menu bar. Actions are connected by whoever knows what they do."""
    bar = window.menuBar()
    file, edit = bar.addMenu(_("&File")), bar.addMenu(_("&Edit"))
    view = bar.addMenu(_("&View"))
    import_files = _action(file, _("&Import…"), "Ctrl+Shift+I")
    file.addSeparator()
    _action(file, _("Open another &workspace…"), "Ctrl+Shift+W").triggered.connect(open_workspace)
    quit_program = _action(file, _("&Quit"), "Ctrl+Q")
    quit_program.setMenuRole(QAction.MenuRole.QuitRole)
    quit_program.triggered.connect(window.close)
    undo = _action(edit, _("&Undo"), "Ctrl+Z")
    redo = _action(edit, _("&Redo"), "Ctrl+Shift+Z" if _IS_MAC else "Ctrl+Y")
    edit.addSeparator()
    search = _action(edit, _("&Search everywhere"), "Ctrl+K")
    find = _action(edit, _("&Find on this page"), "Ctrl+F")
    edit.addSeparator()
    archive = _action(edit, _("&Archive"), "Ctrl+Backspace" if _IS_MAC else "Delete")
    stop = _action(edit, _("S&top the work in progress"), "Ctrl+.")
    preview = _action(view, _("&Preview"), "Ctrl+I")
    preview.setCheckable(True)
    preview.setChecked(True)
    refresh = _action(view, _("&Refresh"), "Ctrl+R" if _IS_MAC else "F5")
    next_pane = _action(view, _("&Next pane"), "F6")
    previous_pane = _action(view, _("P&revious pane"), "Shift+F6")
    sidebar = _action(view, _("Side&bar"), "Ctrl+\\")
    view.addSeparator()
    back = _action(view, _("Bac&k"), "Ctrl+[" if _IS_MAC else "Alt+Left")
    forward = _action(view, _("F&orward"), "Ctrl+]" if _IS_MAC else "Alt+Right")
    return Menus(
        file, view, import_files, undo, redo, archive, stop, preview, search, find, refresh,
        next_pane, previous_pane, sidebar, back, forward,
    )  # fmt: skip


def place_key(number: int) -> str:
    """The key of a place, as people read it: ``Ctrl+1``."""
    return QKeySequence(f"Ctrl+{number + 1}").toString(QKeySequence.SequenceFormat.NativeText)


def _action(menu: QMenu, words: str, keys: str) -> QAction:
    action = QAction(words, menu)
    action.setShortcut(QKeySequence(keys))
    menu.addAction(action)
    return action
