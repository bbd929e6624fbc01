"""Verified copies of a workspace, made before anything risky.

A SQLite file is copied page by page through the engine; a PostgreSQL database is written as one
archive of its tables from one snapshot. Each copy is read back and counted before it is believed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.core.clock import now
from crm_desktop.core.errors import Damaged, Unavailable
from crm_desktop.core.i18n import msg
from crm_desktop.core.ids import new_id
from crm_desktop.core.paths import user_data_folder
from crm_desktop.store.engine import Database
from crm_desktop.store.faults import translated
from crm_desktop.store.location import Location, SqliteLocation, file_uri
from crm_desktop.store.turns import unhurried

_PAGES = 4096
# What reading an archive of flipped or missing bytes may raise.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
)
_MANIFEST = "manifest.json"


def back_up(database: Database, revision: str) -> Path:
    """Copy the workspace and verify the copy; gives its place. ``Unavailable`` if the copy
    can't be made or differs: then nothing may be changed."""
    location = database.location
    folder, stem, suffix = _names(location)
    target = folder / f"{stem}-{_stamp()}-{revision}{suffix}"
    # Two clients may open, and so back up, in the same millisecond.
    partial = target.with_name(f"{target.name}.{new_id()}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with translated():
            if isinstance(location, SqliteLocation):
                _copy_sqlite(database, partial)
            else:
                _copy_postgresql(database, partial, revision)
        partial.replace(target)
    except OSError as error:
        raise Unavailable(
            msg(
                "No backup could be made in {folder}: {reason}. The workspace was left as it is. "
                "Free some space or check the rights, then open it again.",
                folder=folder,
                reason=error.strerror or str(error),
            )
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return target


def _stamp() -> str:
    return now().strftime("%Y%m%d-%H%M%S-%f")[:-3]


def newest(location: Location) -> Path | None:
    """The newest backup that lies where ``back_up`` puts them."""
    folder, stem, suffix = _names(location)
    found = (path for path in folder.glob("*") if path.suffix == suffix)
    mine = [path for path in found if path.name.startswith(f"{stem}-")]
    return max(mine, key=lambda path: path.name, default=None)


def _names(location: Location) -> tuple[Path, str, str]:
    """Where backups of a workspace lie, how their names begin and end."""
    if isinstance(location, SqliteLocation):
        path = location.path
        return path.parent / f"{path.name}-backups", path.stem, path.suffix
    return user_data_folder() / "backups" / location.database, location.database, ".zip"


def _copy_sqlite(database: Database, target: Path) -> None:
    from sqlcipher3 import dbapi2 as sqlite

    source = database.raw(write=False)
    copy = sqlite.connect(str(target))
    try:
        driver: Any = source.driver_connection
        driver.execute("BEGIN")  # one moment for the copy and for the counts
        driver.backup(copy, pages=_PAGES)
        copy.execute("PRAGMA journal_mode=DELETE")
        damage = copy.execute("PRAGMA integrity_check").fetchall()
        if damage != [("ok",)] or _sqlite_counts(copy) != _sqlite_counts(driver):
            raise _differs(target)
    finally:
        copy.close()
        source.close()


def restore_sqlite(location: SqliteLocation, copy: Path) -> Path:
    """Put ``copy`` where the workspace's file lies, which nobody has open; that one and what lies
    beside it are kept under another name: gives which. ``Damaged`` if the copy isn't whole,
    ``Unavailable`` if it can't be put there: then nothing was changed."""
    _require_whole(copy)
    place = location.path
    kept = place.with_name(f"{place.stem}-damaged-{_stamp()}{place.suffix}")
    partial = place.with_name(f"{place.name}.{new_id()}.part")
    try:
        shutil.copyfile(copy, partial)
        with partial.open("rb+") as written:
            os.fsync(written.fileno())
        for end in ("-wal", "-shm", "-journal", ""):
            with suppress(FileNotFoundError):
                place.with_name(place.name + end).rename(kept.with_name(kept.name + end))
        partial.replace(place)
    except OSError as error:
        raise Unavailable(
            msg(
                "The backup couldn’t be put in the place of the workspace: {reason}. Free some "
                "space or check the rights, then try again. The backup is kept: {place}",
                place=copy,
                reason=error.strerror or str(error),
            )
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return kept


def _require_whole(copy: Path) -> None:
    from sqlcipher3 import dbapi2 as sqlite

    try:
        with closing(sqlite.connect(f"{file_uri(copy)}?mode=ro", uri=True)) as connection:
            damage = connection.execute("PRAGMA integrity_check").fetchall()
    except sqlite.Error as error:
        raise _damaged(copy) from error
    if damage != [("ok",)]:
        raise _damaged(copy)


def _sqlite_counts(driver: Any) -> dict[str, int]:
    names = driver.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name NOT LIKE 'search_index%' AND name NOT LIKE 'text_index%'"
    ).fetchall()
    return {
        name: driver.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names
    }


def _differs(target: Path) -> Unavailable:
    return Unavailable(
        msg(
            "The backup {place} did not come out equal to the workspace, so nothing was changed. "
            "Check the disk and open the workspace again.",
            place=target,
        )
    )


def _copy_postgresql(database: Database, target: Path, revision: str) -> None:
    manifest: dict[str, Any] = {"revision": revision, "tables": {}}
    with (
        database.reading() as connection,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        with unhurried(connection):
            for table in _tables_in_order(connection):
                manifest["tables"][table] = _dump_table(connection, archive, table)
        archive.writestr(_MANIFEST, json.dumps(manifest))
    _verify_archive(target)


def _tables_in_order(connection: Connection) -> list[str]:
    """All tables, those that others point at first."""
    ordered = sa.inspect(connection).get_sorted_table_and_fkc_names()
    return [table for table, _foreign_keys in ordered if table is not None]


def _dump_table(connection: Connection, archive: zipfile.ZipFile, table: str) -> dict[str, Any]:
    digest = hashlib.sha256()
    rows = 0
    columns = [column["name"] for column in sa.inspect(connection).get_columns(table)]
    names = ", ".join(f'"{name}"' for name in columns)
    driver: Any = connection.connection.driver_connection
    with (
        archive.open(f"{table}.copy", "w", force_zip64=True) as out,
        driver.cursor() as cursor,
        cursor.copy(f'COPY "{table}" ({names}) TO STDOUT') as copy,
    ):
        for piece in copy:
            data = bytes(piece)
            digest.update(data)
            rows += data.count(b"\n")
            out.write(data)
    return {"rows": rows, "columns": columns, "sha256": digest.hexdigest()}


def _verify_archive(path: Path) -> dict[str, Any]:
    """The manifest of an archive whose every table is as it was written; else ``Damaged``."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
            whole = all(
                _digest(archive, table) == expected["sha256"]
                for table, expected in manifest["tables"].items()
            )
    except _UNREADABLE as error:
        raise _damaged(path) from error
    if not whole:
        raise _damaged(path)
    return manifest


def _digest(archive: zipfile.ZipFile, table: str) -> str:
    digest = hashlib.sha256()
    with archive.open(f"{table}.copy") as entry:
        while piece := entry.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def _damaged(path: Path) -> Damaged:
    return Damaged(
        msg(
            "The backup {place} is damaged and can’t be used. The workspace was left as it is. "
            "Choose another backup.",
            place=path,
        )
    )


def restore_postgresql(connection: Connection, path: Path) -> None:
    """Replace all that is in the workspace by the archive, which must be of the same revision.

    The archive is verified whole before the first row is touched: ``Damaged`` if it isn't what
    was written, or is of another revision.
    """
    manifest = _verify_archive(path)
    tables: dict[str, Any] = manifest["tables"]
    present: Any = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if manifest["revision"] != present:
        raise Damaged(
            msg(
                "The backup {place} is of another version of the program than the workspace. "
                "Nothing was changed. Restore it into an empty workspace.",
                place=path,
            )
        )
    with unhurried(connection), zipfile.ZipFile(path) as archive:
        # All at once: tables point at each other.
        everything = ", ".join(f'"{table}"' for table in tables)
        connection.exec_driver_sql(f"TRUNCATE {everything}")
        for table, described in tables.items():
            _load_table(connection, archive, table, described["columns"])
        _reset_sequences(connection)


def _load_table(
    connection: Connection, archive: zipfile.ZipFile, table: str, columns: list[str]
) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    driver: Any = connection.connection.driver_connection
    with (
        archive.open(f"{table}.copy") as entry,
        driver.cursor() as cursor,
        cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy,
    ):
        while piece := entry.read(1 << 20):
            copy.write(piece)


def _reset_sequences(connection: Connection) -> None:
    owned = connection.exec_driver_sql(
        "SELECT c.relname, a.attname, s.relname FROM pg_class s "
        "JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') "
        "JOIN pg_class c ON c.oid = d.refobjid "
        "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid "
        "WHERE s.relkind = 'S'"
    ).all()
    for table, column, sequence in owned:
        connection.exec_driver_sql(
            f'SELECT setval(\'"{sequence}"\', greatest((SELECT coalesce(max("{column}"), 0) '
            f'FROM "{table}"), 1))'
        )
