"""What a person chose on this computer; ``settings_file`` keeps it.

Values without a file: the window reads them and makes others of them, on any thread. A new choice
is a field here with its default, and its place in the tables of ``settings_file``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Literal
from urllib.parse import urlsplit

from crm_desktop.core.late_dataclass import dataclass

ThemeMode = Literal["system", "light", "dark"]
Density = Literal["comfortable", "compact"]
TextPercent = Literal[90, 100, 110, 125, 150]
# Dates and numbers as the interface language writes them, or as the system is set.
Formats = Literal["language", "system"]

_MOST_RECENT = 10


@dataclass(frozen=True)
class WindowPlace:
    """Where a window stands, in device-independent pixels of the whole desktop."""

    x: int
    y: int
    width: int
    height: int
    maximized: bool = False


@dataclass(frozen=True)
class LastView:
    """Where the person was in a workspace: the page's name, the current record's id, the
    entity of the record if its card was open, and whether lists had the preview beside them."""

    page: str
    record: str = ""
    card: str = ""
    preview: bool = True


@dataclass(frozen=True)
class Sidebar:
    """The places of the sidebar by name: in which order, which of them hidden."""

    folded: bool = False
    order: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def arranged(self, names: Sequence[str]) -> list[str]:
        """All of ``names`` in the chosen order; those that it doesn't know come last."""
        known = [name for name in dict.fromkeys(self.order) if name in names]
        return [*known, *(name for name in names if name not in known)]

    def shown(self, names: Sequence[str]) -> list[str]:
        """Those of ``names`` that are shown, in the chosen order."""
        return [name for name in self.arranged(names) if name not in self.hidden]

    def rearranged(self, names: Sequence[str], hidden: Sequence[str]) -> Sidebar:
        """With ``names`` in this order, of which those are hidden; what was chosen of places that
        are not among them (lists of another workspace) stays."""
        coming = iter(names)
        kept = dict.fromkeys(self.order)  # who edits the file may write a name twice
        old = [next(coming) if name in names else name for name in kept]
        elsewhere = [name for name in self.hidden if name not in names]
        return replace(self, order=(*old, *coming), hidden=(*elsewhere, *hidden))


@dataclass(frozen=True)
class ListLook:
    """How a list is looked at: its columns by name in their order (none: those it is made with),
    their widths in pixels (none: as the room allows), the column it is ordered by (empty: the
    first) and the direction; the saved view by its id, the filter as JSON, the field by which
    rows are grouped, the folded columns of a board by key. Of deals also the pipeline by its id, as
    what they are shown, and the rule by which cards stand in a column."""

    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    view: str = ""
    filter: str = ""
    group: str = ""
    folded: tuple[str, ...] = ()
    pipeline: str = ""
    mode: str = ""
    cards: str = ""


@dataclass(frozen=True)
class CardLook:
    """How cards of an entity are looked at: the widths of the outer panes in pixels (0: as they
    are made), the folded sections by name, and the size of windows of their own (0: as made)."""

    fields: int = 0
    side: int = 0
    folded: tuple[str, ...] = ()
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class PaletteUse:
    """What was used by the palette of a workspace: records, newest first, as ``entity:id``; how
    often each command."""

    records: tuple[str, ...] = ()
    commands: Mapping[str, int] = field(default_factory=dict)

    def with_record(self, record: str, most: int) -> PaletteUse:
        """With this record as the newest of at most ``most``."""
        others = [other for other in self.records if other != record]
        return replace(self, records=(record, *others)[:most])

    def with_command(self, command: str) -> PaletteUse:
        """With a command carried out once more."""
        return replace(self, commands={**self.commands, command: self.commands.get(command, 0) + 1})


@dataclass(frozen=True)
class Settings:
    """All choices; as made, the defaults. ``None`` follows the system.

    ``recent``: addresses of workspaces, newest first, never with a password. ``windows``: by
    configuration of screens. ``views``: by address of a workspace. ``shortcuts``: the key
    sequence (``Ctrl+N``) by action. ``lists`` and ``cards``: by entity. ``palettes``: by
    address of a workspace. ``muted``: kinds of notes that the bell leaves out; ``silent``: those of
    which the system is to say nothing.
    """

    language: str | None = None
    theme: ThemeMode = "system"
    density: Density = "comfortable"
    text_percent: TextPercent = 100
    reduced_motion: bool | None = None
    high_contrast: bool | None = None
    formats: Formats = "language"
    tray: bool = True
    sidebar: Sidebar = Sidebar()
    recent: tuple[str, ...] = ()
    shortcuts: Mapping[str, str] = field(default_factory=dict)
    windows: Mapping[str, WindowPlace] = field(default_factory=dict)
    views: Mapping[str, LastView] = field(default_factory=dict)
    lists: Mapping[str, ListLook] = field(default_factory=dict)
    cards: Mapping[str, CardLook] = field(default_factory=dict)
    palettes: Mapping[str, PaletteUse] = field(default_factory=dict)
    muted: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    def with_workspace(self, address: str) -> Settings:
        """With this workspace as the last one used; one that holds a password is not kept."""
        if "://" in address and urlsplit(address).password is not None:
            return self
        others = [other for other in self.recent if other != address]
        recent = (address, *others)[:_MOST_RECENT]
        views = {address: view for address, view in self.views.items() if address in recent}
        return replace(self, recent=recent, views=views)

    def with_window(self, screens: str, place: WindowPlace) -> Settings:
        """With the place of the window on this configuration of screens."""
        return replace(self, windows={**self.windows, screens: place})

    def with_view(self, workspace: str, view: LastView) -> Settings:
        """With where the person was in a workspace."""
        return replace(self, views={**self.views, workspace: view})

    def with_palette(self, workspace: str, use: PaletteUse) -> Settings:
        """With what was used by the palette of a workspace."""
        return replace(self, palettes={**self.palettes, workspace: use})

    def with_list(self, name: str, look: ListLook) -> Settings:
        """With how a list is looked at."""
        return replace(self, lists={**self.lists, name: look})

    def with_card(self, name: str, look: CardLook) -> Settings:
        """With how the cards of an entity are looked at."""
        return replace(self, cards={**self.cards, name: look})
