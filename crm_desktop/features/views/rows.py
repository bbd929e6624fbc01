"""What reads of views and favourites give: frozen rows, nothing of the database in them."""

from __future__ import annotations

from collections.abc import Mapping

from crm_desktop.core.i18n import Message
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.filters.ast import EVERYTHING, Node

MOST_FAVOURITES = 12


@dataclass(frozen=True)
class ViewLook:
    """How a view's list is looked at. ``columns`` in their order; widths in pixels by column;
    ``sort``: a column, empty for the names; ``group``: the field by which rows are grouped,
    empty for none; ``density``: ``comfortable``, ``compact``, or empty for that of the window. Of
    deals also the ``pipeline`` by its id, as what they are shown (``modes``), and the rule by which
    the ``cards`` of a board stand; each may be empty: as it is just then."""

    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] | None = None
    sort: str = ""
    descending: bool = False
    group: str = ""
    density: str = ""
    preview: bool = True
    shelf: str = "current"
    pipeline: str = ""
    mode: str = ""
    cards: str = ""


@dataclass(frozen=True)
class ViewRow:
    """A saved view of the list of ``entity``. One that comes with the program has a ``preset``
    (a stable code) and version 0; it can be copied, not changed. ``filter`` is unbound; one that
    can't be read has a ``problem`` instead, and ``queries.list_order`` refuses the view with it.
    ``mine``: whoever asked saved it."""

    id: str
    version: int
    entity: str
    name: str
    filter: Node = EVERYTHING
    look: ViewLook = ViewLook()
    shared: bool = False
    owner_id: str = ""
    owner: str = ""
    preset: str = ""
    mine: bool = False
    problem: Message | None = None


@dataclass(frozen=True)
class FavouriteRow:
    """What a person pinned to the sidebar: a view (``entity`` is ``view``) or a record."""

    id: str
    entity: str
    target_id: str
    name: str
    listed: str = ""
    """For a view: the entity of its list."""
