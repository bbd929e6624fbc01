"""Places in the palette: lists, saved views, what is pinned, and sections of the settings.

Views are read when the palette comes up; everything else the window knows. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _
from crm_desktop.features.views.queries import find_views
from crm_desktop.features.views.rows import FavouriteRow, ViewRow
from crm_desktop.gui.shell.page import Page
from crm_desktop.gui.shell.palette_lines import Line, find_titled, found_spans

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader
    from crm_desktop.gui.shell.commands import Commands
    from crm_desktop.gui.shell.workspace_view import WorkspaceView

_VIEW, _PINNED = "list-bullets", "star"


@dataclass(frozen=True)
class Place:
    """A line that leads somewhere; ``words`` are what it is found by besides its title."""

    line: Line
    words: tuple[str, ...] = ()


def read_views(reader: Reader, entities: Sequence[str]) -> list[ViewRow]:
    """The views of these lists, on a reader's thread."""
    return [view for entity in entities for view in find_views(reader, entity)]


def listed_entities(view: WorkspaceView) -> list[str]:
    """Whose saved views the window can show."""
    return [page.objectName() for page in view.pages if page.has_views]


def places_of(
    view: WorkspaceView, commands: Commands, views: Iterable[ViewRow]
) -> tuple[Place, ...]:
    """Every place of the window: lists first, then views, what is pinned, and settings."""
    pages = {page.objectName(): page for page in view.pages}
    lists = [_list(name, page, commands) for name, page in pages.items() if not page.at_foot]
    saved = [
        _favourite(view, FavouriteRow("", "view", row.id, row.name, row.entity), row.entity, pages)
        for row in views
        if row.entity in pages
    ]
    pinned = [
        _favourite(view, row, "", pages)
        for row in view.sidebar.favourites.rows
        if row.entity != "view"
    ]
    parts = [part for page in view.pages for part in _parts(view, page)]
    return (*lists, *saved, *pinned, *parts)


def place_lines(places: Iterable[Place], sought: str) -> list[Line]:
    """The lines of the places that are called so; all of them when nothing is sought."""
    if not sought:
        return [place.line for place in places]
    found = find_titled(places, sought, lambda place: (place.line.title, *place.words))
    return [replace(one.line, spans=found_spans(one.line.title, sought)) for one in found]


def _list(name: str, page: Page, commands: Commands) -> Place:
    command = f"go.{name}"
    keys = commands.shown_keys(command) if command in commands else ""
    return Place(Line(page.title, icon=page.icon, keys=keys, command=command))


def _favourite(
    view: WorkspaceView, row: FavouriteRow, listed: str, pages: dict[str, Page]
) -> Place:
    """A view under the title of its list, or a record that is pinned."""
    below = pages[listed].title if listed else _("Favourites")
    icon = _VIEW if listed else _PINNED
    return Place(Line(row.name, below, icon=icon, run=partial(view.open_favourite, row)))


def _parts(view: WorkspaceView, page: Page) -> list[Place]:
    def show(name: str) -> None:
        view.show_place(view.pages.index(page))
        page.show_part(name)

    return [
        Place(
            Line(part.title, page.title, icon=part.icon, run=partial(show, part.name)), part.words
        )
        for part in page.parts()
    ]
