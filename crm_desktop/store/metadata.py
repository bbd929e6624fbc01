"""All tables of the workspace, and the columns that every record and every belonging row has.

Features define their tables on this ``metadata``; Alembic compares it with the database.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from crm_desktop.store.types import Instant, Json, Key

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# SQLite gives only INTEGER PRIMARY KEY the speed of a rowid.
RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def record_table(name: str, *columns: sa.schema.SchemaItem) -> sa.Table:
    """A table of records: internal ``rid``, public ``id``, ``version`` and times, then its own."""
    return sa.Table(
        name,
        metadata,
        sa.Column("rid", RowId, primary_key=True, autoincrement=True),
        sa.Column("id", Key, nullable=False, unique=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        *columns,
        # An internal key is never given twice, not even after a deletion.
        sqlite_autoincrement=True,
    )


def belonging_table(name: str, parent: str, *columns: sa.schema.SchemaItem) -> sa.Table:
    """A table of rows that belong to a record of ``parent``, in the order of ``ordinal``."""
    return sa.Table(
        name,
        metadata,
        sa.Column(
            f"{parent}_rid", RowId, sa.ForeignKey(f"{parent}.rid"), primary_key=True, nullable=False
        ),
        sa.Column("ordinal", sa.Integer, primary_key=True, nullable=False),
        *columns,
    )


def reference(column: str, target: str, **options: Any) -> sa.Column[int]:
    """A column that points at a record of ``target`` by its internal key, with an index."""
    return sa.Column(column, RowId, sa.ForeignKey(f"{target}.rid"), index=True, **options)


def partial_index(name: str, *columns: str, where: str) -> sa.Index:
    """An index of the rows that fulfil a condition in SQL. Migrations make it; here the condition
    is only told, since SQLAlchemy's options of a dialect import it: 25 ms of every start. The
    tests of the migrations hold it against what these made."""
    return sa.Index(name, *columns, info={"where": where})


NUMBERED = "xid > 0"
"""The condition of a partial index, word by word in what it answers. In a file no transaction has a
number, so the index costs nothing there."""

workspace = sa.Table(
    "workspace",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    comment="Settings of the workspace itself: its id, language, region",
)

operation = sa.Table(
    "operation",
    metadata,
    sa.Column("rid", RowId, primary_key=True, autoincrement=True),
    sa.Column("id", Key, nullable=False, unique=True),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("label", sa.String(64), nullable=False),
    sa.Column("details", Json),
    sa.Column("actor_rid", RowId, sa.ForeignKey("user.rid")),
    sa.Column("device", sa.String(64), nullable=False),
    sa.Column("process", sa.String(128), nullable=False),
    sa.Column("reverses_rid", RowId, sa.ForeignKey("operation.rid")),
    sa.Column("progress", sa.BigInteger),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("alive_at", Instant, nullable=False),
    sa.Column("finished_at", Instant),
    # Nearly all are done, and nobody looks for those by their state.
    partial_index("ix_operation_state", "state", "rid", where="state <> 'done'"),
    comment="What one action of one person did; groups the rows of the journal",
)

journal = sa.Table(
    "journal",
    metadata,
    sa.Column("seq", RowId, primary_key=True, autoincrement=True),
    # The transaction's number, by which readers order what became visible (PostgreSQL only).
    sa.Column("xid", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    sa.Column("hlc", sa.BigInteger, nullable=False),
    sa.Column("op_rid", RowId, sa.ForeignKey("operation.rid"), nullable=False),
    sa.Column("entity", sa.String(32), nullable=False),
    sa.Column("record_id", Key, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("fields", Json),
    sa.Index("ix_journal_record_id", "record_id", "seq"),
    sa.Index("ix_journal_op_rid", "op_rid", "seq"),
    partial_index("ix_journal_xid", "xid", "seq", where=NUMBERED),
    sqlite_autoincrement=True,
    comment="Who changed what and when: audit trail, live feed, undo history, replication log",
)


def _documents(name: str, comment: str) -> sa.Table:
    return sa.Table(
        name,
        metadata,
        sa.Column("doc_id", RowId, primary_key=True, autoincrement=True),
        sa.Column("entity", sa.String(32), nullable=False),
        sa.Column("record_rid", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Index(f"uq_{name}_record", "entity", "record_rid", unique=True),
        comment=comment,
    )


search_document = _documents(
    "search_document", "One normalised text per record; a higher doc_id was touched later"
)

text_document = _documents(
    "text_document",
    "As search_document, for records that are texts and have no name to be found by",
)

content = sa.Table(
    "content",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("media_type", sa.String(64), nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    comment="Photos and files by the SHA-256 of their bytes",
)

content_file = sa.Table(
    "content_file",
    metadata,
    sa.Column("rid", RowId, primary_key=True, autoincrement=True),
    # Empty while the file is being written by the operation.
    sa.Column("digest", sa.String(64), unique=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("op_rid", RowId, sa.ForeignKey("operation.rid"), nullable=False),
    sqlite_autoincrement=True,
    comment="Files by the SHA-256 of their bytes, which lie in content_chunk",
)

content_chunk = sa.Table(
    "content_chunk",
    metadata,
    sa.Column(
        "file_rid", RowId, sa.ForeignKey("content_file.rid"), primary_key=True, nullable=False
    ),
    sa.Column("ordinal", sa.Integer, primary_key=True, nullable=False, autoincrement=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
