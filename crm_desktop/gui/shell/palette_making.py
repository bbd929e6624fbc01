"""The palette of a window, connected to what it acts on.

Called by the main window when the palette is first wanted, so that nothing of it is imported at the
program's start. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.core.settings import PaletteUse
from crm_desktop.features.views.rows import ViewRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.card.description import ShowsItems
from crm_desktop.gui.shell.commands import Commands
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.palette import Palette
from crm_desktop.gui.shell.palette_actions import on_card_of
from crm_desktop.gui.shell.palette_places import Place, listed_entities, places_of, read_views

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from crm_desktop.gui.shell.card.page import CardPage
    from crm_desktop.gui.shell.way import Way
    from crm_desktop.gui.shell.workspace_view import WorkspaceView


def make_palette(
    window: QWidget,
    view: WorkspaceView,
    bridge: Bridge,
    commands: Commands,
    use: PaletteUse,
    *,
    way: Callable[[], Way] | None = None,
    reach: Callable[[], object] = lambda: None,
) -> Palette:
    """One for the window as long as ``view`` is there. Where the window is not that of the view,
    ``way`` gives that on which its cards are, and ``reach`` brings the view to the eye."""
    palette = Palette(window, bridge, view.kinds, commands, use)
    palette.apart_wanted.connect(view.apart_wanted)
    palette.done.connect(view.done)

    def here() -> Way:
        return way() if way is not None else view.way

    def act(record: RecordRef, command_id: str) -> None:
        on_card_of(here(), record, lambda _card: commands.action(command_id).trigger())

    def show_item(record: RecordRef, item: str) -> None:
        def show(card: CardPage) -> None:
            if isinstance(card.panes.middle, ShowsItems):
                card.panes.middle.show_item(item)

        on_card_of(here(), record, show)

    def look_for_places() -> None:
        """Those of now; views that were saved since are read behind it."""
        palette.take_places(palette.places or _reaching(places_of(view, commands, ()), reach))
        entities = listed_entities(view)
        bridge.query(read_views, entities, then=take, owner=palette, channel="places")

    def take(views: Sequence[ViewRow]) -> None:
        palette.take_places(_reaching(places_of(view, commands, views), reach))

    palette.begun.connect(look_for_places)
    palette.act_wanted.connect(act)
    palette.item_wanted.connect(show_item)
    return palette


def _reaching(places: Iterable[Place], reach: Callable[[], object]) -> list[Place]:
    """The same places; who goes to one sees it. Commands see to that themselves."""

    def lead(run: Callable[[], object]) -> None:
        run()
        reach()

    return [
        replace(one, line=replace(one.line, run=partial(lead, one.line.run)))
        if one.line.run is not None
        else one
        for one in places
    ]
