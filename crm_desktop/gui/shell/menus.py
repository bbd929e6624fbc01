"""The commands every window has, and the menu bar that shows them with all others.

The main window takes ``WINDOW_COMMANDS`` up and connects them. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from crm_desktop.core.i18n import msg
from crm_desktop.gui.shell.card.commands import CHANGING
from crm_desktop.gui.shell.commands import Command, Commands
from crm_desktop.gui.shell.editing import add_editing

GROUPS = {
    "file": msg("&File").text,
    "edit": msg("&Edit").text,
    "record": msg("&Record").text,
    "view": msg("&View").text,
    "go": msg("&Go").text,
    "help": msg("&Help").text,
}
_Role = QAction.MenuRole

# Section 0 of the File menu is for what creates something (added with the workspace), sections 1
# and 2 of the Go menu are for the places.
WINDOW_COMMANDS = (
    Command(
        "file.import", msg("&Import…").text, "file", 1, "Ctrl+Shift+I", icon="download-simple",
        needs=("data:import:write",),
    ),
    Command("file.export", msg("Export the lis&t…").text, "file", 1, "Ctrl+E", icon="export"),
    Command(
        "file.open_workspace", msg("Open another &workspace…").text, "file", 2, "Ctrl+Shift+W",
        icon="folder-simple", needs_workspace=False,
    ),
    Command("file.print", msg("&Print…").text, "file", 3, "Ctrl+P", icon="printer"),
    Command("file.pdf", msg("Save as P&DF…").text, "file", 3, icon="file-pdf"),
    Command(
        "settings.open", msg("&Settings…").text, "file", 4, "Ctrl+,", icon="gear-six",
        role=_Role.PreferencesRole,
    ),
    Command("window.close", msg("C&lose window").text, "file", 5, "Ctrl+W", needs_workspace=False),
    Command(
        "program.quit", msg("&Quit").text, "file", 5, "Ctrl+Q", needs_workspace=False,
        role=_Role.QuitRole,
    ),
    Command("edit.undo", msg("&Undo").text, "edit", 0, "Ctrl+Z", icon="arrow-counter-clockwise"),
    Command(
        "edit.redo", msg("&Redo").text, "edit", 0, "Ctrl+Y", "Ctrl+Shift+Z",
        icon="arrow-clockwise",
    ),
    Command(
        "search.everywhere", msg("&Search and commands").text, "edit", 1, "Ctrl+K",
        icon="magnifying-glass",
    ),
    Command("search.page", msg("&Find on this page").text, "edit", 1, "Ctrl+F"),
    Command("list.filters", msg("F&ilters").text, "edit", 1, "Ctrl+Shift+K", icon="funnel-simple"),
    Command(
        "record.archive", msg("&Archive").text, "edit", 2, "Del", "Ctrl+Backspace", icon="archive",
        needs=CHANGING,
    ),
    Command("task.stop", msg("S&top the work in progress").text, "edit", 3, "Shift+Esc", "Ctrl+."),
    Command(
        "view.preview", msg("&Preview").text, "view", 0, "Ctrl+I", icon="layout",
        is_checkable=True,
    ),
    Command("view.sidebar", msg("Side&bar").text, "view", 0, "Ctrl+\\"),
    Command("view.refresh", msg("&Refresh").text, "view", 1, "F5", "Ctrl+R"),
    Command("view.next_pane", msg("&Next pane").text, "view", 2, "F6"),
    Command("view.previous_pane", msg("Pre&vious pane").text, "view", 2, "Shift+F6"),
    Command(
        "view.text_larger", msg("Text &larger").text, "view", 3, "Ctrl+=", also=("Ctrl++",),
        needs_workspace=False,
    ),
    Command(
        "view.text_smaller", msg("Text s&maller").text, "view", 3, "Ctrl+-", needs_workspace=False
    ),
    Command(
        "view.text_normal", msg("Text n&ormal").text, "view", 3, "Ctrl+0", needs_workspace=False
    ),
    Command(
        "view.full_screen", msg("F&ull screen").text, "view", 4, "F11", "Ctrl+Meta+F",
        needs_workspace=False, is_checkable=True,
    ),
    Command("go.back", msg("Bac&k").text, "go", 0, "Alt+Left", "Ctrl+[", icon="caret-left"),
    Command("go.forward", msg("F&orward").text, "go", 0, "Alt+Right", "Ctrl+]", icon="caret-right"),
    Command(
        "help.keys", msg("&Keys").text, "help", 0, "Ctrl+/", also=("F1",), icon="keyboard",
        needs_workspace=False,
    ),
    Command(
        "help.about", msg("&About CRM Desktop").text, "help", 1, icon="info",
        role=_Role.AboutRole,
    ),
)  # fmt: skip


def fill_menus(bar: QMenuBar, commands: Commands) -> None:
    """Show all commands in the menus of their groups, in the order of their sections."""
    menus = {menu.objectName(): menu for menu in bar.findChildren(QMenu)}
    for group, title in GROUPS.items():
        menu = menus.get(group) or _add_menu(bar, commands)
        menu.setObjectName(group)
        menu.setTitle(title())
        _fill(menu, commands, group)


def _add_menu(bar: QMenuBar, commands: Commands) -> QMenu:
    menu = bar.addMenu("")
    menu.aboutToShow.connect(commands.draw_icons)
    return menu


def _fill(menu: QMenu, commands: Commands, group: str) -> None:
    menu.clear()
    section = -1
    for command in sorted(commands, key=lambda command: command.section):
        if command.group == group:
            if menu.actions() and command.section != section:
                if group == "edit" and section == 0:
                    add_editing(menu)
                menu.addSeparator()
            section = command.section
            menu.addAction(commands.action(command.id))


def place_default(number: int) -> str:
    """The default key of the place at this position, ``Ctrl+1``; none from the tenth on."""
    return f"Ctrl+{number + 1}" if 0 <= number < 9 else ""
