"""The help of keys (Ctrl+/, F1): all commands with their keys, then the keys of lists.

Made by the main window when it is first wanted. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.shell.commands import Command, Commands
from crm_desktop.gui.shell.keys import LIST_KEYS, ListKey, shown_keys
from crm_desktop.gui.shell.menus import GROUPS
from crm_desktop.gui.shell.overlay import Overlay
from crm_desktop.gui.shell.palette_lines import Line, command_lines, find_commands, heading


class KeysHelp(Overlay):
    """Grouped as in the menus; typing finds by words or by keys; Enter carries a command out."""

    def __init__(self, window: QWidget, commands: Commands) -> None:
        super().__init__(window, _("Keys"), _("Find a command or a key"))
        self._commands = commands
        self.foot = (("↑", ""), ("↓", _("choose")), (shown_keys("Enter"), _("run")))

    def typed(self, text: str) -> None:
        """Show what holds the text in its title or its keys."""
        shown: list[Line] = []
        for group, title in GROUPS.items():
            members = self._members(group, text)
            shown += [heading(title().replace("&", "")), *members] if members else []
        of_lists = [_list_line(fixed) for fixed in LIST_KEYS if _matches(fixed, text)]
        shown += [heading(_("Lists and tables")), *of_lists] if of_lists else []
        self.show_lines(shown or [heading(_("No results for “{text}”").format(text=text))])

    def _members(self, group: str, text: str) -> list[Line]:
        members = [command for command in self._commands if command.group == group]
        found = find_commands(members, text)
        by_key = [c for c in members if c not in found and _in_keys(text, self._keys(c.id))]
        return command_lines(sorted(found + by_key, key=_section), self._keys, text)

    def _keys(self, command_id: str) -> str:
        also = [shown_keys(keys) for keys in self._commands[command_id].also]
        return " · ".join(filter(None, (self._commands.shown_keys(command_id), *also)))

    def run(self, line: Line) -> None:
        """Carry the command out; a key of lists has nothing to run here."""
        if line.command:
            self.close_again()
            self._commands.action(line.command).trigger()


def _section(command: Command) -> int:
    return command.section


def _list_line(fixed: ListKey) -> Line:
    return Line(fixed.title(), keys=" · ".join(map(shown_keys, fixed.keys)), icon="rows")


def _matches(fixed: ListKey, text: str) -> bool:
    line = _list_line(fixed)
    return text.strip().casefold() in line.title.casefold() or _in_keys(text, line.keys)


def _in_keys(text: str, keys: str) -> bool:
    return bool(text.strip()) and text.strip().casefold() in keys.casefold()
