"""The search index: one normalised document per record under a trigram index.

FTS5 with external content on SQLite, GIN with ``gin_trgm_ops`` on PostgreSQL; both answer
'which documents hold this piece of text', newest touched first, because a touched document is
written anew under a higher number (quality.md, 'Search'). Called inside transactions.

There are two such indexes of the same make. Records that are texts (notes) outnumber those with
names by far; in an index of their own they don't slow down the search for names, and the server
knows how many names, and how many texts, hold a word.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.store.bulk import insert_rows
from crm_desktop.store.key_lists import as_array, one_of
from crm_desktop.store.metadata import search_document, text_document
from crm_desktop.store.search_words import learn, may_be_gapped, may_be_held, words_of

_LONG = 5  # characters of a pattern that few documents hold
_MANY = 1_000
# Pieces of its index from which on FTS5 puts them together (16 and more at once): its own number,
# and for as many documents as only long operations write: merging took most of their time.
_PIECES, _MORE_PIECES, _WRITTEN_AT_ONCE = 4, 12, 64
# Characters of a number that is sought by its ends, and of these, and how many documents that hold
# them are read: at once, and rather than to ask for the whole number.
LONG_NUMBER, _BEGINNING_OF_NUMBER, _END_OF_NUMBER, _FEW_ENDS, _HOLD_THE_ENDS = 7, 2, 5, 400, 2_000
# Documents that PostgreSQL writes anew in one way there and back, instead of taking the old ones
# away and copying the new.
_FEW = 8
_ANEW = (
    "INSERT INTO {} (entity, record_rid, text) VALUES (%s, %s, %s) ON CONFLICT (entity, record_rid)"
    " DO UPDATE SET doc_id = excluded.doc_id, text = excluded.text"
)
_REWRITE = (
    "UPDATE {} SET text = given.text FROM (SELECT value ->> 0 AS number, value ->> 1 AS text "
    "FROM json_each(?)) AS given WHERE {} = given.number"
)


@dataclass(frozen=True, eq=False)
class Index:
    """A table of documents, and SQLite's full-text table over it."""

    documents: sa.Table
    fts: str


NAMES = Index(search_document, "search_index")
TEXTS = Index(text_document, "text_index")

Patterns = Sequence[str]
"""Pieces of text that a document has to hold all."""


class Found(NamedTuple):
    """A document that holds all patterns; a higher ``doc_id`` was touched later."""

    doc_id: int
    entity: str
    rid: int
    text: str


def write_documents(
    connection: Connection,
    entity: str,
    texts: Iterable[tuple[int, str]],
    *,
    fresh: bool,
    index: Index = NAMES,
    words: str | None = None,
) -> None:
    """Write the documents ``(rid, text)`` anew; ``fresh``: their records had none before, and a
    server takes the first of them in while the next are made. ``words``: what ``words_of`` gave
    of the texts, if somebody asked it before."""
    table = index.documents
    columns = ("entity", "record_rid", "text")
    if fresh and connection.dialect.name == "postgresql":
        insert_rows(connection, table, columns, ((entity, rid, text) for rid, text in texts))
        return
    texts = [*texts]
    if not texts:
        return
    rows = [(entity, rid, text) for rid, text in texts]
    if connection.dialect.name == "postgresql" and len(rows) <= _FEW:
        connection.exec_driver_sql(_ANEW.format(table.name), rows)
        return
    if not fresh:
        remove_documents(connection, entity, [rid for rid, _text in texts], index)
    if connection.dialect.name == "postgresql":
        insert_rows(connection, table, columns, rows)
    else:
        _write_in_sqlite(connection, entity, texts, fresh=fresh, index=index)
        if index is NAMES:
            learn(_driver(connection), words or words_of(text for _rid, text in texts))


def _write_in_sqlite(
    connection: Connection,
    entity: str,
    texts: Sequence[tuple[int, str]],
    *,
    fresh: bool,
    index: Index,
) -> None:
    driver, name = _driver(connection), index.documents.name
    [(top,)] = driver.execute(f"SELECT coalesce(max(doc_id), 0) FROM {name}")
    numbered = [(top + n, entity, rid, text) for n, (rid, text) in enumerate(texts, 1)]
    columns = ("doc_id", "entity", "record_rid", "text")
    if len(numbered) < _WRITTEN_AT_ONCE:
        values = f"({', '.join(columns)}) VALUES (?, ?, ?, ?)"
        driver.executemany(f"INSERT INTO {name} {values}", numbered)
    else:
        insert_rows(connection, index.documents, columns, numbered)
    into = f"INSERT INTO {index.fts}(rowid, text)"
    with _merging_later(driver, index, len(numbered)):
        if fresh:
            driver.execute(f"{into} SELECT doc_id, text FROM {name} WHERE doc_id > ?", (top,))
        else:
            # Of few that are written anew FTS5 makes one piece of its index so. Before one
            # statement for all it makes a piece of what was taken out, and then another one: a
            # save takes a tenth longer, and a search walks through four times as many pieces.
            driver.executemany(f"{into} VALUES (?, ?)", [(n[0], n[3]) for n in numbered])


def rewrite_documents(
    connection: Connection,
    texts: Sequence[tuple[int, str]],
    index: Index = NAMES,
    words: str | None = None,
) -> None:
    """Give documents, by their ``doc_id``, other texts; they stay as recent as they are. ``words``
    as ``write_documents`` has them."""
    if not texts:
        return
    table = index.documents.name
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            f"UPDATE {table} SET text = given.text FROM unnest(%s::bigint[], %s::text[]) "
            f"AS given (doc_id, text) WHERE {table}.doc_id = given.doc_id",
            (as_array(n for n, _text in texts), as_array(text for _n, text in texts)),
        )
        return
    # In the order of their numbers FTS5 gathers them all; at each step back it would begin a new
    # piece of the index. It reads the old text by itself: the document comes second. Both in one
    # statement, during which other threads work: after each of a thousand they'd wait for a turn.
    given = (json.dumps(sorted(texts), ensure_ascii=False),)
    driver = _driver(connection)
    with _merging_later(driver, index, len(texts)):
        driver.execute(_REWRITE.format(index.fts, "rowid"), given)
    driver.execute(_REWRITE.format(table, "doc_id"), given)
    if index is NAMES:
        learn(driver, words or words_of(text for _doc_id, text in texts))


@contextmanager
def _merging_later(driver: Any, index: Index, count: int) -> Iterator[None]:
    """Write ``count`` documents into SQLite's index and, if they are many, leave more of its
    pieces side by side: the writes that follow put them together, each by its own share
    (https://www.sqlite.org/fts5.html, 'automerge'). A transaction that fails takes it back."""
    if count < _WRITTEN_AT_ONCE:
        yield
        return
    merge_from = f"INSERT INTO {index.fts}({index.fts}, rank) VALUES ('automerge', ?)"
    driver.execute(merge_from, (_MORE_PIECES,))
    yield
    # FTS5 writes what it has gathered before it takes another setting.
    driver.execute(merge_from, (_PIECES,))


def _driver(connection: Connection) -> Any:
    """The driver's own connection: every save asks five such questions, each of which costs less
    than SQLAlchemy's way to it."""
    return connection.connection.driver_connection


def documents_of(
    connection: Connection, entity: str, rids: Collection[int], index: Index = NAMES
) -> list[Found]:
    """The documents of the records, those that have any."""
    if connection.dialect.name == "sqlite":
        rows = _driver(connection).execute(
            f"SELECT doc_id, entity, record_rid, text FROM {index.documents.name} "
            "WHERE entity = ? AND record_rid IN (SELECT value FROM json_each(?))",
            (entity, json.dumps([*rids])),
        )
        return [*map(Found._make, rows.fetchall())]
    asked = {"entity": entity, "rids": rids}
    return [*map(Found._make, connection.execute(_OF_RECORDS[index], asked).all())]


def _of_records(table: sa.Table) -> sa.Select[Any]:
    columns = (table.c.doc_id, table.c.entity, table.c.record_rid, table.c.text)
    own = table.c.entity == sa.bindparam("entity")
    return sa.select(*columns).where(own, one_of(table.c.record_rid, "rids"))


# Made once: to build a statement costs more than to run it.
_OF_RECORDS = {index: _of_records(index.documents) for index in (NAMES, TEXTS)}


def texts_of(
    connection: Connection, entity: str, rids: Collection[int], index: Index = NAMES
) -> dict[int, str]:
    """What these documents hold, by internal key."""
    return {found.rid: found.text for found in documents_of(connection, entity, rids, index)}


def remove_documents(
    connection: Connection, entity: str, rids: Collection[int], index: Index = NAMES
) -> None:
    """Take the records' documents out of the index."""
    table, keys = index.documents.name, list(rids)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE entity = %s AND record_rid = ANY(%s)", (entity, keys)
        )
        return
    driver, asked = _driver(connection), (entity, json.dumps(keys))
    theirs = f"FROM {table} WHERE entity = ? AND record_rid IN (SELECT value FROM json_each(?))"
    # External content: FTS5 has to be told the text that it forgets.
    with _merging_later(driver, index, len(keys)):
        driver.execute(
            f"INSERT INTO {index.fts}({index.fts}, rowid, text) "
            f"SELECT 'delete', doc_id, text {theirs} ORDER BY doc_id",
            asked,
        )
    driver.execute(f"DELETE {theirs}", asked)


def find(
    connection: Connection,
    sought: Collection[Patterns],
    *,
    limit: int,
    entities: Collection[str] = (),
    index: Index = NAMES,
) -> list[Found]:
    """The ``limit`` most recently touched documents that hold all patterns of any of ``sought``.

    A pattern has at least three characters and means itself, spaces included.
    """
    _require_pieces(sought)
    if connection.dialect.name == "postgresql":
        return _found(connection, *_postgresql_query(sought, limit, entities, index))
    findable = _findable(_driver(connection), sought, index)
    return _found(connection, *_sqlite_query(findable, limit, entities, index)) if findable else []


def find_all(
    connection: Connection,
    patterns: Patterns,
    *,
    most: int,
    entities: Collection[str] = (),
    index: Index = NAMES,
    at_once: bool = False,
) -> list[Found] | None:
    """All documents that hold the patterns, the most recently touched first; None if they are
    ``most`` or more, or if it takes longer and they are wanted ``at_once``. On SQLite much quicker
    than the newest of them: it walks through its index forwards, and through nothing but the ends
    of a long number."""
    _require_pieces([patterns])
    if connection.dialect.name == "postgresql":
        found = find(connection, [patterns], limit=most, entities=entities, index=index)
        return found if len(found) < most else None
    driver = _driver(connection)
    if not _findable(driver, [patterns], index):
        return []
    ends = _ends_of(patterns)
    keys = _keys(driver, ends, _FEW_ENDS if at_once else _HOLD_THE_ENDS, index) if ends else None
    if keys is None and not (ends and at_once):
        keys = _keys(driver, patterns, most, index)
    if keys is None:
        return None
    # Of a number the index was asked for its ends alone.
    rows = driver.execute(
        f"SELECT doc_id, entity, record_rid, text FROM {index.documents.name} d WHERE doc_id IN "
        f"(SELECT value FROM json_each(?)) AND instr(text, ?){_of_kinds(entities)} "
        "ORDER BY doc_id DESC LIMIT ?",
        (json.dumps(keys), patterns[0], *entities, most),
    )
    found = [Found._make(row) for row in rows]
    return found if len(found) < most else None


def _findable(driver: Any, sought: Collection[Patterns], index: Index) -> list[Patterns]:
    """Those of ``sought`` that documents in SQLite may hold."""
    if index is not NAMES:
        return list(sought)
    return [each for each in sought if all(may_be_held(driver, piece) for piece in each)]


def _ends_of(patterns: Patterns) -> Patterns:
    """The end of a long number, and its beginning if that begins a word; nothing of all else. How
    phones begin behind the code of their country, millions of them share."""
    pattern = patterns[0]
    number = pattern.strip(" ")
    if len(patterns) > 1 or len(number) < LONG_NUMBER or not number.isdecimal():
        return ()
    end = number[-_END_OF_NUMBER:] + (" " if pattern.endswith(" ") else "")
    return (pattern[: 1 + _BEGINNING_OF_NUMBER], end) if pattern.startswith(" ") else (end,)


def _keys(driver: Any, patterns: Patterns, most: int, index: Index) -> list[int] | None:
    """The documents in SQLite that hold the patterns, or None if they are ``most`` or more."""
    holding = f"SELECT rowid FROM {index.fts} WHERE {index.fts} MATCH ? LIMIT ?"
    keys = [key for (key,) in driver.execute(holding, (_match([patterns]), most))]
    return keys if len(keys) < most else None


def find_with_gap(
    connection: Connection,
    before: str,
    behind: str,
    *,
    limit: int,
    entities: Collection[str] = (),
) -> list[Found]:
    """Documents in which any one character stands between ``before``, a pattern, and ``behind``,
    among the ``limit`` most recently touched that hold ``before``."""
    _require_pieces([(before,)])
    if connection.dialect.name == "postgresql":
        mark, make = "%s", _postgresql_query
    else:
        mark, make = "?", _sqlite_query
        if not may_be_gapped(_driver(connection), before, behind):
            return []
    query, values = make([(before,)], limit, entities, NAMES)
    gapped = f"SELECT * FROM ({query}) AS newest WHERE text LIKE {mark} ESCAPE '\\'"
    values = (*values, f"%{_escape(before)}_{_escape(behind)}%")
    return _found(connection, gapped, values)


def _found(connection: Connection, query: str, values: tuple[Any, ...]) -> list[Found]:
    rows: Sequence[Sequence[Any]]
    if connection.dialect.name == "postgresql":
        # Planned anew each time: a plan that is prepared for any text walks through all documents
        # from the newest on, also for a text that few of them hold.
        rows = _driver(connection).execute(query, values, prepare=False).fetchall()
    else:
        rows = _driver(connection).execute(query, values).fetchall()
    return [Found._make(row) for row in rows]


def _require_pieces(sought: Collection[Patterns]) -> None:
    if not sought or not all(sought) or any(len(p) < 3 for patterns in sought for p in patterns):
        raise ValueError("a search pattern needs three characters")


def _sqlite_query(
    sought: Collection[Patterns], limit: int, kinds: Collection[str], index: Index
) -> tuple[str, tuple[Any, ...]]:
    return (
        f"SELECT d.doc_id, d.entity, d.record_rid, d.text FROM {index.fts} i "
        f"CROSS JOIN {index.documents.name} d ON d.doc_id = i.rowid "
        f"WHERE i.{index.fts} MATCH ?{_of_kinds(kinds)} ORDER BY i.rowid DESC LIMIT ?"
    ), (_match(sought), *kinds, limit)


def _match(sought: Collection[Patterns]) -> str:
    """What FTS5 is asked, for documents with all patterns of any of ``sought``."""
    phrases = (
        " AND ".join('"' + pattern.replace('"', '""') + '"' for pattern in patterns)
        for patterns in sought
    )
    return f"({') OR ('.join(phrases)})"


def _of_kinds(kinds: Collection[str]) -> str:
    return f" AND d.entity IN ({', '.join('?' * len(kinds))})" if kinds else ""


def _postgresql_query(
    sought: Collection[Patterns], limit: int, kinds: Collection[str], index: Index
) -> tuple[str, tuple[Any, ...]]:
    likes = (" AND ".join(["text LIKE %s"] * len(patterns)) for patterns in sought)
    kinds_sql = f" AND entity IN ({', '.join(['%s'] * len(kinds))})" if kinds else ""
    # Comparing documents, newest first, with several texts or until many are found takes long if
    # few match: long texts are asked of their index. By a sum no other index is ordered.
    deep = len(sought) > 1 or limit >= _MANY
    rare = deep and all(max(map(len, patterns)) >= _LONG for patterns in sought)
    newest = "doc_id + 0" if rare else "doc_id"
    return (
        f"SELECT doc_id, entity, record_rid, text FROM {index.documents.name} "
        f"WHERE (({') OR ('.join(likes)})){kinds_sql} ORDER BY {newest} DESC LIMIT %s"
    ), (*(f"%{_escape(p)}%" for patterns in sought for p in patterns), *kinds, limit)


def _escape(pattern: str) -> str:
    return pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
