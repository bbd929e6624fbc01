"""Who made a record and who changed it last, by the journal. Called on reader threads."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.users.tables import user
from crm_desktop.store.metadata import journal, operation

_NAME = (
    sa.select(user.c.full_name)
    .select_from(journal)
    .join(operation, operation.c.rid == journal.c.op_rid)
    .join(user, user.c.rid == operation.c.actor_rid)
    .where(journal.c.record_id == sa.bindparam("record"))
    .limit(1)
)
_FIRST = _NAME.order_by(journal.c.seq)
_LAST = _NAME.order_by(journal.c.seq.desc())


def authors(reader: Reader, record_id: str) -> tuple[str, str]:
    """The names of who made the record and who wrote it last; empty where nobody knows."""
    key = {"record": UUID(record_id)}
    first, last = (reader.connection.execute(one, key).scalar() for one in (_FIRST, _LAST))
    return first or "", last or ""
