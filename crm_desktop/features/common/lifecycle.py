"""What happens to records of every kind alike: archive, recycle bin, and back.

Called by the features' handlers, inside the transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import msg


def set_moment(work: Work, entity: str, ids: Collection[str], field: str, present: bool) -> None:
    """Set ``field`` (``archived_at``, ``deleted_at``) of the records to now, or clear it.

    Records that are so already stay as they are; ``NotFound`` when none of them exists.
    """
    table = work.registry[entity].table
    rids = work.connection.execute(
        sa.select(table.c.rid).where(table.c.id.in_([UUID(i) for i in ids]))
    ).scalars()
    loaded = work.unit.load_many(entity, list(rids))
    if not loaded:
        raise NotFound(msg("The records aren't there any more. Nothing was changed."))
    moment = iso(now()) if present else None
    work.unit.update_many(
        entity,
        [
            (record, {field: moment})
            for record in loaded.values()
            if bool(record.state[field]) != present
        ],
    )
