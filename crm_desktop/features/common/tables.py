"""Tables of the rows that belong to people and companies alike, one set per kind of record.

Called by the features' ``tables`` modules while they are imported.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from crm_desktop.features.common.keys import lowered, sought
from crm_desktop.store.metadata import RowId, belonging_table
from crm_desktop.store.records import Belonging, Reference

# Compared byte by byte on both engines, so that an index answers 'begins with'.
Exact = sa.String().with_variant(postgresql.VARCHAR(collation="C"), "postgresql")


def key_column(name: str = "folded", **options: Any) -> sa.Column[str]:
    """The key under which a text is sought, beside the text itself (``filters.TextRule``)."""
    return sa.Column(name, Exact, **options)


def phones(owner: str) -> Belonging:
    """E.164 numbers with their extension; one is primary."""
    table = belonging_table(
        f"{owner}_phone",
        owner,
        sa.Column("value", Exact, nullable=False, index=True),
        sa.Column("extension", sa.String),
        sa.Column("type", sa.String(16), nullable=False),
        sa.Column("primary", sa.Boolean, nullable=False),
    )
    columns = ("value", "extension", "type", "primary")
    return Belonging("phones", table, columns, identity=("value", "extension"))


def emails(owner: str) -> Belonging:
    """Addresses as written, found without regard to case; one is primary."""
    table = belonging_table(
        f"{owner}_email",
        owner,
        sa.Column("value", sa.String, nullable=False),
        key_column(nullable=False, index=True),
        sa.Column("type", sa.String(16), nullable=False),
        sa.Column("primary", sa.Boolean, nullable=False),
    )
    return Belonging(
        "emails",
        table,
        ("value", "type", "primary"),
        identity=("value",),
        derived=("folded",),
        derive=lambda item: (lowered(item["value"]),),
    )


def messengers(owner: str) -> Belonging:
    """Names and numbers in messengers and social networks."""
    table = belonging_table(
        f"{owner}_messenger",
        owner,
        sa.Column("service", sa.String(16), nullable=False),
        sa.Column("value", sa.String, nullable=False),
        key_column(nullable=False),
    )
    return Belonging(
        "messengers",
        table,
        ("service", "value"),
        identity=("service", "value"),
        derived=("folded",),
        derive=lambda item: (lowered(item["value"]),),
    )


def sites(owner: str) -> Belonging:
    """Web addresses as people wrote them."""
    table = belonging_table(
        f"{owner}_site",
        owner,
        sa.Column("value", sa.String, nullable=False),
        key_column(nullable=False),
    )
    return Belonging(
        "sites",
        table,
        ("value",),
        plain=True,
        derived=("folded",),
        derive=lambda item: (lowered(item),),
    )


def addresses(owner: str) -> Belonging:
    """Postal addresses in parts, or as one text."""
    columns = ("type", "country", "region", "city", "street", "postal_code", "text")
    keys = ("country_folded", "region_folded", "city_folded")
    table = belonging_table(
        f"{owner}_address",
        owner,
        sa.Column("type", sa.String(16), nullable=False),
        *(sa.Column(name, sa.String) for name in columns[1:]),
        *(key_column(name) for name in keys),
        # With the record's key, so that neither direction of the question reads the table.
        sa.Index(f"ix_{owner}_address_city", "city_folded", f"{owner}_rid"),
    )
    return Belonging(
        "addresses",
        table,
        columns,
        identity=columns,
        derived=keys,
        derive=lambda item: (
            sought(item["country"]),
            sought(item["region"]),
            sought(item["city"]),
        ),
    )


def tags(owner: str) -> Belonging:
    """Links to tags, as their ids."""
    table = belonging_table(
        f"{owner}_tag",
        owner,
        sa.Column("tag_rid", RowId, sa.ForeignKey("tag.rid"), nullable=False),
        # A tag may have half of all records: with the record's key one look answers for each.
        sa.Index(f"ix_{owner}_tag_tag", "tag_rid", f"{owner}_rid"),
    )
    target = Reference("tag", "tag_rid", "tag")
    return Belonging("tags", table, references={"tag": target}, plain=True)


def source_ids(owner: str) -> Belonging:
    """By what names other programs know the record: an import finds it again by these."""
    table = belonging_table(
        f"{owner}_source_id",
        owner,
        sa.Column("system", sa.String(32), nullable=False),
        sa.Column("value", Exact, nullable=False),
        sa.Index(f"ix_{owner}_source_id_value", "value", "system"),
    )
    return Belonging("source_ids", table, ("system", "value"), identity=("system", "value"))
