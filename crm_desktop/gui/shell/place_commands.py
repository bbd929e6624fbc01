"""The places of the sidebar as commands: each with its name, the first nine with a key.

Called by the main window whenever it shows a workspace or keys have changed. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.gui.shell.commands import Command, Commands
from crm_desktop.gui.shell.menus import place_default

if TYPE_CHECKING:
    from crm_desktop.gui.shell.page import Page
    from crm_desktop.gui.shell.workspace_view import WorkspaceView


def add_places(commands: Commands, view: WorkspaceView) -> None:
    """A command for each place, now and later; that of the settings has its own already."""
    for page in view.pages:
        _add_place(commands, view, page)
    view.page_added.connect(partial(_add_place, commands, view))
    view.arranged.connect(partial(_give_keys, commands, view))
    _give_keys(commands, view, view.shown_places)


def _add_place(commands: Commands, view: WorkspaceView, page: Page) -> None:
    if not page.at_foot:
        go = partial(view.show_place, view.pages.index(page))
        words = partial(getattr, page, "title")
        name = f"go.{page.objectName()}"
        commands.add(Command(name, words, "go", 1, icon=page.icon), go)


def _give_keys(commands: Commands, view: WorkspaceView, names: Sequence[str]) -> None:
    """The first places in the sidebar have the keys 1 to 9."""
    for command in commands:
        place = command.id.removeprefix("go.")
        if command.group == "go" and command.section == 1:
            key = place_default(names.index(place)) if place in names else ""
            commands.set_default_keys(command.id, key)
    show_place_keys(commands, view)


def show_place_keys(commands: Commands, view: WorkspaceView) -> None:
    """The sidebar tells the keys of now; the place at its foot is that of the settings."""
    names = ("settings.open" if p.at_foot else f"go.{p.objectName()}" for p in view.pages)
    shown = commands.shown_keys
    view.sidebar.show_keys([shown(n) if n in commands else "" for n in names])
