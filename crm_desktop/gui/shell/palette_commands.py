"""Which commands the palette lists: those that can be run now, and locked ones, which say why not.

Called by the palette on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from crm_desktop.gui.shell import palette_lines as lines
from crm_desktop.gui.shell.commands import Command, Commands
from crm_desktop.gui.shell.menus import GROUPS
from crm_desktop.gui.shell.palette_lines import Line

UNLISTED = frozenset(("search.everywhere",))
"""What leads to the palette needs no line of its own."""


def found_commands(commands: Commands, sought: str, besides: Collection[str] = ()) -> list[Line]:
    """The commands whose titles hold what is sought; those of ``besides`` are listed already."""
    listed = [command for command in _listed(commands) if command.id not in besides]
    return _lines(commands, lines.find_commands(listed, sought), sought)


def often_used(commands: Commands, counts: Mapping[str, int]) -> list[Line]:
    """The commands used most, by how often each was used, then in the order of the menus."""
    groups = list(GROUPS)
    listed = _listed(commands)
    listed.sort(key=lambda c: (-counts.get(c.id, 0), groups.index(c.group), c.section))
    return _lines(commands, listed[: lines.MOST_RECENT], "")


def _listed(commands: Commands) -> list[Command]:
    return [command for command in commands if _is_listed(commands, command.id)]


def _is_listed(commands: Commands, command_id: str) -> bool:
    is_there = commands.action(command_id).isEnabled() or commands.lock_of(command_id)
    return command_id not in UNLISTED and bool(is_there)


def _lines(commands: Commands, found: Sequence[Command], sought: str) -> list[Line]:
    shown = lines.command_lines(found, commands.shown_keys, sought)
    return [line.under_lock(commands.lock_of(line.command)) for line in shown]
