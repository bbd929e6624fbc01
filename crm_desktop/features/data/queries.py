"""What hangs on records, for the question before they are deleted. On reader threads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.activities.tables import LINKS as ACTIVITY_LINKS
from crm_desktop.features.activities.tables import activity
from crm_desktop.features.common.listing import KEYS_AT_ONCE
from crm_desktop.features.files.tables import LINKS as FILE_LINKS
from crm_desktop.features.files.tables import attachment


class Hanging(NamedTuple):
    """How many activities and files are linked with records; one that is linked with several of
    them counts once for each portion of some thousand records."""

    activities: int
    files: int


def count_hanging(reader: Reader, entity: str, ids: Sequence[str]) -> Hanging:
    """What hangs on the records with these ids, the deleted left out."""
    record = reader.registry[entity].table

    def count(link: sa.Table | None, table: sa.Table) -> int:
        if link is None:
            return 0
        owner, thing = link.c[f"{entity}_rid"], link.c[f"{table.name}_rid"]
        statement = (
            sa.select(sa.func.count(sa.distinct(thing)))
            .join_from(link, record, record.c.rid == owner)
            .join(table, table.c.rid == thing)
            .where(record.c.id.in_(sa.bindparam("ids", expanding=True)))
            .where(table.c.deleted_at.is_(None))
        )
        portions = (ids[at : at + KEYS_AT_ONCE] for at in range(0, len(ids), KEYS_AT_ONCE))
        found = (
            reader.connection.execute(statement, {"ids": [UUID(one) for one in portion]})
            for portion in portions
        )
        return sum(result.scalar_one() for result in found)

    return Hanging(
        count(ACTIVITY_LINKS.get(entity), activity), count(FILE_LINKS.get(entity), attachment)
    )
