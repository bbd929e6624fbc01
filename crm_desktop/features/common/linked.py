"""How many records of one kind are linked with records of another. On reader threads."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.common.listing import KEYS_AT_ONCE
from crm_desktop.features.common.reach import seen


def count_linked(
    reader: Reader, link: sa.Table | None, table: sa.Table, entity: str, ids: Sequence[str]
) -> int:
    """How many records of ``table`` that the person sees, the deleted left out, ``link`` ties to
    the records of ``entity`` with these ids. One that is tied to several counts once, but once
    more for each further portion of some thousand ids."""
    if link is None:
        return 0
    record = reader.registry[entity].table
    owner, thing = link.c[f"{entity}_rid"], link.c[f"{table.name}_rid"]
    statement = (
        sa.select(sa.func.count(sa.distinct(thing)))
        .join_from(link, record, record.c.rid == owner)
        .join(table, table.c.rid == thing)
        .where(record.c.id.in_(sa.bindparam("ids", expanding=True)))
        .where(table.c.deleted_at.is_(None), seen(reader, reader.registry[table.name]))
    )
    portions = (ids[at : at + KEYS_AT_ONCE] for at in range(0, len(ids), KEYS_AT_ONCE))
    return sum(
        reader.connection.execute(statement, {"ids": [UUID(one) for one in portion]}).scalar_one()
        for portion in portions
    )
