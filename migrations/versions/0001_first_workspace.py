"""The first workspace: people, tags, companies, contacts, journal and search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from crm_desktop.store.types import Instant, Json, Key

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.String().with_variant(postgresql.VARCHAR(collation="C"), "postgresql")


def upgrade() -> None:
    _create_tables()
    if op.get_bind().dialect.name == "postgresql":
        _postgresql_only()
    else:
        _sqlite_only()


def _postgresql_only() -> None:
    op.execute(
        "ALTER TABLE journal ALTER COLUMN xid SET DEFAULT pg_current_xact_id()::text::bigint"
    )
    op.execute(
        "CREATE INDEX ix_search_document_text ON search_document USING gin (text gin_trgm_ops)"
    )


def _sqlite_only() -> None:
    # The program folds the text itself, so the tokenizer need not look at letter case.
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5(text, content='search_document', "
        "content_rowid='doc_id', tokenize='trigram case_sensitive 1')"
    )


def _create_tables() -> None:
    op.create_table(
        "content",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_content")),
        comment="Photos and files by the SHA-256 of their bytes",
    )
    op.create_table(
        "department",
        sa.Column("rid", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_rid", ROW_ID),
        sa.ForeignKeyConstraint(
            ["parent_rid"], ["department.rid"], name=op.f("fk_department_parent_rid")
        ),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_department")),
        sa.UniqueConstraint("id", name=op.f("uq_department_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_department_parent_rid"), "department", ["parent_rid"])
    op.create_table(
        "search_document",
        sa.Column("doc_id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("entity", sa.String(length=32), nullable=False),
        sa.Column("record_rid", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("doc_id", name=op.f("pk_search_document")),
        comment="One normalised text per record; a higher doc_id was touched later",
    )
    op.create_index(
        "uq_search_document_record", "search_document", ["entity", "record_rid"], unique=True
    )
    op.create_table(
        "tag",
        sa.Column("rid", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("colour", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_tag")),
        sa.UniqueConstraint("id", name=op.f("uq_tag_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_tag_folded"), "tag", ["folded"])
    op.create_table(
        "workspace",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_workspace")),
        comment="Settings of the workspace itself: its id, language, region",
    )
    op.create_table(
        "user",
        sa.Column("rid", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("account", sa.String()),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("department_rid", ROW_ID),
        sa.ForeignKeyConstraint(
            ["department_rid"], ["department.rid"], name=op.f("fk_user_department_rid")
        ),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_user")),
        sa.UniqueConstraint("account", name=op.f("uq_user_account")),
        sa.UniqueConstraint("id", name=op.f("uq_user_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_user_department_rid"), "user", ["department_rid"])
    op.create_table(
        "company",
        sa.Column("rid", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", EXACT, nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.Column("legal_name_folded", EXACT),
        sa.Column("industry_folded", EXACT),
        sa.Column("size_folded", EXACT),
        sa.Column("source_folded", EXACT),
        sa.Column("legal_name", sa.String()),
        sa.Column("industry", sa.String()),
        sa.Column("size", sa.String()),
        sa.Column("status", sa.String(length=16)),
        sa.Column("source", sa.String()),
        sa.Column("blacklisted", sa.Text()),
        sa.Column("archived_at", Instant),
        sa.Column("deleted_at", Instant),
        sa.Column("owner_rid", ROW_ID),
        sa.Column("parent_rid", ROW_ID),
        sa.Column("note", sa.Text()),
        sa.ForeignKeyConstraint(["owner_rid"], ["user.rid"], name=op.f("fk_company_owner_rid")),
        sa.ForeignKeyConstraint(
            ["parent_rid"],
            ["company.rid"],
            name=op.f("fk_company_parent_rid"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_company")),
        sa.UniqueConstraint("id", name=op.f("uq_company_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_company_folded"), "company", ["folded"])
    op.create_index("ix_company_list", "company", ["deleted_at", "archived_at", "sort_key", "rid"])
    op.create_index(op.f("ix_company_owner_rid"), "company", ["owner_rid"])
    op.create_index(op.f("ix_company_parent_rid"), "company", ["parent_rid"])
    op.create_table(
        "contact",
        sa.Column("rid", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("family_name", sa.String()),
        sa.Column("given_name", sa.String()),
        sa.Column("middle_name", sa.String()),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.Column("folded", EXACT, nullable=False),
        sa.Column("family_name_folded", EXACT),
        sa.Column("given_name_folded", EXACT),
        sa.Column("middle_name_folded", EXACT),
        sa.Column("position_folded", EXACT),
        sa.Column("preferred_hours_folded", EXACT),
        sa.Column("source_folded", EXACT),
        sa.Column("position", sa.String()),
        sa.Column("birthday", sa.String(length=10)),
        sa.Column("languages", Json),
        sa.Column("preferred_channel", sa.String(length=16)),
        sa.Column("preferred_hours", sa.String()),
        sa.Column("status", sa.String(length=16)),
        sa.Column("source", sa.String()),
        sa.Column("consent", Json),
        sa.Column("photo", sa.String(length=64)),
        sa.Column("blacklisted", sa.Text()),
        sa.Column("archived_at", Instant),
        sa.Column("deleted_at", Instant),
        sa.Column("owner_rid", ROW_ID),
        sa.Column("note", sa.Text()),
        sa.ForeignKeyConstraint(["owner_rid"], ["user.rid"], name=op.f("fk_contact_owner_rid")),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_contact")),
        sa.UniqueConstraint("id", name=op.f("uq_contact_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_contact_list", "contact", ["deleted_at", "archived_at", "sort_key", "rid"])
    op.create_index(op.f("ix_contact_owner_rid"), "contact", ["owner_rid"])
    op.create_table(
        "operation",
        sa.Column("rid", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("details", Json),
        sa.Column("actor_rid", ROW_ID),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("process", sa.String(length=128), nullable=False),
        sa.Column("reverses_rid", ROW_ID),
        sa.Column("progress", sa.BigInteger()),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("alive_at", Instant, nullable=False),
        sa.Column("finished_at", Instant),
        sa.ForeignKeyConstraint(["actor_rid"], ["user.rid"], name=op.f("fk_operation_actor_rid")),
        sa.ForeignKeyConstraint(
            ["reverses_rid"], ["operation.rid"], name=op.f("fk_operation_reverses_rid")
        ),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_operation")),
        sa.UniqueConstraint("id", name=op.f("uq_operation_id")),
        comment="What one action of one person did; groups the rows of the journal",
    )
    op.create_index("ix_operation_state", "operation", ["state", "rid"])
    op.create_table(
        "company_address",
        sa.Column("company_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("country", sa.String()),
        sa.Column("region", sa.String()),
        sa.Column("city", sa.String()),
        sa.Column("street", sa.String()),
        sa.Column("postal_code", sa.String()),
        sa.Column("text", sa.String()),
        sa.Column("country_folded", EXACT),
        sa.Column("region_folded", EXACT),
        sa.Column("city_folded", EXACT),
        sa.ForeignKeyConstraint(
            ["company_rid"], ["company.rid"], name=op.f("fk_company_address_company_rid")
        ),
        sa.PrimaryKeyConstraint("company_rid", "ordinal", name=op.f("pk_company_address")),
    )
    op.create_index("ix_company_address_city", "company_address", ["city_folded", "company_rid"])
    op.create_table(
        "company_bank_account",
        sa.Column("company_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("iban", sa.String()),
        sa.Column("account", sa.String()),
        sa.Column("bic", sa.String()),
        sa.Column("bank", sa.String()),
        sa.Column("correspondent_account", sa.String()),
        sa.ForeignKeyConstraint(
            ["company_rid"], ["company.rid"], name=op.f("fk_company_bank_account_company_rid")
        ),
        sa.PrimaryKeyConstraint("company_rid", "ordinal", name=op.f("pk_company_bank_account")),
    )
    op.create_table(
        "company_email",
        sa.Column("company_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column(
            "folded",
            sa.String().with_variant(sa.VARCHAR(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("primary", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_rid"], ["company.rid"], name=op.f("fk_company_email_company_rid")
        ),
        sa.PrimaryKeyConstraint("company_rid", "ordinal", name=op.f("pk_company_email")),
    )
    op.create_index(op.f("ix_company_email_folded"), "company_email", ["folded"])
    op.create_table(
        "company_phone",
        sa.Column("company_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "value",
            sa.String().with_variant(sa.VARCHAR(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("extension", sa.String()),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("primary", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_rid"], ["company.rid"], name=op.f("fk_company_phone_company_rid")
        ),
        sa.PrimaryKeyConstraint("company_rid", "ordinal", name=op.f("pk_company_phone")),
    )
    op.create_index(op.f("ix_company_phone_value"), "company_phone", ["value"])
    op.create_table(
        "company_site",
        sa.Column("company_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("folded", EXACT, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_rid"], ["company.rid"], name=op.f("fk_company_site_company_rid")
        ),
        sa.PrimaryKeyConstraint("company_rid", "ordinal", name=op.f("pk_company_site")),
    )
    op.create_table(
        "company_source_id",
        sa.Column("company_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("system", sa.String(length=32), nullable=False),
        sa.Column(
            "value",
            sa.String().with_variant(sa.VARCHAR(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_rid"], ["company.rid"], name=op.f("fk_company_source_id_company_rid")
        ),
        sa.PrimaryKeyConstraint("company_rid", "ordinal", name=op.f("pk_company_source_id")),
    )
    op.create_index("ix_company_source_id_value", "company_source_id", ["value", "system"])
    op.create_table(
        "company_tag",
        sa.Column("company_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("tag_rid", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_rid"], ["company.rid"], name=op.f("fk_company_tag_company_rid")
        ),
        sa.ForeignKeyConstraint(["tag_rid"], ["tag.rid"], name=op.f("fk_company_tag_tag_rid")),
        sa.PrimaryKeyConstraint("company_rid", "ordinal", name=op.f("pk_company_tag")),
    )
    op.create_index("ix_company_tag_tag", "company_tag", ["tag_rid", "company_rid"])
    op.create_table(
        "company_tax_id",
        sa.Column("company_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column(
            "value",
            sa.String().with_variant(sa.VARCHAR(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_rid"], ["company.rid"], name=op.f("fk_company_tax_id_company_rid")
        ),
        sa.PrimaryKeyConstraint("company_rid", "ordinal", name=op.f("pk_company_tax_id")),
    )
    op.create_index(op.f("ix_company_tax_id_value"), "company_tax_id", ["value"])
    op.create_table(
        "contact_address",
        sa.Column("contact_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("country", sa.String()),
        sa.Column("region", sa.String()),
        sa.Column("city", sa.String()),
        sa.Column("street", sa.String()),
        sa.Column("postal_code", sa.String()),
        sa.Column("text", sa.String()),
        sa.Column("country_folded", EXACT),
        sa.Column("region_folded", EXACT),
        sa.Column("city_folded", EXACT),
        sa.ForeignKeyConstraint(
            ["contact_rid"], ["contact.rid"], name=op.f("fk_contact_address_contact_rid")
        ),
        sa.PrimaryKeyConstraint("contact_rid", "ordinal", name=op.f("pk_contact_address")),
    )
    op.create_index("ix_contact_address_city", "contact_address", ["city_folded", "contact_rid"])
    op.create_table(
        "contact_company",
        sa.Column("contact_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("company_rid", ROW_ID, nullable=False),
        sa.Column("position", sa.String()),
        sa.Column("position_folded", EXACT),
        sa.Column("primary", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_rid"], ["company.rid"], name=op.f("fk_contact_company_company_rid")
        ),
        sa.ForeignKeyConstraint(
            ["contact_rid"], ["contact.rid"], name=op.f("fk_contact_company_contact_rid")
        ),
        sa.PrimaryKeyConstraint("contact_rid", "ordinal", name=op.f("pk_contact_company")),
    )
    op.create_index(op.f("ix_contact_company_company_rid"), "contact_company", ["company_rid"])
    op.create_table(
        "contact_email",
        sa.Column("contact_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column(
            "folded",
            sa.String().with_variant(sa.VARCHAR(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("primary", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_rid"], ["contact.rid"], name=op.f("fk_contact_email_contact_rid")
        ),
        sa.PrimaryKeyConstraint("contact_rid", "ordinal", name=op.f("pk_contact_email")),
    )
    op.create_index(op.f("ix_contact_email_folded"), "contact_email", ["folded"])
    op.create_table(
        "contact_messenger",
        sa.Column("contact_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("folded", EXACT, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_rid"], ["contact.rid"], name=op.f("fk_contact_messenger_contact_rid")
        ),
        sa.PrimaryKeyConstraint("contact_rid", "ordinal", name=op.f("pk_contact_messenger")),
    )
    op.create_table(
        "contact_phone",
        sa.Column("contact_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "value",
            sa.String().with_variant(sa.VARCHAR(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("extension", sa.String()),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("primary", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_rid"], ["contact.rid"], name=op.f("fk_contact_phone_contact_rid")
        ),
        sa.PrimaryKeyConstraint("contact_rid", "ordinal", name=op.f("pk_contact_phone")),
    )
    op.create_index(op.f("ix_contact_phone_value"), "contact_phone", ["value"])
    op.create_table(
        "contact_relation",
        sa.Column("contact_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("other_rid", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_rid"], ["contact.rid"], name=op.f("fk_contact_relation_contact_rid")
        ),
        sa.ForeignKeyConstraint(
            ["other_rid"], ["contact.rid"], name=op.f("fk_contact_relation_other_rid")
        ),
        sa.PrimaryKeyConstraint("contact_rid", "ordinal", name=op.f("pk_contact_relation")),
    )
    op.create_index(op.f("ix_contact_relation_other_rid"), "contact_relation", ["other_rid"])
    op.create_table(
        "contact_site",
        sa.Column("contact_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("folded", EXACT, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_rid"], ["contact.rid"], name=op.f("fk_contact_site_contact_rid")
        ),
        sa.PrimaryKeyConstraint("contact_rid", "ordinal", name=op.f("pk_contact_site")),
    )
    op.create_table(
        "contact_source_id",
        sa.Column("contact_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("system", sa.String(length=32), nullable=False),
        sa.Column(
            "value",
            sa.String().with_variant(sa.VARCHAR(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["contact_rid"], ["contact.rid"], name=op.f("fk_contact_source_id_contact_rid")
        ),
        sa.PrimaryKeyConstraint("contact_rid", "ordinal", name=op.f("pk_contact_source_id")),
    )
    op.create_index("ix_contact_source_id_value", "contact_source_id", ["value", "system"])
    op.create_table(
        "contact_tag",
        sa.Column("contact_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("tag_rid", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_rid"], ["contact.rid"], name=op.f("fk_contact_tag_contact_rid")
        ),
        sa.ForeignKeyConstraint(["tag_rid"], ["tag.rid"], name=op.f("fk_contact_tag_tag_rid")),
        sa.PrimaryKeyConstraint("contact_rid", "ordinal", name=op.f("pk_contact_tag")),
    )
    op.create_index("ix_contact_tag_tag", "contact_tag", ["tag_rid", "contact_rid"])
    op.create_table(
        "journal",
        sa.Column("seq", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("xid", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("hlc", sa.BigInteger(), nullable=False),
        sa.Column("op_rid", ROW_ID, nullable=False),
        sa.Column("entity", sa.String(length=32), nullable=False),
        sa.Column("record_id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("fields", Json),
        sa.ForeignKeyConstraint(["op_rid"], ["operation.rid"], name=op.f("fk_journal_op_rid")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
        comment="Who changed what and when: audit trail, live feed, undo history, replication log",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_journal_op_rid", "journal", ["op_rid", "seq"])
    op.create_index("ix_journal_record_id", "journal", ["record_id", "seq"])
    op.create_index("ix_journal_xid", "journal", ["xid", "seq"])
