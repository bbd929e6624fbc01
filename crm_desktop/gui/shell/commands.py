"""The commands of a window: one register from which menus, palette, help of keys and settings come.

The main window makes one ``Commands`` and fills it by the table in ``menus.py``; whoever knows
more (``gui/session.py``, pages) adds theirs once the workspace is open. Each command has a stable
id (``contacts.create``) under which a changed key is kept in ``Settings.shortcuts``. GUI thread
only.

Keys are written as Qt writes them in all languages (``Ctrl+K``; on macOS ``Ctrl`` is ⌘ and
``Meta`` ⌃).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import Message, msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.locking import lock_action
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.shell.keys import clean_keys, list_key_name, shown_keys

# Typed first, it says that a command is meant and nothing is sought.
RUN_SIGN = ">"
_IS_MAC = sys.platform == "darwin"

Run = Callable[[], object]


@dataclass(frozen=True)
class Command:
    """What can be done. ``title`` gives the translated words with their ``&`` letter, ``group``
    names the menu, ``section`` its part of the menu (lines stand between parts). ``keys`` is the
    default key, ``mac_keys`` that of macOS where it is another; ``also`` are further keys that
    stay what they are; ``needs`` permissions of which the person's role must hold one."""

    id: str
    title: Callable[[], str]
    group: str
    section: int = 0
    keys: str = ""
    mac_keys: str | None = None
    also: tuple[str, ...] = ()
    icon: str = ""
    needs_workspace: bool = True
    is_checkable: bool = False
    role: QAction.MenuRole = QAction.MenuRole.NoRole
    needs: tuple[str, ...] = ()

    @property
    def default_keys(self) -> str:
        """The default key on this platform."""
        return self.mac_keys if _IS_MAC and self.mac_keys is not None else self.keys

    @property
    def words(self) -> str:
        """The title for a list: without the mark of its letter."""
        return self.title().replace("&", "")


class KeysTaken(Invalid):
    """A key that another command has; ``holder`` is that command's id, empty for a key of lists
    and text fields, which nobody can change."""

    def __init__(self, message: Message, holder: str = "") -> None:
        super().__init__(message, "keys")
        self.holder = holder


class Commands(QObject):
    """The register. ``changed``: keys or words are others; ``grown``: there are more commands;
    ``rebound`` gives all keys that differ from the defaults, to be kept in the settings;
    ``ran`` gives the id of a command that was carried out."""

    changed = Signal()
    grown = Signal()
    rebound = Signal(object)  # dict[str, str]
    ran = Signal(str)

    def __init__(self, window: QWidget, chosen: Mapping[str, str] | None = None) -> None:
        """``chosen``: what stands in ``Settings.shortcuts``."""
        super().__init__(window)
        self._window = window
        self._chosen = dict(chosen or {})
        self._defaults: dict[str, str] = {}
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._keys: dict[str, str] = {}
        self._given: dict[str, tuple[str, ...]] = {}
        self._undrawn: dict[QAction, str] = {}
        self.locked: Callable[..., str] = _nothing
        """Why none of these permissions is held, in words (``Bridge.locked``)."""

    def __iter__(self) -> Iterator[Command]:
        """All commands in the order in which they were added."""
        return iter(list(self._commands.values()))

    def __contains__(self, command_id: object) -> bool:
        return command_id in self._commands

    def __getitem__(self, command_id: str) -> Command:
        return self._commands[command_id]

    def add(self, command: Command, run: Run | None = None) -> QAction:
        """Take up a command; its key works from now on. A command that is there already (a view
        made anew) only gets another ``run``."""
        old = self._actions.pop(command.id, None)
        if old is not None:
            self._window.removeAction(old)
            del self._given[command.id]
            self._undrawn.pop(old, None)
            old.deleteLater()
        action = QAction(self)
        action.setObjectName(command.id)
        action.setCheckable(command.is_checkable)
        action.setMenuRole(command.role)
        if command.icon:
            self._undrawn[action] = command.icon
        if run is not None:
            action.triggered.connect(lambda _checked=False: run())
        action.triggered.connect(lambda _checked=False: self.ran.emit(command.id))
        self._commands[command.id] = command
        self._actions[command.id] = action
        self._defaults.setdefault(command.id, clean_keys(command.default_keys))
        action.setText(command.title())
        self._window.addAction(action)  # an action of a hidden menu bar has no key otherwise
        self._give_keys()
        self.grown.emit()
        return action

    def draw_icons(self) -> None:
        """Give the actions their icons. Whoever shows them in a menu calls it before: most menus
        are not opened at all, and the first page waits for none."""
        for action, icon in self._undrawn.items():
            ThemeManager.instance().set_icon(action, icon, IconRole.MENU)
        self._undrawn.clear()

    def drawn(self, *command_ids: str) -> list[QAction]:
        """The actions of these commands, as far as there are such, as a menu shows them."""
        self.draw_icons()
        return [self._actions[one] for one in command_ids if one in self._actions]

    def action(self, command_id: str) -> QAction:
        """The action of a command; to be shown in menus, on buttons and switched on and off."""
        return self._actions[command_id]

    def lock_of(self, command_id: str) -> str:
        """Why the person may not do this, in words; nothing if they may."""
        command = self._commands.get(command_id)
        return self.locked(*command.needs) if command is not None else ""

    def allow(self, command_id: str, is_possible: bool) -> None:
        """Switch a command on or off; what the person may not do stays off and says why."""
        action, reason = self._actions[command_id], self.lock_of(command_id)
        action.setEnabled(is_possible and not reason)
        action.setToolTip(reason)
        if reason:
            lock_action(action, reason)

    def keys(self, command_id: str) -> str:
        """The key of a command now, empty if it has none."""
        return self._keys[command_id]

    def shown_keys(self, command_id: str) -> str:
        """Its key as people read it on this platform."""
        return shown_keys(self._keys[command_id])

    def default_keys(self, command_id: str) -> str:
        """Its key if nothing is chosen."""
        return self._defaults[command_id]

    def is_rebound(self, command_id: str) -> bool:
        """Whether the person chose another key."""
        return self._keys[command_id] != self._defaults[command_id]

    def holder_of(self, keys: str, *, besides: str = "") -> Command | None:
        """The command that has this key."""
        keys = clean_keys(keys)
        for command in self._commands.values():
            if keys and command.id != besides and keys in self._all_keys(command):
                return command
        return None

    def rebind(self, command_id: str, keys: str) -> None:
        """Give a command another key, or none (``""``). ``KeysTaken`` names who has it,
        ``Invalid`` says why it can't be one; then nothing is changed."""
        keys = clean_keys(keys)
        self._check(command_id, keys)
        chosen = {**self._chosen, command_id: keys}
        if keys == self._defaults[command_id]:
            del chosen[command_id]
        self._choose(chosen)

    def reset(self, command_id: str) -> None:
        """Its default key again. ``KeysTaken`` if another command has that now."""
        self.rebind(command_id, self._defaults[command_id])

    def reset_all(self) -> None:
        """All default keys again."""
        self._choose({})

    def apply(self, chosen: Mapping[str, str]) -> None:
        """Take over what stands in the settings; another window may have changed it."""
        if dict(chosen) != self._chosen:
            self._chosen = dict(chosen)
            self._give_keys()
            self.changed.emit()

    def set_default_keys(self, command_id: str, keys: str) -> None:
        """Another default: the key of a place follows its position in the sidebar."""
        self._defaults[command_id] = clean_keys(keys)
        self._give_keys()

    def retranslate(self) -> None:
        """Say all titles again, in the language of now."""
        for command in self._commands.values():
            self._actions[command.id].setText(command.title())
        self.changed.emit()

    def _check(self, command_id: str, keys: str) -> None:
        holder = self.holder_of(keys, besides=command_id)
        if holder is not None:
            raise KeysTaken(
                msg(
                    "{keys} belongs to “{command}” already. Choose another key, or change that one "
                    "first.",
                    keys=shown_keys(keys),
                    command=holder.words,
                ),
                holder.id,
            )
        fixed = list_key_name(keys)
        if fixed is not None:
            raise KeysTaken(
                msg(
                    "{keys} belongs to “{command}” in lists and fields. Choose another key.",
                    keys=shown_keys(keys),
                    command=fixed,
                )
            )

    def _choose(self, chosen: dict[str, str]) -> None:
        self._chosen = chosen
        self._give_keys()
        self.rebound.emit(dict(chosen))
        self.changed.emit()

    def _all_keys(self, command: Command) -> tuple[str, ...]:
        return (self._keys.get(command.id, ""), *map(clean_keys, command.also))

    def _give_keys(self) -> None:
        """Chosen keys go first, then the defaults that nobody took. What a hand wrote into the
        settings twice, or wrong, counts for the first command only."""
        self._keys = {}
        taken = {clean_keys(keys) for command in self for keys in command.also}
        for source in (self._chosen_keys(), self._defaults):
            for command_id, keys in source.items():
                if command_id not in self._keys and command_id in self._commands:
                    self._keys[command_id] = "" if keys in taken else keys
                    taken |= {keys} - {""}
        for command in self:
            given = tuple(filter(None, self._all_keys(command)))
            if self._given.get(command.id, ()) != given:
                self._actions[command.id].setShortcuts([QKeySequence(keys) for keys in given])
            self._given[command.id] = given

    def _chosen_keys(self) -> dict[str, str]:
        chosen = {}
        for command_id, keys in self._chosen.items():
            try:
                chosen[command_id] = clean_keys(keys)
            except Invalid:
                continue  # written by hand; the default stays
        return chosen


def _nothing(*_permissions: str) -> str:
    return ""
