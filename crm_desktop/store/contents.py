"""Contents by their digest: photos whole, files in chunks. The same bytes are kept once.

Records hold the digest (SHA-256, hexadecimal), so the journal stays small and undo brings an
older content back. For that reason a content stays when no record holds its digest any more: the
journal still does, and an operation may be undone or redone at any time.

A file is written chunk by chunk in many transactions, under a key that nobody knows; it gets its
digest with the last one. What a crash left without a digest is taken away by ``sweep``. Called
inside transactions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.core.i18n import Message, msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.store.metadata import content, content_chunk, content_file, operation
from crm_desktop.store.operations import OPEN
from crm_desktop.store.turns import CONTENTS, take

CHUNK = 1 << 20
"""Bytes in a chunk, but for the last one."""

_SWEPT_AT_ONCE = 16  # chunks, so that nobody waits


@dataclass(frozen=True)
class Content:
    """Bytes and what they are (RFC 6838: ``image/png``)."""

    media_type: str
    data: bytes


def keep(connection: Connection, kept: Content) -> str:
    """Store the content unless it is there already; gives its digest."""
    digest = hashlib.sha256(kept.data).hexdigest()
    if fetch(connection, digest) is None:
        connection.execute(
            sa.insert(content).values(digest=digest, media_type=kept.media_type, data=kept.data)
        )
    return digest


def fetch(connection: Connection, digest: str) -> Content | None:
    """The content with this digest."""
    row = connection.execute(
        sa.select(content.c.media_type, content.c.data).where(content.c.digest == digest)
    ).first()
    return Content(row.media_type, bytes(row.data)) if row else None


# Files


def has_file(connection: Connection, digest: str) -> bool:
    """Whether a file with this digest is kept, whole."""
    found = sa.select(content_file.c.rid).where(content_file.c.digest == digest)
    return connection.execute(found).first() is not None


def begin_file(connection: Connection, size: int, op_rid: int) -> int:
    """A file of ``size`` bytes that the operation is going to write; gives its key."""
    made = connection.execute(sa.insert(content_file).values(size=size, op_rid=op_rid))
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def add_chunks(connection: Connection, file: int, first: int, chunks: Sequence[bytes]) -> None:
    """Write the chunks of ``file`` from number ``first`` on."""
    rows = [
        {"file_rid": file, "ordinal": ordinal, "data": data}
        for ordinal, data in enumerate(chunks, first)
    ]
    if rows:
        connection.execute(sa.insert(content_chunk), rows)


def end_file(connection: Connection, file: int, digest: str) -> None:
    """All chunks are written. If somebody else stored the same bytes meanwhile, theirs stay."""
    take(connection, CONTENTS)
    if has_file(connection, digest):
        drop_file(connection, file)
        return
    connection.execute(
        sa.update(content_file).where(content_file.c.rid == file).values(digest=digest)
    )


def drop_file(connection: Connection, file: int) -> None:
    """Take a file away that was not written to its end."""
    connection.execute(sa.delete(content_chunk).where(content_chunk.c.file_rid == file))
    connection.execute(sa.delete(content_file).where(content_file.c.rid == file))


def sweep(connection: Connection) -> bool:
    """Take away a portion of what operations that ended left unfinished; whether there is more."""
    left = (
        sa.select(content_file.c.rid)
        .join(operation, operation.c.rid == content_file.c.op_rid)
        .where(content_file.c.digest.is_(None), operation.c.state != OPEN)
        .order_by(content_file.c.rid)
        .limit(1)
    )
    file = connection.execute(left).scalar()
    if file is None:
        return False
    mine = content_chunk.c.file_rid == file
    newest = sa.select(content_chunk.c.ordinal).where(mine).order_by(content_chunk.c.ordinal.desc())
    numbers = connection.execute(newest.limit(_SWEPT_AT_ONCE)).scalars().all()
    if numbers:
        connection.execute(
            sa.delete(content_chunk).where(mine, content_chunk.c.ordinal.in_(numbers))
        )
    else:
        connection.execute(sa.delete(content_file).where(content_file.c.rid == file))
    return True


def read_file(connection: Connection, digest: str) -> Iterator[bytes]:
    """The bytes of a file, chunk by chunk; nothing for a digest that is not kept. Whoever needs
    to be sure compares the digest of what came."""
    file = connection.execute(
        sa.select(content_file.c.rid).where(content_file.c.digest == digest)
    ).scalar()
    yield from () if file is None else _chunks(connection, file)


def _chunks(connection: Connection, file: int) -> Iterator[bytes]:
    next_one = sa.select(content_chunk.c.data).where(
        content_chunk.c.file_rid == file, content_chunk.c.ordinal == sa.bindparam("number")
    )
    number = 0
    while (data := connection.execute(next_one, {"number": number}).scalar()) is not None:
        yield bytes(data)
        number += 1


def find_problems(connection: Connection) -> Iterator[Message]:
    """Contents whose bytes are not those that were stored."""
    photos = connection.execute(sa.select(content.c.digest)).scalars().all()
    for digest in photos:
        kept = fetch(connection, digest)
        if kept is not None and hashlib.sha256(kept.data).hexdigest() != digest:
            yield _damaged(digest)
    files = connection.execute(
        sa.select(content_file.c.rid, content_file.c.digest).where(
            content_file.c.digest.is_not(None)
        )
    )
    for file, digest in files.all():
        there = hashlib.sha256()
        for chunk in _chunks(connection, file):
            there.update(chunk)
        if there.hexdigest() != digest:
            yield _damaged(digest)


def _damaged(digest: str) -> Message:
    return msg("The bytes of a file or a photo are damaged: {digest}.", digest=digest)
