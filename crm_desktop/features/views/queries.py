"""Reads of views and favourites, on reader threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader, Work
from crm_desktop.core.clock import LOCAL_ZONE, now
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.features.common import listing
from crm_desktop.features.common.listing import ListOrder, Shelf
from crm_desktop.features.custom_fields.fields import custom_catalogues
from crm_desktop.features.users import queries as users
from crm_desktop.features.views import looks, presets
from crm_desktop.features.views.modes import asked_of
from crm_desktop.features.views.rows import FavouriteRow, ViewRow
from crm_desktop.features.views.tables import favourite, view
from crm_desktop.filters import codec
from crm_desktop.filters.ast import EVERYTHING, Node
from crm_desktop.filters.binding import BoundFilter, bind
from crm_desktop.filters.catalogue import Catalogues
from crm_desktop.filters.context import Context

Asker = Reader | Work
"""Who asks: these reads are also needed inside writes."""


def context_of(asker: Asker) -> Context:
    """Now, in the calendar of the person who asks (CLDR: weeks begin on Monday in Russia and
    Poland, and in the English of this program, which is British)."""
    return Context(now(), LOCAL_ZONE, me=asker.actor.id)


def catalogues_of(asker: Asker) -> Catalogues:
    """What filters may ask in this workspace, of the fields that people added as well."""
    return custom_catalogues(asker, asker.catalogues)


def find_views(asker: Asker, entity: str) -> list[ViewRow]:
    """The views of an entity's list that the person may see: those that come with the program,
    then the own and the shared ones in the order of the tabs."""
    catalogues = catalogues_of(asker)
    offered = [one for one in presets.presets_of(entity) if _suits(one, catalogues)]
    return [*offered, *saved_views(asker, entity)]


def _suits(one: ViewRow, catalogues: Catalogues) -> bool:
    try:
        bind(one.filter, one.entity, catalogues)
    except Invalid:
        return False
    return True


def saved_views(asker: Asker, entity: str) -> list[ViewRow]:
    """The saved views of an entity's list that the person may see, in the order of the tabs."""
    return _read(asker, view.c.listed == entity)


def get_view(asker: Asker, view_id: str) -> ViewRow | None:
    """The view with this id if the person may see it; one that comes with the program too."""
    if entity := presets.listed_by(view_id):
        return next((one for one in find_views(asker, entity) if one.id == view_id), None)
    try:
        key = UUID(view_id)
    except ValueError:
        return None
    return next(iter(_read(asker, view.c.id == key)), None)


def find_view(asker: Asker, entity: str, name: str) -> ViewRow | None:
    """The view called so, in any case: an own one before a shared one before one that comes with
    the program; that also answers to its code (``mine``)."""
    wanted = name.casefold()
    views = find_views(asker, entity)
    named = [one for one in views if wanted in (one.name.casefold(), one.preset)]
    named.sort(key=lambda one: (bool(one.preset), not one.mine))
    return named[0] if named else None


def _read(asker: Asker, wanted: sa.ColumnElement[bool]) -> list[ViewRow]:
    may_see = sa.or_(view.c.shared, view.c.owner_rid == asker.actor.rid)
    rows = asker.connection.execute(
        sa.select(
            view,
            users.name_of(view.c.owner_rid).label("owner"),
            users.id_of(view.c.owner_rid).label("owner_id"),
        )
        .where(wanted, view.c.deleted_at.is_(None), may_see)
        .order_by(view.c.position, view.c.rid)
    )
    return [_row(row, row.owner_rid == asker.actor.rid) for row in rows]


def _row(row: sa.Row[Any], mine: bool) -> ViewRow:
    root: Node = EVERYTHING
    problem = None
    try:
        root = codec.from_json(row.filter)
    except Invalid as error:  # saved by a newer version of the program
        problem = error.message
    look = looks.from_json(row.look)
    return ViewRow(
        str(row.id),
        row.version,
        row.listed,
        row.name,
        root,
        looks.of_deals(look) if row.listed == "deal" else look,
        row.shared,
        str(row.owner_id or ""),
        row.owner or "",
        mine=mine,
        problem=problem,
    )


def bound_filter(asker: Asker, wanted: ViewRow) -> BoundFilter:
    """The view's filter, checked; ``Invalid`` that names the view if what it asks for is gone."""
    if wanted.problem is not None:
        raise Invalid(wanted.problem)
    try:
        return bind(asked_of(wanted), wanted.entity, catalogues_of(asker))
    except Invalid as error:
        raise Invalid(
            msg(
                "The view “{view}” can’t be shown. {reason}", view=wanted.name, reason=error.message
            ),
            error.field,
        ) from error


def list_order(asker: Asker, wanted: ViewRow, context: Context | None = None) -> ListOrder:
    """Which records the view lists, in which order; ``Invalid`` as ``bound_filter``."""
    look = wanted.look
    bound = bound_filter(asker, wanted)
    asked = None if bound.root == EVERYTHING else bound
    sort = look.sort or "sort_key"
    context = context or context_of(asker)
    return ListOrder(Shelf(look.shelf), sort, look.descending, asked, context, wanted.entity)


def count_view(reader: Reader, wanted: ViewRow, context: Context | None = None) -> int:
    """How many records the view lists; ``Invalid`` as ``bound_filter``."""
    table = reader.registry[wanted.entity].table
    return listing.count(reader, table, list_order(reader, wanted, context))


def find_favourites(asker: Asker) -> list[FavouriteRow]:
    """What the person pinned and is still there, in its order."""
    rows = asker.connection.execute(
        sa.select(favourite.c.id, favourite.c.kind, favourite.c.target_id)
        .where(favourite.c.owner_rid == asker.actor.rid)
        .order_by(favourite.c.position, favourite.c.rid)
    ).all()
    by_kind: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row.target_id)
    targets = {kind: _targets(asker, kind, ids) for kind, ids in by_kind.items()}
    return [
        FavouriteRow(str(row.id), row.kind, row.target_id, *targets[row.kind][row.target_id])
        for row in rows
        if row.target_id in targets[row.kind]
    ]


def _targets(asker: Asker, kind: str, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """(name, entity of the list if it is a view) of what is there, by id."""
    if kind == "view":
        views = (get_view(asker, one) for one in ids)
        return {one.id: (one.name, one.entity) for one in views if one is not None}
    record = asker.registry[kind]
    rows = asker.connection.execute(
        sa.select(record.table.c.id, record.table.c[record.label]).where(
            record.table.c.id.in_([UUID(one) for one in ids]), record.table.c.deleted_at.is_(None)
        )
    )
    return {str(key): (name, "") for key, name in rows}


def find_target(asker: Asker, kind: str, target_id: str) -> bool:
    """Whether there is such a thing to pin."""
    if kind == "view":
        return get_view(asker, target_id) is not None
    if kind not in asker.catalogues:
        return False
    try:
        UUID(target_id)
    except ValueError:
        return False
    return bool(_targets(asker, kind, [target_id]))
