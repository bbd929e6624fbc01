"""Where a workspace lies: a SQLite file or a PostgreSQL database. Pure; called anywhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class SqliteLocation:
    """A local or shared file."""

    path: Path

    @property
    def title(self) -> str:
        """How the workspace is named to people."""
        return str(self.path)


@dataclass(frozen=True)
class PostgresLocation:
    """A database on a server. The password is never part of ``title`` or ``repr``."""

    database: str
    host: str | None
    port: int | None
    user: str | None
    options: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """How the workspace is named to people."""
        return f"{self.database} ({self.host or dict(self.options).get('host', 'localhost')})"

    @property
    def account(self) -> str:
        """Under what name the keychain keeps the password."""
        return f"{self.user or ''}@{self.host or ''}:{self.port or ''}/{self.database}"


Location = SqliteLocation | PostgresLocation

_OPTIONS = frozenset({"sslmode", "sslrootcert", "host", "port", "connect_timeout"})


def parse_location(text: str) -> Location:
    """The workspace that ``text`` names: a path, or ``postgresql://[user@]host[:port]/database``.

    A password inside the address is refused: it would end up in histories and process lists.
    """
    if not text.strip():
        raise Invalid(msg("No workspace was named. Give a file path or a postgresql:// address."))
    if not text.startswith(("postgresql://", "postgres://")):
        return SqliteLocation(Path(text).expanduser().absolute())
    parts = urlsplit(text)
    if parts.password:
        raise Invalid(
            msg(
                "The address of the workspace holds a password. Leave it out: the program asks "
                "for it, or takes it from the keychain or from PGPASSWORD."
            )
        )
    options = tuple((k, v) for k, v in parse_qsl(parts.query) if k in _OPTIONS)
    unknown = sorted({k for k, _v in parse_qsl(parts.query)} - _OPTIONS)
    if unknown:
        raise Invalid(
            msg(
                "The address of the workspace holds an unknown option: {option}.", option=unknown[0]
            )
        )
    try:
        port = parts.port
    except ValueError as error:
        raise Invalid(msg("The port in the address of the workspace is no number.")) from error
    database = unquote(parts.path.lstrip("/"))
    if not database:
        raise Invalid(
            msg("The address of the workspace names no database. Add it after the host: /name.")
        )
    return PostgresLocation(
        database, parts.hostname, port, unquote(parts.username) if parts.username else None, options
    )


def file_uri(path: Path) -> str:
    """The path as SQLite's URI (sqlite.org/uri.html): only with one can 'never create' be said,
    so that no empty file takes the place of a workspace that vanished."""
    posix = path.as_posix()
    if posix.startswith("//"):  # a network share has no place for a host in the URI
        posix = f"//{posix}"
    return f"file:{'' if posix.startswith('/') else '/'}{quote(posix)}"
