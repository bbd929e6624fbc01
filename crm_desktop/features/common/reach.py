"""What of the records a person sees: the one place that asks the rules of their features.

A record type that not everybody sees whole has a ``scope``; lists, cards and commands ask for it
here. On PostgreSQL policies of the database can say the same. Reader threads and the writer's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import wraps
from typing import Any, Protocol

import sqlalchemy as sa

from crm_desktop.backend.access import Actor
from crm_desktop.backend.work import LongWork
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.core.id_texts import is_id
from crm_desktop.store.engine import Connection
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.records import RecordType, Registry, Scope, hides


class QueryContext(Protocol):
    """Who asks, on which connection: a query or a short command."""

    @property
    def connection(self) -> Connection:
        """The transaction's connection."""

    @property
    def actor(self) -> Actor:
        """The person on whose behalf it is done."""

    @property
    def registry(self) -> Registry:
        """All record types."""


def seen(
    asking: QueryContext, record: RecordType, rows: sa.FromClause | None = None
) -> sa.ColumnElement[bool]:
    """The condition that the person sees a record of this type; ``rows`` is an alias of its
    table."""
    scope = record.scope(asking, record.table if rows is None else rows)
    return sa.true() if scope is None else scope


def through(thing: str, links: Mapping[str, sa.Table]) -> Scope:
    """The scope of records that hang on others, by tables of ``links`` whose column
    ``<thing>_rid`` names them: they are seen with any of these, or if they hang on nothing."""

    def scope(asking: Any, rows: sa.FromClause) -> sa.ColumnElement[bool] | None:
        hidden, others = [], []
        for entity, table in links.items():
            target, link = asking.registry[entity].table.alias(), table.alias()
            condition = asking.registry[entity].scope(asking, target)
            hanging = sa.exists().where(link.c[f"{thing}_rid"] == rows.c.rid).correlate(rows)
            if condition is not None:
                hanging = hanging.where(target.c.rid == link.c[f"{entity}_rid"])
                hidden.append(hanging.where(hides(condition)))
                hanging = hanging.where(condition)
            others.append(hanging)
        return sa.or_(sa.not_(sa.or_(*hidden)), *others) if hidden else None

    return scope


def seen_among(asking: QueryContext, record: RecordType, rids: Sequence[int]) -> list[int]:
    """Those of the records with these internal keys that the person sees, in their order."""
    scope = record.scope(asking, record.table)
    if scope is None:
        return list(rids)
    rid = record.table.c.rid
    hidden = sa.select(rid).where(rid.in_(rids), hides(scope))
    beyond = set(asking.connection.execute(hidden).scalars())
    return [one for one in rids if one not in beyond]


def hidden_among(asking: QueryContext, entity: str, ids: Collection[str]) -> set[str]:
    """Those of the records with these ids that the person doesn't see."""
    record = asking.registry[entity]
    scope = record.scope(asking, record.table)
    if scope is None:
        return set()
    column = record.table.c.id
    hidden = sa.select(column).where(one_of(column, "ids"), hides(scope))
    found = asking.connection.execute(hidden, {"ids": [*filter(is_id, ids)]}).scalars()
    return set(map(str, found))


def require_seen(asking: QueryContext, entity: str, ids: Collection[str]) -> None:
    """``NotFound``, as for records that never were, if the person doesn't see one of these."""
    if hidden_among(asking, entity, set(ids)):
        raise NotFound(msg("The records aren’t there any more. Nothing was changed."))


def within_reach(
    handler: Callable[[Any, Any], Any], entity: str = "", *fields: str
) -> Callable[[Any, Any], Any]:
    """The handler for whoever sees the records whose ids, or tuples of ids, stand in those of
    ``fields`` that the command has. Without ``entity`` the command names that."""

    @wraps(handler)
    def handle(work: Any, command: Any) -> Any:
        ids = [key for name in fields for key in _keys(getattr(command, name, ()))]
        of = entity or command.entity
        if isinstance(work, LongWork):
            with work.reading() as reader:
                require_seen(reader, of, ids)
        else:
            require_seen(work, of, ids)
        return handler(work, command)

    return handle


def _keys(value: Any) -> Collection[str]:
    return (value,) if isinstance(value, str) else value or ()
