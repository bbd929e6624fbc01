"""Files: attachments, what they hang on, and their contents in chunks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from crm_desktop.store.types import Instant, Key

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.String().with_variant(postgresql.VARCHAR(collation="C"), "postgresql")


def upgrade() -> None:
    _create_contents()
    _create_attachments()
    for target in ("contact", "company"):
        _create_links(target)


def _create_contents() -> None:
    op.create_table(
        "content_file",
        sa.Column("rid", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("digest", sa.String(length=64)),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("op_rid", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["op_rid"], ["operation.rid"], name=op.f("fk_content_file_op_rid")),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_content_file")),
        sa.UniqueConstraint("digest", name=op.f("uq_content_file_digest")),
        sqlite_autoincrement=True,
        comment="Files by the SHA-256 of their bytes, which lie in content_chunk",
    )
    op.create_table(
        "content_chunk",
        sa.Column("file_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_rid"], ["content_file.rid"], name=op.f("fk_content_chunk_file_rid")
        ),
        sa.PrimaryKeyConstraint("file_rid", "ordinal", name=op.f("pk_content_chunk")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Most files are packed already: trying to pack them again costs more than it saves.
        op.execute("ALTER TABLE content_chunk ALTER COLUMN data SET STORAGE EXTERNAL")


def _create_attachments() -> None:
    op.create_table(
        "attachment",
        sa.Column("rid", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", EXACT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=127), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("deleted_at", Instant),
        sa.Column("author_rid", ROW_ID),
        sa.Column("note", sa.Text()),
        sa.ForeignKeyConstraint(
            ["author_rid"], ["user.rid"], name=op.f("fk_attachment_author_rid")
        ),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_attachment")),
        sa.UniqueConstraint("id", name=op.f("uq_attachment_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_attachment_author_rid"), "attachment", ["author_rid"])


def _create_links(target: str) -> None:
    table, pointing = f"attachment_{target}", f"{target}_rid"
    op.create_table(
        table,
        sa.Column("attachment_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(pointing, ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_rid"], ["attachment.rid"], name=op.f(f"fk_{table}_attachment_rid")
        ),
        sa.ForeignKeyConstraint([pointing], [f"{target}.rid"], name=op.f(f"fk_{table}_{pointing}")),
        sa.PrimaryKeyConstraint("attachment_rid", "ordinal", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_{pointing}"), table, [pointing])
