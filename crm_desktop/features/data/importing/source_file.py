"""A file that shall be imported, as it was read, and whether it is still the same.

Called by the import wizard on a thread of its own: reading a large file takes seconds. What the
file means is worked out in ``preview.py``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crm_desktop.features.data.importing.several_tables import read_every_table
from crm_desktop.integrations.tabular.table import ReadOptions, Table

_BLOCK = 1 << 20  # bytes

Stamp = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds: another one is another file."""


@dataclass(frozen=True)
class Seen:
    """A file as it stood when it was looked at; ``digest`` is a hash of the content."""

    path: Path
    stamp: Stamp | None
    digest: str


@dataclass(frozen=True)
class SourceFile:
    """A file as read: one table a sheet. ``filled_rows`` counts the rows of each that hold
    anything, headers included; ``seen`` are the file itself, and those that are imported with
    it."""

    path: Path
    options: ReadOptions
    stamp: Stamp
    tables: tuple[Table, ...]
    filled_rows: tuple[int, ...]
    seen: tuple[Seen, ...]

    @property
    def digest(self) -> str:
        """Tells contents of all these files apart."""
        return " ".join(one.digest for one in self.seen)


def read_file(
    path: Path,
    options: ReadOptions,
    progress: Callable[[float], None] | None = None,
    beside: Sequence[Path] = (),
) -> SourceFile:
    """Read a whole file; those ``beside`` it are only looked at. ``Invalid`` as
    ``read_every_table``."""
    seen = tuple(Seen(each, stamp_of(each), _digest(each)) for each in (path, *beside))
    tables = tuple(read_every_table(path, options, progress))
    filled = tuple(sum(1 for row in table.rows if any(row)) for table in tables)
    return SourceFile(path, options, seen[0].stamp or (0, 0), tables, filled, seen)


def stamp_of(path: Path) -> Stamp | None:
    """Tells one state of a file from another; ``None`` if it is gone."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns


def recheck(source: SourceFile, *, thoroughly: bool = False) -> SourceFile | None:
    """The file with its present stamp if its content is still as it was read, and that of those
    beside it, or ``None``. Where size and time are as before too, the content is only read anew if
    asked ``thoroughly``."""
    seen = []
    for one in source.seen:
        stamp = stamp_of(one.path)
        is_known = stamp == one.stamp and not thoroughly
        if not is_known and _digest(one.path) != one.digest:
            return None
        seen.append(replace(one, stamp=stamp))
    return replace(source, stamp=seen[0].stamp or (0, 0), seen=tuple(seen))


def _digest(path: Path) -> str:
    """Empty for a file that can't be read, whose reading then tells why."""
    digest = hashlib.blake2b(digest_size=16)
    try:
        if not path.is_file():  # a device or a pipe would never end
            return ""
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()
