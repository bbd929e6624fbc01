"""Column types that behave alike on SQLite and PostgreSQL. Used by every table definition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from crm_desktop.core.clock import iso
from crm_desktop.core.id_texts import id_text


def _stored_key(dialect: Dialect, on_server: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    if dialect.name == "postgresql":
        return dialect.type_descriptor(on_server)
    return dialect.type_descriptor(sa.LargeBinary(16))


class Key(sa.types.TypeDecorator[UUID]):
    """A UUID: ``uuid`` on PostgreSQL, 16 bytes on SQLite."""

    impl = sa.LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        return _stored_key(dialect, sa.UUID(as_uuid=True))

    def process_bind_param(self, value: UUID | str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        key = value if isinstance(value, UUID) else UUID(value)
        return key if dialect.name == "postgresql" else key.bytes

    @staticmethod
    def bulk_encoder(dialect: Dialect) -> Callable[[Any], Any] | None:
        """As ``process_bind_param`` for keys that are there, or their texts, at a third of the
        cost."""
        return None if dialect.name == "postgresql" else _bytes_of

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any] | None:
        """The way from the driver without detours: lists read a hundred keys at a time."""
        return None if dialect.name == "postgresql" else _key_of


class KeyText(sa.types.TypeDecorator[str]):
    """A ``Key`` that is read as its text: to make a ``UUID`` of each of very many costs more than
    to read them."""

    impl = sa.LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        return _stored_key(dialect, sa.UUID(as_uuid=False))

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any] | None:
        """As that of ``Key``."""
        return _text_or_none if dialect.name == "postgresql" else _text_of


class Instant(sa.types.TypeDecorator[datetime]):
    """A moment in UTC to the millisecond: ``timestamptz`` on PostgreSQL, ISO text on SQLite.

    The text (``2026-10-14T09:40:00.000Z``) has a fixed width, so it sorts and compares in time.
    """

    impl = sa.String(24)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(sa.String(24))

    def process_bind_param(self, value: datetime | str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        moment = parse_instant(value) if isinstance(value, str) else value
        if dialect.name == "postgresql":
            return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        return iso(moment)

    def bulk_encoder(self, dialect: Dialect) -> Callable[[Any], Any]:
        """As ``process_bind_param``; the many equal moments of a batch are written once, and what
        SQLite stores as it stands in states is left so."""
        encode = lru_cache(maxsize=1024)(partial(self.process_bind_param, dialect=dialect))
        if dialect.name == "postgresql":
            return encode
        return lambda value: value if _is_written(value) else encode(value)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any] | None:
        """As that of ``Key``."""
        return _in_utc if dialect.name == "postgresql" else _moment_of


def _is_written(value: Any) -> bool:
    """Whether it is nothing, or a text of the width that ``iso`` writes."""
    return value is None or (isinstance(value, str) and len(value) == 24)


def _bytes_of(key: UUID | str | bytes) -> bytes:
    if isinstance(key, str):
        return bytes.fromhex(key.replace("-", ""))
    return key.bytes if isinstance(key, UUID) else key


def _key_of(stored: bytes | None) -> UUID | None:
    return None if stored is None else UUID(bytes=stored)


def _text_of(stored: bytes | None) -> str | None:
    """As ``UUID`` writes it."""
    return None if stored is None else id_text(stored)


def _text_or_none(key: UUID | None) -> str | None:
    return None if key is None else str(key)


# Many records were written, or changed last, at one moment.
@lru_cache(maxsize=1_024)
def _moment_of(stored: str | None) -> datetime | None:
    return None if stored is None else parse_instant(stored)


def _in_utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(timezone.utc)


def parse_instant(text: str) -> datetime:
    """The moment that ``core.clock.iso`` wrote."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)


class Json(sa.types.TypeDecorator[Any]):
    """Text on SQLite, binary JSON on PostgreSQL; ``None`` is NULL."""

    impl = sa.JSON(none_as_null=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(sa.JSON(none_as_null=True))
        from sqlalchemy.dialects.postgresql import JSONB  # loads slowly, and is there by now

        return dialect.type_descriptor(JSONB(none_as_null=True))


# Compared byte by byte on both engines, whatever the database's locale (see core.text.sorting).
SortKey = sa.LargeBinary
