"""What can be done with saved views and favourites.

Values of a view are JSON-shaped: ``entity``, ``name``, ``filter`` (``filters.codec``), ``look``
(``looks.to_json``), ``shared``; ``looks.values_of_view`` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class SaveView:
    """A new view of one's own, the last among the tabs; ``values`` needs the entity and a name.
    Gives the new id."""

    values: Mapping[str, Any]


@dataclass(frozen=True)
class UpdateView:
    """Change a view that was read at ``base_version``; its entity stays."""

    view_id: str
    base_version: int
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class DeleteViews:
    """Take views away, or bring them back."""

    view_ids: tuple[str, ...]
    deleted: bool = True


@dataclass(frozen=True)
class MoveView:
    """Put a view at ``position`` (from 0) among the saved ones of its list, as the person sees
    them."""

    view_id: str
    position: int


@dataclass(frozen=True)
class Pin:
    """Put a view (``entity`` is ``view``) or a record under the person's favourites. Gives the
    id of the favourite; what is there already stays where it is."""

    entity: str
    target_id: str


@dataclass(frozen=True)
class Unpin:
    """Take a favourite away."""

    favourite_id: str


@dataclass(frozen=True)
class MoveFavourite:
    """Put a favourite at ``position`` (from 0)."""

    favourite_id: str
    position: int
