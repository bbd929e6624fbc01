"""One file as it was at one moment, or a clear word why it can't be read.

Called by ``reading``, on the import's thread. The whole file is taken into memory at once, so
that the finding of encoding and columns and the reading itself see the same bytes even if
another program saves over it meanwhile.
"""

from __future__ import annotations

import os
from pathlib import Path

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.integrations.tabular import limits


def read_snapshot(path: Path) -> bytes:
    """The bytes of the file. ``Invalid`` if it is missing, not a file, not to be read, empty,
    too large, or still being written by another program."""
    try:
        for _attempt in range(2):
            data = _read_if_unchanged(path)
            if data is not None:
                return data
    except FileNotFoundError as error:
        raise Invalid(
            msg("The file {name} is not there. Check its name and folder.", name=path.name)
        ) from error
    except PermissionError as error:
        raise Invalid(
            msg(
                "The file {name} can’t be opened: it is in use or you have no right to read it. "
                "Close it in other programs or copy it to another folder.",
                name=path.name,
            )
        ) from error
    except OSError as error:
        raise Invalid(
            msg(
                "The file {name} can’t be read from its disk. Copy it to another place and try "
                "again.",
                name=path.name,
            )
        ) from error
    raise Invalid(
        msg(
            "The file {name} is being changed by another program. Nothing was imported. Wait "
            "until it is saved and try again.",
            name=path.name,
        )
    )


def _read_if_unchanged(path: Path) -> bytes | None:
    # A device or a pipe would never end, so only plain files are opened.
    if path.exists() and not path.is_file():
        raise Invalid(msg("{name} is not a file. Choose a file with a table.", name=path.name))
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        _check_size(path, before.st_size)
        data = file.read(before.st_size + 1)
        after = os.fstat(file.fileno())
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return data if same and len(data) == before.st_size else None


def _check_size(path: Path, size: int) -> None:
    if size == 0:
        raise Invalid(msg("The file {name} is empty. Choose another file.", name=path.name))
    if size > limits.MAX_FILE_BYTES:
        raise Invalid(
            msg(
                "The file {name} is too large: {size} MB, and up to {limit} MB can be imported. "
                "Divide it into several files.",
                name=path.name,
                size=size // 1024**2,
                limit=limits.MAX_FILE_BYTES // 1024**2,
            )
        )
