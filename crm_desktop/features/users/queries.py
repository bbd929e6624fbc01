"""Reads of users."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.text.folding import fold
from crm_desktop.features.common.indexing import unindexed
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.common.value_rows import ValueRows
from crm_desktop.features.users.tables import user
from crm_desktop.store.metadata import journal, operation
from crm_desktop.store.records import RecordType
from crm_desktop.store.types import KeyText

_AUTHOR = (
    sa.select(user.c.full_name)
    .select_from(journal)
    .join(operation, operation.c.rid == journal.c.op_rid)
    .join(user, user.c.rid == operation.c.actor_rid)
    .where(journal.c.record_id == sa.bindparam("record"))
    .limit(1)
)
_FIRST = _AUTHOR.order_by(journal.c.seq)
_LAST = _AUTHOR.order_by(journal.c.seq.desc())


def known_ids(reader: HasConnection, names: Collection[str]) -> dict[str, str]:
    """Ids of the users with these names, in any case; unknown names are left out."""
    if not names:
        return {}
    rows = reader.connection.execute(sa.select(user.c.id, user.c.full_name))
    known = {fold(row.full_name): str(row.id) for row in rows}
    return {name: known[fold(name)] for name in names if fold(name) in known}


def ids_called(reader: HasConnection, texts: Collection[str]) -> dict[str, set[str]]:
    """Ids of the users who have each of these names or log in so, in any case, by the text;
    unknown ones are left out."""
    rows = reader.connection.execute(sa.select(user.c.id, user.c.full_name, user.c.account))
    called: dict[str, set[str]] = defaultdict(set)
    for key, *names in rows:
        for name in filter(None, names):
            called[fold(name)].add(str(key))
    return {text: called[fold(text)] for text in texts if fold(text) in called}


def name_of(rid: sa.ColumnElement[int]) -> sa.ScalarSelect[str]:
    """The user's full name, for a statement around that knows the internal key."""
    return sa.select(user.c.full_name).where(user.c.rid == rid).scalar_subquery()


def names_by_owner(record: RecordType) -> ValueRows:
    """The names of their owners: what orders a list of records beside ``name_of``."""
    owned = record.table.alias()
    # SQLite shall begin with the users, who are few.
    own = unindexed(user.c.rid) == owned.c.owner_rid
    return ValueRows(user.c.full_name, owned.c.rid, own, is_apart=False, single=True)


def id_of(rid: sa.ColumnElement[int]) -> sa.ScalarSelect[UUID]:
    """The user's id, for a statement around that knows the internal key."""
    return sa.select(user.c.id).where(user.c.rid == rid).scalar_subquery()


def key_of(rid: sa.ColumnElement[int]) -> sa.ColumnElement[str | None]:
    """The same as text."""
    return sa.type_coerce(id_of(rid), KeyText())


def find_users(reader: Reader, text: str) -> list[tuple[str, str]]:
    """(id, full name) of the users whose name holds ``text``, in any case; those who work here
    first."""
    rows = reader.connection.execute(
        sa.select(user.c.id, user.c.full_name).order_by(user.c.active.desc(), user.c.full_name)
    )
    sought = fold(text)
    return [(str(row.id), row.full_name) for row in rows if sought in fold(row.full_name)]


def authors(reader: Reader, record_id: str) -> tuple[str, str]:
    """The names of who made the record and who wrote it last; empty where nobody knows."""
    key = {"record": UUID(record_id)}
    first, last = (reader.connection.execute(one, key).scalar() for one in (_FIRST, _LAST))
    return first or "", last or ""
