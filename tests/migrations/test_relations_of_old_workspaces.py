"""Revision 0017: what only one of two related people kept, the other one keeps too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.bootstrap import check_workspace, open_backend
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.relations import INVERSE
from crm_desktop.features.contacts.tables import contact, contact_relation
from crm_desktop.store.engine import Database
from crm_desktop.store.location import parse_location
from tests.migrations.once_more import migrate_once_more

Ties = dict[str, list[tuple[int, str, str]]]


@pytest.fixture
def database(empty_workspace_url: str) -> Iterator[Database]:
    opened = Database(parse_location(empty_workspace_url))
    yield opened
    opened.close()


def ties(reader: Reader | Backend) -> Ties:
    """(Place, kind, name of the other one) of everybody's relations, by name."""
    if isinstance(reader, Backend):
        return reader.ask(ties)
    other = contact.alias()
    rows = reader.connection.execute(
        sa.select(
            contact.c.given_name,
            contact_relation.c.ordinal,
            contact_relation.c.kind,
            other.c.given_name,
        )
        .join_from(contact_relation, contact, contact.c.rid == contact_relation.c.contact_rid)
        .join(other, other.c.rid == contact_relation.c.other_rid)
        .order_by(contact.c.given_name, contact_relation.c.ordinal)
    )
    found: Ties = {}
    for name, *rest in rows:
        found.setdefault(name, []).append(tuple(rest))
    return found


def person(backend: Backend, name: str, *related: tuple[str, str]) -> str:
    made = [{"kind": kind, "contact": key} for kind, key in related]
    return str(backend.execute(CreateContact({"given_name": name, "relations": made})).result)


def test_what_one_keeps_alone_the_other_one_keeps_too_behind_what_both_do(
    empty_workspace_url: str, database: Database
) -> None:
    backend = open_backend(empty_workspace_url, create=True)
    boss = person(backend, "Boss")
    person(backend, "Friend", ("spouse", boss))
    for number, kind in enumerate(INVERSE):
        person(backend, f"P{number}", (kind, boss))
    whole = ties(backend)
    backend.close()
    told = sa.delete(contact_relation).where(
        contact_relation.c.ordinal > 0,
        contact_relation.c.contact_rid == sa.select(sa.func.min(contact.c.rid)).scalar_subquery(),
    )
    with database.writing() as connection:
        connection.execute(told)
    migrate_once_more(database, "0017", "DROP INDEX ix_activity_open")
    backend = open_backend(empty_workspace_url, create=False)
    assert ties(backend) == whole
    assert check_workspace(backend).problems == ()
    backend.close()
