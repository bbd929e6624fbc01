"""What the list of deals is ordered by that stands in other records; on reader threads."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.common.columns import Value, first_item
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.pipelines.records import PIPELINE, STAGE
from crm_desktop.store.records import RecordType


def value_in(record: RecordType, rid: sa.ColumnElement[Any], name: str) -> Value:
    """The column ``name`` of the record with the internal key ``rid``."""
    table = record.table
    return sa.select(table.c[name]).where(table.c.rid == rid).scalar_subquery()


CONTACT_NAME = value_in(CONTACT, first_item(DEAL, "contacts", "contact_rid"), "display_name")
"""The name of the primary contact."""


@cache
def _pipelines() -> sa.Select[int]:
    known = PIPELINE.table.c
    return sa.select(known.rid).order_by(known.position, known.rid)


@cache
def _stages() -> sa.Select[int]:
    own, outer = STAGE.table, PIPELINE.table
    return (
        sa.select(own.c.rid)
        .join_from(own, outer, outer.c.rid == own.c.pipeline_rid)
        .order_by(outer.c.position, outer.c.rid, own.c.position, own.c.rid)
    )


def rank_pipelines(reader: Reader, rids: Collection[int]) -> list[int]:
    """These pipelines in their order."""
    return [rid for rid in reader.connection.execute(_pipelines()).scalars() if rid in rids]


def rank_stages(reader: Reader, rids: Collection[int]) -> list[int]:
    """These stages in the order of their pipelines, then in their own."""
    return [rid for rid in reader.connection.execute(_stages()).scalars() if rid in rids]
