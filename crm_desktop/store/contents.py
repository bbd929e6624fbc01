"""Contents by their digest: photos now, files later. The same bytes are kept once.

Records hold the digest (SHA-256, hexadecimal), so the journal stays small and undo brings an
older content back. Called inside transactions.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.store.metadata import content


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
