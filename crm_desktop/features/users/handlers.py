"""Writes of users: the person who opens the workspace, and names found in files."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.backend.access import Actor
from crm_desktop.core.i18n import N_
from crm_desktop.core.ids import new_id
from crm_desktop.core.text.folding import clean_line, fold
from crm_desktop.features.users.queries import known_ids
from crm_desktop.features.users.tables import user
from crm_desktop.store import operations
from crm_desktop.store.ready import NewRecord
from crm_desktop.store.records import Registry
from crm_desktop.store.unit_of_work import UnitOfWork

# Not undoable by Ctrl+Z: it is no action of the person.
_SETUP = "setup"
_SETUP_LABEL = N_("Set up")


def set_up(connection: Connection, registry: Registry) -> UnitOfWork:
    """For what is written before anybody has done anything."""
    begun = operations.begin(connection, new_id(), kind=_SETUP, label=_SETUP_LABEL, actor_rid=None)
    return UnitOfWork(connection, registry, begun.rid)


def make_actor(unit: UnitOfWork, account: str, full_name: str) -> Actor:
    """A user with this account, at the first opening."""
    values = {"full_name": full_name, "account": account, "role": "owner", "active": True}
    unit.insert("user", values)
    found = find_actor(unit.connection, account)
    assert found is not None
    return found


def find_actor(connection: Connection, account: str) -> Actor | None:
    """The user with this account, if it has opened the workspace before."""
    row = connection.execute(
        sa.select(user.c.rid, user.c.id, user.c.full_name, user.c.role).where(
            user.c.account == account
        )
    ).first()
    return Actor(row[0], str(row[1]), row[2], row[3]) if row else None


def ids_by_name(unit: UnitOfWork, names: Collection[str]) -> dict[str, str]:
    """Ids of the users with these names as written; who is none yet becomes an inactive one."""
    known = known_ids(unit, names)
    missing = {fold(name): name for name in sorted(names) if name not in known}
    new = [
        NewRecord({"full_name": clean_line(name), "account": None, "role": "none", "active": False})
        for name in missing.values()
    ]
    made = dict(zip(missing, unit.insert_many("user", new), strict=True))
    return known | {name: made[fold(name)] for name in names if name not in known}
