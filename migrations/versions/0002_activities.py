"""Activities, and what they hang on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from crm_desktop.store.types import Instant, Key

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.String().with_variant(postgresql.VARCHAR(collation="C"), "postgresql")


def upgrade() -> None:
    _create_activities()
    for target in ("contact", "company"):
        _create_links(target)
    _create_mentions()
    _create_text_index()


def _create_activities() -> None:
    op.create_table(
        "activity",
        sa.Column("rid", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String()),
        sa.Column("display_title", sa.String(), nullable=False),
        sa.Column("folded", EXACT, nullable=False),
        sa.Column("due_on", sa.String(length=10)),
        sa.Column("due_at", Instant),
        sa.Column("due", Instant),
        sa.Column("done_at", Instant),
        sa.Column("important", sa.Boolean(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", Instant),
        sa.Column("owner_rid", ROW_ID),
        sa.Column("author_rid", ROW_ID),
        sa.Column("result", sa.Text()),
        sa.Column("text", sa.Text()),
        sa.ForeignKeyConstraint(["owner_rid"], ["user.rid"], name=op.f("fk_activity_owner_rid")),
        sa.ForeignKeyConstraint(["author_rid"], ["user.rid"], name=op.f("fk_activity_author_rid")),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_activity")),
        sa.UniqueConstraint("id", name=op.f("uq_activity_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_activity_owner_rid"), "activity", ["owner_rid"])
    op.create_index(op.f("ix_activity_author_rid"), "activity", ["author_rid"])


def _create_links(target: str) -> None:
    table, pointing = f"activity_{target}", f"{target}_rid"
    op.create_table(
        table,
        sa.Column("activity_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(pointing, ROW_ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("done_at", Instant),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", Instant),
        sa.ForeignKeyConstraint(
            ["activity_rid"], ["activity.rid"], name=op.f(f"fk_{table}_activity_rid")
        ),
        sa.ForeignKeyConstraint([pointing], [f"{target}.rid"], name=op.f(f"fk_{table}_{pointing}")),
        sa.PrimaryKeyConstraint("activity_rid", "ordinal", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_story", table, [pointing, "deleted_at", "done_at", "activity_rid"])
    op.create_index(f"ix_{table}_done", table, ["deleted_at", "done_at", pointing])
    op.create_index(
        f"ix_{table}_pinned",
        table,
        [pointing],
        sqlite_where=sa.text("pinned = 1 AND deleted_at IS NULL"),
        postgresql_where=sa.text("pinned AND deleted_at IS NULL"),
    )


def _create_mentions() -> None:
    op.create_table(
        "activity_mention",
        sa.Column("activity_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("user_rid", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_rid"], ["activity.rid"], name=op.f("fk_activity_mention_activity_rid")
        ),
        sa.ForeignKeyConstraint(
            ["user_rid"], ["user.rid"], name=op.f("fk_activity_mention_user_rid")
        ),
        sa.PrimaryKeyConstraint("activity_rid", "ordinal", name=op.f("pk_activity_mention")),
    )
    op.create_index(op.f("ix_activity_mention_user_rid"), "activity_mention", ["user_rid"])


def _create_text_index() -> None:
    op.create_table(
        "text_document",
        sa.Column("doc_id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("entity", sa.String(length=32), nullable=False),
        sa.Column("record_rid", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("doc_id", name=op.f("pk_text_document")),
        comment="As search_document, for records that are texts and have no name to be found by",
    )
    op.create_index(
        "uq_text_document_record", "text_document", ["entity", "record_rid"], unique=True
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX ix_text_document_text ON text_document USING gin (text gin_trgm_ops)"
        )
    else:
        op.execute(
            "CREATE VIRTUAL TABLE text_index USING fts5(text, content='text_document', "
            "content_rowid='doc_id', tokenize='trigram case_sensitive 1')"
        )
