"""The words that search documents of names hold, by which SQLite knows what nobody is called
(decision 0018)."""

from __future__ import annotations

import json
from itertools import filterfalse

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEPT = 8
AT_ONCE = 5_000


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        return
    op.execute("CREATE TABLE search_index_words (word TEXT PRIMARY KEY) WITHOUT ROWID")
    documents = connection.exec_driver_sql("SELECT text FROM search_document ORDER BY doc_id")
    words: set[str] = set()
    while rows := documents.fetchmany(AT_ONCE):
        different = set("".join(text for (text,) in rows).split())
        words.update(word[:KEPT] for word in filterfalse(str.isdecimal, different))
    connection.exec_driver_sql(
        "INSERT INTO search_index_words SELECT value FROM json_each(?) ORDER BY value",
        (json.dumps(list(words), ensure_ascii=False),),
    )
