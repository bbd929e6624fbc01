"""Who mentioned the person that asks, on reader threads."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.activities.queries import find_activities
from crm_desktop.features.activities.rows import ActivityRow
from crm_desktop.features.activities.tables import activity, activity_mention

MOST = 50


def find_mentions(reader: Reader, since: datetime) -> list[ActivityRow]:
    """The newest ``MOST`` activities written after ``since`` (UTC) in which somebody else
    mentions the person who asks, the oldest first."""
    me = reader.actor.rid
    newest = (
        sa.select(activity.c.rid)
        .where(
            activity.c.rid.in_(
                sa.select(activity_mention.c.activity_rid).where(activity_mention.c.user_rid == me)
            ),
            activity.c.author_rid != me,
            activity.c.deleted_at.is_(None),
            activity.c.created_at > since,
        )
        .order_by(activity.c.created_at.desc(), activity.c.rid.desc())
        .limit(MOST)
    )
    rids = reader.connection.execute(newest).scalars().all()
    return find_activities(reader, rids)[::-1]
